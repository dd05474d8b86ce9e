import ArgumentParser
import Exchange
import Postgres
import Programme
import Store

/// What rows a group of commands enters by hand.
protocol EntrySubject {
  static var kind: ImportKind { get }
  /// A row as flags, for the help text.
  static var example: String { get }
  /// A row that is in the demo.
  static var known: String { get }
  /// A change of one column, for the help text.
  static var change: String { get }
}

enum CompanyEntry: EntrySubject {
  static let kind = ImportKind.companies
  static let example =
    "--siret 21000042800016 --company-name \"Atelier du Paillon\" --commune 06033 --naf 2562B"
  static let known = "21000042800016"
  static let change = "--staff 240"
}

enum PositionEntry: EntrySubject {
  static let kind = ImportKind.positions
  static let example =
    "--reference QUAL-1 --siret 21000042800016 --title \"Responsable qualite (H/F)\" --contracts cdi --pay-min 38000"
  static let known = "2026-0058"
  static let change = "--pay-max 42000"
}

enum CandidateEntry: EntrySubject {
  static let kind = ImportKind.candidates
  static let example =
    "--source self --reference T-1 --occupations H1403 --consent matching --consent-on 2026-11-02 --consent-source form"
  static let known = "D-0441"
  static let change = "--hide-from 210000428"
}

enum TrainingEntry: EntrySubject {
  static let kind = ImportKind.trainings
  static let example =
    "--provider 21009000700019 --reference F-1 --title \"Responsable de production\" --commune 06033"
  static let known = "F001"
  static let change = "--sessions 2027-10-01/2028-08-01:9:5:2026-11-10"
}

/// `vivier KIND add`: one row, told by flags or asked for.
struct AddCommand<Subject: EntrySubject>: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    let noun = Subject.kind.noun
    return CommandConfiguration(
      commandName: "add",
      abstract: "Add a \(noun), by flags or, at a terminal, answering questions.",
      discussion: """
        Examples:
          vivier \(noun) add
          vivier \(noun) add \(Subject.example)

        The row is checked as a line of an import file is. One that is there already, under the same \
        key, is not touched: see \(noun) edit.

        \(EntryFields.help(Subject.kind))
        """)
  }
  @OptionGroup var options: GlobalOptions
  @OptionGroup var entering: EnteringOptions
  @OptionGroup var fields: EntryFields

  func validate() throws { _ = try fields.cells(of: Subject.kind) }

  func run() async throws {
    let cells = try fields.cells(of: Subject.kind)
    try await Context.with(options, as: .nightly) { context, connection in
      let today = try await context.day(nil, connection)
      var entry = Entry(Subject.kind, cells)
      // An offer that is entered today is dated today.
      if Subject.kind == .positions, entry["opened_on"] == nil { entry["opened_on"] = "\(today)" }
      try await entering.enter(
        entry, given: Set(cells.keys), mustBeNew: true, context, connection)
    }
  }
}

/// `vivier KIND edit`: one row, of which some columns change.
struct EditCommand<Subject: EntrySubject>: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    let noun = Subject.kind.noun
    return CommandConfiguration(
      commandName: "edit",
      abstract: "Change a \(noun): the columns that are told, or, at a terminal, all in turn.",
      discussion: """
        Examples:
          vivier \(noun) edit \(Subject.known)
          vivier \(noun) edit \(Subject.known) \(Subject.change)

        What is not told stays as it is; --column= empties a column. The row is checked as a line of an \
        import file is.

        \(EntryFields.help(Subject.kind))
        """)
  }
  @OptionGroup var options: GlobalOptions
  @OptionGroup var entering: EnteringOptions
  @Argument(
    help: "Its id, or the reference its owner gave it.",
    completion: Subject.kind == .positions ? Completion.positions : nil)
  var name: String
  @OptionGroup var fields: EntryFields

  func validate() throws {
    _ = try fields.cells(of: Subject.kind)
    if name.hasPrefix("--") { throw ValidationError("Name what is to be changed first.") }
  }

  func run() async throws {
    let cells = try fields.cells(of: Subject.kind)
    guard !cells.isEmpty || entering.mayAsk else {
      throw Failure(
        what: "nothing to change was told",
        hint: "tell at least one column, such as \(Subject.change)", code: .validationFailure)
    }
    try await Context.with(options, as: .nightly) { context, connection in
      var (id, entry) = try await Entry.standing(Subject.kind, name, connection)
      for (column, value) in cells { entry[column] = value }
      try await entering.enter(
        entry, given: cells.isEmpty ? [] : Set(Subject.kind.columns.map(\.name)), mustBe: id,
        context, connection)
    }
  }
}

/// How a row is entered.
struct EnteringOptions: ParsableArguments {
  @Flag(help: "Ask nothing, even at a terminal.") var noInput = false
  @Flag(name: [.customShort("n"), .long], help: "Check everything and write nothing.")
  var dryRun = false
  @OptionGroup var format: FormatOptions
  @OptionGroup var author: AuthorOptions

  /// Whether somebody is there to answer.
  var mayAsk: Bool { !noInput && !format.json && Keyboard.isThere }

  /// Asks for what is not given, takes the row in and tells what became of it.
  ///
  /// - `mustBeNew`: a row that is there already is not touched.
  /// - `mustBe`: the id the row must keep.
  func enter(
    _ initial: Entry, given: Set<String>, mustBeNew: Bool = false, mustBe id: String? = nil,
    _ context: Context, _ connection: Connection
  ) async throws {
    let kind = initial.kind
    let checks = try await ImportChecks.read(on: context.day(nil, connection), connection)
    let entry = mayAsk ? try asked(initial, given: given, checks) : initial
    let entered = try await connection.withTransaction { connection in
      let entered = try await entry.enter(checks, isDryRun: dryRun, connection)
      if mustBeNew, entered.outcome != .new {
        throw StoreError(
          .data, "there is a \(kind.noun) under this key already: \(entered.id)",
          hint: "change it with: vivier \(kind.noun) edit \(entered.id)")
      }
      if let id, entered.id != id {
        throw StoreError(
          .data, "the columns that tell a \(kind.noun) from others cannot be changed",
          hint: "close this one and add another")
      }
      if !dryRun {
        let name = "\(kind.noun) \(entered.id)"
        try await context.audit(
          AuditLog.Event(
            "\(kind.noun).\(mustBeNew ? "add" : "edit")", row: name,
            about: kind == .candidates ? Person(.candidate, entered.id) : nil, purpose: "matching"),
          by: author.author(context), connection)
      }
      return entered
    }
    try await EntryPage(kind: kind, entered: entered, isDryRun: dryRun)
      .write(format, context, connection)
  }

  private func asked(
    _ entry: Entry, given: Set<String>, _ checks: ImportChecks
  ) throws -> Entry {
    // With everything told there is nothing to ask, and nothing to confirm.
    guard given.count < entry.kind.columns.count else { return entry }
    var keyboard = Keyboard()
    let dialogue = Dialogue(
      ask: { prompt in
        prompted(prompt)
        return try keyboard.line()
      }, tell: { note($0) }, check: { try $0.issues(checks) })
    let filled = try dialogue.fill(entry, given: given)
    prompted("Save it? [Y/n] ")
    guard let answer = try keyboard.line(), ["", "y", "yes", "o", "oui"].contains(fold(answer))
    else { throw Dialogue.stopped }
    return filled
  }
}

/// `vivier KIND close`, `withdraw`, `reopen`.
protocol StateCommandSubject {
  static var kind: ImportKind { get }
  static var change: StateChange { get }
  static var abstract: String { get }
  static var known: String { get }
  static var remark: String { get }
}

struct StateCommand<Subject: StateCommandSubject>: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    let words = "vivier \(Subject.kind.noun) \(Subject.change.rawValue) \(Subject.known)"
    return CommandConfiguration(
      commandName: Subject.change.rawValue, abstract: Subject.abstract,
      discussion: """
        Examples:
          \(words)
          \(words) --by "Camille" --why "told on the phone"

        \(Subject.remark)
        """,
      // What is no person does not withdraw by itself: somebody takes it back.
      aliases: Subject.change == .close && Subject.kind != .candidates
        ? [StateChange.withdraw.rawValue] : [])
  }
  @OptionGroup var options: GlobalOptions
  @OptionGroup var author: AuthorOptions
  @Argument(
    help: "Its id, or the reference its owner gave it.",
    completion: Subject.kind == .positions ? Completion.positions : nil)
  var name: String
  @Option(help: ArgumentHelp("Why, for the log.", valueName: "reason")) var why: String?

  func run() async throws {
    try await Context.with(options, as: .nightly) { context, connection in
      let author = author.author(context)
      let (id, state) = try await context.logged(by: author, connection) { connection in
        let changed = try await Subject.change.change(
          Subject.kind, name, because: why?.oneLine, by: author, connection)
        let noun = Subject.kind.noun
        return (
          changed,
          AuditLog.Event(
            "\(noun).\(Subject.change.rawValue)", row: "\(noun) \(changed.id)",
            about: Subject.kind == .candidates ? Person(.candidate, changed.id) : nil,
            purpose: "matching")
        )
      }
      output("\(id): \(state)\n")
      if state == "held" { advise("vivier position review list") }
    }
  }
}

enum ClosePosition: StateCommandSubject {
  static let kind = ImportKind.positions
  static let change = StateChange.close
  static let abstract = "Close a position that is filled or taken back."
  static let known = "2026-0058"
  static let remark =
    "The next night tells those who were shown it. For a hire, hire record closes it and keeps the deadlines."
}

enum ReopenPosition: StateCommandSubject {
  static let kind = ImportKind.positions
  static let change = StateChange.reopen
  static let abstract = "Open a closed or expired position again."
  static let known = "2026-0058"
  static let remark = "One with something flagged is held until a person decides."
}

enum CloseCandidate: StateCommandSubject {
  static let kind = ImportKind.candidates
  static let change = StateChange.close
  static let abstract = "Close a candidate who found work elsewhere or whose school says so."
  static let known = "D-0441"
  static let remark = "Nobody is matched with them any more; their data stay."
}

enum WithdrawCandidate: StateCommandSubject {
  static let kind = ImportKind.candidates
  static let change = StateChange.withdraw
  static let abstract = "Take a candidate out at their own word."
  static let known = "D-0441"
  static let remark =
    "It acts at once: what waits to be sent with them in it is not sent. No later file brings them back."
}

enum ReopenCandidate: StateCommandSubject {
  static let kind = ImportKind.candidates
  static let change = StateChange.reopen
  static let abstract = "Let a candidate take part again."
  static let known = "D-0441"
  static let remark = "Of one who withdrew, at their own word only: say which with --why."
}

enum CloseTraining: StateCommandSubject {
  static let kind = ImportKind.trainings
  static let change = StateChange.close
  static let abstract = "Take a training back: nobody is told of it any more."
  static let known = "F001"
  static let remark = "Its sessions stay; training reopen brings it back."
}

enum ReopenTraining: StateCommandSubject {
  static let kind = ImportKind.trainings
  static let change = StateChange.reopen
  static let abstract = "Give a training again."
  static let known = "F001"
  static let remark = "Only sessions still to come are told."
}
