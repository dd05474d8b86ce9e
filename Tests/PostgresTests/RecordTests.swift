import Postgres
import Testing

private struct Person: SQLRecord, Equatable {
  let id: Int64
  let name: String
  let age: Int32?

  init(id: Int64, name: String, age: Int32?) {
    self.id = id
    self.name = name
    self.age = age
  }

  init(row: inout Row) throws(PostgresError) {
    id = try row["id"]
    name = try row["name"]
    age = try row["age"]
    if let age, age < 0 { throw row.refusal(of: "age", "before birth") }
  }
}

@Suite(.serialized) struct `A record` {
  @Test func `is read by the names of its columns, in any order, among others`() async throws {
    let connection = try await ThrowawayServer.open()
    let expected = [Person(id: 1, name: "a", age: nil), Person(id: 2, name: "b", age: 7)]
    for sql: SQL in [
      "values (1::int8, 'a', null::int4), (2, 'b', 7)",
      "select age, 'x', name, 1.5, id from (values (1::int8, 'a', null::int4), (2, 'b', 7)) t(id, name, age)",
    ] {
      let named: SQL =
        sql.text.hasPrefix("values") ? "select * from (\(sql)) t(id, name, age)" : sql
      #expect(try await connection.rows(named).decode(as: Person.self) == expected)
    }
    let one = try await connection.one(
      "select 1::int8 as id, 'a' as name, null::int4 as age", as: Person.self)
    #expect(one == expected[0])
    let none = try await connection.oneOrNone(
      "select 1::int8 as id, 'a' as name, 7 as age where false", as: Person.self)
    #expect(none == nil)
    let (piped, number) = try await connection.pipeline(
      PipelineStep.rows("select 2::int8 as id, 'b' as name, 7 as age", as: Person.self),
      PipelineStep.one("select 1::int8", as: Int64.self))
    #expect((piped, number) == ([expected[1]], 1))
    let inferred: Person = try await connection.one("select 2::int8 as id, 'b' as name, 7 as age")
    #expect(inferred == expected[1])
  }

  @Test func `is handed over as it arrives`() async throws {
    struct Enough: Error {}
    let connection = try await ThrowawayServer.open()
    var ages: [Int32?] = []
    let error = await thrown(Enough.self) {
      try await connection.each(
        """
        select n as age, n::text as name, n::int8 as id
        from (select generate_series(1, 1000000000) as n) t
        """, as: Person.self
      ) { person in
        ages.append(person.age)
        if person.id == 3 { throw Enough() }
      }
    }
    #expect(error != nil)
    #expect(ages == [1, 2, 3])
    #expect(try await connection.one("select 1", as: Int32.self) == 1)
  }

  @Test func `that cannot be read names the column`() async throws {
    let connection = try await ThrowawayServer.open()
    let refusals: [(SQL, column: String, message: String)] = [
      ("select 1::int8 as id, 'a' as naem, 1 as age", "name", "there is no such column"),
      ("select 1::int8 as id, null::text as name, 1 as age", "name", "NULL where"),
      ("select 1::int8 as id, 'a' as name, 1::int8 as age", "age", "Optional<Int32> from bigint"),
      ("select 1::int8 as id, 'a' as name, -1 as age", "age", "row 1: before birth"),
    ]
    for (sql, column, message) in refusals {
      let error = await thrown(PostgresError.self) {
        try await connection.rows(sql).decode(as: Person.self)
      }
      #expect(error?.kind == .decoding)
      #expect(error?.column == column)
      #expect(error?.message.contains(message) == true, "\(error?.message ?? "no error")")
      #expect(error?.file == #fileID)
    }
    for sql: SQL in ["select 1 as id where false", "select 1 as id from generate_series(1, 2)"] {
      let error = await thrown(PostgresError.self) {
        try await connection.one(sql, as: Person.self)
      }
      #expect(error?.kind == .rowCount)
    }
  }

  @Test func `finds columns of the same name one after the other`() async throws {
    struct Pair: SQLRecord {
      let left: Int32
      let right: Int32
      let again: Int32

      init(row: inout Row) throws(PostgresError) {
        left = try row["id"]
        right = try row["id"]
        again = try row["id"]
      }
    }
    let connection = try await ThrowawayServer.open()
    let pair = try await connection.one("select 1 as id, 2 as id", as: Pair.self)
    #expect((pair.left, pair.right, pair.again) == (1, 2, 1))
  }
}
