import Synchronization

/// The best candidates of many positions, as flat arrays.
package struct BestCandidates: Hashable, Sendable {
  /// How many places a position has.
  package let limit: Int
  /// How many of them are taken, per position of the snapshot.
  package let counts: [Int32]
  /// The rows of the candidates, ``limit`` places per position, best first; -1 where there is none.
  package let candidates: [Int32]
  /// The scores, in millionths.
  package let scores: [Int32]
  /// How well each candidate meets what the position asks, in millionths.
  package let positionSides: [Int32]
  /// How well each position meets what the candidate declared, in millionths.
  package let candidateSides: [Int32]
  /// How many pairs were scored to find them; the others were passed by because a bound on their
  /// score was too low.
  package let scoredCount: Int
}

extension Matcher {
  /// The best candidates of every position among those whose gates do not fail.
  ///
  /// A required skill that is missing lowers the score, it does not exclude. Exact: the same as from
  /// scoring every pair, down to the order of equal scores.
  ///
  /// - Parameters:
  ///   - limit: how many candidates a position gets at most.
  ///   - threads: how many tasks share the work; it changes nothing but the time.
  /// - Returns: the candidates by position.
  package func ranking(limit: Int = 20, threads: Int = 1) async -> BestCandidates {
    let index = index ?? Index(snapshot)
    return await ranking(of: index.route(snapshot), index, limit: limit, threads: threads)
  }

  /// The best candidates of some positions, worked through in an order.
  func ranking(
    of order: [UInt32], _ index: Index, limit: Int, threads: Int
  ) async -> BestCandidates {
    let next = Counter()
    let parts = await withTaskGroup(of: Part.self) { group in
      for _ in 0..<max(1, threads) {
        group.addTask { Part(snapshot, index, order, next, limit: limit) }
      }
      var parts: [Part] = []
      for await part in group { parts.append(part) }
      return parts
    }
    return BestCandidates(parts, positions: snapshot.positionCount, limit: limit)
  }
}

/// Hands out work to tasks.
private final class Counter: Sendable {
  private let next = Atomic<Int>(0)

  /// The first of so many items nobody took before.
  func take(_ count: Int) -> Int { next.add(count, ordering: .relaxed).oldValue }
}

/// What one worker found.
private struct Part: Sendable {
  /// How many positions are taken at a time.
  static var size: Int { 64 }

  var positions: [UInt32] = []
  var items = Ragged<Ranked>()
  var scoredCount = 0

  /// Takes positions as long as there are any.
  init(
    _ snapshot: Snapshot, _ index: Index, _ order: [UInt32], _ next: Counter, limit: Int
  ) {
    var search = Search(snapshot, index, limit: limit)
    while true {
      let first = next.take(Part.size)
      guard first < order.count else { break }
      for position in order[first..<min(first + Part.size, order.count)] {
        positions.append(position)
        search.best(Int(position), into: &items)
      }
    }
    scoredCount = search.scoredCount
  }
}

extension BestCandidates {
  fileprivate init(_ parts: [Part], positions: Int, limit: Int) {
    var counts = [Int32](repeating: 0, count: positions)
    var candidates = [Int32](repeating: -1, count: positions * limit)
    var scores = candidates
    var positionSides = candidates
    var candidateSides = candidates
    for part in parts {
      for (index, position) in part.positions.enumerated() {
        let items = part.items[index]
        counts[Int(position)] = Int32(items.count)
        for (place, item) in zip(Int(position) * limit..<positions * limit, items) {
          candidates[place] = Int32(item.row)
          scores[place] = item.score
          positionSides[place] = item.positionSide
          candidateSides[place] = item.candidateSide
        }
      }
    }
    self.limit = limit
    self.counts = counts
    self.candidates = candidates
    self.scores = scores
    self.positionSides = positionSides
    self.candidateSides = candidateSides
    scoredCount = parts.reduce(0) { $0 + $1.scoredCount }
  }
}

extension Index {
  /// The positions in an order in which neighbours read the same entries: by occupation, as most of these
  /// search everywhere, then by place.
  func route(_ snapshot: Snapshot) -> [UInt32] {
    let facts = snapshot.positions.facts
    let keys = facts.map { fact in
      let cell = fact.point.map { UInt64($0.cell) } ?? 0
      return UInt64(fact.occupation ?? .max) << 32 | cell
    }
    return keys.indices.map { UInt32($0) }.sorted { (keys[Int($0)], $0) < (keys[Int($1)], $1) }
  }
}
