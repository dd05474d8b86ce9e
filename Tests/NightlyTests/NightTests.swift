import Exchange
import Foundation
import Mail
import Postgres
import Programme
import Store
import TestSupport
import Testing

@testable import Nightly

private func days(_ number: Int32) -> Day { Day(number: World.today.number + number) }

@Suite(.database) struct `A night` {
  @Test func `of the small demo matches, decides and tells`() async throws {
    let database = try TestDatabase.current
    try await database.takeDemo()
    let nights = try Nights(database)
    let report = try await nights.run()
    let figures = Dictionary(
      uniqueKeysWithValues: try #require(report.runs.first).figures.map { ($0.name, $0.value) })
    #expect(figures["positions"] ?? 0 > 20 && figures["candidates"] ?? 0 > 50)
    #expect(figures["listed"] ?? 0 > 10)
    let drafts = ["company_digests", "candidate_digests", "lead_digests", "cfa_digests"]
      .reduce(0) { $0 + (figures[$1] ?? 0) }
    let delivered = try await nights.deliver(workers: 3)
    #expect(drafts > 10 && delivered.sent == drafts && delivered.failed == 0)
    #expect(nights.messages.count == drafts)
  }

  @Test func `is done once: the same date again stores and sends nothing more`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    try await nights.run()
    try await nights.deliver()
    let fingerprint = try await nights.fingerprint()
    let files = nights.files
    #expect(!nights.messages.isEmpty)
    #expect(try await nights.run().runs.isEmpty)
    #expect(try await nights.deliver().sent == 0)
    #expect(try await nights.fingerprint() == fingerprint)
    #expect(nights.files == files)
  }

  @Test func `for one territory, another, then all, gives no reader two digests`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    var covered: [[String]] = []
    for territories in [["ti-9305"], ["ti-2402"], []] {
      covered += try await nights.run(territories: territories).runs.map(\.territories)
    }
    #expect(covered.prefix(2) == [["ti-9305"], ["ti-2402"]])
    #expect(Set(covered.joined()).count == covered.joined().count, "a territory ran twice")
    #expect(try await nights.run().runs.isEmpty)
    let connection = try await nights.database.open()
    let doubled = try await connection.rows(
      """
      select recipient from mail.outbox group by business_date, recipient_kind, recipient
      having count(*) > 1
      """
    ).count
    #expect(doubled == 0)
    try await nights.deliver()
    let first = nights.messages
    // The contact of the first company heard of Carros only; the next night tells of Chartres.
    #expect(first.keys.count { $0.contains("company-digest") } == 2)
    try await nights.run(on: days(1))
    try await nights.deliver()
    let second = nights.messages.filter { first[$0.key] == nil }
    #expect(second.keys.count { $0.contains("company-digest") } == 1)
  }

  @Test func `tells nothing twice, and tells a changed pay again`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    try await nights.run()
    try await nights.deliver()
    try await nights.run(on: days(1))
    #expect(try await nights.deliver().sent == 0)
    try await nights.database.take(.positions, [World.position("A", of: 1, ["pay_max": "39000"])])
    try await nights.run(on: days(2))
    try await nights.deliver()
    let names = nights.messages.keys.filter { $0.hasPrefix("\(days(2))") }
    #expect(!names.isEmpty)
    #expect(names.allSatisfy { $0.contains("candidate-digest") }, "\(names)")
  }

  @Test func `after missed nights is one digest for each reader, with everything`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    for day in 0..<3 { try await nights.run(on: days(Int32(day))) }
    let told = try await nights.deliver().sent
    #expect(nights.messages.keys.allSatisfy { $0.hasPrefix("\(days(2))") })
    #expect(nights.messages.count == told)
    #expect(try await nights.count("superseded") == 2 * told)
    // What was told is all that one undisturbed night tells.
    let items: SQL = "select count(*) from mail.told"
    let all = try await nights.database.open().one(items, as: Int64.self)
    try await TestDatabase.withAnother { other in
      let single = try Nights(other)
      try await other.takeWorld()
      try await single.run(on: days(2))
      try await single.deliver()
      #expect(try await other.open().one(items, as: Int64.self) == all)
    }
  }

  private struct Refusing: Transport {
    var isRepeatable: Bool { true }
    func send(_ message: Message, beforeFinalDot: () async throws -> Void) async throws -> String {
      throw MailError.address(.malformed)
    }
  }

  @Test func `after a delivery that failed does not tell things twice`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    try await nights.run()
    let failed = try await nights.deliver(through: Refusing())
    #expect(failed.sent == 0 && failed.failed > 0)
    try await nights.run(on: days(1))
    #expect(try await nights.deliver().sent == failed.failed)
    #expect(nights.messages.keys.allSatisfy { $0.hasPrefix("\(days(1))") })
  }

  @Test func `after a delivery that was killed does not tell things twice`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    try await nights.run()
    await #expect(throws: Killed.self) {
      try await nights.deliver { arrow in if arrow == "claimed" { throw Killed() } }
    }
    try await nights.run(on: days(1))
    try await nights.deliver()
    #expect(nights.messages.keys.allSatisfy { $0.hasPrefix("\(days(1))") })
  }

  @Test func `sends nothing to who withdrew after it was composed`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    try await nights.run()
    let areas = "territory:ti-9305|territory:ti-2402"
    let id = try await nights.database.open().one(
      "select id from app.candidate where reference = 'Q1'", as: String.self)
    try await nights.database.take(
      .candidates,
      [World.candidate("Q1", ["areas": areas, "min_pay": "28500", "consent_purposes": "matching"])])
    #expect(try await nights.deliver().suppressed == 1)
    #expect(nights.files.keys.allSatisfy { !$0.contains(id) })
    let told = try await nights.database.open().one(
      "select count(*) from mail.told where recipient_kind = 'candidate' and recipient = \(id)",
      as: Int64.self)
    #expect(told == 0)
  }

  @Test func `shows nobody who withdrew from the matching after it was composed`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    try await nights.run()
    let codes = try await nights.database.open().rows(
      """
      select app.reader_code(i.secret, x.siren, c.id)
      from app.candidate c, app.company x, app.installation i where c.reference = 'Q1'
      """
    ).decode(as: String.self)
    try await nights.database.take(.candidates, [World.candidate("Q1", ["status": "closed"])])
    try await nights.deliver()
    let shown = nights.messages.values.contains { text in codes.contains { text.contains($0) } }
    #expect(!shown)
    // The others of that digest are not forgotten.
    try await nights.run(on: days(1))
    try await nights.deliver()
    let contacts = try await nights.database.open().one(
      "select count(distinct recipient) from mail.told where recipient_kind = 'contact'",
      as: Int64.self)
    #expect(contacts == 2)
  }

  @Test func `leaves messages that parse, carry codes and no candidate's name`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    try await nights.run()
    try await nights.deliver()
    let companies = nights.messages.filter { $0.key.contains("company-digest") }
    #expect(companies.count == 2 && nights.messages.count > 2)
    for (name, message) in nights.messages {
      let (header, body) = try #require(Self.parsed(message), "\(name)")
      #expect(header.contains("Message-ID: <") && header.contains("multipart/alternative"))
      #expect(body.contains("text/plain") && body.contains("text/html") && body.contains("</html>"))
      #expect(!body.contains("Secret") && !body.contains("privee.example"), "\(name)")
      #expect(!body.contains("PrénomQ") && !header.contains("Secret"), "\(name)")
      if companies[name] != nil {
        #expect(body.contains(/T-[0-9A-HJKMNP-TV-Z]{6}/), "\(name)")
        #expect(!header.contains("privee.example") && !body.contains(/C-[0-9a-f]{12}/), "\(name)")
      }
    }
  }

  /// Header and body, soft breaks and quoted bytes undone.
  private static func parsed(_ message: String) -> (header: String, body: String)? {
    guard let gap = message.firstRange(of: "\r\n\r\n") else { return nil }
    var bytes: [UInt8] = []
    var rest = message[gap.upperBound...].replacing("=\r\n", with: "").utf8[...]
    while let byte = rest.popFirst() {
      let code = rest.prefix(2)
      if byte == UInt8(ascii: "="), code.count == 2,
        let value = UInt8(String(decoding: code, as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return (String(message[..<gap.lowerBound]), String(decoding: bytes, as: UTF8.self))
  }

  @Test func `as a dry run names what it would tell and stores nothing`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    let planned = try await nights.run(isDryRun: true).planned.count
    let rows = try await nights.database.open().one(
      "select (select count(*) from match.run) + (select count(*) from mail.outbox)",
      as: Int64.self)
    #expect(planned > 0 && rows == 0)
    try await nights.run()
    #expect(try await nights.count("pending") == planned)
  }

  @Test func `finds a database without anybody and says which`() async throws {
    let nights = try Nights(TestDatabase.current)
    let empty = await #expect(throws: StoreError.self) { try await nights.run() }
    #expect(empty?.kind == .configuration)
    #expect(empty?.what.contains(nights.database.name) == true)
  }
}
