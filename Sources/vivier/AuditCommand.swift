import ArgumentParser
import Exchange
import Postgres
import Store
import Vault

/// `vivier audit`: the log nobody can change.
struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Read the log of who did what, and verify that it is whole.",
    discussion: """
      Examples:
        vivier audit show
        vivier audit verify

      Each row holds a hash over the row before. What is about a person is sealed under a key of that \
      person, which the database never holds and which goes with their erasure.
      """,
    subcommands: [Show.self, Verify.self])

  /// `vivier audit show`.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the newest rows of the log.",
      discussion: """
        Examples:
          vivier audit show --action person.
          vivier audit show --person D-0441 --json

        What is about a person is opened with --person only, and that is logged as well.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var author: AuthorOptions
    @Option(help: ArgumentHelp("Actions that begin so.", valueName: "word")) var action = ""
    @Option(help: ArgumentHelp("About this candidate or contact.", valueName: "id")) var person:
      String?
    @Option(help: "How many rows.") var limit = 50

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        var about: Person?
        if let person { about = try await Person.find(person, connection) }
        let rows = try await context.access.audit.rows(
          action: action, about: about, limit: limit, connection)
        var sheet = Sheet(
          ("row", .right), ("at", .left), ("actor", .left), ("action", .left), ("on", .left),
          ("purpose", .left), ("detail", .left), ("hash", .left), programsOnly: ["hash"])
        for row in rows {
          sheet.add(
            .integer(Int(row.id)), .string("\(row.at)"), .string(row.actor), .string(row.action),
            .optional(row.row ?? (row.isAboutPerson ? "a person, sealed" : nil)),
            .optional(row.purpose), .optional(row.detail), .string(row.hash))
        }
        if let about {
          try await context.audit(
            AuditLog.Event("person.log", about: about, purpose: "audit"),
            by: author.author(context), connection)
        }
        format.write(sheet, context.terminal)
      }
    }
  }

  /// `vivier audit verify`.
  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Verify the chain of the log and name the first link that is broken.",
      discussion: """
        Examples:
          vivier audit verify
          vivier audit verify --expect 5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592

        A tail that was cut off shows by a head that was told before: each night tells one, each \
        finished run keeps one, and this command keeps the last one in the home. --expect takes one \
        from elsewhere, such as a report on paper. Exit code 65 when the log is not whole.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Option(help: ArgumentHelp("A head the log must hold; may be repeated.", valueName: "hash"))
    var expect: [String] = []

    func validate() throws {
      guard expect.allSatisfy({ $0.count == 64 && $0.allSatisfy(\.isHexDigit) }) else {
        throw ValidationError("--expect takes 64 hexadecimal digits, as a report tells them.")
      }
    }

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let anchor = context.access.anchor
        let kept = try anchor.read()
        let broken = try await AuditLog.firstBreak(
          expecting: expect + [kept].compactMap(\.self), connection)
        if let broken {
          let place = broken.row.map { "row \($0): " } ?? ""
          throw Failure(
            what: "the audit log is not whole: \(place)\(broken.what)",
            hint: "keep the database as it is, and compare it with a backup", code: .dataError)
        }
        let head = try await AuditLog.head(connection)
        try anchor.keep(head.hash)
        var card = Card()
        card.add("whole", true)
        card.add("rows", .integer(Int(head.rows)))
        card.add("head", .string(head.hash))
        format.write(card)
      }
    }
  }
}
