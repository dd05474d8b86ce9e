import ArgumentParser
import Exchange
import Programme
import Store

/// A company or CFA, and the way it goes: `close` (or `withdraw`) and `reopen`.
protocol OwnerCommandSubject {
  static var owner: OwnerChange { get }
  static var change: StateChange { get }
  static var abstract: String { get }
}

/// `vivier company close|reopen` and `vivier cfa close|reopen`.
struct OwnerCommand<Subject: OwnerCommandSubject>: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    let known = Subject.owner.kind == .positions ? "210000428" : "21009000700019"
    let words = "vivier \(Subject.owner.noun) \(Subject.change.rawValue) \(known)"
    return CommandConfiguration(
      commandName: Subject.change.rawValue, abstract: Subject.abstract,
      discussion: """
        Examples:
          \(words)
          \(words) --by "Camille" --why "told on the phone"

        Each is changed and logged as if it were named alone. What is added later is open.
        """, aliases: Subject.change == .close ? [StateChange.withdraw.rawValue] : [])
  }
  @OptionGroup var options: GlobalOptions
  @OptionGroup var author: AuthorOptions
  @Argument(help: "Its code: the SIREN of a company, the SIRET of a CFA.") var name: String
  @Option(help: ArgumentHelp("Why, for the log.", valueName: "reason")) var why: String?

  /// The SIREN of a company, told as such or by a SIRET of it; the SIRET of a CFA.
  private var code: String {
    get throws {
      let siret = try? SIRET(name)
      guard Subject.owner.kind == .positions else { return try siret?.text ?? SIRET(name).text }
      return try siret?.siren.text ?? SIREN(name).text
    }
  }

  func run() async throws {
    let code = try code
    try await Context.with(options, as: .nightly) { context, connection in
      let author = author.author(context)
      let changed = try await context.logged(by: author, connection) { connection in
        let noun = Subject.owner.noun
        return (
          try await Subject.owner.change(
            Subject.change, code, because: why?.oneLine, by: author, connection),
          AuditLog.Event(
            "\(noun).\(Subject.change.rawValue)", row: "\(noun) \(code)", purpose: "matching")
        )
      }
      for (id, state) in changed { output("\(id): \(state)\n") }
      if changed.isEmpty { note("nothing to \(Subject.change.rawValue)") }
      if changed.contains(where: { $0.state == "held" }) { advise("vivier position review list") }
    }
  }
}

enum CloseCompany: OwnerCommandSubject {
  static let owner = OwnerChange.company
  static let change = StateChange.close
  static let abstract = "Close every position of a company that leaves."
}

enum ReopenCompany: OwnerCommandSubject {
  static let owner = OwnerChange.company
  static let change = StateChange.reopen
  static let abstract = "Open the positions again that left with their company."
}

enum CloseCFA: OwnerCommandSubject {
  static let owner = OwnerChange.cfa
  static let change = StateChange.close
  static let abstract = "Take back every training of a CFA that leaves."
}

enum ReopenCFA: OwnerCommandSubject {
  static let owner = OwnerChange.cfa
  static let change = StateChange.reopen
  static let abstract = "Give the trainings again that left with their CFA."
}
