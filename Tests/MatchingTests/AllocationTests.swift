import Testing

@testable import Matching

@Suite struct `An allocation` {
  private func lists(_ seed: UInt64) async throws -> (Matcher, [PositionList]) {
    let matcher = Matcher(try World(seed: seed, positions: 12, candidates: 40).snapshot())
    return (matcher, try await matcher.lists(limit: 8, near: 5))
  }

  @Test(arguments: Dice.seeds)
  func `keeps capacity and ceiling, and leaves no pair that both sides would rather have`(
    seed: UInt64
  ) async throws {
    print("seed", seed)
    var dice = Dice(seed)
    let (matcher, lists) = try await lists(seed)
    var rules = AllocationRules()
    rules.capacity = dice.number(1...4)
    rules.ceiling = dice.number(1...3)
    let already = ["c1": 1, "c2": 3, "c3": 9]
    let allocation = matcher.allocate(lists, rules: rules, already: already)
    #expect(
      allocation.properties.map(\.name) == ["capacity", "ceiling", "gates", "no_blocking_pair"])
    #expect(!allocation.properties.contains { !$0.isHeld })

    // Counted here a second time, pair by pair.
    let pairs = allocation.positions.flatMap(\.matches)
    func of(position: String) -> [Match] { pairs.filter { $0.position == position } }
    func of(candidate: String) -> [Match] { pairs.filter { $0.candidate == candidate } }
    func key(_ match: Match) -> [String] { [match.position, match.candidate] }
    let given = Set(pairs.map(key))
    #expect(given.count == pairs.count)
    for candidate in Set(pairs.map(\.candidate)) {
      #expect(of(candidate: candidate).count + already[candidate, default: 0] <= rules.ceiling)
    }
    for list in lists {
      #expect(of(position: list.position).count <= rules.capacity)
      for match in list.matches
      where match.score >= rules.minimumScore && !given.contains(key(match)) {
        let own = of(position: match.position)
        let theirs = of(candidate: match.candidate)
        let isWanted =
          own.count < rules.capacity || own.contains { Match.precedes(match, $0) }
        let wants =
          theirs.count + already[match.candidate, default: 0] < rules.ceiling
          || theirs.contains { Match.precedes(match, $0) }
        #expect(!(isWanted && wants), "\(key(match)) blocks, seed \(seed)")
      }
    }
    #expect(pairs.allSatisfy { $0.score >= rules.minimumScore })
    for positions in allocation.positions {
      #expect(positions.near.allSatisfy { $0.away != .gate(.area) })
      #expect(positions.matches.map(\.rank) == Array(1...positions.matches.count + 1).dropLast())
      if positions.matches.count == rules.capacity { #expect(positions.near.isEmpty) }
      #expect(positions.near.count <= 3)
    }
  }

  @Test(arguments: Dice.seeds)
  func `does not depend on the order of the lists`(seed: UInt64) async throws {
    let (matcher, lists) = try await lists(seed)
    let one = matcher.allocate(lists)
    let other = matcher.allocate(lists.reversed())
    #expect(Array(other.positions.reversed()) == one.positions)
    #expect(one.figures == other.figures)
  }

  @Test func `that was tampered with is found out`() async throws {
    let (matcher, lists) = try await lists(3)
    var rules = AllocationRules()
    rules.capacity = 2
    rules.ceiling = 1
    let sound = matcher.allocate(lists, rules: rules)
    func broken(_ change: (inout Allocation) -> Void) -> [String] {
      var allocation = sound
      change(&allocation)
      return matcher.verify(allocation, lists: lists, rules: rules).filter { !$0.isHeld }.map(
        \.name)
    }
    let full = try #require(sound.positions.firstIndex { $0.matches.count == 2 })
    let near = try #require(
      lists.flatMap(\.near).first { match in
        if case .gate = match.away { true } else { false }
      })
    let place = try #require(lists.firstIndex { $0.position == near.position })
    #expect(broken { _ in }.isEmpty)
    #expect(broken { $0.positions[full].matches.removeLast() } == ["no_blocking_pair"])
    #expect(
      broken { $0.positions[full].matches += $0.positions[full].matches }.contains("capacity"))
    #expect(broken { $0.positions[full].matches += $0.positions[full].matches }.contains("ceiling"))
    #expect(broken { $0.positions[place].matches = [near] }.contains("gates"))
  }

  @Test func `shows people more evenly than independent lists`() async throws {
    let world = World(seed: 4, positions: 40, candidates: 60)
    let matcher = Matcher(try world.snapshot())
    let lists = try await matcher.lists(limit: 20)
    var free = AllocationRules()
    free.ceiling = 1_000
    let independent = matcher.allocate(lists, rules: free)
    let bound = matcher.allocate(lists)
    #expect(independent.figures.meanScoreLoss == 0)
    #expect(bound.figures.exposureGini < independent.figures.exposureGini)
    #expect(bound.figures.coverage >= independent.figures.coverage)
    #expect(bound.figures.meanScoreLoss >= 0)
    #expect(bound.figures.pairCount == bound.positions.flatMap(\.matches).count)
  }
}
