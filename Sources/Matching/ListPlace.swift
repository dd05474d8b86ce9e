/// Where a pair stands beside the list of its position.
package struct ListPlace: Hashable, Sendable {
  /// The last pair of a list.
  package struct Last: Hashable, Sendable {
    /// Its rank, from 1.
    package let rank: Int
    /// Its score.
    package let score: Millionths
  }

  /// How many matches the list holds at most.
  package let limit: Int
  /// How many matches the position has, listed or not.
  package let matchCount: Int
  /// The rank of the pair, from 1; nil where it is not listed.
  package let rank: Int?
  /// The last listed pair; nil where the list is empty.
  package let last: Last?
  /// How far the pair's score is above that of the last listed pair, below zero where it comes short;
  /// nil where the list is empty.
  package let distance: Millionths?

  /// Whether the list has no room.
  package var isFull: Bool { last?.rank == limit }
}

extension Matcher {
  /// Where a pair stands beside the list of its position, listed or not.
  package func place(
    of explanation: Explanation, limit: Int = 20
  ) throws(MatchingError) -> ListPlace {
    let list = try list(position: explanation.position, limit: limit, near: 0)
    return ListPlace(
      limit: limit, matchCount: list.matchCount,
      rank: list.matches.first { $0.candidate == explanation.candidate }?.rank,
      last: list.matches.last.map { ListPlace.Last(rank: $0.rank, score: $0.score) },
      distance: list.matches.last.map { explanation.score - $0.score })
  }
}
