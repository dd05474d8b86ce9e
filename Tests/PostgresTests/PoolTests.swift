import Postgres
import Synchronization
import Testing

@Suite struct `A pool` {
  private func pool(
    limit: Int, patience: Duration = .seconds(300), _ change: (inout Options) -> Void = { _ in }
  ) -> Pool {
    var options = ThrowawayServer.shared.options
    options.applicationName = "pool \(UInt32.random(in: 0...UInt32.max))"
    change(&options)
    return Pool(options, limit: limit, patience: patience)
  }

  private func sessions(of pool: Pool, named name: String) async throws -> Int {
    let observer = try await ThrowawayServer.open()
    return try await observer.one(
      "select count(*) from pg_stat_activity where application_name = \(name)", as: Int.self)
  }

  @Test func `lends no more sessions than its limit and makes the others wait`() async throws {
    let pool = pool(limit: 3)
    let most = Shared((now: 0, most: 0))
    try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<40 {
        group.addTask {
          try await pool.withConnection { connection in
            most.withLock {
              $0.now += 1
              $0.most = max($0.most, $0.now)
            }
            defer { most.withLock { $0.now -= 1 } }
            return try await connection.one(
              "select \(number) from pg_sleep(0.002)", as: Int.self)
          }
        }
      }
      var sum = 0
      for try await number in group { sum += number }
      #expect(sum == 40 * 39 / 2)
    }
    let metrics = pool.metrics
    #expect(most.withLock { $0.most } <= 3)
    #expect(metrics.opened <= 3)
    #expect(metrics.lends == 40)
    #expect(metrics.waits > 0)
    #expect(metrics.lent == 0)
    #expect(metrics.waiting == 0)
    await pool.close()
    #expect(pool.metrics.open == 0)
  }

  @Test func `serves those who wait in the order of coming`() async throws {
    let pool = pool(limit: 1)
    let order = Shared([Int]())
    try await withThrowingTaskGroup(of: Void.self) { group in
      try await pool.withConnection { connection in
        for number in 0..<8 {
          group.addTask {
            try await pool.withConnection { _ in order.withLock { $0.append(number) } }
          }
          try await eventually { pool.metrics.waiting > number }
        }
      }
      try await group.waitForAll()
    }
    #expect(order.withLock { $0 } == Array(0..<8))
    await pool.close()
  }

  @Test func `does not let a task wait longer than it may`() async throws {
    let pool = pool(limit: 1)
    try await pool.withConnection { _ in
      let start = ContinuousClock.now
      let error = await thrown(PostgresError.self) {
        try await pool.withConnection(within: .milliseconds(200)) { _ in }
      }
      #expect(error?.kind == .deadlineExceeded)
      #expect(.now - start >= .milliseconds(200))
      #expect(pool.metrics.vainWaits == 1)
      let task = Task {
        await thrown(PostgresError.self) { try await pool.withConnection { _ in } }
      }
      try await eventually { pool.metrics.waiting > 0 }
      task.cancel()
      #expect(await task.value?.kind == .cancelled)
    }
    #expect(try await pool.withConnection { try await $0.one("select 1", as: Int.self) } == 1)
    await pool.close()
  }

  @Test func `gives sessions back clean, but for the statements it has prepared`() async throws {
    let pool = pool(limit: 1) { $0.prepareThreshold = 1 }
    struct Enough: Error {}
    await #expect(throws: Enough.self) {
      try await pool.withConnection { connection in
        try await connection.run("set work_mem to '7MB'")
        try await connection.run("select pg_advisory_lock(4711)")
        try await connection.run("create temporary table left_over (id int)")
        try await connection.run("prepare left_over as select 1")
        try await connection.run("listen left_over")
        try await connection.run("begin")
        try await connection.run("declare left_over cursor for select 1")
        throw Enough()
      }
    }
    let (memory, locks, tables, statements, channels) = try await pool.withConnection {
      connection in
      #expect(connection.transactionStatus == .idle)
      return try await connection.one(
        """
        select current_setting('work_mem'),
          (select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()),
          (select count(*) from pg_class where relname = 'left_over'),
          (select count(*) from pg_prepared_statements where from_sql),
          (select count(*) from pg_listening_channels())
        """, as: (String, Int, Int, Int, Int).self)
    }
    #expect(memory != "7MB")
    #expect((locks, tables, statements, channels) == (0, 0, 0, 0))
    for number in 0..<5 {
      _ = try await pool.withConnection { try await $0.one("select \(number)", as: Int.self) }
    }
    let kept = try await pool.withConnection {
      try await $0.rows("select statement from pg_prepared_statements").decode(as: String.self)
    }
    #expect(kept.contains("select $1"))
    #expect(pool.metrics.opened == 1)
    await pool.close()
  }

  @Test func `replaces sessions that broke, whether in use or idle`() async throws {
    let pool = pool(limit: 2)
    let killer = try await ThrowawayServer.open()
    let error = await thrown(PostgresError.self) {
      try await pool.withConnection { connection in
        try await killer.run("select pg_terminate_backend(\(connection.backendPID))")
        try await connection.run("select 1")
      }
    }
    #expect(error?.endsSession == true)
    let idle = try await pool.withConnection { $0.backendPID }
    try await killer.run("select pg_terminate_backend(\(idle), 5000)")
    #expect(try await pool.withConnection { try await $0.one("select 1", as: Int.self) } == 1)
    #expect(pool.metrics.dropped == 2)
    #expect(pool.metrics.opened == 3)
    await pool.close()
  }

  @Test func `closes without leaving a session, and cancels what does not end`() async throws {
    let name = "closing \(UInt32.random(in: 0...UInt32.max))"
    let pool = pool(limit: 3) { $0.applicationName = name }
    let slow = Task {
      await thrown(PostgresError.self) {
        try await pool.withConnection { try await $0.run("select pg_sleep(60)") }
      }
    }
    let waiting = try await pool.withConnection { connection in
      try await pool.withConnection { _ in
        try await eventually { pool.metrics.lent == 3 }
        let waiting = Task {
          await thrown(PostgresError.self) { try await pool.withConnection { _ in } }
        }
        try await eventually { pool.metrics.waiting > 0 }
        return waiting
      }
    }
    _ = await waiting.value
    let start = ContinuousClock.now
    #expect(await pool.close(within: .milliseconds(100)) == 0)
    #expect(.now - start < .seconds(60))
    #expect(await slow.value?.state == .queryCanceled)
    let error = await thrown(PostgresError.self) { try await pool.withConnection { _ in } }
    #expect(error?.kind == .closed)
    var left = 1
    for _ in 0..<100 where left > 0 { left = try await sessions(of: pool, named: name) }
    #expect(left == 0)
  }

  @Test func `has its connections closed to those who keep them`() async throws {
    let pool = pool(limit: 1)
    var kept: Connection?
    try await pool.withConnection { kept = $0 }
    let error = await thrown(PostgresError.self) { try await kept?.run("select 1") }
    #expect(error?.kind == .closed)
    #expect(try await pool.withConnection { try await $0.one("select 1", as: Int.self) } == 1)
    await pool.close()
  }

  @Test func `tries a transaction again that another one was preferred to`() async throws {
    let pool = pool(limit: 8)
    try await pool.withConnection { connection in
      try await connection.run("drop table if exists pool_counter")
      try await connection.run("create table pool_counter (value int8)")
      try await connection.run("insert into pool_counter values (0)")
    }
    let attempts = Shared(0)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<20 {
        group.addTask {
          try await pool.transaction(
            .serializable, retrying: Retry(limit: 100)
          ) { connection throws(PostgresError) in
            attempts.withLock { $0 += 1 }
            // Long enough for the others to read the same value.
            let value = try await connection.one(
              "select value from pool_counter, pg_sleep(0.01)", as: Int.self)
            try await connection.run("update pool_counter set value = \(value + 1)")
          }
        }
      }
      try await group.waitForAll()
    }
    let value = try await pool.withConnection {
      try await $0.one("select value from pool_counter", as: Int.self)
    }
    #expect(value == 20)
    #expect(attempts.withLock { $0 } > 20)
    try await pool.withConnection { _ = try await $0.run("drop table pool_counter") }
    await pool.close()
  }
}

@Suite struct `A session that listens` {
  @Test func `reads what others say, in order, until its time is over`() async throws {
    let listener = try await ThrowawayServer.open()
    let speaker = try await ThrowawayServer.open()
    let channel = "Channel \(listener.backendPID)"
    var heard: [String] = []
    let start = ContinuousClock.now
    try await listener.listen(to: channel, "other", within: .milliseconds(700)) { notifications in
      for number in 1...3 {
        try await speaker.run("select pg_notify(\(channel), \(String(number)))")
      }
      for try await notification in notifications {
        #expect(notification.channel == channel)
        #expect(notification.backendPID == speaker.backendPID)
        heard.append(notification.payload)
        // The session goes on working meanwhile.
        #expect(try await listener.one("select 1", as: Int.self) == 1)
      }
    }
    #expect(heard == ["1", "2", "3"])
    #expect(.now - start >= .milliseconds(700))
    #expect(
      try await listener.one("select count(*) from pg_listening_channels()", as: Int.self) == 0)
  }

  @Test func `stops with its task and with its session`() async throws {
    let backend = Shared(Int32(0))
    let task = Task {
      await thrown(PostgresError.self) {
        let listener = try await ThrowawayServer.open()
        try await listener.listen(to: "quiet") { notifications in
          backend.withLock { $0 = listener.backendPID }
          for try await _ in notifications {}
        }
      }
    }
    try await eventually { backend.withLock { $0 } != 0 }
    task.cancel()
    #expect(await task.value?.kind == .cancelled)

    let listener = try await ThrowawayServer.open()
    let killer = try await ThrowawayServer.open()
    let error = await thrown(PostgresError.self) {
      try await listener.listen(to: "quiet") { notifications in
        try await killer.run("select pg_terminate_backend(\(listener.backendPID))")
        for try await _ in notifications {}
      }
    }
    #expect(error?.kind == .connectionLost)
    #expect(error?.endsSession == true)
  }

  @Test func `does not listen twice at once nor inside a transaction`() async throws {
    let connection = try await ThrowawayServer.open()
    let error = await thrown(PostgresError.self) {
      try await connection.listen(to: "a") { _ in
        try await connection.listen(to: "b") { _ in }
      }
    }
    #expect(error?.kind == .misuse)
    let inside = await thrown(PostgresError.self) {
      try await connection.withTransaction { try await $0.listen(to: "a") { _ in } }
    }
    #expect(inside?.kind == .misuse)
    #expect(try await connection.one("select 1", as: Int.self) == 1)
  }
}

/// A value that several tasks of a test change.
final class Shared<Value: Sendable>: Sendable {
  private let value: Mutex<Value>

  init(_ value: Value) { self.value = Mutex(value) }

  func withLock<Result>(_ body: (inout Value) -> sending Result) -> sending Result {
    value.withLock { body(&$0) }
  }
}

/// Waits until something holds, and fails when it does not within half a minute.
func eventually(
  _ holds: () async throws -> Bool, sourceLocation: SourceLocation = #_sourceLocation
) async throws {
  for _ in 0..<3_000 {
    if try await holds() { return }
    try await Task.sleep(for: .milliseconds(10))
  }
  Issue.record("it never came to be", sourceLocation: sourceLocation)
  throw CancellationError()
}
