/// Short lists chosen together, so that as many hires as possible can be expected from all of them.
///
/// Independent lists send the same people to everyone: most of what they promise cannot happen, as
/// a person takes one job and a position one person. Here a pair's worth falls with what its two
/// sides can already expect.
///
/// A pair is expected to become a hire with `x = chance · free(position) · free(candidate)`, where
/// `free` is one less the sum of the other pairs' `x` of that side, as if the sides were independent.
/// The pair of the highest `x + merit` is taken first. A position that came too late for everybody is
/// served by moving others (Berge 1957), or it is proven that this cannot be. Then each position in
/// turn gives its list back and takes the best again, which undoes what looked good too early.
package struct HirePlan: Sendable {
  /// A pair that may be listed.
  package struct Pair: Hashable, Sendable {
    /// The place of the position.
    package var position: Int
    /// The place of the candidate.
    package var candidate: Int
    /// How likely both sides say yes, in millionths.
    package var chance: Millionths
    /// What the pair is worth beside the hire it may lead to, in millionths; small.
    package var merit: Millionths
    /// What decides between equal worth; lower comes first.
    package var tie: UInt64

    /// A pair with its chance.
    package init(
      position: Int, candidate: Int, chance: Millionths, merit: Millionths = 0, tie: UInt64
    ) {
      self.position = position
      self.candidate = candidate
      self.chance = chance
      self.merit = merit
      self.tie = tie
    }
  }

  /// The listed candidates of each position, in the order of `x + merit`.
  package let lists: [[Int]]
  /// How many hires are expected that way, in millionths.
  package let expectedHires: Int
  /// Why some positions must stay without anybody; empty where everyone with a pair is served.
  package let shortages: [Shortage]

  /// Positions whose only candidates cannot stand in enough lists for all of them.
  ///
  /// No pair of these positions has another candidate and each needs one of the `room` places that
  /// are left, so that by counting at least `positions.count - room` stay empty (Hall 1935).
  package struct Shortage: Hashable, Sendable {
    /// The places of the positions, ascending.
    package let positions: [Int]
    /// The places of all candidates of their pairs, ascending.
    package let candidates: [Int]
    /// In how many more lists these candidates may stand together.
    package let room: Int
  }

  /// Chooses the lists.
  ///
  /// - Parameters:
  ///   - pairs: the pairs that may be listed, each once; the order does not matter.
  ///   - positionCount: how many positions there are.
  ///   - candidateCount: how many candidates there are.
  ///   - capacity: how many candidates a position gets at most.
  ///   - ceiling: in how many lists a candidate stands at most.
  ///   - already: in how many lists each candidate stands before; empty where in none.
  ///   - servesAll: whether each position with a pair gets somebody as far as that is feasible.
  ///   - rounds: how often each position chooses again.
  package init(
    _ pairs: [Pair], positionCount: Int, candidateCount: Int, capacity: Int = 5, ceiling: Int = 3,
    already: [Int] = [], servesAll: Bool = true, rounds: Int = 3
  ) {
    var plan = Planner(
      pairs.sorted { $0.tie < $1.tie }, positionCount: positionCount,
      candidateCount: candidateCount, capacity: capacity, ceiling: ceiling, already: already)
    plan.chooseBestFirst()
    shortages = servesAll && capacity > 0 ? plan.serveAll() : []
    plan.settle(times: 30)
    for _ in 0..<rounds {
      plan.chooseAgain()
      plan.settle(times: 10)
    }
    lists = plan.lists
    expectedHires = plan.expected / 1_000
  }
}
