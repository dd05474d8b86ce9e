extension Connection {
  /// Listens on channels for the length of `body`, which reads what is said there.
  ///
  ///     try await connection.listen(to: "jobs", within: .seconds(60)) { notifications in
  ///       for try await notification in notifications { start(notification.payload) }
  ///     }
  ///
  /// The sequence ends when the time is over, and fails when the task is cancelled or the session
  /// is lost. Nothing is buffered beyond what the connection holds: notifications that are not read
  /// wait on the server, which keeps 8 GB of them for all its sessions. Between two notifications
  /// the session runs statements as ever. It cannot listen inside a transaction, nor twice at once.
  public func listen<Value>(
    to channels: String..., within limit: Duration? = nil,
    file: String = #fileID, line: Int = #line,
    _ body: (Notifications) async throws -> Value
  ) async throws -> Value {
    let site = Site(file: file, line: line)
    let deadline = limit.map { ContinuousClock.now + $0 }
    guard !isListening, depth == 0 else {
      throw PostgresError(
        .misuse, isListening ? "the session listens already" : "listening inside a transaction",
        at: site)
    }
    // All or nothing, as a pipeline is.
    _ = try await pipelined(
      channels.map { "listen \(identifier: $0)" }, within: nil, at: site)
    isListening = true
    let outcome: Result<Value, any Error>
    do {
      outcome = .success(
        try await body(Notifications(connection: self, deadline: deadline, site: site)))
    } catch {
      outcome = .failure(error)
    }
    isListening = false
    if session.isOpen {
      do throws(PostgresError) {
        try await control("unlisten *", within: undoing, shielded: true, at: site)
        while session.nextNotification() != nil {}
      } catch {
        session.finish()
        guard case .failure(let cause) = outcome else { throw error }
        guard var cause = cause as? PostgresError else { throw cause }
        cause.endsSession = true
        throw cause
      }
    }
    return try outcome.get()
  }

  /// Waits for the next notification; nil once the deadline has passed.
  func nextNotification(
    until deadline: ContinuousClock.Instant?, at site: Site
  ) async throws(PostgresError) -> PostgresNotification? {
    guard session.isOpen, lease?.isRevoked != true else {
      throw PostgresError(.closed, "", endsSession: true, at: site)
    }
    guard !isBusy, isListening else {
      throw PostgresError(
        .misuse, isListening ? "a statement is under way" : "the session does not listen any more",
        at: site)
    }
    isBusy = true
    defer { isBusy = false }
    while true {
      guard session.consume() else { throw lost(at: site) }
      if let notification = session.nextNotification() { return notification }
      if Task.isCancelled { throw PostgresError(.cancelled, "while listening", at: site) }
      if lease?.isRevoked == true { throw PostgresError(.closed, "", endsSession: true, at: site) }
      var microseconds = slice
      if let deadline {
        let left = deadline - .now
        guard left > .zero else { return nil }
        microseconds = min(slice, Int(clamping: left.microseconds) + 1)
      }
      let socket = session.socket
      _ = await queue.result { [microseconds] in
        LibPQ.poll(socket, .read, microseconds: microseconds)
      }
    }
  }
}

/// What other sessions say on the channels a session listens on, in the order they committed.
public struct Notifications: AsyncSequence {
  let connection: Connection
  let deadline: ContinuousClock.Instant?
  let site: Site

  /// Starts reading; a second iterator goes on where the first stopped.
  public func makeAsyncIterator() -> Iterator { Iterator(notifications: self) }

  /// Reads one notification after the other.
  public struct Iterator: AsyncIteratorProtocol {
    let notifications: Notifications

    /// Waits for the next one; nil once the time is over.
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(PostgresError) -> PostgresNotification? {
      try await notifications.connection.nextNotification(
        until: notifications.deadline, at: notifications.site)
    }
  }
}
