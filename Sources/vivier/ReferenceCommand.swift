import ArgumentParser
import Exchange
import Postgres
import Store

/// `vivier reference`: the reference data of the State.
struct ReferenceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reference", abstract: "Load reference data and see which editions are in use.",
    discussion: """
      Examples:
        vivier reference load                      from VIVIER_SEEDS, else ./Seeds
        vivier reference status
        vivier reference switch rome4 460
      """,
    subcommands: [Load.self, Status.self, Switch.self, Remove.self])

  /// `vivier reference load`.
  struct Load: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Load the reference files of a folder, all of them or nothing.",
      discussion: """
        Examples:
          vivier reference load
          vivier reference load --from Seeds --stage

        Versions of the method and notices that lie beside them, in method/ and notices/, are \
        loaded as well.
        """)
    @OptionGroup var options: GlobalOptions
    @Option(help: ArgumentHelp("The folder that holds reference/.", valueName: "dir"))
    var from: String?
    @Flag(help: "Load beside the editions in use, without switching to them.") var stage = false

    func run() async throws {
      try await Context.with(options, as: .migrate) { context, connection in
        let progress = Progress(terminal: context.terminal)
        let loader = ReferenceLoader(ReferenceCommand.folder(context.seeds(from)), connection) {
          progress.show($0)
        }
        let outcomes = try await loader.load(staged: stage)
        progress.clear()
        for outcome in outcomes {
          let verb =
            switch outcome.kind {
            case .loaded: stage ? "staged " : "loaded "
            case .switched: "in use "
            case .kept: "not in use, as the rules came from a file: "
            case .unchanged: "already loaded "
            }
          output("\(verb)\(outcome.set) \(outcome.edition): \(outcome.rows) rows\n")
        }
        if !stage {
          try await MethodCommand.loadAll(below: context.seeds(from), connection)
          try await NoticeCommand.loadAll(below: context.seeds(from), connection)
        }
        if outcomes.allSatisfy({ $0.kind == .unchanged }) {
          note("nothing to do: every edition was loaded before")
        }
      }
    }
  }

  /// The folder of the files: the one below the seeds, or the very one that was named.
  private static func folder(_ named: String) -> String {
    FileReader.exists(named + "/reference") ? named + "/reference" : named
  }

  /// `vivier reference status`.
  struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show edition, date, rows and age of each set.",
      discussion: """
        Examples:
          vivier reference status
          vivier reference status --json
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions

    func run() async throws {
      try await Context.with(options, as: .staff) { context, connection in
        let day = try await context.day(nil, connection)
        let rows = try await ReferenceStatus.read(on: day, connection)
        var sheet = Sheet(
          ("set", .left), ("edition", .left), ("date", .left), ("rows", .right),
          ("age_days", .right),
          ("in_use", .left), ("licence", .left))
        for row in rows {
          sheet.add(
            .string(row.set), .string(row.label), .string("\(row.date)"), .integer(Int(row.rows)),
            .integer(row.ageInDays), .bool(row.isCurrent), .string(row.licence))
        }
        format.write(sheet, context.terminal)
        if rows.isEmpty { advise("nothing is loaded yet; run: vivier reference load") }
      }
    }
  }

  /// `vivier reference switch`.
  struct Switch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Put a loaded edition of a set in use, in one transaction.",
      discussion: """
        Example:
          vivier reference switch rome4 460
        """)
    @OptionGroup var options: GlobalOptions
    @Argument(help: "The set, such as rome4.") var set: String
    @Argument(help: "The label of the edition, as status shows it.") var edition: String

    func run() async throws {
      try await Context.with(options, as: .migrate) { _, connection in
        try await ReferenceLoader.makeCurrent(set, label: edition, connection)
        note("\(set) \(edition) is in use")
      }
    }
  }

  /// `vivier reference remove`.
  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove every edition of a set that nothing else was written in.",
      discussion: """
        Example:
          vivier reference remove training_catalogue
        """)
    @OptionGroup var options: GlobalOptions
    @Argument(help: "The set, such as training_catalogue.") var set: String

    func run() async throws {
      try await Context.with(options, as: .migrate) { _, connection in
        let count = try await ReferenceLoader.remove(set, connection)
        note(count == 0 ? "the set \(set) was not loaded" : "removed \(count) edition(s) of \(set)")
      }
    }
  }
}
