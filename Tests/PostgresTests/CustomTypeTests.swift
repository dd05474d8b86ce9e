import Postgres
import Testing

/// A type of one's own over text, which refuses what it does not know.
private struct Siret: RawRepresentable, Hashable, SQLValue {
  let rawValue: String

  init?(rawValue: String) {
    guard rawValue.utf8.count == 14, rawValue.allSatisfy(\.isNumber) else { return nil }
    self.rawValue = rawValue
  }
}

/// A type of one's own over a number, which chooses what it sends.
private struct Money: Hashable, SQLValue {
  var cents: Int64

  static var sqlType: SQLType { .int8 }

  func encode(into bytes: inout [UInt8]) throws(SQLValueError) { cents.encode(into: &bytes) }

  static func decode(_ bytes: Span<UInt8>, of type: SQLType) throws(SQLValueError) -> Money {
    Money(cents: try Int64.decode(bytes, of: type))
  }
}

/// A type of the server's that the library does not know, put together from those it does.
private struct Point: Hashable, SQLValue {
  var x: Double
  var y: Double

  static var sqlType: SQLType { SQLType(oid: 600) }

  func encode(into bytes: inout [UInt8]) throws(SQLValueError) {
    x.encode(into: &bytes)
    y.encode(into: &bytes)
  }

  static func decode(_ bytes: Span<UInt8>, of type: SQLType) throws(SQLValueError) -> Point {
    guard type == sqlType else { throw .wrongType }
    guard bytes.count == 16 else { throw .malformed("a point has 16 bytes") }
    return Point(
      x: try Double.decode(bytes.extracting(0..<8), of: .float8),
      y: try Double.decode(bytes.extracting(8..<16), of: .float8))
  }
}

/// An enum of the server; its arrays are told by the place where they are used.
private enum Mood: String, SQLValue, CaseIterable {
  case calm, cross

  static var sqlArrayType: SQLType { .inferred }
}

/// The bound of a range type made in a database.
private struct Degrees: RawRepresentable, Hashable, SQLRangeBound {
  let rawValue: Double

  static var sqlRangeType: SQLType { .inferred }
}

@Suite(.serialized) struct `A type of one's own` {
  @Test func `needs one line when it has a raw value`() async throws {
    let connection = try await ThrowawayServer.open()
    let siret = try #require(Siret(rawValue: "12345678901234"))
    let row = try await connection.one(
      "select \(siret)::text, \([siret, nil]), null::text, 'x'::text = any(\([siret]))",
      as: (Siret, [Siret?], Siret?, Bool).self)
    #expect(row == (siret, [siret, nil], nil, false))
    let refused = await thrown(PostgresError.self) {
      try await connection.one("select '123' as siret", as: Siret.self)
    }
    #expect(refused?.kind == .decoding)
    #expect(refused?.column == "siret")
    #expect(refused?.message.contains("not a value of Siret") == true)
  }

  @Test func `needs three members when it has none`() async throws {
    let connection = try await ThrowawayServer.open()
    let row = try await connection.one(
      "select \(Money(cents: 1250)) + 50, \([Money(cents: 1), nil]), 7::int2",
      as: (Money, [Money?], Money).self)
    #expect(row == (Money(cents: 1300), [Money(cents: 1), nil], Money(cents: 7)))
  }

  @Test func `may stand for a type of the server that nobody taught the library`() async throws {
    let connection = try await ThrowawayServer.open()
    let point = Point(x: 1.5, y: -2)
    let row = try await connection.one(
      "select \(point), \(point)::text, \([point, nil])", as: (Point, String, [Point?]).self)
    #expect(row == (point, "(1.5,-2)", [point, nil]))
    let wrong = await thrown(PostgresError.self) {
      try await connection.one("select '<(0,0),1>'::circle", as: Point.self)
    }
    #expect(wrong?.message.contains("Point from circle") == true)
  }

  @Test func `that is an enum of the server goes in and out, alone, in arrays, as NULL`()
    async throws
  {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create type pg_temp.mood as enum ('calm', 'cross', 'new')")
    try await connection.run("create temp table person (mood pg_temp.mood, past pg_temp.mood[])")
    try await connection.run(
      "insert into person values (\(Mood.calm), \([Mood.cross, nil])), (\(Mood?.none), \([Mood]()))"
    )
    let rows = try await connection.rows("select mood, past from person order by mood").decode(
      as: (Mood?, [Mood?]).self)
    #expect(rows.map(\.0) == [.calm, nil])
    #expect(rows.map(\.1) == [[.cross, nil], []])
    let count = try await connection.one(
      "select count(*) from person where mood = any(\(Mood.allCases))", as: Int.self)
    #expect(count == 1)
  }

  @Test func `that is an enum needs a cast for its arrays unless it says where they go`()
    async throws
  {
    enum Tone: String, SQLValue { case calm, cross }
    let connection = try await ThrowawayServer.open()
    try await connection.run("create type pg_temp.mood as enum ('calm', 'cross')")
    let cast = try await connection.one(
      "select \([Tone.cross, nil])::pg_temp.mood[]", as: [Tone?].self)
    #expect(cast == [.cross, nil])
    let refused = await thrown(PostgresError.self) {
      try await connection.run("select 'calm'::pg_temp.mood = any(\([Tone.calm]))")
    }
    #expect(refused?.state == .undefinedFunction)
  }

  @Test func `that is a range of one's own goes in and out`() async throws {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create type pg_temp.floats as range (subtype = float8)")
    let range: PostgresRange<Degrees> = .between(
      .excluding(Degrees(rawValue: -0.5)), .unbounded)
    let row = try await connection.one(
      "select \(range)::pg_temp.floats, (\(range)::pg_temp.floats)::text",
      as: (PostgresRange<Degrees>, String).self)
    #expect(row == (range, "(-0.5,)"))
  }
}

@Suite(.serialized) struct `A composite` {
  @Test func `reads as the tuple of its columns`() async throws {
    let connection = try await ThrowawayServer.open()
    let (pair, nothing) = try await connection.one(
      "select row(1::int8, null::text, '2024-02-29'::date), null::record",
      as: (Composite<Int64, String?, PostgresDate>, Composite<Int>?).self)
    #expect(pair.fields.0 == 1)
    #expect(pair.fields.1 == nil)
    #expect(pair.fields.2.description == "2024-02-29")
    #expect(nothing == nil)
    let nested = try await connection.one(
      "select array(select row(n, row(n::text, array[n])) from generate_series(1, 3) n)",
      as: [Composite<Int32, Composite<String, [Int32]>>].self)
    #expect(nested.map(\.fields.1.fields.0) == ["1", "2", "3"])
    #expect(nested.map(\.fields.1.fields.1) == [[1], [2], [3]])
  }

  @Test func `goes to a place whose type the server knows`() async throws {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create type pg_temp.mood as enum ('calm', 'cross')")
    try await connection.run(
      "create type pg_temp.address as (city text, zip int, mood pg_temp.mood, tags text[])")
    try await connection.run(
      "create temp table house (address pg_temp.address, others pg_temp.address[])")
    typealias Address = Composite<String?, Int32, Mood, [String]>
    let address = Address("Lyon", 69_001, .calm, ["a", "b"])
    let other = Address(nil, -1, .cross, [])
    try await connection.run("insert into house values (\(address), \([other, nil]))")
    let row = try await connection.one(
      "select address, others, (\(other)::pg_temp.address).zip from house",
      as: (Address, [Address?], Int32).self)
    #expect(row == (address, [other, nil], -1))
    // Often enough to be prepared.
    for zip in 1...10 as ClosedRange<Int32> {
      let sent = Address(nil, zip, .calm, [])
      let back = try await connection.one("select \(sent)::pg_temp.address", as: Address.self)
      #expect(back == sent)
    }
    let anonymous = await thrown(PostgresError.self) {
      try await connection.run("select \(address)::record")
    }
    #expect(anonymous?.kind == .server)
    let wrong = await thrown(PostgresError.self) {
      try await connection.run(
        "insert into house (address) values (\(Composite("x", 1 as Int64, "calm", [String]())))")
    }
    #expect(wrong?.state == .datatypeMismatch)
  }

  @Test func `of other columns is refused, saying which`() async throws {
    let connection = try await ThrowawayServer.open()
    let rows = try await connection.rows("select row(1::int8, 'x'::text) as pair")
    let fewer = await thrown(PostgresError.self) { try rows.decode(as: Composite<Int64>.self) }
    #expect(fewer?.column == "pair")
    #expect(fewer?.message.contains("2 columns where 1 are asked for") == true)
    let wrong = await thrown(PostgresError.self) {
      try rows.decode(as: Composite<Int64, PostgresDate>.self)
    }
    #expect(wrong?.message.contains("PostgresDate from text, field 2") == true)
  }
}
