import Postgres
import Testing

@Suite struct `A session that cannot be had` {
  @Test func `proves who the server is, or is refused`() async throws {
    let server = await ThrowawayServer.guarded.value
    let options = server.keeperOptions()
    let connection = try await Connection.open(options)
    #expect(
      try await connection.one(
        "select ssl from pg_stat_ssl where pid = pg_backend_pid()", as: Bool.self))
    let disguises: [(change: (inout Options) -> Void, words: String)] = [
      ({ $0["sslrootcert"] = server.certificate(of: "other") }, "certificate verify failed"),
      ({ $0.host = "db.example" }, "does not match host name"),
    ]
    for (change, words) in disguises {
      var options = options
      change(&options)
      let error = await thrown(PostgresError.self) { try await Connection.open(options) }
      #expect(error?.kind == .connection)
      #expect(error?.endsSession == true)
      #expect(error?.isRetryable == false)
      #expect(error?.message.contains(words) == true, "\(String(describing: error))")
    }
  }

  @Test func `binds the password to the channel`() async throws {
    var options = await ThrowawayServer.guarded.value.keeperOptions()
    options["channel_binding"] = "require"
    #expect(try await Connection.open(options).isOpen)
  }

  @Test func `is not opened in the clear where TLS is demanded`() async throws {
    let proxy = Proxy(to: .shared)
    defer { proxy.close() }
    for mode in ["require", "verify-full"] {
      var options = proxy.options
      options["sslmode"] = mode
      options["sslrootcert"] = await ThrowawayServer.guarded.value.certificate(of: "ca")
      let error = await thrown(PostgresError.self) { try await Connection.open(options) }
      #expect(error?.kind == .connection)
      #expect(error?.message.contains("does not support SSL") == true)
    }
  }

  @Test func `for a wrong password says so, and does not repeat it`() async throws {
    var options = await ThrowawayServer.guarded.value.keeperOptions()
    options.password = "hush-hush"
    let error = await thrown(PostgresError.self) { try await Connection.open(options) }
    #expect(error?.kind == .connection)
    #expect(error?.state == .invalidPassword)
    #expect(error?.isRetryable == false)
    #expect(error.map { "\($0) \($0.message) \($0.detail ?? "")" }?.contains("hush") == false)
  }

  @Test func `because the server is full may be tried again`() async throws {
    let server = await ThrowawayServer.started(
      "full", settings: ["listen_addresses": "", "max_connections": "5"])
    var sessions: [Connection] = []
    let error = await thrown(PostgresError.self) {
      while sessions.count < 10 { sessions.append(try await server.open()) }
    }
    #expect(error?.kind == .connection)
    #expect(error?.state == .tooManyConnections)
    #expect(error?.isRetryable == true)
    #expect(sessions.count == 5)
    let process = sessions[4].backendPID
    sessions[4].close()
    while try await sessions[0].one(
      "select count(*) from pg_stat_activity where pid = \(process)", as: Int.self) > 0
    {
      try await Task.sleep(for: .milliseconds(5))
    }
    #expect(try await server.open().isOpen)
  }

  @Test func `because the server is full keeps nobody from one of the pool's others`()
    async throws
  {
    let server = await ThrowawayServer.started(
      "crowded", settings: ["listen_addresses": "", "max_connections": "5"])
    let pool = Pool(server.options, limit: 12, patience: .seconds(120))
    let began = ContinuousClock.now
    try await withThrowingTaskGroup { group in
      for number in 0..<40 {
        group.addTask {
          let told = try await pool.withConnection {
            try await $0.one("select \(number) from pg_sleep(0.02)", as: Int.self)
          }
          #expect(told == number)
        }
      }
      try await group.waitForAll()
    }
    #expect(ContinuousClock.now - began < .seconds(60))
    #expect(pool.metrics.open <= 5)
    await pool.close()
  }

  @Test func `because the server is starting may be tried again`() async throws {
    // A standby that takes no sessions is in the middle of its start until it is promoted.
    let server = await ThrowawayServer.started(
      "starting", settings: ["listen_addresses": "", "hot_standby": "off"], untilReady: false
    ) { $0.shell("touch standby.signal") }
    while await Server.ping(server.options) == .noResponse {
      try await Task.sleep(for: .milliseconds(10))
    }
    #expect(await Server.ping(server.options) == .rejecting)
    let error = await thrown(PostgresError.self) { try await server.open() }
    #expect(error?.kind == .connection)
    #expect(error?.state == .cannotConnectNow)
    #expect(error?.isRetryable == true)
    await server.promote()
    while await Server.ping(server.options) != .accepting {
      try await Task.sleep(for: .milliseconds(10))
    }
    #expect(try await server.open().isOpen)
  }

  @Test func `because what answers is no server fails in time`() async throws {
    for greeting in [
      "HTTP/1.1 400 Bad Request\r\n\r\n", "220 mail.example ESMTP\r\n", "E", "R\0\0\0\u{8}", "S",
      "",
      "EOut of order\n\0", "N", "\u{1}\u{2}\u{3}",
    ] {
      let server = ScriptedServer(greeting: Array(greeting.utf8))
      defer { server.close() }
      var options = server.options
      options.connectTimeout = .milliseconds(500)
      let began = ContinuousClock.now
      let error = await thrown(PostgresError.self) { try await Connection.open(options) }
      #expect([.connection, .deadlineExceeded].contains(error?.kind), "\(greeting)")
      #expect(error?.endsSession == true)
      #expect(ContinuousClock.now - began < .seconds(60))
    }
  }
}
