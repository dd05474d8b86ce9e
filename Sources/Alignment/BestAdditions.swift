/// The classes that fill most of what positions lack, chosen one after the other.
///
/// A position lacks as many candidates as its short list has room for and nobody fills. A class gives
/// each position it reaches as many candidates as graduate. What is filled grows less and less with
/// each class (it is submodular), so that choosing the best next one reaches 1 - 1/e of the optimum
/// at least (Nemhauser, Wolsey and Fisher 1978), and what the classes could still add bounds the
/// optimum from above.
package struct BestAdditions: Sendable {
  /// The places of the chosen options, in the order of choice.
  package let chosen: [Int]
  /// How much they fill.
  package let filled: Int
  /// What no choice of as many options can exceed.
  package let bound: Int
  /// How much of it was to be filled.
  package let lacking: Int

  /// How much the optimum may be above what was found, in millionths of the bound.
  package var gap: Int { bound == 0 ? 0 : (bound - filled) * 1_000_000 / bound }

  /// How much is filled and lacking, the bound and the gap, as they may be told: each place that lacks
  /// a candidate is a person who does not match.
  package struct Told: Sendable {
    /// In fives, up or down by chance.
    package let filled, lacking, bound: Int
    /// In twentieths of the bound, never below what it is, in millionths.
    package let gap: Int
  }

  /// The same as it may be told, rounded from a threshold of 0...4.
  package func told(threshold: Int) -> Told {
    func fives(_ count: Int) -> Int {
      (count + threshold) / Guarded.smallest * Guarded.smallest
    }
    return Told(
      filled: fives(filled), lacking: fives(lacking), bound: fives(bound),
      gap: (gap + 49_999) / 50_000 * 50_000)
  }

  /// Chooses among options.
  ///
  /// - Parameters:
  ///   - count: how many to choose at most; one that fills nothing is not chosen.
  ///   - reach: for each option the positions it reaches.
  ///   - graduates: for each option how many graduate.
  ///   - lacks: how many candidates each position lacks.
  package init(_ count: Int, reach: [[Int]], graduates: [Int], lacks: [Int]) {
    var open = lacks
    var chosen: [Int] = []
    var filled = 0
    lacking = lacks.reduce(0, +)
    var bound = lacking
    func gain(_ option: Int) -> Int {
      reach[option].reduce(0) { $0 + min(open[$1], graduates[option]) }
    }
    for step in 0...max(0, count) {
      let gains = reach.indices.map { chosen.contains($0) ? 0 : gain($0) }
      bound = min(bound, filled + gains.sorted(by: >).prefix(max(0, count)).reduce(0, +))
      // Of equal ones the first.
      guard step < count, let best = gains.indices.max(by: { (gains[$0], $1) < (gains[$1], $0) }),
        gains[best] > 0
      else { break }
      chosen.append(best)
      filled += gains[best]
      for position in reach[best] {
        open[position] -= min(open[position], graduates[best])
      }
    }
    self.chosen = chosen
    self.filled = filled
    self.bound = bound
  }
}
