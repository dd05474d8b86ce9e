/// What went wrong between a program and its server, as facts a program can act on.
///
/// ``description`` is safe to log: it never holds a parameter, a key's value or the server's detail.
/// ``message``, ``detail``, ``context`` and ``hint`` may, and are for a person in front of the data.
public struct PostgresError: Error, Sendable {
  /// What kind of failure it was.
  public enum Kind: String, Hashable, Sendable {
    /// No session could be opened.
    case connection = "cannot connect"
    /// The server refused the statement; ``PostgresError/state`` says why.
    case server = "refused by the server"
    /// The session was lost while a statement was under way.
    case connectionLost = "connection lost"
    /// The task was cancelled, and with it the statement.
    case cancelled = "cancelled"
    /// The time allowed ran out.
    case deadlineExceeded = "deadline exceeded"
    /// The session was lost in COMMIT: nobody knows whether the transaction is committed.
    case outcomeUnknown = "outcome of commit unknown"
    /// A value from the server is not what the program asked for.
    case decoding = "value cannot be read"
    /// A value cannot be sent to the server.
    case encoding = "value cannot be sent"
    /// A statement gave another number of rows than it must.
    case rowCount = "unexpected number of rows"
    /// The library was used against its rules.
    case misuse = "misuse"
    /// The session had been closed before.
    case closed = "session is closed"
  }

  /// What kind of failure it was.
  public internal(set) var kind: Kind
  /// The server's code, when the server spoke.
  public let state: SQLState?
  /// The violated constraint.
  public let constraint: String?
  /// The schema of ``table``.
  public let schema: String?
  /// The table concerned, when the server names one.
  public let table: String?
  /// The column concerned, when the server or the decoder names one.
  public let column: String?
  /// Where in the statement, in characters from 1.
  public let position: Int?
  /// The line of ``position`` in the statement or script, from 1.
  public let statementLine: Int?
  /// The source file that ran the statement, as `#fileID`.
  public internal(set) var file: String
  /// The line of ``file``.
  public internal(set) var line: Int
  /// The primary message; may quote a value, so it is not for logs.
  public let message: String
  /// The server's detail; often quotes the row, so it is not for logs.
  public let detail: String?
  /// What the server was doing: the line of a COPY, the functions that called each other; often quotes
  /// values, so it is not for logs.
  public let context: String?
  /// The server's hint, or what to do about a server that cannot be trusted.
  public internal(set) var hint: String?
  /// The transaction whose outcome is unknown, when it was asked to be traceable.
  public internal(set) var transaction: TransactionID?
  /// Which statement of a pipeline failed, from 1.
  public internal(set) var pipelineStep: Int?
  /// Whether a prepared statement was gone or stale, so that nothing was run.
  var isStalePlan = false
  /// Whether the session cannot be used any more.
  public internal(set) var endsSession: Bool

  init(
    _ kind: Kind, _ message: String, state: SQLState? = nil, constraint: String? = nil,
    schema: String? = nil, table: String? = nil, column: String? = nil, position: Int? = nil,
    statementLine: Int? = nil, detail: String? = nil, context: String? = nil,
    hint: String? = nil, endsSession: Bool = false, at site: Site
  ) {
    self.kind = kind
    self.message = message
    self.state = state
    self.constraint = constraint
    self.schema = schema
    self.table = table
    self.column = column
    self.position = position
    self.statementLine = statementLine
    self.detail = detail
    self.context = context
    self.hint = hint
    self.endsSession = endsSession
    self.file = site.file
    self.line = site.line
  }

  /// Whether the same transaction, or the same attempt to connect, may succeed when repeated as it is.
  ///
  /// True for serialization failures, deadlocks, locks not had in time, a server that is full or
  /// starting, and a prepared statement that a change of the schema made stale. Not for a lost connection: without a transaction around it, nobody knows whether
  /// the statement took effect.
  public var isRetryable: Bool {
    if isStalePlan { return true }
    return switch state {
    case .some(.transactionIntegrityConstraintViolation), .some(.statementCompletionUnknown):
      false
    case .some(.transactionRollback), .some(.lockNotAvailable), .some(.tooManyConnections),
      .some(.cannotConnectNow):
      true
    default: false
    }
  }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The facts that are safe to log, in one line.
  public var description: String {
    var text = ""
    if kind != .server || state == nil { text = kind.rawValue }
    if let state {
      if !text.isEmpty { text += ": " }
      text += state.code
      if let condition = state.condition { text += " " + condition }
    }
    if let constraint { text += " \"\(constraint)\"" }
    if let table { text += " in table \"\(table)\"" }
    if let column { text += ", column \"\(column)\"" }
    if saysNoValue, !message.isEmpty { text += ": \(message)" }
    if let pipelineStep { text += ", statement \(pipelineStep) of the pipeline" }
    if let statementLine { text += ", line \(statementLine) of the statement" }
    return text + " at \(file):\(line)"
  }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Nothing but ``description``, so that dumping an error reveals no more than logging it.
  public var customMirror: Mirror { Mirror(self, children: ["description": description]) }

  /// Whether the message is made of the statement's text, names and numbers, never of values.
  private var saysNoValue: Bool {
    guard let state else { return true }
    return ["08", "0A", "26", "28", "34", "3D", "3F", "42", "53", "55", "57"]
      .contains(state.conditionClass)
  }
}

/// Where in the program a statement was run.
@usableFromInline struct Site: Sendable {
  let file: String
  let line: Int

  @usableFromInline init(file: String, line: Int) {
    self.file = file
    self.line = line
  }
}

/// Something the server tells besides results: a warning, a notice, a log line.
public struct Notice: Sendable {
  /// `WARNING`, `NOTICE`, `INFO`, `LOG` or `DEBUG`.
  public let severity: String
  /// The code that goes with it.
  public let state: SQLState?
  /// The text, which may quote values.
  public let message: String
}
