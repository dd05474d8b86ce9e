/// The statements of a pipeline on their way out and their results on their way in.
final class PipelineFlow {
  /// Thrown to leave a body when nothing more will be run; the reason follows.
  struct Stopped: Error {}

  /// What a result that is to come belongs to.
  private enum Expected {
    case preparation(StatementCache.Key, name: String)
    case statement
    case mark
  }

  private let connection: Connection
  private let exchange: Exchange
  private let keepsResults: Bool
  private var expected: [Expected] = []
  /// How many of `expected` have come.
  private var come = 0
  private var statementsCome = 0
  private var hasResult = false
  private var sinceLook = 0
  /// The statement sent last, if it is prepared, and the names of those that are about to be.
  private var last: (key: StatementCache.Key, name: String)?
  private var names: [StatementCache.Key: String] = [:]
  private var failure: PostgresError?
  private(set) var results: [RawResult] = []
  private(set) var affectedRows = 0

  /// How many statements may be on their way before their results are waited for.
  private static let window = 4096
  /// How many are queued between two looks at what has come.
  private static let stride = 256

  init(_ connection: Connection, _ exchange: Exchange, keepsResults: Bool) {
    self.connection = connection
    self.exchange = exchange
    self.keepsResults = keepsResults
  }

  /// Whether sending more is of no use.
  var isStopped: Bool { failure != nil || exchange.asked != nil }

  /// Turns the session into a pipeline.
  func enter() async throws(PostgresError) {
    try await connection.dropDiscarded(exchange)
    guard connection.session.enterPipeline() else { throw connection.lost(exchange) }
  }

  /// Queues a statement, prepared if it has been run often enough or `isMany`.
  func add(
    _ text: String, _ parameters: Parameters, isMany: Bool = false
  ) async throws(PostgresError) {
    if let name = try name(text, parameters, isMany: isMany) {
      guard connection.session.send(prepared: name, parameters) else {
        throw connection.lost(exchange)
      }
    } else {
      guard connection.session.send(text, parameters) else { throw connection.lost(exchange) }
    }
    expected.append(.statement)
    sinceLook += 1
    if sinceLook >= Self.stride { try await look() }
  }

  /// Undoes what was sent and tells why nothing more was, if that was not the program's own will.
  func giveUp() async throws(PostgresError) -> PostgresError {
    let reason = exchange.asked?.reason
    if failure == nil, connection.session.isOpen {
      // Nothing but an error makes the server undo a pipeline.
      let text = "do 'begin raise ''the program gave up''; end'"
      guard connection.session.send(text, Parameters()) else { throw connection.lost(exchange) }
      expected.append(.statement)
    }
    do throws(PostgresError) {
      try await finish()
    } catch {
      var error = error
      if reason != nil, error.kind == .server {
        error.kind = reason == .deadline ? .deadlineExceeded : .cancelled
      }
      return error
    }
    return PostgresError(.cancelled, "the pipeline was given up", at: exchange.site)
  }

  /// Ends the pipeline's transaction, reads to its end, and throws its first failure.
  func finish() async throws(PostgresError) {
    if connection.session.isOpen {
      guard connection.session.synchronize() else { throw connection.lost(exchange) }
      expected.append(.mark)
      try await connection.flush(exchange)
      try await receive(until: 0)
      guard connection.session.isHealthy, connection.session.exitPipeline() else {
        throw broken()
      }
    }
    if let failure { throw failure }
  }

  /// The name to run a statement by, once it is prepared or about to be.
  private func name(
    _ text: String, _ parameters: Parameters, isMany: Bool
  ) throws(PostgresError) -> String? {
    if let last, last.key.text == text, last.key.hasTypes(of: parameters) { return last.name }
    let key = StatementCache.Key(text: text, types: parameters.types)
    var name = names[key]
    if name == nil {
      switch connection.session.statements.plan(key, isMany: isMany) {
      case .direct: return nil
      case .execute(let known): name = known
      case .prepare(let new):
        guard connection.session.prepare(text, as: new, key.types) else {
          throw connection.lost(exchange)
        }
        expected.append(.preparation(key, name: new))
        names[key] = new
        name = new
      }
    }
    if let name { last = (key, name) }
    return name
  }

  /// Sends what is queued and reads what has come, and waits when too much is on its way.
  private func look() async throws(PostgresError) {
    sinceLook = 0
    if let deadline = exchange.deadline, ContinuousClock.now >= deadline { exchange.ask(.deadline) }
    if expected.count - come > Self.window, !connection.session.requestResults() {
      throw connection.lost(exchange)
    }
    try await connection.flush(exchange)
    while expected.count > come, !connection.session.isBusy { try take() }
    if expected.count - come > Self.window { try await receive(until: Self.window / 2) }
    expected.removeFirst(come)
    come = 0
  }

  /// Reads until no more than so many statements are on their way.
  private func receive(until left: Int) async throws(PostgresError) {
    while expected.count - come > left {
      while connection.session.isBusy {
        _ = try await connection.ready(.read, exchange)
        if !connection.session.consume() { break }
      }
      try take()
    }
  }

  /// Takes the next result, or the end of a statement's results.
  private func take() throws(PostgresError) {
    guard let result = connection.session.nextResult() else {
      guard hasResult else { throw broken() }
      // What fails at the end of the transaction, as a deferred constraint does, is told before the
      // mark itself.
      if case .mark = expected[come] { hasResult = false } else { advance() }
      return
    }
    hasResult = true
    switch result.status {
    case .synchronized: advance()
    case .command, .rows, .row, .empty: keep(result)
    case .skipped: break
    case .copyIn, .copyOut:
      // libpq has no way out of a COPY in a pipeline.
      connection.session.finish()
      throw PostgresError(
        .misuse, "COPY cannot be part of a pipeline", endsSession: true, at: exchange.site)
    case .other:
      // A replication began, of which libpq tells for ever.
      throw connection.lost(exchange)
    case .failed:
      guard failure == nil else { break }
      var error = connection.error(result, exchange)
      if case .mark = expected[come] {} else { error.pipelineStep = statementsCome + 1 }
      if error.mayComeOfPreparation { connection.session.statements.forget(areGone: false) }
      failure = error
      if !connection.session.isOpen { throw error }
    }
  }

  /// The error of a session that broke; closes it.
  private func broken() -> PostgresError {
    // Where the server has said why it ends the session, the failure was taken for that of a
    // statement at first.
    guard var failure else { return connection.lost(exchange) }
    connection.session.finish()
    if failure.kind == .server { failure.kind = .connectionLost }
    failure.endsSession = true
    return failure
  }

  private func keep(_ result: RawResult) {
    switch expected[come] {
    case .preparation(let key, let name): connection.session.statements.remember(key, as: name)
    case .mark: break
    case .statement:
      if result.status == .command {
        connection.session.statements.note(commandTag: result.commandTag)
      }
      if keepsResults { results.append(result) } else { affectedRows += result.affectedRows }
    }
  }

  private func advance() {
    if case .statement = expected[come] { statementsCome += 1 }
    come += 1
    hasResult = false
  }
}
