import ArgumentParser
import Exchange
import Nightly
import Postgres
import Programme
import Store

/// `vivier answer`: what readers answered by the links of their mails.
struct AnswerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "answer",
    abstract: "Follow what readers answered by the links of their mails.",
    discussion: """
      Examples:
        vivier answer list --waiting
        vivier answer show 12
        vivier answer apply
        vivier answer done 12 --by "Claire Martin"

      Answers take effect before each delivery and each night. Some wait for a person: a correction, \
      another position, a ranking to look at again, a hire to record.
      """,
    subcommands: [List.self, Show.self, Apply.self, Done.self])

  /// `vivier answer list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List answers, the newest first: who, what, when, and what came of it.",
      discussion: """
        Examples:
          vivier answer list
          vivier answer list --about 2026-0058 --json
          vivier answer list --waiting

        What readers wrote is personal data: vivier answer show tells it.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var list: ListOptions
    @Option(
      help: ArgumentHelp("Only of a contact or candidate, or about a position.", valueName: "id"))
    var about: String?
    @Flag(help: "Only what waits for a person or could not be done.") var waiting = false

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let wanted = list.wanted
        var sheet = Sheet(
          ("id", .left), ("given_at", .left), ("reader", .left), ("answer", .left),
          ("choice", .left), ("position", .left), ("candidate", .left), ("outcome", .left),
          ("message", .left), programsOnly: ["message"])
        for answer in try await ReaderAnswer.list(
          about: about, onlyWaiting: waiting, connection)
        where wanted.matches(
          answer.purpose, answer.choice, answer.reader, answer.position, answer.candidate,
          answer.outcome)
        {
          sheet.add(
            .string("\(answer.id)"), .string(answer.givenAt.minutes), .string(answer.reader),
            .string(answer.purpose), .string(answer.choice), .optional(answer.position),
            .optional(answer.contact == nil ? nil : answer.candidate),
            .string(answer.outcome ?? "not yet"), .string(answer.messageID))
        }
        list.write(sheet, of: "answers", context.terminal)
      }
    }
  }

  /// `vivier answer show`.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show an answer in full, with what the reader wrote: personal data.",
      discussion: """
        Example:
          vivier answer show 12
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Argument(help: "Its number.") var answer: Int64

    func run() async throws {
      try await Context.with(options, as: .nightly) { _, connection in
        let found = try await ReaderAnswer.find(answer, connection)
        var card = Card()
        card.add("id", .string("\(found.id)"))
        card.add("given_at", .string(found.givenAt.minutes))
        card.add("reader", .string(found.reader))
        card.add("answer", .string(found.purpose))
        card.add("choice", .string(found.choice))
        card.add("position", .optional(found.position))
        card.add("candidate", .optional(found.candidate))
        card.add("cfa", .optional(found.provider))
        card.add("skill", .optional(found.skill))
        card.add("note", .optional(found.note))
        card.add("details", .string(found.details))
        card.add("message", .string(found.messageID))
        card.add("outcome", .string(found.outcome ?? "not yet"))
        format.write(card)
      }
    }
  }

  /// `vivier answer apply`.
  struct Apply: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let answers take effect now, as a delivery does.",
      discussion: """
        Example:
          vivier answer apply
        """)
    @OptionGroup var options: GlobalOptions
    @Flag(help: "Write JSON.") var json = false

    func run() async throws {
      let context = try Context(options)
      try await context.access.withServer {
        let report = try await AnswerCommand.apply(context)
        guard json else {
          output("\(report.done) took effect, \(report.waiting) wait for a person")
          output(report.refused == 0 ? "\n" : ", \(report.refused) could not be done\n")
          return
        }
        output(
          JSON.text([
            "done": .integer(report.done), "waiting": .integer(report.waiting),
            "refused": .integer(report.refused),
          ]))
      }
    }
  }

  /// `vivier answer done`.
  struct Done: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Note that somebody saw to an answer that waited for a person.",
      discussion: """
        Example:
          vivier answer done 12 --by "Claire Martin"
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "Its number.") var answer: Int64

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        try await ReaderAnswer.close(answer, by: author.author(context), connection)
        note("noted")
      }
    }
  }

  /// Lets answers take effect; the caller lends the server.
  static func apply(_ context: Context) async throws -> ReaderAnswer.Report {
    let label = context.label("vivier answer")
    let connection = try await context.access.connect(as: .nightly, label: label)
    let eraser = try await context.access.connect(as: .nightly, label: label)
    let erasure = try context.access.erasure
    let day = try await context.day(nil, connection)
    return try await ReaderAnswer.applyAll(
      on: day, at: context.clock.now(),
      erase: { person, author in
        _ = try await erasure.erase([person], on: day, .asked, by: author, eraser)
      }, connection)
  }
}

extension Timestamp {
  /// The moment to the minute, in UTC.
  fileprivate var minutes: String { String(description.prefix(16)) }
}
