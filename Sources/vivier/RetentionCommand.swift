import ArgumentParser
import Exchange
import Postgres
import Programme
import Store

/// `vivier retention`: how long what is kept.
struct RetentionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retention", abstract: "See and set how long what is kept.",
    discussion: """
      Examples:
        vivier retention list
        vivier retention set pool 18 --unit month --from 2027-01-01 --source "board of 2026-12-10"

      The night applies the terms: it asks, warns, lets expire and erases, and counts what it did.
      """,
    subcommands: [List.self, Set.self])

  /// `vivier retention list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the terms in force, with their source.",
      discussion: """
        Examples:
          vivier retention list
          vivier retention list --date 2027-01-01 --json
          vivier retention list --all
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Option(help: "The day (default: today in Paris).") var date: Day?
    @Flag(help: "Those of other days, too.") var all = false

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        var sheet = Sheet(
          ("term", .left), ("amount", .right), ("unit", .left), ("valid_from", .left),
          ("source", .left))
        let day = try await context.day(date, connection)
        for term in try await RetentionTerm.list(on: day, includesOthers: all, connection) {
          sheet.add(
            .string(term.subject), .integer(term.amount), .string(term.unit),
            .string("\(term.validFrom)"), .string(term.source))
        }
        format.write(sheet, context.terminal)
      }
    }
  }

  /// `vivier retention set`.
  struct Set: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Put a term in force from a day on.",
      discussion: """
        Example:
          vivier retention set pool 18 --unit month --from 2027-01-01 --source "board of 2026-12-10"
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "The term, as retention list calls it.") var term: String
    @Argument(help: "How long.") var amount: Int
    @Option(help: "day or month.") var unit = "day"
    @Option(help: ArgumentHelp("The day it begins to hold.", valueName: "date")) var from: Day
    @Option(help: ArgumentHelp("On whose word.", valueName: "text")) var source: String

    func validate() throws {
      guard ["day", "month"].contains(unit) else {
        throw ValidationError("--unit is day or month.")
      }
      guard (1...1200).contains(amount) else {
        throw ValidationError("A term lasts from 1 to 1200 days or months.")
      }
      guard source.oneLine != nil else { throw ValidationError("--source must say something.") }
    }

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        try await connection.withTransaction { connection in
          try await RetentionTerm.set(
            term, from: from, amount: amount, unit: unit, source: source.oneLine ?? source,
            connection)
          try await context.audit(
            AuditLog.Event(
              "retention.set", row: "term \(term) from \(from)", purpose: "retention",
              detail: ["amount": .integer(amount), "unit": .string(unit)]),
            by: author.author(context), connection)
        }
        output("\(term): \(amount) \(unit)(s) from \(from)\n")
      }
    }
  }
}
