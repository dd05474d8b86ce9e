/// The number by which the server names a table, a type or another object of its catalogue.
public struct PostgresOID: RawRepresentable, Hashable, Comparable, Sendable {
  /// The number; 0 names nothing.
  public var rawValue: UInt32

  /// Makes a name from its number.
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// Whether the first number is smaller.
  public static func < (left: PostgresOID, right: PostgresOID) -> Bool {
    left.rawValue < right.rawValue
  }
}

extension PostgresOID: SQLValue {
  /// `oid`.
  public static var sqlType: SQLType { .objectIdentifier }

  /// Appends four bytes.
  public func encode(into bytes: inout [UInt8]) { bytes.append(integer: rawValue) }

  /// Reads an `oid`.
  public static func decode(
    _ bytes: Span<UInt8>, of type: SQLType
  ) throws(SQLValueError) -> PostgresOID {
    guard type == .objectIdentifier else { throw .wrongType }
    return PostgresOID(rawValue: try bytes.integer())
  }
}
