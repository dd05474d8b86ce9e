import ArgumentParser
import Exchange
import Postgres
import Programme
import Store

/// `vivier contact`: who receives what.
struct ContactCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "contact",
    abstract: "Say who receives the news of companies, positions, CFA and territories.",
    discussion: """
      Examples:
        vivier contact list --unreachable
        vivier contact add --email rh@usine.example --for 21000042800016
        vivier contact edit K-117eec214882 --frequency monthly
        vivier contact remove K-117eec214882

      One address is one contact, whatever it receives. What a contact receives is named by a SIREN \
      (all of a company), a SIRET (one establishment), position:REFERENCE, cfa:SIRET, or \
      territory:ti-7510, with :76 behind for the lead of one region only.
      """,
    subcommands: [List.self, Show.self, Add.self, Edit.self, Remove.self])

  /// What was done to a contact, for the log.
  static func event(_ action: String, _ id: String) -> AuditLog.Event {
    AuditLog.Event("contact.\(action)", about: Person(.contact, id), purpose: "digest")
  }

  /// `vivier contact list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List contacts without their names and addresses.",
      discussion: """
        Examples:
          vivier contact list --search 21000042800016
          vivier contact list --unreachable --json

        The search looks at names and addresses, too, and shows neither: vivier contact show does.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var list: ListOptions
    @Flag(help: "Only those whom digests cannot reach.") var unreachable = false

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let wanted = list.wanted
        var sheet = Sheet(
          ("id", .left), ("reach", .left), ("frequency", .left), ("paused_until", .left),
          ("scopes", .left), ("role", .left), ("of", .left), programsOnly: ["paused_until"])
        for contact in try await Contact.list(connection)
        where !(unreachable && contact.reach == .reachable) {
          let scopes = contact.scopes.map { "\($0.scope)" }
          let names = contact.scopes.map(\.name)
          guard
            wanted.matches(
              contact.id, contact.name, contact.email, contact.role,
              (scopes + names).joined(separator: " · "))
          else { continue }
          sheet.add(
            .string(contact.id), .string(contact.reach.rawValue),
            .string(contact.frequency.rawValue), .optional(contact.pausedUntil?.description),
            .array(scopes.map { .string($0) }), .optional(contact.role),
            .array(names.map { .string($0) }))
        }
        list.write(sheet, of: "contacts", context.terminal)
      }
    }
  }

  /// `vivier contact show`.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a contact in full: personal data.",
      discussion: """
        Examples:
          vivier contact show K-117eec214882
          vivier contact show rh@usine.example --json
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "Its id or its address.") var contact: String

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let found = try await connection.withTransaction { connection in
          let author = author.author(context)
          let found = try await Contact.find(contact, connection)
          try await NameRead.note(
            [Person(.contact, found.id)], to: author, for: "contact show", connection)
          try await context.audit(
            ContactCommand.event("show", found.id), by: author, connection)
          return found
        }
        let changes = try await Contact.changes(of: found.id, connection)
        var card = Card()
        card.add("id", .string(found.id))
        card.add("email", .optional(found.email))
        card.add("civility", .optional(found.civility))
        card.add("name", .optional(found.name))
        card.add("role", .optional(found.role))
        card.add("language", .string(found.language))
        card.add("frequency", .string(found.frequency.rawValue))
        card.add("paused_until", .optional(found.pausedUntil?.description))
        card.add("reach", .string(found.reach.rawValue))
        card.tell("suppression", .optional(found.suppression))
        card.add(
          "scopes",
          .array(
            found.scopes.map { scope, name in
              [
                "scope": .string("\(scope)"), "kind": .string(scope.kind.rawValue),
                "of": .string(name), "vintage": .optional(scope.vintage),
                "part": .optional(scope.part?.rawValue), "region": .optional(scope.region),
              ]
            }),
          as: found.scopes.map { scope, name in
            let part = scope.part.map { ", \($0.rawValue), \(scope.vintage ?? "")" } ?? ""
            return "\(scope)  \(name)\(part)"
          })
        card.add(
          "changes",
          .array(
            changes.map {
              ["at": .string($0.at), "by": .string($0.by), "what": .string($0.what)]
            }),
          as: changes.prefix(5).map { "\($0.at) by \($0.by): \($0.what)" })
        format.write(card)
      }
    }
  }

  /// `vivier contact remove`.
  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Forget a contact and all that it receives.",
      discussion: """
        Example:
          vivier contact remove K-117eec214882

        What waits for the contact is not sent. Who wants no mail but stays the contact: vivier \
        contact edit, with --frequency never. What was sent and logged stays; all of a person goes \
        with vivier person erase.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "Its id.") var contact: String

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let author = author.author(context)
        try await context.logged(by: author, connection) { connection in
          try await Contact.remove(contact, by: author, connection)
          return (
            (), AuditLog.Event("contact.remove", about: Person(.contact, contact), purpose: "mail")
          )
        }
        output("removed: \(contact)\n")
      }
    }
  }
}

extension Frequency: ExpressibleByArgument {}
