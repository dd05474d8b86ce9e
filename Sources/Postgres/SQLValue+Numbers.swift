extension Span<UInt8> {
  /// The integer that stands in network order at `offset`; the caller has checked the length.
  func integer<Integer: FixedWidthInteger>(at offset: Int, as: Integer.Type = Integer.self)
    -> Integer
  {
    var value: Integer = 0
    for index in 0..<MemoryLayout<Integer>.size {
      value = (value &<< 8) | Integer(truncatingIfNeeded: self[offset &+ index])
    }
    return value
  }

  /// The whole span as one integer.
  func integer<Integer: FixedWidthInteger>(as: Integer.Type = Integer.self)
    throws(SQLValueError) -> Integer
  {
    guard count == MemoryLayout<Integer>.size else {
      throw .malformed("\(count) bytes where \(MemoryLayout<Integer>.size) are due")
    }
    return integer(at: 0)
  }
}

extension [UInt8] {
  /// Appends an integer in network order.
  mutating func append(integer: some FixedWidthInteger) {
    var shift = integer.bitWidth
    while shift > 0 {
      shift -= 8
      append(UInt8(truncatingIfNeeded: integer >> shift))
    }
  }
}

extension Bool: SQLValue {
  /// `boolean`.
  public static var sqlType: SQLType { .bool }

  /// Appends one byte.
  public func encode(into bytes: inout [UInt8]) { bytes.append(self ? 1 : 0) }

  /// Reads a `boolean`.
  public static func decode(_ bytes: Span<UInt8>, of type: SQLType) throws(SQLValueError) -> Bool {
    guard type == .bool else { throw .wrongType }
    return try bytes.integer(as: UInt8.self) != 0
  }
}

extension Int16: SQLValue {
  /// `smallint`.
  public static var sqlType: SQLType { .int2 }

  /// Appends two bytes.
  public func encode(into bytes: inout [UInt8]) { bytes.append(integer: self) }

  /// Reads a `smallint`.
  public static func decode(_ bytes: Span<UInt8>, of type: SQLType) throws(SQLValueError) -> Int16 {
    guard type == .int2 else { throw .wrongType }
    return try bytes.integer()
  }
}

extension Int32: SQLValue {
  /// `integer`.
  public static var sqlType: SQLType { .int4 }

  /// Appends four bytes.
  public func encode(into bytes: inout [UInt8]) { bytes.append(integer: self) }

  /// Reads a `smallint` or `integer`.
  public static func decode(_ bytes: Span<UInt8>, of type: SQLType) throws(SQLValueError) -> Int32 {
    switch type {
    case .int4: try bytes.integer()
    case .int2: Int32(try bytes.integer(as: Int16.self))
    default: throw .wrongType
    }
  }
}

extension Int64: SQLValue {
  /// `bigint`.
  public static var sqlType: SQLType { .int8 }

  /// Appends eight bytes.
  public func encode(into bytes: inout [UInt8]) { bytes.append(integer: self) }

  /// Reads a `smallint`, `integer`, `bigint` or `oid`.
  public static func decode(_ bytes: Span<UInt8>, of type: SQLType) throws(SQLValueError) -> Int64 {
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
  public static var sqlType: SQLType { .int8 }

  /// Appends eight bytes.
  public func encode(into bytes: inout [UInt8]) { bytes.append(integer: Int64(self)) }

  /// Reads what `Int64` reads.
  public static func decode(_ bytes: Span<UInt8>, of type: SQLType) throws(SQLValueError) -> Int {
    Int(try Int64.decode(bytes, of: type))
  }
}

extension Float: SQLValue {
  /// `real`.
  public static var sqlType: SQLType { .float4 }

  /// Appends four bytes.
  public func encode(into bytes: inout [UInt8]) { bytes.append(integer: bitPattern) }

  /// Reads a `real`.
  public static func decode(_ bytes: Span<UInt8>, of type: SQLType) throws(SQLValueError) -> Float {
    guard type == .float4 else { throw .wrongType }
    return Float(bitPattern: try bytes.integer())
  }
}

extension Double: SQLValue {
  /// `double precision`.
  public static var sqlType: SQLType { .float8 }

  /// Appends eight bytes.
  public func encode(into bytes: inout [UInt8]) { bytes.append(integer: bitPattern) }

  /// Reads a `real` or `double precision`.
  public static func decode(_ bytes: Span<UInt8>, of type: SQLType) throws(SQLValueError) -> Double
  {
    switch type {
    case .float8: Double(bitPattern: try bytes.integer())
    case .float4: Double(Float(bitPattern: try bytes.integer()))
    default: throw .wrongType
    }
  }
}
