import Digest
import Exchange
import Postgres
import Programme
import Store
import TestSupport
import Testing
import Vault

@testable import Nightly

private func days(_ number: Int32) -> Day { Day(number: World.today.number + number) }

@Suite(.database) struct `What a digest recalls at its top` {
  private static let maker: LinkMaker? = LinkKey(Array(repeating: 7, count: 32)).map {
    LinkMaker(address: "https://vivier.example", key: $0)
  }

  /// A first night with links whose mails arrived, and something new for everybody since.
  private func world(links: LinkMaker? = maker) async throws -> Nights {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    try await nights.run(links: links)
    try await nights.deliver(links: links)
    try await nights.database.take(
      .positions, [World.position("D", of: 1), World.position("E", of: 2)])
    return nights
  }

  /// What the digest of a reader recalls on a day, as state and pair.
  private func recalled(_ reader: String, on day: Day, _ nights: borrowing Nights) async throws
    -> Set<String>
  {
    try await nights.run(on: day, links: Self.maker)
    return Set(
      try await nights.database.open().rows(
        """
        select concat_ws(' ', w ->> 'state', w ->> 'position', w ->> 'candidate')
        from mail.outbox o, jsonb_array_elements(o.view -> 'waiting') as w
        where o.recipient = \(reader) and o.business_date = \(PostgresDate(day))
        """
      ).decode(as: String.self))
  }

  private func one(_ sql: SQL, _ nights: borrowing Nights) async throws -> String {
    try await nights.database.open().one(sql, as: String.self)
  }

  private func pair(_ nights: borrowing Nights) async throws -> (
    contact: String, position: String, candidate: String
  ) {
    try await nights.database.open().one(
      """
      select t.recipient, t.position, t.candidate from mail.told t
      join app.position p on p.id = t.position and p.reference = 'A'
      where t.kind = 'company_digest' order by t.candidate limit 1
      """, as: (String, String, String).self)
  }

  @Test func `is what was shown a week ago with a way to answer, until it is answered`()
    async throws
  {
    let nights = try await world()
    let (contact, position, candidate) = try await pair(nights)
    #expect(try await recalled(contact, on: days(6), nights).isEmpty)
    try await nights.database.take(
      .positions, [World.position("D", of: 1, ["pay_max": "40000"])])
    let connection = try await nights.database.open()
    for (purpose, choice) in [("later", "yes"), ("decline", "other")] {
      try await connection.run(
        """
        insert into mail.answer
          (given_at, purpose, party, choice, contact, candidate, position, message_id)
        select '2026-11-27 12:00+01', \(purpose), 'company', \(choice), \(contact), t.candidate,
          t.position, 'm'
        from mail.told t where t.recipient = \(contact) and t.kind = 'company_digest'
          and (t.candidate, t.position) <> (\(candidate), \(position))
          and (\(purpose) = 'decline') = (t.candidate = (
            select max(candidate) from mail.told where recipient = \(contact)))
        """)
    }
    #expect(
      try await recalled(contact, on: days(8), nights) == ["shown \(position) \(candidate)"])
    // The pair is closed between the decision and the sending: it leaves the mail.
    try await connection.run("update app.position set state = 'closed' where id = \(position)")
    try await nights.deliver(links: Self.maker)
    #expect(
      try await one(
        """
        select coalesce(view ->> 'waiting', state) from mail.outbox
        where recipient = \(contact) and business_date = \(PostgresDate(days(8)))
        """, nights) == "sent")
  }

  @Test func `is nothing where mails have no links, and nothing of a pair that is no more`()
    async throws
  {
    let nights = try await world(links: nil)
    let contact = try await pair(nights).contact
    #expect(try await recalled(contact, on: days(8), nights).isEmpty)
  }

  @Test(arguments: [
    "select 'nothing'",
    "update app.candidate set state = 'closed' where id = $1",
    "update app.position set state = 'expired' where id = $2",
    """
    insert into app.invisible_to (candidate, siren)
    select $1, siren from app.position where id = $2
    """,
    """
    update app.consent set withdrawn_at = now(), withdrawn_by = 'test', withdrawn_channel = 'test'
    where candidate = $1
    """,
    """
    insert into match.refusal (position, candidate, party, reason, refused_on)
    values ($2, $1, 'candidate', 'place', '2026-11-22')
    """,
  ]) func `is nothing of a pair that may not be shown any more`(_ change: String) async throws {
    let nights = try await world()
    // The first of the contact's, as a mail has room for three.
    let (contact, position, candidate) = try await nights.database.open().one(
      """
      select t.recipient, t.position, t.candidate from mail.told t
      where t.kind = 'company_digest' order by t.recipient, t.position, t.candidate limit 1
      """, as: (String, String, String).self)
    let statement = change.replacing("$1", with: "'\(candidate)'")
      .replacing("$2", with: "'\(position)'")
    try await nights.database.open().run(SQL(trusting: statement))
    let recalled = try await recalled(contact, on: days(8), nights)
    #expect(!recalled.isEmpty)
    #expect(recalled.contains("shown \(position) \(candidate)") == change.contains("nothing"))
  }

  @Test func `is a yes of the other side at once, and to who said it after a week`() async throws {
    let nights = try await world()
    let (contact, position, candidate) = try await pair(nights)
    let yes = Interest.New(
      position: position, candidate: candidate, party: .candidate, reveals: [.name],
      channel: "link")
    let said = Author(
      name: "test", at: Timestamp(microsecondsSince1970: 1_795_262_400_000_000))
    _ = try await Interest.record(yes, on: World.today, by: said, nights.database.open())
    #expect(
      try await recalled(contact, on: days(1), nights).contains(
        "otherSaidYes \(position) \(candidate)"))
    #expect(
      try await one(
        """
        select coalesce(view ->> 'waiting', 'nothing') from mail.outbox
        where recipient = \(candidate) and business_date = \(PostgresDate(days(1)))
        """, nights) == "nothing")
    try await nights.database.take(
      .positions, [World.position("D", of: 1, ["pay_max": "40000"])])
    #expect(
      try await recalled(candidate, on: days(8), nights).contains(
        "readerSaidYes \(position) \(candidate)"))
  }
}
