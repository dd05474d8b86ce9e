import Exchange
import Postgres
import Programme
import TestSupport
import Testing

@testable import Schema
@testable import Store

private let author = Author(
  name: "Camille", at: Timestamp(microsecondsSince1970: 1_795_864_602_000_000))

private func directory(_ connection: Connection) async throws -> ScopeDirectory {
  try await ScopeDirectory.read(Gazetteer.read(on: World.today, connection), connection)
}

/// What the contact with an address receives, as options name it.
private func scopes(_ email: String, _ connection: Connection) async throws -> [String] {
  try await Contact.find(email, connection).scopes.map { "\($0.scope)" }
}

@Suite(.database) struct `An import of contacts` {
  private func world() async throws -> TestDatabase {
    let database = try TestDatabase.current
    try await database.take(
      .companies, [World.company(1), World.company(2, ["contact_email": ""])])
    try await database.take(.positions, [World.position("A", of: 1), World.position("B", of: 2)])
    return database
  }

  @Test func `reads a file as people have it, and names what is wrong by line and column`()
    async throws
  {
    let database = try await world()
    let lines = [
      "Courriel;SIRET;Civilité;Nom;Fonction;Fréquence;Pause jusqu'au",
      "rh@usine.example;\(World.siret(2));Madame;Alix Exemple;DRH;mensuel;",
      "chef@usine.example;\(World.siren(2));;;;;11/01/2027",
      "poste@usine.example;poste:A|P-000000000000;;;;;",
      "lead@ti.example;ti-7510;;;;hebdomadaire;",
      "lead@ti.example;territoire:ti-7510:84;;;;;",
      "rien@usine.example;;;;;;",
      "faux@usine.example;\(World.siret(9));;;;;",
      "pas une adresse;\(World.siret(1));;;;;",
      "rythme@usine.example;\(World.siret(1));;;;parfois;",
    ]
    let report = try await database.take(.contacts, Array(lines.joined(separator: "\n").utf8))
    #expect(report.new == 3)
    #expect(report.rejected.map(\.line) == [4, 6, 7, 8, 9, 10])
    #expect(
      report.rejected.map { $0.issues.map(\.column) } == [
        ["scopes"], ["scopes"], ["SIRET"], ["scopes"], ["Courriel"], ["Fréquence"],
      ])
    #expect(report.rejected.flatMap(\.issues).allSatisfy { $0.hint != nil })
    #expect(!"\(report.rejected)".contains("usine.example"))

    let connection = try await database.open()
    let rh = try await Contact.find("RH@usine.example", connection)
    #expect(rh.civility == "Mme" && rh.name == "Alix Exemple" && rh.role == "DRH")
    #expect(rh.frequency == .monthly && rh.language == "fr" && rh.reach == .reachable)
    let chef = try await Contact.find("chef@usine.example", connection)
    #expect(chef.civility == nil && chef.name == nil && chef.frequency == .weekly)
    #expect(chef.pausedUntil == Day(iso: "2027-01-11"))
    #expect(try await scopes("chef@usine.example", connection) == ["company:\(World.siren(2))"])
    let lead = try await Contact.find("lead@ti.example", connection)
    #expect(lead.scopes.map(\.scope.vintage) == ["2023-2027"])
    #expect(lead.scopes.map(\.name) == ["Lacq – Pau – Tarbes"])
  }

  @Test func `makes one contact of one address on several lines, and refuses two truths`()
    async throws
  {
    let database = try await world()
    let report = try await database.take(
      .contacts,
      [
        World.contact("rh@usine.example", World.siret(1), ["name": "Alix Exemple"]),
        World.contact("RH@usine.example", World.siret(2), ["role": "DRH"]),
        World.contact("rh@usine.example", "ti-9305", ["name": "Autre Exemple"]),
        World.contact("rh@usine.example", World.siret(1)),
      ])
    #expect(report.new == 2 && report.rejected.map(\.line) == [4, 5])
    #expect(report.rejected[0].issues.map(\.column) == ["name"])
    #expect(report.rejected[0].issues[0].reason.contains("line 2"))
    let connection = try await database.open()
    let contact = try await Contact.find("rh@usine.example", connection)
    #expect(contact.name == "Alix Exemple" && contact.role == "DRH")
    #expect(contact.scopes.count == 2)
  }

  @Test func `adds and never takes away, and wakes nobody who wants no mail`() async throws {
    let database = try await world()
    let first = [
      World.contact(
        "rh@usine.example", World.siret(1), ["name": "Alix Exemple", "frequency": "daily"])
    ]
    #expect(try await database.take(.contacts, first).new == 1)
    #expect(try await database.take(.contacts, first).unchanged == 1)
    let connection = try await database.open()
    var stop = ContactEdit()
    stop.frequency = .never
    let id = try await Contact.find("rh@usine.example", connection).id
    #expect(try await stop.apply(to: id, by: author, connection) == ["frequency"])
    #expect(try await database.take(.contacts, first).unchanged == 1)
    let more = [World.contact("rh@usine.example", World.siret(2), ["frequency": "weekly"])]
    #expect(try await database.take(.contacts, more).updated == 1)
    let contact = try await Contact.find(id, connection)
    #expect(contact.frequency == .never && contact.reach == .never)
    #expect(contact.name == "Alix Exemple" && contact.scopes.count == 2)
  }

  @Test func `as a dry run writes nothing, and its rejects go in once they are corrected`()
    async throws
  {
    let database = try await world()
    let rows = [
      World.contact("rh@usine.example", World.siret(1)),
      World.contact("chef@usine.example", World.siret(8)),
    ]
    let count: SQL = "select count(*) from app.contact where email like '%@usine.example'"
    #expect(try await database.take(.contacts, rows, isDryRun: true).new == 1)
    #expect(try await database.open().one(count, as: Int64.self) == 0)
    let report = try await database.take(.contacts, rows)
    let corrected = String(decoding: report.rejects, as: UTF8.self).replacing(
      World.siret(8), with: World.siret(2))
    #expect(try await database.take(.contacts, Array(corrected.utf8)).new == 1)
    #expect(try await database.open().one(count, as: Int64.self) == 2)
  }

  @Test func `stands beside one of companies, which takes back what it told itself`() async throws {
    let database = try await world()
    let connection = try await database.open()
    try await database.take(
      .contacts,
      [
        World.contact("rh@usine.example", World.siret(1)),
        World.contact("contact-1@atelier-1.example", "ti-9305", ["frequency": "monthly"]),
      ])
    // Another person writes for the establishment from now on; the first still leads a territory.
    try await database.take(
      .companies, [World.company(1, ["contact_email": "neuf@atelier-1.example"])])
    #expect(try await scopes("contact-1@atelier-1.example", connection) == ["territory:ti-9305"])
    #expect(try await scopes("rh@usine.example", connection) == ["establishment:\(World.siret(1))"])
    // Nobody is kept who receives nothing.
    try await database.take(.companies, [World.company(1)])
    let left = try await Contact.list(connection).compactMap(\.email)
    #expect(Set(left) == ["rh@usine.example", "contact-1@atelier-1.example"])
    let back = try await Contact.find("contact-1@atelier-1.example", connection)
    #expect(back.scopes.count == 2 && back.frequency == .monthly)
  }

  @Test func `of companies makes one contact of an address that two establishments have`()
    async throws
  {
    let database = try TestDatabase.current
    let one = ["contact_email": "rh@groupe.example", "contact_name": "Alix Exemple"]
    let report = try await database.take(
      .companies,
      [World.company(1, one), World.company(2, ["contact_email": "RH@groupe.example"])])
    #expect(report.new == 2)
    let contacts = try await Contact.list(database.open())
    #expect(contacts.map(\.scopes.count) == [2] && contacts[0].name == "Alix Exemple")
  }
}

@Suite(.database) struct `A contact that is edited` {
  @Test func `keeps its id and logs what changed, never a value`() async throws {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1)])
    let connection = try await database.open()
    let scope = try await directory(connection).scope(scopeReference(World.siren(1)))
    var new = ContactEdit()
    new.newScopes = [scope]
    new.name = "Alix Exemple"
    let (id, added) = try await new.add("rh@usine.example", by: author, connection)
    #expect(added == ["added", "name", "scope \(scope)"])
    #expect(try await new.add("RH@usine.example", by: author, connection).changes.isEmpty)

    var edit = ContactEdit()
    edit.email = "drh@usine.example"
    edit.civility = .some(.madame)
    edit.name = .some(nil)
    edit.suppression = "bounced"
    #expect(
      try await edit.apply(to: id, by: author, connection)
        == ["address", "civility", "name", "suppression"])
    #expect(try await edit.apply(to: id, by: author, connection).isEmpty)
    let contact = try await Contact.find("drh@usine.example", connection)
    #expect(contact.id == id && contact.civility == "Mme" && contact.name == nil)
    #expect(contact.reach == .suppressed && contact.suppression == "bounced")
    // The address that is free again makes another contact.
    let other = try await new.add("rh@usine.example", by: author, connection)
    #expect(other.id != id)

    let log = try await Contact.changes(of: id, connection)
    #expect(log.count == 7 && log.allSatisfy { $0.by == "Camille" })
    #expect(log.allSatisfy { !$0.what.contains("usine") && !$0.what.contains("Alix") })
    for statement in [
      "update app.contact_change set changed_by = 'x'", "delete from app.contact_change",
    ] {
      let error = await #expect(throws: PostgresError.self) {
        try await connection.script(statement)
      }
      #expect(error?.state == .insufficientPrivilege)
    }
  }

  @Test func `is refused an address of another, and the loss of its last scope`() async throws {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1), World.company(2)])
    let connection = try await database.open()
    let id = try await Contact.find("contact-1@atelier-1.example", connection).id
    var doubled = ContactEdit()
    doubled.email = "Contact-2@atelier-2.example"
    var emptied = ContactEdit()
    emptied.goingScopes = [try await directory(connection).scope(scopeReference(World.siret(1)))]
    var foreign = ContactEdit()
    foreign.goingScopes = [try await directory(connection).scope(scopeReference(World.siret(2)))]
    for edit in [doubled, emptied, foreign] {
      let error = await #expect(throws: StoreError.self) {
        try await edit.apply(to: id, by: author, connection)
      }
      #expect(error?.hint != nil && error?.what.contains("example") == false)
    }
    #expect(try await scopes(id, connection) == ["establishment:\(World.siret(1))"])
    try await Contact.remove(id, by: author, connection)
    await #expect(throws: StoreError.self) { try await Contact.find(id, connection) }
    #expect(try await Contact.changes(of: id, connection).map(\.what) == ["removed"])
  }
}

@Suite(.emptyDatabase) struct `Contacts of before scopes` {
  @Test func `become one for each address, with all that was told of them`() async throws {
    let connection = try await TestDatabase.current.open(as: .superuser)
    try await connection.script(
      """
      create schema app;
      create table app.migration (number integer primary key, name text not null,
        checksum bytea not null, applied_at timestamptz not null default now(),
        applied_by text not null default current_user);
      """)
    func run(_ numbers: ClosedRange<Int>) async throws {
      for migration in try Migration.carried() where numbers.contains(migration.number) {
        try await connection.run("begin")
        try await connection.script(migration.text)
        try await connection.run("commit")
      }
    }
    try await run(1...14)
    try await connection.script(
      """
      insert into app.company (siren, name) values ('552000010', 'A'), ('552000020', 'B');
      insert into app.establishment (siren, siret, commune, content_digest)
      values ('552000010', '55200001000010', '06033', ''), ('552000020', '55200002000010', '06033', '');
      insert into app.contact (id, siren, siret, email)
      values ('K-1', '552000010', '55200001000010', 'rh@groupe.example'),
        ('K-2', '552000020', '55200002000010', 'RH@groupe.example');
      insert into app.contact (id, vintage, territory, part, name, email)
      values ('K-3', '2018-2022', 'ti-9303', 'lead', 'C', 'rh@groupe.example'),
        ('K-4', '2018-2022', 'ti-9303', 'lead', 'D', null);
      insert into match.run (kind, business_date, territories, state, method, week, tie_key, editions, started_at)
      values ('nightly', '2026-11-20', '{none}', 'claimed', 'm', '2026-W47', '', '{}', now());
      insert into mail.outbox (run, kind, business_date, recipient_kind, recipient, message_id,
        template_version, view, items, dated_at, state, sent_at)
      select r.id, 'company_digest', r.business_date, 'contact', k.id, k.id, 1, '{}', '[]', now(),
        case k.id when 'K-2' then 'sent' else 'pending' end, case k.id when 'K-2' then now() end
      from match.run r, app.contact k where k.id in ('K-2', 'K-4');
      insert into mail.told (recipient_kind, recipient, position, candidate, content, told_on)
      values ('contact', 'K-1', 'P-1', 'C-1', 'a', '2026-11-20'),
        ('contact', 'K-2', 'P-1', 'C-1', 'b', '2026-11-20'),
        ('contact', 'K-2', 'P-2', 'C-1', 'c', '2026-11-20');
      """)
    try await run(15...15)
    let contacts = try await connection.rows(
      """
      select k.id, array_agg(coalesce(s.siret, s.territory) order by 1) from app.contact k
      join app.contact_scope s on s.contact = k.id group by k.id order by k.id
      """
    ).decode(as: (String, [String]).self)
    #expect(contacts.map(\.0) == ["K-1", "K-4"])
    #expect(contacts[0].1 == ["55200001000010", "55200002000010", "ti-9303"])
    let told = try await connection.rows(
      "select recipient || position || content || kind from mail.told order by 1"
    ).decode(as: String.self)
    #expect(told == ["K-1P-1acompany_digest", "K-1P-2ccompany_digest"])
    let messages = try await connection.rows(
      "select recipient || ' ' || state from mail.outbox order by 1"
    ).decode(as: String.self)
    #expect(messages == ["K-1 sent", "K-4 superseded"])
  }
}
