import ArgumentParser
import Exchange
import Postgres
import Programme
import Store

/// `vivier company`: companies and their establishments.
struct CompanyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "company",
    abstract: "List, show, add and change companies; tell what only people know of one.",
    discussion: """
      Examples:
        vivier company list --search mecanique
        vivier company show 210000428
        vivier company industry 21000042800016
      """,
    subcommands: [
      List.self, Show.self, AddCommand<CompanyEntry>.self, EditCommand<CompanyEntry>.self,
      OwnerCommand<CloseCompany>.self, OwnerCommand<ReopenCompany>.self, IndustryCommand.self,
      AidsCommand.self,
    ])

  /// Whether places are industry, by SIRET; nil for a session, which is not told who decided it.
  private static func industries(
    of siren: SIREN? = nil, _ context: Context, _ connection: Connection
  ) async throws -> [String: Industry]? {
    guard context.reader == nil else { return nil }
    return try await CompanyIndustry.bySIRET(of: siren, connection)
  }

  /// The answer for one place; nil where nothing is told.
  private static func answer(_ industries: [String: Industry]?, _ siret: String) -> String? {
    industries.map { ($0[siret]?.answer ?? .unknown).rawValue }
  }

  /// `vivier company list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List companies.",
      discussion: """
        Examples:
          vivier company list --territory nice-cote-d-azur
          vivier company list --search mecanique --json
          vivier company list --territory anjou-bleu --industry unknown

        The search looks at name, SIREN, SIRET, activity and communes.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var list: ListOptions
    @Option(
      help: ArgumentHelp("With an establishment in this territory.", valueName: "id or name"),
      completion: Completion.territories)
    var territory: String?
    @Option(
      help: ArgumentHelp(
        "With an establishment that is industry or serves it: yes, no or unknown.",
        valueName: "answer"))
    var industry: String?

    func validate() throws {
      guard industry.map({ Answer(rawValue: $0) != nil }) ?? true else {
        throw ValidationError("--industry takes yes, no or unknown.")
      }
    }

    func run() async throws {
      try await Context.reading(options) { context, connection in
        let today = try await context.day(nil, connection)
        let places = try await Places.read(territory, on: today, connection)
        let industries = try await CompanyCommand.industries(context, connection)
        let wanted = list.wanted
        var sheet = Sheet(
          ("siren", .left), ("naf", .left), ("staff", .right), ("establishments", .right),
          ("open_positions", .right), ("territories", .left), ("communes", .left),
          ("industry", .left), ("name", .left),
          programsOnly: ["naf", "establishments"])
        let cards = try await CompanyCard.list(
          vintage: places.vintage, territory: places.territory, connection)
        for card in cards {
          let communes = card.establishments.map(\.communeName)
          let texts =
            [card.name, card.siren, card.naf ?? ""] + communes
            + card.establishments.map { "\($0.siret) \($0.name)" }
          guard wanted.matches(texts.joined(separator: " · ")) else { continue }
          let answers = Set(
            card.establishments.compactMap { CompanyCommand.answer(industries, $0.siret) })
          if let industry, !answers.contains(industry) { continue }
          let territories = Set(card.establishments.compactMap(\.territory)).sorted()
          sheet.add(
            .string(card.siren), .optional(card.naf), .optional(card.staff),
            .integer(card.establishments.count), .integer(card.openPositions.count),
            .array(territories.map { .string($0) }),
            .array(Set(communes).sorted().map { .string($0) }),
            .array(answers.sorted().map { .string($0) }), .string(card.name))
        }
        list.write(sheet, of: "companies", context.terminal)
      }
    }
  }

  /// `vivier company show`.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a company with its establishments and open positions.",
      discussion: """
        Examples:
          vivier company show 210000428
          vivier company show 21000042800016 --json
          vivier company show 210000428 --date 2023-11-08

        Contacts are personal data: they are counted and not shown. The territories of its places \
        are those in force on the day.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Argument(help: "Its SIREN, or the SIRET of an establishment.") var company: String
    @Option(help: "The day of the territories (default: today in Paris).") var date: Day?

    func run() async throws {
      try await Context.reading(options) { context, connection in
        let day = try await context.day(date, connection)
        let places = try await Places.read(nil, on: day, connection)
        let found = try await CompanyCard.find(company, vintage: places.vintage, connection)
        let industry = try await CompanyCommand.industries(
          of: SIREN(found.siren), context, connection)
        var card = Card()
        card.add("siren", .string(found.siren))
        card.add("name", .string(found.name))
        card.add("naf", .optional(found.naf))
        card.tell("naf_version", .optional(found.nafVersion))
        card.add("staff", .optional(found.staff))
        card.add(
          "establishments",
          .array(
            found.establishments.map {
              [
                "siret": .string($0.siret), "name": .string($0.name),
                "commune": ["code": .string($0.commune), "name": .string($0.communeName)],
                "territory": .optional($0.territory),
                "industry": .optional(CompanyCommand.answer(industry, $0.siret)),
                "industry_because": .optional(industry?[$0.siret]?.because),
              ]
            }),
          as: found.establishments.map {
            "\($0.siret)  \($0.name), \(Phrase.named($0.commune, $0.communeName)), "
              + ($0.territory ?? "outside any territory")
              + (CompanyCommand.answer(industry, $0.siret).map { ", industry: \($0)" } ?? "")
          })
        card.add(
          "territories",
          .array(Set(found.establishments.compactMap(\.territory)).sorted().map { .string($0) }))
        card.add("contacts", .integer(found.contacts))
        card.add(
          "open_positions",
          .array(
            found.openPositions.map { ["id": .string($0.code), "title": .string($0.name)] }),
          as: found.openPositions.map { "\($0.code)  \($0.name)" })
        format.write(card)
      }
    }
  }
}
