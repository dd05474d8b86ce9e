extension String: SQLValue {
  /// Left to the server, so that text also fits an enum, a `uuid`, a `date`, `json`.
  @inlinable public static var sqlType: SQLType { .unspecified }

  /// Appends the text in UTF-8; refuses the character NUL.
  public func encode(into bytes: inout [UInt8]) throws(SQLValueError) {
    try bytes.append(text: self)
  }

  /// Appends it behind its length.
  @_documentation(visibility: internal)
  @inlinable public func encode(field buffer: inout FieldBuffer) throws(SQLValueError) {
    try buffer.append(field: self)
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
    case .uuid: return try PostgresUUID.decode(bytes, of: type).description
    case .numeric: return try PostgresNumeric.decode(bytes, of: type).description
    case .date: return try PostgresDate.decode(bytes, of: type).description
    default:
      // An enum arrives as its label. A composite begins with a count, so with a zero byte.
      guard type.isUserDefined else { throw .wrongType }
      for index in bytes.indices where bytes[index] == 0 { throw .wrongType }
      return try String(utf8: bytes)
    }
  }
}
