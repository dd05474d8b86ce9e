import Postgres
import Testing

@Suite struct `A connection lost at any byte` {
  @Test(arguments: Proxy.Direction.allCases)
  func `of COMMIT is told from one that was made, and asking tells what became of it`(
    direction: Proxy.Direction
  ) async throws {
    let table = Table("commit_cut_\(direction)")
    let observer = try await table.create()
    let proxy = Proxy(to: .shared)
    defer { proxy.close() }
    var truths: [String: Int] = [:]
    var cut = 0
    var isWhole = false
    while !isWhole {
      let connection = try await Connection.open(proxy.options)
      let process = connection.backendPID
      let error = await thrown(TransactionError<any Error>.self) {
        try await connection.transaction(.readWrite.traced) { connection in
          try await connection.run("insert into \(table.name) values (\(cut))")
          proxy.arm(direction, cut.isMultiple(of: 2) ? .close : .reset, after: cut)
        }
      }
      isWhole = proxy.passed(direction) < cut
      let told = try await outcome(error, observer)
      if error != nil { try await table.settle(process, observer) }
      let isThere = try await table.count(of: cut, observer) == 1
      switch error {
      case nil:
        #expect(isThere, "cut after \(cut)")
        truths["committed", default: 0] += 1
      case .outcomeUnknown(let reason):
        #expect(reason.kind == .outcomeUnknown && reason.endsSession, "cut after \(cut): \(reason)")
        #expect(!connection.isOpen)
        #expect(told == (isThere ? .committed : .rolledBack), "cut after \(cut)")
        truths[isThere ? "unknown, committed" : "unknown, undone", default: 0] += 1
      case let error?: Issue.record("cut after \(cut): \(error)")
      }
      proxy.disarm()
      cut += 1
    }
    // All of the request, or of the answer, was tried.
    #expect(cut > 20)
    #expect(truths["committed"] ?? 0 >= 1)
    let lost = direction == .toServer ? "unknown, undone" : "unknown, committed"
    #expect(truths[lost] ?? 0 >= 20, "\(truths)")
  }

  /// What the server says of a transaction whose end was not heard.
  private func outcome(
    _ error: TransactionError<any Error>?, _ observer: Connection
  ) async throws -> TransactionOutcome? {
    guard case .outcomeUnknown(let reason) = error, let transaction = reason.transaction else {
      return nil
    }
    while true {
      let outcome = try await observer.outcome(of: transaction)
      if outcome != .inProgress { return outcome }
      try await Task.sleep(for: .milliseconds(1))
    }
  }

  @Test(arguments: Proxy.Direction.allCases)
  func `of COPY to the server never claims rows that are not there`(
    direction: Proxy.Direction
  ) async throws {
    let table = Table("copy_cut_\(direction)")
    let observer = try await table.create()
    try await atBytes(direction) { connection, cut, total in
      var claimed: Int?
      let process = connection.backendPID
      let error = await thrown(PostgresError.self) {
        claimed = try await connection.copyIn(
          "copy \(table.name) from stdin (format binary)", within: limit
        ) { writer in
          for _ in 0..<rowCount { try await writer.row(cut) }
        }
      }
      #expect((claimed == nil) == (error != nil), "cut after \(cut)")
      if error != nil { try await table.settle(process, observer) }
      let count = try await table.count(of: cut, observer)
      if let error {
        #expect(error.kind == .connectionLost && error.endsSession, "cut after \(cut): \(error)")
        #expect([0, rowCount].contains(count), "cut after \(cut)")
        if direction == .toServer, cut < total { #expect(count == 0, "cut after \(cut)") }
      } else {
        #expect(claimed == rowCount && count == rowCount, "cut after \(cut)")
      }
      return error == nil
    }
  }

  @Test func `of COPY from the server gives the rows that came, and says that some are missing`()
    async throws
  {
    try await atBytes(.toClient) { connection, cut, _ in
      var seen: [Int] = []
      let error = await thrown(PostgresError.self) {
        try await connection.copyOut(
          "copy (select generate_series(1, 40)::bigint) to stdout (format binary)",
          as: Int.self, within: limit
        ) { seen.append($0) }
      }
      check(seen, error, cut)
      return error == nil
    }
  }

  @Test func `of rows gives those that came, and says that some are missing`() async throws {
    try await atBytes(.toClient) { connection, cut, _ in
      var seen: [Int] = []
      let error = await thrown(PostgresError.self) {
        try await connection.each(
          "select generate_series(1, \(rowCount))", as: Int.self, within: limit
        ) { seen.append($0) }
      }
      check(seen, error, cut)
      return error == nil
    }
    try await atBytes(.toClient) { connection, cut, _ in
      var seen: [Int] = []
      let error = await thrown(PostgresError.self) {
        seen = try await connection.rows("select generate_series(1, \(rowCount))", within: limit)
          .decode(as: Int.self)
      }
      #expect(error == nil || seen.isEmpty)
      check(seen, error, cut)
      return error == nil
    }
  }

  private var limit: Duration { .seconds(60) }
  private var rowCount: Int { 40 }

  private func check(_ seen: [Int], _ error: PostgresError?, _ cut: Int) {
    #expect(seen == Array(1...rowCount).prefix(seen.count)[...].map { $0 }, "cut after \(cut)")
    if let error {
      #expect(error.kind == .connectionLost && error.endsSession, "cut after \(cut): \(error)")
    } else {
      #expect(seen.count == rowCount, "cut after \(cut)")
    }
  }

  /// Tries an exchange with the connection cut after so many bytes, and learns whether it went well.
  ///
  /// Each number near both ends of the exchange is tried, and some in between.
  private func atBytes(
    _ direction: Proxy.Direction,
    _ exchange: (_ connection: Connection, _ cut: Int, _ total: Int) async throws -> Bool
  ) async throws {
    let proxy = Proxy(to: .shared)
    defer { proxy.close() }
    let first = try await Connection.open(proxy.options)
    proxy.disarm()
    #expect(try await exchange(first, -1, 0))
    let total = proxy.passed(direction)
    var chance = Chance()
    let cuts =
      total < 150
      ? Array(0...total)
      : Array(0..<50) + Array((total - 50)...total)
        + (0..<30).map { _ in .random(in: 50..<(total - 50), using: &chance) }
    for cut in cuts {
      let connection = try await Connection.open(proxy.options)
      proxy.arm(direction, cut.isMultiple(of: 2) ? .close : .reset, after: cut)
      let isWhole = try await exchange(connection, cut, total)
      #expect(!isWhole || cut == total, "cut after \(cut) of \(total), seed \(chance.seed)")
      proxy.disarm()
    }
  }
}

/// A table of the shared server in which each run of an exchange leaves its number.
private struct Table {
  let name: SQL

  init(_ name: String) { self.name = "\(identifier: name)" }

  func create() async throws -> sending Connection {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create unlogged table \(name) (run bigint)")
    return connection
  }

  /// Waits until a lost session is over, and with it whatever it was committing.
  func settle(_ process: Int32, _ observer: Connection) async throws {
    let until = ContinuousClock.now + .seconds(60)
    while try await observer.one(
      "select count(*) from pg_stat_activity where pid = \(process)", as: Int.self) > 0,
      ContinuousClock.now < until
    {
      try await Task.sleep(for: .milliseconds(2))
    }
  }

  func count(of run: Int, _ observer: Connection) async throws -> Int {
    try await observer.one("select count(*) from \(name) where run = \(run)", as: Int.self)
  }
}
