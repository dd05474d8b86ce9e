import ArgumentParser
import Exchange
import Postgres
import Programme
import Store

extension PositionCommand {
  /// `vivier position review`: what the check of offers flagged, and what a person makes of it.
  struct Review: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "review",
      abstract: "Decide about positions that are held for what was flagged in them.",
      discussion: """
        Examples:
          vivier position review list
          vivier position review accept 2026-0058 --why "pay told on the phone"
          vivier position review refuse 2026-0058 --why "asks for an age"

        An offer that speaks of age, sex, residence or origin, is not in French, or tells no date, no \
        pay or no employer is held: nobody is matched with it, and nobody sees it, before a person \
        accepts it as it is or the company corrects it.
        """,
      subcommands: [List.self, Accept.self, Refuse.self])

    /// `vivier position review list`.
    struct List: AsyncParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "List the positions that wait for a person, with what was flagged and the law.",
        discussion: """
          Examples:
            vivier position review list
            vivier position review list --kind pay --json

          The search looks at id, reference, title and company.
          """)
      @OptionGroup var options: GlobalOptions
      @OptionGroup var list: ListOptions
      @Option(help: Review.kindHelp) var kind: OfferFlag.Kind?

      func run() async throws {
        try await Context.with(options, as: .nightly) { context, connection in
          let wanted = list.wanted
          var sheet = Sheet(
            ("id", .left), ("reference", .left), ("company", .left), ("flags", .left),
            ("law", .left), ("remedy", .left), ("before", .left), ("title", .left),
            programsOnly: ["reference", "law", "before"])
          for held in try await PositionReview.held(kind: kind, connection)
          where wanted.matches(held.id, held.reference, held.title, held.company) {
            let kinds = OfferFlag.Kind.allCases.filter { kind in
              held.flags.contains { $0.kind == kind }
            }
            sheet.add(
              .string(held.id), .string(held.reference), .string(held.company),
              .array(held.flags.map { .string($0.description) }),
              .array(kinds.map { .string($0.law) }), .array(kinds.map { .string($0.remedy) }),
              .array(
                held.decisions.map {
                  .string("\($0.decision.rawValue)ed on \($0.on) by \($0.by): \($0.reason)")
                }), .string(held.title))
          }
          list.write(sheet, of: "held positions", context.terminal)
        }
      }
    }

    /// `vivier position review accept`.
    struct Accept: AsyncParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "Let positions be shown as they are; the reason is kept.",
        discussion: """
          Examples:
            vivier position review accept 2026-0058 --why "the law asks for the nationality here"
            vivier position review accept --all --kind pay --why "pay is told before any interview"

          The decision holds for what is flagged now: other words in a later version are held again.
          """)
      @OptionGroup var choice: Choice

      func run() async throws { try await choice.decide(.accept) }
    }

    /// `vivier position review refuse`.
    struct Refuse: AsyncParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "Close positions that must not be shown; the reason is kept.",
        discussion: """
          Example:
            vivier position review refuse 2026-0058 --why "asks for an age"

          A corrected version that is imported or edited later is looked at anew.
          """)
      @OptionGroup var choice: Choice

      func run() async throws { try await choice.decide(.refuse) }
    }

    /// Which positions a person decides about, and why.
    struct Choice: ParsableArguments {
      @OptionGroup var options: GlobalOptions
      @OptionGroup var author: AuthorOptions
      @Argument(help: "Their ids or references.") var positions: [String] = []
      @Flag(help: "All that are held.") var all = false
      @Option(help: Review.kindHelp) var kind: OfferFlag.Kind?
      @Option(help: ArgumentHelp("Why, for the log.", valueName: "reason")) var why: String

      func validate() throws {
        guard positions.isEmpty == all else {
          throw ValidationError("Name the positions, or all of them with --all.")
        }
        if kind != nil, !all { throw ValidationError("--kind goes with --all.") }
        guard why.oneLine != nil else { throw ValidationError("--why must say something.") }
      }

      func decide(_ decision: PositionReview.Decision) async throws {
        let reason = why.oneLine ?? why
        try await Context.with(options, as: .nightly) { context, connection in
          let ids = try await ids(connection)
          let count = try await PositionReview.decide(
            decision, about: ids, because: reason, by: author.author(context), connection)
          output("\(decision.rawValue)ed: \(count) position(s)\n")
        }
      }

      /// All of one kind are those that are flagged for nothing else.
      private func ids(_ connection: Connection) async throws -> [String] {
        guard all else {
          var ids: [String] = []
          for name in positions { ids.append(try await Directory.id(of: name, connection)) }
          return ids
        }
        return try await PositionReview.held(kind: kind, connection)
          .filter { held in kind.map { kind in held.flags.allSatisfy { $0.kind == kind } } ?? true }
          .map(\.id)
      }
    }

    static let kindHelp = ArgumentHelp(
      "Only what is flagged for this: "
        + OfferFlag.Kind.allCases.map(\.rawValue).joined(separator: ", ") + ".")
  }
}

extension OfferFlag.Kind: ExpressibleByArgument {}
