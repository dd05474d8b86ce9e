/// A Swift type whose values go into parameters and come out of results.
///
/// A type of one's own joins in one line when it is made of another: an enum or a struct with a raw
/// value needs only the conformance.
///
///     enum State: String, SQLValue { case open, closed }
///
/// Any other type declares its ``sqlType`` and passes the work on to values that know how:
///
///     struct Money: SQLValue {
///       var cents: Int64
///       static var sqlType: SQLType { .int8 }
///       func encode(into bytes: inout [UInt8]) throws(SQLValueError) { cents.encode(into: &bytes) }
///       static func decode(_ bytes: Span<UInt8>, of type: SQLType) throws(SQLValueError) -> Money {
///         Money(cents: try Int64.decode(bytes, of: type))
///       }
///     }
public protocol SQLValue: SQLArrayElement, Sendable {
  /// The type a parameter is declared with; ``SQLType/unspecified`` sends text and lets the server
  /// infer.
  static var sqlType: SQLType { get }
  /// Whether the value stands for NULL.
  var isNull: Bool { get }
  /// Appends the value in the server's binary format (or as text, see ``sqlType``).
  func encode(into bytes: inout [UInt8]) throws(SQLValueError)
  /// Appends the value behind its length to a row of COPY; by default what `encode(into:)` gives.
  @_documentation(visibility: internal)
  func encode(field buffer: inout FieldBuffer) throws(SQLValueError)
  /// Reads a value from the server's binary format of `type`.
  static func decode(_ bytes: Span<UInt8>, of type: SQLType) throws(SQLValueError) -> Self
  /// What NULL becomes; by default a refusal.
  static func decodeNull() throws(SQLValueError) -> Self
}

extension SQLValue {
  /// False: a value is not NULL.
  @inlinable public var isNull: Bool { false }

  /// Refuses NULL.
  @inlinable public static func decodeNull() throws(SQLValueError) -> Self { throw .null }

  /// Appends what `encode(into:)` gives behind its length.
  @_documentation(visibility: internal)
  public func encode(field buffer: inout FieldBuffer) throws(SQLValueError) {
    var bytes: [UInt8] = []
    try bytes.append(field: self)
    buffer.append(bytes.span)
  }
}

/// Why a value cannot go to the server or come from it.
public enum SQLValueError: Error, Hashable, Sendable {
  /// NULL arrived where the Swift type has no place for it.
  case null
  /// The column is of another type.
  case wrongType
  /// The bytes do not fit the type, or the value is outside its range.
  case malformed(String)
  /// Text holds the character NUL, which PostgreSQL cannot store.
  case holdsNUL
}

extension SQLValue where Self: RawRepresentable, RawValue: SQLValue {
  /// The type of the raw value.
  @inlinable public static var sqlType: SQLType { RawValue.sqlType }

  /// Appends the raw value.
  @inlinable public func encode(into bytes: inout [UInt8]) throws(SQLValueError) {
    try rawValue.encode(into: &bytes)
  }

  /// Reads a raw value and refuses one the type does not know.
  @inlinable public static func decode(
    _ bytes: Span<UInt8>, of type: SQLType
  ) throws(SQLValueError) -> Self {
    guard let value = Self(rawValue: try RawValue.decode(bytes, of: type)) else {
      throw .malformed("not a value of \(Self.self)")
    }
    return value
  }
}

extension Optional: SQLArrayElement where Wrapped: SQLValue {
  /// The array type of the wrapped value.
  public static var sqlArrayType: SQLType { Wrapped.sqlArrayType }
}

extension Optional: SQLValue where Wrapped: SQLValue {
  /// The type of the wrapped value.
  @inlinable public static var sqlType: SQLType { Wrapped.sqlType }

  /// Whether it is nil.
  @inlinable public var isNull: Bool { self?.isNull ?? true }

  /// Appends the wrapped value, if any.
  @inlinable public func encode(into bytes: inout [UInt8]) throws(SQLValueError) {
    try self?.encode(into: &bytes)
  }

  /// Appends the wrapped value behind its length, or NULL.
  @_documentation(visibility: internal)
  @inlinable public func encode(field buffer: inout FieldBuffer) throws(SQLValueError) {
    guard let self else {
      buffer.appendNull()
      return
    }
    try self.encode(field: &buffer)
  }

  /// Reads the wrapped value.
  @inlinable public static func decode(
    _ bytes: Span<UInt8>, of type: SQLType
  ) throws(SQLValueError) -> Wrapped? {
    try Wrapped.decode(bytes, of: type)
  }

  /// Nil.
  @inlinable public static func decodeNull() throws(SQLValueError) -> Wrapped? { nil }
}
