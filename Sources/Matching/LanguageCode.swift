/// A language code of at most eight ASCII characters, packed into one word.
package struct LanguageCode: Hashable, Sendable {
  /// The characters, first in the highest byte in use.
  let packed: UInt64

  /// Nil where the text is empty, too long or not ASCII.
  init?(_ text: String) {
    var packed: UInt64 = 0
    for byte in text.utf8 {
      guard byte > 0, byte < 0x80, packed < 1 << 56 else { return nil }
      packed = packed << 8 | UInt64(byte)
    }
    guard packed > 0 else { return nil }
    self.packed = packed
  }
}

extension LanguageCode: CustomStringConvertible {
  package var description: String {
    var bytes: [UInt8] = []
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      let byte = UInt8(truncatingIfNeeded: packed >> shift)
      if byte > 0 { bytes.append(byte) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
