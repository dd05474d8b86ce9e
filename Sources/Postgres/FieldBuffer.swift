// Memory of its own for rows on their way out. The unsafe lines rest on three facts: `start` has
// `capacity` bytes until `deinit`, nobody else knows it, and every store is behind a `reserve` of as
// many bytes as it writes.
import Glibc

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
