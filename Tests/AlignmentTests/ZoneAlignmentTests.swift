import Matching
import Programme
import Testing

@testable import Alignment

@Suite struct `What is asked and taught in a zone` {
  @Test func `counts a training at every lower level, whichever comes first`() throws {
    let offers = [
      SmallWorld.offer("1", level: 7, occupations: ["H1"]),
      SmallWorld.offer("2", level: 5, occupations: ["H1"]),
    ]
    for offers in [offers, offers.reversed()] {
      let alignment = try #require(SmallWorld(offers: offers).landscape.first)
      #expect(alignment.row(.occupation("H1", level: 7))?.offers.count == 1)
      #expect(alignment.row(.occupation("H1", level: 5))?.offers.count == 2)
    }
  }

  @Test func `counts around a CFA what others teach of what it teaches, whichever comes first`()
    throws
  {
    let offers = [
      SmallWorld.offer("1", of: "B", skills: ["lean"]),
      SmallWorld.offer("2", of: "A", skills: ["lean"]),
    ]
    for offers in [offers, offers.reversed()] {
      let landscape = SmallWorld(offers: offers).landscape
      let zone = try #require(landscape.zone(provider: "A", SmallWorld.range))
      let row = landscape.alignment(of: zone).row(.skill("lean"))
      #expect(row?.offers.count == 2)
    }
  }

  @Test func `says that the catalogue has no training of level 5 to 7 inside, and who has one`()
    throws
  {
    var world = SmallWorld(offers: [
      SmallWorld.offer("1", level: 4, isCatalogue: true),
      SmallWorld.offer("2", of: "B", in: "06001", level: 6, isCatalogue: true),
    ])
    #expect(try #require(world.landscape.first).lackOfHigherOffer?.contains("Aucun CFA") ?? false)
    world.offers.append(SmallWorld.offer("3", of: "C", level: 6))
    let lack = try #require(world.landscape.first?.lackOfHigherOffer)
    #expect(lack.contains("niveau") && lack.contains("C, à C49001"))
    world.offers.append(SmallWorld.offer("4", level: 5, isCatalogue: true))
    #expect(try #require(world.landscape.first).lackOfHigherOffer == nil)
  }

  @Test func `calls places stale that were told more than 60 days ago, or nobody knows when`()
    throws
  {
    func row(_ told: Day?) throws -> ZoneAlignment.Row {
      let session = TrainingOffer.Session(
        startsOn: SmallWorld.day.adding(months: 2), endsOn: nil, capacity: 12, remaining: nil,
        toldOn: told)
      let world = SmallWorld(offers: [SmallWorld.offer("1", skills: ["lean"], sessions: [session])])
      return try #require(world.landscape.first?.row(.skill("lean")))
    }
    let day = SmallWorld.day
    #expect(try !row(day.adding(days: -60)).arePlacesStale(on: day))
    #expect(try row(day.adding(days: -61)).arePlacesStale(on: day))
    #expect(try row(nil).arePlacesStale(on: day) && row(nil).places(from: day) == 12)
  }
}

@Suite struct `Of two reports that differ by one person` {
  /// Thirty talents of whom `holders` hold each of forty skills, and what is told of each skill.
  private static func told(_ holders: Int, others: Int = 30) throws -> [Int?] {
    let skills = (0..<40).map { "s\($0)" }
    let world = SmallWorld(
      positions: [SmallWorld.position("P", required: skills)],
      talents: (0..<holders).map { SmallWorld.talent("h\($0)", skills: skills) }
        + (0..<others).map { SmallWorld.talent("o\($0)") })
    let alignment = try #require(world.landscape.first)
    return try skills.map { try #require(alignment.row(.skill($0))).talents.atLeast }
  }

  @Test func `no number is told of fewer than five`() throws {
    for holders in 0..<5 { #expect(try Self.told(holders).allSatisfy { $0 == nil }) }
  }

  @Test func `the same persons are told of alike wherever they are counted`() throws {
    // Else the mean over many cells would be their exact number.
    for holders in 5..<20 { #expect(Set(try Self.told(holders)).count == 1) }
  }

  @Test func `what somebody holds changes no more than what they do not hold`() throws {
    // Ten skills, each held by a crowd of its own; the person who comes holds the first five.
    func told(_ round: Int, withPerson: Bool) throws -> [Int?] {
      let skills = (0..<10).map { "s\($0)" }
      var talents = skills.flatMap { skill in
        (0..<7).map { SmallWorld.talent("\(round) \(skill) \($0)", skills: [skill]) }
      }
      if withPerson { talents.append(SmallWorld.talent("x", skills: Array(skills.prefix(5)))) }
      let world = SmallWorld(
        positions: [SmallWorld.position("P", required: skills)], talents: talents)
      let alignment = try #require(world.landscape.first)
      return try skills.map { try #require(alignment.row(.skill($0))).talents.atLeast }
    }
    var changedHeld = 0
    var changedOther = 0
    for round in 0..<100 {
      let before = try told(round, withPerson: false)
      let after = try told(round, withPerson: true)
      let changed = zip(before, after).map { $0 != $1 }
      changedHeld += changed.prefix(5).count { $0 }
      changedOther += changed.suffix(5).count { $0 }
    }
    // 500 cells each: about 48 in 100 change whether or not the person is in them.
    #expect((180...320).contains(changedHeld), "\(changedHeld)")
    #expect((180...320).contains(changedOther), "\(changedOther)")
  }

  @Test func `a mismatch is told in fives that add up and are off by four at most`() throws {
    for count in 0...40 {
      for threshold in 0..<5 {
        let parts: [Mismatch.Part: Int] = [.quantity: count / 3, .skills: count - count / 3]
        let told = Mismatch.told(parts, threshold: threshold)
        let sum = told.values.reduce(0, +)
        #expect(sum % 5 == 0 && abs(sum - count) <= 4 && told.values.allSatisfy { $0 >= 0 })
      }
      let sums = (0..<5).map { Mismatch.told([.level: count], threshold: $0)[.level] ?? 0 }
      #expect(sums.reduce(0, +) == 5 * count, "right in the mean")
    }
  }
}

@Suite struct `Cohorts` {
  private static func member(
    _ id: String, _ certification: String, isMatched: Bool = false, wasHired: Bool = false
  ) -> Cohort.Member {
    Cohort.Member(
      id: id, certification: certification, diplomaOn: SmallWorld.day, isMatched: isMatched,
      away: isMatched ? nil : "area", wasShown: true, hasMet: wasHired, wasHired: wasHired)
  }

  @Test func `tell who matched, was shown, met and was hired, and why others match nothing`() throws
  {
    let members =
      (0..<10).map { Self.member("m\($0)", "RNCP1", isMatched: true) }
      + (10..<20).map { Self.member("m\($0)", "RNCP1") }
      + (20..<30).map { Self.member("m\($0)", "RNCP1", wasHired: true) }
    let cohort = try #require(SmallWorld().landscape.cohorts(members).first)
    #expect((25...30).contains(cohort.members.value) && (25...30).contains(cohort.shown.value))
    #expect([5, 10].contains(cohort.matched.value))
    #expect([5, 10].contains(cohort.met.value) && cohort.met == cohort.hired)
    #expect(cohort.reasons.map(\.reason) == ["area"])
    #expect(cohort.reasons.allSatisfy { [5, 10].contains($0.members.value) })
  }

  @Test
  func `are told of together where they are small, so that none shows that one person is there`()
    throws
  {
    let landscape = SmallWorld().landscape
    #expect(landscape.cohorts([Self.member("a", "RNCP1")]).isEmpty)
    let small = (0..<12).map { Self.member("m\($0)", "RNCP\($0)") }
    let cohorts = landscape.cohorts(small)
    #expect(cohorts.count == 1)
    let rest = try #require(cohorts.first)
    #expect(rest.isRest && rest.certification == nil && [5, 10].contains(rest.members.value))
  }
}
