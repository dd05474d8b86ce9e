import Programme
import Testing

@testable import Digest

@Suite struct `A planned digest` {
  func draft(_ counts: [Int], near: Int = 0) -> CompanyDigest {
    CompanyDigest(
      date: Fixtures.today,
      sites: counts.indices.map { Site(siret: "\($0)", companyName: "Plastiform") },
      positions: counts.enumerated().map { position, count in
        PositionBlock(
          position: "P-\(position)", siret: "\(position)", title: "Poste \(position)",
          items: (0..<count).map { Fixtures.profile("T-\($0)", position: "P-\(position)") }
            + (0..<near).map {
              Fixtures.profile("N-\($0)", position: "P-\(position)", away: .area)
            })
      })
  }

  @Test func `is nothing when there is nothing new`() throws {
    #expect(draft([]).planned(after: []) == nil)
    #expect(draft([0, 0]).planned(after: []) == nil)
    let first = try #require(draft([3], near: 1).planned(after: []))
    #expect(draft([3], near: 1).planned(after: first.toldItems) == nil)
    #expect(draft([2]).planned(after: first.toldItems) == nil)
  }

  @Test func `shows at most five per position and ten in all, shared among positions`() throws {
    let one = try #require(draft([9]).planned(after: []))
    #expect(one.positions[0].items.map(\.code) == ["T-0", "T-1", "T-2", "T-3", "T-4"])
    #expect(one.hiddenCount == 4)
    let many = try #require(draft([9, 9, 9, 9]).planned(after: []))
    #expect(many.positions.map(\.items.count) == [3, 3, 2, 2])
    #expect(many.hiddenCount == 26)
  }

  @Test func `puts matches before near profiles, and those before what is known`() throws {
    let told = draft([2]).positions[0].items.map(\.told)
    let digest = try #require(draft([5], near: 4).planned(after: told))
    let items = digest.positions[0].items
    #expect(items.count { $0.away == nil && $0.isNews } == 3)
    #expect(items.count { $0.away != nil } == 2)
    #expect(items.count { $0.standing == .stillOpen } == 0)
    #expect(digest.hiddenCount == 2)
  }

  @Test func `goes out for a near profile alone`() throws {
    let digest = try #require(draft([0], near: 1).planned(after: []))
    #expect(digest.positions[0].items.map(\.code) == ["N-0"])
  }

  @Test func `repeats what is still open beside what is new, but not what was near`() throws {
    let told = draft([1], near: 1).positions[0].items.map(\.told)
    let digest = try #require(draft([2], near: 1).planned(after: told))
    #expect(digest.positions[0].items.map(\.standing) == [.stillOpen, .new])
    #expect(digest.toldItems.map(\.candidate) == ["C-T-1"])
  }

  @Test func `says what changed`() throws {
    var draft = draft([1])
    let told = draft.positions[0].items.map(\.told)
    draft.positions[0].items[0].tell { $0.availableDay = Fixtures.day(2027, 3, 1) }
    draft.positions[0].items[0].score = 1
    let digest = try #require(draft.planned(after: told))
    #expect(digest.positions[0].items[0].standing == .changed([.availability]))
    draft.positions[0].items[0].tell { _ in }
    #expect(draft.planned(after: told) == nil)
    // Others who come or leave make it finer or coarser: that is no news of this one.
    draft.positions[0].items[0].tell(on: .regions) { _ in }
    #expect(draft.planned(after: told) == nil)
  }

  @Test func `tells of a near profile that has come to match`() throws {
    var draft = draft([0], near: 1)
    let told = draft.positions[0].items.map(\.told)
    draft.positions[0].items[0].away = nil
    let digest = try #require(draft.planned(after: told))
    #expect(digest.positions[0].items[0].standing == .changed([.away]))
  }

  @Test func `does not call it a change when a day goes by`() {
    var draft = CandidateDigest(date: Fixtures.day(2027, 1, 3), items: [Fixtures.position("P-1")])
    let told = draft.items.map(\.told)
    draft.date = Fixtures.day(2027, 1, 10)
    #expect(draft.planned(after: told) == nil)
  }

  @Test func `brings back once what may never have arrived`() throws {
    let draft = draft([2])
    let told = draft.positions[0].items.map(\.told).map { told in
      var told = told
      told.isUncertain = true
      return told
    }
    let digest = try #require(draft.planned(after: told))
    #expect(digest.positions[0].items.map(\.standing) == [.reminder, .reminder])
    #expect(digest.toldItems.allSatisfy { !$0.isUncertain })
    #expect(draft.planned(after: digest.toldItems) == nil)
  }

  @Test func `tells each pair exactly once over the nights, whatever the numbers`() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = Seeded(state: seed)
    for _ in 0..<200 {
      let counts = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
        Int.random(in: 0...12, using: &generator)
      }
      let draft = draft(counts, near: Int.random(in: 0...4, using: &generator))
      var told: [ToldItem] = []
      var nights = 0
      while let digest = draft.planned(after: told) {
        #expect(digest.positions.allSatisfy { (1...5).contains($0.items.count) }, "seed \(seed)")
        #expect(digest.positions.map(\.items.count).reduce(0, +) <= 10, "seed \(seed)")
        #expect(!digest.toldItems.isEmpty, "seed \(seed)")
        told += digest.toldItems
        nights += 1
        guard nights < 100 else { break }
      }
      let all = draft.positions.flatMap(\.items)
      #expect(
        Set(told.map { "\($0.position) \($0.candidate)" }).count == told.count, "seed \(seed)")
      #expect(told.count == all.count, "seed \(seed)")
    }
  }

  /// A draft with the label of a hire due on 2027-01-10, and what else is told.
  private func due(_ today: Day, profiles: Int = 0) throws -> CompanyDigest {
    var draft = draft([profiles])
    draft.date = today
    let item = DeadlineItem(
      hire: "H-1", siret: "0", deadline: Deadline(what: .label, on: Fixtures.day(2027, 1, 10)),
      hiredDay: Fixtures.day(2026, 7, 10), today: today)
    draft.deadlines = item.map { HireDeadlines(items: [$0]) }
    return draft
  }

  @Test func `tells a deadline once within 60 days and once within 14`() throws {
    var told: [ToldItem] = []
    var days: [String] = []
    for number in 0..<120 {
      let today = Fixtures.day(2026, 10, 1).adding(days: number)
      guard let digest = try due(today).planned(after: told) else { continue }
      #expect(digest.positions.isEmpty && digest.deadlines?.items.count == 1)
      #expect(!digest.toldItems.isEmpty)
      told = digest.toldItems
      days.append("\(today)")
    }
    #expect(days == ["2026-11-11", "2026-12-27"])
    // Who was told nothing before hears of it until two weeks after, and then no more.
    #expect(try due(Fixtures.day(2027, 1, 24)).planned(after: []) != nil)
    #expect(try due(Fixtures.day(2027, 1, 25)).planned(after: []) == nil)
  }

  @Test func `tells a deadline again when its day changes, beside profiles or alone`() throws {
    let today = Fixtures.day(2026, 12, 1)
    let first = try #require(try due(today, profiles: 1).planned(after: []))
    #expect(first.positions.count == 1 && first.toldItems.count == 2)
    #expect(try due(today, profiles: 1).planned(after: first.toldItems) == nil)
    let beside = try #require(try due(today, profiles: 2).planned(after: first.toldItems))
    #expect(beside.deadlines == nil && beside.toldItems.count == 1)
    var moved = try due(today, profiles: 1)
    moved.deadlines?.items[0].day = Fixtures.day(2027, 1, 9)
    let again = try #require(moved.planned(after: first.toldItems))
    #expect(again.positions.isEmpty)
    #expect(again.deadlines?.items[0].standing == .changed([.deadline]))
  }

  @Test func `holds five deadlines at most, and the others come next`() throws {
    var draft = draft([])
    draft.deadlines = HireDeadlines(
      items: (0..<7).compactMap {
        Fixtures.deadline(.label, Fixtures.day(2026, 12, 1), hire: "H-\($0)")
      })
    let first = try #require(draft.planned(after: []))
    #expect(first.deadlines?.items.count == 5 && first.deadlines?.hiddenCount == 2)
    // The room they take is that of profiles.
    draft.positions = self.draft([4, 4]).positions
    #expect(draft.planned(after: [])?.positions.map(\.items.count) == [3, 2])
    draft.positions = []
    let second = try #require(draft.planned(after: first.toldItems))
    #expect(second.deadlines?.items.map(\.hire) == ["H-5", "H-6"])
    #expect(draft.planned(after: first.toldItems + second.toldItems) == nil)
  }

  @Test func `of before labels and deadlines is still read`() throws {
    var digest = try #require(draft([1]).planned(after: []))
    digest.templateVersion = 1
    let json = try digest.json()
    #expect(!json.contains("deadlines") && !json.contains("label\":{"))
    #expect(try CompanyDigest(json: json) == digest)
  }

  @Test func `of a candidate holds ten positions at most`() throws {
    let draft = CandidateDigest(
      date: Fixtures.today, items: (0..<13).map { Fixtures.position("P-\($0)") })
    let digest = try #require(draft.planned(after: []))
    #expect(digest.items.count == 10)
    #expect(digest.hiddenCount == 3)
    #expect(digest.toldItems.count == 10)
  }

  @Test func `keeps of several sites those with something to tell`() throws {
    let digest = try #require(draft([2, 0, 1]).planned(after: []))
    #expect(digest.sites.map(\.siret) == ["0", "2"])
  }

  @Test func `of a lead shows what is to be done until it is done, once there is something new`()
    throws
  {
    func draft(_ reason: UnreachablePosition.Reason, _ codes: [String]) -> LeadDigest {
      let waiting = UnreachablePosition(
        Fixtures.name("P-1", "Chef d'atelier"), reason: reason, matchCount: 2, nearCount: 0)
      let profiles = codes.map {
        ProposedPosition.Profile(position: "P-2", candidate: "C-\($0)", code: $0)
      }
      return LeadDigest(
        date: Fixtures.today,
        territories: [
          TerritoryBlock(
            territory: "2023-2027:ti-0000", name: "Haut-Bugey", unreachable: [waiting],
            proposed: [ProposedPosition(Fixtures.name("P-2", "Acheteur"), profiles: profiles)]),
          TerritoryBlock(territory: "2023-2027:ti-0000", name: "Anjou Bleu"),
        ])
    }
    let first = try #require(draft(.none, ["T-1"]).planned(after: []))
    #expect(first.territories.map(\.name) == ["Haut-Bugey"])
    #expect(draft(.none, ["T-1"]).planned(after: first.toldItems) == nil)
    let second = try #require(draft(.none, ["T-1", "T-2"]).planned(after: first.toldItems))
    #expect(second.territories[0].unreachable.map(\.standing) == [.stillOpen])
    #expect(second.territories[0].proposed[0].profiles.map(\.code) == ["T-2"])
    let third = try #require(draft(.never, ["T-1"]).planned(after: first.toldItems))
    #expect(third.territories[0].unreachable.map(\.standing) == [.changed([.reach])])
    #expect(third.territories[0].proposed.isEmpty)
  }

  @Test func `of a lead tells later what it has no room for, whatever the number of territories`()
    throws
  {
    let territories = (0..<3).map { territory in
      TerritoryBlock(
        territory: "2023-2027:ti-0000", name: "Territoire \(territory)",
        starving: (0..<9).map {
          StarvingPosition(
            Fixtures.name("P-\(territory)-\($0)", "Poste"), remedy: .area, gain: 9 - $0)
        })
    }
    let draft = LeadDigest(date: Fixtures.today, territories: territories)
    var told: [ToldItem] = []
    var mails = 0
    while let digest = draft.planned(after: told) {
      let shown = digest.territories.map { $0.starving.count(where: \.isNews) }
      #expect(shown.allSatisfy { (1...5).contains($0) } && shown.reduce(0, +) <= 5)
      #expect(digest.hiddenCount == 27 - told.count - shown.reduce(0, +))
      told += digest.toldItems
      mails += 1
    }
    #expect(told.count == 27 && Set(told.map(\.position)).count == 27 && mails > 5)
  }

  @Test func `of a CFA comes with what is new or counts otherwise, and not without`() throws {
    func draft(_ counts: [Int]) -> CFADigest {
      CFADigest(
        date: Fixtures.today, notice: "",
        schools: [
          SchoolBlock(
            provider: "1", name: "CFA", kilometres: 50, sentences: [], positionCount: 9,
            openingCount: 9, openedCount: 9,
            asked: counts.enumerated().map { place, count in
              UntaughtSkill(
                provider: "1", skill: "S\(place)", label: "Compétence \(place)",
                positionCount: count, openingCount: count, starvingCount: 0, communeNames: [])
            })
        ])
    }
    #expect(draft([]).planned(after: []) == nil)
    let first = try #require(draft([9, 8, 7, 6, 5, 4, 3]).planned(after: []))
    #expect(first.schools[0].asked.map(\.positionCount) == [9, 8, 7, 6, 5])
    #expect(first.hiddenCount == 2 && first.toldItems.count == 5)
    #expect(draft([9, 8, 7, 6, 5]).planned(after: first.toldItems) == nil)
    let second = try #require(draft([9, 8, 7, 6, 5, 4]).planned(after: first.toldItems))
    #expect(second.schools[0].asked.map(\.standing).prefix(2) == [.new, .stillOpen])
    #expect(second.toldItems.count == 1)
    let third = try #require(draft([9, 2]).planned(after: first.toldItems))
    #expect(third.schools[0].asked.map(\.standing) == [.changed([.demand]), .stillOpen])
  }

  @Test func `of a CFA with several shares the room, and tells each other gap once`() throws {
    func gaps(_ provider: String) -> [GapLine] {
      (0..<4).map {
        GapLine(
          provider: provider, item: "R\($0)", label: "Titre", kind: .taughtNotAsked(trainings: 1))
      }
    }
    let draft = CFADigest(
      date: Fixtures.today, notice: "",
      schools: (0..<3).map { school in
        SchoolBlock(
          provider: "\(school)", name: "CFA \(school)", kilometres: 50, sentences: [],
          positionCount: 9, openingCount: 9, openedCount: 9,
          asked: (0..<3).map {
            UntaughtSkill(
              provider: "\(school)", skill: "S\($0)", label: "L", positionCount: 1,
              openingCount: 1, starvingCount: 0, communeNames: [])
          }, gaps: school == 0 ? gaps("0") : [])
      })
    let digest = try #require(draft.planned(after: []))
    #expect(digest.schools.map(\.asked.count) == [1, 1, 1] && digest.schools[0].gaps.count == 2)
    #expect(digest.hiddenCount == 6 && digest.toldItems.count == 5)
    let next = try #require(draft.planned(after: digest.toldItems))
    #expect(next.schools[0].gaps.map(\.item) == ["R2", "R3"])
  }

  @Test func `survives its JSON, whose bytes are always the same`() throws {
    for (_, digest) in Fixtures.company {
      let json = try digest.json()
      #expect(try CompanyDigest(json: json) == digest)
      #expect(try digest.json() == json)
    }
    for (_, digest) in Fixtures.candidate {
      #expect(try CandidateDigest(json: digest.json()) == digest)
    }
    for (_, digest) in Fixtures.cfa {
      #expect(try CFADigest(json: digest.json()) == digest)
    }
    for (_, digest) in Fixtures.lead {
      #expect(try LeadDigest(json: digest.json()) == digest)
    }
    #expect(try Fixtures.companyOne.json().contains(#""date":"2026-12-01""#))
    #expect(throws: DecodingError.self) { try CompanyDigest(json: "{}") }
  }

  struct Seeded: RandomNumberGenerator {
    var state: UInt64
    /// SplitMix64.
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
      return mixed ^ mixed >> 31
    }
  }
}
