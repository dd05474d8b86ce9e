import Postgres
import Testing

@Suite(.serialized) struct `A numeric` {
  @Test func `equals and hashes by its value, whatever its scale`() throws {
    let one = try #require(PostgresNumeric("1.0"))
    let same = try #require(PostgresNumeric("1.000"))
    #expect(one == same)
    #expect(one.hashValue == same.hashValue)
    #expect((one.description, same.description) == ("1.0", "1.000"))
    #expect((one.scale, same.scale) == (1, 3))
    #expect(PostgresNumeric("-0.00") == PostgresNumeric(0))
  }

  @Test func `is put in the order of the server`() async throws {
    let texts = [
      "NaN", "Infinity", "1e40", "10000", "9999.9999", "1.1", "1.0999", "1", "0.00010001", "0.0001",
      "0", "-0.0001", "-1", "-1.0001", "-1e40", "-Infinity",
    ]
    let connection = try await ThrowawayServer.open()
    let numbers = try await connection.rows(
      "select n::numeric from unnest(\(texts.shuffled())) n order by n::numeric desc"
    ).decode(as: PostgresNumeric.self)
    #expect(numbers == texts.compactMap(PostgresNumeric.init))
    #expect(numbers == numbers.shuffled().sorted(by: >))
  }

  @Test func `becomes an integer only when it is whole and in range`() {
    #expect(Int64(exactly: PostgresNumeric("-12.000") ?? .notANumber) == -12)
    #expect(Int64(exactly: PostgresNumeric("12.5") ?? .notANumber) == nil)
    #expect(Int64(exactly: PostgresNumeric("0.0001") ?? .notANumber) == nil)
    #expect(Int64(exactly: PostgresNumeric("9223372036854775808") ?? .notANumber) == nil)
    #expect(Int64(exactly: PostgresNumeric.notANumber) == nil)
    #expect(Int8(exactly: PostgresNumeric("1e2") ?? .notANumber) == 100)
    for value in [Int64.min, -10_000, -1, 0, 1, 9_999, 10_000, 100_000_000, .max] {
      let number = PostgresNumeric(value)
      #expect(number.description == "\(value)")
      #expect(Int64(exactly: number) == value)
    }
    #expect(PostgresNumeric(Int8.min).description == "-128")
    #expect(PostgresNumeric(UInt128.max).description == "\(UInt128.max)")
  }

  @Test func `made of a Double is that Double, and nearest to it on the way back`() async throws {
    let seed = UInt64.random(in: 0 ... .max)
    print("seed \(seed)")
    var random = SplitMix(state: seed)
    let edges = [
      0, -0.0, 0.1, -2.5, 1e15, 123_456_789.125, .leastNonzeroMagnitude, .leastNormalMagnitude,
      .greatestFiniteMagnitude, .pi,
    ]
    let doubles = edges + (0..<300).map { _ in Double(bitPattern: random.next()) }
    for double in doubles where double.isFinite {
      let number = PostgresNumeric(double)
      #expect(Double(number) == double)
      #expect(Double(exactly: number) == double)
    }
    #expect(PostgresNumeric(0.1) != PostgresNumeric("0.1"))
    #expect(
      PostgresNumeric(0.1).description
        == "0.1000000000000000055511151231257827021181583404541015625")
    #expect(Double(exactly: PostgresNumeric("0.1") ?? .infinity) == nil)
    #expect(Double(PostgresNumeric("0.1") ?? .infinity) == 0.1)
    #expect(Double(PostgresNumeric("-1e400") ?? .notANumber) == -.infinity)
    #expect(Double(PostgresNumeric("1e-4000") ?? .notANumber) == 0)
    #expect(Double(.notANumber as PostgresNumeric).isNaN)
    #expect(PostgresNumeric(-Double.infinity) == .minusInfinity)
    #expect(PostgresNumeric(Double.nan) == .notANumber)
  }

  @Test func `reads the texts the server reads, and no others`() async throws {
    let seed = UInt64.random(in: 0 ... .max)
    print("seed \(seed)")
    var random = SplitMix(state: seed)
    let pieces = [
      "0", "1", "90", "000", ".", "-", "+", "e", "E", "e-3", "12", "nan", "inf", "Infinity",
    ]
    let connection = try await ThrowawayServer.open()
    try await connection.run(
      """
      create function pg_temp.try(t text) returns text language plpgsql as
      $$ begin return t::numeric::text; exception when others then return null; end $$
      """)
    let texts = (0..<3_000).map { _ in
      (0..<Int.random(in: 0...4, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined()
    }
    let server = try await connection.rows(
      "select pg_temp.try(t) from unnest(\(texts)) with ordinality as u(t, n) order by n"
    ).decode(as: String?.self)
    for (text, expected) in zip(texts, server) {
      #expect(PostgresNumeric(text)?.description == expected, "\(text)")
    }
    for text in ["", " 1", "1 ", "1_000", "0x1", "1e131073", "1e-16384", "１"] {
      #expect(PostgresNumeric(text) == nil, "\(text)")
    }
  }

  @Test func `reads whole columns too, and refuses a float`() async throws {
    let connection = try await ThrowawayServer.open()
    let rows = try await connection.rows("select 7::int2, 7::int4, 7::int8, 7::float8")
    for column in 0..<3 {
      #expect(try rows.column(at: column, as: PostgresNumeric.self) == [PostgresNumeric(7)])
    }
    let refused = await thrown(PostgresError.self) {
      try rows.column(at: 3, as: PostgresNumeric.self)
    }
    #expect(refused?.message.contains("PostgresNumeric from double precision") == true)
  }
}
