import Testing

@testable import Postgres

@Suite struct `The way to a server` {
  private let remote = Route(host: "db.example.org", address: nil, port: "5432", attributes: nil)

  private func added(
    _ options: Options, _ route: Route, at address: String?, _ effective: [String: String] = [:]
  ) -> [String: String] {
    let text = options.settings(for: route, at: address, effective).text
    return Dictionary(
      uniqueKeysWithValues: text.split(separator: "' ").map { pair in
        let parts = pair.split(separator: "='", maxSplits: 1, omittingEmptySubsequences: false)
        #expect(parts.count == 2)
        return (parts[0].drop { $0 == " " }.description, parts[1].filter { $0 != "'" })
      })
  }

  @Test func `to another machine demands that the server proves who it is`() {
    let settings = added(Options(), remote, at: "203.0.113.7")
    #expect(settings["sslmode"] == "verify-full")
    #expect(settings["host"] == "db.example.org")
    #expect(settings["hostaddr"] == "203.0.113.7")
  }

  @Test func `on this machine demands nothing`() {
    for address in ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"] {
      #expect(added(Options(), remote, at: address)["sslmode"] == nil)
    }
    let socket = Route(host: "/run/postgresql", address: nil, port: "5432", attributes: nil)
    #expect(socket.isSocket)
    #expect(added(Options(), socket, at: nil)["sslmode"] == nil)
    #expect(added(Options(), socket, at: nil)["tcp_user_timeout"] == nil)
  }

  @Test func `follows what was said about encryption, be it less`() {
    var options = Options()
    for mode: TLS in [.disabled, .preferred, .required, .verifyAuthority] {
      options.tls = mode
      #expect(added(options, remote, at: "203.0.113.7")["sslmode"] == nil)
    }
    let service = ["sslmode": "require"]
    #expect(added(Options(), remote, at: "203.0.113.7", service)["sslmode"] == nil)
    #expect(
      added(Options(), remote, at: "203.0.113.7", ["sslmode": "prefer"])["sslmode"]
        == "verify-full")
  }

  @Test func `ends a silent connection unless told how`() {
    let settings = added(Options(), remote, at: "203.0.113.7")
    #expect(settings["keepalives_idle"] == "30")
    #expect(settings["tcp_user_timeout"] == "30000")
    let own = ["keepalives_idle": "7", "tcp_user_timeout": "1000"]
    let kept = added(Options(), remote, at: "203.0.113.7", own)
    #expect(kept["keepalives_idle"] == nil)
    #expect(kept["tcp_user_timeout"] == nil)
  }

  @Test func `leads over every host, with its own port or the common one`() {
    let routes = Options().routes(["host": "a,/run,c", "port": "1,2,3"])
    #expect(routes.map(\.host) == ["a", "/run", "c"])
    #expect(routes.map(\.port) == ["1", "2", "3"])
    #expect(routes.map(\.isSocket) == [false, true, false])
    #expect(Options().routes(["host": "a,b", "port": "7"]).map(\.port) == ["7", "7"])
    let fixed = Options().routes(["host": "a", "hostaddr": "203.0.113.7"])
    #expect(fixed.map(\.nameToResolve) == [nil])
    #expect(Options().routes([:]).map(\.isSocket) == [true])
    let preferred = Options().routes(["host": "a,b", "target_session_attrs": "prefer-standby"])
    #expect(preferred.map(\.attributes) == ["standby", "standby", "any", "any"])
  }

  @Test func `goes on to the next host when one is silent, and leaves it the time`() async throws {
    // An address of the block for documentation, where nothing answers.
    let server = await ThrowawayServer.started(
      "second", settings: ["listen_addresses": ""])
    var options = server.options
    options.host = "192.0.2.1,\(server.folder)"
    options.connectTimeout = .seconds(20)
    options.tls = .disabled
    let connection = try await Connection.open(options)
    #expect(try await connection.one("select 1", as: Int.self) == 1)
    await server.stop(.fast)
  }

  @Test func `is told by libpq with the service file and the variables it would use`() {
    let effective = LibPQ.effective("host=a,b port=7 dbname=x sslmode=require")
    #expect(effective["host"] == "a,b")
    #expect(effective["port"] == "7")
    #expect(effective["dbname"] == "x")
    #expect(effective["sslmode"] == "require")
  }

  @Test func `says what every host had to say when none would do`() async throws {
    var options = ThrowawayServer.shared.options
    options.host = "/nowhere/one,/nowhere/two"
    let error = await thrown(PostgresError.self) { try await Connection.open(options) }
    #expect(error?.kind == .connection)
    #expect(error?.message.contains("/nowhere/one") == true)
    #expect(error?.message.contains("/nowhere/two") == true)
    var wrong = ThrowawayServer.shared.options
    wrong["target_session_attrs"] = "standby"
    let other = await thrown(PostgresError.self) { try await Connection.open(wrong) }
    #expect(other?.kind == .connection)
    wrong["target_session_attrs"] = "prefer-standby"
    #expect(try await Connection.open(wrong).isOpen)
  }

  @Test func `with a name that has no address says so`() async throws {
    var options = Options(host: "nowhere.invalid", database: "x", user: "x")
    options.connectTimeout = .seconds(20)
    let error = await thrown(PostgresError.self) { try await Connection.open(options) }
    #expect(error?.kind == .connection || error?.kind == .deadlineExceeded)
    #expect(error?.endsSession == true)
  }
}

@Suite struct `The cache of statements` {
  private func key(_ text: String) -> StatementCache.Key { .init(text: text, types: [.int8]) }

  @Test func `prepares what is run often, and keeps no more than its limit`() {
    var cache = StatementCache(limit: 2, threshold: 3)
    for text in ["a", "b", "c"] {
      #expect(cache.plan(key(text)) == .direct)
      #expect(cache.plan(key(text)) == .direct)
      guard case .prepare(let name) = cache.plan(key(text)) else {
        Issue.record("not prepared")
        return
      }
      cache.remember(key(text), as: name)
      #expect(cache.plan(key(text)) == .execute(name: name))
    }
    // The one used longest ago has given way.
    #expect(cache.takeDiscarded().count == 1)
    #expect(cache.takeDiscarded().isEmpty)
    #expect(cache.plan(key("a")) == .direct)
  }

  @Test func `tells statements apart by their types too`() {
    var cache = StatementCache(limit: 2, threshold: 1)
    let other = StatementCache.Key(text: "a", types: [.text])
    guard case .prepare(let name) = cache.plan(key("a")) else { return }
    cache.remember(key("a"), as: name)
    #expect(cache.plan(other) != .execute(name: name))
  }

  @Test func `is emptied by what changes tables or drops statements`() {
    for (tag, areGone) in [
      ("ALTER TABLE", false), ("DROP TABLE", false), ("ROLLBACK", false), ("DISCARD ALL", true),
      ("DEALLOCATE ALL", true),
    ] {
      var cache = StatementCache(limit: 2, threshold: 1)
      _ = cache.plan(key("a"))
      cache.remember(key("a"), as: "x")
      cache.note(commandTag: "INSERT 0 1")
      cache.note(commandTag: "DISCARD TEMP")
      #expect(cache.plan(key("a")) == .execute(name: "x"))
      cache.note(commandTag: tag)
      #expect(cache.plan(key("a")) != .execute(name: "x"))
      #expect(cache.takeDiscarded() == (areGone ? [] : ["x"]))
    }
  }
}

@Suite struct `The pause before another attempt` {
  @Test func `doubles up to its longest and is shortened by chance`() {
    let full = Retry(
      limit: 9, pause: .milliseconds(10), longestPause: .milliseconds(50), jitter: { 1 })
    #expect(
      (1...5).map { full.pause(after: $0) } == [10, 20, 40, 50, 50].map(Duration.milliseconds))
    let none = Retry(pause: .seconds(1), jitter: { 0 })
    #expect(none.pause(after: 3) == .zero)
  }
}
