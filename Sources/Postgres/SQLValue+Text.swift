extension String: SQLValue {
  /// Left to the server, so that text also fits an enum, a `uuid`, a `date`, `json`.
  @inlinable public static var sqlType: SQLType { .unspecified }

  /// Appends the text in UTF-8; refuses the character NUL.
  public func encode(into bytes: inout [UInt8]) throws(SQLValueError) {
    try bytes.append(text: self)
  }

  /// Reads text of any kind, and `uuid`, `numeric`, `date`, `json`, `jsonb` and enums as PostgreSQL
  /// writes them.
  public static func decode(_ bytes: Span<UInt8>, of type: SQLType) throws(SQLValueError) -> String
  {
    switch type {
    case .text, .varchar, .bpchar, .name, .json, .xml, .unknown, .char, .unspecified:
      return try String(utf8: bytes)
    case .jsonb:
      guard !bytes.isEmpty, bytes[0] == 1 else { throw .malformed("unknown version of jsonb") }
      return try String(utf8: bytes.extracting(1..<bytes.count))
    case .uuid: return try uuid(bytes)
    case .numeric: return try numeric(bytes)
    case .date: return try PostgresDate.decode(bytes, of: type).description
    default:
      // An enum arrives as its label. A composite begins with a count, so with a zero byte.
      guard type.oid >= SQLType.firstUserDefined else { throw .wrongType }
      for index in bytes.indices where bytes[index] == 0 { throw .wrongType }
      return try String(utf8: bytes)
    }
  }

  private static func uuid(_ bytes: Span<UInt8>) throws(SQLValueError) -> String {
    guard bytes.count == 16 else { throw .malformed("a uuid has 16 bytes") }
    var text = ""
    for index in 0..<16 {
      if [4, 6, 8, 10].contains(index) { text += "-" }
      if bytes[index] < 16 { text += "0" }
      text += String(bytes[index], radix: 16)
    }
    return text
  }

  /// Writes a `numeric` (groups of four decimal digits) as the server would.
  private static func numeric(_ bytes: Span<UInt8>) throws(SQLValueError) -> String {
    guard bytes.count >= 8 else { throw .malformed("a numeric has at least 8 bytes") }
    let groups = Int(bytes.integer(at: 0, as: UInt16.self))
    let weight = Int(bytes.integer(at: 2, as: Int16.self))
    let sign = bytes.integer(at: 4, as: UInt16.self)
    let scale = Int(bytes.integer(at: 6, as: UInt16.self))
    guard bytes.count == 8 + 2 * groups else { throw .malformed("a numeric is cut short") }
    switch sign {
    case 0xC000: return "NaN"
    case 0xD000: return "Infinity"
    case 0xF000: return "-Infinity"
    default: break
    }
    func group(_ index: Int) -> String {
      guard index >= 0, index < groups else { return "0000" }
      let digits = String(bytes.integer(at: 8 + 2 * index, as: UInt16.self))
      return String(repeating: "0", count: Swift.max(0, 4 - digits.count)) + digits
    }
    var whole = ""
    if weight >= 0 { for index in 0...weight { whole += group(index) } }
    whole = String(whole.drop { $0 == "0" })
    if whole.isEmpty { whole = "0" }
    var fraction = ""
    var index = weight + 1
    while fraction.utf8.count < scale {
      fraction += group(index)
      index += 1
    }
    let text = scale > 0 ? whole + "." + fraction.prefix(scale) : whole
    return sign == 0x4000 ? "-" + text : text
  }
}
