import ArgumentParser
import Cluster
import Exchange
import Mail
import Nightly
import Postgres
import Programme
import Store
import Vault

/// An error as a person reads it: what happened, what to do next, and the exit code.
struct Failure: Error {
  /// What happened and where.
  let what: String
  /// What to do next.
  let hint: String?
  /// The exit code, as sysexits has it.
  let code: ExitCode

  /// A failure from its parts.
  init(what: String, hint: String?, code: ExitCode) {
    self.what = what
    self.hint = hint
    self.code = code
  }

  /// Translates any error that reaches the command line.
  init(_ error: any Error) {
    switch error {
    case let error as Failure: self = error
    case let error as StoreError: self.init(error)
    case let error as EntryRefusal:
      self.init(
        what: error.issues.map {
          "--\(EntryFields.flag($0.column)): \($0.reason)" + ($0.hint.map { " (\($0))" } ?? "")
        }.joined(separator: "\n       "), hint: "nothing was changed: correct it and run it again",
        code: .dataError)
    case let error as InvalidIdentifier:
      self.init(what: error.what, hint: error.hint, code: .dataError)
    case let error as ClusterError:
      self.init(
        what: [error.what, error.place.map { "(\($0))" }].compactMap(\.self).joined(separator: " "),
        hint: error.hint, code: ExitCode(error.exitCode))
    case let error as MigrationError:
      self.init(
        what: error.description, hint: error.hint,
        code: error == .locked ? .tryAgain : .configuration)
    case let error as PostgresError: self.init(error)
    case let error as ImportError:
      self.init(what: error.description, hint: "nothing of the file was imported", code: .dataError)
    case let error as ReferenceError:
      self.init(what: error.description, hint: "nothing was loaded", code: .dataError)
    case let error as MailError:
      let code: ExitCode =
        switch error.kind {
        case .invalidData: .dataError
        case .cannotCreate: .cannotCreate
        case .inputOutput: .inputOutput
        case .unavailable: .unavailable
        case .configuration: .configuration
        }
      self.init(what: error.description, hint: nil, code: code)
    case let error as VaultError:
      self.init(
        what: error.description, hint: nil,
        code: error.kind == .inputOutput ? .inputOutput : .dataError)
    case is CancellationError:
      self.init(what: "interrupted", hint: "run the same command again to go on", code: .tryAgain)
    case NightError.propertiesBroken(let properties, let run, areRecorded: true):
      self.init(
        what: NightError.propertiesBroken(properties, run: run, areRecorded: true).description,
        hint: "put the rows of match.listing back; the same command then goes on",
        code: .dataError)
    case let error as NightError:
      self.init(what: error.description, hint: "keep the logs and report it", code: .bug)
    default: self.init(what: "\(error)", hint: nil, code: .bug)
    }
  }

  private init(_ error: StoreError) {
    let code: ExitCode =
      switch error.kind {
      case .data, .notFound: .dataError
      case .busy: .tryAgain
      case .configuration: .configuration
      }
    self.init(what: error.what, hint: error.hint, code: code)
  }

  private init(_ error: PostgresError) {
    switch error.kind {
    case .connection:
      self.init(
        what: "the database cannot be reached: \(error.description)",
        hint: "check --database, DATABASE_URL or PGHOST; without them a private one is used",
        code: .unavailable)
    case .cancelled:
      self.init(what: "interrupted", hint: "run the same command again to go on", code: .tryAgain)
    case .connectionLost, .deadlineExceeded, .outcomeUnknown, .closed:
      self.init(
        what: error.description, hint: "run the same command again: it goes on where it stopped",
        code: .tryAgain)
    default:
      let code: ExitCode =
        switch error.state {
        case .diskFull: .inputOutput
        case .insufficientPrivilege: .noPermission
        default: error.isRetryable ? .tryAgain : .bug
        }
      self.init(what: error.description, hint: error.hint, code: code)
    }
  }

  /// What a command that is the operators' alone says to a session.
  static let notForReaders = Failure(
    what: "this command is not for sessions", hint: "what is: vivier session --help",
    code: .noPermission)

  /// What a session learns of what is not there, and of what is somebody else's.
  static let nothingForReaders = Failure(
    what: "nothing of that name is there for this session",
    hint: "see what is: vivier position list", code: .dataError)

  /// An error as a session may learn of it.
  static func forReader(_ error: any Error) -> any Error {
    switch error {
    case let error as StoreError where error.kind == .notFound: nothingForReaders
    case let error as PostgresError where error.state == .invalidAuthorizationSpecification:
      Failure(
        what: "this session is unknown, closed or expired",
        hint: "ask an operator: vivier session open", code: .noPermission)
    case let error as PostgresError where error.state == .insufficientPrivilege:
      notForReaders
    default: error
    }
  }

  /// A file cannot be made or written.
  static func cannotWrite(_ path: String, hint: String) -> Failure {
    Failure(what: "cannot write \(path)", hint: hint, code: .cannotCreate)
  }

  /// What to do next, also where the error itself does not know.
  var advice: String {
    if let hint { return hint }
    return switch code {
    case .bug: "check the installation with vivier doctor; keep the output and report it"
    case .dataError: "correct the input and run the command again"
    case .unavailable, .configuration: "run: vivier doctor"
    case .tryAgain: "run the same command again in a moment"
    case .noPermission: "connect as a role that may; Ops/roles.sql makes them"
    case .cannotCreate, .inputOutput: "check the disk and the permissions of the folder"
    default: "what the exit status means: vivier exit-codes"
    }
  }

  /// Writes the message to standard error.
  func report() {
    note("error: \(what)")
    advise(advice)
  }
}
