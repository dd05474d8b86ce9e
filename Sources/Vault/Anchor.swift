/// One word kept in a file outside the database, such as the head of the audit log when it was last
/// found whole.
package struct Anchor: Sendable {
  /// The file.
  package let path: String

  /// The word of a file, which need not be there yet.
  package init(_ path: String) { self.path = path }

  /// What was kept last; nil when nothing was.
  package func read() throws(VaultError) -> String? {
    guard let bytes = try SmallFile.read(path) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    return text.split(whereSeparator: \.isWhitespace).first.map(String.init)
  }

  /// Keeps another word.
  package func keep(_ word: String) throws(VaultError) {
    try SmallFile.replace(path, with: Array((word + "\n").utf8))
  }
}
