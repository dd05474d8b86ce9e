extension Pool {
  /// Runs `body` in a transaction on a session of its own, and finds out what became of it when the
  /// session is lost in the commit.
  ///
  /// - Undone by the server for the sake of another transaction, or with the session, it is tried
  ///   again as `retry` says, so what `body` does outside the database must bear that.
  /// - Lost in the commit, the server is asked until `patience` is over, on another session. Where
  ///   the work is there, `body`'s value is returned; where it is undone, that counts as the case
  ///   above. Only where nobody can tell is it ``TransactionError/outcomeUnknown(_:)``.
  ///
  /// `wait` is how long each attempt may wait for a session.
  @discardableResult
  public func transaction<Value, Failure: Error>(
    _ mode: TransactionMode = .readWrite, retrying retry: Retry = .standard,
    within wait: Duration? = nil, file: String = #fileID, line: Int = #line,
    _ body: (Connection) async throws(Failure) -> Value
  ) async throws(TransactionError<Failure>) -> Value {
    let site = Site(file: file, line: line)
    var attempts = 1
    while true {
      let error: TransactionError<Failure>
      var mayHelp: Bool
      switch try await attempt(mode, within: wait ?? patience, at: site, body) {
      case .committed(let value): return value
      case .unknown(let value, let lost):
        switch await outcome(of: lost.transaction) {
        case .committed: return value
        case .rolledBack:
          error = .commit(lost.asConnectionLost)
          mayHelp = true
        case .inProgress, .undecidable: throw .outcomeUnknown(lost)
        }
      case .failed(let failure):
        error = failure
        mayHelp = Retry.mayHelp(failure)
        if case .body(let cause as PostgresError, _) = failure, cause.kind == .connectionLost {
          // Its end was never sent, so the server has undone it.
          mayHelp = true
        }
      }
      guard mayHelp, attempts < retry.limit,
        (try? await Task.sleep(for: retry.pause(after: attempts))) != nil
      else { throw error }
      attempts += 1
    }
  }

  /// Runs a transaction once on a session of its own.
  private func attempt<Value, Failure: Error>(
    _ mode: TransactionMode, within wait: Duration, at site: Site,
    _ body: (Connection) async throws(Failure) -> Value
  ) async throws(TransactionError<Failure>) -> Connection.Attempt<Value, Failure> {
    let connection: Connection
    do {
      connection = try await borrow(until: .now + wait, at: site)
    } catch {
      throw .begin(error)
    }
    let attempt = await connection.attempt(mode.traced, at: site, body)
    await giveBack(connection, at: site)
    return attempt
  }

  /// Asks the server what became of a transaction until it can tell.
  private func outcome(of transaction: TransactionID?) async -> TransactionOutcome {
    guard let transaction else { return .undecidable }
    let deadline = ContinuousClock.now + patience
    let retry = Retry(pause: .milliseconds(20))
    var attempts = 0
    while ContinuousClock.now < deadline {
      let answer = try? await withConnection(within: deadline - .now) { connection in
        try await connection.outcome(of: transaction)
      }
      if let answer, answer != .inProgress { return answer }
      attempts += 1
      guard (try? await Task.sleep(for: retry.pause(after: attempts))) != nil else { break }
    }
    return .undecidable
  }
}

extension PostgresError {
  /// The same once it is known that the work is undone.
  fileprivate var asConnectionLost: PostgresError {
    var error = self
    error.kind = .connectionLost
    return error
  }
}
