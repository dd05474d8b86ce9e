import Exchange
import Matching
import Postgres
import Programme
import Store
import TestSupport
import Testing

@testable import Nightly

@Suite(.database) struct `A night whose short lists are not sound` {
  /// What an allocator could do wrong, and what it is called.
  enum Mistake: CaseIterable, Sendable {
    case aFailingGate, tooManyLists, aPlaceTooFar, nobodyThough, somebodyTwice

    var names: Set<Property.Name> {
      switch self {
      case .aFailingGate: [.gates, .listed]
      case .tooManyLists: [.ceiling]
      case .aPlaceTooFar: [.capacity]
      case .nobodyThough: [.floor]
      case .somebodyTwice: [.listed]
      }
    }

    func make(in allocation: inout Allocation, _ lists: [PositionList], barred: String) {
      let first = allocation.positions[0].matches[0]
      switch self {
      case .aFailingGate:
        allocation.positions[0].matches[0] = first.renamed(
          position: first.position, candidate: barred)
      case .tooManyLists:
        for (index, list) in lists.enumerated() {
          allocation.positions[index].matches = list.matches
        }
      case .aPlaceTooFar: allocation.positions[0].matches[0].rank = 6
      case .nobodyThough: allocation.positions[0].matches = []
      case .somebodyTwice: allocation.positions[0].matches.append(first)
      }
    }
  }

  /// Five positions that four candidates fit, and one candidate whom a gate keeps apart.
  private func world(_ nights: borrowing Nights) async throws -> String {
    let database = nights.database
    try await database.take(.companies, [World.company(1)])
    try await database.take(
      .positions, ["A", "B", "C", "D", "E"].map { World.position($0, of: 1) })
    try await database.take(
      .candidates,
      (1...4).map { World.candidate("Q\($0)", ["min_pay": "\(28_000 + $0 * 500)"]) }
        + [World.candidate("Q5", ["contracts": "apprentissage"])])
    return try await database.open().one(
      "select id from app.candidate where reference = 'Q5'", as: String.self)
  }

  private func broken(
    _ nights: borrowing Nights, engine: Night.Engine = Night.Engine(),
    checkpoint: @escaping Night.Checkpoint = { _, _ in }
  ) async throws -> (names: Set<Property.Name>, areRecorded: Bool)? {
    do {
      try await nights.run(engine: engine, checkpoint: checkpoint)
      return nil
    } catch let error as NightError {
      guard case .propertiesBroken(let properties, _, let areRecorded) = error else { throw error }
      for property in properties {
        #expect(error.description.contains("\(property.name.rawValue) (\(property.value))"))
      }
      return (Set(properties.map(\.name)), areRecorded)
    }
  }

  private func expectNothingSent(_ nights: borrowing Nights, after state: String) async throws {
    let connection = try await nights.database.open()
    #expect(try await connection.one("select count(*) from mail.outbox", as: Int64.self) == 0)
    #expect(try await connection.one("select state from match.run", as: String.self) == state)
    #expect(try await nights.deliver().sent == 0)
  }

  private func stored(_ nights: borrowing Nights) async throws -> [String: Bool] {
    let run = try #require(try await Run.latest(1, nights.database.open()).first)
    let properties = try await run.properties(nights.database.open())
    return Dictionary(uniqueKeysWithValues: properties.map { ($0.name, $0.isHeld) })
  }

  @Test(arguments: Mistake.allCases)
  func `as an allocator made them stops before anything is stored or told`(
    mistake: Mistake
  ) async throws {
    let nights = try Nights(TestDatabase.current)
    let barred = try await world(nights)
    var engine = Night.Engine()
    engine.allocate = { matcher, lists, already in
      var allocation = matcher.allocate(lists, already: already)
      mistake.make(in: &allocation, lists, barred: barred)
      return allocation
    }
    let refused = try #require(try await broken(nights, engine: engine))
    #expect(mistake.names.isSubset(of: refused.names) && !refused.areRecorded)
    try await expectNothingSent(nights, after: "match")
    let held = try await stored(nights)
    for name in mistake.names { #expect(held[name.rawValue] == false) }
    // Repaired, the same night goes on.
    #expect(try await nights.run().runs.map(\.wasInterrupted) == [true])
    #expect(try await stored(nights).values.allSatisfy(\.self))
    #expect(try await nights.deliver().sent > 0)
  }

  @Test func `because ids have a say in them is refused as the copy is listed otherwise`()
    async throws
  {
    let nights = try Nights(TestDatabase.current)
    _ = try await world(nights)
    var engine = Night.Engine()
    engine.rank = { matcher, threads in
      try await matcher.lists(threads: threads).map { list in
        var matches = list.matches.sorted { $0.candidate < $1.candidate }
        for place in matches.indices { matches[place].rank = place + 1 }
        return PositionList(
          position: list.position, matches: matches, near: list.near, matchCount: list.matchCount,
          nearCount: list.nearCount)
      }
    }
    #expect(try await broken(nights, engine: engine)?.names == [.counterfactual])
    try await expectNothingSent(nights, after: "match")
    #expect(try await broken(nights) == nil)
  }

  @Test(
    arguments: [
      ("update match.listing set slot = slot + 5 where slot is not null", [.capacity]),
      ("update match.listing set slot = rank where list = 'match'", [.ceiling]),
      (
        """
        update match.listing set slot = null
        where position = (select min(position) from match.listing)
        """, [.floor]
      ),
      (
        """
        update match.listing l set list = 'match', away_kind = null, away_id = null
        from app.candidate c where c.reference = 'Q5' and l.candidate = c.id
        """, [.gates, .listed]
      ),
      (
        """
        update match.listing set score = score + 1 where slot = 1
        """, [.listed]
      ),
      (
        """
        insert into match.shortage (run, ordinal, positions, candidates, room)
        select id, 1, '{nowhere}', '{nobody}', 0 from match.run
        """, []
      ),
    ] as [(String, Set<Property.Name>)])
  func `as they were changed in the table are refused until they are put back`(
    change: String, names: Set<Property.Name>
  ) async throws {
    let database = try TestDatabase.current
    let nights = try Nights(database)
    _ = try await world(nights)
    let isHarmless = names.isEmpty
    let refused = try await broken(nights) { step, isCommitted in
      guard step == .record, isCommitted else { return }
      let superuser = try await database.open(as: .superuser)
      try await superuser.run("create table app.kept as select * from match.listing")
      try await superuser.script(change)
    }
    if isHarmless {
      #expect(refused == nil)
      return
    }
    let found = try #require(refused)
    #expect(names.union([.recorded]).isSubset(of: found.names) && found.areRecorded, "\(found)")
    try await expectNothingSent(nights, after: "record")
    // Once more it is refused again, for the same reason.
    #expect(try await broken(nights)?.names == found.names)
    let superuser = try await database.open(as: .superuser)
    try await superuser.script(
      """
      delete from match.listing;
      insert into match.listing select * from app.kept;
      """)
    try await nights.run()
    #expect(try await nights.deliver().sent > 0)
    #expect(try await stored(nights).values.allSatisfy(\.self))
  }

  @Test func `for want of candidates still says who competes for whom`() async throws {
    let nights = try Nights(TestDatabase.current)
    let database = nights.database
    try await database.take(.companies, [World.company(1)])
    try await database.take(
      .positions, ["A", "B", "C", "D", "E"].map { World.position($0, of: 1) })
    try await database.take(.candidates, [World.candidate("Q1")])
    try await nights.run()
    let connection = try await database.open()
    let run = try #require(try await Run.latest(1, connection).first)
    let shortages = try await run.shortages(connection)
    #expect(shortages.map(\.positions.count) == [5] && shortages.map(\.room) == [3])
    #expect(try await stored(nights)["floor"] == true)
    #expect(try await run.figures(connection)["served"] == 3)
  }

  @Test func `reads no name, address or civility: exchanged, the frozen input stays the same`()
    async throws
  {
    let database = try TestDatabase.current
    try await database.takeDemo()
    let nights = try Nights(database)
    try await nights.run()
    let digest: SQL = "select encode(input_digest, 'hex') from match.run"
    let before = try await database.open().one(digest, as: String.self)
    try await TestDatabase.withAnother { other in
      try await other.takeDemo()
      let changed = try await other.open(as: .superuser)
      try await changed.script(
        """
        update app.candidate_identity i set
          given_name = o.given_name, family_name = o.family_name, email = o.email || 'x'
        from (select candidate, given_name, family_name, email,
            lead(candidate, 1, (select min(candidate) from app.candidate_identity))
              over (order by candidate) as next
          from app.candidate_identity) as o
        where o.next = i.candidate;
        update app.contact set
          civility = case civility when 'Mme' then 'M.' else 'Mme' end,
          name = reverse(name), email = 'autre-' || email;
        update app.company set name = reverse(name);
        """)
      let nights = try Nights(other)
      try await nights.run()
      #expect(try await other.open().one(digest, as: String.self) == before)
    }
  }
}
