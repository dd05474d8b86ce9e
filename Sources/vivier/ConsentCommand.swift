import ArgumentParser
import Exchange
import Postgres
import Programme
import Store

/// `vivier consent`: what candidates agreed to.
struct ConsentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "consent", abstract: "Note and show what a candidate agrees to.",
    discussion: """
      Examples:
        vivier consent show D-0793
        vivier consent give D-0001 --purpose matching --purpose digest --channel mail
        vivier consent withdraw D-0793 --purpose digest --channel mail
        vivier consent list D-0793

      Purposes are matching (to be compared and shown under a code), digest (to be written to) and \
      introduction (to be introduced after mutual interest). Absent means no. A withdrawal acts at \
      once: what is under way goes out without the person, or not at all.
      """,
    subcommands: [Show.self, List.self, Give.self, Withdraw.self])

  /// `vivier consent show`.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say what a candidate agrees to today.",
      discussion: """
        Examples:
          vivier consent show D-0793
          vivier consent show D-0793 --json
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Argument(help: "The candidate, by id or reference.") var candidate: String

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let id = try await CandidateCommand.id(of: candidate, context, connection)
        let today = try await context.day(nil, connection)
        let history = try await Consent.history(of: id, on: today, connection)
        var card = Card()
        card.add("id", .string(id))
        for purpose in ConsentPurpose.allCases {
          let told = history.filter { $0.purpose == purpose }
          let holds = told.contains(where: \.holds)
          card.add(
            purpose.rawValue, .bool(holds),
            as: [holds ? "yes" : told.isEmpty ? "never agreed" : "not any more"])
        }
        format.write(card)
      }
    }
  }

  /// `vivier consent list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List all that a candidate agreed to and took back.",
      discussion: """
        Examples:
          vivier consent list D-0793
          vivier consent list D-0793 --json
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Argument(help: "The candidate, by id or reference.") var candidate: String

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let id = try await CandidateCommand.id(of: candidate, context, connection)
        let today = try await context.day(nil, connection)
        var sheet = Sheet(
          ("purpose", .left), ("given_at", .left), ("until", .left), ("withdrawn_at", .left),
          ("holds", .left), ("channel", .left), ("notice", .left), ("controller", .left),
          ("recorded_by", .left), ("withdrawn_channel", .left), ("withdrawn_by", .left),
          programsOnly: ["controller", "recorded_by", "withdrawn_channel", "withdrawn_by"])
        for consent in try await Consent.history(of: id, on: today, connection) {
          sheet.add(
            .string(consent.purpose.rawValue), .string("\(consent.givenAt)"),
            .optional(consent.until?.description),
            .optional(consent.withdrawnAt.map { "\($0)" }), .bool(consent.holds),
            .string(consent.channel), .optional(consent.notice), .optional(consent.controller),
            .string(consent.recordedBy), .optional(consent.withdrawnChannel),
            .optional(consent.withdrawnBy))
        }
        format.write(sheet, context.terminal)
        if sheet.count == 0 { note("\(id) never agreed to anything") }
      }
    }
  }

  /// `vivier consent give`.
  struct Give: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Note that a candidate agrees.",
      discussion: """
        Examples:
          vivier consent give D-0001 --purpose matching --purpose digest --channel mail
          vivier consent give D-0001 --purpose matching --channel paper --on 2026-11-20

        The notice in use is kept with it, unless --notice names the one that was shown.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "The candidate, by id or reference.") var candidate: String
    @Option(help: "matching, digest or introduction; may be repeated.")
    var purpose: [ConsentPurpose]
    @Option(help: "From whom or by which channel: mail, paper, telephone...") var channel: String
    @Option(help: "The day it was given (default: now).") var on: Day?
    @Option(help: "The last day it holds (default: until it is withdrawn).") var until: Day?
    @Option(help: "The notice that was shown (default: the one in use).") var notice: String?

    func validate() throws {
      if purpose.isEmpty { throw ValidationError("Name what for with --purpose.") }
      guard let channel = channel.oneLine, channel.count <= 60 else {
        throw ValidationError("--channel says how it was given, in at most 60 characters.")
      }
    }

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let id = try await CandidateCommand.id(of: candidate, context, connection)
        let given = Consent.Given(
          to: purpose, on: on, until: until, notice: notice, channel: channel.oneLine ?? channel)
        let author = author.author(context)
        let day = try await context.day(nil, connection)
        try await context.logged(by: author, connection) { connection in
          try await Consent.give(given, candidate: id, on: day, by: author, connection)
          return ((), ConsentCommand.event("consent.give", of: id, purpose))
        }
        output("noted: \(id) agrees to \(purpose.map(\.rawValue).joined(separator: ", "))\n")
      }
    }
  }

  /// `vivier consent withdraw`.
  struct Withdraw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Note that a candidate takes back what was agreed; it acts at once.",
      discussion: """
        Examples:
          vivier consent withdraw D-0793 --channel telephone
          vivier consent withdraw D-0793 --purpose digest --channel mail
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "The candidate, by id or reference.") var candidate: String
    @Option(help: "matching, digest or introduction; may be repeated (default: all).")
    var purpose: [ConsentPurpose] = []
    @Option(help: "From whom or by which channel: mail, paper, telephone...") var channel: String

    func validate() throws {
      guard let channel = channel.oneLine, channel.count <= 60 else {
        throw ValidationError("--channel says how it was taken back, in at most 60 characters.")
      }
    }

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let id = try await CandidateCommand.id(of: candidate, context, connection)
        let author = author.author(context)
        let purposes = purpose.isEmpty ? ConsentPurpose.allCases : purpose
        let count = try await context.logged(by: author, connection) { connection in
          let count = try await Consent.withdraw(
            purposes, candidate: id, channel: channel.oneLine ?? channel, by: author, connection)
          return (count, ConsentCommand.event("consent.withdraw", of: id, purposes))
        }
        output("noted: \(count) agreement(s) of \(id) withdrawn\n")
      }
    }
  }
}

extension ConsentCommand {
  /// What the log keeps of an agreement that is given or taken back.
  fileprivate static func event(
    _ action: String, of candidate: String, _ purposes: [ConsentPurpose]
  ) -> AuditLog.Event {
    AuditLog.Event(
      action, about: Person(.candidate, candidate),
      purpose: purposes.map(\.rawValue).joined(separator: ", "))
  }
}

extension ConsentPurpose: ExpressibleByArgument {}

extension CandidateCommand {
  /// The id of a candidate by id or reference, with or without agreement.
  static func id(
    of name: String, _ context: Context, _ connection: Connection
  ) async throws -> String {
    try await CandidateCard.find(name, on: context.day(nil, connection), connection).id
  }
}
