import Exchange
import Postgres
import Programme
import TestSupport
import Testing

@testable import Store

private let author = Author(
  name: "Camille", at: Timestamp(microsecondsSince1970: 1_795_864_602_000_000))

@Suite(.database) struct `A row entered by hand` {
  private func checks(_ connection: Connection) async throws -> ImportChecks {
    try await ImportChecks.read(on: World.today, connection)
  }

  /// Everything that is told of people, companies and trainings, but for digests of rows.
  private func content(_ connection: Connection) async throws -> [String] {
    try await connection.rows(
      """
      select 'company ' || to_jsonb(t)::text from app.company t union all
      select 'establishment ' || (to_jsonb(t) - 'content_digest')::text from app.establishment t union all
      select 'contact ' || to_jsonb(t)::text from app.contact t union all
      select 'position ' || (to_jsonb(t) - 'content_digest')::text from app.position t union all
      select 'skill ' || to_jsonb(t)::text from app.position_skill t union all
      select 'language ' || to_jsonb(t)::text from app.position_language t union all
      select 'flag ' || to_jsonb(t)::text from app.position_flag t union all
      select 'candidate ' || (to_jsonb(t) - 'content_digest')::text from app.candidate t union all
      select 'identity ' || to_jsonb(t)::text from app.candidate_identity t union all
      select 'skill ' || to_jsonb(t)::text from app.candidate_skill t union all
      select 'language ' || to_jsonb(t)::text from app.candidate_language t union all
      select 'area ' || to_jsonb(t)::text from app.candidate_area t union all
      select 'consent ' || to_jsonb(t)::text from app.consent t union all
      select 'invisible ' || to_jsonb(t)::text from app.invisible_to t union all
      select 'provider ' || to_jsonb(t)::text from app.provider t union all
      select 'training ' || (to_jsonb(t) - 'content_digest')::text from app.training t union all
      select 'taught ' || to_jsonb(t)::text from app.training_skill t union all
      select 'session ' || to_jsonb(t)::text from app.training_session t
      order by 1
      """
    ).decode(as: String.self)
  }

  @Test(arguments: [ImportKind.companies, .positions, .candidates, .trainings])
  func `as it stands changes nothing, whatever the demo holds`(kind: ImportKind) async throws {
    let database = try TestDatabase.current
    try await database.takeDemo()
    let connection = try await database.open()
    let before = try await content(connection)
    let checks = try await checks(connection)
    let table: SQL = "app.\(identifier: kind == .companies ? "establishment" : kind.noun)"
    let key: SQL = kind == .companies ? "siret" : "id"
    let ids = try await connection.rows("select \(key) from \(table) order by 1")
      .decode(as: String.self)
    #expect(ids.count > 10)
    for id in ids {
      let (found, entry) = try await Entry.standing(kind, id, connection)
      #expect(found == id)
      #expect(try await entry.enter(checks, connection).id == id)
      #expect(try await entry.enter(checks, connection).outcome == .unchanged, "\(id)")
    }
    #expect(try await content(connection) == before)
  }

  @Test func `goes through the checks of an import, each told at its column`() async throws {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1)])
    let connection = try await database.open()
    let wrong = Entry(
      .positions, World.position("A", of: 1, ["pay_min": "2", "occupation": "H1403"]))
    let refusal = await #expect(throws: EntryRefusal.self) {
      try await wrong.enter(checks(connection), connection)
    }
    #expect(refusal?.issues.map(\.column) == ["pay_min"])
    let unknown = Entry(.positions, World.position("A", of: 2, ["occupation": "H9999"]))
    #expect(
      try unknown.issues(try await checks(connection)).map(\.column) == ["siret", "occupation"])
    let missing = Entry(.positions, ["title": "Acheteur"])
    #expect(
      try missing.issues(try await checks(connection)).filter { $0.kind == .missing }.map(\.column)
        == ["reference", "siret"])
    #expect(
      try await connection.one("select count(*) from app.position", as: Int64.self) == 0)
  }

  @Test func `keeps what an edit does not tell`() async throws {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1)])
    try await database.take(
      .positions, [World.position("A", of: 1, ["languages": "en:B2:required:clients à l'export"])])
    let connection = try await database.open()
    var (id, entry) = try await Entry.standing(.positions, "A", connection)
    entry["pay_max"] = "41000"
    entry["remote_days"] = "2"
    let entered = try await entry.enter(checks(connection), connection)
    #expect(entered.id == id && entered.outcome == .updated)
    let row = try await connection.one(
      """
      select p.pay_min, p.pay_max, p.remote_days::integer, l.reason,
        (select count(*) from app.position_skill)
      from app.position p join app.position_language l on l.position = p.id
      """, as: (Int32, Int32, Int32, String, Int64).self)
    #expect(row == (30_000, 41_000, 2, "clients à l'export", 1))
  }

  @Test func `of every template is taken in, companies first`() async throws {
    let database = try TestDatabase.current
    for kind in ImportKind.allCases {
      let report = try await database.take(kind, ImportGuide(kind).template)
      #expect(report.new == 1 && report.rejected.isEmpty, "\(kind): \(report.rejected)")
      #expect(report.warnings.isEmpty && report.held == 0 && report.withoutConsent == 0)
    }
  }

  @Test func `that requires a language without a reason counts it as wished, and says so`()
    async throws
  {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1)])
    let report = try await database.take(
      .positions,
      [
        World.position("A", of: 1, ["languages": "en:B2:required"]),
        World.position("B", of: 1, ["languages": "en:B2:required:clients en Allemagne"]),
      ])
    #expect(report.new == 2 && report.wishedLanguages == 1)
    let required = try await database.open().rows(
      """
      select p.reference from app.position p join app.position_language l on l.position = p.id
      where l.is_required
      """
    ).decode(as: String.self)
    #expect(required == ["B"])
  }
}

@Suite(.database) struct `A state` {
  private func states(_ database: TestDatabase) async throws -> [String] {
    try await database.open().rows(
      """
      select reference || ' ' || state from app.position union all
      select reference || ' ' || state from app.candidate order by 1
      """
    ).decode(as: String.self)
  }

  @Test func `changes by hand, is recorded, and a withdrawal outlives the next file`() async throws
  {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1)])
    try await database.take(.positions, [World.position("A", of: 1)])
    try await database.take(.candidates, [World.candidate("Q")])
    let connection = try await database.open()
    func change(_ change: StateChange, _ kind: ImportKind, _ name: String) async throws -> String {
      try await change.change(kind, name, because: "dit au téléphone", by: author, connection).state
    }
    #expect(try await change(.withdraw, .candidates, "Q") == "withdrawn")
    try await database.take(.candidates, [World.candidate("Q", ["min_pay": "33000"])])
    #expect(try await states(database) == ["A open", "Q withdrawn"])
    #expect(try await change(.reopen, .candidates, "Q") == "open")
    #expect(try await change(.close, .positions, "A") == "closed")
    await #expect(throws: StoreError.self) { try await change(.close, .positions, "A") }
    await #expect(throws: StoreError.self) { try await change(.withdraw, .positions, "A") }
    await #expect(throws: StoreError.self) { try await change(.close, .positions, "nobody") }
    let log = try await connection.rows(
      "select kind || ' ' || before || ' ' || after || ' ' || changed_by from app.state_change order by id"
    ).decode(as: String.self)
    #expect(
      log == [
        "candidate open withdrawn Camille", "candidate withdrawn open Camille",
        "position open closed Camille",
      ])
  }

  @Test func `of what a company owns goes and returns with it, but for what it closed before`()
    async throws
  {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1), World.company(2)])
    try await database.take(
      .positions,
      ["A", "B"].map { World.position($0, of: 1) } + [World.position("C", of: 2)])
    let connection = try await database.open()
    func change(_ change: StateChange, _ code: String) async throws -> [String] {
      try await OwnerChange.company.change(change, code, because: nil, by: author, connection)
        .map(\.state)
    }
    _ = try await StateChange.close.change(
      .positions, "B", because: "pourvu", by: author, connection)
    #expect(try await change(.close, World.siren(1)) == ["closed"])
    #expect(try await change(.close, World.siren(1)) == [])
    #expect(try await states(database) == ["A closed", "B closed", "C open"])
    #expect(try await change(.reopen, World.siren(1)) == ["open"])
    #expect(try await states(database) == ["A open", "B closed", "C open"])
    #expect(try await change(.reopen, World.siren(1)) == [])
    await #expect(throws: StoreError.self) { try await change(.close, World.siren(9)) }
  }

  @Test func `of what a CFA owns goes and returns with it`() async throws {
    let database = try TestDatabase.current
    try await database.take(.trainings, ImportGuide(.trainings).template)
    let connection = try await database.open()
    let siret = try await connection.one("select siret from app.provider", as: String.self)
    for (change, due) in [(StateChange.close, "closed"), (.reopen, "open")] {
      let changed = try await OwnerChange.cfa.change(
        change, siret, because: nil, by: author, connection)
      #expect(changed.map(\.state) == [due])
    }
  }

  @Test func `that expired and is opened again lasts for a new term`() async throws {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1)])
    try await database.take(.positions, [World.position("A", of: 1)])
    try await database.take(.candidates, [World.candidate("Q")])
    let connection = try await database.open()
    try await connection.run(
      "update app.position set state = 'expired', confirmed_on = '2026-01-01', asked_on = '2026-02-01'"
    )
    try await connection.run(
      "update app.candidate set state = 'expired', last_contact_on = '2026-01-01'")
    for (kind, name) in [(ImportKind.positions, "A"), (.candidates, "Q")] {
      _ = try await StateChange.reopen.change(kind, name, because: nil, by: author, connection)
    }
    #expect(try await states(database) == ["A open", "Q open"])
    let days = try await connection.one(
      """
      select p.confirmed_on > '2026-06-01', p.asked_on is null, c.last_contact_on > '2026-06-01'
      from app.position p, app.candidate c
      """, as: (Bool, Bool, Bool).self)
    #expect(days == (true, true, true))
  }

  @Test func `of a flagged position that is opened again is held`() async throws {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1)])
    try await database.take(
      .positions, [World.position("A", of: 1, ["title": "Jeune acheteur", "status": "closed"])])
    let connection = try await database.open()
    let state = try await StateChange.reopen.change(
      .positions, "A", because: nil, by: author, connection
    ).state
    #expect(state == "held")
  }

  @Test func `of position and candidate follows a hire, and its undoing`() async throws {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1)])
    try await database.take(.positions, [World.position("A", of: 1, ["openings": "2"])])
    try await database.take(.candidates, [World.candidate("Q"), World.candidate("R")])
    let connection = try await database.open()
    let position = try await connection.one("select id from app.position", as: String.self)
    let candidate = try await connection.one(
      "select id from app.candidate where reference = 'Q'", as: String.self)
    var hire = RecordedHire.New(
      siret: try SIRET(World.siret(1)), contract: .cdi, hiredOn: World.today)
    hire.position = position
    hire.candidate = candidate
    hire.isThroughUs = true
    let first = try await RecordedHire.record(hire, by: author, connection)
    #expect(!first.closedPosition && first.openingsLeft == 1 && first.closedCandidate)
    #expect(try await states(database) == ["A open", "Q closed", "R open"])
    // A person from elsewhere takes the second place.
    hire.candidate = nil
    hire.isThroughUs = false
    let second = try await RecordedHire.record(hire, by: author, connection)
    #expect(second.closedPosition && second.openingsLeft == 0 && !second.closedCandidate)
    #expect(try await states(database) == ["A closed", "Q closed", "R open"])
    // A file that still tells them open brings neither back.
    try await database.take(
      .positions, [World.position("A", of: 1, ["openings": "2", "pay_max": "39000"])])
    try await database.take(.candidates, [World.candidate("Q", ["min_pay": "33000"])])
    #expect(try await states(database) == ["A closed", "Q closed", "R open"])
    // The first is taken back: one place is free again, though the second had closed the position.
    let opened = try await RecordedHire.undo(first.id, by: author, connection)
    #expect(opened.position == position && opened.candidate == candidate)
    #expect(try await states(database) == ["A open", "Q open", "R open"])
    #expect(try await RecordedHire.list(connection).map(\.isThroughUs) == [false])
    // The next one closes it anew.
    hire.isAnother = true
    #expect(try await RecordedHire.record(hire, by: author, connection).closedPosition)
  }
}
