/// Writes tab-separated lines for other programs: one line a record, whatever its cells hold.
///
/// Tab, line feed, carriage return and backslash are written `\t`, `\n`, `\r` and `\\`.
package struct TSVWriter: Sendable {
  private var bytes: [UInt8] = []

  /// Makes a writer that has written nothing.
  package init() {}

  /// Writes one record.
  package mutating func write(_ cells: [String]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(0x09) }
      for byte in cell.utf8 {
        switch byte {
        case 0x09: bytes.append(contentsOf: "\\t".utf8)
        case 0x0A: bytes.append(contentsOf: "\\n".utf8)
        case 0x0D: bytes.append(contentsOf: "\\r".utf8)
        case UInt8(ascii: "\\"): bytes.append(contentsOf: "\\\\".utf8)
        default: bytes.append(byte)
        }
      }
    }
    bytes.append(0x0A)
  }

  /// Hands out what was written since the last call.
  package mutating func take() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }
}
