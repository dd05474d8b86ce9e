/// Reads what a ``ByteWriter`` wrote; bytes that cannot have been written so give an error.
struct ByteReader {
  private let bytes: [UInt8]
  private let end: Int
  private(set) var offset: Int
  private var texts: [String] = []

  init(_ bytes: [UInt8], from start: Int, to end: Int) {
    self.bytes = bytes
    self.end = end
    offset = start
  }

  /// Whether everything was read.
  var isAtEnd: Bool { offset == end }

  /// The error for what stands here.
  func damaged(_ hint: String) -> SnapshotError { .damaged(at: offset, hint: hint) }

  /// Reads one byte.
  mutating func byte() throws(SnapshotError) -> UInt8 {
    guard offset < end else { throw damaged("it ends too early") }
    defer { offset += 1 }
    return bytes[offset]
  }

  /// Reads an integer.
  mutating func integer() throws(SnapshotError) -> Int {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try byte()
      guard shift < 63 || byte <= 1 else { throw damaged("an integer is too long") }
      value |= UInt64(byte & 0x7f) << shift
      if byte & 0x80 == 0 { break }
      shift += 7
    }
    let half = Int64(bitPattern: value >> 1)
    return Int(value & 1 == 0 ? half : ~half)
  }

  /// Reads an integer of a narrower type.
  mutating func integer<Value: FixedWidthInteger>(
    as type: Value.Type
  ) throws(SnapshotError) -> Value {
    guard let value = Value(exactly: try integer()) else { throw damaged("a number is too large") }
    return value
  }

  /// Reads an integer that may be missing.
  mutating func optionalInteger() throws(SnapshotError) -> Int? {
    try optional { reader throws(SnapshotError) in try reader.integer() }
  }

  /// Reads a text that may be missing.
  mutating func optionalText() throws(SnapshotError) -> String? {
    try optional { reader throws(SnapshotError) in try reader.text() }
  }

  /// Reads a value that may be missing.
  mutating func optional<Value>(
    _ read: (inout ByteReader) throws(SnapshotError) -> Value
  ) throws(SnapshotError) -> Value? {
    let values = try list(read)
    guard values.count <= 1 else { throw damaged("two values where one may stand") }
    return values.first
  }

  /// Reads a text.
  mutating func text() throws(SnapshotError) -> String {
    let number = try integer()
    if texts.indices.contains(number) { return texts[number] }
    guard number == texts.count else { throw damaged("a text is not there") }
    let count = try integer()
    guard count >= 0, count <= end - offset else { throw damaged("a text ends too late") }
    guard let text = String(validating: bytes[offset..<(offset + count)], as: UTF8.self) else {
      throw damaged("a text is not UTF-8")
    }
    offset += count
    texts.append(text)
    return text
  }

  /// Reads a flag.
  mutating func flag() throws(SnapshotError) -> Bool {
    switch try byte() {
    case 0: return false
    case 1: return true
    default: throw damaged("a flag is neither 0 nor 1")
    }
  }

  /// Reads a count and each element.
  mutating func list<Element>(
    _ read: (inout ByteReader) throws(SnapshotError) -> Element
  ) throws(SnapshotError) -> [Element] {
    let count = try integer()
    // Each element takes a byte at least, so that a damaged count cannot ask for all memory.
    guard count >= 0, count <= end - offset else { throw damaged("a list ends too late") }
    var result: [Element] = []
    for _ in 0..<count { result.append(try read(&self)) }
    return result
  }
}
