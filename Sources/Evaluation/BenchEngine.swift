package import Matching

/// The engine at work on a flat world, its answers brought into the form that is compared.
package struct BenchEngine: Sendable {
  /// The lists of every position and what they cost the engine.
  package struct Answer: Sendable {
    /// The best candidates of every position whose gates do not fail.
    package var matches: BenchLists
    /// How many pairs were scored in full.
    package var scoredCount: Int
    /// How many components of the score something in this world asks for.
    package var componentCount: Int
  }

  /// The near lists of every position.
  package struct Near: Sendable {
    /// The best near matches inside their declared area.
    package var lists: BenchLists
    /// How many there are of each position; -1 where nobody looked.
    package var counts: [Int]
    /// How many positions were looked at.
    package var positionCount: Int { counts.count { $0 >= 0 } }
    /// How many near matches these have together.
    package var pairCount: Int { counts.reduce(0) { $0 + max(0, $1) } }
  }

  private let matcher: Matcher
  private let componentCount: Int

  /// Freezes a world under a method and arranges its candidates.
  package init(_ world: consuming FlatWorld, method: Method) throws(SnapshotError) {
    componentCount = world.askedComponentCount
    matcher = Matcher(
      try Snapshot(
        flat: world, method: method, programme: BenchWorld.programme, date: BenchWorld.date,
        week: BenchWorld.week, key: BenchWorld.key)
    ).indexed()
  }

  /// Ranks the candidates of every position.
  package func matches(limit: Int = 20, threads: Int) async -> Answer {
    let best = await matcher.ranking(limit: limit, threads: threads)
    return Answer(
      matches: BenchLists(best), scoredCount: best.scoredCount, componentCount: componentCount)
  }

  /// Finds the near matches of every so manieth position, and stops where the task is cancelled.
  package func near(limit: Int = 10, every step: Int = 1, threads: Int) async throws -> Near {
    let count = matcher.snapshot.positionCount
    var near = Near(
      lists: BenchLists(positions: count, width: limit),
      counts: [Int](repeating: -1, count: count))
    let wanted = Array(stride(from: 0, to: count, by: max(1, step)))
    // Lists as the product tells them are long to keep.
    let part = 2_048
    for first in stride(from: 0, to: wanted.count, by: part) {
      try Task.checkCancellation()
      let rows = wanted[first..<min(wanted.count, first + part)]
      let lists = try await matcher.lists(
        positions: rows.map { String($0) }, limit: 0, near: limit, threads: threads)
      for (position, list) in zip(rows, lists) {
        near.lists[position] = list.near.filter { $0.away != .gate(.area) }.map { match in
          BenchLists.Entry(
            candidate: Int(match.candidate) ?? -1, score: match.score,
            sidePosition: match.sidePosition, sideCandidate: match.sideCandidate)
        }
        near.counts[position] = list.nearCount
      }
    }
    return near
  }
}

extension FlatWorld {
  /// How many components of the score somebody asks for.
  fileprivate var askedComponentCount: Int {
    let asked = positions.asked.values
    return [
      asked.contains { $0.isRequired }, asked.contains { !$0.isRequired },
      positions.occupation.contains { $0 != FlatWorld.notTold }, !candidates.wished.values.isEmpty,
      !candidates.missions.values.isEmpty, !candidates.sectors.values.isEmpty,
      candidates.minimumPay.contains { $0 != FlatWorld.notTold },
    ].count { $0 }
  }
}
