import Postgres
import Testing

@Suite struct `A session whose server goes away` {
  @Test(arguments: ExchangeKind.allCases)
  func `is told so in the middle of any exchange`(kind: ExchangeKind) async throws {
    let name = "killed in \(kind)"
    let endings = try await endings(of: [kind], on: .shared, name) { observer in
      try await observer.run(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = \(name)")
    }
    check(endings, states: [.adminShutdown])
    #expect(try await ThrowawayServer.shared.isFree(of: name))
  }

  @Test(arguments: ThrowawayServer.StopMode.allCases)
  func `is told so in all exchanges when the server stops, and another one opens once it is back`(
    mode: ThrowawayServer.StopMode
  ) async throws {
    let server = await ThrowawayServer.started(
      "stopped-\(mode)", settings: ["listen_addresses": ""])
    let name = "stopped"
    let endings = try await endings(of: ExchangeKind.allCases, on: server, name) { _ in
      await server.stop(mode)
    }
    // A server that dies at once has no time to give a code.
    check(endings, states: mode == .fast ? [.adminShutdown] : [nil])
    let none = await thrown(PostgresError.self) { try await server.open() }
    #expect(none?.kind == .connection)
    await server.start()
    let again = try await server.open()
    #expect(try await again.one("select 1", as: Int32.self) == 1)
    #expect(try await server.isFree(of: name))
  }

  @Test(arguments: ThrowawayServer.StopMode.allCases)
  func `leaves its place in the pool, which goes on once the server is back`(
    mode: ThrowawayServer.StopMode
  ) async throws {
    let server = await ThrowawayServer.started(
      "pooled-\(mode)", settings: ["listen_addresses": ""])
    var options = server.options
    options.applicationName = "pooled"
    let pool = Pool(options, limit: 2, patience: Self.limit)
    let began = ContinuousClock.now
    // Two that use a session, and two that wait for one.
    let tasks = (0..<4).map { _ in
      Task {
        await thrown(PostgresError.self) {
          try await pool.withConnection { try await $0.run("select pg_sleep(600)") }
        }
      }
    }
    try await server.sleepers(named: "pooled", reach: 2)
    try await eventually { pool.metrics.waiting == 2 }
    await server.stop(mode)
    var kinds: [PostgresError.Kind?: Int] = [:]
    for task in tasks { kinds[await task.value?.kind, default: 0] += 1 }
    #expect(kinds == [.connectionLost: 2, .connection: 2])
    #expect(pool.metrics.open == 0)
    await server.start()
    #expect(try await pool.withConnection { try await $0.one("select 1", as: Int32.self) } == 1)
    #expect(ContinuousClock.now - began < Self.limit)
    #expect(await pool.close() == 0)
    #expect(try await server.isFree(of: "pooled"))
  }

  /// The limit of each exchange; none of them is to need it.
  private static let limit = Duration.seconds(120)

  /// Does something to a server when each of some exchanges is in its middle.
  private func endings(
    of kinds: [ExchangeKind], on server: ThrowawayServer, _ name: String,
    _ fault: (Connection) async throws -> Void
  ) async throws -> [Ending] {
    let exchanges = kinds.map { kind in
      let stage = Stage()
      let task = Task {
        let connection = try await server.open { $0.applicationName = name }
        let began = ContinuousClock.now
        let error = await thrown((any Error).self) {
          try await kind.perform(connection, stage, within: Self.limit)
        }
        return Ending(
          kind: kind, error: error, duration: ContinuousClock.now - began,
          isOpen: connection.isOpen)
      }
      return (kind: kind, stage: stage, task: task)
    }
    let observer = try await server.open()
    for exchange in exchanges where !exchange.kind.sleeps { await exchange.stage.ready.wait() }
    try await server.sleepers(named: name, reach: kinds.count { $0.sleeps })
    try await fault(observer)
    var endings: [Ending] = []
    for exchange in exchanges {
      exchange.stage.go.send()
      endings.append(try await exchange.task.value)
    }
    return endings
  }

  private func check(_ endings: [Ending], states: [SQLState?]) {
    for ending in endings {
      let error = ending.postgresError
      let told: Comment = "\(ending.kind): \(String(describing: ending.error))"
      #expect(error?.kind == (ending.kind.isCommit ? .outcomeUnknown : .connectionLost), told)
      // A batch notices by what it cannot send any more; one that listens is told in a notice.
      let states = [.batch, .listening].contains(ending.kind) ? states + [nil] : states
      #expect(error.map { states.contains($0.state) } == true, told)
      #expect(error?.endsSession == true, told)
      #expect(!ending.isOpen, told)
      #expect(ending.duration < Self.limit, told)
      switch (ending.kind, ending.error) {
      case (.begin, let error as TransactionError<any Error>),
        (.beginTraced, let error as TransactionError<any Error>):
        if case .begin = error {} else { Issue.record(told) }
      case (.body, let error as TransactionError<any Error>),
        (.savepoint, let error as TransactionError<any Error>):
        if case .body = error {} else { Issue.record(told) }
      case (.commit, let error as TransactionError<any Error>):
        if case .outcomeUnknown = error {} else { Issue.record(told) }
      case (_, let error): #expect(error is PostgresError, told)
      }
    }
  }
}
