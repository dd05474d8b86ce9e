/// A share in integers: 1,000,000 is one.
package typealias Millionths = Int

/// The integer arithmetic every score is made of.
package enum Score {
  /// One, in the unit of every share and score.
  package static let unit: Millionths = 1_000_000

  /// The score of a pair: the geometric mean of its two sides, rounded down.
  ///
  /// `score = isqrt(side_position · side_candidate)`; both sides are within 0...1,000,000, so the
  /// score is as well. Real two-sided decisions follow both parties, not one.
  package static func combine(_ position: Millionths, _ candidate: Millionths) -> Millionths {
    floorSquareRoot(position * candidate)
  }

  /// The largest integer whose square is at most `number` (0...2⁴²), found bit by bit.
  ///
  /// In integers, so that no machine's floating point has a say.
  static func floorSquareRoot(_ number: Int) -> Int {
    var root = 0
    var bit = 1 << 20
    while bit > 0 {
      let larger = root | bit
      if larger * larger <= number { root = larger }
      bit >>= 1
    }
    return root
  }

  /// `factor · share`, rounded down.
  static func part(_ factor: Millionths, _ share: Millionths) -> Millionths {
    factor * share / unit
  }
}
