/// SipHash-2-4 (Aumasson and Bernstein, 2012): a 64-bit hash nobody can steer without the key.
///
/// It breaks ties, so that no name, id or date of entry decides who comes first, and it guards
/// stored snapshots against damage.
package struct KeyedHash {
  private var v0: UInt64
  private var v1: UInt64
  private var v2: UInt64
  private var v3: UInt64
  private var tail: UInt64 = 0
  private var count: UInt64 = 0

  /// A hash under a key of two words.
  package init(key: (UInt64, UInt64)) {
    v0 = key.0 ^ 0x736f_6d65_7073_6575
    v1 = key.1 ^ 0x646f_7261_6e64_6f6d
    v2 = key.0 ^ 0x6c79_6765_6e65_7261
    v3 = key.1 ^ 0x7465_6462_7974_6573
  }

  /// The two little-endian words of sixteen bytes.
  package static func words(_ key: [UInt8]) -> (UInt64, UInt64) {
    func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
      bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    return (word(key.prefix(8)), word(key.dropFirst(8).prefix(8)))
  }

  /// Takes in one byte.
  package mutating func combine(_ byte: UInt8) {
    tail |= UInt64(byte) << (8 * (count & 7))
    count &+= 1
    if count & 7 == 0 {
      absorb(tail)
      tail = 0
    }
  }

  /// Takes in a word, lowest byte first.
  package mutating func combine(_ word: UInt64) {
    guard count & 7 != 0 else {
      absorb(word)
      count &+= 8
      return
    }
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      combine(UInt8(truncatingIfNeeded: word >> shift))
    }
  }

  /// Takes in a text as its length and UTF-8, so that no two sequences of texts read alike.
  package mutating func combine(_ text: String) {
    combine(UInt64(text.utf8.count))
    for byte in text.utf8 { combine(byte) }
  }

  /// The hash of everything taken in.
  package consuming func finish() -> UInt64 {
    absorb(tail | (count & 0xff) << 56)
    v2 ^= 0xff
    round()
    round()
    round()
    round()
    return v0 ^ v1 ^ v2 ^ v3
  }

  private mutating func absorb(_ word: UInt64) {
    v3 ^= word
    round()
    round()
    v0 ^= word
  }

  private mutating func round() {
    v0 &+= v1
    v1 = v1 << 13 | v1 >> 51
    v1 ^= v0
    v0 = v0 << 32 | v0 >> 32
    v2 &+= v3
    v3 = v3 << 16 | v3 >> 48
    v3 ^= v2
    v0 &+= v3
    v3 = v3 << 21 | v3 >> 43
    v3 ^= v0
    v2 &+= v1
    v1 = v1 << 17 | v1 >> 47
    v1 ^= v2
    v2 = v2 << 32 | v2 >> 32
  }
}
