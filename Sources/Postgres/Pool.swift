import Dispatch
import Synchronization

/// Sessions that tasks share by taking turns.
///
///     let pool = Pool(options, limit: 8)
///     let names = try await pool.withConnection { connection in
///       try await connection.rows("select name from company").decode(as: String.self)
///     }
///     await pool.close()
///
/// At most ``limit`` sessions are open at a time; who comes when all are lent waits, and is served
/// in the order of coming. A session comes back rolled back and with all it had set, listened to,
/// locked or made for itself undone; only its prepared statements stay. One that broke is dropped,
/// and one that broke while nobody used it is found out before it is lent.
public final class Pool: Sendable {
  /// How many sessions may be open at a time.
  public let limit: Int
  /// How long a task waits for a session when its call does not say.
  public let patience: Duration
  let options: Options
  private let state: Mutex<PoolState>
  /// How long a session may lie idle before it is tried out with a round trip.
  private let idleLimit: Duration

  /// Makes a pool that has no session yet; they are opened when tasks need them.
  ///
  /// - `limit`: how many sessions may be open at a time, at least 1.
  /// - `patience`: how long a task waits for a session, the time to open one included.
  /// - `idleLimit`: how long a session may lie idle before it is tried out with a round trip.
  public init(
    _ options: Options = .environment, limit: Int = 4, patience: Duration = .seconds(30),
    idleLimit: Duration = .seconds(60)
  ) {
    self.options = options
    self.limit = max(1, limit)
    self.patience = patience
    self.idleLimit = idleLimit
    state = Mutex(PoolState(limit: max(1, limit)))
  }

  /// What the pool has and has done so far.
  public var metrics: PoolMetrics { state.withLock { $0.metrics } }

  /// Lends a session for the length of `body`.
  ///
  /// The connection must not be kept: after `body` it is closed to it. An error of `body` is thrown
  /// on unchanged; when no session could be had, that is a ``PostgresError``, of kind
  /// ``PostgresError/Kind/deadlineExceeded`` after the wait and ``PostgresError/Kind/closed`` once
  /// the pool is closed.
  public func withConnection<Value>(
    within wait: Duration? = nil, file: String = #fileID, line: Int = #line,
    _ body: (Connection) async throws -> Value
  ) async throws -> Value {
    let site = Site(file: file, line: line)
    let connection = try await borrow(until: .now + (wait ?? patience), at: site)
    do {
      let value = try await body(connection)
      await giveBack(connection, at: site)
      return value
    } catch {
      await giveBack(connection, at: site)
      throw error
    }
  }

  /// Refuses everyone from now on and closes every session, those that are lent when they come back.
  ///
  /// After `grace` their statements are cancelled and further ones refused. Returns how many are
  /// still lent five seconds after that, to closures that do not end; 0 as a rule.
  @discardableResult
  public func close(within grace: Duration = .seconds(10)) async -> Int {
    let (idle, waiting, emptied) = state.withLock { $0.close() }
    for slot in idle { slot.close() }
    for waiter in waiting { waiter.give(.closed) }
    if await emptied.value(until: .now + grace) == nil {
      let end = ContinuousClock.now + .seconds(5)
      // Again and again, because a request that comes between two statements has no effect.
      while state.withLock({ $0.interrupt() }) > 0, ContinuousClock.now < end {
        await DispatchQueue.global().pause(milliseconds: 50)
      }
    }
    return metrics.lent
  }

  /// Waits for a session that works, while the server is full or starting too.
  func borrow(
    until deadline: ContinuousClock.Instant, at site: Site
  ) async throws(PostgresError) -> Connection {
    let retry = Retry(pause: .milliseconds(50))
    var attempts = 0
    while true {
      switch await grant(until: deadline) {
      case .slot(let slot):
        if let connection = await connection(from: slot, at: site) { return connection }
        state.withLock { $0.dropped() }
      case .permit: break
      case .closed: throw PostgresError(.closed, "the pool is closed", at: site)
      case nil:
        throw PostgresError(
          Task.isCancelled ? .cancelled : .deadlineExceeded, "while waiting for a session", at: site
        )
      }
      do throws(PostgresError) {
        return try await open(until: deadline, at: site)
      } catch {
        // Asked for anew each time, because a session that others bring back will do as well.
        hand(nil, from: nil)
        attempts += 1
        let pause = retry.pause(after: attempts)
        let isWorthIt = error.isRetryable && ContinuousClock.now + pause < deadline
        guard isWorthIt, (try? await Task.sleep(for: pause)) != nil else { throw error }
      }
    }
  }

  /// Waits for its turn; nil when the deadline or the task's cancellation comes first.
  private func grant(until deadline: ContinuousClock.Instant) async -> Grant? {
    let waiter = Answer<Grant>()
    if let grant = state.withLock({ $0.request(waiter) }) { return grant }
    let start = ContinuousClock.now
    let grant = await waiter.value(until: deadline)
    state.withLock {
      if grant == nil { $0.giveUp(waiter) }
      $0.waited(.now - start, inVain: grant == nil)
    }
    return grant
  }

  /// Takes a session back: cleans it, and hands it on or keeps it; drops it if it cannot be cleaned.
  func giveBack(_ connection: Connection, at site: Site) async {
    await connection.clean(options, at: site)
    let session = connection.surrender()
    let slot = session.isOpen ? PoolSlot(session, since: .now) : nil
    hand(slot, from: connection.lease)
  }

  /// Passes a session, or the place of one that is gone, to whoever waits longest.
  private func hand(_ slot: PoolSlot?, from lease: Lease?) {
    var action = state.withLock { $0.giveBack(slot, from: lease) }
    while case .give(let grant, let waiter) = action {
      if waiter.give(grant) { return }
      // It has just stopped waiting.
      action = state.withLock { $0.passOn(grant) }
    }
    if case .close(let slot) = action { slot.close() }
  }

  /// Makes a connection of an idle session, unless it turns out to be broken.
  private func connection(from slot: PoolSlot, at site: Site) async -> Connection? {
    let lease = Lease()
    guard let session = slot.take() else { return nil }
    let connection = Connection(session, timeout: options.statementTimeout, lease: lease)
    var isSound = connection.session.isHealthy
    // What comes from the server in between is as a rule the news that it has ended the session.
    if isSound, connection.hasNews || .now - slot.since > idleLimit {
      isSound =
        (try? await connection.control("", within: .seconds(5), shielded: true, at: site)) != nil
      connection.isUsed = false
    }
    guard isSound else {
      connection.close()
      return nil
    }
    state.withLock { $0.lend(lease, connection.canceller) }
    return connection
  }

  /// Opens a session.
  private func open(
    until deadline: ContinuousClock.Instant, at site: Site
  ) async throws(PostgresError) -> Connection {
    var options = options
    options.connectTimeout = min(options.connectTimeout, max(deadline - .now, .zero))
    let lease = Lease()
    let session = try await Connection.session(options, at: site)
    let connection = Connection(session, timeout: options.statementTimeout, lease: lease)
    try await connection.undoVariables(options, at: site)
    connection.isUsed = false
    state.withLock { $0.opened(lease, connection.canceller) }
    return connection
  }
}

extension Connection {
  /// Whether the server has said something since the last statement.
  fileprivate var hasNews: Bool {
    !LibPQ.poll(session.socket, .read, microseconds: 0).isEmpty
  }

  /// Leaves the session as if it were new, but for its prepared statements; closes it if that fails.
  fileprivate func clean(_ options: Options, at site: Site) async {
    guard session.isOpen, isUsed else { return }
    guard !isBusy, lease?.isRevoked != true else {
      session.finish()
      return
    }
    do throws(PostgresError) {
      if session.transactionStatus != .idle {
        try await control("rollback", within: undoing, shielded: true, at: site)
      }
      try await reset(within: undoing, at: site)
      try await undoVariables(options, at: site)
      while session.nextNotification() != nil {}
    } catch {
      session.finish()
    }
  }

  /// What `discard all` does, but for the prepared statements of the library.
  private func reset(within limit: Duration, at site: Site) async throws(PostgresError) {
    var text = """
      set session authorization default; reset all; close all; unlisten *; \
      select pg_advisory_unlock_all(); discard temp; discard sequences
      """
    if session.statements.hasOthers { text += "; deallocate all" }
    let exchange = try begin(within: limit, text: text, at: site, shielded: true)
    try await during(exchange) { () throws(PostgresError) in
      guard session.send(script: text) else { throw lost(exchange) }
      try await flush(exchange)
      _ = try await collect(exchange)
    }
  }

  /// Gives the session away and is closed.
  fileprivate func surrender() -> Session {
    var taken = Session(closedOn: queue)
    swap(&session, &taken)
    return taken
  }
}

extension DispatchQueue {
  /// Waits, cancelled or not.
  fileprivate func pause(milliseconds: Int) async {
    await withCheckedContinuation { continuation in
      asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { continuation.resume() }
    }
  }
}
