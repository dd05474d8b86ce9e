import Postgres
import Testing

/// A generator that gives the same numbers for the same seed.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func text() -> String {
    let alphabet: [Unicode.Scalar] = [
      "a", "'", "\"", "\\", "é", "\u{301}", "$", "1", ";", "\n", "\t", "{", ",", "}", "漢", "🧑", " ",
      "\u{1}", "\u{10FFFF}",
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0...20, using: &self) {
      text.unicodeScalars.append(alphabet.randomElement(using: &self) ?? "x")
    }
    return text
  }

  mutating func maybe<Value>(_ value: Value) -> Value? {
    Bool.random(using: &self) ? value : nil
  }
}

enum Colour: String, SQLValue, CaseIterable { case red, green }

@Suite struct `A value` {
  @Test func `comes back from the server as it went, whatever its type`() async throws {
    let seed = UInt64.random(in: 0 ... .max)
    print("seed \(seed)")
    var random = SplitMix(state: seed)
    let connection = try await ThrowawayServer.open()
    for _ in 0..<200 {
      let int64 = Int64.random(in: .min ... .max, using: &random)
      let double = Double(bitPattern: random.next())
      let text = random.text()
      let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        UInt8.random(in: .min ... .max, using: &random)
      }
      let integers = (0..<Int.random(in: 0...5, using: &random)).map { _ in
        Int64.random(in: .min ... .max, using: &random)
      }
      let texts = (0..<Int.random(in: 0...5, using: &random)).map { _ in
        random.maybe(random.text())
      }
      let instant = Timestamp(
        microsecondsSince1970: .random(
          in: -62_000_000_000_000_000...200_000_000_000_000_000, using: &random))
      let day = PostgresDate(daysSince1970: .random(in: -700_000...5_000_000, using: &random))
      let optional = random.maybe(Int32.random(in: .min ... .max, using: &random))
      let colour = Colour.allCases.randomElement(using: &random)
      let row = try await connection.one(
        """
        select \(int64), \(double), \(text)::text, \(bytes), \(integers), \(texts), \(instant),
          \(day), \(optional), \(colour)::text
        """,
        as: (
          Int64, Double, String, [UInt8], [Int64], [String?], Timestamp, PostgresDate, Int32?,
          Colour?
        ).self)
      #expect(row.0 == int64)
      #expect(row.1.bitPattern == double.bitPattern || (row.1.isNaN && double.isNaN))
      #expect(row.2.unicodeScalars.elementsEqual(text.unicodeScalars))
      #expect(row.3 == bytes)
      #expect(row.4 == integers)
      #expect(row.5 == texts)
      #expect(row.6 == instant)
      #expect(row.7 == day)
      #expect(row.8 == optional)
      #expect(row.9 == colour)
    }
  }

  @Test func `keeps its extremes`() async throws {
    let connection = try await ThrowawayServer.open()
    let row = try await connection.one(
      "select \(Int16.min), \(Int32.max), \(Int.min), \(Float.infinity), \(true), \(Timestamp.infinity), \(PostgresDate.minusInfinity)",
      as: (Int16, Int32, Int, Float, Bool, Timestamp, PostgresDate).self)
    #expect((row.0, row.1, row.2) == (.min, .max, .min))
    #expect((row.3, row.4, row.5, row.6) == (.infinity, true, .infinity, .minusInfinity))
    let arrays = try await connection.one(
      "select \([true, false]), \([1.5, -0.0]), \([Int32]()), \([Int16?.none, 7])",
      as: ([Bool], [Double], [Int32], [Int16?]).self)
    #expect(arrays == ([true, false], [1.5, -0.0], [], [nil, 7]))
  }

  @Test(arguments: [
    "0", "1", "-1", "0.00", "12345.6789", "-0.0001", "10000", "100000000", "0.00000001",
    "123456789012345678901234567890.123456789", "NaN", "Infinity", "-Infinity", "99999999.9999",
    "-120000.5000",
  ])
  func `of type numeric is written as the server writes it`(number: String) async throws {
    let connection = try await ThrowawayServer.open()
    let (own, server) = try await connection.one(
      "select \(number)::numeric, \(number)::numeric::text", as: (String, String).self)
    #expect(own == server)
  }

  @Test func `of other types reads as text as the server writes it`() async throws {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create type pg_temp.mood as enum ('calm', 'cross')")
    let row = try await connection.one(
      """
      select '{"a": [1, null]}'::jsonb, '[1]'::json, '6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b'::uuid,
        'cross'::pg_temp.mood, 'name'::name, 'x'::"char", 'ab'::char(4)
      """,
      as: (String, String, String, String, String, String, String).self)
    #expect((row.0, row.1) == (#"{"a": [1, null]}"#, "[1]"))
    #expect((row.2, row.3) == ("6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b", "cross"))
    #expect((row.4, row.5, row.6) == ("name", "x", "ab  "))
  }

  @Test func `of type date reads as the day the server writes`() async throws {
    let connection = try await ThrowawayServer.open()
    try await connection.each(
      """
      select d, d, d::text from (
        select '0044-03-15 BC'::date + g * 9973 as d from generate_series(0, 300) g
        union all select 'infinity' union all select '-infinity' union all select '2024-02-29'
      ) t
      """, as: (PostgresDate, String, String).self
    ) { day, own, server in
      #expect(own == server)
      #expect(day.description == server)
    }
  }

  @Test func `that holds NUL is refused before anything is sent`() async throws {
    let connection = try await ThrowawayServer.open()
    let error = await thrown(PostgresError.self) {
      try await connection.run("select \("secret\0")::text")
    }
    #expect(error?.kind == .encoding)
    #expect(error?.description.contains("NUL") == true)
    #expect(error?.description.contains("secret") == false)
    #expect(try await connection.one("select 1", as: Int32.self) == 1)
  }

  @Test func `of another type, NULL or unknown is refused with its column and place`() async throws
  {
    let connection = try await ThrowawayServer.open()
    let rows = try await connection.rows("select 'x'::text as name, null::int as age, 'blue' as c")
    let wrong = await thrown(PostgresError.self) {
      try rows.decode(as: (Int64, Int32?, String).self)
    }
    #expect(wrong?.kind == .decoding)
    #expect(wrong?.column == "name")
    #expect(wrong?.file == #fileID)
    let null = await thrown(PostgresError.self) {
      try rows.decode(as: (String, Int32, String).self)
    }
    #expect(null?.column == "age")
    let unknown = await thrown(PostgresError.self) {
      try rows.decode(as: (String, Int32?, Colour).self)
    }
    #expect(unknown?.column == "c")
    let count = await thrown(PostgresError.self) { try rows.decode(as: (String, Int32?).self) }
    #expect(count?.kind == .decoding)
    #expect(try rows.column("name", as: String.self) == ["x"])
  }

  @Test func `cannot become part of the statement`() async throws {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temp table t (id int)")
    let evil = "'; drop table t; --"
    #expect(try await connection.one("select \(evil)::text", as: String.self) == evil)
    let name = "a\"; drop table t; --"
    try await connection.run("create temp table \(identifier: name) (x int)")
    #expect(
      try await connection.one(
        "select count(*) from pg_class where relname = \(name)", as: Int.self) == 1)
    #expect(try await connection.one("select count(*) from t", as: Int.self) == 0)
    let filter: SQL = "id > \(3)"
    let whole: SQL = "select \(1), \(filter) from t where \(filter) and id < \(9)"
    #expect(whole.text == "select $1, id > $2 from t where id > $3 and id < $4")
    #expect(!"\(whole)".contains("9"))
  }
}
