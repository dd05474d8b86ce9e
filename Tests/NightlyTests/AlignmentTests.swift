import Alignment
import Exchange
import Foundation
import Matching
import Postgres
import Programme
import Store
import TestSupport
import Testing

/// What an alignment reads of a database, and the frozen state beside it.
struct Read {
  let landscape: Landscape
  let snapshot: Snapshot
  let gazetteer: Gazetteer

  /// Reads it; the rounding of persons is drawn with `secret`, else with that of the database.
  init(_ database: TestDatabase, secret: [UInt8]? = nil) async throws {
    let connection = try await database.open()
    let day = World.today
    gazetteer = try await Gazetteer.read(on: day, connection)
    let key = Array(try await Installation.tieKey(connection).prefix(16))
    snapshot = try await SnapshotLoader(day: day, gazetteer: gazetteer, connection).load(
      telling: try await LandscapeReader.declaredSkills(connection), week: day.week, key: key,
      method: try await StoredMethod.inUse(on: day, connection).method())
    landscape = try await LandscapeReader(day: day, gazetteer: gazetteer, connection).read(
      snapshot, try await Matcher(snapshot).lists(near: 0),
      try await Nomenclature.read(connection), secret: secret ?? key)
  }

  func zone(_ territory: String, kilometres: Int = 50) throws -> Zone {
    try #require(
      landscape.zone(
        territory: "\(gazetteer.vintage):\(territory)",
        name: gazetteer.name(ofTerritory: territory) ?? territory,
        TravelRange(kilometres: kilometres)))
  }
}

/// Kilometres between two communes, by hand.
private let distance = """
  12742 * asin(sqrt(power(sin(radians(b.latitude - a.latitude) / 2), 2)
    + cos(radians(a.latitude)) * cos(radians(b.latitude))
    * power(sin(radians(b.longitude - a.longitude) / 2), 2)))
  """

@Suite(.database) struct `An alignment` {
  private static let territories = ["ti-9305", "ti-2402", "ti-5202", "ti-7510"]

  @Test(arguments: territories)
  func `counts what statements by hand count`(territory: String) async throws {
    let database = try TestDatabase.current
    try await database.takeDemo()
    let read = try await Read(database)
    let alignment = read.landscape.alignment(of: try read.zone(territory))
    let connection = try await database.open()
    let zone = """
      with zone as (
        select c.* from ref.commune c
        join ref.territory_commune m on m.commune = coalesce(c.parent, c.code)
          and m.vintage = '2023-2027' and m.territory = '\(territory)')
      """
    let asked = try await connection.rows(
      SQL(
        trusting: zone + """
          , asked as (
            select distinct p.id, p.openings, s.skill from app.position p
            join zone z on z.code = p.commune
            join app.position_skill s on s.position = p.id
            where p.state = 'open'),
          offer as (
            select t.* from app.training t join ref.commune b on b.code = t.commune
            where t.state = 'open' and exists (select from zone a where \(distance) <= 50)),
          teaching as (
            select t.id, s.skill from offer t join app.training_skill s on s.training = t.id
            union
            select t.id, s.skill from offer t
            join ref.certification_successor f on f.certification = t.certification
            join ref.certification_occupation o on o.certification = f.successor
            join ref.occupation_skill s on s.occupation = o.occupation and s.is_base),
          here as (
            select distinct c.id from app.candidate c
            join app.candidate_area r on r.candidate = c.id
            cross join zone b
            left join ref.commune a on a.code = r.code
            where c.state = 'open' and app.agrees(c.id, 'matching', '2026-11-21') and case r.kind
              when 'country' then true
              when 'region' then r.code = b.region
              when 'department' then r.code = b.department
              when 'territory' then r.code = '2023-2027:\(territory)'
              else \(distance) <= r.radius_km end)
          select a.skill, count(*), sum(a.openings)::bigint,
            (select count(*) from teaching t where t.skill = a.skill),
            (select count(*) from app.candidate_skill k join here h on h.id = k.candidate
              where k.skill = a.skill)
          from asked a group by a.skill order by a.skill
          """)
    ).decode(as: (String, Int64, Int64, Int64, Int64).self)
    let rows = alignment.rows.filter { $0.item.grain == .skill && !$0.positions.isEmpty }
    #expect(!asked.isEmpty && rows.map(\.item.code).sorted() == asked.map(\.0).sorted())
    for (skill, positions, openings, offers, talents) in asked {
      let row = try #require(rows.first { $0.item.code == skill })
      #expect(row.positions.count == Int(positions), "\(skill)")
      #expect(row.openings == Int(openings), "\(skill)")
      #expect(row.offers.count == Int(offers), "\(skill)")
      if let told = row.talents.atLeast {
        #expect(told <= talents && talents - Int64(told) <= 8, "\(skill)")
      } else {
        #expect(talents < 9, "\(skill)")
      }
    }
    let open = try await connection.one(
      SQL(
        trusting: zone + """
          select count(*), coalesce(sum(p.openings), 0)::bigint from app.position p
          join zone z on z.code = p.commune where p.state = 'open'
          """), as: (Int64, Int64).self)
    #expect(alignment.totals.positions == Int(open.0) && alignment.totals.openings == Int(open.1))
  }

  @Test func `makes the report that is on record, for Ops/check-web to look at`() async throws {
    let database = try TestDatabase.current
    try await database.takeDemo()
    let read = try await Read(database, secret: Array(repeating: 7, count: 16))
    let opened = try await LandscapeReader(
      day: World.today, gazetteer: read.gazetteer, database.open()
    ).openedLately()
    let alignment = read.landscape.alignment(of: try read.zone("ti-2402"))
    let html = read.landscape.report(alignment, sectorName: nil, opened: opened).html()
    #expect(html.utf8.count <= 150_000)
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "Golden/report.html")
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try Data(html.utf8).write(to: file)
    }
    #expect(try html == String(contentsOf: file, encoding: .utf8))
  }

  @Test func `of a zone without positions says so and names who teaches nearest`() async throws {
    let database = try TestDatabase.current
    try await database.takeDemo()
    let connection = try await database.open()
    try await connection.run("update app.position set state = 'closed'")
    let read = try await Read(database)
    let alignment = read.landscape.alignment(of: try read.zone("ti-9305"))
    #expect(alignment.positions.isEmpty)
    #expect(alignment.sentences(.skill)[0].hasPrefix("Aucun poste ouvert n'est connu ici"))
    let nearest = try #require(alignment.providersInRange.first)
    #expect(alignment.sentences(.skill)[1].contains(nearest.name))
    let page = read.landscape.report(alignment, sectorName: nil, opened: []).html()
    #expect(page.contains("Aucun poste ouvert") && page.contains(nearest.name))
  }

  @Test func `leaves out who is not open or did not agree, and positions that are held`()
    async throws
  {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1)])
    try await database.take(
      .positions,
      [World.position("A", of: 1), World.position("B", of: 1), World.position("C", of: 1)]
    )
    try await database.take(.candidates, (1...30).map { World.candidate("K\($0)") })
    func row() async throws -> ZoneAlignment.Row {
      let read = try await Read(database)
      let rows = read.landscape.alignment(of: try read.zone("ti-9305")).rows
      return try #require(rows.first { $0.item == .skill("rome3:121044") })
    }
    let before = try await row()
    #expect(before.positions.count == 3 && before.talents.value >= 25)
    let connection = try await database.open()
    try await connection.run("update app.position set state = 'held' where reference = 'B'")
    try await connection.run("update app.candidate set state = 'withdrawn' where reference < 'K2'")
    let owner = try await database.open(as: .superuser)
    try await owner.run("delete from app.consent")
    let after = try await row()
    #expect(after.positions.count == 2 && after.talents.atLeast == nil)
  }

  @Test func `finds a class as the night does once its graduates are there`() async throws {
    let database = try TestDatabase.current
    try await database.takeDemo()
    // Somebody a short list has room for: nobody else fits what this company asks.
    try await database.take(.companies, [World.company(1)])
    try await database.take(.positions, [World.position("A", of: 1, ["minimum_level": "6"])])
    let read = try await Read(database)
    let landscape = read.landscape
    let option = try #require(
      landscape.options(in: try read.zone("ti-9305")).first { code in
        let class_ = landscape.communes["06033"].flatMap {
          landscape.graduates(of: code, at: $0, places: 4)
        }
        return class_?.skills.contains("rome3:121044") ?? false && class_?.level ?? 0 >= 6
      })
    let place = try #require(landscape.communes["06033"])
    let graduates = try #require(landscape.graduates(of: option, at: place, places: 4))
    let assumption = Assumption(
      name: "all", percent: 100, range: TravelRange(kilometres: 60))
    let outcome = try #require(
      await Simulation(landscape, read.snapshot, threads: 2)
        .outcomes(after: [graduates], [assumption]).first)

    let day = "\(World.today)"
    let nights = try Nights(database)
    let old = try await matched(database, nights)
    try await database.take(
      .candidates,
      (0..<4).map { number in
        World.candidate(
          "G\(number)",
          [
            "level_held": graduates.level.map(String.init) ?? "", "diploma": option,
            "diploma_on": day, "occupations": graduates.occupations.joined(separator: "|"),
            "skills": graduates.skills.map { "\($0):2:taught" }.joined(separator: "|"),
            "contracts": "cdi|cdd", "available_from": day, "areas": "commune:06033:60",
          ])
      })
    let new = try await matched(database, nights)
    #expect(!outcome.listed.isEmpty)
    #expect(Set(outcome.fed.map(\.id)) == new.matched.subtracting(old.matched))
    #expect(Set(outcome.listed.map(\.id)) == new.listed)
  }

  /// The positions with a match in a night, and those with one of the graduates in their list.
  private func matched(
    _ database: TestDatabase, _ nights: borrowing Nights
  ) async throws -> (matched: Set<String>, listed: Set<String>) {
    let connection = try await database.open()
    try await connection.run("delete from match.run")
    try await nights.run()
    let matched = try await connection.rows(
      "select distinct position from match.listing where list = 'match'"
    ).decode(as: (String).self)
    let listed = try await connection.rows(
      """
      select distinct l.position from match.listing l join app.candidate c on c.id = l.candidate
      where l.list = 'match' and c.reference like 'G%'
      """
    ).decode(as: (String).self)
    return (Set(matched), Set(listed))
  }
}
