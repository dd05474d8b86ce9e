import Postgres
import Testing

@Suite struct `A server that sends garbage` {
  /// Well-formed messages where they make no sense, and others that are no messages at all.
  static let nonsense: [(name: String, bytes: [UInt8])] = {
    let message = ScriptedServer.message
    let end = message("C", Array("SELECT 1\0".utf8)) + message("Z", [0x49])
    let rows = message("T", [0, 1, 0x61, 0] + [UInt8](repeating: 0, count: 18))
    return [
      ("a row without a description", message("D", [0, 0]) + end),
      (
        "a row with more values than columns",
        rows + message("D", [0, 2] + [UInt8](repeating: 0, count: 8)) + end
      ),
      ("a row whose value is longer than it", rows + message("D", [0, 1, 0, 0, 1, 0, 0x41]) + end),
      (
        "a row whose value has a negative length", rows + message("D", [0, 1, 0x80, 0, 0, 0]) + end
      ),
      ("65535 columns that are not there", message("T", [0xFF, 0xFF])),
      ("an unknown message", message("?", [1, 2, 3])),
      ("a message of 2 GB", [0x44, 0x7F, 0xFF, 0xFF, 0xFF, 0]),
      ("a message of negative length", [0x44, 0xFF, 0xFF, 0xFF, 0xFF, 0]),
      ("a message of 1 GB that never comes", [0x54, 0x3F, 0xFF, 0xFF, 0xFF, 0]),
      ("a COPY in nobody asked for", message("G", [0, 0, 0])),
      ("a COPY out nobody asked for", message("H", [0, 0, 0])),
      ("a COPY in both directions", message("W", [0, 0, 0])),
      ("data of a COPY that did not begin", message("d", [0x61])),
      ("an error without a word", message("E", [0])),
      ("an error that is cut short", message("E", [0x53, 0x61])),
      ("ready, without any result", message("Z", [0x49])),
      ("a row", rows + message("D", [0, 1, 0, 0, 0, 1, 0x41]) + end),
      ("ready, in no known state", message("Z", [0x21])),
      ("another question for the password", message("R", [0, 0, 0, 3])),
      (
        "text that is not UTF-8 everywhere",
        message("N", [0x4D, 0xFF, 0xFE, 0, 0]) + message("C", [0xFF, 0]) + end
      ),
      ("nothing but the end", []),
    ]
  }()

  @Test(arguments: nonsense.indices)
  func `is not believed, nor waited for`(index: Int) async throws {
    let (name, bytes) = Self.nonsense[index]
    let server = ScriptedServer(answer: bytes)
    defer { server.close() }
    let connection = try await Connection.open(server.options)
    let began = ContinuousClock.now
    let error = await thrown(PostgresError.self) {
      _ = try await connection.rows("select 1", within: .milliseconds(500)).decode(as: Int.self)
    }
    #expect(error != nil, "\(name)")
    #expect(ContinuousClock.now - began < .seconds(60), "\(name)")
    // In step, or closed.
    #expect(connection.transactionStatus != .active, "\(name)")
  }

  @Test(arguments: nonsense.indices)
  func `is not believed in a pipeline either`(index: Int) async throws {
    let (name, bytes) = Self.nonsense[index]
    let server = ScriptedServer(answer: bytes)
    defer { server.close() }
    let connection = try await Connection.open(server.options)
    let began = ContinuousClock.now
    let error = await thrown(PostgresError.self) {
      for rows in try await connection.pipeline(
        ["select 1", "select 2"], within: .milliseconds(500))
      {
        _ = try rows.decode(as: Int.self)
      }
    }
    #expect(error != nil, "\(name)")
    #expect(ContinuousClock.now - began < .seconds(60), "\(name)")
    #expect(connection.transactionStatus != .active, "\(name)")
  }

  @Test(arguments: 0..<16)
  func `instead of a part of its answer has no value made of it`(number: Int) async throws {
    var chance = Chance()
    chance = Chance(seed: chance.seed &+ UInt64(number))
    let proxy = Proxy(to: .shared)
    defer { proxy.close() }
    let connection = try await Connection.open(proxy.options)
    let after = Int.random(in: 0..<5_000, using: &chance)
    proxy.arm(.toClient, .garble(seed: chance.next()), after: after)
    let began = ContinuousClock.now
    var seen: [Int] = []
    let error = await thrown(PostgresError.self) {
      try await connection.each(
        "select generate_series(1, 1000)::bigint", as: Int.self, within: .seconds(2)
      ) { seen.append($0) }
    }
    let told: Comment = "seed \(chance.seed), after \(after): \(String(describing: error))"
    #expect(error != nil, told)
    // The row in which the garbage begins may still look like one.
    #expect(
      Array(seen.dropLast()) == Array(1...1_000).prefix(max(0, seen.count - 1))[...].map { $0 },
      told)
    #expect(ContinuousClock.now - began < .seconds(60), told)
    #expect(!connection.isOpen, told)
  }

  @Test(arguments: 0..<16)
  func `while a session is opened is told from a server`(number: Int) async throws {
    var chance = Chance()
    chance = Chance(seed: chance.seed &+ UInt64(number))
    let proxy = Proxy(to: .shared)
    defer { proxy.close() }
    let after = Int.random(in: 0..<300, using: &chance)
    proxy.arm(.toClient, .garble(seed: chance.next()), after: after)
    var options = proxy.options
    options.connectTimeout = .seconds(1)
    let began = ContinuousClock.now
    let error = await thrown(PostgresError.self) { try await Connection.open(options) }
    let told: Comment = "seed \(chance.seed), after \(after): \(String(describing: error))"
    #expect([.connection, .deadlineExceeded].contains(error?.kind), told)
    #expect(ContinuousClock.now - began < .seconds(60), told)
  }
}
