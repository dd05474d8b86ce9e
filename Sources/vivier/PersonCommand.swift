import ArgumentParser
import Digest
import Exchange
import Glibc
import Postgres
import Programme
import Store

/// `vivier person`: the rights of a person over what concerns them.
struct PersonCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "person",
    abstract:
      "Let a person see, take away, correct, erase, object to and contest what concerns them.",
    discussion: """
      Examples:
        vivier person show D-0441
        vivier person export D-0441 --to copy
        vivier person correct D-0441 --set min_pay=30000
        vivier person erase D-0441 --yes

      A person is a candidate or a contact, by id; of a candidate the reference will do. Each command \
      is logged, and writes a dated receipt in French that the person can be given.
      """,
    subcommands: [
      Show.self, Export.self, Correct.self, Erase.self, Object.self, ContestCommand.self,
    ])

  /// `vivier person show`.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show everything that is held about a person, table by table.",
      discussion: """
        Examples:
          vivier person show D-0441
          vivier person show D-0441 --json --receipt receipt.txt
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var author: AuthorOptions
    @OptionGroup var receipt: ReceiptOptions
    @Argument(help: "The candidate or contact, by id.") var person: String

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let act = try await PersonAct(person, author, context, connection)
        let record = try await act.record("person.show", connection)
        let done = [
          "Toutes vos données vous ont été montrées\(French.colon) \(act.told(record)).",
          act.shown(record),
        ]
        let receipt = try await act.receipt(.access, done: done, connection)
        let isKept = try self.receipt.keep(receipt)
        if format.json {
          output(JSON.text(act.with(isKept ? nil : receipt, record.json(on: act.day))))
        } else {
          output(PersonPage.text(record) + (isKept ? "" : "\n" + receipt.text))
        }
      }
    }
  }

  /// `vivier person export`.
  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a copy of everything a person can take away.",
      discussion: """
        Examples:
          vivier person export D-0441 --to copy
          vivier person export D-0441

        Into the folder go resume.json (JSON Resume 1.0.0, of a candidate), vivier.json (everything, \
        table by table) and receipt.txt. Without --to one JSON object goes to standard output.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var author: AuthorOptions
    @Argument(help: "The candidate or contact, by id.") var person: String
    @Option(help: ArgumentHelp("The folder to write to, made when missing.", valueName: "folder"))
    var to: String?

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let act = try await PersonAct(person, author, context, connection)
        let record = try await act.record("person.export", connection)
        let receipt = try await act.receipt(
          .portability,
          done: [
            "Une copie complète de vos données vous a été remise\(French.colon) \(act.told(record))."
          ],
          connection)
        var resume: JSON?
        if act.person.kind == .candidate {
          resume = try await Resume.json(of: act.person.id, on: act.day, connection)
        }
        guard let to else {
          output(
            JSON.text([
              "resume": resume ?? .null, "vivier": record.json(on: act.day),
              "receipt": .string(receipt.text),
            ]))
          return
        }
        // Made for this user alone where it was not there.
        guard unsafe mkdir(to, 0o700) == 0 || errno == EEXIST else {
          throw Failure.cannotWrite(to, hint: "name another folder with --to")
        }
        if let resume { try PrivateFile.write(JSON.text(resume), to: to + "/resume.json") }
        try PrivateFile.write(JSON.text(record.json(on: act.day)), to: to + "/vivier.json")
        try PrivateFile.write(receipt.text, to: to + "/receipt.txt")
        output("exported \(act.person.id) to \(to)\n")
      }
    }
  }

  /// `vivier person erase`.
  struct Erase: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Erase a person for good, with what waits to be sent to or about them.",
      discussion: """
        Examples:
          vivier person erase D-0441
          vivier person erase D-0441 --yes --receipt receipt.txt

        What is left is a keyed hash, by which an import recognises the person, and counts. The lists \
        of past nights keep a code. The person's key is destroyed, so that nobody can read what the \
        log says of them. A backup that is restored later erases them again before anything else.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var author: AuthorOptions
    @OptionGroup var receipt: ReceiptOptions
    @Argument(help: "The candidate or contact, by id.") var person: String
    @Flag(help: "Do not ask.") var yes = false

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let act = try await PersonAct(person, author, context, connection)
        guard yes || Self.confirm(act.person.id) else {
          throw StoreError(.data, "nobody was erased", hint: "type the id, or add --yes")
        }
        let outcome = try await context.access.erasure.erase(
          [act.person], on: act.day, .asked, by: act.author, connection)
        let receipt = Receipt(
          .erasure, on: act.day, of: act.person.id,
          isCandidate: act.person.kind == .candidate, by: act.author.name,
          done: [
            "Vos données ont été effacées de toutes les tables et des messages gardés.",
            "\(Receipt.count(outcome.messages, "message vidé", "messages vidés")), y compris ceux qui attendaient.",
            "La clé de votre journal est détruite\(French.colon) plus personne ne peut le lire.",
            "Il reste une empreinte, sans nom, pour ne pas vous reprendre par erreur.",
          ], proof: outcome.head)
        let isKept = try self.receipt.keep(receipt)
        var card = Card()
        card.add("erased", .string(act.person.id))
        card.add("erasure", .optional(outcome.erasures.first))
        card.add("messages_blanked", .integer(outcome.messages))
        card.add("inputs_blanked", .integer(outcome.inputs))
        if !isKept { card.tell("receipt", .string(receipt.text)) }
        format.write(card)
        if !isKept, !format.json { output("\n" + receipt.text) }
      }
    }

    private static func confirm(_ id: String) -> Bool {
      guard isatty(STDIN_FILENO) == 1 else { return false }
      note("This erases the person for good. Type the id to go on:\n\(id)")
      return readLine() == id
    }
  }

  /// `vivier person object`.
  struct Object: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Record that a candidate objects to the matching; it acts at once.",
      discussion: """
        Example:
          vivier person object D-0441

        Every agreement is withdrawn; what waits to be sent to the person stays behind, and what waits \
        for others goes out without them. \
        An import brings them back only with an agreement given since.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var author: AuthorOptions
    @OptionGroup var receipt: ReceiptOptions
    @Argument(help: "The candidate, by id or reference.") var person: String

    func run() async throws {
      try await Context.with(options, as: .nightly) { context, connection in
        let act = try await PersonAct(person, author, context, connection)
        let (stopped, receipt) = try await connection.withTransaction { connection in
          let stopped = try await Objection.record(
            of: act.person, on: act.day, by: author.author(context), connection)
          let receipt = try await act.receipt(
            .objection, logging: "person.object",
            done: [
              "Votre profil n'est plus comparé, ni proposé, ni compté.",
              "Tous vos accords sont retirés à cette date.",
              "\(Receipt.count(stopped, "message retenu", "messages retenus")) avant l'envoi.",
            ], connection)
          return (stopped, receipt)
        }
        let isKept = try self.receipt.keep(receipt)
        var card = Card()
        card.add("withdrawn", .string(act.person.id))
        card.add("messages_stopped", .integer(stopped))
        if !isKept { card.tell("receipt", .string(receipt.text)) }
        format.write(card)
        if !isKept, !format.json { output("\n" + receipt.text) }
      }
    }
  }
}

/// A right that is exercised: who, when, through whom.
struct PersonAct {
  let person: Person
  let day: Day
  let author: Author
  private let context: Context

  /// Finds the person and the day.
  init(
    _ name: String, _ options: AuthorOptions, _ context: Context, _ connection: Connection
  ) async throws {
    person = try await Person.find(name, connection)
    day = try await context.day(nil, connection)
    author = options.author(context)
    self.context = context
  }

  /// Reads everything that is held, and logs that it was read.
  func record(_ action: String, _ connection: Connection) async throws -> PersonRecord {
    let record = try await PersonRecord.read(of: person, context.access.audit, connection)
    try await context.logged(by: author, connection) { connection in
      try await NameRead.note(
        [person], to: author, for: "right of the person", connection)
      return ((), AuditLog.Event(action, about: person, purpose: "right of the person"))
    }
    return record
  }

  /// The receipt of what was done, which is logged where it is not yet.
  func receipt(
    _ right: Receipt.Right, logging action: String? = nil, detail: JSON? = nil, done: [String],
    _ connection: Connection
  ) async throws -> Receipt {
    var proof: String?
    if let action {
      proof = try await context.audit(
        AuditLog.Event(action, about: person, purpose: "right of the person", detail: detail),
        by: author, connection)
    } else {
      proof = try await AuditLog.head(connection).hash
    }
    return Receipt(
      right, on: day, of: person.id, isCandidate: person.kind == .candidate, by: author.name,
      done: done, proof: proof)
  }

  /// How much there was, for a receipt.
  func told(_ record: PersonRecord) -> String {
    let rows = record.merged.reduce(0) { $0 + $1.rows.count }
    return
      "\(Receipt.count(rows, "ligne", "lignes")) dans \(Receipt.count(record.merged.count, "table", "tables"))"
  }

  /// Whom the person was shown to, for a receipt.
  func shown(_ record: PersonRecord) -> String {
    guard !record.shownTo.isEmpty else {
      return "Votre profil n'a été montré à aucune entreprise."
    }
    let readers = record.shownTo.map {
      "\($0.reader) (\(Receipt.day($0.day, today: day)))"
    }
    return
      "Votre profil a été montré sous un code à\(French.colon) \(readers.joined(separator: ", "))."
  }

  /// An object with the receipt at its end.
  func with(_ receipt: Receipt?, _ json: JSON) -> JSON {
    guard let receipt, case .object(let members) = json else { return json }
    return .object(members + [JSON.Member("receipt", .string(receipt.text))])
  }
}

/// What French puts before a colon.
enum French {
  /// A space that does not break, and a colon.
  static let colon = "\u{A0}:"
}

/// What `vivier person show` writes for people.
enum PersonPage {
  /// Every table with its rows, what was shown to whom, and what the log says.
  static func text(_ record: PersonRecord) -> String {
    var text = "\(record.person.kind.rawValue) \(record.person.id)\n"
    for (name, rows) in record.merged {
      text += "\n\(name): \(rows.count)\n"
      for row in rows { text += "  \(line(row))\n" }
    }
    text += "\nshown to\n"
    for (reader, day) in record.shownTo { text += "  \(reader), last on \(day)\n" }
    if record.shownTo.isEmpty { text += "  nobody\n" }
    if !record.frozenOn.isEmpty {
      text += "\nfrozen inputs of nights that hold the profile\n  "
      text += record.frozenOn.map(\.description).joined(separator: ", ") + "\n"
    }
    text += "\nlog\n"
    for row in record.log {
      text += "  \(row.at)  \(row.actor)  \(row.action)\(row.purpose.map { ", \($0)" } ?? "")\n"
    }
    if record.log.isEmpty { text += "  nothing yet\n" }
    return text
  }

  private static func line(_ row: JSON) -> String {
    guard case .object(let members) = row else { return row.compact }
    return members.filter { $0.value != .null && $0.value != .array([]) }.map { member in
      "\(member.key): \(member.value.text ?? member.value.compact)"
    }.joined(separator: " · ")
  }
}
