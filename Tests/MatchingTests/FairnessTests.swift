import Testing

@testable import Matching

@Suite struct `A fairness report` {
  typealias Tally = FairnessRow.Tally

  private func world(_ seed: UInt64) -> World {
    World(seed: seed, positions: 20, candidates: 120)
  }

  private func showings(_ dice: inout Dice, _ snapshot: Snapshot) -> [Showing] {
    (0..<90).map { _ in
      Showing(
        position: dice.one(of: snapshot.positionIDs),
        candidate: dice.one(of: snapshot.candidateIDs),
        isNear: dice.chance(20), slot: 1, score: 500_000)
    }
  }

  @Test(arguments: Dice.seeds)
  func `counts everybody open to the matching once in each partition`(seed: UInt64) throws {
    var dice = Dice(seed)
    let snapshot = try world(seed).snapshot()
    let shown = showings(&dice, snapshot)
    var fairness = Fairness()
    fairness.add(snapshot, shown)
    fairness.add(snapshot, shown)
    let pool = (0..<snapshot.candidateCount).map { snapshot.candidate(at: $0) }
      .filter { $0.isOpen && $0.hasConsent }
    let counts = pool.map { candidate in
      shown.count { $0.candidate == candidate.id && !$0.isNear }
    }
    for row in fairness.rows where row.dimension == .level {
      let level = Int(row.group.dropFirst("level ".count))
      let own = pool.indices.filter { pool[$0].levelHeld == level }
      guard let tally = row.tally else { continue }
      #expect(tally.candidates == own.count, "\(row.group), seed \(seed)")
      #expect(tally.shown == own.count { counts[$0] > 0 }, "seed \(seed)")
      #expect(tally.showings == 2 * own.reduce(0) { $0 + counts[$1] }, "seed \(seed)")
      #expect(tally.shareOfPool == own.count * 1_000_000 / pool.count, "seed \(seed)")
      #expect(
        tally.shareOfShowings == tally.showings * 1_000_000 / (2 * counts.reduce(0, +)),
        "seed \(seed)")
    }
    #expect(Set(fairness.rows.map(\.dimension)) == Set(Fairness.Dimension.allCases))
  }

  @Test func `knows the age of a diploma and the width of an area`() throws {
    var world = World(seed: 1, positions: 4, candidates: 0)
    let day: (Int32) -> Int32 = { World.date - $0 }
    // On 2026-11-21: days ago, and the group.
    let ages: [(Int32?, String)] = [
      (nil, "not told"), (-1, "to come"), (0, "0 to 6 months"), (183, "0 to 6 months"),
      (184, "6 to 12 months"), (364, "6 to 12 months"), (365, "12 to 24 months"),
      (729, "12 to 24 months"), (730, "above 24 months"),
    ]
    func circle(_ kilometres: Double) -> Area {
      let chord = kilometres / 6371
      return .circle(
        World.points[0], chordSquaredLimit: Int64(chord * chord * Double(1 << 60)))
    }
    let widths: [([Area], String)] = [
      ([], "not told"), ([circle(15)], "circle up to 15 km"), ([circle(16)], "circle up to 30 km"),
      ([circle(60)], "circle up to 60 km"), ([circle(80)], "circle above 60 km"),
      ([.territory("t")], "territory"), ([.department("28")], "department"),
      ([.region("24")], "region"), ([.country], "country"), ([.country, circle(5)], "several"),
    ]
    var candidates: [Candidate] = []
    // Five of each, so that nothing is hidden.
    for copy in 0..<5 {
      for (index, age) in ages.enumerated() {
        candidates.append(
          Candidate(
            id: "a\(index).\(copy)", isOpen: true, hasConsent: true, diplomaDay: age.0.map(day)))
      }
      for (index, width) in widths.enumerated() {
        candidates.append(
          Candidate(
            id: "w\(index).\(copy)", isOpen: true, hasConsent: true, areas: width.0))
      }
    }
    world.candidates = candidates
    var fairness = Fairness()
    fairness.add(try world.snapshot(), [])
    func sizes(_ dimension: Fairness.Dimension) -> [String: Int] {
      Dictionary(
        uniqueKeysWithValues: fairness.rows.filter { $0.dimension == dimension }.map {
          ($0.group, $0.tally?.candidates ?? 0)
        })
    }
    #expect(
      sizes(.diplomaAge) == [
        "not told": 55, "to come": 5, "0 to 6 months": 10, "6 to 12 months": 10,
        "12 to 24 months": 10, "above 24 months": 5,
      ])
    #expect(
      sizes(.areaWidth) == [
        "not told": 50, "circle up to 15 km": 5, "circle up to 30 km": 5, "circle up to 60 km": 5,
        "circle above 60 km": 5, "territory": 5, "department": 5, "region": 5, "country": 5,
        "several": 5,
      ])
    #expect(sizes(.declaredPlace) == ["territory t": 5, "department 28": 5, "region 24": 5])
  }

  @Test func `counts in a territory who searches there and what they were shown there`() throws {
    var world = World(seed: 1, positions: 0, candidates: 0)
    for (id, territory) in [("p1", "t1"), ("p2", "t2"), ("p3", nil)] {
      world.positions.append(
        Position(
          id: id, company: "500000000", territory: territory, commune: "c\(id)", isOpen: true))
    }
    for copy in 0..<6 {
      world.candidates.append(
        Candidate(id: "a\(copy)", isOpen: true, hasConsent: true, areas: [.territory("t1")]))
      world.candidates.append(
        Candidate(id: "b\(copy)", isOpen: true, hasConsent: true, areas: [.country]))
    }
    var fairness = Fairness()
    let shown = [("p1", "a0"), ("p1", "b0"), ("p2", "b0"), ("p2", "b1"), ("p3", "b1")].map {
      Showing(position: $0.0, candidate: $0.1, isNear: false, slot: 1, score: 500_000)
    }
    fairness.add(try world.snapshot(), shown)
    let rows = fairness.rows.filter { $0.dimension == .territory }
    #expect(rows.map(\.group) == ["none", "t1", "t2"])
    #expect(rows.map { $0.tally?.candidates } == [6, 12, 6])
    #expect(rows.map { $0.tally?.shown } == [1, 2, 2])
    #expect(rows.map { $0.tally?.showings } == [1, 2, 2])
    #expect(rows.map { $0.tally?.shareOfShowings } == [200_000, 400_000, 400_000])
  }

  @Test(arguments: Dice.seeds)
  func `hides small groups so that none can be computed from the total`(seed: UInt64) {
    var dice = Dice(seed)
    for _ in 0..<200 {
      var tallies: [String: Tally] = [:]
      for group in 0..<dice.number(1...8) {
        var tally = Tally(pool: 100, allShowings: 50)
        for _ in 0..<dice.one(of: [1, 2, 3, 4, 5, 6, 9, 20]) { tally.count(dice.number(0...2)) }
        tallies["g\(group)"] = tally
      }
      let rows = FairnessRow.protected(.level, tallies)
      let hidden = rows.filter { $0.tally == nil }.compactMap { tallies[$0.group]?.candidates }
      let shown = rows.compactMap { $0.tally?.candidates }
      #expect(rows.count == tallies.count && shown.allSatisfy { $0 >= 5 }, "seed \(seed)")
      if tallies.values.contains(where: { $0.candidates < 5 }) {
        #expect(!hidden.isEmpty, "seed \(seed)")
        // Only the sum of what is hidden can be computed: of several, and not of a few people.
        #expect(hidden.count > 1 && hidden.reduce(0, +) >= 5 || shown.isEmpty, "seed \(seed)")
      } else {
        #expect(hidden.isEmpty, "seed \(seed)")
      }
    }
  }

  @Test func `gives the interval of Wilson`() {
    func interval(_ shown: Int, of count: Int) -> ClosedRange<Int> {
      var tally = Tally(pool: count, allShowings: shown)
      for index in 0..<count { tally.count(index < shown ? 1 : 0) }
      return tally.interval
    }
    // Newcombe 1998, table I, to four decimals: 81 of 263 and 0 of 20.
    func rounded(_ share: Int) -> Int { (share + 50) / 100 }
    #expect(rounded(interval(81, of: 263).lowerBound) == 2_553)
    #expect(rounded(interval(81, of: 263).upperBound) == 3_662)
    #expect(interval(0, of: 20).lowerBound == 0)
    #expect(rounded(interval(0, of: 20).upperBound) == 1_611)
    #expect(interval(20, of: 20).upperBound == 1_000_000)
  }
}
