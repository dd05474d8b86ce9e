import Postgres
import Testing

@Suite struct `The outcome of a traced transaction` {
  @Test func `is told by another session`() async throws {
    let observer = try await ThrowawayServer.open()
    let connection = try await ThrowawayServer.open()
    // Killed after its last statement: the answer to COMMIT is the news of its end.
    let error = await thrown(TransactionError<PostgresError>.self) {
      try await connection.transaction(.readWrite.traced) { connection throws(PostgresError) in
        try await observer.run("select pg_terminate_backend(\(connection.backendPID), 5000)")
      }
    }
    guard case .outcomeUnknown(let unknown) = error, let id = unknown.transaction else {
      Issue.record("not unknown: \(String(describing: error))")
      return
    }
    #expect(try await observer.outcome(of: id) == .rolledBack)
  }

  @Test func `is in progress while it is`() async throws {
    let observer = try await ThrowawayServer.open()
    let connection = try await ThrowawayServer.open()
    try await connection.transaction { connection in
      let id = try await connection.currentTransaction()
      #expect(try await observer.outcome(of: id) == .inProgress)
    }
  }

  @Test func `is not mistaken for another's to which a crash gave the same number`() async throws {
    let server = await ThrowawayServer.started("outcome", settings: ["listen_addresses": ""])
    let lost = Shared<TransactionID?>(nil)
    let connection = try await server.open()
    _ = await thrown(TransactionError<PostgresError>.self) {
      try await connection.transaction { connection throws(PostgresError) in
        let id = try await connection.currentTransaction()
        lost.withLock { $0 = id }
        await server.stop(.immediate)
      }
    }
    await server.start()
    let id = try #require(lost.withLock { $0 })
    let next = try await server.open()
    #expect(try await next.outcome(of: id) == .rolledBack)
    var given = try await committed(on: next)
    for _ in 0..<50 where given.number < id.number { given = try await committed(on: next) }
    // The server says "committed" of the number now, and means the other transaction.
    #expect(given.number == id.number)
    #expect(try await next.outcome(of: given) == .committed)
    #expect(try await next.outcome(of: id) == .undecidable)
    // An orderly stop loses no number.
    await server.stop(.fast)
    await server.start()
    #expect(try await server.open().outcome(of: given) == .committed)
    await server.stop(.fast)
  }

  /// Commits something and tells under which number.
  private func committed(on connection: Connection) async throws -> TransactionID {
    try await connection.transaction { connection in
      try await connection.run("create table if not exists filler (id int)")
      try await connection.run("insert into filler values (1)")
      return try await connection.currentTransaction()
    }
  }
}
