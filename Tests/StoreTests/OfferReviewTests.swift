import Exchange
import Matching
import Postgres
import Programme
import TestSupport
import Testing

@testable import Store

private let author = Author(
  name: "Camille", at: Timestamp(microsecondsSince1970: 1_795_864_602_000_000))

@Suite(.database) struct `A flagged position` {
  private let young = ["title": "Jeune ingénieur qualité"]

  private func states(_ database: TestDatabase) async throws -> [String: String] {
    let rows = try await database.open().rows("select reference, state from app.position")
      .decode(as: (String, String).self)
    return Dictionary(uniqueKeysWithValues: rows)
  }

  private func ids(_ database: TestDatabase) async throws -> [String: String] {
    let rows = try await database.open().rows("select reference, id from app.position")
      .decode(as: (String, String).self)
    return Dictionary(uniqueKeysWithValues: rows)
  }

  /// The positions that a snapshot of today holds.
  private func matched(_ database: TestDatabase) async throws -> [String] {
    let connection = try await database.open()
    return try await SnapshotLoader(
      day: World.today, gazetteer: Gazetteer.read(on: World.today, connection), connection
    ).load(
      week: World.today.week, key: Array(repeating: 1, count: 16),
      method: StoredMethod.inUse(on: World.today, connection).method()
    ).positionIDs
  }

  @Test func `is held, matched with nobody, and told by the import`() async throws {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1)])
    let report = try await database.take(
      .positions,
      [
        World.position("A", of: 1), World.position("B", of: 1, young),
        World.position("C", of: 1, ["pay_min": "", "pay_max": ""]),
        World.position("D", of: 1, ["opened_on": ""]),
        World.position("E", of: 1, ["description": "Vous résidez dans le bassin"]),
        World.position("F", of: 1, ["title": "Jeune acheteur", "status": "closed"]),
      ])
    #expect(report.new == 6 && report.held == 4)
    #expect(
      try await states(database) == [
        "A": "open", "B": "held", "C": "held", "D": "held", "E": "held", "F": "closed",
      ])
    #expect(try await matched(database) == [try await ids(database)["A"]])
    let held = try await PositionReview.held(try await database.open())
    #expect(Set(held.flatMap(\.flags).map(\.kind)) == [.age, .pay, .date, .residence])
    #expect(try await PositionReview.held(kind: .pay, try await database.open()).count == 1)
  }

  @Test func `of a company that hides its name is held`() async throws {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1, ["company_name": "Confidentiel"])])
    let report = try await database.take(.positions, [World.position("A", of: 1)])
    #expect(report.held == 1)
  }

  @Test func `is shown once a person accepted it, until it says something else`() async throws {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1)])
    try await database.take(.positions, [World.position("B", of: 1, young)])
    let connection = try await database.open()
    let id = try #require(try await ids(database)["B"])
    #expect(
      try await PositionReview.decide(
        .accept, about: [id], because: "stage de lycée", by: author, connection) == 1)
    #expect(try await states(database)["B"] == "open")
    #expect(try await matched(database) == [id])
    // Another pay: what was accepted still stands. Other words: a person decides again.
    try await database.take(
      .positions, [World.position("B", of: 1, young.merging(["pay_max": "39000"]) { $1 })])
    #expect(try await states(database)["B"] == "open")
    try await database.take(
      .positions, [World.position("B", of: 1, ["title": "Jeune ingénieur, homme"])])
    #expect(try await states(database)["B"] == "held")
    let held = try #require(try await PositionReview.held(connection).first)
    #expect(held.decisions.map(\.reason) == ["stage de lycée"])
    #expect(held.decisions.first?.by == "Camille")
    // The company corrects it.
    try await database.take(.positions, [World.position("B", of: 1)])
    #expect(try await states(database)["B"] == "open")
  }

  @Test func `that is refused stays closed until it is corrected`() async throws {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1)])
    let row = World.position("B", of: 1, young)
    try await database.take(.positions, [row])
    let connection = try await database.open()
    let id = try #require(try await ids(database)["B"])
    _ = try await PositionReview.decide(
      .refuse, about: [id], because: "asks for an age", by: author, connection)
    try await database.take(.positions, [row])
    #expect(try await states(database)["B"] == "closed")
    try await database.take(
      .positions, [World.position("B", of: 1, ["title": "Ingénieur qualité"])])
    #expect(try await states(database)["B"] == "open")
  }

  @Test func `that is not held is decided by nobody`() async throws {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1)])
    try await database.take(
      .positions, [World.position("A", of: 1), World.position("B", of: 1, young)])
    let ids = try await ids(database)
    let connection = try await database.open()
    await #expect(throws: StoreError.self) {
      try await PositionReview.decide(
        .accept, about: ids.values.sorted(), because: "tous", by: author, connection)
    }
    #expect(try await states(database)["B"] == "held")
  }

  @Test func `is found when the lists of words change`() async throws {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1)])
    try await database.take(
      .positions,
      [
        World.position("A", of: 1), World.position("B", of: 1, young),
        World.position("D", of: 1, ["opened_on": ""]),
      ])
    let connection = try await database.open()
    #expect(try await PositionReview.lookAgain(connection) == 0)
    // As an older program left them: no words looked at.
    try await connection.run("update app.position set check_version = 0, state = 'open'")
    try await connection.run("delete from app.position_flag where kind <> 'date'")
    #expect(try await PositionReview.lookAgain(connection) == 2)
    #expect(try await states(database) == ["A": "open", "B": "held", "D": "held"])
    #expect(try await PositionReview.lookAgain(connection) == 0)
  }
}
