/// What may be the element of an array that goes to or comes from the server.
///
/// Every ``SQLValue`` is one; `UInt8` is another, because an array of bytes is a `bytea`.
public protocol SQLArrayElement: Sendable {
  /// The type of the whole array.
  static var sqlArrayType: SQLType { get }
  /// Appends the whole array.
  static func encode(array: [Self], into bytes: inout [UInt8]) throws(SQLValueError)
  /// Reads the whole array.
  static func decode(array bytes: Span<UInt8>, of type: SQLType) throws(SQLValueError) -> [Self]
}

extension Array: SQLArrayElement where Element: SQLArrayElement {}

extension Array: SQLValue where Element: SQLArrayElement {
  /// The array type of the element; `bytea` for bytes.
  public static var sqlType: SQLType { Element.sqlArrayType }

  /// Appends the array with its header, NULLs included.
  public func encode(into bytes: inout [UInt8]) throws(SQLValueError) {
    try Element.encode(array: self, into: &bytes)
  }

  /// Reads an array of one dimension, or a `bytea` for bytes.
  public static func decode(_ bytes: Span<UInt8>, of type: SQLType) throws(SQLValueError)
    -> [Element]
  {
    try Element.decode(array: bytes, of: type)
  }
}

extension UInt8: SQLArrayElement {
  /// `bytea`.
  public static var sqlArrayType: SQLType { .bytea }

  /// Appends the bytes as they are.
  public static func encode(array: [UInt8], into bytes: inout [UInt8]) {
    bytes.append(contentsOf: array)
  }

  /// Reads a `bytea`.
  public static func decode(
    array bytes: Span<UInt8>, of type: SQLType
  ) throws(SQLValueError) -> [UInt8] {
    guard type == .bytea else { throw .wrongType }
    var array: [UInt8] = []
    array.reserveCapacity(bytes.count)
    for index in bytes.indices { array.append(bytes[index]) }
    return array
  }
}

extension SQLValue {
  /// Text elements travel as `text`, because an array must name the type of its elements.
  static var elementType: SQLType { sqlType == .unspecified ? .text : sqlType }

  /// The array type of the element's type.
  public static var sqlArrayType: SQLType { elementType.array }

  /// Appends the dimensions, then each element with its length.
  public static func encode(array: [Self], into bytes: inout [UInt8]) throws(SQLValueError) {
    // A header has one count for all rows of a dimension, which nested arrays need not agree on.
    guard !elementType.isArray else {
      throw .malformed("an array of arrays; send a flat one, or JSON")
    }
    bytes.append(integer: Int32(array.isEmpty ? 0 : 1))
    bytes.append(integer: Int32(array.contains(where: \.isNull) ? 1 : 0))
    bytes.append(integer: elementType.oid)
    guard !array.isEmpty else { return }
    bytes.append(integer: Int32(clamping: array.count))
    bytes.append(integer: 1 as Int32)
    for element in array { try bytes.append(field: element) }
  }

  /// Reads the elements of an array of at most one dimension.
  public static func decode(
    array bytes: Span<UInt8>, of type: SQLType
  ) throws(SQLValueError) -> [Self] {
    // Twelve bytes of header; a scalar that happens to have them names no such element type.
    guard bytes.count >= 12, type != .bytea else { throw .wrongType }
    let dimensions = bytes.integer(at: 0, as: Int32.self)
    let element = SQLType(oid: bytes.integer(at: 8))
    guard type == .unspecified || element.array == type || type.isUserDefined
    else { throw .wrongType }
    if dimensions == 0 { return [] }
    guard dimensions == 1 else {
      throw .malformed("an array of \(dimensions) dimensions where one can be read")
    }
    guard bytes.count >= 20 else { throw .malformed("an array is cut short") }
    var array: [Self] = []
    var offset = 20
    for _ in 0..<max(0, bytes.integer(at: 12, as: Int32.self)) {
      array.append(try bytes.field(at: &offset, of: element))
    }
    return array
  }
}

extension [UInt8] {
  /// Appends a value behind its length, or the length -1 for NULL: a field of an array or of COPY.
  mutating func append(field value: some SQLValue) throws(SQLValueError) {
    guard !value.isNull else {
      append(integer: -1 as Int32)
      return
    }
    let start = count
    append(integer: 0 as Int32)
    try value.encode(into: &self)
    guard let length = Int32(exactly: count - start - 4) else {
      throw .malformed("longer than 2 GB")
    }
    for index in 0..<4 {
      self[start + index] = UInt8(truncatingIfNeeded: length >> (24 - 8 * index))
    }
  }
}

extension Span<UInt8> {
  /// Reads the field that starts at `offset` with its length, and moves past it.
  func field<Value: SQLValue>(
    at offset: inout Int, of type: SQLType, as: Value.Type = Value.self
  ) throws(SQLValueError) -> Value {
    guard offset + 4 <= count else { throw .malformed("cut short") }
    let length = Int(integer(at: offset, as: Int32.self))
    offset += 4
    if length < 0 { return try Value.decodeNull() }
    guard offset + length <= count else { throw .malformed("cut short") }
    defer { offset += length }
    return try Value.decode(extracting(offset..<offset + length), of: type)
  }
}
