/// Reads a message back, strictly: what the standards do not allow is an error here.
struct Decoder {
  struct Flaw: Error {
    var reason: String
    init(_ reason: String) { self.reason = reason }
  }

  /// Header fields in order, unfolded and not decoded further.
  var fields: [(name: String, value: String)] = []
  /// The decoded bodies of the parts, in order.
  var parts: [(type: String, text: String)] = []
  /// The physical lines of header and bodies.
  var lines: [String]

  init(_ bytes: [UInt8]) throws {
    lines = try Self.lines(of: bytes)
    var rest = lines[...]
    fields = try Self.fields(of: &rest)
    guard let type = field("Content-Type"), let start = type.firstRange(of: "boundary=\"") else {
      throw Flaw("no boundary")
    }
    let boundary = type[start.upperBound...].prefix { $0 != "\"" }
    guard rest.popFirst() == "--\(boundary)" else { throw Flaw("no first part") }
    while true {
      let head = try Self.fields(of: &rest)
      guard let end = rest.firstIndex(where: { $0.hasPrefix("--\(boundary)") }) else {
        throw Flaw("no end of a part")
      }
      guard
        head.first(where: { $0.name == "Content-Transfer-Encoding" })?.value == "quoted-printable"
      else { throw Flaw("not quoted-printable") }
      let kind = head.first { $0.name == "Content-Type" }?.value ?? ""
      parts.append((kind, try Self.quotedPrintable(Array(rest[..<end]))))
      let isLast = rest[end] == "--\(boundary)--"
      rest = rest[(end + 1)...]
      if isLast { break }
    }
    guard rest.isEmpty else { throw Flaw("text after the last part") }
  }

  func field(_ name: String) -> String? {
    fields.first { $0.name == name }?.value
  }

  static func lines(of bytes: [UInt8]) throws -> [String] {
    var lines: [String] = []
    var line: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 13 {
        guard index + 1 < bytes.count, bytes[index + 1] == 10 else { throw Flaw("bare CR") }
        lines.append(String(decoding: line, as: UTF8.self))
        line = []
        index += 2
        continue
      }
      guard byte != 10 else { throw Flaw("bare LF") }
      guard byte != 0, byte < 0x80 else { throw Flaw("a byte that is not ASCII") }
      line.append(byte)
      index += 1
    }
    guard line.isEmpty else { throw Flaw("no CRLF at the end") }
    return lines
  }

  static func fields(of rest: inout ArraySlice<String>) throws -> [(name: String, value: String)] {
    var fields: [(name: String, value: String)] = []
    while let line = rest.popFirst(), !line.isEmpty {
      if line.first == " " || line.first == "\t" {
        guard !fields.isEmpty, line.contains(where: { $0 != " " }) else { throw Flaw("bad fold") }
        fields[fields.count - 1].value += line
      } else {
        guard let colon = line.firstIndex(of: ":") else { throw Flaw("no field: \(line)") }
        let name = line[..<colon]
        guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0 == "-") }) else {
          throw Flaw("bad field name \(name)")
        }
        fields.append((String(name), String(line[line.index(after: colon)...])))
      }
    }
    return fields.map { ($0.name, String($0.value.drop { $0 == " " })) }
  }

  /// Decodes RFC 2047: words side by side belong together, other spaces stay.
  static func words(_ value: String) throws -> String {
    var bytes: [UInt8] = []
    var wasEncoded = false
    for (index, piece) in value.split(separator: " ", omittingEmptySubsequences: false).enumerated()
    {
      guard piece.hasPrefix("=?") else {
        if index > 0 { bytes.append(32) }
        bytes += piece.utf8
        wasEncoded = false
        continue
      }
      if index > 0, !wasEncoded { bytes.append(32) }
      wasEncoded = true
      guard piece.utf8.count <= 75 else { throw Flaw("an encoded word over 75 characters") }
      let parts = piece.split(separator: "?", omittingEmptySubsequences: false)
      guard parts.count == 5, parts[0] == "=", parts[4] == "=", parts[1] == "utf-8" else {
        throw Flaw("not an encoded word: \(piece)")
      }
      let decoded = try parts[2] == "q" ? q(parts[3]) : base64(parts[3])
      guard String(validating: decoded, as: UTF8.self) != nil else {
        throw Flaw("a word that splits a character")
      }
      bytes += decoded
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func q(_ text: Substring) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "_"): bytes.append(32)
      case UInt8(ascii: "="): bytes.append(try hex(&rest))
      case 0x21..<0x7F where byte != UInt8(ascii: "?"): bytes.append(byte)
      default: throw Flaw("a character that Q does not allow")
      }
    }
    return bytes
  }

  private static func base64(_ text: Substring) throws -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    let characters = Array(text.utf8)
    guard characters.count % 4 == 0 else { throw Flaw("base64 of a wrong length") }
    let padding = characters.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    guard padding <= 2 else { throw Flaw("base64 with too much padding") }
    var bits = 0
    var count = 0
    var bytes: [UInt8] = []
    for character in characters.dropLast(padding) {
      guard let value = alphabet.firstIndex(of: character) else { throw Flaw("not base64") }
      bits = (bits << 6 | value) & 0xFFFF
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(bits >> count & 255))
      }
    }
    return bytes
  }

  private static func quotedPrintable(_ lines: [String]) throws -> String {
    var bytes: [UInt8] = []
    for line in lines {
      guard line.utf8.count <= 76 else { throw Flaw("a line over 76 characters") }
      guard line.last != " ", line.last != "\t" else { throw Flaw("a blank at the end of a line") }
      var rest = Array(line.utf8)[...]
      var isSoft = false
      while let byte = rest.popFirst() {
        if byte != UInt8(ascii: "=") {
          bytes.append(byte)
        } else if rest.isEmpty {
          isSoft = true
        } else {
          bytes.append(try hex(&rest))
        }
      }
      if !isSoft { bytes.append(10) }
    }
    // The last line end belongs to the boundary.
    guard bytes.popLast() == 10 else { throw Flaw("no line end before a boundary") }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func hex(_ rest: inout ArraySlice<UInt8>) throws -> UInt8 {
    let digits = rest.prefix(2)
    guard digits.count == 2, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16),
      digits.allSatisfy({ !(UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) })
    else { throw Flaw("not two upper-case digits") }
    rest = rest.dropFirst(2)
    return value
  }
}
