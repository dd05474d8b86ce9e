// Numbers in network order and text, read from and written to memory, and the memory that rows are put
// together in. With LibPQ.swift the only unsafe lines of the library; they rest on these facts:
// - a load through a span checks its bounds, and any bytes at all are an integer;
// - `start` of a buffer has `capacity` bytes until `deinit`, nobody else knows it, and every store is
//   behind a `reserve` of as many bytes as it writes.
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

/// Where a row of COPY is put together; see ``SQLValue/encode(field:)``.
@_documentation(visibility: internal)
@safe public struct FieldBuffer: ~Copyable {
  @usableFromInline private(set) var start: UnsafeMutableRawPointer
  @usableFromInline private(set) var capacity: Int
  /// How many bytes it holds.
  @usableFromInline var count = 0

  init(capacity: Int) {
    unsafe start = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    self.capacity = capacity
  }

  deinit { unsafe start.deallocate() }

  /// Makes sure that there is room for so many bytes more.
  @inlinable @inline(__always)
  mutating func reserve(_ extra: Int) {
    if capacity &- count < extra { grow(extra) }
  }

  @usableFromInline @inline(never)
  mutating func grow(_ extra: Int) {
    let capacity = max(2 * capacity, count + extra)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    unsafe larger.copyMemory(from: start, byteCount: count)
    unsafe start.deallocate()
    unsafe start = unsafe larger
    self.capacity = capacity
  }

  /// Appends an integer in network order.
  @inlinable @inline(__always)
  mutating func append<Integer: FixedWidthInteger & BitwiseCopyable>(integer: Integer) {
    reserve(MemoryLayout<Integer>.size)
    unsafe start.storeBytes(of: integer.bigEndian, toByteOffset: count, as: Integer.self)
    count &+= MemoryLayout<Integer>.size
  }

  /// Appends an integer behind its length.
  @inlinable @inline(__always)
  mutating func append<Integer: FixedWidthInteger & BitwiseCopyable>(field integer: Integer) {
    let size = MemoryLayout<Integer>.size
    reserve(4 &+ size)
    unsafe start.storeBytes(
      of: Int32(truncatingIfNeeded: size).bigEndian, toByteOffset: count, as: Int32.self)
    unsafe start.storeBytes(of: integer.bigEndian, toByteOffset: count &+ 4, as: Integer.self)
    count &+= 4 &+ size
  }

  /// Appends the length -1, which stands for NULL.
  @inlinable @inline(__always)
  mutating func appendNull() { append(integer: -1 as Int32) }

  /// Appends a text behind its length; refuses the character NUL.
  @usableFromInline mutating func append(field text: String) throws(SQLValueError) {
    var text = text
    let size = text.utf8.count
    guard let length = Int32(exactly: size) else { throw .tooLong }
    reserve(4 + size)
    append(integer: length)
    let end = unsafe start + count
    let holdsNUL = text.withUTF8 { bytes in
      guard let first = bytes.baseAddress, size > 0 else { return false }
      unsafe end.copyMemory(from: first, byteCount: size)
      return unsafe memchr(end, 0, size) != nil
    }
    if holdsNUL { throw .holdsNUL }
    count += size
  }

  /// Appends bytes as they are.
  mutating func append(_ bytes: Span<UInt8>) {
    reserve(bytes.count)
    unsafe bytes.withUnsafeBytes { bytes in
      if let first = bytes.baseAddress {
        unsafe (start + count).copyMemory(from: first, byteCount: bytes.count)
      }
    }
    count += bytes.count
  }

  /// Lends a part of the bytes.
  func withBytes<Value>(_ part: Range<Int>, _ body: (Span<UInt8>) -> Value) -> Value {
    let all = unsafe UnsafeRawBufferPointer(start: start, count: count)
    return body(unsafe Span(_unsafeBytes: UnsafeRawBufferPointer(rebasing: all[part])))
  }
}

/// Grows the heap of this thread once for the many small blocks that are about to be taken from it.
///
/// glibc grows the heap of any thread but the first one page at a time, at the price of a system call
/// each. A large block, given back at once, makes it grow by as much in one call.
@usableFromInline @inline(never)
func makeRoomForSmallBlocks() {
  unsafe free(block())
}

/// A block just small enough that glibc would not map it apart, nor shrink the heap when it is freed.
///
/// A function of its own, because the optimiser drops a block that is seen to have no use.
@inline(never) private func block() -> UnsafeMutableRawPointer? { unsafe malloc(96 * 1024) }
