/// What was erased, in a file outside the database: a restored backup learns from it whom it must
/// not hold.
///
/// One line an erasure, with keyed hashes and never an id or a name.
package struct ErasureJournal: Sendable {
  /// The file.
  package let path: String

  /// The journal of a file, which need not be there yet.
  package init(_ path: String) { self.path = path }

  /// One erasure.
  package struct Line: Hashable, Sendable {
    /// Its own id, 128 random bits in hexadecimal.
    package let erasure: String
    /// `candidate` or `contact`.
    package let kind: String
    /// The keyed hash of the person's id, in hexadecimal.
    package let hash: String
    /// The day, such as `2026-11-28`.
    package let day: String
    /// `asked` or `term`.
    package let cause: String

    /// A line from its parts.
    package init(erasure: String, kind: String, hash: String, day: String, cause: String) {
      self.erasure = erasure
      self.kind = kind
      self.hash = hash
      self.day = day
      self.cause = cause
    }

    /// An id for a new erasure.
    package static func newID() -> String {
      PersonKey.random(16).map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 2 ? digits : "0" + digits
      }.joined()
    }
  }

  /// Every line, in the order written.
  ///
  /// A last line without an end was being written by a killed command, which had erased nothing
  /// yet: it is passed over.
  package func lines() throws(VaultError) -> [Line] {
    guard let bytes = try SmallFile.read(path) else { return [] }
    let text = String(decoding: bytes, as: UTF8.self)
    var lines: [Line] = []
    for (number, line) in whole(text).enumerated() {
      let words = line.split(separator: " ").map(String.init)
      guard words.count == 5 else {
        throw VaultError(.malformed, "\(path), line \(number + 1) is not an erasure")
      }
      lines.append(
        Line(
          erasure: words[0], kind: words[1], hash: words[2], day: words[3], cause: words[4]))
    }
    return lines
  }

  /// Writes an erasure down, on the disk when it returns.
  package func append(_ line: Line) throws(VaultError) {
    let bytes = try SmallFile.read(path) ?? []
    let text = [line.erasure, line.kind, line.hash, line.day, line.cause].joined(separator: " ")
    if bytes.isEmpty || bytes.last == 0x0A {
      try SmallFile.append(Array((text + "\n").utf8), to: path)
    } else {
      let kept = whole(String(decoding: bytes, as: UTF8.self)).map { $0 + "\n" }.joined()
      try SmallFile.replace(path, with: Array((kept + text + "\n").utf8))
    }
  }

  private func whole(_ text: String) -> [Substring] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
    return text.hasSuffix("\n") ? lines : lines.dropLast()
  }
}
