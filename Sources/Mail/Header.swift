/// Writes header fields: never longer than a line may be, never more than one field.
enum Header {
  /// The length a line should not pass, without its CRLF: 76, as RFC 2047 asks of encoded words.
  ///
  /// Only a long address, which cannot be folded, passes it.
  static let lineLimit = 76

  /// Refuses text that could end a header field or hide in it.
  ///
  /// Unicode's line and paragraph separators count as line ends: some programs treat them so.
  static func check(_ text: String, header: String) throws(MailError) {
    for scalar in text.unicodeScalars where isForbidden(scalar) {
      throw .header(name: header, scalar: scalar.value)
    }
  }

  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: true
    default: false
    }
  }

  /// One field, folded between `words`, with its CRLF.
  static func field(_ name: String, _ words: [String]) -> String {
    var result = "\(name):"
    var column = result.utf8.count
    for (index, word) in words.enumerated() {
      // The first word stays on the first line: a field that begins with an empty line confuses
      // old programs.
      if index > 0, column + 1 + word.utf8.count > lineLimit {
        result += "\r\n"
        column = 0
      }
      result += " " + word
      column += 1 + word.utf8.count
    }
    return result + "\r\n"
  }

  /// The words of free text: as they are where that is safe, else encoded.
  static func words(ofText text: String) -> [String] {
    let pieces = text.split(separator: " ", omittingEmptySubsequences: false)
    let isPlain =
      text.utf8.allSatisfy { (0x20..<0x7F).contains($0) } && !text.contains("=?")
      && pieces.allSatisfy { !$0.isEmpty && $0.utf8.count <= 60 }
    return isPlain ? pieces.map(String.init) : EncodedWord.words(of: text)
  }
}
