/// How a transaction sees the work of others, and what it may do.
public struct TransactionMode: Hashable, Sendable {
  /// How a transaction sees the work of others.
  public enum Isolation: Hashable, Sendable {
    /// Each statement sees what was committed before it.
    case readCommitted
    /// The transaction sees what was committed before its first statement.
    case repeatableRead
    /// As if transactions ran one after the other; may fail with `40001` and be run again.
    case serializable
  }

  /// How it sees the work of others; nil leaves it to the server's default.
  public var isolation: Isolation?
  /// Whether it only reads.
  public var isReadOnly: Bool
  /// Whether a serializable one that only reads waits until it can run without risk of failure.
  public var isDeferrable: Bool

  /// Describes a transaction; without arguments, the server's default.
  public init(isolation: Isolation? = nil, isReadOnly: Bool = false, isDeferrable: Bool = false) {
    self.isolation = isolation
    self.isReadOnly = isReadOnly
    self.isDeferrable = isDeferrable
  }

  /// Reads and writes, at the server's default isolation.
  public static let readWrite = TransactionMode()
  /// Reads one frozen state of the database.
  public static let snapshot = TransactionMode(isolation: .repeatableRead, isReadOnly: true)
  /// Reads and writes as if alone.
  public static let serializable = TransactionMode(isolation: .serializable)

  /// The statement that begins it.
  var begin: SQL {
    var sql: SQL = "begin"
    switch isolation {
    case .readCommitted: sql.append(" isolation level read committed")
    case .repeatableRead: sql.append(" isolation level repeatable read")
    case .serializable: sql.append(" isolation level serializable")
    case nil: break
    }
    if isReadOnly { sql.append(" read only") }
    if isDeferrable { sql.append(" deferrable") }
    return sql
  }
}

/// How a transaction failed; the cases differ in what is true of its work afterwards.
public enum TransactionError<Failure: Error>: Error {
  /// It never began.
  case begin(PostgresError)
  /// The body threw, and the work is undone; `rollback` tells when undoing it took the session's end.
  case body(Failure, rollback: PostgresError? = nil)
  /// The server refused to commit, and the work is undone.
  case commit(PostgresError)
  /// The session was lost while committing: nobody knows whether the work is there.
  case outcomeUnknown(PostgresError)

  /// The error behind it: the body's own, or the ``PostgresError``.
  public var underlying: any Error {
    switch self {
    case .begin(let error), .commit(let error), .outcomeUnknown(let error): error
    case .body(let error, _): error
    }
  }
}

extension TransactionError: CustomStringConvertible {
  /// The step that failed and the error behind it.
  public var description: String {
    switch self {
    case .begin(let error): "begin: \(error)"
    case .body(let error, nil): "\(error)"
    case .body(let error, let rollback?): "\(error) (and rolling back: \(rollback))"
    case .commit(let error): "commit: \(error)"
    case .outcomeUnknown(let error): "\(error)"
    }
  }
}

extension Connection {
  /// Runs `body` in a transaction: commits when it returns, rolls back when it throws.
  ///
  /// Inside another transaction it is a savepoint, whose failure undoes only itself and whose mode
  /// must be the plain one. Once `body` has returned, a cancelled task no longer stops the commit.
  @discardableResult
  public func transaction<Value, Failure: Error>(
    _ mode: TransactionMode = .readWrite, file: String = #fileID, line: Int = #line,
    _ body: (Connection) async throws(Failure) -> Value
  ) async throws(TransactionError<Failure>) -> Value {
    let site = Site(file: file, line: line)
    let savepoint: SQL? = depth > 0 ? "\(identifier: "level \(depth)")" : nil
    do throws(PostgresError) {
      if savepoint != nil, mode != .readWrite {
        throw PostgresError(.misuse, "a nested transaction has no mode of its own", at: site)
      }
      if savepoint == nil, session.isOpen, session.transactionStatus != .idle, !isBusy {
        throw PostgresError(.misuse, "a transaction was begun by hand", at: site)
      }
      try await control(
        savepoint.map { "savepoint \($0)" } ?? mode.begin, shielded: false, at: site)
    } catch {
      throw .begin(error)
    }
    depth += 1
    defer { depth -= 1 }
    let value: Value
    do throws(Failure) {
      value = try await body(self)
    } catch {
      throw .body(error, rollback: await undo(savepoint, at: site))
    }
    do throws(PostgresError) {
      let tag = try await control(
        savepoint.map { "release savepoint \($0)" } ?? "commit", shielded: true, at: site)
      // COMMIT of a transaction that had failed succeeds as a rollback, and says so only here.
      if tag == "ROLLBACK" {
        throw PostgresError(
          .server, "a statement had failed, so nothing was committed",
          state: .inFailedSQLTransaction,
          at: site)
      }
    } catch {
      guard error.endsSession, savepoint == nil, error.kind != .closed else {
        if session.isOpen { _ = await undo(savepoint, at: site) }
        throw .commit(error)
      }
      var unknown = error
      unknown.kind = .outcomeUnknown
      throw .outcomeUnknown(unknown)
    }
    return value
  }

  /// Runs `body` in a transaction, for code that throws errors of any kind: an error of `body` is
  /// thrown on unchanged, everything else is a ``PostgresError``, of kind
  /// ``PostgresError/Kind/outcomeUnknown`` when nobody knows whether the work is there.
  @discardableResult
  public func withTransaction<Value>(
    _ mode: TransactionMode = .readWrite, file: String = #fileID, line: Int = #line,
    _ body: (Connection) async throws -> Value
  ) async throws -> Value {
    do {
      return try await transaction(mode, file: file, line: line, body)
    } catch {
      throw error.underlying
    }
  }

  /// Undoes a transaction or a savepoint; if the server does not let us, the end of the session does.
  private func undo(_ savepoint: SQL?, at site: Site) async -> PostgresError? {
    guard session.isOpen else { return nil }
    do throws(PostgresError) {
      if let savepoint {
        try await control("rollback to savepoint \(savepoint)", shielded: true, at: site)
        try await control("release savepoint \(savepoint)", shielded: true, at: site)
      } else if session.transactionStatus != .idle {
        try await control("rollback", shielded: true, at: site)
      }
      return nil
    } catch {
      session.finish()
      return error
    }
  }

  /// Runs a statement that begins or ends a transaction, and tells how the server calls it.
  @discardableResult
  private func control(
    _ sql: SQL, shielded: Bool, at site: Site
  ) async throws(PostgresError) -> String? {
    let exchange = try begin(within: nil, text: sql.text, at: site, shielded: shielded)
    return try await during(exchange, shielded: shielded) { () throws(PostgresError) in
      try await send(sql, exchange)
      return try await collect(exchange)?.commandTag
    }
  }
}
