import Digest
import Exchange
import Postgres
import Programme
import Store
import TestSupport
import Testing

@testable import Nightly

private let author = Author(
  name: "Camille", at: Timestamp(microsecondsSince1970: 1_795_864_602_000_000))

private func days(_ number: Int) -> Day { World.today.adding(days: number) }

@Suite(.database) struct `A position that closes` {
  /// One position, told to two candidates.
  private func told(_ nights: borrowing Nights) async throws -> (position: String, first: String) {
    let database = nights.database
    try await database.take(.companies, [World.company(1)])
    try await database.take(.positions, [World.position("A", of: 1)])
    try await database.take(.candidates, [World.candidate("Q1"), World.candidate("Q2")])
    try await nights.run()
    try await nights.deliver()
    let connection = try await database.open()
    return (
      try await connection.one("select id from app.position", as: String.self),
      try await connection.one(
        "select id from app.candidate where reference = 'Q1'", as: String.self)
    )
  }

  private func kinds(on day: Day, _ nights: borrowing Nights) async throws -> [String] {
    try await nights.database.open().rows(
      """
      select o.kind || ' ' || coalesce(c.reference, '') || ' ' || o.state from mail.outbox o
      left join app.candidate c on c.id = o.recipient
      where o.business_date = \(PostgresDate(day)) order by 1
      """
    ).decode(as: String.self)
  }

  private func hire(_ position: String, _ candidate: String?, _ connection: Connection) async throws
    -> String
  {
    var hire = RecordedHire.New(
      siret: try SIRET(World.siret(1)), contract: .cdi, hiredOn: days(30))
    hire.position = position
    hire.candidate = candidate
    return try await RecordedHire.record(hire, by: author, connection).id
  }

  @Test func `by a hire is told the next night to the others who were shown it, once`() async throws
  {
    let nights = try Nights(TestDatabase.current)
    let (position, first) = try await told(nights)
    let connection = try await nights.database.open()
    _ = try await hire(position, first, connection)
    // Somebody must be open for a night to be one.
    try await nights.database.take(.companies, [World.company(2, ["commune": "28085"])])
    try await nights.database.take(.positions, [World.position("Z", of: 2, ["commune": "28085"])])
    try await nights.run(on: days(1))
    #expect(try await kinds(on: days(1), nights) == ["closure Q2 pending"])
    try await nights.deliver()
    let message = try #require(nights.messages.first { $0.key.contains("closure") })
    #expect(message.value.contains(": pourvu.") || message.value.contains("=A0: pourvu."))
    try await nights.run(on: days(2))
    #expect(try await kinds(on: days(2), nights) == [])
  }

  @Test func `stands in the digest of who gets one the same night`() async throws {
    let nights = try Nights(TestDatabase.current)
    let (position, first) = try await told(nights)
    let connection = try await nights.database.open()
    _ = try await hire(position, first, connection)
    try await nights.database.take(.positions, [World.position("B", of: 1)])
    try await nights.run(on: days(1))
    #expect(
      try await kinds(on: days(1), nights) == [
        "candidate_digest Q2 pending", "company_digest  pending",
      ])
    let view = try await connection.one(
      """
      select view::text from mail.outbox
      where kind = 'candidate_digest' and business_date = \(PostgresDate(days(1)))
      """, as: String.self)
    let digest = try CandidateDigest(json: view)
    #expect(digest.closed?.map(\.position) == [position] && digest.closed?.first?.isFilled == true)
    try await nights.deliver()
    try await nights.run(on: days(2))
    #expect(try await kinds(on: days(2), nights) == [])
  }

  @Test func `and opens again before it is told is told to nobody, and after it as new`()
    async throws
  {
    let nights = try Nights(TestDatabase.current)
    let (position, first) = try await told(nights)
    let connection = try await nights.database.open()
    try await nights.database.take(.companies, [World.company(2, ["commune": "28085"])])
    try await nights.database.take(.positions, [World.position("Z", of: 2, ["commune": "28085"])])
    let id = try await hire(position, first, connection)
    try await nights.run(on: days(1))
    try await RecordedHire.undo(id, by: author, connection)
    try await nights.deliver()
    #expect(try await kinds(on: days(1), nights) == ["closure Q2 suppressed"])
    // Closed once more, told, opened once more: news to the one who was told.
    let again = try await hire(position, first, connection)
    try await nights.run(on: days(2))
    try await nights.deliver()
    #expect(try await kinds(on: days(2), nights) == ["closure Q2 sent"])
    try await RecordedHire.undo(again, by: author, connection)
    try await nights.run(on: days(3))
    #expect(try await kinds(on: days(3), nights) == ["candidate_digest Q2 pending"])
  }

  @Test func `or is held after a digest was composed is not shown by it`() async throws {
    let nights = try Nights(TestDatabase.current)
    let database = nights.database
    try await database.take(.companies, [World.company(1)])
    try await database.take(.positions, [World.position("A", of: 1)])
    try await database.take(.candidates, [World.candidate("Q1")])
    try await nights.run()
    try await database.take(
      .positions, [World.position("A", of: 1, ["title": "Jeune gestionnaire"])])
    #expect(try await nights.deliver().suppressed == 2)
    #expect(nights.messages.isEmpty)
    // Held, it is in no list and no digest of the next night either.
    try await database.take(.positions, [World.position("B", of: 1)])
    try await nights.run(on: days(1))
    let shown = try await database.open().rows(
      """
      select distinct p.reference from match.listing l
      join match.run r on r.id = l.run and r.business_date = \(PostgresDate(days(1)))
      join app.position p on p.id = l.position
      """
    ).decode(as: String.self)
    #expect(shown == ["B"])
    try await nights.deliver()
    #expect(!nights.messages.isEmpty)
    #expect(!nights.messages.values.contains { $0.contains("Jeune gestionnaire") })
  }

  @Test func `tells candidates what it tells of access, hours, remote days and housing`()
    async throws
  {
    let nights = try Nights(TestDatabase.current)
    let database = nights.database
    try await database.take(.companies, [World.company(1)])
    try await database.take(
      .positions,
      [
        World.position(
          "A", of: 1,
          [
            "access_without_car": "Gare à 900 m", "working_hours": "35 h", "remote_days": "2",
            "housing_help": "Studio", "description": "Fiabiliser les flux.",
          ]),
        World.position("B", of: 1),
      ])
    try await database.take(.candidates, [World.candidate("Q1")])
    try await nights.run()
    let connection = try await database.open()
    let digest = try CandidateDigest(
      json: try await connection.one(
        "select view::text from mail.outbox where kind = 'candidate_digest'", as: String.self))
    let items = Dictionary(grouping: digest.items, by: { $0.dailyLife != nil })
    let told = try #require(items[true]?.first)
    #expect(told.dailyLife?.remoteDays == 2 && told.description == "Fiabiliser les flux.")
    // Never scored: the same position without it has the same score.
    #expect(items[false]?.first?.score == told.score)
    let text = try digest.rendered().text.replacing(/\s+/, with: " ")
    for line in ["Gare à 900 m", "35 h", "2 jours par semaine", "Studio"] {
      #expect(text.contains(line), "\(line)")
    }
  }
}
