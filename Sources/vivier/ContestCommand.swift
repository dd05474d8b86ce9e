import ArgumentParser
import Digest
import Exchange
import Postgres
import Programme
import Store

/// `vivier person contest`: rankings put before a person.
struct ContestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contest",
    abstract: "Put a ranking before a person, and record the answer.",
    discussion: """
      Examples:
        vivier person contest open 2026-0058 D-0793 --reason "my diploma is not counted"
        vivier person contest list
        vivier person contest answer 1 --text "The diploma was missing; it was added."
      """,
    subcommands: [Open.self, List.self, Answer.self])

  /// `vivier person contest open`.
  struct Open: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Contest where a candidate stands for a position; the explanation is kept with it.",
      discussion: """
        Example:
          vivier person contest open 2026-0058 D-0793 --reason "my diploma is not counted"
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var author: AuthorOptions
    @OptionGroup var receipt: ReceiptOptions
    @Argument(help: "The position, by id or reference.", completion: Completion.positions)
    var position: String
    @Argument(help: "The candidate, by id or reference.") var candidate: String
    @Option(help: ArgumentHelp("What the person says.", valueName: "text")) var reason: String?

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let act = try await PersonAct(candidate, author, context, connection)
        let bench = try await Bench.prepare(
          context, connection, date: nil, also: [position, act.person.id])
        let page = try await ExplanationPage.read(
          position: bench.id(position), candidate: act.person.id, bench, connection)
        let (id, receipt) = try await connection.withTransaction { connection in
          let id = try await Contest.open(
            position: bench.id(position), candidate: act.person.id, reason: reason?.oneLine,
            explanation: page.json, by: act.author, connection)
          let receipt = try await act.receipt(
            .contest, logging: "person.contest",
            done: [
              "Votre contestation porte le numéro \(id).",
              "Le calcul complet de ce classement est gardé avec elle.",
            ], connection)
          return (id, receipt)
        }
        let isKept = try self.receipt.keep(receipt)
        var card = Card()
        card.add("contest", .integer(Int(id)))
        if !isKept { card.tell("receipt", .string(receipt.text)) }
        format.write(card)
        if !isKept, !format.json { output("\n" + receipt.text) }
      }
    }
  }

  /// `vivier person contest list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the rankings that wait for an answer.",
      discussion: """
        Examples:
          vivier person contest list
          vivier person contest list --all --json
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Flag(help: "Answered ones, too.") var all = false

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let contests = try await Contest.list(includesAnswered: all, connection)
        if format.json {
          return output(JSON.text(.array(try contests.map(Self.json))))
        }
        var sheet = Sheet(
          ("contest", .right), ("asked_at", .left), ("asked_by", .left), ("position", .left),
          ("candidate", .left), ("reason", .left), ("answered_by", .left), ("answer", .left))
        for contest in contests {
          sheet.add(
            .integer(Int(contest.id)), .string("\(contest.askedAt)"), .string(contest.askedBy),
            .string(contest.position), .string(contest.candidate), .optional(contest.reason),
            .optional(contest.answer?.by), .optional(contest.answer?.text))
        }
        format.write(sheet, context.terminal)
      }
    }

    private static func json(_ contest: Contest) throws -> JSON {
      [
        "contest": .integer(Int(contest.id)), "position": .string(contest.position),
        "candidate": .string(contest.candidate), "asked_at": .string("\(contest.askedAt)"),
        "asked_by": .string(contest.askedBy), "reason": .optional(contest.reason),
        "explanation": try JSON(reading: Array(contest.explanation.utf8)),
        "answered_at": .optional(contest.answer.map { "\($0.at)" }),
        "answered_by": .optional(contest.answer?.by), "answer": .optional(contest.answer?.text),
      ]
    }
  }

  /// `vivier person contest answer`.
  struct Answer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Record what a person answered to a contested ranking.",
      discussion: """
        Example:
          vivier person contest answer 1 --text "The diploma was missing; it was added." --by "M. Roche"
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "The number of the contest.") var contest: Int64
    @Option(help: ArgumentHelp("The answer.", valueName: "text")) var text: String

    func validate() throws {
      guard text.oneLine != nil else { throw ValidationError("--text must say something.") }
    }

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let author = author.author(context)
        let answered = try await connection.withTransaction { connection in
          let answered = try await Contest.answer(
            contest, text: text.oneLine ?? text, by: author, connection)
          try await context.audit(
            AuditLog.Event(
              "person.answer", about: Person(.candidate, answered.candidate),
              purpose: "right of the person",
              detail: ["contest": .integer(Int(contest)), "position": .string(answered.position)]),
            by: author, connection)
          return answered
        }
        output("answered: contest \(answered.id)\n")
      }
    }
  }
}
