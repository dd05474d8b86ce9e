import ArgumentParser
import Exchange
import Postgres
import Programme
import Store

/// `vivier candidate`: candidates, as codes only.
struct CandidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "candidate",
    abstract: "List, show, add and change candidates; what is shown is codes, never a name.",
    discussion: """
      Examples:
        vivier candidate list --search maintenance
        vivier candidate show D-0441
        vivier candidate withdraw D-0441
        vivier candidate hide-from D-0793 210000428
      """,
    subcommands: [
      List.self, Show.self, AddCommand<CandidateEntry>.self, EditCommand<CandidateEntry>.self,
      StateCommand<CloseCandidate>.self, StateCommand<WithdrawCandidate>.self,
      StateCommand<ReopenCandidate>.self, Confirm.self, HideFrom.self, ShowTo.self,
    ])

  /// `vivier candidate list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the candidates who agreed to the matching.",
      discussion: """
        Examples:
          vivier candidate list --search maintenance
          vivier candidate list --search RNCP38221 --json

        The search looks at id, occupations and diploma, and never at names.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var list: ListOptions
    @Flag(help: "Closed ones, too.") var all = false

    func run() async throws {
      try await Context.reading(options) { context, connection in
        guard context.reader == nil else {
          return try await show(toReaderOf: context, connection)
        }
        let today = try await context.day(nil, connection)
        let wanted = list.wanted
        var sheet = Sheet(
          ("id", .left), ("level", .right), ("prepares", .right), ("diploma", .left),
          ("free", .left), ("contracts", .left), ("state", .left), ("occupations", .left),
          programsOnly: ["contracts", "state"])
        let cards = try await CandidateCard.list(on: today, includesClosed: all, connection)
        for card in cards where card.hasConsent {
          let texts =
            ([card.id, card.diploma ?? "", card.diplomaTitle ?? ""] + card.occupations
              + card.occupationLabels)
          guard wanted.matches(texts.joined(separator: " · ")) else { continue }
          sheet.add(
            .string(card.id), .optional(card.levelHeld), .optional(card.levelPrepared),
            .optional(card.diploma), .string(Phrase.free(card.availableOn, today: today)),
            .array(card.contracts.map { .string($0) }), .string(card.state),
            .array(card.occupationLabels.map { .string($0) }))
        }
        list.write(sheet, of: "candidates", context.terminal)
        let keptOut = cards.count { !$0.hasConsent }
        if keptOut > 0 {
          note("\(keptOut) candidate(s) without consent to the matching are kept out")
        }
      }
    }
  }

  /// `vivier candidate show`.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a candidate, as codes: never a name or an address.",
      discussion: """
        Examples:
          vivier candidate show D-0441
          vivier candidate show D-0441 --json
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Argument(help: "The id, or the reference its source gave.") var candidate: String

    func run() async throws {
      try await Context.reading(options) { context, connection in
        guard context.reader == nil else {
          return try await show(toReaderOf: context, connection)
        }
        let today = try await context.day(nil, connection)
        let found = try await CandidateCard.find(candidate, on: today, connection)
        guard found.hasConsent else {
          var card = Card()
          card.add("id", .string(found.id))
          card.add("consent", false, as: ["none: kept without consent to the matching, not shown"])
          return format.write(card)
        }
        let places = try await Places.read(nil, on: today, connection)
        var card = Self.page(found, today: today)
        try await Self.add(found.skills(connection), to: &card)
        let languages = try await found.languages(connection)
        card.add(
          "languages",
          .array(
            languages.map { ["language": .string($0.code), "level": .integer($0.level)] }),
          as: languages.map { Phrase.language($0.code, $0.level) })
        let areas = try await found.areas(vintage: places.vintage, connection)
        card.add(
          "areas",
          .array(
            areas.map {
              [
                "kind": .string($0.kind), "code": .optional($0.code), "name": .optional($0.name),
                "km": .optional($0.kilometres),
              ]
            }),
          as: areas.map(Self.text))
        let hidden = try await HiddenFrom.list(of: found.id, connection).filter {
          $0.liftedAt == nil
        }
        card.add(
          "hidden_from",
          .array(
            hidden.map { ["siren": .string($0.siren), "reason": .string($0.reason.rawValue)] }),
          as: hidden.map { "\(Phrase.named($0.siren, $0.company)), \($0.reason.rawValue)" })
        format.write(card)
        if !format.json { advise("what fits?  vivier match --candidate \(found.id)") }
      }
    }

    private static func page(_ candidate: CandidateCard, today: Day) -> Card {
      var card = Card()
      card.add("id", .string(candidate.id))
      card.add("consent", true)
      card.add("state", .string(candidate.state))
      card.add(
        "level", .optional(candidate.levelHeld), as: [Phrase.level(candidate.levelHeld)])
      card.add(
        "prepares", .optional(candidate.levelPrepared),
        as: [candidate.levelPrepared.map { Phrase.level($0) } ?? "nothing told"])
      card.add(
        "diploma", Phrase.object("code", candidate.diploma, candidate.diplomaTitle),
        as: [Phrase.named(candidate.diploma, candidate.diplomaTitle)])
      card.add("diploma_on", .optional(candidate.diplomaOn?.description))
      card.add(
        "occupations",
        .array(
          zip(candidate.occupations, candidate.occupationLabels).map {
            ["code": .string($0), "label": .string($1)]
          }),
        as: zip(candidate.occupations, candidate.occupationLabels).map { Phrase.named($0, $1) })
      card.add("free", .string(Phrase.free(candidate.availableOn, today: today)))
      card.add("contracts", .array(candidate.contracts.map { .string($0) }))
      card.add(
        "apprenticeship_eligible", candidate.isEligibleToApprenticeship.map { .bool($0) } ?? .null)
      card.add(
        "minimum_pay", .optional(candidate.minimumPay),
        as: [Phrase.pay(candidate.minimumPay, nil)])
      card.add("missions", .array(candidate.missions.map { .string($0) }))
      card.add("sectors", .array(candidate.sectors.map { .string($0) }))
      return card
    }

    private static func add(_ skills: [CandidateCard.Skill], to card: inout Card) {
      card.add(
        "skills",
        .array(
          skills.map {
            [
              "skill": .string($0.key), "label": .string($0.label),
              "proficiency": .integer($0.proficiency), "evidence": .string($0.evidence),
            ]
          }),
        as: skills.map { "\($0.label) (\($0.key)): \($0.proficiency) of 4, \($0.evidence)" })
    }

    private static func text(_ area: CandidateCard.Area) -> String {
      switch area.kind {
      case "country": "all of France"
      case "circle": "\(area.kilometres ?? 0) km around \(Phrase.named(area.code, area.name))"
      default: "\(area.kind) \(Phrase.named(area.code, area.name))"
      }
    }
  }
}
