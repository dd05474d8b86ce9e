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

  /// True so many times in a hundred.
  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  mutating func one<Element>(of list: [Element]) -> Element { list[number(0...list.count - 1)] }

  mutating func some<Element>(of list: [Element], upTo count: Int) -> [Element] {
    Array(list.shuffled(using: &self).prefix(number(0...count)))
  }

  /// The seeds to test with: `SEED` alone where it is set.
  static var seeds: [UInt64] {
    if let text = unsafe getenv("SEED"), let seed = unsafe UInt64(String(cString: text)) {
      return [seed]
    }
    return Array(1...6)
  }
}
