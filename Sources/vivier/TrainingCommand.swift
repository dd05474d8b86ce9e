import ArgumentParser
import Exchange
import Postgres
import Programme
import Store

/// `vivier training`: trainings with the sessions still to come, and the catalogue of 2020.
struct TrainingCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "training", abstract: "List, show, add and change trainings.",
    discussion: """
      Examples:
        vivier training list --search production
        vivier training list --catalogue --search soudage
        vivier training show F001
      """,
    subcommands: [
      List.self, Show.self, AddCommand<TrainingEntry>.self, EditCommand<TrainingEntry>.self,
      StateCommand<CloseTraining>.self, StateCommand<ReopenTraining>.self, Sessions.self,
      Teaches.self,
    ])

  /// `vivier training list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List trainings with their next session, never a past one.",
      discussion: """
        Examples:
          vivier training list --search production
          vivier training list --catalogue --territory chartres

        --catalogue lists the offers of November 2020 instead: no CFA confirmed them since, neither \
        session nor places are known, and each line says so.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var list: ListOptions
    @Option(
      help: ArgumentHelp("Given in this territory.", valueName: "id or name"),
      completion: Completion.territories)
    var territory: String?
    @Flag(help: "The offers of the catalogue of November 2020 instead.") var catalogue = false

    func run() async throws {
      try await Context.reading(options) { context, connection in
        let today = try await context.day(nil, connection)
        let places = try await Places.read(territory, on: today, connection)
        let cards =
          catalogue
          ? try await TrainingCard.catalogue(
            vintage: places.vintage, territory: places.territory, connection)
          : try await TrainingCard.list(
            vintage: places.vintage, on: today, territory: places.territory, connection)
        let wanted = list.wanted
        let found = cards.filter {
          wanted.matches(
            $0.title, $0.provider, $0.communeName, $0.commune, $0.certification, $0.id,
            $0.reference)
        }
        list.write(
          catalogue ? Self.catalogueSheet(found) : Self.sheet(found),
          of: catalogue ? "catalogue offers" : "trainings", context.terminal)
        // The lines of a table have no room for it.
        if catalogue { note(TrainingCard.notice) }
      }
    }

    private static func sheet(_ cards: [TrainingCard]) -> Sheet {
      var sheet = Sheet(
        ("id", .left), ("reference", .left), ("level", .right), ("certification", .left),
        ("next_session", .left), ("places", .right), ("told_on", .left), ("territory", .left),
        ("commune", .left), ("provider", .left), ("title", .left),
        programsOnly: ["reference", "certification", "told_on", "territory"])
      for card in cards {
        let next = card.sessions.first
        sheet.add(
          .string(card.id), .optional(card.reference), .optional(card.level),
          .optional(card.certification), .optional(next?.startsOn), .optional(next?.remaining),
          .optional(next?.toldOn), .optional(card.territory), .string(card.communeName),
          .string(card.provider), .string(card.title))
      }
      return sheet
    }

    private static func catalogueSheet(_ cards: [TrainingCard]) -> Sheet {
      var sheet = Sheet(
        ("id", .left), ("level", .right), ("certification", .left), ("in_force", .left),
        ("territory", .left), ("commune", .left), ("provider", .left), ("title", .left),
        ("notice", .left), programsOnly: ["level", "territory", "notice"])
      for card in cards {
        sheet.add(
          .string(card.id), .optional(card.level), .optional(card.certification),
          .optional(card.inForce), .optional(card.territory), .string(card.communeName),
          .string(card.provider), .string(card.title), .string(TrainingCard.notice))
      }
      return sheet
    }
  }

  /// `vivier training show`.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a training, or an offer of the catalogue, in full.",
      discussion: """
        Examples:
          vivier training show F001
          vivier training show F001 --json
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Argument(help: "Its id or reference, or the id of a catalogue offer.") var training: String

    func run() async throws {
      try await Context.reading(options) { context, connection in
        let today = try await context.day(nil, connection)
        let places = try await Places.read(nil, on: today, connection)
        let found = try await TrainingCard.find(
          training, vintage: places.vintage, on: today, connection)
        format.write(Self.page(found, try await found.skills(connection)))
      }
    }

    private static func page(_ training: TrainingCard, _ skills: [Territory.Named]) -> Card {
      var card = Card()
      card.add("id", .string(training.id))
      if training.isCatalogue {
        card.add("notice", .string(TrainingCard.notice))
      } else {
        card.add("reference", .optional(training.reference))
      }
      card.add("title", .string(training.title))
      card.add("provider", .string(training.provider))
      card.add("level", .optional(training.level), as: [Phrase.level(training.level)])
      card.add("certification", .optional(training.certification))
      card.add(
        "in_force", .optional(training.inForce),
        as: [training.inForce ?? "none: it ended without a successor and closes no gap"])
      card.add(
        "commune", ["code": .string(training.commune), "name": .string(training.communeName)],
        as: [Phrase.named(training.commune, training.communeName)])
      card.add("territory", .optional(training.territory), as: [training.territory ?? "none"])
      card.add("occupations", .array(training.occupations.map { .string($0) }))
      card.add(
        "skills",
        .array(skills.map { ["skill": .string($0.code), "label": .string($0.name)] }),
        as: skills.map { Phrase.named($0.code, $0.name) })
      card.add(
        "sessions",
        .array(
          training.sessions.map {
            let window = window(of: $0)
            return [
              "starts_on": .string($0.startsOn), "ends_on": .optional($0.endsOn),
              "remaining": .optional($0.remaining), "told_on": .optional($0.toldOn),
              "contract_from": .optional(window?.opensOn.description),
              "contract_until": .optional(window?.closesOn.description),
            ]
          }),
        as: training.sessions.isEmpty
          ? [training.isCatalogue ? TrainingCard.notice : "none to come was told"]
          : training.sessions.map(Self.text))
      return card
    }

    private static func text(_ session: TrainingCard.Session) -> String {
      var text = session.startsOn + (session.endsOn.map { " to \($0)" } ?? "")
      if let remaining = session.remaining {
        text += ", \(remaining) places left as told on \(session.toldOn ?? "an unknown day")"
      }
      if let window = window(of: session) {
        text += ", an apprentice's contract may begin from \(window.opensOn) to \(window.closesOn)"
      }
      return text
    }

    /// When the contract of an apprentice may begin.
    private static func window(of session: TrainingCard.Session) -> ApprenticeshipWindow? {
      (try? Day(session.startsOn)).map { ApprenticeshipWindow(trainingStartsOn: $0) }
    }
  }
}
