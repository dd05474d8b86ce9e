import Dispatch
import Synchronization

/// One statement from its sending to its last result: when it must end, and who asked it to end.
final class Exchange: Sendable {
  /// Why a statement was cancelled.
  enum Reason: Sendable { case task, deadline, abandoned }

  private enum State {
    case running
    case asked(Reason, ContinuousClock.Instant)
    case over
  }

  let text: String
  let site: Site
  let deadline: ContinuousClock.Instant?
  /// Whether a cancelled task does not stop it.
  let isShielded: Bool
  private let canceller: Canceller
  private let state = Mutex(State.running)

  init(
    _ text: String, deadline: ContinuousClock.Instant?, isShielded: Bool, canceller: Canceller,
    at site: Site
  ) {
    self.text = text
    self.deadline = deadline
    self.isShielded = isShielded
    self.canceller = canceller
    self.site = site
  }

  /// Cancels the statement on the server, once, if it is not over.
  func ask(_ reason: Reason) {
    state.withLock { state in
      guard case .running = state else { return }
      state = .asked(reason, .now)
      canceller.send()
    }
  }

  /// Repeats the request: one that reaches the server before the statement does is ignored there.
  func askAgain() {
    state.withLock { state in
      if case .asked = state { canceller.send() }
    }
  }

  /// Why and when cancelling was asked for; looking asks for it if the task is cancelled.
  var asked: (reason: Reason, at: ContinuousClock.Instant)? {
    if !isShielded, Task.isCancelled { ask(.task) }
    return state.withLock { state in
      guard case .asked(let reason, let instant) = state else { return nil }
      return (reason, instant)
    }
  }

  /// Lets no later request through; true when one may still be under way.
  func end() -> Bool {
    state.withLock { state in
      defer { state = .over }
      guard case .asked = state else { return false }
      return true
    }
  }
}

/// The longest a wait goes without looking whether its task was cancelled, in microseconds.
let slice = 100_000

/// The longest a wait keeps the caller's own thread, in microseconds.
///
/// Most answers of a server nearby come sooner than the change to the session's queue and back
/// would take; what takes longer must not hold a thread that other tasks need.
let spell = 200

/// The longest a wait keeps the caller's own thread once an answer has begun to come, or while the
/// server takes what is sent, in microseconds.
///
/// The rest is a matter of microseconds then. A timer that ends before the next tick of the kernel
/// must be set up and taken down with the processor's help, which would cost more than the wait.
private let stream = 5_000

/// The longest a wait goes without listening for its task's cancellation, in microseconds.
private let pause = 5_000

/// How long a server may take to answer a cancelled statement before the session is given up.
private let grace: Duration = .seconds(5)

/// How long undoing may take, which is quick on every server that can be reached.
///
/// It has a limit of its own because neither a limit of the statements nor the task's cancellation
/// stops it; when it is over, the session's end does the same.
let undoing: Duration = .seconds(5)

extension DispatchQueue {
  /// Runs blocking work on this queue and waits for what it gives until a deadline or until the task
  /// is cancelled, which give nil and leave the work to end by itself.
  func result<Value: Sendable>(
    until deadline: ContinuousClock.Instant, _ work: @escaping @Sendable () -> Value
  ) async -> Value? {
    let answer = Answer<Value>()
    async { answer.give(work()) }
    return await answer.value(until: deadline)
  }

  /// Runs blocking work on this queue and waits for what it gives.
  func result<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      async { continuation.resume(returning: work()) }
    }
  }
}

// The steps of an exchange. Each is libpq calls that return at once and, where they cannot go on,
// one suspension in `ready`. However a step leaves, the session is in step with the server or closed.
extension Connection {
  /// Starts an exchange on a session that is open and idle.
  func begin(
    within limit: Duration?, text: String, at site: Site, shielded: Bool = false
  ) throws(PostgresError) -> Exchange {
    guard session.isOpen, lease?.isRevoked != true else {
      throw PostgresError(.closed, "", endsSession: true, at: site)
    }
    guard !isBusy else {
      throw PostgresError(.misuse, "another statement of this session is under way", at: site)
    }
    guard session.speaksUTF8 else {
      session.finish()
      throw PostgresError(
        .misuse, "client_encoding was changed, and text would be misread", endsSession: true,
        at: site)
    }
    guard shielded || !Task.isCancelled else {
      throw PostgresError(.cancelled, "before it was sent", at: site)
    }
    isUsed = true
    patience = spell
    peeked = nil
    running = nil
    let deadline = (limit ?? statementTimeout).map { ContinuousClock.now + $0 }
    return Exchange(
      text, deadline: deadline, isShielded: shielded, canceller: canceller, at: site)
  }

  /// Runs the body of an exchange and ends it.
  func during<Value, Failure: Error>(
    _ exchange: Exchange, _ body: () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    isBusy = true
    let outcome = await Self.outcome(of: body)
    if exchange.end(), session.isOpen {
      // A request that is still on its way would hit the next statement.
      let seconds = Int(grace.components.seconds)
      let drained = await queue.result { [canceller] in canceller.drain(seconds: seconds) }
      if !drained { session.finish() }
    }
    isBusy = false
    if isClosing { session.finish() }
    return try outcome.get()
  }

  /// Carries a typed error across functions that know none.
  private static func outcome<Value, Failure: Error>(
    of body: () async throws(Failure) -> Value
  ) async -> Result<Value, Failure> {
    do throws(Failure) {
      return .success(try await body())
    } catch {
      return .failure(error)
    }
  }

  /// Queues a statement and sends it, prepared if it has been run often enough.
  ///
  /// A prepared statement that is gone or stale is sent again with its text, unless a transaction is
  /// open, which the refusal has ended.
  func send(
    _ sql: SQL, _ exchange: Exchange, rowByRow: Bool = false
  ) async throws(PostgresError) {
    try check(sql, text: exchange.text, at: exchange.site)
    let key = StatementCache.Key(text: exchange.text, types: sql.parameters.types)
    let status = session.transactionStatus
    // In a failed transaction nothing can be prepared.
    let plan = status == .failed ? .direct : session.statements.plan(key)
    switch plan {
    case .direct: break
    case .prepare(let name):
      try await dropDiscarded(exchange)
      guard session.prepare(key.text, as: name, key.types) else { throw lost(exchange) }
      try await flush(exchange)
      _ = try await collect(exchange)
      session.statements.remember(key, as: name)
      try await send(prepared: name, sql.parameters, exchange, rowByRow: rowByRow)
      return
    case .execute(let name):
      running = key
      try await send(prepared: name, sql.parameters, exchange, rowByRow: rowByRow)
      guard status == .idle else { return }
      let first = try await nextResult(exchange)
      guard let first, first.tellsOfStalePlan else {
        peeked = first
        return
      }
      while try await nextResult(exchange) != nil {}
      session.statements.forget(areGone: false)
    }
    guard session.send(exchange.text, sql.parameters), !rowByRow || session.deliverRowByRow()
    else { throw lost(exchange) }
    try await flush(exchange)
  }

  private func send(
    prepared name: String, _ parameters: Parameters, _ exchange: Exchange, rowByRow: Bool
  ) async throws(PostgresError) {
    guard session.send(prepared: name, parameters), !rowByRow || session.deliverRowByRow()
    else { throw lost(exchange) }
    try await flush(exchange)
  }

  /// Refuses what cannot be sent before any of it is.
  func check(_ sql: SQL, text: String, at site: Site) throws(PostgresError) {
    if let fault = sql.fault { throw PostgresError(.encoding, fault, at: site) }
    // libpq would send what is before it, without a word.
    guard !text.utf8.contains(0) else {
      throw PostgresError(.encoding, "the statement holds the character NUL", at: site)
    }
    guard sql.parameters.count <= Int(UInt16.max) else {
      throw PostgresError(
        .encoding, "\(sql.parameters.count) parameters; bind an array instead", at: site)
    }
    let size = text.utf8.count + sql.parameters.bytes.count
    guard size < 1 << 30 else {
      throw PostgresError(.encoding, "the statement has \(size) bytes, 1 GB or more", at: site)
    }
  }

  /// Drops prepared statements that nobody will use, outside transactions, which a failure to drop
  /// one would end.
  func dropDiscarded(_ exchange: Exchange) async throws(PostgresError) {
    guard session.transactionStatus == .idle else { return }
    for name in session.statements.takeDiscarded() {
      // A name of our own making, which needs no quoting.
      guard session.send(script: "deallocate \(name)") else { throw lost(exchange) }
      try await flush(exchange)
      // One that is gone already is as good as dropped.
      while try await nextResult(exchange) != nil {}
      if !session.isHealthy { throw lost(exchange) }
    }
  }

  /// Sends what is queued, reading meanwhile: the server may be waiting for us to read before it
  /// reads.
  func flush(_ exchange: Exchange) async throws(PostgresError) {
    while true {
      // On a broken socket the server's last words may still be there; collecting finds them.
      guard let isDone = session.flush(), !isDone else { return }
      let ready = try await ready([.read, .write], exchange)
      if ready.contains(.read), !session.consume() { return }
    }
  }

  /// Waits until the session's socket is ready, for as long as the exchange may last.
  ///
  /// The one place where time passes, so the one that listens for the task's cancellation; only a long
  /// wait does, because a handler costs changes of thread wherever the caller is an actor's.
  func ready(_ interest: Readiness, _ exchange: Exchange) async throws(PostgresError) -> Readiness {
    let socket = session.socket
    var isLong = false
    while true {
      let now = ContinuousClock.now
      var microseconds = slice
      if let asked = exchange.asked {
        if now > asked.at + grace { throw givenUp(exchange, asked.reason) }
      } else if let deadline = exchange.deadline {
        if now >= deadline {
          exchange.ask(.deadline)
        } else {
          microseconds = min(slice, Int(clamping: (deadline - now).microseconds) + 1)
        }
      }
      if patience > 0 {
        let most = interest.contains(.write) ? stream : patience
        let ready = LibPQ.poll(socket, interest, microseconds: min(most, microseconds))
        if !ready.isEmpty {
          if ready.contains(.read) { patience = stream }
          return ready
        }
        patience = 0
      }
      let ready: Readiness
      if isLong {
        ready = await withTaskCancellationHandler { [microseconds] in
          await queue.result { LibPQ.poll(socket, interest, microseconds: microseconds) }
        } onCancel: {
          if !exchange.isShielded { exchange.ask(.task) }
        }
      } else {
        ready = await queue.result { [microseconds] in
          LibPQ.poll(socket, interest, microseconds: min(pause, microseconds))
        }
      }
      if !ready.isEmpty {
        // Later answers of the statement may come sooner.
        patience = spell
        return ready
      }
      isLong = true
      exchange.askAgain()
    }
  }

  /// The next complete result, or nil at the end of the statement.
  func nextResult(_ exchange: Exchange) async throws(PostgresError) -> RawResult? {
    if !hasResult { try await arrival(exchange) }
    return try takeResult(exchange)
  }

  /// Whether the next result, or the end of the statement, can be taken at once.
  var hasResult: Bool { peeked != nil || !session.isBusy }

  /// Waits until the next result can be taken.
  func arrival(_ exchange: Exchange) async throws(PostgresError) {
    while session.isBusy {
      _ = try await ready(.read, exchange)
      makeRoomForSmallBlocks()
      // When the socket breaks, the next result says so, or is what the server said before.
      if !session.consume() { break }
    }
  }

  /// Takes the next result, or nil at the end of the statement.
  func takeResult(_ exchange: Exchange) throws(PostgresError) -> RawResult? {
    if let result = peeked {
      peeked = nil
      return result
    }
    let result = session.nextResult()
    // libpq gives this result for ever, and no call leads out of it.
    if result?.beginsReplication == true { throw lost(exchange) }
    return result
  }

  /// Reads to the end of the statement and gives its last result, or its first error.
  func collect(_ exchange: Exchange) async throws(PostgresError) -> RawResult? {
    var last: RawResult?
    var failure: RawResult?
    var isCopy = false
    while let result = try await nextResult(exchange) {
      switch result.status {
      case .failed, .skipped, .synchronized, .other: failure = failure ?? result
      case .copyIn, .copyOut:
        isCopy = true
        try await refuseCopy(result, exchange)
      case .command:
        session.statements.note(commandTag: result.commandTag)
        last = result
      case .rows, .row, .empty: last = result
      }
    }
    try check(failure, exchange, refusedCopy: isCopy)
    return last
  }

  /// Throws what the statement's end amounts to, if it was not a success.
  func check(
    _ failure: RawResult?, _ exchange: Exchange, refusedCopy: Bool = false
  ) throws(PostgresError) {
    if refusedCopy, session.isHealthy {
      throw PostgresError(.misuse, "COPY needs copyIn or copyOut", at: exchange.site)
    }
    if let failure { throw error(failure, exchange) }
    if !session.isHealthy { throw lost(exchange) }
  }

  /// Gets out of a COPY where none can be served.
  func refuseCopy(_ result: RawResult, _ exchange: Exchange) async throws(PostgresError) {
    if result.status == .copyIn {
      _ = session.endCopy(abort: "COPY needs copyIn")
      try await flush(exchange)
    } else {
      exchange.ask(.abandoned)
      try await discardCopy(exchange)
    }
  }

  /// Reads what is left of a COPY to the client and drops it.
  func discardCopy(_ exchange: Exchange) async throws(PostgresError) {
    while true {
      switch session.getCopy({ _ in }) {
      case .message: break
      case .wait:
        _ = try await ready(.read, exchange)
        if !session.consume() { return }
      case .end, .failed: return
      }
    }
  }

  /// The error a failed result stands for; closes the session if it cannot go on.
  func error(_ result: RawResult, _ exchange: Exchange) -> PostgresError {
    let state = result.field(.state).map(SQLState.init(code:))
    let broken = !session.isHealthy
    if broken { session.finish() }
    var kind: PostgresError.Kind = broken ? .connectionLost : .server
    if state == .queryCanceled {
      switch exchange.asked?.reason {
      case .task: kind = .cancelled
      case .deadline: kind = .deadlineExceeded
      case .abandoned: kind = .misuse
      case nil: break
      }
    }
    let position = result.field(.position).flatMap { Int($0) }
    var error = PostgresError(
      kind, result.field(.message) ?? result.failure, state: state,
      constraint: result.field(.constraint), schema: result.field(.schema),
      table: result.field(.table), column: result.field(.column), position: position,
      statementLine: position.map { exchange.text.line(ofCharacter: $0) },
      detail: result.field(.detail), context: result.field(.context), hint: result.field(.hint),
      endsSession: broken,
      at: exchange.site)
    if result.tellsOfStalePlan {
      error.isStalePlan = true
      session.statements.forget(areGone: false)
    } else if let running, error.mayComeOfPreparation {
      // Then it will not fail again.
      session.statements.forget(running)
    }
    return error
  }

  /// The error of a session that broke; closes it.
  func lost(_ exchange: Exchange) -> PostgresError { lost(at: exchange.site) }

  /// The error of a session that broke; closes it.
  func lost(at site: Site) -> PostgresError {
    let failure = session.failure
    session.finish()
    return PostgresError(.connectionLost, failure, endsSession: true, at: site)
  }

  /// The error of a server that does not even answer a cancelled statement; closes the session.
  private func givenUp(_ exchange: Exchange, _ reason: Exchange.Reason) -> PostgresError {
    session.finish()
    let kind: PostgresError.Kind =
      switch reason {
      case .task: .cancelled
      case .deadline: .deadlineExceeded
      case .abandoned: .connectionLost
      }
    return PostgresError(
      kind, "and the server did not answer", endsSession: true, at: exchange.site)
  }
}

extension String {
  /// The line, from 1, of a character counted from 1 as the server counts.
  func line(ofCharacter position: Int) -> Int {
    1 + unicodeScalars.prefix(max(0, position - 1)).count { $0 == "\n" }
  }
}

extension Duration {
  /// Whole microseconds.
  var microseconds: Int64 {
    components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
  }
}
