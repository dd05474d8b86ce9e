import Exchange
import Postgres
import Programme
import Store
import TestSupport
import Testing
import Vault

@testable import Nightly

@Suite(.database) struct `A night with a public address` {
  private static let maker: LinkMaker? = LinkKey(Array(repeating: 7, count: 32)).map {
    LinkMaker(address: "https://vivier.example", key: $0)
  }

  @Test func `gives every digest links whose hashes alone are kept`() async throws {
    let database = try TestDatabase.current
    try await database.takeWorld()
    let nights = try Nights(database)
    try await nights.run(links: Self.maker)
    try await nights.deliver(links: Self.maker)
    let connection = try await database.open()
    let mails = nights.files.values.map { String(decoding: $0, as: UTF8.self) }
    let texts = mails.map {
      $0.replacing("=\n", with: "").replacing("=\r\n", with: "").replacing("=3D", with: "=")
    }
    let tokens = Set(
      texts.flatMap { text in
        text.matches(of: /https:\/\/vivier\.example\/r\/([A-Za-z0-9_-]{22})/).map {
          String($0.output.1)
        }
      })
    let kept = try await connection.rows("select token_digest from mail.link")
      .decode(as: [UInt8].self)
    #expect(!tokens.isEmpty)
    #expect(Set(kept) == Set(try tokens.map { try LinkKey.digest(of: $0) }))
    let header =
      /List-Unsubscribe: <https:\/\/vivier\.example\/r\/[A-Za-z0-9_-]{22}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n/
    let digests = mails.filter {
      $0.contains("\r\nSubject:") && $0.contains("Message-ID: <company-digest")
    }
    #expect(!digests.isEmpty && digests.allSatisfy { $0.contains(header) })
    // Of each purpose that a digest offers there is one, and nothing of it is in the clear.
    let purposes = Set(
      try await connection.rows("select purpose from mail.link").decode(as: String.self))
    for purpose in [
      "meet", "later", "decline", "frequency", "pause", "unsubscribe", "my_data", "found", "close",
    ] {
      #expect(purposes.contains(purpose), "\(purpose)")
    }
    let views = try await connection.one(
      "select string_agg(view::text || items::text, '') from mail.outbox", as: String.self)
    #expect(tokens.allSatisfy { !views.contains($0) })
  }

  @Test func `delivers a message again with the same links`() async throws {
    let database = try TestDatabase.current
    try await database.takeWorld()
    let nights = try Nights(database)
    try await nights.run(links: Self.maker)
    try await nights.deliver(links: Self.maker)
    let files = nights.files
    try await database.open().run("update mail.outbox set state = 'pending', sent_at = null")
    try await nights.deliver(links: Self.maker)
    #expect(nights.files == files)
  }

  @Test func `asks for a reply once the address is gone, and made none without one`() async throws {
    let database = try TestDatabase.current
    try await database.takeWorld()
    let nights = try Nights(database)
    try await nights.run(links: Self.maker)
    try await nights.deliver()
    let mails = nights.files.values.map { String(decoding: $0, as: UTF8.self) }
    #expect(!mails.isEmpty && mails.allSatisfy { !$0.contains("/r/") })
    try await TestDatabase.withAnother { other in
      try await other.takeWorld()
      let nights = try Nights(other)
      try await nights.run()
      #expect(try await other.open().one("select count(*) from mail.link", as: Int64.self) == 0)
    }
  }
}

@Suite struct `The token of a link` {
  @Test func `follows from key and question, has 128 bits, and is another for any other question`()
    throws
  {
    let key = try #require(LinkKey(Array(0..<32)))
    let other = try #require(LinkKey(Array(1..<33)))
    let questions = [
      ["a", "meet", "p", "c"], ["a", "later", "p", "c"], ["b", "meet", "p", "c"],
      ["a", "meet", "pc", ""], ["a", "meet", "", "pc"], ["ameet", "p", "c", ""],
      ["a", "meet", "p", "d"],
    ]
    let tokens = try questions.map { try key.token(for: $0) }
    #expect(Set(tokens).count == questions.count)
    #expect(try questions.map { try key.token(for: $0) } == tokens)
    #expect(try Set(questions.map { try other.token(for: $0) }).isDisjoint(with: tokens))
    #expect(tokens.allSatisfy { $0.utf8.count == 22 })
    // RFC 4231, case 2, whose key "Jefe" is shorter than ours, cannot be told; a digest can: SHA-256("abc").
    #expect(try LinkKey.digest(of: "abc").prefix(4) == [0xba, 0x78, 0x16, 0xbf])
  }
}

@Suite(.database) struct `An answer that takes effect` {
  /// An answer as the portal notes it.
  private func note(
    _ purpose: String, _ choice: String, contact: String? = nil, candidate: String? = nil,
    position: String? = nil, details: String = "{}", _ connection: Connection
  ) async throws {
    let party = contact == nil ? "candidate" : "company"
    try await connection.run(
      """
      insert into mail.answer
        (given_at, purpose, party, choice, contact, candidate, position, message_id, details)
      values (now(), \(purpose), \(party), \(choice), \(contact), \(candidate), \(position), 'm',
        \(JSONText(details)))
      """)
  }

  private func apply(_ connection: Connection) async throws -> ReaderAnswer.Report {
    try await ReaderAnswer.applyAll(
      on: World.today, at: Timestamp(microsecondsSince1970: 1_795_000_000_000_000),
      erase: { _, _ in }, connection)
  }

  /// A company, its position and a candidate, by contact, position and candidate.
  private func pair() async throws -> (contact: String, position: String, candidate: String) {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1)])
    try await database.take(.positions, [World.position("A", of: 1)])
    try await database.take(.candidates, [World.candidate("A")])
    return try await database.open().one(
      """
      select (select id from app.contact), (select id from app.position),
        (select id from app.candidate)
      """, as: (String, String, String).self)
  }

  private func column(_ sql: SQL, _ connection: Connection) async throws -> [String] {
    try await connection.rows(sql).decode(as: String.self)
  }

  @Test func `excludes a refused pair from the next night, once`() async throws {
    let pair = try await pair()
    let database = try TestDatabase.current
    let connection = try await database.open()
    for _ in 0..<2 {
      try await note(
        "decline", "pay", contact: pair.contact, candidate: pair.candidate, position: pair.position,
        connection)
    }
    let report = try await apply(connection)
    #expect(report.done == 2 && report.refused == 0)
    let outcomes: [String] = try await column(
      "select outcome from mail.answer order by id", connection)
    #expect(outcomes == ["done", "known already"])
    let refusals: [String] = try await column(
      "select party || ' ' || reason from match.refusal", connection)
    #expect(refusals == ["company pay"])
    #expect(try await apply(connection).done == 0)
    let nights = try Nights(database)
    try await nights.run()
    #expect(try await connection.one("select count(*) from match.listing", as: Int64.self) == 0)
  }

  @Test func `of both sides introduces them`() async throws {
    let pair = try await pair()
    let connection = try await TestDatabase.current.open()
    try await note(
      "meet", "yes", contact: pair.contact, candidate: pair.candidate, position: pair.position,
      details: "{\"lead\": true}", connection)
    _ = try await apply(connection)
    #expect(
      try await connection.one("select count(*) from match.introduction", as: Int64.self) == 0)
    try await note(
      "meet", "yes", candidate: pair.candidate, position: pair.position, connection)
    _ = try await apply(connection)
    let parties: [String] = try await column(
      "select party || ' ' || tells_lead from match.interest order by id", connection)
    #expect(parties == ["company true", "candidate false"])
    #expect(
      try await connection.one("select count(*) from match.introduction", as: Int64.self) == 1)
  }

  @Test func `takes back what was said before`() async throws {
    let pair = try await pair()
    let connection = try await TestDatabase.current.open()
    try await note("meet", "yes", candidate: pair.candidate, position: pair.position, connection)
    try await note(
      "decline", "place", candidate: pair.candidate, position: pair.position, connection)
    _ = try await apply(connection)
    #expect(
      try await connection.one(
        "select count(*) from match.interest where withdrawn_at is null", as: Int64.self) == 0)
    // A refusal stays: a later yes says why it could not be done.
    try await note("meet", "yes", candidate: pair.candidate, position: pair.position, connection)
    let report = try await apply(connection)
    #expect(report.refused == 1)
    let waiting = try await ReaderAnswer.list(onlyWaiting: true, connection)
    #expect(waiting.map(\.purpose) == ["meet"])
    #expect(waiting.first?.outcome?.contains("refused the pair") == true)
  }

  @Test func `changes how often messages come, stops them, and adds a skill for the next night`()
    async throws
  {
    let pair = try await pair()
    let connection = try await TestDatabase.current.open()
    try await note("frequency", "monthly", contact: pair.contact, connection)
    try await note("pause", "quarter", contact: pair.contact, connection)
    try await note("frequency", "daily", candidate: pair.candidate, connection)
    try await note("pause", "month", candidate: pair.candidate, connection)
    try await note("unsubscribe", "yes", candidate: pair.candidate, connection)
    try await note(
      "declare_skill", "yes", candidate: pair.candidate, position: pair.position,
      details: "{\"skills\": [\"rome3:100000\"]}", connection)
    let report = try await apply(connection)
    #expect(report.done == 6 && report.waiting == 0 && report.refused == 0)
    let told = try await connection.one(
      """
      select k.frequency, k.paused_until::text, c.frequency, c.paused_until::text,
        app.agrees(c.id, 'digest', current_date), 'rome3:100000' = any (f.skills)
      from app.contact k, app.candidate c join match.profile f on f.candidate = c.id
      """, as: (String, String, String, String, Bool, Bool).self)
    #expect(told == ("monthly", "2027-02-21", "daily", "2026-12-21", false, true))
    try await note("unsubscribe", "yes", contact: pair.contact, connection)
    try await note("pause", "end", contact: pair.contact, connection)
    _ = try await apply(connection)
    let after = try await connection.one(
      "select frequency || coalesce(paused_until::text, '') from app.contact", as: String.self)
    #expect(after == "never")
  }

  @Test func `closes a position or a search, and leaves to a person what a person must do`()
    async throws
  {
    let pair = try await pair()
    let connection = try await TestDatabase.current.open()
    try await note(
      "close", "hired_through_us", contact: pair.contact, position: pair.position, connection)
    try await note("found", "elsewhere", candidate: pair.candidate, connection)
    try await note("propose", "yes", contact: pair.contact, connection)
    try await note("contest", "yes", candidate: pair.candidate, position: pair.position, connection)
    let report = try await apply(connection)
    #expect(report.done == 1 && report.waiting == 3)
    let states: [String] = try await column(
      "select state from app.position union all select state from app.candidate", connection)
    #expect(states == ["closed", "closed"])
    let waiting = try await ReaderAnswer.list(onlyWaiting: true, connection)
    #expect(waiting.map(\.purpose) == ["contest", "propose", "close"])
    let first = try #require(waiting.first)
    try await ReaderAnswer.close(
      first.id, by: Author(name: "Claire", at: first.givenAt), connection)
    #expect(try await ReaderAnswer.list(onlyWaiting: true, connection).count == 2)
    await #expect(throws: StoreError.self) {
      try await ReaderAnswer.close(
        first.id, by: Author(name: "Claire", at: first.givenAt), connection)
    }
  }

  @Test func `to be erased is carried out, and kept for the next time while a night is at work`()
    async throws
  {
    let pair = try await pair()
    let connection = try await TestDatabase.current.open()
    try await note("my_data", "erase", candidate: pair.candidate, connection)
    var asked: [String] = []
    let busy = try await ReaderAnswer.applyAll(
      on: World.today, at: Timestamp(microsecondsSince1970: 0),
      erase: { _, _ in throw StoreError(.busy, "a night is at work") }, connection)
    #expect(busy.waiting == 1)
    _ = try await ReaderAnswer.applyAll(
      on: World.today, at: Timestamp(microsecondsSince1970: 0),
      erase: { person, _ in asked.append(person.id) }, connection)
    #expect(asked == [pair.candidate])
  }
}
