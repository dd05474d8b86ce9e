import Postgres
import Testing

@Suite struct `A pipeline` {
  @Test func `gives each statement's result in its own type`() async throws {
    let connection = try await ThrowawayServer.open()
    let (count, pairs, names, one) = try await connection.pipeline(
      PipelineStep.run("create temporary table place (id int, name text)"),
      PipelineStep.rows(
        "select n, n::text from generate_series(1, \(3)) n", as: (Int, String).self),
      PipelineStep.column("select 'a' || n from generate_series(1, 2) n", as: String.self),
      PipelineStep.one("select \(Int64(7)) * 6", as: Int64.self))
    #expect(count == 0)
    #expect(pairs.map(\.0) == [1, 2, 3])
    #expect(pairs.map(\.1) == ["1", "2", "3"])
    #expect(names == ["a1", "a2"])
    #expect(one == 42)
  }

  @Test func `says which statement failed and undoes them all`() async throws {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temporary table place (id int primary key)")
    let error = await thrown(PostgresError.self) {
      try await connection.pipeline([
        "insert into place values (1)", "insert into place values (1)",
        "insert into place values (2)",
      ])
    }
    #expect(error?.pipelineStep == 2)
    #expect(error?.state == .uniqueViolation)
    #expect(error?.endsSession == false)
    #expect(try await connection.one("select count(*) from place", as: Int.self) == 0)
  }

  @Test func `is part of the transaction around it`() async throws {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temporary table place (id int)")
    try await connection.transaction { connection in
      _ = try await connection.pipeline(["insert into place values (1)", "select 1"])
      await #expect(throws: TransactionError<PostgresError>.self) {
        try await connection.transaction { connection throws(PostgresError) in
          _ = try await connection.pipeline(["insert into place values (2)", "select 1 / 0"])
        }
      }
    }
    #expect(try await connection.rows("select id from place").decode(as: Int32.self) == [1])
  }

  @Test func `refuses COPY and says so`() async throws {
    let connection = try await ThrowawayServer.open()
    let error = await thrown(PostgresError.self) {
      try await connection.pipeline(["select 1", "copy (select 1) to stdout"])
    }
    #expect(error?.kind == .misuse)
    #expect(error?.endsSession == true)
  }

  @Test func `whose end is refused by a deferred constraint says so and leaves a usable session`()
    async throws
  {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temporary table place (id int primary key)")
    try await connection.run(
      """
      create temporary table street
        (place int constraint street_place references place deferrable initially deferred)
      """)
    let error = await thrown(PostgresError.self) {
      try await connection.pipeline(["insert into street values (7)", "select 1"])
    }
    #expect(error?.state == .foreignKeyViolation)
    #expect(error?.constraint == "street_place")
    #expect(error?.pipelineStep == nil)
    #expect(error?.endsSession == false)
    let batch = await thrown(PostgresError.self) {
      try await connection.batch("insert into street values ($1)") { try await $0.row(Int32(8)) }
    }
    #expect(batch?.state == .foreignKeyViolation)
    #expect(try await connection.one("select count(*) from street", as: Int.self) == 0)
    let commit = await thrown(TransactionError<PostgresError>.self) {
      try await connection.transaction { connection throws(PostgresError) in
        try await connection.run("insert into street values (9)")
      }
    }
    guard case .commit(let refused) = commit else {
      Issue.record("not refused at its end: \(String(describing: commit))")
      return
    }
    #expect(refused.state == .foreignKeyViolation)
    #expect(try await connection.one("select count(*) from street", as: Int.self) == 0)
  }

  @Test func `of large statements in both directions does not get stuck`() async throws {
    let connection = try await ThrowawayServer.open()
    let text = String(repeating: "x", count: 1_000_000)
    let results = try await connection.pipeline(
      (0..<20).map { "select \($0), \(text)::text || \(text)::text" }, within: .seconds(100))
    for (index, rows) in results.enumerated() {
      let row = try rows.decode(as: (Int, String).self)[0]
      #expect(row.0 == index)
      #expect(row.1.utf8.count == 2_000_000)
    }
  }

  @Test func `takes statements that were prepared before`() async throws {
    let connection = try await ThrowawayServer.open { $0.prepareThreshold = 1 }
    for round in 1...3 {
      let results = try await connection.pipeline((1...5).map { "select \($0 * round)::int8" })
      #expect(try results.map { try $0.decode(as: Int.self)[0] } == (1...5).map { $0 * round })
    }
    #expect(
      try await connection.one("select count(*) from pg_prepared_statements", as: Int.self) <= 2)
  }

  @Test func `is cancelled when its time is over and leaves a usable session`() async throws {
    let connection = try await ThrowawayServer.open()
    let error = await thrown(PostgresError.self) {
      try await connection.pipeline(
        ["select 1", "select pg_sleep(30)", "select 2"], within: .milliseconds(300))
    }
    #expect(error?.kind == .deadlineExceeded)
    #expect(try await connection.one("select 1", as: Int.self) == 1)
  }
}

@Suite struct `A batch` {
  @Test(arguments: [0, 1, 255, 256, 257, 20_000]) func `runs a statement for every row`(
    count: Int
  ) async throws {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temporary table place (id int8, name text)")
    let rows = try await connection.batch("insert into place (id, name) values ($1, $2)") { batch in
      for id in 0..<count { try await batch.row(id, id % 7 == 0 ? nil : "place \(id)") }
    }
    #expect(rows == count)
    let (found, empty, sum) = try await connection.one(
      "select count(*), count(*) filter (where name is null), coalesce(sum(id), 0)::int8 from place",
      as: (Int, Int, Int).self)
    #expect(found == count)
    #expect(empty == (count + 6) / 7)
    #expect(sum == count * (count - 1) / 2)
  }

  @Test func `is undone by a row the server refuses`() async throws {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temporary table place (id int8 primary key)")
    let error = await thrown(PostgresError.self) {
      try await connection.batch("insert into place values ($1)") { batch in
        for id in 0..<5_000 { try await batch.row(id == 3_000 ? 17 : id) }
      }
    }
    #expect(error?.state == .uniqueViolation)
    #expect(error?.pipelineStep == 3_001)
    #expect(try await connection.one("select count(*) from place", as: Int.self) == 0)
  }

  @Test func `is undone when its body throws, with the body's error`() async throws {
    struct Enough: Error {}
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temporary table place (id int8)")
    await #expect(throws: Enough.self) {
      try await connection.batch("insert into place values ($1)") { batch in
        for id in 0..<1_000 { try await batch.row(id) }
        throw Enough()
      }
    }
    #expect(try await connection.one("select count(*) from place", as: Int.self) == 0)
  }

  @Test func `is undone when its time is over`() async throws {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temporary table place (id int8)")
    let error = await thrown(PostgresError.self) {
      try await connection.batch("insert into place values ($1)", within: .milliseconds(200)) {
        batch in
        while true { try await batch.row(1) }
      }
    }
    #expect(error?.kind == .deadlineExceeded)
    #expect(try await connection.one("select count(*) from place", as: Int.self) == 0)
  }
}

@Suite struct `A prepared statement` {
  private func prepared(_ connection: Connection) async throws -> [String] {
    try await connection.rows(
      "select statement from pg_prepared_statements where not from_sql order by statement"
    ).decode(as: String.self)
  }

  @Test func `is made when a statement has been run often enough`() async throws {
    let connection = try await ThrowawayServer.open { $0.prepareThreshold = 3 }
    for value in 1...2 {
      #expect(try await connection.one("select \(value)", as: Int.self) == value)
    }
    #expect(try await prepared(connection).isEmpty)
    for value in 3...9 {
      #expect(try await connection.one("select \(value)", as: Int.self) == value)
    }
    #expect(try await prepared(connection) == ["select $1"])
  }

  @Test func `gives way when there are too many, and is dropped on the server`() async throws {
    let connection = try await ThrowawayServer.open {
      $0.prepareThreshold = 1
      $0.statementCacheLimit = 3
    }
    for number in 1...10 {
      let text = SQL("select '\(identifier: "x\(number)")'::text")
      _ = try await connection.run(text)
    }
    // One that is to be dropped waits for the next preparation.
    #expect(try await prepared(connection).count <= 5)
  }

  @Test func `survives a change of its table's columns`() async throws {
    let connection = try await ThrowawayServer.open { $0.prepareThreshold = 2 }
    let other = try await ThrowawayServer.open()
    let table = "altered_\(connection.backendPID)"
    try await other.run("create table \(identifier: table) (id int)")
    try await other.run("insert into \(identifier: table) values (1)")
    for _ in 1...4 { _ = try await connection.rows("select * from \(identifier: table)") }
    #expect(try await prepared(connection).count == 1)
    try await other.run("alter table \(identifier: table) add name text default 'new'")
    let rows = try await connection.rows("select * from \(identifier: table)")
    #expect(try rows.decode(as: (Int32, String).self).map(\.1) == ["new"])
    // Row by row too, and in a pipeline.
    for _ in 1...4 { _ = try await connection.rows("select * from \(identifier: table)") }
    try await other.run("alter table \(identifier: table) add more int default 3")
    var seen: [Int32] = []
    try await connection.each(
      "select * from \(identifier: table)", as: (Int32, String, Int32).self
    ) { _, _, more in seen.append(more) }
    #expect(seen == [3])
    for _ in 1...4 { _ = try await connection.rows("select * from \(identifier: table)") }
    try await other.run("alter table \(identifier: table) drop more")
    let piped = try await connection.pipeline(["select * from \(identifier: table)"])
    #expect(piped[0].columns == ["id", "name"])
    try await other.run("drop table \(identifier: table)")
  }

  @Test func `made stale inside a transaction makes the transaction worth a retry`() async throws {
    let connection = try await ThrowawayServer.open { $0.prepareThreshold = 1 }
    let other = try await ThrowawayServer.open()
    let table = "retried_\(connection.backendPID)"
    try await other.run("create table \(identifier: table) (id int)")
    for _ in 1...3 { _ = try await connection.rows("select * from \(identifier: table)") }
    try await other.run("alter table \(identifier: table) add name text")
    let error = await thrown(TransactionError<PostgresError>.self) {
      try await connection.transaction { connection throws(PostgresError) in
        _ = try await connection.rows("select * from \(identifier: table)")
      }
    }
    #expect((error?.underlying as? PostgresError)?.isRetryable == true)
    for _ in 1...3 { _ = try await connection.rows("select * from \(identifier: table)") }
    try await other.run("alter table \(identifier: table) add other text")
    let columns = try await connection.transaction(retrying: .standard) { connection in
      try await connection.rows("select * from \(identifier: table)").columns
    }
    #expect(columns.count == 3)
    try await other.run("drop table \(identifier: table)")
  }

  @Test func `whose parameter's type was changed by others fails once at most`() async throws {
    let connection = try await ThrowawayServer.open { $0.prepareThreshold = 1 }
    let other = try await ThrowawayServer.open()
    let table = "retyped_\(connection.backendPID)"
    try await other.run("create table \(identifier: table) (body text)")
    for _ in 1...3 {
      try await connection.run("insert into \(identifier: table) values (\("{}"))")
    }
    try await other.run(
      "alter table \(identifier: table) alter body type jsonb using body::jsonb")
    _ = await thrown(PostgresError.self) {
      try await connection.run("insert into \(identifier: table) values (\("{}"))")
    }
    for _ in 1...3 {
      try await connection.run("insert into \(identifier: table) values (\("{}"))")
    }
    try await other.run("drop table \(identifier: table)")
  }

  @Test func `survives that the session forgets all`() async throws {
    let connection = try await ThrowawayServer.open { $0.prepareThreshold = 1 }
    for statement: SQL in ["discard all", "deallocate all"] {
      for value in 1...3 { _ = try await connection.one("select \(value)", as: Int.self) }
      try await connection.run(statement)
      #expect(try await connection.one("select \(4)", as: Int.self) == 4)
    }
    // Behind the library's back.
    try await connection.run("do 'begin execute ''deallocate all''; end'")
    #expect(try await connection.one("select \(5)", as: Int.self) == 5)
  }

  @Test func `is not made for a pooler that shares sessions`() async throws {
    let connection = try await ThrowawayServer.open { $0.statementCacheLimit = 0 }
    for value in 1...10 { _ = try await connection.one("select \(value)", as: Int.self) }
    #expect(try await prepared(connection).isEmpty)
  }
}
