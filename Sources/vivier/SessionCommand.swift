import ArgumentParser
import Exchange
import Postgres
import Programme
import Store

/// `vivier session`: who may read as a company, a CFA, a candidate or a territory.
struct SessionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "session",
    abstract: "Let somebody read as a company, CFA, candidate or territory.",
    discussion: """
      Examples:
        vivier session open --company 210000428 > token
        vivier position list --session token
        vivier session list
        vivier session close 1

      Whoever runs vivier with the token in VIVIER_SESSION, or in the file of --session, sees what \
      that reader may see and nothing else: a company its own positions and, as codes, the profiles \
      listed for them; a CFA its trainings and candidates; a candidate what was proposed to them; a \
      territory the positions in it. Names are never shown. match, position, candidate, company, \
      training, territory, skill, occupation and rule answer; every other command ends with 77.
      """,
    subcommands: [Open.self, List.self, Close.self])

  /// `vivier session open`.
  struct Open: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Open a session and print its token, which is nowhere else.",
      discussion: """
        Examples:
          vivier session open --company 210000428 > token
          vivier session open --cfa 21010001400016 --hours 2
          vivier session open --candidate D-0793
          vivier session open --territory anjou-bleu --json
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var author: AuthorOptions
    @Option(help: ArgumentHelp("As this company.", valueName: "siren")) var company: String?
    @Option(help: ArgumentHelp("As this CFA or school.", valueName: "siret")) var cfa: String?
    @Option(help: ArgumentHelp("As this candidate.", valueName: "id")) var candidate: String?
    @Option(
      help: ArgumentHelp("As the lead of this territory.", valueName: "id or name"),
      completion: Completion.territories)
    var territory: String?
    @Option(help: "How many hours it lasts, at most 12.") var hours = 8

    func validate() throws {
      guard [company, cfa, candidate, territory].compactMap(\.self).count == 1 else {
        throw ValidationError("Name one of --company, --cfa, --candidate and --territory.")
      }
      guard (1...ReaderSession.mostHours).contains(hours) else {
        throw ValidationError("--hours is from 1 to \(ReaderSession.mostHours).")
      }
    }

    func run() async throws {
      var generator = SystemRandomNumberGenerator()
      let token = SessionToken(using: &generator)
      try await Context.with(options, as: .nightly) { context, connection in
        let id = try await ReaderSession.open(
          subject(context, connection), token: token.text, hours: hours,
          by: author.author(context), connection)
        if format.json {
          output(JSON.text(["session": .integer(Int(id)), "token": .string(token.text)]))
        } else {
          output(token.text + "\n")
        }
        note("session \(id) lasts \(hours) hour(s); its token is not shown again")
        advise("to end it:  vivier session close \(id)")
      }
    }

    private func subject(
      _ context: Context, _ connection: Connection
    ) async throws -> ReaderSession.Subject {
      if let company { return .company(siren: try SIREN(company).text) }
      if let cfa { return .cfa(siret: try SIRET(cfa).text) }
      guard let territory else { return .candidate(candidate ?? "") }
      let today = try await context.day(nil, connection)
      let places = try await Places.read(territory, on: today, connection)
      return .territory(places.territory ?? territory, vintage: places.vintage.name)
    }
  }

  /// `vivier session list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the open sessions.",
      discussion: """
        Examples:
          vivier session list
          vivier session list --all --json
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Flag(help: "Closed and expired ones, too.") var all = false

    func run() async throws {
      try await Context.with(options, as: .staff) { context, connection in
        var sheet = Sheet(
          ("session", .right), ("reads_as", .left), ("subject", .left), ("opened_at", .left),
          ("opened_by", .left), ("expires_at", .left), ("ended", .left))
        for session in try await ReaderSession.list(includesEnded: all, connection) {
          sheet.add(
            .integer(Int(session.id)), .string(session.kind.rawValue), .string(session.subject),
            .string(session.openedAt), .string(session.openedBy), .string(session.expiresAt),
            .bool(session.hasEnded))
        }
        format.write(sheet, context.terminal)
      }
    }
  }

  /// `vivier session close`.
  struct Close: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Close a session at once.",
      discussion: """
        Example:
          vivier session close 1
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "Its number.") var session: Int

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        try await ReaderSession.close(Int64(session), by: author.author(context), connection)
        note("session \(session) is closed")
      }
    }
  }
}
