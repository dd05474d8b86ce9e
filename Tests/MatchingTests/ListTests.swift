import Testing

@testable import Matching

@Suite struct `A list` {
  @Test(arguments: Dice.seeds)
  func `is what a plain reading of the method gives`(seed: UInt64) async throws {
    print("seed", seed)
    let world = World(seed: seed)
    let oracle = Oracle(world: world)
    let matcher = Matcher(try world.snapshot())
    let lists = try await matcher.lists(
      positions: world.positions.map(\.id), limit: 7, near: 3, threads: 2)
    for (position, list) in zip(world.positions, lists) {
      let expected = oracle.lists(position)
      #expect(list.matchCount == expected.matches.count)
      #expect(list.nearCount == expected.nearCount)
      for (found, entries, limit) in [
        (list.matches, expected.matches, 7), (list.near, expected.near, 3),
      ] {
        let told = found.map {
          Oracle.Entry(
            candidate: $0.candidate, score: $0.score, exposures: $0.exposures, tie: $0.tie)
        }
        #expect(told == Array(entries.prefix(limit)), "position \(position.id), seed \(seed)")
        #expect(found.map(\.rank) == Array(1...found.count + 1).dropLast())
      }
      for match in list.matches + list.near {
        let candidate = try #require(world.candidates.first { $0.id == match.candidate })
        #expect(match.sidePosition == oracle.sidePosition(position, candidate))
        #expect(match.sideCandidate == oracle.sideCandidate(position, candidate))
        #expect(match.requiredMet == oracle.met(position.required, candidate))
        #expect(match.desiredMet == oracle.met(oracle.desired(position), candidate))
        #expect(match.requiredOf == position.required.count)
        let open = match.requiredOf + match.desiredOf - match.requiredMet - match.desiredMet
        #expect(match.missing.count == open)
      }
    }
  }

  @Test func `holds matches, near matches by gate and near matches by skill in the test worlds`()
    async throws
  {
    var matches = 0
    var gates: Set<Gate> = []
    var skills = 0
    for seed in UInt64(1)...6 {
      for list in try await Matcher(World(seed: seed).snapshot()).lists(near: 100) {
        matches += list.matches.count
        for match in list.near {
          switch match.away {
          case .gate(let gate): gates.insert(gate)
          case .skill: skills += 1
          case nil: Issue.record("a near match without a reason")
          }
        }
      }
    }
    #expect(matches > 50)
    #expect(skills > 100)
    #expect(gates == [.contract, .level, .availability, .area, .language, .programme])
  }

  @Test(arguments: Dice.seeds)
  func `does not depend on the order rows were added in`(seed: UInt64) async throws {
    var world = World(seed: seed)
    let before = try world.snapshot()
    var dice = Dice(seed &+ 1_000)
    world.positions.shuffle(using: &dice)
    world.candidates.shuffle(using: &dice)
    world.reference.skills.shuffle(using: &dice)
    world.reference.near.shuffle(using: &dice)
    world.reference.occupations.shuffle(using: &dice)
    world.reference.mobility.shuffle(using: &dice)
    world.reference.occupationSkills.shuffle(using: &dice)
    for index in world.candidates.indices {
      world.candidates[index].skills.shuffle(using: &dice)
      world.candidates[index].areas.shuffle(using: &dice)
      world.candidates[index].languages.shuffle(using: &dice)
    }
    for index in world.positions.indices { world.positions[index].required.shuffle(using: &dice) }
    let after = try world.snapshot()
    #expect(before.encoded() == after.encoded())
    let one = try await Matcher(before).lists()
    let other = try await Matcher(after).lists()
    #expect(one == other)
  }

  @Test(arguments: [1, 2, 3, 7])
  func `is the same with any number of threads`(threads: Int) async throws {
    let world = World(seed: 5, positions: 140, candidates: 40)
    let matcher = Matcher(try world.snapshot())
    let alone = try await matcher.lists(threads: 1)
    #expect(try await matcher.lists(threads: threads) == alone)
    let people = try await matcher.lists(candidates: nil, threads: 1)
    #expect(try await matcher.lists(candidates: nil, threads: threads) == people)
    #expect(try matcher.list(position: alone[3].position) == alone[3])
  }

  @Test(arguments: Dice.seeds)
  func `of a crowd is the same from sets of everybody and from a look at everybody`(seed: UInt64)
    async throws
  {
    // Few positions are listed from candidates as they are, many from candidates arranged.
    var world = World(seed: seed, positions: seed % 2 == 0 ? 24 : 48, candidates: 2_000)
    // Some with so many alike that ties decide, some whom nearly everybody suits.
    for index in world.positions.indices where index % 3 == 0 {
      world.positions[index].required = Array(world.positions[index].required.prefix(1))
      world.positions[index].minimumLevel = nil
    }
    let matcher = Matcher(try world.snapshot())
    let lists = try await matcher.lists(limit: 9, near: 4, threads: 2)
    #expect(lists.contains { $0.matchCount > 600 } && lists.contains { $0.nearCount > 600 })
    for list in lists {
      #expect(try matcher.list(position: list.position, limit: 9, near: 4) == list, "seed \(seed)")
    }
  }

  @Test(arguments: Dice.seeds)
  func `of a candidate holds the same pairs with the same scores`(seed: UInt64) async throws {
    let world = World(seed: seed)
    let matcher = Matcher(try world.snapshot())
    let all = 1_000
    let byPosition = try await matcher.lists(limit: all, near: all)
    let byCandidate = try await matcher.lists(candidates: nil, limit: all, near: all)
    func pairs(_ matches: [Match]) -> [[String]: Match] {
      Dictionary(
        uniqueKeysWithValues: matches.map {
          var match = $0
          match.rank = 0
          return ([match.position, match.candidate], match)
        })
    }
    #expect(pairs(byPosition.flatMap(\.matches)) == pairs(byCandidate.flatMap(\.matches)))
    #expect(pairs(byPosition.flatMap(\.near)) == pairs(byCandidate.flatMap(\.near)))
    for list in byCandidate {
      #expect(list.matches.sorted(by: Match.precedes) == list.matches)
      #expect(try matcher.list(candidate: list.candidate, limit: all, near: all) == list)
    }
  }

  @Test(arguments: Dice.seeds)
  func `does not change when an area moves and contains the same workplaces`(seed: UInt64)
    async throws
  {
    var world = World(seed: seed)
    let before = try await Matcher(world.snapshot()).lists()
    for index in world.candidates.indices {
      world.candidates[index].areas = world.candidates[index].areas.map { area in
        // Exactly one workplace lies in a circle of limit zero; a little off and a little wider,
        // it is still the only one.
        guard case .circle(let centre, 0) = area else { return area }
        let moved = World.moved(centre)
        return .circle(moved, chordSquaredLimit: moved.chordSquared(to: centre))
      }
    }
    #expect(try await Matcher(world.snapshot()).lists() == before)
  }

  @Test func `knows no position or candidate it was not given`() throws {
    let matcher = Matcher(try World(seed: 1).snapshot())
    #expect(throws: MatchingError.unknownPosition("x")) { try matcher.list(position: "x") }
    #expect(throws: MatchingError.unknownCandidate("x")) {
      try matcher.explain(position: "p1", candidate: "x")
    }
  }

  @Test func `draws ties with identities, so that renaming people changes no order`() throws {
    func order(_ name: (Int) -> String) throws -> [Int] {
      var builder = Snapshot.Builder()
      builder.add(Position(id: "p", company: "1", isOpen: true))
      var numbers: [String: Int] = [:]
      for index in 0..<30 {
        numbers[name(index)] = index
        builder.add(
          Candidate(id: name(index), isOpen: true, hasConsent: true, identity: UInt64(index)))
      }
      let snapshot = try builder.build(
        date: World.date, week: World.week, key: World.key, programme: World.rules)
      return try Matcher(snapshot).list(position: "p", limit: 30).matches.compactMap {
        numbers[$0.candidate]
      }
    }
    let first = try order { "c\($0)" }
    #expect(try order { "z\(1_000 - $0)" } == first)
    #expect(first != first.sorted())
  }

  @Test func `draws ties anew each week and with each key`() async throws {
    // Thirty people alike but for their ids.
    var builder = Snapshot.Builder()
    builder.add(Position(id: "p", company: "1", isOpen: true))
    for index in 0..<30 {
      builder.add(Candidate(id: "c\(index)", isOpen: true, hasConsent: true))
    }
    func order(_ week: String, _ key: UInt8) throws -> [String] {
      let snapshot = try builder.build(
        date: World.date, week: week, key: [UInt8](repeating: key, count: 16),
        programme: World.rules)
      return try Matcher(snapshot).list(position: "p", limit: 30).matches.map(\.candidate)
    }
    let first = try order("2026-W47", 1)
    #expect(first.count == 30)
    #expect(try order("2026-W47", 1) == first)
    #expect(try order("2026-W48", 1) != first)
    #expect(try order("2026-W47", 2) != first)
  }
}

extension World {
  /// A point some hundred metres away.
  static func moved(_ point: Point) -> Point {
    let step = 1 << 16
    let x = Int(point.x)
    let y = Int(point.y)
    let z = Int(point.z)
    // A step along the largest coordinate's neighbour changes the length by far less than a unit.
    if abs(x) > abs(z) {
      return Point(x: Int32(x), y: Int32(y), z: Int32(z + step))
    }
    return Point(x: Int32(x + step), y: Int32(y), z: Int32(z))
  }
}
