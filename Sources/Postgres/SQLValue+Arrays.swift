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
