import ArgumentParser
import Exchange
import Foundation
import Glibc
import Postgres
import Programme
import Store

/// `vivier rule`: the rules of the programme, as dated readings with their sources.
struct RuleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rule", abstract: "See, check and change the rules of the programme.",
    discussion: """
      Examples:
        vivier rule list
        vivier rule show talent.level
        vivier rule check-age
        vivier rule list --csv   the file to edit
        vivier rule load rules.csv --why "Bpifrance, call of 2 December"
        vivier rule revert   as they were before the last change

      A change needs no release. It is checked as a whole, noted with who, when and the digest of \
      the file (vivier rule log), and keeps what was in use before.
      """,
    subcommands: [List.self, Show.self, CheckAge.self, Load.self, Revert.self, Log.self])

  /// Who is noted as the author of a change.
  struct AuthorOptions: ParsableArguments {
    @Option(
      help: ArgumentHelp("Who changes the rules (default: the login name).", valueName: "name"))
    var by: String?
    @Option(help: ArgumentHelp("Why.", valueName: "text")) var why: String?

    var author: RuleChange.Author {
      let environment = ProcessEnvironment.current
      let login = ["SUDO_USER", "USER", "LOGNAME"].compactMap { environment[$0] }.first {
        !$0.isEmpty
      }
      return RuleChange.Author(name: by ?? login ?? "user \(geteuid())", why: why)
    }
  }

  /// `vivier rule list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List every version of every rule with the days it may hold.",
      discussion: """
        Examples:
          vivier rule list --date 2022-06-01
          vivier rule list --csv   the file that rule load takes

        Two versions on the same day are two readings, where sources disagree.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Option(help: "Only versions that may hold on this day.") var date: Day?
    @Flag(help: "Write the file that rule load takes.") var csv = false

    func validate() throws {
      if csv, date != nil || format.json {
        throw ValidationError("--csv writes all rules; it excludes --date and --json.")
      }
    }

    func run() async throws {
      try await Context.reading(options) { context, connection in
        let book = try await RuleBook.read(connection)
        if csv { return output(String(decoding: book.csv, as: UTF8.self)) }
        var sheet = Sheet(
          ("rule", .left), ("version", .left), ("valid_from", .left), ("valid_to", .left),
          ("checked_on", .left), ("schemes", .left), ("parameters", .left), ("status", .left),
          ("source", .left), ("text", .left),
          programsOnly: ["parameters", "status", "source"])
        for rule in Rule.allCases {
          for version in date.map({ book.inForce(rule, on: $0) }) ?? book.all(rule) {
            sheet.add(
              .string(rule.rawValue), .string(version.version),
              .optional(version.validFrom?.description), .optional(version.validTo?.description),
              .string(version.checkedOn.description),
              .array(Scheme.allCases.filter(version.schemes.contains).map { .string($0.rawValue) }),
              .string(version.writtenParameters), .optional(version.status?.rawValue),
              .string(version.source), .string(version.text))
          }
        }
        format.write(sheet, context.terminal)
      }
    }
  }

  /// `vivier rule show`.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a rule in full: each version with its source, its doubt and its words.",
      discussion: """
        Examples:
          vivier rule show place.ti
          vivier rule show contract --date 2022-06-01 --json
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Argument(
      help: "The rule, such as talent.level.", completion: .list(Rule.allCases.map(\.rawValue)))
    var rule: String
    @Option(help: "Only versions that may hold on this day.") var date: Day?

    func run() async throws {
      guard let rule = Rule(rawValue: rule) else {
        throw StoreError(.notFound, "there is no rule \"\(rule)\"", hint: "run: vivier rule list")
      }
      try await Context.reading(options) { _, connection in
        let book = try await RuleBook.read(connection)
        let versions = date.map { book.inForce(rule, on: $0) } ?? book.all(rule)
        if versions.isEmpty { note("no version of \(rule.rawValue) is known for that day") }
        let cards = versions.map { Self.card($0) }
        output(
          format.json
            ? JSON.text(.array(cards.map(\.json))) : cards.map(\.page).joined(separator: "\n"))
      }
    }

    private static func card(_ version: RuleVersion) -> Card {
      var card = Card()
      card.add("rule", .string(version.rule.rawValue))
      card.add("version", .string(version.version))
      card.add(
        "schemes",
        .array(Scheme.allCases.filter(version.schemes.contains).map { .string($0.rawValue) }))
      card.add("decides", .bool(version.rule.decides))
      card.add(
        "valid_from", .optional(version.validFrom?.description),
        as: [version.validFrom?.description ?? "always"])
      card.add(
        "valid_to", .optional(version.validTo?.description),
        as: [version.validTo?.description ?? "still"])
      if !version.writtenParameters.isEmpty {
        card.add(
          "parameters", .string(version.writtenParameters),
          as: version.writtenParameters.split(separator: "|").map(String.init))
      }
      if let status = version.status { card.add("status", .string(status.rawValue)) }
      card.add("source", .string(version.source))
      card.add("checked_on", .string(version.checkedOn.description))
      if let doubt = version.doubt { card.add("doubt", .string(doubt)) }
      card.add("text", .string(version.text))
      if let remedy = version.remedy { card.add("remedy", .string(remedy)) }
      if let question = version.question { card.add("question", .string(question)) }
      return card
    }
  }

  /// `vivier rule check-age`.
  struct CheckAge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check-age",
      abstract: "Say when each rule was last compared with its sources.",
      discussion: """
        Example:
          vivier rule check-age

        The oldest first. After six months a rule is due again, and vivier doctor warns.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Option(help: "The day (default: today in Paris).") var date: Day?

    func run() async throws {
      try await Context.reading(options) { context, connection in
        let day = try await context.day(date, connection)
        let book = try await RuleBook.read(connection)
        let overdue = Set(book.overdue(on: day))
        var sheet = Sheet(
          ("rule", .left), ("checked_on", .left), ("age_days", .right), ("due_on", .left),
          ("due", .left))
        let checked = Rule.allCases.compactMap { rule in
          book.checkedOn(rule, on: day).map { (rule: rule, on: $0) }
        }
        for (rule, on) in checked.sorted(by: {
          ($0.on, $0.rule.rawValue) < ($1.on, $1.rule.rawValue)
        }) {
          sheet.add(
            .string(rule.rawValue), .string(on.description), .integer(day.days(since: on)),
            .string(on.adding(months: RuleBook.monthsBetweenChecks).description),
            .bool(overdue.contains(rule)))
        }
        format.write(sheet, context.terminal)
        if !overdue.isEmpty {
          advise("compare them with their sources, set checked_on, and run: vivier rule load FILE")
        }
      }
    }
  }

  /// `vivier rule load`.
  struct Load: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Put the rules of a file in use, all of them or nothing.",
      discussion: """
        Example:
          vivier rule load rules.csv --why "Bpifrance, call of 2 December"

        The file holds every rule, as vivier rule list --csv writes it. A file the program could not \
        judge by is refused with its line. A later release leaves these rules in use and says so.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var who: AuthorOptions
    @Argument(help: "The file.", completion: .file(extensions: ["csv"])) var file: String

    func run() async throws {
      let bytes = try FileReader.bytes(of: file)
      try await Context.with(options, as: .migrate) { _, connection in
        let isNew = try await RuleChange.load(bytes, from: file, by: who.author, connection)
        guard isNew else { return note("nothing to do: these rules are in use already") }
        output("the rules of \(file) are in use\n")
        advise("see what they say: vivier rule list · take them back: vivier rule revert")
      }
    }
  }

  /// `vivier rule revert`.
  struct Revert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Put the rules back as they were before a change.",
      discussion: """
        Examples:
          vivier rule revert
          vivier rule revert 3 --why "wrong file"

        Without a number, before the last change; the numbers are those of vivier rule log.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var who: AuthorOptions
    @Argument(help: "The number of the change.") var change: Int?

    func run() async throws {
      try await Context.with(options, as: .migrate) { _, connection in
        let label = try await RuleChange.revert(change, by: who.author, connection)
        output("the rules of the edition \(label) are in use\n")
      }
    }
  }

  /// `vivier rule log`.
  struct Log: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List who put which rules in use, and when; the latest first.",
      discussion: """
        Example:
          vivier rule log
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions

    func run() async throws {
      try await Context.with(options, as: .staff) { context, connection in
        var sheet = Sheet(
          ("change", .right), ("at", .left), ("kind", .left), ("edition", .left), ("by", .left),
          ("file", .left), ("why", .left), ("digest", .left), programsOnly: ["digest"])
        for change in try await RuleChange.all(connection) {
          sheet.add(
            .integer(change.number), .string(change.at), .string(change.kind.rawValue),
            .optional(change.edition), .string(change.by), .optional(change.file),
            .optional(change.why), .optional(change.digest))
        }
        format.write(sheet, context.terminal)
      }
    }
  }
}
