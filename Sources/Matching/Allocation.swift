/// How many pairs a position and a candidate may get.
package struct AllocationRules: Hashable, Sendable {
  /// How many candidates a position gets at most.
  package var capacity = 5
  /// In how many lists of one date a candidate stands at most.
  package var ceiling = 3
  /// How many near matches a position gets that got fewer candidates than it may.
  package var nearPerPosition = 3
  /// The least score that is worth a reader's time; our choice, to be tuned on answers.
  package var minimumScore: Millionths = 400_000

  /// The rules of METHOD 3.
  package init() {}
}

/// The short lists of a run: who is shown to whom.
package struct Allocation: Hashable, Sendable {
  /// The pairs of one position.
  package struct PositionPairs: Hashable, Sendable {
    /// The position's id.
    package var position: String
    /// Its candidates, best first, ranked from 1.
    package var matches: [Match]
    /// Its near matches, best first, ranked from 1; they do not count in the ceiling.
    package var near: [Match]
  }

  /// A named property that was verified.
  package struct Property: Hashable, Sendable {
    /// Its name: capacity, ceiling, gates or no_blocking_pair.
    package let name: String
    /// How often it is broken; it holds at zero.
    package let breaches: Int
    /// Whether sending must wait while it is broken.
    package let blocksSending: Bool
    /// Whether it holds.
    package var isHeld: Bool { breaches == 0 }
  }

  /// What the allocation does to people, against independent lists.
  package struct Figures: Hashable, Sendable {
    /// How many pairs it holds, near matches left out.
    package let pairCount: Int
    /// How many open positions got at least one candidate.
    package let positionsServed: Int
    /// The share of the candidates in any list of matches that are shown at least once.
    package let coverage: Millionths
    /// The Gini coefficient of how often those candidates are shown, earlier lists included.
    package let exposureGini: Millionths
    /// The mean, over the pairs given, of the score at the same place of the position's own list
    /// less the score given.
    package let meanScoreLoss: Millionths
  }

  /// The pairs per position, in the order of the lists.
  package var positions: [PositionPairs]
  /// What was verified.
  package internal(set) var properties: [Property] = []
  /// What it does to people.
  package internal(set) var figures: Figures
}
