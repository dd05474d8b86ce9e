import Digest
import Exchange
import Nightly
import Postgres
import Programme
import Store
import TestSupport
import Testing

private let author = Author(
  name: "Camille", at: Timestamp(microsecondsSince1970: 1_795_864_602_000_000))

private func days(_ number: Int) -> Day { World.today.adding(days: number) }

@Suite(.database) struct `News of the programme` {
  /// Records a hire whose label must be asked for so many days from today, and gives its id.
  private func hire(_ company: Int, labelIn number: Int, _ database: TestDatabase) async throws
    -> String
  {
    let hire = RecordedHire.New(
      siret: try SIRET(World.siret(company)), contract: .cdi,
      hiredOn: days(number).adding(months: -6))
    return try await RecordedHire.record(hire, by: author, database.open()).id
  }

  /// The digests of companies that are stored for a day, by the company's name.
  private func digests(on day: Day, _ nights: borrowing Nights) async throws -> [String:
    CompanyDigest]
  {
    let views = try await nights.database.open().rows(
      """
      select view::text from mail.outbox
      where kind = 'company_digest' and business_date = \(PostgresDate(day))
      """
    ).decode(as: String.self)
    return Dictionary(
      try views.map { try CompanyDigest(json: $0) }.compactMap { digest in
        digest.sites.first.map { ($0.companyName, digest) }
      },
      uniquingKeysWith: { first, _ in first })
  }

  @Test func `tells a company what is due for its hires, twice in all, and no other`() async throws
  {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    // The third company has a hire, and no position any more.
    try await nights.database.take(.companies, [World.company(3)])
    let first = try await hire(1, labelIn: 50, nights.database)
    let third = try await hire(3, labelIn: 20, nights.database)
    _ = try await hire(2, labelIn: 100, nights.database)

    try await nights.run()
    let told = try await digests(on: days(0), nights)
    #expect(told.count == 3)
    let ours = try #require(told["Atelier 1 (fictif)"])
    #expect(ours.deadlines?.items.map(\.hire) == [first] && !ours.positions.isEmpty)
    #expect(ours.deadlines?.items.map(\.day) == [days(50)])
    #expect(told["Atelier 2 (fictif)"]?.deadlines == nil)
    let alone = try #require(told["Atelier 3 (fictif)"])
    #expect(alone.deadlines?.items.map(\.hire) == [third] && alone.positions.isEmpty)
    #expect(try alone.rendered().text.contains("Demandez le label VTE au plus tard"))

    var nightsThatTell: [Int: [String]] = [:]
    try await nights.deliver()
    for number in [1, 6, 7, 35, 36, 37, 39, 40, 41, 51] {
      try await nights.run(on: days(number))
      let names = try await digests(on: days(number), nights).filter { $0.value.deadlines != nil }
      if !names.isEmpty { nightsThatTell[number] = names.keys.sorted() }
      try await nights.deliver()
    }
    #expect(
      nightsThatTell == [
        6: ["Atelier 3 (fictif)"], 36: ["Atelier 1 (fictif)"], 40: ["Atelier 2 (fictif)"],
      ])
    #expect(nights.messages.values.allSatisfy { !$0.contains(first) && !$0.contains(third) })
  }

  @Test func `about a hire is told by the night of its territory, and not once it is undone`()
    async throws
  {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    let id = try await hire(1, labelIn: 10, nights.database)
    try await nights.run(territories: ["ti-2402"])
    #expect(try await digests(on: days(0), nights).values.allSatisfy { $0.deadlines == nil })
    try await RecordedHire.undo(id, by: author, nights.database.open())
    try await nights.run(on: days(1))
    #expect(try await digests(on: days(1), nights).values.allSatisfy { $0.deadlines == nil })
    let again = try await hire(1, labelIn: 10, nights.database)
    try await nights.run(on: days(2), territories: ["ti-9305"])
    let told = try await digests(on: days(2), nights)
    #expect(told["Atelier 1 (fictif)"]?.deadlines?.items.map(\.hire) == [again])
    // Undone after it was composed: that digest stays here, and what else it told comes next.
    try await RecordedHire.undo(again, by: author, nights.database.open())
    #expect(try await nights.deliver().suppressed == 1)
    try await nights.run(on: days(3))
    let next = try #require(try await digests(on: days(3), nights)["Atelier 1 (fictif)"])
    #expect(next.deadlines == nil && !next.positions.isEmpty)
  }

  @Test func `is the same byte for byte however often a night is done`() async throws {
    let database = try TestDatabase.current
    try await database.takeWorld()
    _ = try await hire(1, labelIn: 50, database)
    _ = try await hire(1, labelIn: 5, database)
    let nights = try Nights(database)
    try await nights.run()
    try await nights.deliver()
    let fingerprint = try await nights.fingerprint()
    try await nights.run()
    #expect(try await nights.fingerprint() == fingerprint)
    try await TestDatabase.withAnother { other in
      try await other.takeWorld()
      let hires = `News of the programme`()
      _ = try await hires.hire(1, labelIn: 50, other)
      _ = try await hires.hire(1, labelIn: 5, other)
      let again = try Nights(other)
      await #expect(throws: Killed.self) {
        try await again.run { step, isCommitted in
          if step == .compose, !isCommitted { throw Killed() }
        }
      }
      try await again.run()
      try await again.deliver()
      #expect(try await again.fingerprint() == fingerprint)
    }
  }

  @Test func `names the label a position may carry, what to confirm, and nothing where it is a no`()
    async throws
  {
    let nights = try Nights(TestDatabase.current)
    let database = nights.database
    try await database.take(
      .companies, [World.company(1, ["naf": "25.62B"]), World.company(2, ["naf": "25.62B"])])
    try await database.take(
      .positions,
      [
        World.position("A", of: 1),
        // Beaune lies in no territory.
        World.position("B", of: 1, ["commune": "21054"]),
        World.position("C", of: 2, ["contracts": "cdd", "duration_months": "6"]),
        World.position("D", of: 2, ["contracts": "cdi|cdd", "duration_months": "6"]),
      ])
    try await database.take(
      .candidates,
      [
        World.candidate("Q1", ["areas": "country", "contracts": "cdi|cdd"]),
        World.candidate(
          "Q2", ["areas": "country", "contracts": "cdi|cdd", "diploma_on": "2026-07-01"]),
      ])
    try await nights.run()
    let told = try await digests(on: days(0), nights)
    let blocks = told.values.flatMap(\.positions)
    func label(_ reference: String) -> LabelLine? {
      blocks.first { $0.title.hasSuffix(reference) }?.label
    }
    #expect(blocks.count == 4)
    #expect(label("A")?.scheme == .vteTI && label("A")?.toConfirm == [.mission, .companySize])
    #expect(label("B")?.scheme == .vte && label("B")?.toConfirm == [.mission, .companySize])
    #expect(label("C") == nil)
    #expect(label("D")?.toConfirm == [.contract, .mission])
    #expect(told.values.allSatisfy { $0.aidCheckedDay == Day(iso: "2026-11-01") })

    // A candidate without a date of diploma reads that first; who has one, what is left.
    let candidates = try await database.open().rows(
      """
      select c.reference, o.view::text from mail.outbox o
      join app.candidate c on c.id = o.recipient where o.kind = 'candidate_digest'
      """
    ).decode(as: (String, String).self)
    #expect(candidates.count == 2)
    for (reference, view) in candidates {
      let items = try CandidateDigest(json: view).items
      let item = try #require(items.first { $0.title.hasSuffix("A") })
      #expect(
        item.label?.toConfirm
          == (reference == "Q1" ? [.talentGraduate, .mission] : [.mission, .companySize]))
      #expect(items.filter { $0.title.hasSuffix("C") }.allSatisfy { $0.label == nil })
    }
  }

  @Test func `agrees with the checklist for every position and contract of the demo`() async throws
  {
    let database = try TestDatabase.current
    try await database.takeDemo()
    let connection = try await database.open()
    let book = try await RuleBook.read(connection)
    let ids = try await connection.rows("select id from app.position order by id").decode(
      as: String.self)
    let positions = try await PositionKnowledge.read(
      all: ids, Workplaces.read(connection), connection)
    #expect(positions.count == ids.count && ids.count > 20)
    for position in positions {
      for contract in Contract.allCases {
        let facts = HireFacts(position, nil, on: World.today, contract: contract)
        let sheet = book.judge(facts)
        let due = [Scheme.vteTI, .vte].first {
          sheet.result($0, about: [.position, .company]) != .no
        }
        let prospect = book.prospect(of: facts, under: [contract])
        #expect(prospect?.scheme == due, "\(position.id) \(contract)")
        guard let due, let prospect else { continue }
        let open = sheet.outcomes.filter {
          $0.scheme == due && $0.result == .unknown && $0.rule.decides
            && [.position, .company].contains($0.rule.subject)
        }
        #expect(Set(prospect.open) == Set(open.map(\.rule)), "\(position.id) \(contract)")
      }
    }
  }
}
