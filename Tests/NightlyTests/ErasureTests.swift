import Exchange
import Foundation
import Mail
import Postgres
import Programme
import Store
import TestSupport
import Testing
import Vault

@testable import Nightly

private func days(_ number: Int32) -> Day { Day(number: World.today.number + number) }
private let author = Author(
  name: "tester", at: Timestamp(microsecondsSince1970: 1_795_000_000_000_000))

/// The whole database as text, as a dump would show it.
private func dump(_ database: TestDatabase) async throws -> String {
  let connection = try await database.open(as: .superuser)
  let tables = try await connection.rows(
    """
    select schemaname, tablename from pg_tables
    where schemaname in ('app', 'match', 'mail', 'audit') order by 1, 2
    """
  ).decode(as: (String, String).self)
  var text = ""
  for (schema, table) in tables {
    text += "\(schema).\(table)\n"
    text += try await connection.one(
      """
      select coalesce(string_agg(t::text, chr(10)), '')
      from \(identifier: schema).\(identifier: table) t
      """, as: String.self)
  }
  // A bytea is text in hexadecimal there: what a frozen input spells is looked for as it is.
  let frozen = try await connection.rows("select bytes from match.run_snapshot")
    .decode(as: [UInt8].self)
  return text + frozen.map { String(decoding: $0, as: Unicode.ASCII.self) }.joined()
}

/// A candidate whose every word of their own is a canary.
private let canaries = ["Zwitschertraut", "Piepmatzfrau", "gelbfeder", "KANARI-77"]
private let bird = World.candidate(
  "KANARI-77",
  [
    "given_name": "Zwitschertraut", "family_name": "Piepmatzfrau",
    "email": "gelbfeder@voliere.example",
  ])

@Suite(.database) struct `An erasure` {
  /// A night about the bird, delivered but for what waits of the next one.
  private func fly(_ nights: borrowing Nights) async throws -> Person {
    let database = nights.database
    try await database.takeWorld()
    try await database.take(.candidates, [bird])
    try await nights.run()
    try await nights.deliver()
    try await nights.run(on: days(1))
    let connection = try await database.open()
    let person = try await Person.find("KANARI-77", connection)
    try await nights.erasure.audit.record(
      AuditLog.Event("person.show", about: person, detail: ["name": "Zwitschertraut"]), by: author,
      connection)
    try await connection.run(
      """
      insert into app.contest (siren, position, candidate, asked_at, asked_by, explanation)
      select siren, id, \(person.id), \(author.at), 'tester', '{"why": "gelbfeder"}'
      from app.position order by id limit 1
      """)
    try await connection.run(
      """
      insert into match.refusal (position, candidate, party, reason, refused_on)
      select id, \(person.id), 'company', 'gelbfeder', \(PostgresDate(World.today))
      from app.position order by id limit 1
      """)
    return person
  }

  @Test func `leaves nothing of a person, in no table, file, message or frozen input`() async throws
  {
    let database = try TestDatabase.current
    let nights = try Nights(database)
    let person = try await fly(nights)
    let before = try await dump(database)
    for canary in canaries { #expect(before.contains(canary), "\(canary) was never there") }
    #expect(nights.messages.values.contains { $0.contains("gelbfeder") })
    let copies = nights.messages.count

    let outcome = try await nights.erasure.erase(
      [person], on: days(1), .asked, by: author, database.open())
    #expect(outcome.erasures.count == 1 && outcome.inputs == 2 && outcome.messages > 1)
    let after = try await dump(database)
    let outside = nights.everythingOutside
    for canary in canaries {
      #expect(!after.contains(canary), "\(canary) is still in the database")
      for file in outside { #expect(!String(decoding: file, as: UTF8.self).contains(canary)) }
    }
    #expect(nights.messages.count < copies)
    let connection = try await database.open()
    // Only lists, which a replay needs, and the runs whose input is blank keep a code.
    for schema in ["app", "mail", "audit"] {
      let tables = try await connection.rows(
        "select tablename from pg_tables where schemaname = \(schema)"
      ).decode(as: String.self)
      for table in tables {
        let superuser = try await database.open(as: .superuser)
        let count = try await superuser.one(
          """
          select count(*) from \(identifier: schema).\(identifier: table) t
          where strpos(t::text, \(person.id)) > 0
          """, as: Int64.self)
        #expect(count == 0, "\(schema).\(table) still names the code")
      }
    }
    #expect(try await AuditLog.firstBreak(connection) == nil)
    #expect(try await nights.erasure.audit.rows(about: person, limit: 9, connection).isEmpty)
    for run in try await Run.latest(2, connection) {
      let replay = try await Replay(of: run, connection)
      #expect(replay.isEqual && replay.blanked == [person.id])
    }
  }

  @Test func `takes what waits to be sent out of the way, and the next night tells the rest`()
    async throws
  {
    let nights = try Nights(TestDatabase.current)
    let database = nights.database
    let person = try await fly(nights)
    let connection = try await database.open()
    let waiting = try await connection.one(
      """
      select count(*) from mail.outbox where state = 'pending' and (recipient = \(person.id)
        or jsonb_path_exists(view, '$.** ? (@ == $p)', jsonb_build_object('p', \(person.id)::text)))
      """, as: Int64.self)
    try await connection.run("update app.position set title = title || ' bis'")
    _ = try await nights.erasure.erase([person], on: days(1), .asked, by: author, connection)
    #expect(try await nights.count("superseded") == Int(waiting))
    try await nights.deliver()
    #expect(try await nights.count("pending") == 0)
    try await nights.run(on: days(2))
    try await nights.deliver()
    #expect(nights.messages.values.allSatisfy { !$0.contains("gelbfeder") })
  }

  @Test func `is done again on a database that was restored from before it`() async throws {
    let nights = try Nights(TestDatabase.current)
    let database = nights.database
    let person = try await fly(nights)
    _ = try await nights.erasure.erase([person], on: days(1), .asked, by: author, database.open())
    let connection = try await database.open()
    #expect(try await nights.erasure.replayMissing(by: author, connection) == nil)
    // A backup of before knows the person and no tombstone.
    try await connection.run("delete from app.tombstone")
    try await database.take(.candidates, [bird])
    #expect(try await dump(database).contains("gelbfeder"))
    let replayed = try await nights.erasure.replayMissing(by: author, connection)
    #expect(replayed?.erasures.count == 1)
    #expect(try await !dump(database).contains("gelbfeder"))
    #expect(try await nights.erasure.replayMissing(by: author, connection) == nil)
  }

  @Test func `that was killed in the middle is finished by the next command`() async throws {
    let nights = try Nights(TestDatabase.current)
    let database = nights.database
    let person = try await fly(nights)
    struct Stopped: Error {}
    let erasure = Erasure(
      audit: nights.erasure.audit, journal: nights.erasure.journal,
      removeCopies: { _ in throw Stopped() })
    await #expect(throws: Stopped.self) {
      try await erasure.erase([person], on: days(1), .asked, by: author, database.open())
    }
    #expect(try await dump(database).contains("gelbfeder"))
    #expect(
      try await nights.erasure.replayMissing(by: author, database.open())?.erasures.count == 1)
    #expect(try await !dump(database).contains("gelbfeder"))
  }

  @Test
  func `is remembered: an import takes the person in again only with an agreement given since`()
    async throws
  {
    let nights = try Nights(TestDatabase.current)
    let database = nights.database
    let person = try await fly(nights)
    _ = try await nights.erasure.erase([person], on: days(1), .asked, by: author, database.open())
    let again = try await database.take(.candidates, [bird, World.candidate("Q9")], on: days(2))
    #expect(again.new == 1 && again.erased == 1 && again.rejected.isEmpty && again.rejects.isEmpty)
    #expect(try await !dump(database).contains("gelbfeder"))
    let back = try await database.take(
      .candidates, [bird.merging(["consent_on": "\(days(2))"]) { $1 }], on: days(2))
    #expect(back.new == 1 && back.erased == 0)
    // And that stands: the journal knows that this erasure was carried out.
    #expect(try await nights.erasure.replayMissing(by: author, database.open()) == nil)
  }

  @Test func `of a contact takes their address out of everything, and no file brings it back`()
    async throws
  {
    let nights = try Nights(TestDatabase.current)
    let database = nights.database
    try await database.takeWorld()
    let company = World.company(
      1,
      [
        "contact_email": "gelbfeder@voliere.example", "contact_civility": "Mme",
        "contact_name": "Piepmatzfrau",
      ])
    try await database.take(.companies, [company])
    try await nights.run()
    try await nights.deliver()
    let connection = try await database.open()
    let id = try await connection.one(
      "select id from app.contact where name = 'Piepmatzfrau'", as: String.self)
    #expect(nights.messages.values.contains { $0.contains("gelbfeder") })
    _ = try await nights.erasure.erase(
      [Person(.contact, id)], on: days(0), .asked, by: author, connection)
    try await database.take(
      .companies, [company.merging(["staff": "12"]) { $1 }], on: days(1))
    let after = try await dump(database)
    for canary in ["Piepmatzfrau", "gelbfeder", id] {
      #expect(!after.contains(canary), "\(canary)")
    }
    #expect(nights.messages.values.allSatisfy { !$0.contains("gelbfeder") })
  }

  @Test func `waits for a night that is at work`() async throws {
    let nights = try Nights(TestDatabase.current)
    let person = try await fly(nights)
    let lock = try await RunLock(.nightly, on: nights.database.open())
    let error = await #expect(throws: StoreError.self) {
      try await nights.erasure.erase(
        [person], on: days(1), .asked, by: author, nights.database.open())
    }
    #expect(error?.kind == .busy)
    #expect(try nights.erasure.audit.keys.key(of: person.id) != nil)
    lock.release()
  }
}

@Suite(.database) struct `An objection` {
  @Test func `acts at once: nothing waits, and no night sees the person`() async throws {
    let nights = try Nights(TestDatabase.current)
    let database = nights.database
    try await database.takeWorld()
    try await nights.run()
    let connection = try await database.open()
    let person = try await Person.find("Q1", connection)
    let stopped = try await Objection.record(
      of: person, on: days(0), by: author, connection)
    #expect(stopped > 0)
    #expect(try await nights.count("superseded") == stopped)
    try await nights.deliver()
    #expect(nights.messages.values.allSatisfy { !$0.contains("personne-q1@privee.example") })
    // Told again with the same agreement, and something else that changed.
    let areas = "territory:ti-9305|territory:ti-2402"
    try await database.take(
      .candidates, [World.candidate("Q1", ["areas": areas, "min_pay": "27000"])], on: days(1))
    try await nights.run(on: days(1))
    let listed = try await connection.one(
      """
      select count(*) from match.listing l join match.run r on r.id = l.run
      where r.business_date = \(PostgresDate(days(1))) and l.candidate = \(person.id)
      """, as: Int64.self)
    #expect(listed == 0)
  }
}
