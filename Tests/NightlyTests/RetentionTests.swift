import Exchange
import Foundation
import Postgres
import Programme
import Store
import TestSupport
import Testing
import Vault

@testable import Nightly

private func days(_ number: Int32) -> Day { Day(number: World.today.number + number) }

private func figures(_ report: Night.Report) -> [String: Int] {
  Dictionary(
    report.runs.flatMap(\.figures).map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
}

@Suite(.database) struct `The terms of keeping` {
  @Test func `ask once about a position, then let it expire; a confirmation begins them again`()
    async throws
  {
    let nights = try Nights(TestDatabase.current)
    let database = nights.database
    try await database.takeWorld()
    let connection = try await database.open()
    // Candidates are heard of, so that only positions are at stake here.
    try await connection.run(
      "update app.candidate set last_contact_on = \(PostgresDate(days(60)))")
    #expect(figures(try await nights.run(on: days(45)))["questions"] == 0)
    let asked = figures(try await nights.run(on: days(46)))
    #expect(asked["questions"] == 2 && asked["positions_expired"] == 0)
    try await nights.deliver()
    let question = try #require(nights.messages.first { $0.key.contains("still-current") }?.value)
    #expect(question.contains("contact-"))
    #expect(figures(try await nights.run(on: days(47)))["questions"] == 0)
    let confirmed = try await Confirmation.ofPosition("A", on: days(50), connection)
    #expect(figures(try await nights.run(on: days(59)))["positions_expired"] == 0)
    let expired = figures(try await nights.run(on: days(60)))
    #expect(expired["positions_expired"] == 2 && expired["positions"] == 1)
    let open = try await connection.rows("select id from app.position where state = 'open'")
      .decode(as: String.self)
    #expect(open == [confirmed])
    // Late, but heard: it is open again, and its term begins anew.
    let late = try await Confirmation.ofPosition("B", on: days(61), connection)
    let later = figures(try await nights.run(on: days(61)))
    #expect(later["positions"] == 2 && later["positions_expired"] == 0)
    #expect(late != confirmed)
  }

  @Test func `give whoever was asked late the whole time to answer`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    try await nights.database.open().run(
      "update app.candidate set last_contact_on = \(PostgresDate(days(60)))")
    // No night ran for months.
    let first = figures(try await nights.run(on: days(75)))
    #expect(first["questions"] == 2 && first["positions_expired"] == 0)
    #expect(figures(try await nights.run(on: days(88)))["positions_expired"] == 0)
    let last = figures(try await nights.run(on: days(89)))
    #expect(last["positions_expired"] == 3 && last["positions"] == 0, "\(last)")
    // Nights go on where no position is open.
    #expect(figures(try await nights.run(on: days(90)))["positions_expired"] == 0)
  }

  @Test func `ask once about a search, then let it expire, and an answer opens it again`()
    async throws
  {
    let nights = try Nights(TestDatabase.current)
    let database = nights.database
    try await database.takeWorld()
    let connection = try await database.open()
    try await connection.run(
      """
      update app.position set confirmed_on = \(PostgresDate(days(60)));
      """)
    _ = try await Confirmation.ofCandidate("Q4", on: days(30), connection)
    #expect(figures(try await nights.run(on: days(75)))["questions"] == 0)
    #expect(figures(try await nights.run(on: days(76)))["questions"] == 3)
    try await nights.deliver()
    #expect(nights.messages.count { $0.key.contains("still-current") } == 3)
    _ = try await Confirmation.ofCandidate("Q1", on: days(80), connection)
    let expired = figures(try await nights.run(on: days(90)))
    #expect(expired["searches_expired"] == 2 && expired["candidates"] == 2)
    let open = try await connection.rows(
      "select reference from app.candidate where state = 'open' order by 1"
    ).decode(as: String.self)
    #expect(open == ["Q1", "Q4"])
    _ = try await Confirmation.ofCandidate("Q2", on: days(91), connection)
    #expect(
      try await connection.one(
        "select state from app.candidate where reference = 'Q2'", as: String.self) == "open")
  }

  @Test func `warn whose search has ended, then erase them three months after, and count it`()
    async throws
  {
    let nights = try Nights(TestDatabase.current)
    let database = nights.database
    try await database.takeWorld()
    let connection = try await database.open()
    let withdrawn = try await Person.find("Q1", connection)
    _ = try await Objection.record(
      of: withdrawn, on: days(0),
      by: Author(name: "operator", at: Timestamp(microsecondsSince1970: 1_795_000_000_000_000)),
      connection)
    try await connection.run(
      """
      update app.position set confirmed_on = \(PostgresDate(days(90)))
      """)
    try await connection.run(
      """
      update app.candidate set last_contact_on = \(PostgresDate(days(90))) where reference <> 'Q1'
      """)
    // 2026-11-21 and three months: 2027-02-21, 92 days later.
    #expect(figures(try await nights.run(on: days(77)))["warnings"] == 0)
    #expect(figures(try await nights.run(on: days(78)))["warnings"] == 1)
    try await nights.deliver()
    let warning = try #require(
      nights.messages.first { $0.key.contains("retention-warning") }?.value)
    #expect(warning.contains("personne-q1@privee.example"))
    #expect(figures(try await nights.run(on: days(91)))["candidates_erased"] == 0)
    let night = figures(try await nights.run(on: days(92)))
    #expect(night["candidates_erased"] == 1)
    #expect(
      try await connection.one(
        "select count(*) from app.candidate where reference = 'Q1'", as: Int64.self) == 0)
    #expect(
      nights.everythingOutside.allSatisfy {
        !String(decoding: $0, as: UTF8.self).contains("personne-q1")
      })
    #expect(try nights.erasure.journal.lines().map(\.cause) == ["term"])
  }

  @Test
  func `hold the pool two years after the last contact, and entries nobody confirmed a month`()
    async throws
  {
    let database = try TestDatabase.current
    try await database.takeWorld()
    try await database.take(
      .candidates,
      [World.candidate("N1", ["consent_purposes": "", "consent_on": "", "consent_source": ""])])
    let connection = try await database.open()
    func toErase(_ day: Int32) async throws -> [String] {
      let people = try await Retention.toErase(on: days(day), connection).map(\.id)
      return try await connection.rows(
        "select reference from app.candidate where id = any(\(people)) order by 1"
      ).decode(as: String.self)
    }
    // Two years are 731 days here; nobody is erased who was not warned.
    #expect(try await Retention.toWarn(on: days(716), connection).map(\.term) == ["application"])
    #expect(try await Retention.toWarn(on: days(717), connection).count == 5)
    #expect(try await toErase(5_000).isEmpty)
    try await connection.run("update app.candidate set warned_on = \(PostgresDate(days(717)))")
    #expect(try await toErase(730).isEmpty)
    #expect(try await toErase(731) == ["N1", "Q1", "Q2", "Q3", "Q4"])
    try await connection.run("update app.candidate set warned_on = null")
    // Asked to confirm by a message, nobody need be warned again.
    try await connection.run(
      """
      insert into match.run (kind, business_date, territories, method, week, tie_key, editions, started_at)
      values ('nightly', \(PostgresDate(days(0))), '{}', 'm', 'w', '', '{}', now())
      """)
    try await connection.run(
      """
      insert into mail.outbox (run, kind, business_date, recipient_kind, recipient, message_id,
        template_version, view, items, dated_at, state, sent_at)
      select (select max(id) from match.run), 'confirmation', \(PostgresDate(days(3))), 'candidate', id,
        'confirmation', 1, '{}', '[]', now(), 'sent', now()
      from app.candidate where reference = 'N1'
      """)
    #expect(try await toErase(32).isEmpty)
    #expect(try await toErase(33) == ["N1"])
  }

  @Test func `are dated data: another term holds from its day on`() async throws {
    let connection = try await TestDatabase.current.open()
    try await RetentionTerm.set(
      "pool", from: days(10), amount: 12, unit: "month", source: "a decision", connection)
    func pool(_ day: Int32) async throws -> Int? {
      try await RetentionTerm.list(on: days(day), connection).first { $0.subject == "pool" }?.amount
    }
    #expect(try await pool(9) == 24)
    #expect(try await pool(10) == 12)
    #expect(try await RetentionTerm.list(on: Day("2018-01-01"), connection).isEmpty)
    await #expect(throws: StoreError.self) {
      try await RetentionTerm.set(
        "nothing", from: days(0), amount: 1, unit: "day", source: "x", connection)
    }
  }
}
