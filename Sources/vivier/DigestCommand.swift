import ArgumentParser
import Cluster
import Digest
import Exchange
import Foundation
import Glibc
import Nightly
import Postgres
import Programme
import Store

/// `vivier digest`: the messages, one by one.
struct DigestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "digest", abstract: "See single messages and decide about them.",
    discussion: """
      Examples:
        vivier digest list --state uncertain
        vivier digest show company-digest.2026-11-21.K-117eec214882.9f0c@vivier.example
        vivier digest preview --to K-117eec214882 --text
        vivier digest resolve company-digest.2026-11-21.K-117eec214882.9f0c@vivier.example --lost

      A message is named by its Message-ID, a reader by the id of the contact or candidate.
      """,
    subcommands: [
      List.self, Show.self, Preview.self, Hold.self, Release.self, Resend.self, Resolve.self,
      Suppress.self,
    ])

  /// `vivier digest list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the latest messages, whatever their state.",
      discussion: """
        Examples:
          vivier digest list
          vivier digest list --state uncertain --json
          vivier digest list --to K-117eec214882 --date 2026-11-21
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Option(help: "Only messages in this state.") var state: String?
    @Option(help: "Only those of this business date.") var date: Day?
    @Option(help: ArgumentHelp("Only those for this contact or candidate.", valueName: "id"))
    var to: String?
    @Option(help: "How many messages.") var limit = 50

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let entries = try await Outbox.entries(
          state: state, on: date, recipient: to, limit: limit, connection)
        format.write(DigestCommand.sheet(of: entries), context.terminal)
      }
    }
  }

  /// `vivier digest show`.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show where a message stands, and why.",
      discussion: """
        Example:
          vivier digest show company-digest.2026-11-21.K-117eec214882.9f0c@vivier.example --json
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Argument(help: "Its Message-ID.") var message: String

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let entries = try await Outbox.entries(messageID: message, limit: 1, connection)
        guard !entries.isEmpty else {
          throw StoreError(
            .notFound, "no message \(message)", hint: "vivier digest list shows what there is")
        }
        format.write(DigestCommand.sheet(of: entries), context.terminal)
      }
    }
  }

  /// `vivier digest preview`.
  struct Preview: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the message of a reader as it is, or will be, sent.",
      discussion: """
        Examples:
          vivier digest preview --to K-117eec214882
          vivier digest preview --to D-0793 --date 2026-11-21 --html > page.html
          vivier digest preview --to D-0793 --open

        Where the pages have an address, the links of a preview lead to the first of them: they do not
        answer for the reader.
        """)
    @OptionGroup var options: GlobalOptions
    @Option(help: ArgumentHelp("The contact or candidate.", valueName: "id")) var to: String
    @Option(help: "The business date (default: the latest there is a message of).") var date: Day?
    @Flag(help: "Write the HTML part instead of the text.") var html = false
    @Flag(help: "Write the text part (the default).") var text = false
    @Flag(help: "Open the HTML part in the browser.") var open = false

    func validate() throws {
      guard [html, text, open].count(where: \.self) <= 1 else {
        throw ValidationError("--html, --text and --open exclude each other.")
      }
    }

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let stored = try await Outbox.stored(for: to, on: date, connection)
        let rendered = try Rendering.preview(
          stored.kind, view: stored.view, address: PublicAddress.read(context.environment)?.text)
        if open {
          let path = try context.access.home.folder("preview") + "/\(stored.messageID).html"
          try Data(rendered.html.utf8).write(to: URL(filePath: path), options: .atomic)
          guard try Browser.open(path) else { return output("file://\(path)\n") }
        } else if html {
          output(rendered.html)
        } else {
          output("\(rendered.subject)\n\(rendered.preheader)\n\n\(rendered.text)")
        }
      }
    }
  }

  /// The rows of messages.
  private static func sheet(of entries: [Outbox.Entry]) -> Sheet {
    var sheet = Sheet(
      ("message", .left), ("date", .left), ("kind", .left), ("to", .left), ("state", .left),
      ("attempts", .right), ("retry_at", .left), ("sent_at", .left), ("reason", .left),
      programsOnly: ["retry_at", "sent_at"])
    for entry in entries {
      sheet.add(
        .string(entry.messageID), .string("\(entry.date)"), .string(entry.kind),
        .string(entry.recipient), .string(entry.state), .integer(Int(entry.attempts)),
        .optional(entry.retryAt.map { "\($0)" }), .optional(entry.sentAt.map { "\($0)" }),
        .optional(entry.reason))
    }
    return sheet
  }

  /// Carries out a decision and notes it in the log, in one transaction.
  fileprivate static func decide(
    _ decision: Outbox.Decision, _ message: String, _ author: AuthorOptions,
    _ options: GlobalOptions
  ) async throws {
    try await Context.with(options, as: .nightly) { context, connection in
      let author = author.author(context)
      try await connection.withTransaction { connection in
        try await Outbox.decide(decision, about: message, by: author, connection)
        try await context.audit(
          AuditLog.Event(decision.action, row: "message \(message)", purpose: "delivery"),
          by: author, connection)
      }
    }
  }
}

/// A decision about one message: the options all of them take.
struct DecisionOptions: ParsableArguments {
  @OptionGroup var options: GlobalOptions
  @OptionGroup var author: AuthorOptions
  @Argument(help: "Its Message-ID.") var message: String
}

extension DigestCommand {
  /// `vivier digest hold`.
  struct Hold: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keep a message from being sent, until it is released.",
      discussion: """
        Example:
          vivier digest hold company-digest.2026-11-21.K-117eec214882.9f0c@vivier.example
        """)
    @OptionGroup var decision: DecisionOptions

    func run() async throws {
      try await DigestCommand.decide(
        .hold, decision.message, decision.author, decision.options)
    }
  }

  /// `vivier digest release`.
  struct Release: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let a message that was held be sent.",
      discussion: """
        Example:
          vivier digest release company-digest.2026-11-21.K-117eec214882.9f0c@vivier.example
        """)
    @OptionGroup var decision: DecisionOptions

    func run() async throws {
      try await DigestCommand.decide(
        .release, decision.message, decision.author, decision.options)
    }
  }

  /// `vivier digest resend`.
  struct Resend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Send a message once more that was sent, given up or suppressed.",
      discussion: """
        Example:
          vivier digest resend company-digest.2026-11-21.K-117eec214882.9f0c@vivier.example

        It has the same Message-ID, so that a mailbox that has it may leave one copy. Agreement, \
        address and suppression are looked at again.
        """)
    @OptionGroup var decision: DecisionOptions

    func run() async throws {
      try await DigestCommand.decide(
        .resend, decision.message, decision.author, decision.options)
    }
  }

  /// `vivier digest resolve`.
  struct Resolve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say what became of a message of unknown fate.",
      discussion: """
        Examples:
          vivier digest resolve company-digest.2026-11-21.K-117eec214882.9f0c@vivier.example --delivered
          vivier digest resolve company-digest.2026-11-21.K-117eec214882.9f0c@vivier.example --lost

        The log of the mail server knows: look for the Message-ID. Lost means that it goes out again.
        """)
    @OptionGroup var decision: DecisionOptions
    @Flag(help: "It arrived.") var delivered = false
    @Flag(help: "It did not, and goes out again.") var lost = false

    func validate() throws {
      guard delivered != lost else { throw ValidationError("Say --delivered or --lost.") }
    }

    func run() async throws {
      try await DigestCommand.decide(
        delivered ? .delivered : .lost, decision.message, decision.author, decision.options)
    }
  }

  /// `vivier digest suppress`.
  struct Suppress: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Never send a message.",
      discussion: """
        Example:
          vivier digest suppress company-digest.2026-11-21.K-117eec214882.9f0c@vivier.example

        What it tells comes with the next digest; to write to an address no more: vivier suppression \
        add.
        """)
    @OptionGroup var decision: DecisionOptions

    func run() async throws {
      try await DigestCommand.decide(
        .suppress, decision.message, decision.author, decision.options)
    }
  }
}

/// The browser of the person who runs a command.
enum Browser {
  /// Shows a file; false when there is no browser.
  static func open(_ path: String) throws -> Bool {
    let program = "/usr/bin/xdg-open"
    guard unsafe access(program, X_OK) == 0 else { return false }
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = [path]
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
