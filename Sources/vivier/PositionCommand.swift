import ArgumentParser
import Exchange
import Postgres
import Programme
import Store

/// `vivier position`: the positions of companies.
struct PositionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "position",
    abstract: "List, show, add and change positions; decide about what was flagged in one.",
    discussion: """
      Examples:
        vivier position list --territory anjou-bleu
        vivier position show 2026-0058
        vivier position edit 2026-0058 --pay-max 42000
        vivier position review list
      """,
    subcommands: [
      List.self, Show.self, AddCommand<PositionEntry>.self, EditCommand<PositionEntry>.self,
      StateCommand<ClosePosition>.self, StateCommand<ReopenPosition>.self, Confirm.self,
      Review.self,
    ])

  /// `vivier position list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List open positions.",
      discussion: """
        Examples:
          vivier position list --territory anjou-bleu
          vivier position list --search "qualite securite" --json

        The search looks at title, company, commune, occupation, id and reference.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var list: ListOptions
    @Option(
      help: ArgumentHelp("Positions of this territory.", valueName: "id or name"),
      completion: Completion.territories)
    var territory: String?
    @Flag(help: "Held, closed and expired ones, too.") var all = false

    func run() async throws {
      try await Context.reading(options) { context, connection in
        let today = try await context.day(nil, connection)
        let places = try await Places.read(territory, on: today, connection)
        let wanted = list.wanted
        var sheet = Sheet(
          ("id", .left), ("reference", .left), ("territory", .left), ("start", .left),
          ("contracts", .left), ("pay_min", .right), ("pay_max", .right), ("state", .left),
          ("commune", .left), ("company", .left), ("occupation", .left), ("title", .left),
          programsOnly: ["reference", "contracts", "pay_min", "pay_max", "state", "occupation"])
        let cards = try await PositionCard.list(
          vintage: places.vintage, territory: places.territory, includesClosed: all, connection)
        for card in cards
        where wanted.matches(
          card.title, card.company, card.communeName, card.commune, card.occupation,
          card.occupationLabel, card.id, card.reference)
        {
          sheet.add(
            .string(card.id), .string(card.reference), .optional(card.territory),
            .string(Phrase.start(card.startOn, today: today)),
            .array(card.contracts.map { .string($0) }), .optional(card.payMin),
            .optional(card.payMax), .string(card.state), .string(card.communeName),
            .string(card.company), .optional(card.occupationLabel ?? card.occupation),
            .string(card.title))
        }
        list.write(sheet, of: "positions", context.terminal)
      }
    }
  }

  /// `vivier position show`.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a position in full.",
      discussion: """
        Examples:
          vivier position show 2026-0058
          vivier position show 2026-0058 --json
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Argument(help: "Its id or reference.", completion: Completion.positions) var position: String

    func run() async throws {
      try await Context.reading(options) { context, connection in
        let today = try await context.day(nil, connection)
        let places = try await Places.read(nil, on: today, connection)
        let card = try await PositionCard.find(position, vintage: places.vintage, connection)
        let skills = try await card.skills(connection)
        let languages = try await card.languages(connection)
        // Who decided it is for operators only.
        let industry =
          context.reader == nil
          ? try await CompanyIndustry.find(SIRET(card.siret), connection)?.industry
            ?? Industry(activity: nil, decision: nil) : nil
        format.write(Self.page(card, industry, skills, languages, places.vintage, today: today))
        if !format.json {
          advise("who fits?  vivier match --position \(card.id)")
        }
      }
    }

    private static func page(
      _ position: PositionCard, _ industry: Industry?, _ skills: [PositionCard.Skill],
      _ languages: [PositionCard.Language],
      _ vintage: Vintage, today: Day
    ) -> Card {
      var card = Card()
      card.add("id", .string(position.id))
      card.add("reference", .string(position.reference))
      card.add("title", .string(position.title))
      card.add("state", .string(position.state))
      card.add(
        "company", ["siren": .string(position.siren), "name": .string(position.company)],
        as: [Phrase.named(position.siren, position.company)])
      card.add("siret", .string(position.siret))
      if let industry {
        card.add(
          "industry",
          ["answer": .string(industry.answer.rawValue), "because": .string(industry.because)],
          as: [industry.answer.rawValue, industry.because])
      }
      card.add(
        "commune", ["code": .string(position.commune), "name": .string(position.communeName)],
        as: [Phrase.named(position.commune, position.communeName)])
      card.add(
        "territory",
        position.territory.map {
          [
            "id": .string($0), "name": .optional(position.territoryName),
            "vintage": .string(vintage.name),
          ]
        } ?? .null,
        as: [position.territory.map { Phrase.named($0, position.territoryName) } ?? "none"])
      card.add(
        "occupation", Phrase.object("code", position.occupation, position.occupationLabel),
        as: [
          Phrase.named(position.occupation, position.occupationLabel)
            + (position.isOccupationInferred ? ", inferred from the title" : "")
        ])
      card.tell("rome_edition", .optional(position.romeEdition?.text))
      card.tell("occupation_inferred", .bool(position.isOccupationInferred))
      for (key, isRequired) in [("required_skills", true), ("desired_skills", false)] {
        let asked = skills.filter { $0.isRequired == isRequired }
        card.add(
          key,
          .array(
            asked.map {
              [
                "skill": .string($0.key), "label": .string($0.label),
                "importance": .integer($0.importance),
              ]
            }),
          as: asked.map { "\($0.label) (\($0.key), importance \($0.importance) of 5)" })
      }
      card.add(
        "languages",
        .array(
          languages.map {
            [
              "language": .string($0.code), "level": .integer($0.level),
              "required": .bool($0.isRequired), "reason": .optional($0.reason),
            ]
          }),
        as: languages.map {
          Phrase.language($0.code, $0.level)
            + ($0.isRequired ? ", required: \($0.reason ?? "")" : ", wished")
        })
      card.add(
        "minimum_level", .optional(position.minimumLevel),
        as: [Phrase.level(position.minimumLevel)])
      card.add("contracts", .array(position.contracts.map { .string($0) }))
      card.add("start", .string(Phrase.start(position.startOn, today: today)))
      card.add(
        "duration_months", .optional(position.durationInMonths),
        as: [position.durationInMonths.map { "\($0)" } ?? "not told"])
      card.say("pay", Phrase.pay(position.payMin, position.payMax))
      card.tell("pay_min", .optional(position.payMin))
      card.tell("pay_max", .optional(position.payMax))
      card.add("mission", .optional(position.mission))
      card.add(
        "sector", Phrase.object("code", position.sector, position.sectorLabel),
        as: [Phrase.named(position.sector, position.sectorLabel)])
      card.add("description", .optional(position.description))
      card.add("access_without_car", .optional(position.accessWithoutCar))
      card.add("working_hours", .optional(position.workingHours))
      card.add("remote_days", .optional(position.remoteDays))
      card.add("housing_help", .optional(position.housingHelp))
      card.add("openings", .integer(position.openings))
      card.add("opened_on", .string("\(position.openedOn)"))
      return card
    }
  }
}
