import Postgres
import Testing

/// Every value goes to the server in an array with NULLs, comes back alone and in an array, is written
/// by the server as we write it, and is what the server reads from our text where it can.
private func check<Value: SQLValue & Hashable & CustomStringConvertible>(
  _ type: String, _ values: [Value], isRewritten: Bool = false, isParsed: Bool = true,
  _ location: SourceLocation = #_sourceLocation
) async throws {
  let connection = try await ThrowawayServer.open { $0.parameters["timezone"] = "UTC" }
  let sent = values.map(Optional.some) + [nil]
  let texts = sent.map { isParsed ? $0?.description : nil }
  let rows = try await connection.rows(
    """
    select v, format('%s', v), coalesce(t::\(identifier: type) = v, true), array[v, null]
    from unnest(\(sent), \(texts)) with ordinality as u(v, t, n) order by n
    """
  ).decode(as: (Value?, String, Bool, [Value?]).self)
  #expect(rows.count == sent.count, sourceLocation: location)
  for ((value, text, isSame, array), own) in zip(rows, sent) {
    if !isRewritten { #expect(value == own, sourceLocation: location) }
    #expect(value?.description ?? "" == text, sourceLocation: location)
    #expect(isSame, "\(type) \(text)", sourceLocation: location)
    #expect(array == [value, nil], sourceLocation: location)
  }
  // Alone as a parameter, and NULL.
  for value in values.prefix(20) {
    let (back, none) = try await connection.one(
      "select \(value), \(Value?.none)", as: (Value, Value?).self)
    if !isRewritten { #expect(back == value, sourceLocation: location) }
    #expect(none == nil, sourceLocation: location)
  }
}

/// A generator whose seed is printed, and can be given as SEED.
private func seeded(_ test: String = #function) -> SplitMix {
  let seed = UInt64.random(in: 0 ... .max)
  print("seed of \(test): \(seed)")
  return SplitMix(state: seed)
}

extension SplitMix {
  fileprivate mutating func many<Value>(
    _ count: Int, _ make: (inout SplitMix) -> Value
  ) -> [Value] {
    (0..<count).map { _ in make(&self) }
  }

  /// A number with as many bits as another random number says, so that small ones occur.
  fileprivate mutating func integer<Integer: FixedWidthInteger>() -> Integer {
    let bits =
      Integer(truncatingIfNeeded: next()) >> Int.random(in: 0..<Integer.bitWidth, using: &self)
    return Bool.random(using: &self) ? bits : 0 &- bits
  }

  fileprivate mutating func digits(_ count: ClosedRange<Int>) -> String {
    String(
      (0..<Int.random(in: count, using: &self)).map { _ in
        "0001234567899".randomElement(using: &self) ?? "0"
      })
  }

  fileprivate mutating func numeric() -> PostgresNumeric {
    let text = (Bool.random(using: &self) ? "-" : "") + digits(1...30) + "." + digits(0...30)
    let exponent = Bool.random(using: &self) ? "" : "e\(Int.random(in: -40...40, using: &self))"
    return PostgresNumeric(text + exponent) ?? .notANumber
  }

  fileprivate mutating func range<Bound: SQLRangeBound & Comparable>(
    _ make: (inout SplitMix) -> Bound
  ) -> PostgresRange<Bound> {
    let (one, other) = (make(&self), make(&self))
    func limit(_ bound: Bound) -> PostgresRange<Bound>.Limit {
      switch Int.random(in: 0..<5, using: &self) {
      case 0: .unbounded
      case 1, 2: .including(bound)
      default: .excluding(bound)
      }
    }
    return Int.random(in: 0..<20, using: &self) == 0
      ? .empty : .between(limit(min(one, other)), limit(max(one, other)))
  }
}

@Suite(.serialized) struct `A value sent and read back` {
  @Test func `of type numeric keeps its digits`() async throws {
    var random = seeded()
    let edges = [
      "0", "-0", "0.000", "-0.00", "1", "10000", "9999", "0.0001", "0.00001", "100000000.00000000",
      "NaN", "inf", "-Infinity", ".5", "5.", "1e131071", "1e-16383", "-12e3", "1.50e1",
      String(repeating: "9", count: 131_072), "0." + String(repeating: "0", count: 16_382) + "7",
    ].compactMap(PostgresNumeric.init)
    #expect(edges.count == 21)
    try await check("numeric", edges + random.many(4_000) { $0.numeric() })
  }

  @Test func `of type uuid is the same name`() async throws {
    var random = seeded()
    try await check(
      "uuid",
      [PostgresUUID(number: 0), PostgresUUID(number: .max)]
        + random.many(2_000) { PostgresUUID.random(using: &$0) })
  }

  @Test func `of type interval keeps its three parts`() async throws {
    var random = seeded()
    let parts: [Int32] = [.min, -13, -12, -1, 0, 1, 11, 12, 13, .max]
    let clocks: [Int64] = [
      .min, -3_600_000_000, -60_000_001, -1, 0, 1, 500_000, 86_400_000_000, .max,
    ]
    let edges = parts.flatMap { part in
      clocks.flatMap { clock in
        [
          PostgresInterval(months: part, days: 0, microseconds: clock),
          PostgresInterval(months: 0, days: part, microseconds: clock),
          PostgresInterval(months: -1, days: part, microseconds: clock),
        ]
      }
    }
    // The server does not read all it writes.
    let any = random.many(4_000) {
      PostgresInterval(months: $0.integer(), days: $0.integer(), microseconds: $0.integer())
    }
    try await check("interval", edges + any, isParsed: false)
    let ordinary = random.many(4_000) {
      PostgresInterval(
        months: Int32($0.integer() as Int16), days: Int32($0.integer() as Int16),
        microseconds: $0.integer() / 1_000)
    }
    try await check("interval", ordinary)
  }

  @Test func `of type time is the same time of day`() async throws {
    var random = seeded()
    let edges = [0, 1, 86_399_999_999, 86_400_000_000].compactMap {
      PostgresTime(microseconds: $0)
    }
    try await check(
      "time",
      edges
        + random.many(2_000) {
          PostgresTime(microseconds: .random(in: 0...86_400_000_000, using: &$0))
        }.compactMap { $0 })
  }

  @Test func `of type date is the same day`() async throws {
    var random = seeded()
    let edges: [Int32] = [.min, .max, -2_440_588, 2_145_042_905, 0, -719_528, -719_529, 10_957]
    try await check(
      "date",
      (edges + random.many(2_000) { .random(in: -2_440_588...2_145_042_905, using: &$0) }
        + random.many(2_000) { .random(in: -1_000_000...100_000, using: &$0) })
        .map { PostgresDate(daysSince1970: $0) })
  }

  @Test func `of type timestamp, with or without time zone, keeps its microseconds`() async throws {
    var random = seeded()
    let (first, last): (Int64, Int64) = (-210_866_803_200_000_000, 9_223_372_036_854_775_806)
    let counts =
      [.min, .max, first, last, 0, -1, 1, -62_135_596_800_000_000, -62_135_596_800_000_001]
      + random.many(2_000) { .random(in: first...last, using: &$0) }
      + random.many(2_000) {
        .random(in: -70_000_000_000_000_000...4_000_000_000_000_000, using: &$0)
      }
    try await check("timestamptz", counts.map { Timestamp(microsecondsSince1970: $0) })
    try await check("timestamp", counts.map { LocalTimestamp(microsecondsSince1970: $0) })
  }

  @Test func `of type inet or cidr is the same address`() async throws {
    var random = seeded()
    let edges = [
      "0.0.0.0", "255.255.255.255", "10.0.0.0/8", "0.0.0.0/0", "10.1.2.3/8", "::", "::1", "::/0",
      "::2",
      "::ffff:1.2.3.4", "::1.2.3.4", "::1:2", "1::", "1:0:0:2::3", "1:0:0:2:0:0:0:3", "fe80::1/64",
      "1:2:3:4:5:6:7:8", "0:1::", "::ffff:0:0", "::0.1.0.0", "1:0:2:0:3:0:4:0", "2001:DB8::/32",
    ]
    let addresses =
      edges.compactMap(PostgresInet.init)
      + random.many(4_000) { random in
        let isSix = Bool.random(using: &random)
        let bytes = random.many(isSix ? 16 : 4) { $0.next() & 1 == 0 ? 0 : UInt8($0.next() & 0xFF) }
        return PostgresInet(
          address: bytes, prefixLength: .random(in: 0...(isSix ? 128 : 32), using: &random))
      }.compactMap { $0 }
    #expect(addresses.count == edges.count + 4_000)
    try await check("inet", addresses)
    for address in addresses { #expect(PostgresInet(address.description) == address) }
    let connection = try await ThrowawayServer.open()
    #expect(
      try await connection.one("select '10.0.0.0/8'::cidr", as: PostgresInet.self).description
        == "10.0.0.0/8")
  }

  @Test func `of a range type keeps its limits, or has them rewritten by the server`() async throws
  {
    var random = seeded()
    // The greatest of a discrete type has no successor to end before.
    try await check(
      "int4range", random.many(1_000) { $0.range { Int32($0.integer() as Int16) } },
      isRewritten: true)
    try await check(
      "int8range", random.many(1_000) { $0.range { Int64($0.integer() as Int32) } },
      isRewritten: true)
    try await check(
      "daterange",
      random.many(1_000) { $0.range { PostgresDate(daysSince1970: Int32($0.integer() as Int16)) } },
      isRewritten: true)
    try await check("numrange", random.many(1_000) { $0.range { $0.numeric() } }, isRewritten: true)
    func moments<Bound: SQLRangeBound & Comparable>(_ make: (Int64) -> Bound) -> [PostgresRange<
      Bound
    >] {
      random.many(1_000) { $0.range { make(Int64($0.integer() as Int32) * 1_000_003) } }
    }
    try await check(
      "tstzrange", moments { Timestamp(microsecondsSince1970: $0) }, isRewritten: true)
    try await check(
      "tsrange", moments { LocalTimestamp(microsecondsSince1970: $0) }, isRewritten: true)
    let kept: [PostgresRange<Int64>] = [
      .empty, .between(.unbounded, .unbounded), .between(.including(1), .excluding(4)),
      .between(.unbounded, .excluding(.max)),
    ]
    try await check("int8range", kept)
    let numbers: [PostgresRange<PostgresNumeric>] = [
      .between(.excluding(PostgresNumeric(1)), .including(PostgresNumeric(2))),
      .between(.including(.minusInfinity), .excluding(.infinity)),
    ]
    try await check("numrange", numbers)
  }

  @Test func `of type oid, "char" or json arrives as it went`() async throws {
    let connection = try await ThrowawayServer.open()
    let numbers = [0, 1, .max].map { PostgresOID(rawValue: $0) }
    let text = #"{"a": [1, "é\\u0001\"", null]}"#
    let row = try await connection.one(
      """
      select \(numbers), \(PostgresOID(rawValue: .max))::text, \("x")::"char", \(JSONText(text)),
        \([JSONText("[]"), nil]), \(text)::json
      """,
      as: ([PostgresOID], String, String, JSONText, [JSONText?], JSONText).self)
    #expect(row.0 == numbers)
    #expect((row.1, row.2, row.3.rawValue) == ("4294967295", "x", text))
    #expect(row.4 == [JSONText("[]"), nil])
    #expect(row.5.rawValue == text)
    try await connection.run("create temp table document (stored jsonb, kept json)")
    try await connection.run(
      "insert into document values (\(JSONText(#"{"b":1, "a":2}"#)), \(#"{"b":1, "b":2}"#))")
    let stored = try await connection.one(
      "select stored, kept from document", as: (JSONText, JSONText).self)
    #expect(stored.0.rawValue == #"{"a": 2, "b": 1}"#)
    #expect(stored.1.rawValue == #"{"b":1, "b":2}"#)
    let refused = await thrown(PostgresError.self) {
      try await connection.run("insert into document values (\(JSONText("{")))")
    }
    #expect(refused?.state?.code == "22P02")
  }

  @Test func `of every type goes through binary COPY too`() async throws {
    typealias Pair = Composite<Int32, String?>
    let number = try #require(PostgresNumeric("12.50"))
    let address = try #require(PostgresInet("10.1.2.3/8"))
    let time = try #require(PostgresTime(hour: 24, minute: 0))
    let connection = try await ThrowawayServer.open()
    try await connection.run("create type pg_temp.pair as (id int, name text)")
    try await connection.run(
      """
      create temp table everything (a numeric, b uuid, c interval, d time, e timestamp, f jsonb,
        g inet, h int8range, i pg_temp.pair, j oid, k numeric[], l pg_temp.pair[], m "char")
      """)
    let id = PostgresUUID(number: 1 << 127)
    let interval = PostgresInterval(months: 1, days: -2, microseconds: 3)
    let moment = LocalTimestamp(microsecondsSince1970: 1)
    let range = PostgresRange<Int64>.between(.including(1), .unbounded)
    let written = try await connection.copyIn("copy everything from stdin (format binary)") {
      try await $0.row(
        number, id, interval, time, moment, JSONText("[1, 2]"), address, range, Pair(1, nil),
        PostgresOID(rawValue: 7), [number, nil], [Pair(2, "x"), nil], "m")
      try await $0.row(
        PostgresNumeric?.none, PostgresUUID?.none, PostgresInterval?.none, PostgresTime?.none,
        LocalTimestamp?.none, JSONText?.none, PostgresInet?.none, PostgresRange<Int64>?.none,
        Pair?.none, PostgresOID?.none, [PostgresNumeric?]?.none, [Pair?]?.none, String?.none)
    }
    #expect(written == 2)
    var rows = 0
    try await connection.copyOut(
      "copy everything to stdout (format binary)",
      as: (
        PostgresNumeric?, PostgresUUID?, PostgresInterval?, PostgresTime?, LocalTimestamp?,
        JSONText?,
        PostgresInet?, PostgresRange<Int64>?, Pair?, PostgresOID?, [PostgresNumeric?]?, [Pair?]?,
        String?
      ).self
    ) { a, b, c, d, e, f, g, h, i, j, k, l, m in
      rows += 1
      guard rows == 1 else {
        #expect(a == nil && b == nil && c == nil && d == nil && e == nil && f == nil && g == nil)
        #expect(h == nil && i == nil && j == nil && k == nil && l == nil && m == nil)
        return
      }
      #expect((a, b, c, d, e, f) == (number, id, interval, time, moment, JSONText("[1, 2]")))
      #expect((g, h, i) == (address, range, Pair(1, nil)))
      #expect((j, k, l, m) == (PostgresOID(rawValue: 7), [number, nil], [Pair(2, "x"), nil], "m"))
    }
    #expect(rows == 2)
  }

  @Test func `that the server's type cannot hold is refused, here or there`() async throws {
    let connection = try await ThrowawayServer.open()
    let tooEarly = PostgresDate(daysSince1970: -2_440_589)
    let refused = await thrown(PostgresError.self) {
      try await connection.run("select \(tooEarly)")
    }
    #expect(refused?.state == .datetimeFieldOverflow)
    let unsendable = Timestamp(microsecondsSince1970: .min + 1)
    let unsent = await thrown(PostgresError.self) {
      try await connection.run("select \(unsendable)")
    }
    #expect(unsent?.kind == .encoding)
    let unreadable = await thrown(PostgresError.self) {
      try await connection.one("select '294276-12-31 UTC'::timestamptz", as: Timestamp.self)
    }
    #expect(unreadable?.kind == .decoding)
    #expect(unreadable?.message.contains("last instant") == true)
  }

  @Test func `may be NULL at any depth of optionals`() async throws {
    let connection = try await ThrowawayServer.open()
    let nested: Int???? = .some(.some(.some(nil)))
    let row = try await connection.one(
      "select \(nested), \(Int??.some(7)), null::int8, \([Int??.some(nil), 1])",
      as: (Int??, Int???, Int??, [Int??]).self)
    #expect(row.0 == .some(nil) || row.0 == nil)
    #expect(row.1 == 7)
    #expect(row.2 == Int??.none)
    #expect(row.3 == [nil, 1])
  }

  @Test func `in an array of no elements, or of more dimensions than one, is told apart`()
    async throws
  {
    let connection = try await ThrowawayServer.open()
    let empty = try await connection.one(
      "select \([PostgresNumeric]()), '{}'::inet[], \([[UInt8]]()), array[]::interval[]",
      as: ([PostgresNumeric], [PostgresInet], [[UInt8]], [PostgresInterval]).self)
    #expect(empty.0.isEmpty && empty.1.isEmpty && empty.2.isEmpty && empty.3.isEmpty)
    let square = await thrown(PostgresError.self) {
      try await connection.one("select '{{1,2},{3,4}}'::int[]", as: [Int32].self)
    }
    #expect(square?.message.contains("an array of 2 dimensions") == true)
    let nested = await thrown(PostgresError.self) {
      try await connection.run("select \([[1, 2], [3]])")
    }
    #expect(nested?.kind == .encoding)
    #expect(nested?.message.contains("an array of arrays") == true)
    let bytes = try await connection.one(
      "select \([[1, 0, 2], []] as [[UInt8]])", as: [[UInt8]].self)
    #expect(bytes == [[1, 0, 2], []])
  }
}
