import ArgumentParser
import Exchange
import Postgres
import Programme
import Store

/// `vivier interest`: who wants to meet whom, and what each agrees to reveal.
struct InterestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "interest",
    abstract: "Note who wants to meet whom; when both do, each learns what the other reveals.",
    discussion: """
      Examples:
        vivier interest record 2026-0058 D-0793 --from company --reveal name --reveal mail \
      --channel mail
        vivier interest withdraw 2026-0058 D-0793 --from company
        vivier interest list 2026-0058

      Once both sides said yes, each gets one message the next night with exactly what the other \
      agreed to reveal. The lead is told codes, unless both added --tell-lead.
      """,
    subcommands: [List.self, Record.self, Withdraw.self])

  /// `vivier interest list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List who said yes, and the introductions that came of it.",
      discussion: """
        Examples:
          vivier interest list
          vivier interest list D-0793 --json
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Argument(help: "A position or candidate, by id or reference (default: all).")
    var pair: String?

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        var id: String?
        if let pair { id = try await Directory.id(of: pair, connection) }
        var sheet = Sheet(
          ("position", .left), ("candidate", .left), ("party", .left), ("reveals", .left),
          ("tells_lead", .left), ("recorded_at", .left), ("withdrawn_at", .left),
          ("introduction", .left), ("contact", .left), ("notice", .left), ("recorded_by", .left),
          programsOnly: ["contact", "notice", "recorded_by"])
        for interest in try await Interest.list(of: id, connection) {
          sheet.add(
            .string(interest.position), .string(interest.candidate),
            .string(interest.party.rawValue), .array(interest.reveals.map { .string($0) }),
            .bool(interest.tellsLead), .string("\(interest.recordedAt)"),
            .optional(interest.withdrawnAt.map { "\($0)" }), .optional(interest.introduction),
            .optional(interest.contact), .optional(interest.notice), .string(interest.recordedBy))
        }
        format.write(sheet, context.terminal)
        if sheet.count == 0 { note("nobody said yes yet") }
      }
    }
  }

  /// `vivier interest record`.
  struct Record: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Note that one side wants to meet the other.",
      discussion: """
        Examples:
          vivier interest record 2026-0058 D-0793 --from candidate --reveal name --channel mail
          vivier interest record 2026-0058 D-0793 --from company --reveal name --reveal mail \
        --channel mail
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var author: AuthorOptions
    @OptionGroup var format: FormatOptions
    @Argument(help: "The position, by id or reference.", completion: Completion.positions)
    var position: String
    @Argument(help: "The candidate, by id or reference.") var candidate: String
    @Option(help: "Which side says yes: company or candidate.") var from: Interest.Party
    @Option(help: "What that side agrees to reveal: name, mail; may be repeated.")
    var reveal: [Interest.Field]
    @Flag(help: "That side agrees that the lead of the territory is told by name.")
    var tellLead = false
    @Option(
      help: ArgumentHelp(
        "Who answers for the company (default: the only contact of the position).",
        valueName: "id"))
    var contact: String?
    @Option(help: "From whom or by which channel: mail, telephone...") var channel: String

    func validate() throws {
      if reveal.isEmpty { throw ValidationError("Name what is revealed with --reveal.") }
      if contact != nil, from == .candidate {
        throw ValidationError("--contact is for --from company.")
      }
      guard let channel = channel.oneLine, channel.count <= 60 else {
        throw ValidationError("--channel says how it was told, in at most 60 characters.")
      }
    }

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        var new = Interest.New(
          position: try await Directory.id(of: position, connection),
          candidate: try await Directory.id(of: candidate, connection), party: from,
          reveals: Interest.Field.allCases.filter(reveal.contains),
          channel: channel.oneLine ?? channel)
        new.tellsLead = tellLead
        new.contact = contact
        let author = author.author(context)
        let day = try await context.day(nil, connection)
        let told = new
        let introduction = try await context.logged(by: author, connection) { connection in
          (
            try await Interest.record(told, on: day, by: author, connection),
            AuditLog.Event(
              "interest.record", about: Person(.candidate, told.candidate),
              purpose: "introduction",
              detail: ["position": .string(told.position), "party": .string(from.rawValue)])
          )
        }
        var card = Card()
        card.add("position", .string(new.position))
        card.add("candidate", .string(new.candidate))
        card.add("party", .string(from.rawValue))
        card.add(
          "introduction", .optional(introduction?.id),
          as: [introduction?.id ?? "none: the other side has not said yes"])
        format.write(card)
      }
    }
  }

  /// `vivier interest withdraw`.
  struct Withdraw: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Note that one side takes its yes back; what was not sent is not sent.",
      discussion: """
        Example:
          vivier interest withdraw 2026-0058 D-0793 --from company
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "The position, by id or reference.", completion: Completion.positions)
    var position: String
    @Argument(help: "The candidate, by id or reference.") var candidate: String
    @Option(help: "Which side takes it back: company or candidate.") var from: Interest.Party

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let author = author.author(context)
        let position = try await Directory.id(of: position, connection)
        let candidate = try await Directory.id(of: candidate, connection)
        try await context.logged(by: author, connection) { connection in
          try await Interest.withdraw(
            position: position, candidate: candidate, party: from, by: author, connection)
          return (
            (),
            AuditLog.Event(
              "interest.withdraw", about: Person(.candidate, candidate), purpose: "introduction",
              detail: ["position": .string(position), "party": .string(from.rawValue)])
          )
        }
        output("noted: the \(from.rawValue) takes it back\n")
      }
    }
  }
}

extension Interest.Party: ExpressibleByArgument {}
extension Interest.Field: ExpressibleByArgument {}

/// `vivier name-read`: who read whose name.
struct NameReadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "name-read",
    abstract: "Say who read the name or address of a person, and what for.",
    discussion: """
      Example:
        vivier name-read list D-0793
      """,
    subcommands: [List.self])

  /// `vivier name-read list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List every time it happened; the person may be told all of it.",
      discussion: """
        Examples:
          vivier name-read list D-0793
          vivier name-read list D-0793 --json
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Argument(help: "A candidate by id or reference, or a contact by id.") var person: String

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let id =
          person.hasPrefix("K-")
          ? person : try await CandidateCommand.id(of: person, context, connection)
        var sheet = Sheet(("read_at", .left), ("reader", .left), ("purpose", .left))
        for read in try await NameRead.list(of: id, connection) {
          sheet.add(.string("\(read.at)"), .string(read.reader), .string(read.purpose))
        }
        format.write(sheet, context.terminal)
        if sheet.count == 0 { note("nobody was shown the name or address of \(id)") }
      }
    }
  }
}
