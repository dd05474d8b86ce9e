/// A body as lines of at most 76 ASCII characters (RFC 2045).
enum QuotedPrintable {
  /// Encodes `text`, any of whose line ends (`\n`, `\r`, `\r\n`) comes out as CRLF.
  ///
  /// The result ends with a CRLF, holds no bare CR or LF, and no line of it begins with a dot or
  /// with "From ": nothing on the way has a reason to change it.
  static func encode(_ text: String) -> String {
    var result = ""
    for line in lines(of: text) { append(line, to: &result) }
    return result
  }

  /// `=` and two digits.
  static func escape(_ byte: UInt8) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    return String(
      decoding: [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]], as: UTF8.self)
  }

  private static func lines(of text: String) -> [[UInt8]] {
    var lines: [[UInt8]] = [[]]
    var previous: UInt8 = 0
    for byte in text.utf8 {
      let isSecondHalf = byte == 0x0A && previous == 0x0D
      previous = byte
      if isSecondHalf { continue }
      if byte == 0x0A || byte == 0x0D {
        lines.append([])
      } else {
        lines[lines.count - 1].append(byte)
      }
    }
    if lines.count > 1, lines[lines.count - 1].isEmpty { lines.removeLast() }
    return lines
  }

  private static func append(_ line: [UInt8], to result: inout String) {
    var column = 0
    for (index, byte) in line.enumerated() {
      let isBlank = byte == 0x20 || byte == 0x09
      let isLast = index == line.count - 1
      let isPlain = (0x21..<0x7F).contains(byte) && byte != UInt8(ascii: "=") || isBlank && !isLast
      // 75 leaves room for the `=` of a soft break.
      if column + (isPlain ? 1 : 3) > 75 {
        result += "=\r\n"
        column = 0
      }
      let looksLikeEnvelope =
        column == 0 && (byte == UInt8(ascii: ".") || line[index...].starts(with: "From ".utf8))
      let token = isPlain && !looksLikeEnvelope ? String(Unicode.Scalar(byte)) : escape(byte)
      result += token
      column += token.utf8.count
    }
    result += "\r\n"
  }
}
