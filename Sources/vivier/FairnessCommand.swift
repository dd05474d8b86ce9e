import ArgumentParser
import Exchange
import Matching
import Postgres
import Programme
import Store

/// `vivier fairness`: who is shown how often.
struct FairnessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fairness", abstract: "See who is shown how often, by groups.",
    discussion: """
      Examples:
        vivier fairness report
        vivier fairness report --from 2026-11-01 --to 2026-11-30 --csv
      """,
    subcommands: [Report.self])

  /// `vivier fairness report`.
  struct Report: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Report exposure by level, diploma age, territory and declared area.",
      discussion: """
        Examples:
          vivier fairness report
          vivier fairness report --from 2026-11-01 --to 2026-11-30 --csv

        Counts everybody who was open to the matching on a date of the report once: who was shown in \
        a short list at least once (with the 95 % interval of that rate), how often on average, and \
        the group's share of all candidates beside its share of all that was shown. In a territory \
        are those whose declared area holds a workplace there, and what counts is what they were \
        shown there. Groups of fewer than 5 are hidden (n < 5), and others with them where the small \
        one could be computed from the total. Made from the frozen inputs of the nights, which are \
        kept for 30 days: codes only.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Flag(help: "Write CSV.") var csv = false
    @Option(help: "The first business date (default: the last).") var from: Day?
    @Option(help: "The last business date (default: the latest with a run).") var to: Day?

    func validate() throws {
      if csv && format.json { throw ValidationError("--csv and --json exclude each other.") }
      if let from, let to, to < from { throw ValidationError("--to lies before --from.") }
    }

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let fairness = try await Self.read(from: from, to: to, connection)
        let sheet = Self.sheet(fairness.rows)
        if csv {
          output(sheet.csv)
        } else {
          format.write(sheet, context.terminal)
        }
        if fairness.rows.contains(where: { $0.tally == nil }) {
          note("hidden: groups of fewer than 5 (n < 5), and others that would give them away")
        }
      }
    }

    private static func read(
      from: Day?, to: Day?, _ connection: Connection
    ) async throws -> Fairness {
      let runs = try await Run.finished(from: from, to: to, connection)
      guard !runs.isEmpty else {
        throw StoreError(.notFound, "no night was finished then", hint: "run: vivier run list")
      }
      var fairness = Fairness()
      for run in runs {
        guard let bytes = try await run.snapshot(connection) else {
          throw StoreError(
            .notFound, "the frozen input of the night of \(run.date) is no longer kept",
            hint: "begin later with --from")
        }
        fairness.add(
          try Snapshot(decoding: bytes), try await Listing.showings(of: run, connection))
      }
      return fairness
    }

    private static func sheet(_ rows: [FairnessRow]) -> Sheet {
      var sheet = Sheet(
        ("dimension", .left), ("group", .left), ("candidates", .right), ("shown", .right),
        ("shown_rate", .right), ("low", .right), ("high", .right), ("mean_showings", .right),
        ("share_of_pool", .right), ("share_of_showings", .right))
      for row in rows {
        let tally = row.tally
        func millionths(_ value: Int?) -> JSON { value.map { .millionths($0) } ?? .null }
        sheet.add(
          .string(row.dimension.rawValue), .string(row.group),
          tally.map { .integer($0.candidates) } ?? .string("hidden"), .optional(tally?.shown),
          millionths(tally?.shownRate), millionths(tally?.interval.lowerBound),
          millionths(tally?.interval.upperBound), millionths(tally?.meanShowings),
          millionths(tally?.shareOfPool), millionths(tally?.shareOfShowings))
      }
      return sheet
    }
  }
}
