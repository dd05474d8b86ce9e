package import Matching
import Store

extension Night {
  /// What ranks and allocates.
  package struct Engine: Sendable {
    /// Ranks every open position, with so many tasks.
    package var rank: @Sendable (Matcher, Int) async throws -> [PositionList] = {
      try await $0.lists(threads: $1)
    }
    /// Gives each position its candidates, whose earlier lists of the date are counted.
    package var allocate: @Sendable (Matcher, [PositionList], [String: Int]) -> Allocation = {
      $0.allocate($1, already: $2)
    }

    /// The engine of the product.
    package init() {}
  }

  /// What a run decided, and from what.
  struct Decision: Sendable {
    let matcher: Matcher
    let lists: [PositionList]
    let allocation: Allocation
    /// How often candidates stand in short lists of other runs of the date.
    let already: [String: Int]

    /// What was decided, measured.
    var measured: [Property] {
      matcher.verify(
        allocation.showings, shortages: allocation.shortages, lists: lists, already: already)
    }
  }

  /// Measures what was decided, and decides once more on a copy in which all that must not matter is
  /// different.
  func properties(
    of decision: Decision, beside copy: Counterfactual, threads: Int
  ) async throws -> [Property] {
    async let measured = decision.measured
    let other = Matcher(copy.snapshot)
    let lists = try await engine.rank(other, threads)
    let allocation = engine.allocate(other, lists, copy.renamed(decision.already))
    let differences = await copy.differences(
      between: (decision.lists, decision.allocation), and: (lists, allocation), threads: threads)
    return await measured + [Property(.counterfactual, value: differences)]
  }

  /// Measures what is stored, which must be what was decided.
  func recordedProperties(of decision: Decision, _ run: Run) async throws -> [Property] {
    let stored = try await Listing.showings(of: run, connection)
    let differences = Set(stored).symmetricDifference(decision.allocation.showings)
    return decision.matcher.verify(
      stored, shortages: try await run.shortages(connection), lists: decision.lists,
      already: decision.already)
      + [Property(.recorded, value: Set(differences.map { [$0.position, $0.candidate] }).count)]
  }

  /// Stores what was measured and stops the run where something that blocks does not hold.
  ///
  /// The run stays at the step before, so that it goes on once the cause is repaired.
  func require(
    _ properties: [Property], of run: Run, areRecorded: Bool, _ summary: inout RunSummary
  ) async throws {
    try await run.store(properties, connection)
    let broken = properties.filter { $0.kind == .blocking && !$0.isHeld }
    guard broken.isEmpty else {
      throw NightError.propertiesBroken(broken, run: run.id, areRecorded: areRecorded)
    }
    let measured = Set(properties.map(\.name))
    summary.properties = summary.properties.filter { !measured.contains($0.name) } + properties
  }
}
