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

  /// Positions whose only candidates cannot stand in enough lists for all of them.
  ///
  /// All that is listed for these positions at or above the least score are these candidates, who
  /// together may stand in `room` more lists: `positions.count - room` positions stay empty whoever
  /// is chosen (Hall 1935).
  package struct Shortage: Hashable, Sendable {
    /// The ids of the positions, ascending.
    package var positions: [String]
    /// The ids of the candidates they compete for, ascending.
    package var candidates: [String]
    /// In how many more lists these candidates may stand together.
    package var room: Int

    /// A shortage from its parts.
    package init(positions: [String], candidates: [String], room: Int) {
      self.positions = positions
      self.candidates = candidates
      self.room = room
    }
  }

  /// The pairs per position, in the order of the lists.
  package var positions: [PositionPairs]
  /// Why some positions got nobody; each position in one at most.
  package var shortages: [Shortage]

  /// How many pairs it holds, near matches left out.
  package var pairCount: Int { positions.reduce(0) { $0 + $1.matches.count } }
  /// How many positions got at least one candidate.
  package var positionsServed: Int { positions.count { !$0.matches.isEmpty } }

  /// Every pair that is shown, position by position.
  package var showings: [Showing] {
    positions.flatMap { pairs in
      pairs.matches.map { Showing($0, isNear: false) }
        + pairs.near.map { Showing($0, isNear: true) }
    }
  }
}

/// A pair that is shown to both its sides: what is stored and verified of a short list.
package struct Showing: Hashable, Sendable {
  /// The position's id.
  package var position: String
  /// The candidate's id.
  package var candidate: String
  /// Whether it is a near match.
  package var isNear: Bool
  /// The place in the short list, from 1; matches and near matches are counted apart.
  package var slot: Int
  /// The score in millionths.
  package var score: Millionths

  /// A pair that is shown, from its parts.
  package init(position: String, candidate: String, isNear: Bool, slot: Int, score: Millionths) {
    self.position = position
    self.candidate = candidate
    self.isNear = isNear
    self.slot = slot
    self.score = score
  }

  init(_ match: Match, isNear: Bool) {
    self.init(
      position: match.position, candidate: match.candidate, isNear: isNear, slot: match.rank,
      score: match.score)
  }
}
