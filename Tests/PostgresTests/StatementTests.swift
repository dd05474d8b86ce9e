import Foundation
import Postgres
import Synchronization
import Testing

@Suite struct `A statement` {
  @Test func `that violates a constraint names it, and keeps the value out of the log`()
    async throws
  {
    let connection = try await ThrowawayServer.open()
    try await connection.run(
      "create temp table person (mail text constraint person_mail_key unique, age int constraint person_age_positive check (age > 0))"
    )
    try await connection.run("insert into person values (\("a@b.example"), 1)")
    let error = await thrown(PostgresError.self) {
      try await connection.run("insert into person values (\("a@b.example"), 1)")
    }
    #expect(error?.state == .uniqueViolation)
    #expect(error?.constraint == "person_mail_key")
    #expect(error?.table == "person")
    #expect(error?.detail?.contains("a@b.example") == true)
    #expect(error.map { "\($0)" }?.contains("a@b.example") == false)
    #expect(error.map { String(reflecting: $0) }?.contains("a@b.example") == false)
    switch error?.state {
    case .some(.integrityConstraintViolation): break
    default: Issue.record("the class does not match")
    }
    let check = await thrown(PostgresError.self) {
      try await connection.run("insert into person values (null, \(-1))")
    }
    #expect(check?.constraint == "person_age_positive")
    #expect(check?.isRetryable == false)
  }

  @Test func `with a mistake says on which line`() async throws {
    let connection = try await ThrowawayServer.open()
    let error = await thrown(PostgresError.self) {
      try await connection.script("select 1;\n-- é\nselect 2;\nselect nix;\n")
    }
    #expect(error?.state == .undefinedColumn)
    #expect(error?.statementLine == 4)
    #expect(error?.line == #line - 4)
  }

  @Test func `that gives one row is told from one that gives none or more`() async throws {
    let connection = try await ThrowawayServer.open()
    #expect(try await connection.oneOrNone("select 1 where false", as: Int32.self) == nil)
    #expect(try await connection.oneOrNone("select 1", as: Int32.self) == 1)
    for sql: SQL in ["select 1 where false", "select generate_series(1, 2)"] {
      let error = await thrown(PostgresError.self) {
        try await connection.one(sql, as: Int32.self)
      }
      #expect(error?.kind == .rowCount)
    }
  }

  @Test func `tells how many rows it touched`() async throws {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temp table t as select generate_series(1, 10) as n")
    #expect(try await connection.run("delete from t where n <= \(4)") == 4)
  }

  @Test func `read row by row stops on the server when its reader throws`() async throws {
    struct Enough: Error {}
    let connection = try await ThrowawayServer.open()
    var seen = 0
    let clock = ContinuousClock.now
    let error = await thrown(Enough.self) {
      try await connection.each("select generate_series(1, 2000000000)", as: Int32.self) { number in
        seen += 1
        if number == 1_000 { throw Enough() }
      }
    }
    #expect(error != nil)
    #expect(seen == 1_000)
    #expect(ContinuousClock.now - clock < .seconds(30))
    #expect(try await connection.one("select 1", as: Int32.self) == 1)
  }

  @Test func `is refused while another is under way on the same connection`() async throws {
    let connection = try await ThrowawayServer.open()
    let error = await thrown(PostgresError.self) {
      try await connection.copyIn("copy (select 1) to stdout") { _ in }
    }
    #expect(error?.kind == .misuse)
    let nested = await thrown(PostgresError.self) {
      try await connection.run("create temp table t (id bigint)")
      try await connection.copyIn("copy t from stdin") { _ in try await connection.run("select 1") }
    }
    #expect(nested?.kind == .misuse)
    #expect(try await connection.one("select 1", as: Int32.self) == 1)
  }

  @Test func `of COPY outside copyIn and copyOut fails and leaves the session in step`()
    async throws
  {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temp table t (id bigint)")
    for sql: SQL in ["copy t from stdin", "copy (select generate_series(1, 100000)) to stdout"] {
      let error = await thrown(PostgresError.self) { try await connection.run(sql) }
      #expect(error?.kind == .misuse, "\(sql)")
      #expect(try await connection.one("select 1", as: Int32.self) == 1)
    }
  }

  @Test func `that warns tells the handler`() async throws {
    final class Box: Sendable {
      let told = Mutex<[String]>([])
    }
    let box = Box()
    let connection = try await ThrowawayServer.open { options in
      options.notices = { notice in box.told.withLock { $0.append(notice.message) } }
    }
    try await connection.script("do $$ begin raise notice 'hello'; end $$")
    #expect(box.told.withLock { $0 } == ["hello"])
  }
}

@Suite struct `A cancelled or late statement` {
  @Test func `ends soon and leaves a usable session`() async throws {
    let connection = try await ThrowawayServer.open()
    let clock = ContinuousClock.now
    let late = await thrown(PostgresError.self) {
      try await connection.run("select pg_sleep(600)", within: .milliseconds(100))
    }
    #expect(late?.kind == .deadlineExceeded)
    #expect(late?.endsSession == false)
    #expect(ContinuousClock.now - clock < .seconds(120))
    #expect(try await connection.one("select 1", as: Int32.self) == 1)
  }

  @Test func `is cancelled with its task, and no later statement with it`() async throws {
    for round in 0..<20 {
      let task = Task {
        let connection = try await ThrowawayServer.open()
        var kinds: [PostgresError.Kind?] = []
        kinds.append(
          await thrown(PostgresError.self) { try await connection.run("select pg_sleep(30)") }?.kind
        )
        try await connection.transactionlessCheck()
        return kinds
      }
      try await Task.sleep(for: .milliseconds(20 + round * 5))
      task.cancel()
      if case .success(let kinds) = await task.result { #expect(kinds == [.cancelled]) }
    }
  }

  @Test func `never has its cancellation hit the statement after it`() async throws {
    let connection = try await ThrowawayServer.open()
    var late = 0
    for round in 0..<150 {
      let limit = Duration.microseconds(500 + 200 * round)
      let error = await thrown(PostgresError.self) {
        try await connection.run("select pg_sleep(0.02)", within: limit)
      }
      if let error {
        #expect(error.kind == .deadlineExceeded)
        late += 1
      }
      #expect(try await connection.one("select \(round)", as: Int.self) == round)
    }
    #expect(late > 0)
  }

  @Test func `may have a limit of the session's own`() async throws {
    let connection = try await ThrowawayServer.open {
      $0.statementTimeout = .milliseconds(100)
    }
    let error = await thrown(PostgresError.self) { try await connection.run("select pg_sleep(30)") }
    #expect(error?.kind == .deadlineExceeded)
    try await connection.run("select pg_sleep(0.2)", within: .seconds(20))
  }
}

extension Connection {
  /// The session answers, also in a cancelled task, where a new statement is refused unsent.
  fileprivate func transactionlessCheck() async throws {
    #expect(isOpen)
    #expect(transactionStatus == .idle)
    let error = await thrown(PostgresError.self) { try await self.run("select 1") }
    #expect(error?.kind == .cancelled)
  }
}
