// The numbers in network order that values are made of, and the text. The unsafe lines rest on two
// facts: a load through a span checks its bounds, and any bytes at all are an integer.
import Glibc

extension Span<UInt8> {
  /// The integer that stands in network order at `offset`.
  @inlinable @inline(__always)
  func integer<Integer: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, as: Integer.Type = Integer.self
  ) -> Integer {
    Integer(bigEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Integer.self))
  }

  /// The whole span as one integer.
  @inlinable @inline(__always)
  func integer<Integer: FixedWidthInteger & BitwiseCopyable>(as: Integer.Type = Integer.self)
    throws(SQLValueError) -> Integer
  {
    guard count == MemoryLayout<Integer>.size else {
      throw .width(count, due: MemoryLayout<Integer>.size)
    }
    return integer(at: 0)
  }
}

extension Span<UInt8> {
  /// Whether no byte is 128 or more.
  fileprivate var isASCII: Bool {
    var bits: UInt64 = 0
    var offset = 0
    while offset &+ 8 <= count {
      bits |= integer(at: offset, as: UInt64.self)
      offset &+= 8
    }
    while offset < count {
      bits |= UInt64(self[offset])
      offset &+= 1
    }
    return bits & 0x8080_8080_8080_8080 == 0
  }
}

extension SQLValueError {
  /// The refusal of a number of another width; apart, so that reading numbers stays short.
  @usableFromInline @inline(never)
  static func width(_ count: Int, due: Int) -> SQLValueError {
    .malformed("\(count) bytes where \(due) are due")
  }
}

extension [UInt8] {
  /// Appends an integer in network order.
  @inlinable @inline(__always)
  mutating func append<Integer: FixedWidthInteger & BitwiseCopyable>(integer: Integer) {
    append(addingCapacity: MemoryLayout<Integer>.size) { space in
      // Exactly the bytes that were asked for.
      unsafe space.withUnsafeMutableBufferPointer { bytes, count in
        unsafe UnsafeMutableRawBufferPointer(bytes).storeBytes(
          of: integer.bigEndian, as: Integer.self)
        count += MemoryLayout<Integer>.size
      }
    }
  }

  /// Writes an integer in network order over the bytes at `offset`.
  @inlinable @inline(__always)
  mutating func overwrite<Integer: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, with integer: Integer
  ) {
    // A slice checks its bounds, and the store that it fits.
    unsafe withUnsafeMutableBytes { bytes in
      unsafe bytes.storeBytes(of: integer.bigEndian, toByteOffset: offset, as: Integer.self)
    }
  }
}

extension String {
  /// Copies text, or refuses what is not UTF-8.
  @usableFromInline init(utf8 bytes: Span<UInt8>) throws(SQLValueError) {
    if bytes.isASCII {
      // Bytes below 128 are UTF-8.
      self = String(copying: unsafe UTF8Span(unchecked: bytes, isKnownASCII: true))
      return
    }
    do {
      self = String(copying: try UTF8Span(validating: bytes))
    } catch {
      throw .malformed("not UTF-8")
    }
  }
}

extension [UInt8] {
  /// Appends text in UTF-8; refuses the character NUL.
  @usableFromInline mutating func append(text: String) throws(SQLValueError) {
    let start = count
    append(contentsOf: text.utf8)
    // The pointer stays within the array, which is not touched meanwhile.
    let holdsNUL = unsafe withUnsafeBytes { bytes in
      unsafe bytes.baseAddress.flatMap { unsafe memchr($0 + start, 0, bytes.count - start) } != nil
    }
    if holdsNUL { throw .holdsNUL }
  }
}
