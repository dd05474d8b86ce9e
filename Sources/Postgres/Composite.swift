/// A composite value: a row of a table, a value of a type made with `create type … as (…)`, or what
/// `row(…)` gives.
///
///     let pair = try await connection.one(
///       "select row(id, name) from company limit 1", as: Composite<Int64, String?>.self)
///     pair.fields.1
///
/// As a parameter it needs a place whose type the server knows, such as a column or a cast
/// `\(address)::address`: a row of no named type cannot be sent. Its fields must be exactly of the
/// column types, as in binary COPY; text fits any text type and any enum.
public struct Composite<each Field: SQLValue>: Sendable {
  /// The values of the columns, in order.
  public let fields: (repeat each Field)

  /// Makes a composite value of its columns.
  public init(_ fields: repeat each Field) {
    self.fields = (repeat each fields)
  }
}

extension Composite: Equatable where repeat each Field: Equatable {
  /// Whether all fields are equal.
  public static func == (left: Composite, right: Composite) -> Bool {
    var isEqual = true
    for (own, other) in repeat (each left.fields, each right.fields) {
      isEqual = isEqual && own == other
    }
    return isEqual
  }
}

extension Composite: Hashable where repeat each Field: Hashable {
  /// Feeds each field.
  public func hash(into hasher: inout Hasher) {
    for field in repeat each fields { hasher.combine(field) }
  }
}

extension Composite: SQLValue {
  /// Known to the server alone.
  public static var sqlType: SQLType { .inferred }

  /// Appends how many columns there are and, for each, its type and its value.
  public func encode(into bytes: inout [UInt8]) throws(SQLValueError) {
    bytes.append(integer: Self.width)
    for field in repeat each fields {
      bytes.append(integer: type(of: field).elementType.oid)
      try bytes.append(field: field)
    }
  }

  /// Reads a composite of exactly as many columns.
  public static func decode(
    _ bytes: Span<UInt8>, of type: SQLType
  ) throws(SQLValueError) -> Composite {
    guard type == .record || type.isUserDefined else { throw .wrongType }
    guard bytes.count >= 4 else { throw .malformed("a composite is cut short") }
    let columns: Int32 = bytes.integer(at: 0)
    guard columns == width else {
      throw .malformed("a composite of \(columns) columns where \(width) are asked for")
    }
    var offset = 4
    var column = 0
    let composite = Composite(repeat try next((each Field).self, bytes, &offset, &column))
    guard offset == bytes.count else { throw .malformed("bytes behind the end of a composite") }
    return composite
  }

  private static var width: Int32 {
    var width: Int32 = 0
    for _ in repeat (each Field).self { width += 1 }
    return width
  }

  private static func next<Value: SQLValue>(
    _: Value.Type, _ bytes: Span<UInt8>, _ offset: inout Int, _ column: inout Int
  ) throws(SQLValueError) -> Value {
    column += 1
    guard offset + 4 <= bytes.count else { throw .malformed("a composite is cut short") }
    let type = SQLType(oid: bytes.integer(at: offset))
    offset += 4
    do {
      return try bytes.field(at: &offset, of: type)
    } catch {
      throw .malformed("\(Value.self) from \(type), field \(column): \(error.reason)")
    }
  }
}
