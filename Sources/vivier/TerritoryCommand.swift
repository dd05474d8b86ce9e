import ArgumentParser
import Exchange
import Postgres
import Programme
import Store

/// `vivier territory`: the Territoires d'industrie of both vintages.
struct TerritoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "territory",
    abstract: "List, show and edit territories, or find that of a commune.",
    discussion: """
      Examples:
        vivier territory list --search anjou
        vivier territory show lacq-pau-tarbes
        vivier territory at 06033 --date 2024-06-01
      """,
    subcommands: [
      List.self, Show.self, At.self, History.self, Neighbours.self, Edit.self,
    ])

  /// Which vintage a command speaks of.
  struct VintageOptions: ParsableArguments {
    @Option(
      help: ArgumentHelp(
        "The vintage, such as 2018-2022 (default: the one in force).", valueName: "years"))
    var vintage: String?
    @Option(help: "The vintage in force on this day (default: today in Paris).") var date: Day?

    func validate() throws {
      if vintage != nil, date != nil { throw ValidationError("--vintage excludes --date.") }
    }

    /// The vintage that was asked for.
    func read(_ context: Context, _ connection: Connection) async throws -> Vintage {
      let vintages = try await Vintage.all(connection)
      if let vintage { return try Vintage.named(vintage, in: vintages) }
      let day = try await context.day(date, connection)
      guard let found = Vintage.inForce(on: day, in: vintages) else {
        throw StoreError(
          .notFound, "no territory was in force on \(day)",
          hint: "the first vintage begins on \(vintages[0].validFrom)")
      }
      if found.validTo < day {
        note("nothing is known yet for \(day): the last vintage ends on \(found.validTo)")
      }
      return found
    }
  }

  /// `vivier territory list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the territories of a vintage.",
      discussion: """
        Examples:
          vivier territory list --search anjou
          vivier territory list --vintage 2018-2022 --json

        The search looks at id, name and regions.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var list: ListOptions
    @OptionGroup var vintage: VintageOptions

    func run() async throws {
      try await Context.reading(options) { context, connection in
        let vintage = try await vintage.read(context, connection)
        let wanted = list.wanted
        var sheet = Sheet(
          ("id", .left), ("vintage", .left), ("communes", .right), ("open_positions", .right),
          ("regions", .left), ("name", .left))
        for line in try await Territory.list(vintage, connection)
        where wanted.matches(line.id, line.name, line.regions.joined(separator: " · ")) {
          sheet.add(
            .string(line.id), .string(vintage.name), .integer(line.communes),
            .integer(line.openPositions), .array(line.regions.map { .string($0) }),
            .string(line.name))
        }
        list.write(sheet, of: "territories", context.terminal)
      }
    }
  }

  /// `vivier territory show`.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a territory: its places, axes, key sectors, and who speaks for it.",
      discussion: """
        Examples:
          vivier territory show ti-7510
          vivier territory show anjou-bleu --json
          vivier territory show ti-7510 --vintage 2018-2022
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var vintage: VintageOptions
    @OptionGroup var author: AuthorOptions
    @Argument(
      help: "Its id, its name, or a part that only one name has.",
      completion: Completion.territories)
    var territory: String

    func run() async throws {
      // Operators are shown who speaks for it, by name.
      try await Context.reading(options, operatorsAs: .nightly) { context, connection in
        let vintage = try await vintage.read(context, connection)
        let found = try await Self.find(territory, in: vintage, connection)
        var card = Self.page(found)
        try await Self.add(
          TerritoryProfile.read(found.id, in: vintage, connection), to: &card, vintage)
        if context.reader == nil {
          let people = try await TerritoryProfile.people(found.id, in: vintage, connection)
          try await NameRead.note(
            people.map { Person(.contact, $0.id) }, to: author.author(context),
            for: "territory show", connection)
          Self.add(people, to: &card)
          try await Self.add(TerritoryProfile.changes(found.id, in: vintage, connection), to: &card)
        }
        format.write(card)
      }
    }

    /// The territory behind a name; one that only another vintage has is told with it.
    static func find(
      _ name: String, in vintage: Vintage, _ connection: Connection
    ) async throws -> Territory {
      let id = try await id(of: name, in: vintage, connection)
      guard let found = try await Territory.find(id, in: vintage, connection) else {
        throw StoreError(
          .notFound, "territory \"\(id)\" not found in the vintage \(vintage.name)",
          hint: "run: vivier territory list --vintage \(vintage.name)")
      }
      return found
    }

    private static func id(
      of name: String, in vintage: Vintage, _ connection: Connection
    ) async throws -> String {
      do {
        return try TerritoryName.id(
          of: name, among: try await vintage.territories(connection), vintage: vintage.name)
      } catch let error as StoreError where error.kind == .notFound {
        for other in try await Vintage.all(connection) where other != vintage {
          let all = try await other.territories(connection)
          if let id = try? TerritoryName.id(of: name, among: all, vintage: other.name) {
            throw StoreError(
              .notFound, error.what,
              hint: "run: vivier territory show \(id) --vintage \(other.name)")
          }
        }
        throw error
      }
    }

    private static func add(
      _ profile: TerritoryProfile, to card: inout Card, _ vintage: Vintage
    ) {
      card.add(
        "pilot", profile.isPilot.map { .bool($0) } ?? .null)
      card.add(
        "axes", .array(profile.axes.map { .string($0.rawValue) }),
        as: profile.axes.isEmpty ? ["not told"] : profile.axes.map(\.title))
      card.add(
        "key_sectors",
        .array(
          profile.sectors.map {
            ["naf": .string($0.group.text), "naf_version": .string($0.version.rawValue)]
          }),
        as: profile.sectors.isEmpty
          ? ["not told"] : profile.sectors.map { "\($0.group) (\($0.version))" })
      card.add("welcome", .optional(profile.welcome))
    }

    private static func add(_ people: [TerritoryProfile.Person], to card: inout Card) {
      card.add(
        "people",
        .array(
          people.map {
            [
              "id": .string($0.id), "part": .string($0.part.rawValue), "pair": .optional($0.pair),
              "civility": .optional($0.civility), "name": .optional($0.name),
              "role": .optional($0.role), "email": .optional($0.email),
              "region": .optional($0.region), "region_name": .optional($0.regionName),
            ]
          }),
        as: people.isEmpty
          ? ["not told"]
          : people.map { person in
            let part =
              person.pair.map { "\(person.part.rawValue) of pair \($0)" } ?? person.part.rawValue
            let facts = [
              person.role, person.email, person.region.map { Phrase.named($0, person.regionName) },
            ]
            return
              ([
                "\(person.id)  \(part): \([person.civility, person.name].compactMap(\.self).joined(separator: " "))"
              ] + facts.compactMap(\.self)).joined(separator: ", ")
          })
    }

    private static func add(_ changes: [TerritoryProfile.Change], to card: inout Card) {
      card.add(
        "changes",
        .array(
          changes.map {
            [
              "at": .string($0.at), "by": .string($0.by), "what": .string($0.what),
              "before": .optional($0.before), "after": .optional($0.after),
            ]
          }),
        as: changes.prefix(5).map {
          "\($0.at) by \($0.by): \($0.what) \($0.before ?? "none") to \($0.after ?? "none")"
        })
    }

    private static func page(_ territory: Territory) -> Card {
      var card = Card()
      card.add("id", .string(territory.id))
      card.add("name", .string(territory.name))
      card.add("vintage", .string(territory.vintage.name))
      card.add("valid_from", .string("\(territory.vintage.validFrom)"))
      card.add("valid_to", .string("\(territory.vintage.validTo)"))
      card.add("regions", .array(territory.regions.map { .string($0) }))
      card.tell("region_codes", .array(territory.regionCodes.map { .string($0) }))
      card.add("departments", .array(territory.departments.map { .string($0) }))
      card.add(
        "groupings",
        .array(
          territory.groupings.map { ["siren": .string($0.code), "name": .string($0.name)] }),
        as: territory.groupings.map { "\($0.code)  \($0.name)" })
      card.add(
        "communes",
        .array(territory.communes.map { ["code": .string($0.code), "name": .string($0.name)] }),
        as: ["\(territory.communes.count) (all of them with --json)"])
      card.add("population", .integer(territory.population))
      card.add("open_positions", .integer(territory.openPositions))
      card.add("establishments", .integer(territory.establishments))
      return card
    }
  }

  /// `vivier territory at`.
  struct At: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Find the territory of a commune on a day.",
      discussion: """
        Examples:
          vivier territory at 06033 --date 2020-06-01
          vivier territory at 28085 --date 2024-06-01 --json

        Piped, it prints the id alone: none where the commune lay in no territory, unknown after the \
        last vintage. The code of a merged commune is read as the current one.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Argument(help: "The Insee code of the commune, such as 06033.") var commune: String
    @Option(help: "The day (default: today in Paris).") var date: Day?

    func run() async throws {
      try await Context.reading(options) { context, connection in
        let day = try await context.day(date, connection)
        let vintages = try await Vintage.all(connection)
        let code = (try? CommuneCode(commune))?.text ?? commune
        let place = try await CommunePlace.find(code, on: day, connection)
        if place.isMerged { note("\(code) merged into \(place.code) \(place.name)") }
        let isKnown = vintages.contains { day <= $0.validTo }
        if !isKnown, let last = vintages.last {
          note("nothing is known yet for \(day): the vintage \(last.name) ends on \(last.validTo)")
        } else if day < vintages[0].validFrom {
          note("the programme's first vintage begins on \(vintages[0].validFrom)")
        }
        if format.json {
          output(JSON.text(json(place, code: code, day: day, isKnown: isKnown)))
        } else {
          let answer = place.territory?.id ?? (isKnown ? "none" : "unknown")
          output(
            context.terminal.isInteractive ? Self.sentence(place, day, answer) : answer + "\n")
        }
      }
    }

    private static func sentence(_ place: CommunePlace, _ day: Day, _ answer: String) -> String {
      let territory = place.territory.map { "\($0.id) \($0.name), vintage \($0.vintage)" }
      return "\(place.name) (\(place.code)) on \(day): \(territory ?? answer)\n"
    }

    private func json(_ place: CommunePlace, code: String, day: Day, isKnown: Bool) -> JSON {
      [
        "asked": .string(code),
        "commune": ["code": .string(place.code), "name": .string(place.name)],
        "merged": .bool(place.isMerged), "date": .string("\(day)"), "known": .bool(isKnown),
        "territory": place.territory.map {
          ["id": .string($0.id), "name": .string($0.name), "vintage": .string($0.vintage)]
        } ?? .null,
      ]
    }
  }
}
