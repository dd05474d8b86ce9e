extension Connection {
  /// Runs `body` in a transaction: commits when it returns, rolls back when it throws.
  ///
  /// Inside another transaction it is a savepoint, whose failure undoes only itself and which has
  /// neither a mode nor a retry of its own. Once `body` has returned, a cancelled task no longer
  /// stops the commit. With a retry, `body` runs again from its beginning, so what it does outside
  /// the database must bear that.
  @discardableResult
  public func transaction<Value, Failure: Error>(
    _ mode: TransactionMode = .readWrite, retrying retry: Retry = .never,
    file: String = #fileID, line: Int = #line,
    _ body: (Connection) async throws(Failure) -> Value
  ) async throws(TransactionError<Failure>) -> Value {
    let site = Site(file: file, line: line)
    var attempts = 1
    while true {
      switch await attempt(mode, mayRetry: retry.limit > 1, at: site, body) {
      case .committed(let value): return value
      case .unknown(_, let error): throw .outcomeUnknown(error)
      case .failed(let error):
        guard attempts < retry.limit, session.isOpen, Retry.mayHelp(error) else { throw error }
        do { try await Task.sleep(for: retry.pause(after: attempts)) } catch { break }
        attempts += 1
        continue
      }
    }
  }

  /// Runs `body` in a transaction, for code that throws errors of any kind: an error of `body` is
  /// thrown on unchanged, everything else is a ``PostgresError``, of kind
  /// ``PostgresError/Kind/outcomeUnknown`` when nobody knows whether the work is there.
  @discardableResult
  public func withTransaction<Value>(
    _ mode: TransactionMode = .readWrite, retrying retry: Retry = .never,
    file: String = #fileID, line: Int = #line,
    _ body: (Connection) async throws -> Value
  ) async throws -> Value {
    do {
      return try await transaction(mode, retrying: retry, file: file, line: line, body)
    } catch {
      throw error.underlying
    }
  }

  /// What running a transaction once came to.
  enum Attempt<Value, Failure: Error> {
    case committed(Value)
    case failed(TransactionError<Failure>)
    /// Lost while committing what the body gave.
    case unknown(Value, PostgresError)
  }

  /// Runs a transaction once.
  func attempt<Value, Failure: Error>(
    _ mode: TransactionMode, mayRetry: Bool = false, at site: Site,
    _ body: (Connection) async throws(Failure) -> Value
  ) async -> Attempt<Value, Failure> {
    let savepoint: SQL? = depth > 0 ? "\(identifier: "level \(depth)")" : nil
    let id: TransactionID?
    do throws(PostgresError) {
      if savepoint != nil, mode != .readWrite || mayRetry {
        throw PostgresError(
          .misuse, "a nested transaction has no mode and no retry of its own", at: site)
      }
      if savepoint == nil, session.isOpen, session.transactionStatus != .idle, !isBusy {
        throw PostgresError(.misuse, "a transaction was begun by hand", at: site)
      }
      id = try await begin(mode, savepoint, at: site)
    } catch {
      return .failed(.begin(error))
    }
    depth += 1
    defer { depth -= 1 }
    let value: Value
    do throws(Failure) {
      value = try await body(self)
    } catch {
      return .failed(.body(error, rollback: await undo(savepoint, at: site)))
    }
    do throws(PostgresError) {
      try await commit(savepoint, at: site)
      return .committed(value)
    } catch {
      guard error.endsSession, savepoint == nil, error.kind != .closed else {
        if session.isOpen { _ = await undo(savepoint, at: site) }
        return .failed(.commit(error))
      }
      var unknown = error
      unknown.kind = .outcomeUnknown
      unknown.transaction = id
      return .unknown(value, unknown)
    }
  }

  /// Begins a transaction or a savepoint, and tells its number if it is to be traced.
  private func begin(
    _ mode: TransactionMode, _ savepoint: SQL?, at site: Site
  ) async throws(PostgresError) -> TransactionID? {
    if let savepoint {
      try await control("savepoint \(savepoint)", shielded: false, at: site)
    } else if mode.isTraced, !mode.isReadOnly {
      return try await beginTraced(mode.begin, at: site)
    } else {
      try await control(mode.begin, shielded: false, at: site)
    }
    return nil
  }

  /// Commits a transaction or releases a savepoint.
  private func commit(_ savepoint: SQL?, at site: Site) async throws(PostgresError) {
    guard !session.isOpen || session.transactionStatus != .idle else {
      throw PostgresError(.misuse, "the body has ended the transaction by hand", at: site)
    }
    let tag = try await control(
      savepoint.map { "release savepoint \($0)" } ?? "commit", shielded: true, at: site)
    // COMMIT of a transaction that had failed succeeds as a rollback, and says so only here.
    if tag == "ROLLBACK" {
      throw PostgresError(
        .server, "a statement had failed, so nothing was committed",
        state: .inFailedSQLTransaction, at: site)
    }
  }

  /// Undoes a transaction or a savepoint; if the server does not let us, the end of the session does.
  private func undo(_ savepoint: SQL?, at site: Site) async -> PostgresError? {
    guard session.isOpen else { return nil }
    do throws(PostgresError) {
      if let savepoint {
        try await control(
          "rollback to savepoint \(savepoint)", within: undoing, shielded: true, at: site)
        try await control(
          "release savepoint \(savepoint)", within: undoing, shielded: true, at: site)
      } else if session.transactionStatus != .idle {
        try await control("rollback", within: undoing, shielded: true, at: site)
      }
      return nil
    } catch {
      session.finish()
      return error
    }
  }

  /// Runs a statement that begins or ends a transaction, and tells how the server calls it.
  @discardableResult
  func control(
    _ sql: SQL, within limit: Duration? = nil, shielded: Bool, at site: Site
  ) async throws(PostgresError) -> String? {
    let exchange = try begin(within: limit, text: sql.text, at: site, shielded: shielded)
    return try await during(exchange) { () throws(PostgresError) in
      try await send(sql, exchange)
      return try await collect(exchange)?.commandTag
    }
  }
}
