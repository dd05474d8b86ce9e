import Foundation
import Postgres
import Testing

@Suite struct `A date` {
  @Test func `is made of a day the calendar has, and gives its parts back`() throws {
    let leap = try #require(PostgresDate(year: 2024, month: 2, day: 29))
    #expect(leap.daysSince1970 == 19_782)
    #expect(leap.components == (2024, 2, 29))
    #expect(PostgresDate(year: 2023, month: 2, day: 29) == nil)
    #expect(PostgresDate(year: 1900, month: 2, day: 29) == nil)
    #expect(PostgresDate(year: 2000, month: 2, day: 29) != nil)
    #expect(PostgresDate(year: 2024, month: 13, day: 1) == nil)
    #expect(PostgresDate(year: 2024, month: 4, day: 31) == nil)
    #expect(PostgresDate(year: 2024, month: 4, day: 0) == nil)
    #expect(PostgresDate(year: -43, month: 3, day: 15)?.description == "0044-03-15 BC")
    #expect(PostgresDate(year: 0, month: 1, day: 1)?.description == "0001-01-01 BC")
    for days in stride(from: -3_000_000 as Int32, through: 3_000_000, by: 997) {
      let date = PostgresDate(daysSince1970: days)
      let (year, month, day) = date.components
      #expect(PostgresDate(year: year, month: month, day: day) == date)
      #expect(PostgresDate(date.description) == date)
    }
  }

  @Test(arguments: [
    "", "2024", "2024-2-29", "2024-02-30", "02-29-2024", "2024-02-29 ", "+2024-02-29", "0000-01-01",
    "2024-02-29 AD", "２０２４-02-29", "2024-02-29-01", "99999999-01-01", "-2024-02-29",
  ])
  func `is not read from`(text: String) {
    #expect(PostgresDate(text) == nil)
  }
}

@Suite struct `A time of day` {
  @Test func `is one that a clock shows, or the end of the day`() {
    #expect(
      PostgresTime(hour: 4, minute: 5, second: 6, microsecond: 789_000)?.description
        == "04:05:06.789")
    #expect(PostgresTime(hour: 24, minute: 0)?.microseconds == 86_400_000_000)
    #expect(PostgresTime(hour: 24, minute: 1) == nil)
    #expect(PostgresTime(hour: 23, minute: 60) == nil)
    #expect(PostgresTime(hour: -1, minute: 0) == nil)
    #expect(PostgresTime(microseconds: -1) == nil)
    #expect(PostgresTime(microseconds: 86_400_000_001) == nil)
  }
}

@Suite struct `An interval` {
  @Test func `is a duration only without months and days`() {
    #expect(
      PostgresInterval(exactly: .milliseconds(-1500)) == PostgresInterval(microseconds: -1_500_000))
    #expect(PostgresInterval(exactly: .nanoseconds(1)) == nil)
    #expect(PostgresInterval(exactly: .seconds(Int64.max)) == nil)
    #expect(Duration(exactly: PostgresInterval(microseconds: .min)) == .microseconds(Int64.min))
    #expect(Duration(exactly: PostgresInterval(days: 1)) == nil)
    #expect(Duration(exactly: PostgresInterval(months: -1, microseconds: 1)) == nil)
  }
}

@Suite struct `A uuid` {
  @Test func `made at random is of version 4 and differs from the others`() {
    var random = SplitMix(state: 7)
    let names = (0..<1_000).map { _ in PostgresUUID.random(using: &random) }
    #expect(Set(names).count == 1_000)
    for name in names {
      #expect(name.bytes[6] >> 4 == 4)
      #expect(name.bytes[8] >> 6 == 0b10)
      #expect(PostgresUUID(bytes: name.bytes) == name)
      #expect(UUID(uuidString: name.description)?.uuidString.lowercased() == name.description)
    }
  }

  @Test func `is read in small and capital letters, and only whole`() {
    let text = "6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b"
    #expect(PostgresUUID(text)?.description == text)
    #expect(PostgresUUID(text.uppercased())?.description == text)
    let wrong = [
      "", String(text.dropLast()), text + "0", "{\(text)}",
      text.replacingOccurrences(of: "-", with: ""),
      text.replacingOccurrences(of: "b", with: "g"), "6ec0bd7f11c0--43da-975e-2a8ad9ebae0b",
      text.replacingOccurrences(of: "6", with: "６"),
    ]
    for text in wrong { #expect(PostgresUUID(text) == nil, "\(text)") }
    #expect(PostgresUUID(bytes: [1, 2, 3]) == nil)
  }
}

@Suite struct `An address` {
  @Test(arguments: [
    "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.-4", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/x",
    "1.2.3.4/8/8",
    "::/129", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8", "12345::",
    "g::", "::1.2.3", "1.2.3.4::", "::1.2.3.4:5", "+1::", "1.2.3.4 ", "fe80::1%eth0",
  ])
  func `is not read from`(text: String) async throws {
    #expect(PostgresInet(text) == nil)
  }

  @Test func `has four or sixteen bytes and no more bits of network than those`() {
    #expect(PostgresInet(address: [127, 0, 0, 1])?.isHost == true)
    #expect(PostgresInet(address: [10, 0, 0, 0], prefixLength: 8)?.isHost == false)
    #expect(PostgresInet(address: [10, 0, 0, 0], prefixLength: 33) == nil)
    #expect(PostgresInet(address: [10, 0, 0, 0], prefixLength: -1) == nil)
    #expect(PostgresInet(address: [1, 2, 3]) == nil)
    #expect(PostgresInet("::1")?.address == [UInt8](repeating: 0, count: 15) + [1])
  }
}

@Suite struct `A range` {
  @Test func `contains what the server's contains`() async throws {
    let seed = UInt64.random(in: 0 ... .max)
    print("seed \(seed)")
    var random = SplitMix(state: seed)
    func limit(_ bound: Int64) -> PostgresRange<Int64>.Limit {
      switch Int.random(in: 0..<3, using: &random) {
      case 0: .unbounded
      case 1: .including(bound)
      default: .excluding(bound)
      }
    }
    var ranges: [PostgresRange<Int64>] = [.empty]
    var values: [Int64] = [0]
    for _ in 0..<500 {
      let bound = Int64.random(in: -5...5, using: &random)
      let length = Int64.random(in: 0...3, using: &random)
      ranges.append(.between(limit(bound), limit(bound + length)))
      values.append(.random(in: -6...9, using: &random))
    }
    let connection = try await ThrowawayServer.open()
    let rows = try await connection.rows(
      "select r @> v from unnest(\(ranges), \(values)) with ordinality as u(r, v, n) order by n")
    let server = try rows.decode(as: Bool.self)
    for ((range, value), isIn) in zip(zip(ranges, values), server) {
      #expect(range.contains(value) == isIn, "\(range) \(value)")
    }
  }

  @Test func `is made of Swift's own`() {
    #expect(PostgresRange(1..<4 as Range<Int64>).description == "[1,4)")
    #expect(PostgresRange(1...4 as ClosedRange<Int64>).description == "[1,4]")
    #expect(PostgresRange(1..<1 as Range<Int64>) == .empty)
    #expect(!PostgresRange(1..<1 as Range<Int64>).contains(1))
  }
}
