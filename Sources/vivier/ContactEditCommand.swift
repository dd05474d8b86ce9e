import ArgumentParser
import Exchange
import Postgres
import Programme
import Store

/// What can be told of a contact; an empty text forgets what was told.
struct ContactOptions: ParsableArguments {
  @Option(help: "M. or Mme, if the person told so.") var civility: String?
  @Option(help: "The name.") var name: String?
  @Option(help: ArgumentHelp("What the person does, such as DRH.", valueName: "text"))
  var role: String?
  @Option(
    help: ArgumentHelp(
      "The language to speak in, fr unless told; mails are in French.", valueName: "code"))
  var language: String?
  @Option(help: "How often digests come: daily, weekly (default), monthly or never.")
  var frequency: Frequency?

  /// What the options ask for.
  func edit() throws -> ContactEdit {
    var edit = ContactEdit()
    do {
      edit.civility = try civility.map { try $0.oneLine.map { try Exchange.civility($0) } }
      edit.language = try language.map { try LanguageCode($0) }
    } catch let error as InvalidIdentifier {
      throw ValidationError("\(error.what): \(error.hint).")
    }
    edit.name = try name.map { try Self.line($0, "--name") }
    edit.role = try role.map { try Self.line($0, "--role") }
    edit.frequency = frequency
    return edit
  }

  private static func line(_ text: String, _ option: String) throws -> String? {
    guard (text.oneLine?.count ?? 0) <= 120 else {
      throw ValidationError("\(option) is of at most 120 characters.")
    }
    return text.oneLine
  }

  /// An address in the form every mail server accepts.
  static func address(_ text: String) throws -> String {
    do {
      return try Exchange.email(text)
    } catch {
      throw ValidationError("\(error.what): \(error.hint).")
    }
  }

  /// The scopes behind the names of options.
  static func scopes(
    _ names: [String], on day: Day, _ connection: Connection
  ) async throws -> [ContactScope] {
    guard !names.isEmpty else { return [] }
    let directory = try await ScopeDirectory.read(
      try await Gazetteer.read(on: day, connection), connection)
    return try names.map { name in
      do {
        return try directory.scope(scopeReference(name))
      } catch let error as ScopeDirectory.Unknown {
        throw StoreError(.notFound, error.reason, hint: error.hint)
      }
    }
  }
}

extension ContactCommand {
  /// `vivier contact add`.
  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add a contact, or something more that a known one receives.",
      discussion: """
        Examples:
          vivier contact add --email rh@usine.example --for 21000042800016 --civility Mme \
        --name "Alix Exemple"
          vivier contact add --email lead@territoire.example --for ti-9305 --for ti-2402
          vivier contact add --email atelier@usine.example --for position:2026-0058

        Without civility or name the mails begin with Bonjour alone: neither is ever guessed.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var told: ContactOptions
    @OptionGroup var author: AuthorOptions
    @Option(help: "The address.") var email: String
    @Option(
      name: .customLong("for"),
      help: ArgumentHelp("What the contact receives; may be repeated.", valueName: "scope"))
    var scopes: [String]

    func validate() throws {
      guard !scopes.isEmpty else {
        throw ValidationError("Say what the contact receives, such as --for SIRET.")
      }
      _ = try ContactOptions.address(email)
      _ = try told.edit()
    }

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let today = try await context.day(nil, connection)
        var edit = try told.edit()
        edit.newScopes = try await ContactOptions.scopes(scopes, on: today, connection)
        let author = author.author(context)
        let asked = edit
        let (id, changes) = try await context.logged(by: author, connection) { connection in
          let added = try await asked.add(
            ContactOptions.address(email), by: author, connection)
          return (
            added, AuditLog.Event("contact.add", about: Person(.contact, added.id), purpose: "mail")
          )
        }
        output(
          "\(id): \(changes.isEmpty ? "nothing to change" : changes.joined(separator: ", "))\n")
      }
    }
  }

  /// `vivier contact edit`.
  struct Edit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Change a contact, or what it receives and when.",
      discussion: """
        Examples:
          vivier contact edit K-117eec214882 --frequency never
          vivier contact edit K-117eec214882 --pause 2027-01-11
          vivier contact edit K-117eec214882 --not-for 21000042800016 --for 210000428
          vivier contact edit K-117eec214882 --suppress bounced

        Each change is logged with who and when; what is as asked already is no change. An empty \
        text forgets: --name "", --civility "". A pause puts digests off to that day, of the next \
        twelve months; never stops them for good. Suppressed is an address to which nothing is sent \
        at all any more.
        """)

    /// What ends a suppression or says why it began.
    enum Suppression: String, ExpressibleByArgument, CaseIterable {
      case bounced
      case complained
      case asked
      case no
    }

    @OptionGroup var options: GlobalOptions
    @OptionGroup var told: ContactOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "Its id.") var contact: String
    @Option(help: "Another address.") var email: String?
    @Option(help: ArgumentHelp("No digest before a day; no ends it.", valueName: "date or no"))
    var pause: String?
    @Option(help: "Why nothing is sent to the address any more; no ends it.")
    var suppress: Suppression?
    @Option(
      name: .customLong("for"),
      help: ArgumentHelp("What the contact receives as well; may be repeated.", valueName: "scope"))
    var newScopes: [String] = []
    @Option(
      name: .customLong("not-for"),
      help: ArgumentHelp("What it receives no more; may be repeated.", valueName: "scope"))
    var goingScopes: [String] = []

    func validate() throws {
      if let email { _ = try ContactOptions.address(email) }
      _ = try told.edit()
      guard pause == nil || pause == "no" || pause.flatMap({ Day(iso: $0) }) != nil else {
        throw ValidationError("--pause takes a day, such as 2027-01-11, or no.")
      }
    }

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let today = try await context.day(nil, connection)
        var edit = try told.edit()
        edit.email = try email.map { try ContactOptions.address($0) }
        edit.pausedUntil = try pause.map { try Self.day($0, today: today) }
        edit.suppression = suppress.map { $0 == .no ? nil : $0.rawValue }
        edit.newScopes = try await ContactOptions.scopes(newScopes, on: today, connection)
        edit.goingScopes = try await ContactOptions.scopes(goingScopes, on: today, connection)
        let author = author.author(context)
        let asked = edit
        let changes = try await context.logged(by: author, connection) { connection in
          (
            try await asked.apply(to: contact, by: author, connection),
            AuditLog.Event("contact.edit", about: Person(.contact, contact), purpose: "mail")
          )
        }
        output(
          "\(contact): \(changes.isEmpty ? "nothing to change" : changes.joined(separator: ", "))\n"
        )
      }
    }

    /// The end of a pause; nil where there is none any more.
    private static func day(_ text: String, today: Day) throws -> Day? {
      guard let day = Day(iso: text) else { return nil }
      guard (1...366).contains(day.days(since: today)) else {
        throw StoreError(
          .data, "a pause until \(day)",
          hint: "name a day of the next twelve months; --frequency never stops digests for good")
      }
      return day
    }
  }
}
