import ArgumentParser
import Exchange
import Postgres
import Programme
import Store

extension CompanyCommand {
  /// `vivier company industry`.
  struct IndustryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "industry",
      abstract: "Tell whether an establishment is industry or serves it, or decide it.",
      discussion: """
        Examples:
          vivier company industry 21000042800016
          vivier company industry 21000042800016 --decide yes --because "maintenance de presses"
          vivier company industry 21000042800016 --decide undo --because "saisi par erreur"

        The divisions 05 to 39 of the NAF are industry. Outside them nobody knows until a person \
        decides, with a reason; the last decision holds, whatever the activity, until it is undone.
        """)

    /// What a person decides.
    enum Decision: String, ExpressibleByArgument, CaseIterable {
      case yes
      case no
      case undo

      var fact: Bool? { self == .undo ? nil : self == .yes }
    }

    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "The SIRET of the establishment.") var siret: String
    @Option(help: "Decide that it is, or is not, or leave it to the activity again.")
    var decide: Decision?
    @Option(help: ArgumentHelp("Why, in French.", valueName: "reason")) var because: String?

    func validate() throws {
      guard (decide == nil) == (because?.oneLine == nil) else {
        throw ValidationError("--decide and --because go together.")
      }
    }

    func run() async throws {
      let siret = try SIRET(siret)
      try await Context.with(options, as: .nightly) { context, connection in
        if let decide, let reason = because?.oneLine {
          try await CompanyIndustry.decide(
            decide.fact, on: siret, because: reason, by: author.author(context), connection)
        }
        guard let found = try await CompanyIndustry.find(siret, connection) else {
          throw StoreError(
            .notFound, "there is no establishment \"\(siret)\"",
            hint: "run: vivier company list --search \(siret.siren)")
        }
        format.write(Self.page(found))
      }
    }

    private static func page(_ found: CompanyIndustry) -> Card {
      var card = Card()
      card.add("siret", .string(found.siret))
      card.add("industry", .string(found.industry.answer.rawValue))
      card.add("because", .string(found.industry.because))
      card.add(
        "decisions",
        .array(
          found.decisions.map {
            [
              "industry": $0.isIndustry.map { .bool($0) } ?? .null, "by": .string($0.by),
              "on": .string("\($0.on)"), "reason": .string($0.reason),
            ]
          }),
        as: found.decisions.map {
          let what = $0.isIndustry.map { $0 ? "yes" : "no" } ?? "undone"
          return "\($0.on)  \(what) by \($0.by): \($0.reason)"
        })
      return card
    }
  }
}
