import Glibc

/// Seeded randomness (SplitMix64, Steele and others 2014); a failing test is repeated by its seed.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }

  /// Some letters of an alphabet, which may repeat.
  mutating func letters(upTo count: Int) -> [String] {
    (0..<Int.random(in: 0...count, using: &self)).map { _ in
      String(UnicodeScalar(UInt8.random(in: 97...112, using: &self)))
    }
  }

  /// The seeds to test with: `SEED` alone where it is set.
  static var seeds: [UInt64] {
    if let text = unsafe getenv("SEED"), let seed = unsafe UInt64(String(cString: text)) {
      return [seed]
    }
    return Array(1...6)
  }
}
