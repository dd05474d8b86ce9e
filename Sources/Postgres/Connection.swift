import Dispatch

/// A session with a server, usable by one task at a time because it is not `Sendable`.
///
///     let connection = try await Connection.open(options)
///     let names = try await connection.rows("select name from company where city = \(city)")
///       .decode(as: String.self)
///
/// A task that is cancelled, or a statement that has had its time, is cancelled on the server; the
/// session stays usable unless the error says ``PostgresError/endsSession``. Dropping the
/// connection closes it.
public final class Connection {
  var session: Session
  let canceller: Canceller
  let queue: DispatchQueue
  /// Whether a statement is under way, which a closure of ``each(_:as:within:file:line:_:)`` or of
  /// COPY could forget.
  var isBusy = false
  /// Whether the session listens on channels.
  var isListening = false
  /// Whether anything was run since the session was opened or lent.
  var isUsed = false
  /// How long the next wait of the statement under way may keep the caller's own thread, in
  /// microseconds.
  var patience = spell
  /// The statement under way, where it is run by the name it was prepared under.
  var running: StatementCache.Key?
  /// The first result of the statement under way, where it had to be looked at early.
  var peeked: RawResult?
  /// Whether the session is to be closed once the statement under way is over.
  var isClosing = false
  /// How many transactions are open inside each other.
  var depth = 0
  /// What a pool can end the use of the session by.
  let lease: Lease?
  /// How long a statement may take when its call does not say; nil for no limit.
  public var statementTimeout: Duration?

  init(_ session: consuming Session, timeout: Duration?, lease: Lease? = nil) {
    queue = session.queue
    canceller = session.canceller
    self.session = session
    self.lease = lease
    statementTimeout = timeout
  }

  /// Closes the session; closing twice does nothing, and closing inside a body that reads or writes
  /// rows takes effect when that has returned.
  public func close() {
    if isBusy { isClosing = true } else { session.finish() }
  }

  /// Whether the session can still be used.
  public var isOpen: Bool { session.isOpen }

  /// The server process that serves this session, as `pg_stat_activity` shows it.
  public var backendPID: Int32 { session.processIdentifier }

  /// The server's version as one number: 150004 is 15.4.
  public var serverVersion: Int { session.serverVersion }

  /// A parameter the server reports by itself, such as `server_version` or `TimeZone`.
  public func serverParameter(_ name: String) -> String? { session.parameter(name) }

  /// Where the session stands in a transaction.
  public var transactionStatus: TransactionStatus { session.transactionStatus }

  /// Runs a statement and tells how many rows it touched or gave.
  @discardableResult
  public func run(
    _ sql: SQL, within limit: Duration? = nil, file: String = #fileID, line: Int = #line
  ) async throws(PostgresError) -> Int {
    try await result(of: sql, within: limit, at: Site(file: file, line: line))?.affectedRows ?? 0
  }

  /// Runs a statement and holds all its rows.
  public func rows(
    _ sql: SQL, within limit: Duration? = nil, file: String = #fileID, line: Int = #line
  ) async throws(PostgresError) -> Rows {
    let site = Site(file: file, line: line)
    guard let result = try await result(of: sql, within: limit, at: site) else {
      throw PostgresError(.misuse, "an empty statement gives no rows", at: site)
    }
    return Rows(result: result, site: site)
  }

  /// Runs a statement that gives exactly one row, and fails when it gives none or more.
  public func one<each Column: SQLValue>(
    _ sql: SQL, as: (repeat each Column).Type = (repeat each Column).self,
    within limit: Duration? = nil, file: String = #fileID, line: Int = #line
  ) async throws(PostgresError) -> (repeat each Column) {
    let rows = try await rows(sql, within: limit, file: file, line: line)
    guard rows.count == 1 else {
      throw PostgresError(.rowCount, "\(rows.count) rows where one is due", at: rows.site)
    }
    return try rows.result.tuple(row: 0, at: rows.site)
  }

  /// Runs a statement that gives exactly one value, and fails when it gives none or more.
  public func one<Value: SQLValue>(
    _ sql: SQL, as: Value.Type, within limit: Duration? = nil,
    file: String = #fileID, line: Int = #line
  ) async throws(PostgresError) -> Value {
    let rows = try await rows(sql, within: limit, file: file, line: line)
    guard rows.count == 1 else {
      throw PostgresError(.rowCount, "\(rows.count) rows where one is due", at: rows.site)
    }
    return try rows.decode(as: Value.self)[0]
  }

  /// Runs a statement that gives at most one value, and fails when it gives more.
  public func oneOrNone<Value: SQLValue>(
    _ sql: SQL, as: Value.Type, within limit: Duration? = nil,
    file: String = #fileID, line: Int = #line
  ) async throws(PostgresError) -> Value? {
    let rows = try await rows(sql, within: limit, file: file, line: line)
    guard rows.count <= 1 else {
      throw PostgresError(.rowCount, "\(rows.count) rows where at most one is due", at: rows.site)
    }
    return try rows.decode(as: Value.self).first
  }

  /// Runs a statement that gives at most one row, and fails when it gives more.
  public func oneOrNone<each Column: SQLValue>(
    _ sql: SQL, as: (repeat each Column).Type = (repeat each Column).self,
    within limit: Duration? = nil, file: String = #fileID, line: Int = #line
  ) async throws(PostgresError) -> (repeat each Column)? {
    let rows = try await rows(sql, within: limit, file: file, line: line)
    guard rows.count <= 1 else {
      throw PostgresError(.rowCount, "\(rows.count) rows where at most one is due", at: rows.site)
    }
    guard !rows.isEmpty else { return nil }
    let row: (repeat each Column) = try rows.result.tuple(row: 0, at: rows.site)
    return row
  }

  /// Runs a text of several statements as one simple query, such as a migration.
  ///
  /// An error names the line of the text. Unless the text says `begin`, all of it takes effect or
  /// nothing does; COPY in it is refused.
  package func script(
    _ text: String, within limit: Duration? = nil, file: String = #fileID, line: Int = #line
  ) async throws(PostgresError) {
    let site = Site(file: file, line: line)
    guard !text.utf8.contains(0) else {
      throw PostgresError(.encoding, "the script holds the character NUL", at: site)
    }
    let exchange = try begin(within: limit, text: text, at: site)
    try await during(exchange) { () throws(PostgresError) in
      guard session.send(script: text) else { throw lost(exchange) }
      try await flush(exchange)
      _ = try await collect(exchange)
    }
  }

  /// Runs a statement to its end.
  private func result(
    of sql: SQL, within limit: Duration?, at site: Site
  ) async throws(PostgresError) -> RawResult? {
    let exchange = try begin(within: limit, text: sql.text, at: site)
    return try await during(exchange) { () throws(PostgresError) in
      try await send(sql, exchange)
      return try await collect(exchange)
    }
  }
}

/// Where a session stands in a transaction.
public enum TransactionStatus: Hashable, Sendable {
  /// Outside any transaction.
  case idle
  /// A statement is under way.
  case active
  /// Inside a transaction.
  case inTransaction
  /// Inside a transaction that can only be rolled back.
  case failed
  /// The session is closed or broken.
  case unknown
}
