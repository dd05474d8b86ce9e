/// The last line of a server's reply, without its text, which may quote an address.
package struct SMTPReply: Sendable, Hashable {
  /// The three digits.
  package let code: Int
  /// The enhanced status code of RFC 3463, class, subject and detail, when the server gives one.
  package let status: EnhancedStatus?

  /// A reply from its codes.
  package init(code: Int, status: EnhancedStatus? = nil) {
    self.code = code
    self.status = status
  }

  /// Reads a line of a reply; nil when it is none.
  ///
  /// - Returns: the reply, and whether the line is the last of it.
  static func read(_ line: some Collection<UInt8>) -> (reply: SMTPReply, isLast: Bool)? {
    var line = Array(line)
    while line.last == 0x0A || line.last == 0x0D { line.removeLast() }
    guard line.count >= 3, line.count <= 2_000,
      line[..<3].allSatisfy({ (0x30...0x39).contains($0) }), (0x32...0x35).contains(line[0])
    else { return nil }
    let code = line[..<3].reduce(0) { $0 * 10 + Int($1 - 0x30) }
    guard line.count > 3 else { return (SMTPReply(code: code), true) }
    guard line[3] == UInt8(ascii: " ") || line[3] == UInt8(ascii: "-") else { return nil }
    let word = String(decoding: line[4...].prefix { $0 != 0x20 }, as: UTF8.self)
    return (SMTPReply(code: code, status: EnhancedStatus(word)), line[3] == UInt8(ascii: " "))
  }
}

extension SMTPReply: CustomStringConvertible {
  /// `550 5.1.1`.
  package var description: String {
    ["\(code)", status?.description].compactMap(\.self).joined(separator: " ")
  }
}

/// A status code of RFC 3463, such as 5.1.1: what happened to a delivery, in three numbers.
package struct EnhancedStatus: Sendable, Hashable, CustomStringConvertible {
  /// 2 for success, 4 for a failure that may pass, 5 for one that stays.
  package let kind: Int
  /// What it is about: 1 addresses, 2 mailboxes, 3 systems, 4 routing, 5 protocol, 6 content, 7 policy.
  package let subject: Int
  /// What exactly.
  package let detail: Int

  /// Reads a code; nil when the text is none.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      part.count <= 3 && part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil
    }
    guard parts.count == 3, numbers.count == 3, [2, 4, 5].contains(numbers[0]) else { return nil }
    (kind, subject, detail) = (numbers[0], numbers[1], numbers[2])
  }

  /// The code as it is written.
  package var description: String { "\(kind).\(subject).\(detail)" }

  /// Whether it says that nobody reads at this address: bad address (X.1.x) or a disabled mailbox (X.2.1).
  package var isAboutMailbox: Bool {
    subject == 1 && ![7, 8].contains(detail) || subject == 2 && detail == 1
  }
}
