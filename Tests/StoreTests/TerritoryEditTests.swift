import Exchange
import Postgres
import Programme
import TestSupport
import Testing

@testable import Store

private let author = Author(
  name: "Camille", at: Timestamp(microsecondsSince1970: 1_795_864_602_000_000))

private func territory(
  _ id: String, _ vintage: String, _ connection: Connection
) async throws -> Territory {
  let found = try Vintage.named(vintage, in: try await Vintage.all(connection))
  return try #require(try await Territory.find(id, in: found, connection))
}

private func profile(
  _ territory: Territory, _ connection: Connection
) async throws -> TerritoryProfile {
  try await TerritoryProfile.read(territory.id, in: territory.vintage, connection)
}

@Suite(.database) struct `Editing a territory` {
  @Test func `keeps what was told, in its order, and logs each change once`() async throws {
    let connection = try await TestDatabase.current.open()
    let place = try await territory("ti-7510", "2023-2027", connection)
    var edit = TerritoryEdit()
    edit.isPilot = .some(false)
    edit.axes = [.foncier, .competences]
    edit.sectors = try ["20", "30.3", "35.11Z"].map {
      TerritoryProfile.Sector(try NAFGroup($0), version: nil, toldOn: World.today)
    }
    edit.welcome = "Bienvenue !"
    #expect(
      try await edit.apply(to: place, by: author, connection)
        == ["pilot", "axes", "welcome", "key sectors"])
    #expect(try await edit.apply(to: place, by: author, connection).isEmpty)
    let told = try await profile(place, connection)
    #expect(told.isPilot == false && told.welcome == "Bienvenue !")
    #expect(told.axes == [.foncier, .competences])
    #expect(told.sectors.map(\.description) == ["NAFRev2:20", "NAFRev2:303", "NAFRev2:3511Z"])
    let changes = try await TerritoryProfile.changes(place.id, in: place.vintage, connection)
    #expect(changes.count == 4)
    #expect(changes.allSatisfy { $0.by == "Camille" && $0.at == "2026-11-28 12:16" })
    #expect(changes.first?.after == "NAFRev2:20, NAFRev2:303, NAFRev2:3511Z")

    var other = TerritoryEdit()
    other.sectors = []
    other.welcome = ""
    other.isPilot = .some(nil)
    #expect(
      try await other.apply(to: place, by: author, connection) == [
        "pilot", "welcome", "key sectors",
      ])
    let left = try await profile(place, connection)
    #expect(left.isPilot == nil && left.welcome == nil && left.sectors.isEmpty)
    #expect(left.axes == [.foncier, .competences])
  }

  @Test func `says nothing of the territory with the same id in the other vintage`() async throws {
    let connection = try await TestDatabase.current.open()
    var edit = TerritoryEdit()
    edit.welcome = "Chartres"
    let chartres = try await territory("ti-2402", "2023-2027", connection)
    _ = try await edit.apply(to: chartres, by: author, connection)
    let touraine = try await territory("ti-2402", "2018-2022", connection)
    #expect(try await profile(touraine, connection).welcome == nil)
  }

  @Test func `refuses what cannot be true of it and changes nothing`() async throws {
    let connection = try await TestDatabase.current.open()
    let place = try await territory("ti-7510", "2023-2027", connection)
    var edits: [TerritoryEdit] = []
    for axes in [[Axis.attirer], [.foncier, .foncier]] {
      var edit = TerritoryEdit()
      edit.axes = axes
      edits.append(edit)
    }
    var doubled = TerritoryEdit()
    let sector = TerritoryProfile.Sector(try NAFGroup("20"), version: nil, toldOn: World.today)
    doubled.sectors = [sector, sector]
    var elsewhere = TerritoryEdit()
    elsewhere.newPerson = .init(part: .lead, name: "A", region: try RegionCode("84"))
    var unknown = TerritoryEdit()
    unknown.goingPerson = "K-000000000000"
    unknown.isPilot = .some(true)
    var long = TerritoryEdit()
    long.welcome = String(repeating: "é", count: 601)
    for edit in edits + [doubled, elsewhere, unknown, long] {
      let error = await #expect(throws: StoreError.self) {
        try await edit.apply(to: place, by: author, connection)
      }
      #expect(error?.hint != nil)
    }
    #expect(try await profile(place, connection).isPilot == nil)
    #expect(
      try await TerritoryProfile.changes(place.id, in: place.vintage, connection).isEmpty)
  }

  @Test func `knows several leads, each of a region, and pairs whose places are taken once`()
    async throws
  {
    let connection = try await TestDatabase.current.open()
    let place = try await territory("ti-7510", "2023-2027", connection)
    func add(_ person: TerritoryEdit.NewPerson) async throws {
      var edit = TerritoryEdit()
      edit.newPerson = person
      _ = try await edit.apply(to: place, by: author, connection)
    }
    try await add(.init(part: .lead, name: "A", email: "a@exemple.fr", region: RegionCode("75")))
    try await add(.init(part: .lead, name: "B", email: "b@exemple.fr", region: RegionCode("76")))
    try await add(.init(part: .elected, pair: 1, name: "C"))
    try await add(.init(part: .industrialist, pair: 1, name: "D"))
    try await add(.init(part: .elected, pair: 2, name: "E"))
    for taken in [
      TerritoryEdit.NewPerson(part: .elected, pair: 1, name: "F"),
      .init(part: .lead, name: "A", email: "A@exemple.fr"),
    ] {
      let error = await #expect(throws: StoreError.self) { try await add(taken) }
      #expect(error.map { !$0.what.contains("exemple") } == true)
    }
    let people = try await TerritoryProfile.people(place.id, in: place.vintage, connection)
    #expect(people.map(\.name) == ["A", "B", "C", "D", "E"])
    #expect(people.prefix(2).map(\.regionName) == ["Nouvelle-Aquitaine", "Occitanie"])
    #expect(people.map(\.pair) == [nil, nil, 1, 1, 2])

    var edit = TerritoryEdit()
    edit.goingPerson = people[2].id
    edit.newPerson = .init(part: .elected, pair: 1, name: "F")
    _ = try await edit.apply(to: place, by: author, connection)
    #expect(
      try await TerritoryProfile.people(place.id, in: place.vintage, connection).map(\.name)
        == ["A", "B", "F", "D", "E"])
    // The log names contacts by their ids: who they are stands in the one table of persons.
    let log = try await connection.rows(
      "select coalesce(before, '') || coalesce(after, '') from app.territory_change where what = 'person'"
    ).decode(as: String.self)
    #expect(log.count == 7)
    #expect(log.allSatisfy { $0.wholeMatch(of: /K-[0-9a-f]{12}/) != nil })
  }

  @Test func `leaves the log to nobody to change, and the contacts of companies as they were`()
    async throws
  {
    let connection = try await TestDatabase.current.open()
    for statement in [
      "update app.territory_change set changed_by = 'x'", "delete from app.territory_change",
      "update app.industry_decision set reason = 'x'", "delete from app.industry_decision",
    ] {
      let error = await #expect(throws: PostgresError.self) {
        try await connection.script(statement)
      }
      #expect(error?.state == .insufficientPrivilege)
    }
    try await TestDatabase.current.take(.companies, [World.company(1)])
    for change in [
      "vintage = '2018-2022', territory = 'ti-9303', part = 'lead'", "siren = null, siret = null",
      "kind = 'company'", "region = '93'", "pair = 1",
    ] {
      let error = await #expect(throws: PostgresError.self, "\(change)") {
        try await connection.script("update app.contact_scope set " + change)
      }
      #expect(error?.state == .checkViolation, "\(change)")
    }
  }

  @Test func `finds the pilots of the first phase`() async throws {
    let connection = try await TestDatabase.current.open()
    for id in ["ti-9303", "ti-7505"] {
      let place = try await territory(id, "2018-2022", connection)
      #expect(try await profile(place, connection).isPilot == true)
    }
  }
}

@Suite(.database) struct `A commune in the course of time` {
  private func stays(_ code: String, _ connection: Connection) async throws -> [String?] {
    try await Membership.stays(ofCommune: code, connection).map { $0.territory?.code }
  }

  @Test(arguments: [
    ("28085", [nil, "ti-2402"]), ("06033", ["ti-9303", "ti-9305"]),
    ("97415", ["ti-0401", "ti-0402"]),
    ("97311", ["ti-0303", "ti-0301"]), ("97411", [nil, nil]),
  ])
  func `lies where each vintage has it, overseas too`(code: String, due: [String?]) async throws {
    let connection = try await TestDatabase.current.open()
    #expect(try await stays(code, connection) == due)
  }

  @Test(arguments: [
    ("28085", "2023-11-08", nil), ("28085", "2023-11-09", "ti-2402"),
    ("28085", "2027-12-31", "ti-2402"), ("28085", "2028-01-01", nil),
    ("06033", "2018-11-21", nil), ("06033", "2018-11-22", "ti-9303"),
    ("06033", "2023-11-08", "ti-9303"), ("06033", "2023-11-09", "ti-9305"),
    ("97415", "2024-02-29", "ti-0402"),
  ])
  func `changes its territory between one day and the next`(
    code: String, day: String, due: String?
  ) async throws {
    let connection = try await TestDatabase.current.open()
    let place = try await CommunePlace.find(code, on: try Day(day), connection)
    #expect(place.territory?.id == due)
  }

  @Test func `that merged lies where the new one does`() async throws {
    let connection = try await TestDatabase.current.open()
    let day = try Day("2023-11-08")
    let old = try await CommunePlace.find("01039", on: day, connection)
    let new = try await CommunePlace.find("01138", on: day, connection)
    #expect(old.isMerged && old.code == "01138" && !new.isMerged)
    #expect(old.territory?.id == "ti-8408" && new.territory?.id == "ti-8408")
    let later = try await CommunePlace.find("01039", on: Day("2023-11-09"), connection)
    #expect(later.isMerged && later.territory == nil)
  }

  @Test func `shows what became of a territory, and what it was`() async throws {
    let connection = try await TestDatabase.current.open()
    let vintages = try await Vintage.all(connection)
    let carros = try await Membership.shares(of: "ti-9303", in: vintages[0], connection)
    #expect(
      carros.first { $0.communes.contains { $0.code == "06033" } }?.territory?.code == "ti-9305")
    let chartres = try await Membership.shares(of: "ti-2402", in: vintages[1], connection)
    #expect(chartres.count == 1 && chartres[0].territory == nil)
    #expect(chartres[0].vintage.validTo == (try Day("2023-11-08")))
  }

  @Test func `has neighbours across the border of its territory`() async throws {
    let connection = try await TestDatabase.current.open()
    let nice = try await territory("ti-9305", "2023-2027", connection)
    let beside = try await TerritoryNeighbour.all(of: nice, connection)
    #expect(beside.map(\.id) == ["ti-9303"])
    let back = try await territory("ti-9303", "2023-2027", connection)
    #expect(try await TerritoryNeighbour.all(of: back, connection).map(\.id).contains("ti-9305"))
  }
}
