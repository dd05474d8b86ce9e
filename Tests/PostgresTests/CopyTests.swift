import Postgres
import Testing

@Suite struct `A COPY` {
  @Test func `brings typed rows in and out unchanged`() async throws {
    let connection = try await ThrowawayServer.open()
    try await connection.run(
      "create temp table t (id bigint, name text, tags text[], at timestamptz)")
    let count = try await connection.copyIn("copy t from stdin (format binary)") { writer in
      for id in 0..<20_000 {
        try await writer.row(
          id, id % 3 == 0 ? nil : "nom \(id) é", ["a", "b\(id)"],
          Timestamp(microsecondsSince1970: Int64(id)))
      }
    }
    #expect(count == 20_000)
    var next = 0
    try await connection.copyOut(
      "copy (select * from t order by id) to stdout (format binary)",
      as: (Int, String?, [String], Timestamp).self
    ) { id, name, tags, at in
      #expect(id == next)
      #expect(name == (id % 3 == 0 ? nil : "nom \(id) é"))
      #expect(tags == ["a", "b\(id)"])
      #expect(at.microsecondsSince1970 == Int64(id))
      next += 1
    }
    #expect(next == 20_000)
  }

  @Test func `takes rows of one value and of more than sixteen alike`() async throws {
    let connection = try await ThrowawayServer.open()
    let sum: SQL = "a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p"
    try await connection.run(
      """
      create temp table t (a int, b int, c int, d int, e int, f int, g int, h int, i int, j int,
        k int, l int, m int, n int, o int, p int, q text)
      """)
    try await connection.copyIn("copy t (q) from stdin (format binary)") { writer in
      try await writer.row("one")
    }
    try await connection.copyIn(
      "copy t (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p) from stdin (format binary)"
    ) { (writer: inout CopyWriter) in
      let one: Int32 = 1
      try await writer.row(
        one, one, one, one, one, one, one, one, one, one, one, one, one, one, one, one * 2)
    }
    try await connection.copyIn("copy t from stdin (format binary)") { writer in
      let two: Int32? = 2
      try await writer.row(
        two, two, two, two, two, two, two, two, two, two, two, two, two, two, two, two, "more")
    }
    let rows = try await connection.rows("select \(sum), q from t order by 1 nulls first")
      .decode(as: (Int32?, String?).self)
    #expect(rows.map(\.0) == [nil, 17, 32])
    #expect(rows.map(\.1) == ["one", nil, "more"])
  }

  @Test func `goes on after a row that cannot be sent, of which nothing stays`() async throws {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temp table t (id bigint, name text)")
    var refused = 0
    let count = try await connection.copyIn("copy t from stdin (format binary)") { writer in
      for id in 0..<10_000 {
        do {
          try await writer.row(id, id % 10 == 3 ? "a\0b" : "name")
        } catch let error as PostgresError where error.kind == .encoding {
          refused += 1
        }
      }
    }
    #expect(refused == 1_000)
    #expect(count == 9_000)
    #expect(
      try await connection.one("select count(*) from t where id % 10 = 3", as: Int.self) == 0)
  }

  @Test(arguments: ["copy t from stdin (format binary)", "copy t from stdin"] as [SQL])
  func `of no row at all stores none`(copy: SQL) async throws {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temp table t (id bigint)")
    #expect(try await connection.copyIn(copy) { _ in } == 0)
    #expect(try await connection.one("select count(*) from t", as: Int64.self) == 0)
  }

  @Test func `takes text in pieces of any size and gives it back line by line`() async throws {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temp table t (id int, name text)")
    let long = String(repeating: "x", count: 300_000)
    let count = try await connection.copyIn("copy t from stdin (format csv)") { writer in
      try await writer.write("1,\"a")
      try await writer.write(",b\"\n2,\(long)\n")
      try await writer.write(Array("3,\n".utf8))
    }
    #expect(count == 3)
    var lines: [Int] = []
    try await connection.copyOut("copy (select id, name from t order by id) to stdout") { line in
      lines.append(line.count)
    }
    #expect(lines == [6, 300_003, 5])
  }

  @Test func `aborts when its body throws, and leaves nothing and a usable session`() async throws {
    struct Refused: Error {}
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temp table t (id bigint)")
    let error = await thrown(Refused.self) {
      try await connection.copyIn("copy t from stdin (format binary)") { writer in
        for id in 0..<50_000 { try await writer.row(id) }
        throw Refused()
      }
    }
    #expect(error != nil)
    #expect(try await connection.one("select count(*) from t", as: Int.self) == 0)
    var seen = 0
    let reading = await thrown(Refused.self) {
      try await connection.copyOut("copy (select generate_series(1, 100000000)) to stdout") { _ in
        seen += 1
        if seen == 10 { throw Refused() }
      }
    }
    #expect(reading != nil)
    #expect(try await connection.one("select 1", as: Int32.self) == 1)
  }

  @Test func `of a row the server refuses fails with the server's reason`() async throws {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temp table t (id bigint constraint t_small check (id < 10))")
    let error = await thrown(PostgresError.self) {
      try await connection.copyIn("copy t from stdin (format binary)") { writer in
        for id in 0..<50_000 { try await writer.row(id) }
      }
    }
    #expect(error?.constraint == "t_small")
    #expect(error?.context == "COPY t, line 11")
    #expect(error?.description.contains("line 11") == false)
    #expect(try await connection.one("select count(*) from t", as: Int.self) == 0)
  }

  @Test func `that takes too long is cancelled, however long its body would go on`() async throws {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temp table t (id bigint)")
    let error = await thrown(PostgresError.self) {
      try await connection.copyIn(
        "copy t from stdin (format binary)", within: .milliseconds(200)
      ) { writer in
        for id in 0..<Int.max { try await writer.row(id) }
      }
    }
    #expect(error?.kind == .deadlineExceeded)
    #expect(try await connection.one("select count(*) from t", as: Int.self) == 0)
  }

  @Test func `is cancelled with its task`() async throws {
    let (began, start) = AsyncStream.makeStream(of: Void.self)
    let task = Task {
      let connection = try await ThrowawayServer.open()
      try await connection.run("create temp table t (id bigint)")
      let error = await thrown(PostgresError.self) {
        try await connection.copyIn("copy t from stdin (format binary)") { writer in
          start.yield()
          for id in 0..<Int.max { try await writer.row(id) }
        }
      }
      #expect(error?.kind == .cancelled)
      #expect(connection.isOpen)
      #expect(connection.transactionStatus == .idle)
    }
    for await _ in began { break }
    task.cancel()
    try await task.value
  }

  @Test func `where none was asked for, or of other columns, fails and leaves a usable session`()
    async throws
  {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temp table t (id bigint, name text)")
    for (sql, kind): (SQL, PostgresError.Kind) in [
      ("select 1", .misuse), ("copy t from nowhere", .server), ("copy t to stdout", .misuse),
    ] {
      let error = await thrown(PostgresError.self) {
        try await connection.copyIn(sql) { try await $0.write("1\n") }
      }
      #expect(error?.kind == kind)
      #expect(try await connection.one("select 1", as: Int.self) == 1)
    }
    let few = await thrown(PostgresError.self) {
      try await connection.copyIn("copy t from stdin (format binary)") { try await $0.row(1) }
    }
    #expect(few?.state == .badCopyFileFormat)
    let text = await thrown(PostgresError.self) {
      try await connection.copyIn("copy t from stdin") { try await $0.row(1, "a") }
    }
    #expect(text?.kind == .misuse)
    try await connection.run("insert into t values (1, 'a')")
    let narrow = await thrown(PostgresError.self) {
      try await connection.copyOut(
        "copy t to stdout (format binary)", as: (Int64, String, String).self
      ) { _, _, _ in }
    }
    #expect(narrow?.kind == .decoding)
    #expect(try await connection.copyOut("copy t to stdout") { _ in } == 1)
  }

  @Test func `may have its session closed in its body`() async throws {
    let connection = try await ThrowawayServer.open()
    var lines = 0
    try await connection.copyOut("copy (select generate_series(1, 1000)) to stdout") { _ in
      lines += 1
      connection.close()
    }
    #expect(lines == 1000)
    #expect(!connection.isOpen)
    let other = try await ThrowawayServer.open()
    try await other.run("create temp table t (id bigint)")
    try await other.copyIn("copy t from stdin (format binary)") { writer in
      other.close()
      try await writer.row(1)
    }
    #expect(!other.isOpen)
  }
}
