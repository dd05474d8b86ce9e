import ArgumentParser
import Exchange
import Postgres
import Programme
import Store

/// `vivier hire`: hires as operators record them.
struct HireCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hire",
    abstract: "Record hires: they close positions, and deadlines follow from them.",
    discussion: """
      Examples:
        vivier hire record 21000042800016 --contract cdi --hired-on 2026-10-01
        vivier hire list --territory anjou-bleu
        vivier hire undo H-117eec214882
      """,
    subcommands: [List.self, Record.self, Undo.self])

  /// `vivier hire list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List recorded hires by day.",
      discussion: """
        Examples:
          vivier hire list --territory anjou-bleu
          vivier hire list --search 210000428 --json

        The search looks at id, company, position and commune. A hire belongs to the territory in \
        which its workplace lies today.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var list: ListOptions
    @Option(
      help: ArgumentHelp("With the work in this territory.", valueName: "id or name"),
      completion: Completion.territories)
    var territory: String?

    func run() async throws {
      try await Context.with(options, as: .staff) { context, connection in
        let communes = try await HireCommand.communes(of: territory, context, connection)
        let wanted = list.wanted
        var sheet = Sheet(
          ("id", .left), ("hired_on", .left), ("contract", .left), ("months", .right),
          ("signed_on", .left), ("training_on", .left), ("siret", .left), ("position", .left),
          ("commune", .left), ("company", .left), ("recorded_by", .left), ("candidate", .left),
          ("through_us", .left),
          programsOnly: [
            "months", "signed_on", "training_on", "recorded_by", "candidate", "through_us",
          ])
        for hire in try await RecordedHire.list(communes: communes, connection)
        where wanted.matches(
          hire.id, hire.company, hire.siret, hire.position?.code, hire.position?.name,
          hire.commune.name)
        {
          sheet.add(
            .string(hire.id), .string("\(hire.hiredOn)"), .string(hire.contract.rawValue),
            .optional(hire.durationInMonths), .optional(hire.signedOn?.description),
            .optional(hire.trainingStartsOn?.description), .string(hire.siret),
            .optional(hire.position?.code), .string(hire.commune.name), .string(hire.company),
            .string(hire.recordedBy), .optional(hire.candidate),
            hire.isThroughUs.map { .bool($0) } ?? .null)
        }
        list.write(sheet, of: "hires", context.terminal)
      }
    }
  }

  /// `vivier hire record`.
  struct Record: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Record a hire: it closes what it fills, and its deadlines are told.",
      discussion: """
        Examples:
          vivier hire record 21000042800016 --contract cdi --hired-on 2026-10-01
          vivier hire record 2026-0058 --contract cdd --months 12 --hired-on 2026-10-01
          vivier hire record 2026-0058 --contract cdi --hired-on 2026-10-01 --candidate D-0793 \
        --through-us
          vivier hire record 2026-0058 --contract apprentissage --hired-on 2026-10-01 \
        --training-on 2026-11-02

        The person is a candidate of ours, or from elsewhere and never named. A position is closed when \
        as many people are hired as it looks for, and so is the candidate; the next night tells the \
        others who were shown the position.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "The SIRET of the establishment, or the id or reference of a position.")
    var place: String
    @Option(
      help: ArgumentHelp(
        "cdi, cdd, apprentissage or professionnalisation.", valueName: "contract"))
    var contract: String
    @Option(help: ArgumentHelp("The day the contract begins.", valueName: "date")) var hiredOn: Day
    @Option(help: ArgumentHelp("The day it was signed.", valueName: "date")) var signedOn: Day?
    @Option(help: ArgumentHelp("How long a contract lasts that ends.", valueName: "number"))
    var months: Int?
    @Option(help: ArgumentHelp("The day the training begins.", valueName: "date"))
    var trainingOn: Day?
    @Option(
      help: ArgumentHelp(
        "Whom, by id or reference; leave out a person from elsewhere.", valueName: "id"))
    var candidate: String?
    @Flag(
      inversion: .prefixedNo, help: "Whether this service brought them together.")
    var throughUs: Bool?
    @Option(
      help: ArgumentHelp(
        "The Insee code of the workplace (default: that of the position or establishment).",
        valueName: "code"))
    var commune: String?
    @Flag(help: "Record another hire like one that is recorded.") var again = false

    func run() async throws {
      let contract = try Contract(contract)
      let commune = try commune.map { try CommuneCode($0) }
      try await Context.with(options, as: .nightly) { context, connection in
        var hire: RecordedHire.New
        if let siret = try? SIRET(place) {
          hire = RecordedHire.New(siret: siret, contract: contract, hiredOn: hiredOn)
        } else {
          let today = try await context.day(nil, connection)
          let places = try await Places.read(nil, on: today, connection)
          let position = try await PositionCard.find(place, vintage: places.vintage, connection)
          hire = RecordedHire.New(
            siret: try SIRET(position.siret), contract: contract, hiredOn: hiredOn)
          hire.position = position.id
        }
        hire.commune = commune
        hire.durationInMonths = months
        hire.signedOn = signedOn
        hire.trainingStartsOn = trainingOn
        hire.isAnother = again
        hire.isThroughUs = throughUs
        if let candidate {
          let today = try await context.day(nil, connection)
          hire.candidate = try await CandidateCard.find(candidate, on: today, connection).id
        }
        let recorded = try await RecordedHire.record(hire, by: author.author(context), connection)
        var card = Card()
        card.add("id", .string(recorded.id))
        card.add("position_closed", .bool(recorded.closedPosition))
        card.add("openings_left", .optional(recorded.openingsLeft))
        card.add("candidate_closed", .bool(recorded.closedCandidate))
        let deadlines = try await RuleBook.read(connection).deadlines(
          hiredOn: hiredOn, contract: contract, trainingStartsOn: trainingOn)
        card.add(
          "deadlines",
          .array(
            deadlines.map { ["what": .string($0.what.rawValue), "on": .string("\($0.on)")] }),
          as: deadlines.map { "\($0.on)  \($0.what.rawValue)" })
        format.write(card)
      }
    }
  }

  /// `vivier hire undo`.
  struct Undo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take back a hire that was recorded by mistake.",
      discussion: """
        Example:
          vivier hire undo H-117eec214882

        It stays in the database with who took it back, and counts no more. What it closed is open again.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "The id of the hire.") var hire: String

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let opened = try await RecordedHire.undo(hire, by: author.author(context), connection)
        output("undone: \(hire)\n")
        for id in [opened.position, opened.candidate].compactMap(\.self) {
          output("as before: \(id)\n")
        }
      }
    }
  }

  /// The communes of a territory of the vintage in force; nil where none was named.
  static func communes(
    of territory: String?, _ context: Context, _ connection: Connection
  ) async throws -> [String]? {
    guard let territory else { return nil }
    let today = try await context.day(nil, connection)
    let places = try await Places.read(territory, on: today, connection)
    guard let id = places.territory,
      let found = try await Territory.find(id, in: places.vintage, connection)
    else { return nil }
    return found.communes.map(\.code)
  }
}
