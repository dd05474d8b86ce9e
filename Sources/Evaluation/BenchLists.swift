package import Matching

/// The lists of many positions as flat arrays, each list with the same number of places.
package struct BenchLists: Hashable, Sendable {
  /// A pair in a list.
  package struct Entry: Hashable, Sendable {
    /// The row of the candidate.
    package var candidate: Int
    /// The score, in millionths.
    package var score: Int
    /// How well the candidate meets what the position asks, in millionths.
    package var sidePosition: Int
    /// How well the position meets what the candidate declared, in millionths.
    package var sideCandidate: Int

    /// A pair with what it counts.
    package init(candidate: Int, score: Int, sidePosition: Int, sideCandidate: Int) {
      self.candidate = candidate
      self.score = score
      self.sidePosition = sidePosition
      self.sideCandidate = sideCandidate
    }
  }

  /// How many places a list has.
  package let width: Int
  /// How many entries each list has.
  private(set) var counts: [Int32]
  private(set) var candidates: [Int32]
  private(set) var scores: [Int32]
  private(set) var positionSides: [Int32]
  private(set) var candidateSides: [Int32]

  /// Empty lists of so many positions.
  package init(positions: Int, width: Int) {
    self.width = width
    counts = [Int32](repeating: 0, count: positions)
    candidates = [Int32](repeating: -1, count: positions * width)
    scores = candidates
    positionSides = candidates
    candidateSides = candidates
  }

  /// The lists the engine found.
  package init(_ best: BestCandidates) {
    width = best.limit
    counts = best.counts
    candidates = best.candidates
    scores = best.scores
    positionSides = best.positionSides
    candidateSides = best.candidateSides
  }

  /// The list of a position, best first; what exceeds ``width`` is not kept.
  package subscript(position: Int) -> [Entry] {
    get {
      (0..<Int(counts[position])).map { rank in
        let place = position * width + rank
        return Entry(
          candidate: Int(candidates[place]), score: Int(scores[place]),
          sidePosition: Int(positionSides[place]), sideCandidate: Int(candidateSides[place]))
      }
    }
    set {
      counts[position] = Int32(min(width, newValue.count))
      for (rank, entry) in newValue.prefix(width).enumerated() {
        let place = position * width + rank
        candidates[place] = Int32(entry.candidate)
        scores[place] = Int32(entry.score)
        positionSides[place] = Int32(entry.sidePosition)
        candidateSides[place] = Int32(entry.sideCandidate)
      }
    }
  }
}
