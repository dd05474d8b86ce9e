import Testing

@testable import Matching

@Suite struct `Giving up one requirement` {
  /// The world in which a requirement of one position is given up, told by its rows.
  private func edited(
    _ world: World, _ index: Int, _ relaxation: Relaxation
  ) throws -> (world: World, rules: ProgrammeRules) {
    var world = world
    var rules = World.rules
    switch relaxation {
    case .contract: world.positions[index].contracts = .all
    case .level: world.positions[index].minimumLevel = nil
    case .availability:
      for row in world.candidates.indices { world.candidates[row].availableDay = nil }
    case .area: for row in world.candidates.indices { world.candidates[row].areas = [] }
    case .programme: rules = ProgrammeRules(minimumLevelHeld: 1...1, graduateWithinMonths: 1_200)
    case .language(let code):
      world.positions[index].languages.removeAll { $0.isRequired && $0.code == code }
    case .skillWished(let key):
      let skill = try #require(world.positions[index].required.first { $0.skill == key })
      world.positions[index].required.removeAll { $0.skill == key }
      world.positions[index].desired.removeAll { $0.skill == key }
      world.positions[index].desired.append(skill)
    case .skillDropped(let key):
      world.positions[index].required.removeAll { $0.skill == key }
      world.positions[index].desired.removeAll { $0.skill == key }
    }
    return (world, rules)
  }

  private func requirements(_ position: Position) -> Set<Relaxation> {
    var all: Set<Relaxation> = [.availability, .programme]
    if !position.contracts.isEmpty, position.contracts != .all { all.insert(.contract) }
    if position.minimumLevel != nil { all.insert(.level) }
    if position.territory != nil || position.commune != nil || position.department != nil
      || position.region != nil || position.point != nil
    {
      all.insert(.area)
    }
    for language in position.languages where language.isRequired {
      all.insert(.language(language.code))
    }
    for skill in position.required {
      all.formUnion([.skillWished(skill.skill), .skillDropped(skill.skill)])
    }
    return all
  }

  @Test(arguments: Dice.seeds)
  func `brings whom the list of the position without it brings`(seed: UInt64) throws {
    print("seed", seed)
    var world = World(seed: seed, positions: 8, candidates: 120)
    for index in world.positions.indices { world.positions[index].isOpen = true }
    let matcher = Matcher(try world.snapshot())
    for (index, position) in world.positions.enumerated() {
      let answer = try matcher.whatIf(position: position.id, limit: 4)
      #expect(Set(answer.changes.map(\.relaxation)) == requirements(position))
      #expect(answer.changes.count == requirements(position).count)
      let now = try matcher.list(position: position.id, limit: 4)
      #expect(answer.matchCount == now.matchCount)
      for change in answer.changes {
        let (world, rules) = try edited(world, index, change.relaxation)
        let then = try Matcher(world.snapshot(rules)).list(position: position.id, limit: 4)
        let note = Comment("\(position.id) \(change.relaxation) seed \(seed)")
        #expect(change.morePassing == then.matchCount - now.matchCount, note)
        let listed = Set(now.matches.map(\.candidate))
        let first = then.matches.map(\.candidate).filter { !listed.contains($0) }
        #expect(change.first == first, note)
        #expect(change.newlyListed == first.count, note)
      }
      let gains = answer.changes.map { [$0.morePassing, $0.newlyListed] }
      for (earlier, later) in zip(gains, gains.dropFirst()) {
        #expect(!earlier.lexicographicallyPrecedes(later))
      }
    }
  }

  @Test(arguments: Dice.seeds)
  func `is named for each position without a match and no other`(seed: UInt64) async throws {
    print("seed", seed)
    let matcher = Matcher(try World(seed: seed, positions: 40, candidates: 60).snapshot())
    let lists = try await matcher.lists()
    let starving = try await matcher.starving(among: lists)
    #expect(starving.map(\.position) == lists.filter { $0.matches.isEmpty }.map(\.position))
    #expect(starving.contains { $0.gain > 0 })
    for entry in starving {
      let best = try matcher.whatIf(position: entry.position).best
      #expect(entry.gain == best?.morePassing ?? 0)
      // Dropping a skill and wishing it let the same candidates through.
      #expect((entry.relaxation == nil) == (best == nil))
    }
    #expect(try await matcher.starving(among: lists, threads: 3) == starving)
  }

  @Test func `of more kinds of contract opens what work-study opens`() throws {
    var world = World(seed: 1, positions: 1, candidates: 1)
    world.positions = [
      Position(id: "p", company: "1", isOpen: true, minimumLevel: 6, contracts: .cdi)
    ]
    // Too low a level held, and no diploma to show: both do in work-study, which is not offered.
    world.candidates = [
      Candidate(
        id: "c", isOpen: true, hasConsent: true, levelHeld: 5, levelPrepared: 6, diplomaDay: 10_000,
        contracts: .apprentissage)
    ]
    let answer = try Matcher(try world.snapshot()).whatIf(position: "p")
    #expect(answer.matchCount == 0)
    #expect(answer.best?.relaxation == .contract)
    #expect(answer.changes.map(\.morePassing) == [1, 0, 0, 0])
    #expect(answer.changes[0].first == ["c"])
  }

  @Test func `takes a closed position as open, and refuses one that is not there`() throws {
    var world = World(seed: 1, positions: 1, candidates: 30)
    world.positions[0].isOpen = false
    let closed = try Matcher(world.snapshot()).whatIf(position: "p0")
    world.positions[0].isOpen = true
    #expect(try Matcher(world.snapshot()).whatIf(position: "p0") == closed)
    #expect(throws: MatchingError.unknownPosition("q")) {
      try Matcher(world.snapshot()).whatIf(position: "q")
    }
  }
}
