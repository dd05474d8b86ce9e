/// A delivery status notification (RFC 3464): which message could not be delivered to whom, and why.
package struct BounceReport: Sendable, Hashable {
  /// One recipient of it.
  package struct Failure: Sendable, Hashable {
    /// The address the report is about.
    package let address: String
    /// Why, as RFC 3463 counts.
    package let status: EnhancedStatus
  }

  /// The Message-ID of what could not be delivered, without its angle brackets.
  package let messageID: String
  /// Whom it did not reach.
  package let failures: [Failure]

  /// Reads a message; nil when it is no report of a failed delivery that names the message.
  ///
  /// Reads no deeper than the parts of one multipart/report, never decodes, and looks at the first
  /// megabyte only: whatever a stranger sends, it ends soon and makes nothing up.
  package init?(_ bytes: [UInt8]) {
    let text = String(decoding: bytes.prefix(1 << 20), as: UTF8.self).replacing("\r\n", with: "\n")
    let (header, body) = Self.split(text[...])
    let type = Self.field("content-type", header) ?? ""
    guard type.lowercased().hasPrefix("multipart/report"),
      type.lowercased().contains("delivery-status"), let boundary = Self.boundary(type)
    else { return nil }
    var failures: [Failure] = []
    var messageID: String?
    for part in body.split(separator: "\n--\(boundary)") {
      let (partHeader, content) = Self.split(part.drop { $0 == "\n" })
      switch Self.kind(Self.field("content-type", partHeader)) {
      case "message/delivery-status": failures += Self.failures(content)
      case "message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers":
        messageID = messageID ?? Self.identifier(content)
      default: continue
      }
    }
    guard !failures.isEmpty, let messageID else { return nil }
    self.messageID = messageID
    self.failures = failures
  }

  private static func split(_ text: Substring) -> (header: Substring, body: Substring) {
    guard let end = text.firstRange(of: "\n\n") else { return (text, "") }
    return (text[..<end.lowerBound], text[text.index(before: end.upperBound)...])
  }

  /// The value of the first field of a name, unfolded.
  private static func field(_ name: String, _ header: Substring) -> String? {
    var value: String?
    for line in header.split(separator: "\n") {
      if let told = value {
        guard line.first == " " || line.first == "\t" else { return told }
        value = told + " " + trimmed(line)
      } else if line.prefix(name.count + 1).lowercased() == name + ":" {
        value = trimmed(line.dropFirst(name.count + 1))
      }
    }
    return value
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text.drop { $0 == " " || $0 == "\t" }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return String(text)
  }

  private static func kind(_ type: String?) -> String {
    trimmed((type ?? "").lowercased().prefix { $0 != ";" })
  }

  private static func boundary(_ type: String) -> String? {
    guard let start = type.lowercased().firstRange(of: "boundary=") else { return nil }
    let offset = type.distance(from: type.startIndex, to: start.lowerBound) + 9
    var rest = type.dropFirst(offset)
    if rest.first == "\"" {
      rest = rest.dropFirst()
      return rest.firstIndex(of: "\"").map { String(rest[..<$0]) }
    }
    rest = rest.prefix { $0 != ";" && $0 != " " }
    return rest.isEmpty ? nil : String(rest)
  }

  /// The recipients of a delivery-status part that failed or are delayed; the first group of fields is
  /// about the message.
  private static func failures(_ content: Substring) -> [Failure] {
    content.split(separator: "\n\n").compactMap { group in
      let recipient = field("final-recipient", group) ?? field("original-recipient", group)
      guard let action = field("action", group)?.lowercased(),
        action == "failed" || action == "delayed",
        let status = EnhancedStatus(
          (field("status", group) ?? "").prefix { $0 != " " && $0 != "(" }), status.kind != 2,
        let parts = recipient?.split(separator: ";", maxSplits: 1), parts.count == 2
      else { return nil }
      let address = trimmed(parts[1]).filter { $0 != "<" && $0 != ">" }
      guard (try? Address(spec: address)) != nil else { return nil }
      return Failure(address: address, status: status)
    }
  }

  private static func identifier(_ content: Substring) -> String? {
    let (header, _) = split(content.drop { $0 == "\n" })
    guard let text = field("message-id", header), text.hasPrefix("<"), text.hasSuffix(">"),
      let id = try? MessageID(String(text.dropFirst().dropLast()))
    else { return nil }
    return id.text
  }
}
