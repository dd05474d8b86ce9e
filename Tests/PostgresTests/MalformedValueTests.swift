import Postgres
import Testing

@Suite struct `Bytes that are no value` {
  private static let types: [any SQLValue.Type] = [
    Bool.self, Int16.self, Int32.self, Int64.self, Int.self, Float.self, Double.self, String.self,
    [UInt8].self, Timestamp.self, LocalTimestamp.self, PostgresDate.self, PostgresTime.self,
    PostgresInterval.self, PostgresNumeric.self, PostgresUUID.self, PostgresInet.self,
    PostgresOID.self, JSONText.self, Colour.self, Int32?.self, [Int32].self, [String?].self,
    [PostgresNumeric?].self, [[UInt8]].self, PostgresRange<Int64>.self,
    PostgresRange<PostgresNumeric>.self, Composite<Int32, String?>.self,
    [Composite<Int64, PostgresRange<Int32>>].self,
  ]

  /// Whether the bytes are refused, or give a value that stays the same when it is sent and read
  /// again.
  private func areSound<Value: SQLValue>(
    _: Value.Type, _ bytes: [UInt8], of type: SQLType
  ) -> Bool {
    guard let value = try? Value.decode(bytes.span, of: type) else { return true }
    var back: [UInt8] = []
    do throws(SQLValueError) {
      try value.encode(into: &back)
      return "\(try Value.decode(back.span, of: Value.sqlType))" == "\(value)"
    } catch {
      // Only the text of another program can hold it.
      return error == .holdsNUL
    }
  }

  @Test(arguments: types.indices)
  func `give a typed error and never a trap`(index: Int) {
    let seed = UInt64.random(in: 0 ... .max)
    print("seed \(seed)")
    var random = SplitMix(state: seed)
    let type: any SQLValue.Type = Self.types[index]
    let others = [
      type.sqlType, .unspecified, .inferred, .text, .jsonb, .numeric, .record, .bytea,
      SQLType(oid: 20_000), SQLType(oid: 1007),
    ]
    for round in 0..<2_000 {
      var bytes = (0..<Int.random(in: 0...48, using: &random)).map { _ in
        UInt8(truncatingIfNeeded: random.next())
      }
      // Mostly small numbers, so that counts and lengths are sometimes right.
      if round % 2 == 0 { bytes = bytes.map { $0 < 200 ? 0 : $0 % 32 } }
      let told = others.randomElement(using: &random) ?? .unspecified
      let isSound = areSound(type, bytes, of: told)
      #expect(isSound, "\(bytes) of \(told)")
    }
  }

  @Test func `of a value with one byte changed, cut or added give a value or a typed error`()
    throws
  {
    let seed = UInt64.random(in: 0 ... .max)
    print("seed \(seed)")
    var random = SplitMix(state: seed)
    let number = try #require(PostgresNumeric("-120000.50"))
    let address = try #require(PostgresInet("2001:db8::/32"))
    let values: [any SQLValue] = [
      number, address, PostgresInterval(months: -1, days: 2, microseconds: 3), JSONText("{}"),
      PostgresUUID(number: 7), [1, nil, 3] as [Int32?], ["a", "é"], [number],
      PostgresRange(1..<4 as Range<Int64>),
      PostgresRange<PostgresNumeric>.between(.including(number), .unbounded),
      Composite(1 as Int32, "x" as String?), [Composite(1 as Int64, PostgresRange<Int32>.empty)],
    ]
    func shake<Value: SQLValue>(_ value: Value) throws {
      var whole: [UInt8] = []
      try value.encode(into: &whole)
      for _ in 0..<1_000 {
        var bytes = whole
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes[place] ^= 1 << Int.random(in: 0..<8, using: &random)
        case 2: bytes.removeSubrange(place...)
        default: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
        }
        #expect(
          areSound(Value.self, bytes, of: Value.sqlType == .inferred ? .record : Value.sqlType))
      }
    }
    for value in values { try shake(value) }
  }

  @Test func `of text that is not UTF-8 are refused, and readable as bytes`() async throws {
    let connection = try await ThrowawayServer.open()
    let error: SQLValueError?
    do {
      _ = try String.decode([0x61, 0xFF, 0x62].span, of: .text)
      error = nil
    } catch let refusal {
      error = refusal
    }
    #expect(error == .malformed("not UTF-8"))
    let bytes = try await connection.one(
      "select convert_to('é', 'latin1'), convert_from(\([0xC3, 0xA9] as [UInt8]), 'utf8')",
      as: ([UInt8], String).self)
    #expect(bytes == ([0xE9], "é"))
    let refused = await thrown(PostgresError.self) {
      try await connection.run("select convert_from(\([0xFF] as [UInt8]), 'utf8')")
    }
    #expect(refused?.state?.code == "22021")
  }
}

@Suite struct `A value of the wrong type` {
  @Test func `is refused with the names of both types`() async throws {
    let connection = try await ThrowawayServer.open()
    let rows = try await connection.rows(
      """
      select now() as a, now()::timestamp as b, 'x'::text as c, 1.5::numeric as d, 1::int8 as e,
        '{x}'::text[] as f, '10:00+02'::timetz as g, int4range(1, 2) as h
      """)
    func message<Value: SQLValue>(_ column: String, _: Value.Type) async -> String {
      await thrown(PostgresError.self) { try rows.column(column, as: Value.self) }?.description
        ?? ""
    }
    let cases = [
      await message("a", LocalTimestamp.self): "LocalTimestamp from timestamp with time zone",
      await message("b", Timestamp.self): "Timestamp from timestamp without time zone",
      await message("c", PostgresUUID.self): "PostgresUUID from text",
      await message("d", Double.self): "Double from numeric",
      await message("e", Int32.self): "Int32 from bigint",
      await message("f", [Int64].self): "Array<Int64> from text[]",
      await message("g", PostgresTime.self): "PostgresTime from time with time zone",
      await message("h", PostgresRange<Int64>.self): "PostgresRange<Int64> from int4range",
      await message("c", JSONText.self): "JSONText from text",
      await message("c", PostgresInet.self): "PostgresInet from text",
      await message("c", PostgresInterval.self): "PostgresInterval from text",
      await message("c", PostgresOID.self): "PostgresOID from text",
      await message("c", Composite<Int>.self): "from text",
    ]
    for (message, expected) in cases {
      #expect(message.contains(expected), "\(message)")
      #expect(message.contains("value cannot be read"))
      #expect(message.contains(#fileID))
    }
  }
}
