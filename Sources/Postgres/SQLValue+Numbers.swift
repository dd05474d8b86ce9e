extension Bool: SQLValue {
  /// `boolean`.
  @inlinable public static var sqlType: SQLType { .bool }

  /// Appends one byte.
  @inlinable public func encode(into bytes: inout [UInt8]) { bytes.append(self ? 1 : 0) }

  /// Appends it behind its length.
  @_documentation(visibility: internal)
  @inlinable public func encode(field buffer: inout FieldBuffer) {
    buffer.append(field: (self ? 1 : 0) as UInt8)
  }

  /// Reads a `boolean`.
  @inlinable public static func decode(_ bytes: Span<UInt8>, of type: SQLType) throws(SQLValueError)
    -> Bool
  {
    guard type == .bool else { throw .wrongType }
    return try bytes.integer(as: UInt8.self) != 0
  }
}

extension Int16: SQLValue {
  /// `smallint`.
  @inlinable public static var sqlType: SQLType { .int2 }

  /// Appends two bytes.
  @inlinable public func encode(into bytes: inout [UInt8]) { bytes.append(integer: self) }

  /// Appends it behind its length.
  @_documentation(visibility: internal)
  @inlinable public func encode(field buffer: inout FieldBuffer) {
    buffer.append(field: self)
  }

  /// Reads a `smallint`.
  @inlinable public static func decode(_ bytes: Span<UInt8>, of type: SQLType) throws(SQLValueError)
    -> Int16
  {
    guard type == .int2 else { throw .wrongType }
    return try bytes.integer()
  }
}

extension Int32: SQLValue {
  /// `integer`.
  @inlinable public static var sqlType: SQLType { .int4 }

  /// Appends four bytes.
  @inlinable public func encode(into bytes: inout [UInt8]) { bytes.append(integer: self) }

  /// Appends it behind its length.
  @_documentation(visibility: internal)
  @inlinable public func encode(field buffer: inout FieldBuffer) {
    buffer.append(field: self)
  }

  /// Reads a `smallint` or `integer`.
  @inlinable public static func decode(_ bytes: Span<UInt8>, of type: SQLType) throws(SQLValueError)
    -> Int32
  {
    switch type {
    case .int4: try bytes.integer()
    case .int2: Int32(try bytes.integer(as: Int16.self))
    default: throw .wrongType
    }
  }
}

extension Int64: SQLValue {
  /// `bigint`.
  @inlinable public static var sqlType: SQLType { .int8 }

  /// Appends eight bytes.
  @inlinable public func encode(into bytes: inout [UInt8]) { bytes.append(integer: self) }

  /// Appends it behind its length.
  @_documentation(visibility: internal)
  @inlinable public func encode(field buffer: inout FieldBuffer) {
    buffer.append(field: self)
  }

  /// Reads a `smallint`, `integer`, `bigint` or `oid`.
  @inlinable public static func decode(_ bytes: Span<UInt8>, of type: SQLType) throws(SQLValueError)
    -> Int64
  {
    switch type {
    case .int8: try bytes.integer()
    case .int4: Int64(try bytes.integer(as: Int32.self))
    case .int2: Int64(try bytes.integer(as: Int16.self))
    case .objectIdentifier: Int64(try bytes.integer(as: UInt32.self))
    default: throw .wrongType
    }
  }
}

extension Int: SQLValue {
  /// `bigint`.
  @inlinable public static var sqlType: SQLType { .int8 }

  /// Appends eight bytes.
  @inlinable public func encode(into bytes: inout [UInt8]) { bytes.append(integer: Int64(self)) }

  /// Appends it behind its length.
  @_documentation(visibility: internal)
  @inlinable public func encode(field buffer: inout FieldBuffer) {
    buffer.append(field: Int64(self))
  }

  /// Reads what `Int64` reads.
  @inlinable public static func decode(_ bytes: Span<UInt8>, of type: SQLType) throws(SQLValueError)
    -> Int
  {
    Int(try Int64.decode(bytes, of: type))
  }
}

extension Float: SQLValue {
  /// `real`.
  @inlinable public static var sqlType: SQLType { .float4 }

  /// Appends four bytes.
  @inlinable public func encode(into bytes: inout [UInt8]) { bytes.append(integer: bitPattern) }

  /// Appends it behind its length.
  @_documentation(visibility: internal)
  @inlinable public func encode(field buffer: inout FieldBuffer) {
    buffer.append(field: bitPattern)
  }

  /// Reads a `real`.
  @inlinable public static func decode(_ bytes: Span<UInt8>, of type: SQLType) throws(SQLValueError)
    -> Float
  {
    guard type == .float4 else { throw .wrongType }
    return Float(bitPattern: try bytes.integer())
  }
}

extension Double: SQLValue {
  /// `double precision`.
  @inlinable public static var sqlType: SQLType { .float8 }

  /// Appends eight bytes.
  @inlinable public func encode(into bytes: inout [UInt8]) { bytes.append(integer: bitPattern) }

  /// Appends it behind its length.
  @_documentation(visibility: internal)
  @inlinable public func encode(field buffer: inout FieldBuffer) {
    buffer.append(field: bitPattern)
  }

  /// Reads a `real` or `double precision`.
  @inlinable public static func decode(_ bytes: Span<UInt8>, of type: SQLType) throws(SQLValueError)
    -> Double
  {
    switch type {
    case .float8: Double(bitPattern: try bytes.integer())
    case .float4: Double(Float(bitPattern: try bytes.integer()))
    default: throw .wrongType
    }
  }
}
