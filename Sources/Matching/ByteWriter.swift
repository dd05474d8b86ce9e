/// Writes values one after another, integers as LEB128 and texts by number.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []
  private var texts = SymbolTable()

  /// Writes an integer: zigzag, then seven bits a byte, lowest first.
  mutating func write(_ value: Int) {
    var rest = UInt64(bitPattern: Int64(value << 1 ^ value >> 63))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Writes an integer that may be missing, as a count of zero or one and the value.
  mutating func write(_ value: Int?) {
    write(list: value.map { [$0] } ?? []) { $0.write($1) }
  }

  /// Writes a text: its number and, on first sight, its UTF-8.
  mutating func write(_ text: String) {
    let known = texts.count
    let number = Int(texts.symbol(text).number)
    write(number)
    guard number == known else { return }
    write(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  /// Writes a text that may be missing.
  mutating func write(_ text: String?) {
    write(list: text.map { [$0] } ?? []) { $0.write($1) }
  }

  /// Writes a flag.
  mutating func write(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

  /// Writes a count and each element.
  mutating func write<Element>(
    list: [Element], _ element: (inout ByteWriter, Element) -> Void
  ) {
    write(list.count)
    for value in list { element(&self, value) }
  }
}
