// A field of an array, a row or a COPY: a value behind its length, or the length -1 for NULL.

extension [UInt8] {
  /// Appends a field.
  @inlinable @inline(__always)
  mutating func append(field value: some SQLValue) throws(SQLValueError) {
    guard !value.isNull else {
      append(integer: -1 as Int32)
      return
    }
    let start = count
    append(integer: 0 as Int32)
    try value.encode(into: &self)
    guard let length = Int32(exactly: count &- start &- 4) else { throw .tooLong }
    overwrite(at: start, with: length)
  }
}

extension Span<UInt8> {
  /// Reads the field that starts at `offset`, and moves past it.
  @inlinable @inline(__always)
  func field<Value: SQLValue>(
    at offset: inout Int, of type: SQLType, as: Value.Type = Value.self
  ) throws(SQLValueError) -> Value {
    guard offset + 4 <= count else { throw .cutShort }
    let length = Int(integer(at: offset, as: Int32.self))
    offset += 4
    if length < 0 { return try Value.decodeNull() }
    guard offset + length <= count else { throw .cutShort }
    defer { offset += length }
    return try Value.decode(extracting(offset..<offset + length), of: type)
  }
}

extension SQLValueError {
  @usableFromInline @inline(never) static var cutShort: SQLValueError { .malformed("cut short") }
  @usableFromInline @inline(never)
  static var tooLong: SQLValueError { .malformed("longer than 2 GB") }
}
