import Glibc

/// A generator with a known beginning, so that a failing run can be had again with `SEED`.
///
/// SplitMix64, from Steele, Lea and Flood, 2014.
struct Chance: RandomNumberGenerator {
  /// Printed by the tests that use it.
  let seed: UInt64
  private var state: UInt64

  /// Begins where `SEED` says, or anywhere.
  init() {
    let given = unsafe getenv("SEED").map { unsafe String(cString: $0) }
    self.init(seed: given.flatMap { UInt64($0) } ?? .random(in: 0..<1_000_000))
  }

  init(seed: UInt64) {
    self.seed = seed
    state = seed
  }

  /// A generator of its own for one of several tasks.
  func child(_ number: Int) -> Chance { Chance(seed: seed &+ UInt64(number) &* 0x1_0000_0001) }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
