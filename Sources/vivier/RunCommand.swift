import ArgumentParser
import Exchange
import Matching
import Postgres
import Programme
import Store

/// `vivier run`: what the nights did.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "See what the nights did and what changed between them.",
    discussion: """
      Examples:
        vivier run list
        vivier run show
        vivier run diff
        vivier run replay 2026-11-21
        vivier run fingerprint
      """,
    subcommands: [List.self, Show.self, Diff.self, Replay.self, Fingerprint.self])

  /// `vivier run list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the latest runs.",
      discussion: """
        Examples:
          vivier run list
          vivier run list --limit 7 --json
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Option(help: "How many runs.") var limit = 30

    func run() async throws {
      try await Context.with(options, as: .staff) { context, connection in
        var sheet = Sheet(
          ("run", .right), ("date", .left), ("state", .left), ("territories", .right),
          ("positions", .right), ("listed", .right), ("company_digests", .right),
          ("candidate_digests", .right), ("milliseconds", .right), ("method", .left))
        for run in try await Run.latest(limit, connection) {
          let figures = try await run.figures(connection)
          let steps = try await run.steps(connection)
          sheet.add(
            .integer(Int(run.id)), .string("\(run.date)"), .string(run.state),
            .integer(run.territories.count), .optional(figures["positions"]),
            .optional(figures["listed"]), .optional(figures["company_digests"]),
            .optional(figures["candidate_digests"]),
            .integer(steps.reduce(0) { $0 + Int($1.milliseconds) }), .string(run.method))
        }
        format.write(sheet, context.terminal)
      }
    }
  }

  /// `vivier run show`.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the runs of a date: steps, figures, properties held and messages.",
      discussion: """
        Examples:
          vivier run show
          vivier run show 2026-11-21 --json
        """)
    @OptionGroup var options: GlobalOptions
    @Argument(help: "The business date (default: the latest).") var date: Day?
    @Flag(help: "Write JSON.") var json = false

    func run() async throws {
      try await Context.with(options, as: .staff) { context, connection in
        let runs = try await RunCommand.runs(on: date, connection)
        var pages: [JSON] = []
        for run in runs {
          let steps = try await run.steps(connection)
          let figures = try await run.figures(connection)
          let page = RunPropertyPage(
            properties: try await run.properties(connection),
            shortages: try await run.shortages(connection))
          let starving = try await StarvingPage.read(Starving.read(of: run, connection), connection)
          let unreachable = try await UnreachablePage.read(
            Unreachable.read(of: run, connection), connection)
          let head = try await run.auditHead(connection)
          if json {
            pages.append(Self.json(run, steps, figures, page, starving, unreachable, head))
          } else {
            let audit = head.map { "  audit head: \($0)\n" } ?? ""
            output(
              Self.text(run, steps, figures) + audit + page.text + starving.text
                + unreachable.text)
          }
        }
        if json { output(JSON.text(.array(pages))) }
        guard let first = runs.first, !json else { return }
        for (state, count) in try await Outbox.counts(on: first.date, connection) {
          output("messages \(state): \(count)\n")
        }
      }
    }

    private static func text(
      _ run: Run, _ steps: [(step: String, milliseconds: Int64)], _ figures: [String: Int]
    ) -> String {
      var text =
        "run \(run.id), night of \(run.date), \(run.territories.count) territories, \(run.state)\n"
      text += "  method \(run.method), territories of \(run.vintage)\n"
      for step in steps { text += "  \(step.step): \(step.milliseconds) ms\n" }
      for (name, value) in figures.sorted(by: { $0.key < $1.key }) {
        text += "  \(name): \(value)\n"
      }
      return text
    }

    private static func json(
      _ run: Run, _ steps: [(step: String, milliseconds: Int64)], _ figures: [String: Int],
      _ page: RunPropertyPage, _ starving: StarvingPage, _ unreachable: UnreachablePage,
      _ auditHead: String?
    ) -> JSON {
      [
        "run": .integer(Int(run.id)), "date": .string("\(run.date)"), "state": .string(run.state),
        "territories": .array(run.territories.map { .string($0) }),
        "method": .string(run.method), "vintage": .string(run.vintage),
        "steps": .array(
          steps.map {
            ["step": .string($0.step), "milliseconds": .integer(Int($0.milliseconds))]
          }),
        "figures": .object(
          figures.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .integer($0.value)) }),
        "audit_head": .optional(auditHead),
        "properties": page.json, "shortages": page.shortagesJSON, "starving": starving.json,
        "unreachable": unreachable.json,
      ]
    }
  }

  /// `vivier run fingerprint`.
  struct Fingerprint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the SHA-256 of all that a date decided, without clocks and attempts.",
      discussion: """
        Examples:
          vivier run fingerprint
          vivier run fingerprint 2026-11-21
        """)
    @OptionGroup var options: GlobalOptions
    @Argument(help: "The business date (default: the latest).") var date: Day?

    func run() async throws {
      try await Context.with(options, as: .nightly) { _, connection in
        let latest = try await Run.latest(1, connection).first?.date
        guard let date = date ?? latest else {
          throw StoreError(.notFound, "there was no run yet", hint: "run: vivier nightly")
        }
        let fingerprint = try await Run.fingerprint(of: date, connection)
        guard fingerprint.rows > 0 else {
          throw StoreError(.notFound, "there was no run on \(date)", hint: "run: vivier run list")
        }
        output("\(fingerprint.digest)\n")
      }
    }
  }

  /// The runs of a date, or of the latest date that has one.
  static func runs(on date: Day?, _ connection: Connection) async throws -> [Run] {
    var day = date
    if day == nil { day = try await Run.latest(1, connection).first?.date }
    guard let day else {
      throw StoreError(.notFound, "there was no run yet", hint: "run: vivier nightly")
    }
    let runs = try await Run.all(on: day, connection)
    guard !runs.isEmpty else {
      throw StoreError(.notFound, "there was no run on \(day)", hint: "run: vivier run list")
    }
    return runs
  }
}
