/// Header text outside ASCII, as words of at most 60 characters (RFC 2047 allows 75).
enum EncodedWord {
  /// Encodes all of `text`, spaces included, since a reader drops the spaces between two words.
  ///
  /// No word splits a character; one of more than 15 bytes is split between its scalars. Q or B,
  /// whichever comes out shorter.
  static func words(of text: String) -> [String] {
    let quoted = words(of: text, prefix: "=?utf-8?q?", size: quotedSize, encode: quoted)
    let based = words(of: text, prefix: "=?utf-8?b?", size: base64Size, encode: base64)
    func length(_ words: [String]) -> Int { words.reduce(0) { $0 + $1.utf8.count + 1 } }
    return length(quoted) <= length(based) ? quoted : based
  }

  private static func words(
    of text: String, prefix: String, size: (ArraySlice<UInt8>) -> Int,
    encode: (ArraySlice<UInt8>) -> String
  ) -> [String] {
    // 60 leaves room on the first line for the name of the field.
    let room = 60 - prefix.utf8.count - 2
    var words: [String] = []
    var pending: [UInt8] = []
    for piece in pieces(of: text) {
      if !pending.isEmpty, size((pending + piece)[...]) > room {
        words.append(prefix + encode(pending[...]) + "?=")
        pending = []
      }
      pending += piece
    }
    if !pending.isEmpty { words.append(prefix + encode(pending[...]) + "?=") }
    return words
  }

  private static func pieces(of text: String) -> [[UInt8]] {
    text.flatMap { character -> [[UInt8]] in
      let whole = Array(character.utf8)
      // A word of Q holds 16 escaped bytes: a longer character might not fit in one.
      return whole.count <= 15 ? [whole] : character.unicodeScalars.map { Array(String($0).utf8) }
    }
  }

  /// Letters, digits and `!*+-/` stand for themselves: the set that is safe in names too.
  private static func isPlain(_ byte: UInt8) -> Bool {
    DotAtom.isLetterOrDigit(byte) || "!*+-/".utf8.contains(byte)
  }

  private static func quotedSize(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 + (isPlain($1) || $1 == 0x20 ? 1 : 3) }
  }

  private static func quoted(_ bytes: ArraySlice<UInt8>) -> String {
    bytes.reduce(into: "") { result, byte in
      if byte == 0x20 {
        result += "_"
      } else if isPlain(byte) {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        result += QuotedPrintable.escape(byte)
      }
    }
  }

  private static func base64Size(_ bytes: ArraySlice<UInt8>) -> Int { (bytes.count + 2) / 3 * 4 }

  private static func base64(_ bytes: ArraySlice<UInt8>) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    var rest = bytes
    while !rest.isEmpty {
      let group = Array(rest.prefix(3))
      rest = rest.dropFirst(3)
      let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        result.append(
          place <= group.count ? alphabet[value >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
