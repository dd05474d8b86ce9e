import ArgumentParser
import Exchange
import Postgres
import Programme
import Store

/// `vivier check`: what the rules of the programme say of a hire.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say whether a hire can be a VTE, a VTE TI or a VTE Vert, and why.",
    discussion: """
      Examples:
        vivier check pair 2026-0058 D-0793
        vivier check position 2026-0058 --hired-on 2027-02-01
        vivier check --file Seeds/demo/positions.csv
        vivier check --facts facts.jsonl

      The rules are those of the day of the hire, else of the signature, else of the question. What \
      is not known makes an answer unknown, and no aid is ever promised.
      """,
    // Options of its own would take those of the commands below it.
    subcommands: [CheckPosition.self, CheckCandidate.self, CheckPair.self, CheckLines.self],
    defaultSubcommand: CheckLines.self)
}

/// `vivier check --facts` and `--file`.
struct CheckLines: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lines", abstract: "Check lines of facts, or positions of a file.",
    discussion: """
      Examples:
        vivier check lines --facts facts.jsonl
        vivier check lines --facts -                 standard input
        vivier check lines --file Seeds/demo/positions.csv --json

      The word "lines" can be left out. --facts takes one JSON object a line and writes one a line, \
      in order; --file takes the columns of an import of positions. A refused line is told in its \
      place, the others go on, and the exit code is 65. What the lines hold: Ops/check.md.
      """)
  @OptionGroup var options: GlobalOptions
  @Option(help: ArgumentHelp("Facts as JSON lines, or - for standard input.", valueName: "file"))
  var facts: String?
  @Option(
    help: ArgumentHelp("Positions as an import has them.", valueName: "csv"),
    completion: .file(extensions: ["csv"]))
  var file: String?
  @Option(help: "With --file: the day of the question (default: today in Paris).") var date: Day?
  @Flag(help: "With --file: write JSON lines.") var json = false

  func validate() throws {
    if (facts == nil) == (file == nil) {
      throw ValidationError(
        "Name lines with --facts or --file, or a hire: vivier check pair POSITION CANDIDATE.")
    }
    if facts != nil, date != nil {
      throw ValidationError("--date is not for --facts, whose lines have a date of their own.")
    }
  }

  func run() async throws {
    try await Context.with(options, as: .nightly) { context, connection in
      if let facts {
        let check = FactsCheck(
          book: try await RuleBook.read(connection),
          workplaces: try await Workplaces.read(connection))
        try check.run(facts == "-" ? FileReader.standardInput() : FileReader(facts))
      } else if let file {
        let check = try await OfferCheck.prepare(on: context.day(date, connection), connection)
        try check.run(FileReader(file), json: json, context.terminal)
      }
    }
  }
}

/// How a hire is looked at.
struct HireOptions: ParsableArguments {
  @Option(help: "The day of the question (default: today in Paris).") var date: Day?
  @Option(help: "The day of the hire (default: the start of the position, if it is to come).")
  var hiredOn: Day?
  @Option(help: "The contract that is looked at (default: the first one possible).")
  var contract: Contract?

  @Option(
    help: ArgumentHelp(
      "Facts the database lacks, as a line of --facts has them.", valueName: "json"))
  var with: String?

  /// The facts of a hire as the database and the options have them.
  func facts(
    _ position: PositionKnowledge?, _ candidate: CandidateKnowledge?, on day: Day,
    _ workplaces: Workplaces
  ) throws -> HireFacts {
    let facts = HireFacts(position, candidate, on: day, hiredOn: hiredOn, contract: contract)
    guard let with else { return facts }
    var reader = FactsReader(workplace: workplaces.find)
    do {
      let told = try reader.read(Array(with.utf8), line: 1)
      for (field, _) in reader.passedOver {
        note("warning: the field \(field) is not known and was passed over")
      }
      return facts.completed(by: told)
    } catch {
      throw StoreError(.data, "--with: \(error)", hint: "what it may hold: Ops/check.md")
    }
  }
}

extension Contract: ExpressibleByArgument {}

/// `vivier check position`.
struct CheckPosition: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "position", abstract: "Check what depends on a position and its company.",
    discussion: """
      Examples:
        vivier check position 2026-0058
        vivier check position 2026-0058 --hired-on 2027-02-01 --contract cdi --json
      """)
  @OptionGroup var options: GlobalOptions
  @OptionGroup var format: FormatOptions
  @OptionGroup var hire: HireOptions
  @Argument(help: "Its id or reference.", completion: Completion.positions) var position: String

  func run() async throws {
    try await Context.with(options, as: .nightly) { context, connection in
      let workplaces = try await Workplaces.read(connection)
      let known = try await PositionKnowledge.read(
        Directory.id(of: position, connection), workplaces, connection)
      let facts = try hire.facts(
        known, nil, on: try await context.day(hire.date, connection), workplaces)
      let page = CheckPage(
        title: "\(known.title) · \(known.company)", facts: facts, subjects: [.position, .company],
        book: try await RuleBook.read(connection))
      page.write(format, context.terminal)
    }
  }
}

/// `vivier check candidate`.
struct CheckCandidate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "candidate", abstract: "Check what depends on a candidate.",
    discussion: """
      Examples:
        vivier check candidate D-0793
        vivier check candidate D-0793 --hired-on 2027-02-01 --contract apprentissage
      """)
  @OptionGroup var options: GlobalOptions
  @OptionGroup var format: FormatOptions
  @OptionGroup var hire: HireOptions
  @Argument(help: "The id or reference.") var candidate: String

  func run() async throws {
    try await Context.with(options, as: .nightly) { context, connection in
      let day = try await context.day(hire.date, connection)
      let known = try await CandidateKnowledge.read(
        Directory.id(of: candidate, connection), on: day, connection)
      let facts = try hire.facts(nil, known, on: day, try await Workplaces.read(connection))
      let page = CheckPage(
        title: "Profil \(known.id)", facts: facts, subjects: [.talent],
        book: try await RuleBook.read(connection))
      page.write(format, context.terminal)
    }
  }
}

/// `vivier check pair`.
struct CheckPair: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pair", abstract: "Check the hire of a candidate on a position.",
    discussion: """
      Examples:
        vivier check pair 2026-0058 D-0793
        vivier check pair 2026-0058 D-0793 --date 2026-12-01 --json
        vivier check pair 2026-0058 D-0793 --with '{"company": {"turnover_eur": 9000000}}'
      """)
  @OptionGroup var options: GlobalOptions
  @OptionGroup var format: FormatOptions
  @OptionGroup var hire: HireOptions
  @Argument(help: "The position, by id or reference.", completion: Completion.positions)
  var position: String
  @Argument(help: "The candidate, by id or reference.") var candidate: String

  func run() async throws {
    try await Context.with(options, as: .nightly) { context, connection in
      let workplaces = try await Workplaces.read(connection)
      let position = try await PositionKnowledge.read(
        Directory.id(of: position, connection), workplaces, connection)
      let day = try await context.day(hire.date, connection)
      let candidate = try await CandidateKnowledge.read(
        Directory.id(of: candidate, connection), on: day, connection)
      let facts = try hire.facts(position, candidate, on: day, workplaces)
      let page = CheckPage(
        title: "\(position.title) · \(position.company) · profil \(candidate.id)", facts: facts,
        subjects: [.position, .company, .talent], book: try await RuleBook.read(connection))
      page.write(format, context.terminal)
    }
  }
}
