import Matching
import Postgres
import Programme
import TestSupport
import Testing

@testable import Store

/// The file of the method that is shipped, with some of its lines changed.
private func file(_ changes: [(String, String)] = []) throws -> [UInt8] {
  let path = TestSeeds.root + "/Seeds/method/\(Method.current.version).csv"
  var text = String(decoding: try FileReader.bytes(of: path), as: UTF8.self)
  for (old, new) in changes {
    try #require(text.contains(old), "\(old) is not in the file")
    text = text.replacing(old, with: new)
  }
  return Array(text.utf8)
}

private func method(_ version: String, since: String, _ changes: [(String, String)] = []) throws
  -> StoredMethod
{
  try StoredMethod(
    file(
      [
        ("version,\(Method.current.version),", "version,\(version),"),
        ("since,2026-11-01,", "since,\(since),"),
      ]
        + changes), called: "\(version).csv")
}

@Suite struct `The shipped method` {
  @Test func `is the one the program brings, with a meaning for each number`() throws {
    let shipped = try StoredMethod(file(), called: "m.csv")
    #expect(try shipped.method() == Method.current)
    #expect(shipped.since == Day(year: 2026, month: 11, day: 1))
    #expect(shipped.numbers.map(\.name) == Method.current.numbers.map(\.name))
    #expect(shipped.numbers.allSatisfy { $0.meaning.count > 10 })
    #expect(try StoredMethod.builtIn.method() == Method.current)
  }

  @Test(arguments: [
    ("name,value,meaning", "name,value,sense", "line 1: the header"),
    ("weight.pay,15,", "weight.pay,0,", "line 12: weight.pay must be a whole number from 1 to"),
    ("weight.pay,15,", "weight.pay,1.5,", "line 12: weight.pay"),
    ("weight.pay,15,", "weight.beauty,15,", "line 12: there is no number weight.beauty"),
    ("weight.pay,15,", "weight.mission,15,", "line 12: weight.mission stands there twice"),
    ("since,2026-11-01,", "since,someday,", "line 3: since"),
    ("version,\(Method.current.version),", "version,The Best,", "line 2: a version"),
    ("note,", "#,", "line 4: there is no number #"),
  ])
  func `that is damaged is refused with its line`(old: String, new: String, word: String) throws {
    let error = #expect(throws: StoreError.self) {
      try StoredMethod(file([(old, new)]), called: "m.csv")
    }
    #expect(error?.kind == .data)
    #expect(error?.what.contains(word) == true, "\(error?.what ?? "")")
    #expect(error?.what.hasPrefix("m.csv line") == true)
  }

  @Test func `must have every number`() throws {
    let lines = String(decoding: try file(), as: UTF8.self).split(separator: "\n")
    for index in lines.indices.dropFirst() {
      var rest = lines
      let name = rest.remove(at: index).prefix { $0 != "," }
      let error = #expect(throws: StoreError.self) {
        try StoredMethod(Array(rest.joined(separator: "\n").utf8), called: "m.csv")
      }
      #expect(error?.what.hasSuffix("it lacks \(name)") == true, "\(error?.what ?? "")")
    }
  }
}

@Suite(.database) struct `A loaded method` {
  @Test func `is what a night of its days uses`() async throws {
    let connection = try await TestDatabase.current.open(as: .migrate)
    func used(_ year: Int, _ month: Int, _ day: Int) async throws -> String {
      let day = try #require(Day(year: year, month: month, day: day))
      return try await StoredMethod.inUse(on: day, connection).version
    }
    #expect(try await used(2026, 11, 21) == Method.current.version)
    #expect(try await StoredMethod.all(connection).map(\.since) == [nil])
    #expect(try await method("spring", since: "2027-03-01").load(connection))
    #expect(try await method("winter", since: "2026-12-01").load(connection))
    #expect(try await used(2026, 11, 21) == "winter", "nothing began before, so the first there is")
    #expect(try await used(2026, 12, 1) == "winter")
    #expect(try await used(2027, 2, 28) == "winter")
    #expect(try await used(2027, 3, 1) == "spring")
    #expect(try await StoredMethod.all(connection).map(\.version) == ["spring", "winter"])
  }

  @Test func `comes back as it was loaded, and shows what it changes`() async throws {
    let connection = try await TestDatabase.current.open(as: .migrate)
    let spring = try method(
      "spring", since: "2027-03-01", [("pay.floor,700000", "pay.floor,650000")])
    try #expect(await spring.load(connection))
    let back = try await StoredMethod.find("spring", connection)
    #expect(
      back.numbers == spring.numbers && back.since == spring.since && back.note == spring.note)
    #expect(try back.method().payFloor == 650_000)
    let changes = back.changes(from: .builtIn)
    #expect(changes.map(\.name) == ["pay.floor"])
    #expect(changes.first?.before == 700_000 && changes.first?.after == 650_000)
    #expect(back.changes(from: spring).isEmpty)
  }

  @Test func `never changes`() async throws {
    let connection = try await TestDatabase.current.open(as: .migrate)
    #expect(try await method("one", since: "2027-03-01").load(connection))
    #expect(try await method("one", since: "2027-03-01").load(connection) == false)
    for (again, word) in [
      (try method("one", since: "2027-03-01", [("weight.pay,15", "weight.pay,16")]), "weight.pay"),
      (try method("one", since: "2027-04-01"), "first day"),
      (try method("two", since: "2027-03-01"), "begins on 2027-03-01"),
    ] {
      let error = await #expect(throws: StoreError.self) { try await again.load(connection) }
      #expect(error?.what.contains(word) == true, "\(error?.what ?? "")")
    }
    for statement in [
      "update match.method_number set value = 1", "delete from match.method_number",
      "update match.method set since = '2020-01-01'", "delete from match.method",
    ] {
      await #expect(throws: PostgresError.self, "\(statement)") {
        try await connection.script(statement)
      }
    }
    let night = try await TestDatabase.current.open()
    let error = await #expect(throws: PostgresError.self) {
      try await night.script("insert into match.method values ('mine', '2020-01-01', '')")
    }
    #expect(error?.state == .insufficientPrivilege)
    #expect(try await StoredMethod.find("one", night).numbers.count == Method.current.numbers.count)
  }

  @Test func `that this program does not know is named with what to do`() async throws {
    let connection = try await TestDatabase.current.open(as: .superuser)
    try await connection.script(
      """
      insert into match.method values ('old', '2020-01-01', 'of an older program');
      insert into match.method_number values ('old', 'weight.beauty', 3, 'gone');
      """)
    let error = await #expect(throws: StoreError.self) {
      try await StoredMethod.find("old", connection).method()
    }
    #expect(error?.kind == .configuration && error?.hint?.contains("method load") == true)
    await #expect(throws: StoreError.self) { try await StoredMethod.find("none", connection) }
  }
}
