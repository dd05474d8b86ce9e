import Matching
package import Postgres
package import Store

/// A past run done again from the input it kept, and compared with what it stored.
///
/// Nothing that came later has a say: rows, reference data and method stand in the kept input, and of
/// other runs only those count that had gone before on the same date.
package struct Replay: Sendable {
  /// The run.
  package let run: Run
  /// The candidates whose rows in the kept input were emptied by erasure; what the run recorded of
  /// them is taken as it is.
  package let blanked: [String]
  /// How its lists compare with the stored ones.
  package let comparison: ListingComparison

  /// Whether every stored pair came out again, byte for byte, and no other.
  package var isEqual: Bool { comparison.differing == 0 }

  /// Computes the lists and short lists of a run again.
  package init(of run: Run, threads: Int = 1, _ connection: Connection) async throws {
    guard Step.record.isDone(after: Step(rawValue: run.state) ?? .claim) else {
      throw StoreError(
        .data, "run \(run.id) of \(run.date) did not get to its lists",
        hint: "run: vivier nightly --date \(run.date)")
    }
    guard let bytes = try await run.snapshot(connection) else {
      throw StoreError(
        .notFound, "the input of run \(run.id) of \(run.date) is not kept any more",
        hint: "inputs are kept for \(Night.daysSnapshotsAreKept) days; run: vivier run list")
    }
    let matcher = Matcher(try Snapshot(decoding: bytes))
    var lists = try await matcher.lists(threads: threads)
    blanked = try await run.blanked(connection)
    if !blanked.isEmpty {
      lists = try matcher.restoring(
        try await Listing.recorded(of: blanked, by: run, connection), in: lists, limit: 20,
        near: 10)
    }
    let allocation = matcher.allocate(
      lists, already: try await Listing.alreadyListed(on: run.date, before: run, connection))
    comparison = try await Listing.compare(
      lists, showings: allocation.showings, with: run, connection)
    self.run = run
  }
}
