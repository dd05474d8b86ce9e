import Testing

@testable import Matching

@Suite struct `An allocation` {
  private let already = ["c1": 1, "c2": 3, "c3": 9]

  private func market(
    _ seed: UInt64, positions: Int = 14, candidates: Int = 40,
    _ change: (inout Method) -> Void = { _ in }
  ) async throws -> (Matcher, [PositionList]) {
    var world = World(seed: seed, positions: positions, candidates: candidates)
    world.method.minimumScore = 200_000
    change(&world.method)
    let matcher = Matcher(try world.snapshot())
    return (matcher, try await matcher.lists(limit: 8, near: 5))
  }

  private func broken(_ properties: [Property]) -> [Property.Name] {
    properties.filter { !$0.isHeld && $0.name.kind == .blocking }.map(\.name)
  }

  @Test(arguments: Dice.seeds)
  func `keeps capacity and ceiling, and shows only what is listed and worth it`(
    seed: UInt64
  ) async throws {
    var dice = Dice(seed)
    let capacity = dice.number(1...4)
    let ceiling = dice.number(1...3)
    let (matcher, lists) = try await market(seed) {
      $0.capacity = capacity
      $0.ceiling = ceiling
    }
    let allocation = matcher.allocate(lists, already: already)
    let pairs = allocation.positions.flatMap(\.matches)
    #expect(!pairs.isEmpty, "seed \(seed)")
    #expect(Set(pairs.map { [$0.position, $0.candidate] }).count == pairs.count, "seed \(seed)")
    for candidate in Set(pairs.map(\.candidate)) {
      let shown = pairs.count { $0.candidate == candidate }
      #expect(shown + already[candidate, default: 0] <= ceiling, "\(candidate), seed \(seed)")
    }
    for (list, given) in zip(lists, allocation.positions) {
      #expect(list.position == given.position && given.matches.count <= capacity, "seed \(seed)")
      #expect(given.matches.map(\.rank) == Array(1..<given.matches.count + 1), "seed \(seed)")
      for match in given.matches {
        var listed = match
        listed.rank = try #require(list.matches.first { $0.candidate == match.candidate }).rank
        #expect(list.matches.contains(listed) && match.score >= 200_000, "seed \(seed)")
      }
      #expect(given.near.allSatisfy { $0.away != .gate(.area) }, "seed \(seed)")
      #expect(given.near.count <= (given.matches.count < capacity ? 3 : 0), "seed \(seed)")
    }
    let found = matcher.verify(
      allocation.showings, shortages: allocation.shortages, lists: lists, already: already)
    #expect(broken(found) == [], "seed \(seed)")
  }

  @Test(arguments: Dice.seeds)
  func `does not depend on the order of the lists`(seed: UInt64) async throws {
    var dice = Dice(seed)
    let (matcher, lists) = try await market(seed)
    let one = matcher.allocate(lists)
    let other = matcher.allocate(lists.shuffled(using: &dice))
    #expect(
      other.positions.sorted { $0.position < $1.position }
        == one.positions.sorted { $0.position < $1.position }, "seed \(seed)")
    #expect(other.shortages == one.shortages, "seed \(seed)")
  }

  @Test(arguments: Dice.seeds)
  func `serves every position that can be, and proves why the others cannot`(
    seed: UInt64
  ) async throws {
    // Many positions, few people, one list each: hardly anybody is left.
    let (matcher, lists) = try await market(seed, positions: 30, candidates: 24) { $0.ceiling = 1 }
    let allocation = matcher.allocate(lists)
    let worthListing = lists.count { $0.matches.contains { $0.score >= 200_000 } }
    let empty = worthListing - allocation.positionsServed
    #expect(empty > 0, "seed \(seed)")
    #expect(
      allocation.shortages.reduce(0) { $0 + $1.positions.count - $1.room } == empty, "seed \(seed)")
    for shortage in allocation.shortages {
      let wanted = lists.filter { shortage.positions.contains($0.position) }
        .flatMap { $0.matches.filter { $0.score >= 200_000 }.map(\.candidate) }
      #expect(Set(wanted) == Set(shortage.candidates), "seed \(seed)")
      #expect(shortage.room == shortage.candidates.count, "seed \(seed)")
    }
    let found = matcher.verify(allocation.showings, shortages: allocation.shortages, lists: lists)
    #expect(broken(found) == [], "seed \(seed)")
    let unproven = matcher.verify(allocation.showings, shortages: [], lists: lists)
    #expect(unproven.first { $0.name == .floor }?.value == empty, "seed \(seed)")
  }

  @Test func `that was tampered with is found out, by the name of what is broken`() async throws {
    let (matcher, lists) = try await market(3, positions: 24, candidates: 36) {
      $0.capacity = 2
      $0.ceiling = 1
    }
    let sound = matcher.allocate(lists)
    func found(_ change: (inout Allocation) -> Void) -> [Property.Name] {
      var allocation = sound
      change(&allocation)
      return broken(
        matcher.verify(allocation.showings, shortages: allocation.shortages, lists: lists))
    }
    let full = try #require(sound.positions.firstIndex { $0.matches.count == 2 })
    let alone = try #require(sound.positions.firstIndex { $0.matches.count == 1 })
    let shown = Set(sound.positions.flatMap(\.matches).map(\.candidate))
    let barred = try #require(
      matcher.snapshot.candidateIDs.filter { !shown.contains($0) }.first { candidate in
        let told = try? matcher.explain(
          position: sound.positions[full].position, candidate: candidate)
        return told?.gates.contains { $0.result == .fail } == true
      })
    #expect(found { _ in } == [])
    #expect(found { $0.positions[alone].matches = [] } == [.floor])
    #expect(found { $0.positions[full].matches[1].rank = 7 } == [.capacity])
    #expect(
      found { allocation in
        let pair = allocation.positions[full].matches[0]
        allocation.positions[full].matches[0] = pair.renamed(
          position: pair.position, candidate: barred)
      } == [.gates, .listed])
    #expect(
      found { allocation in
        let other = allocation.positions[full].matches[0].candidate
        let list = lists.first { list in
          list.position != allocation.positions[full].position
            && list.matches.contains { $0.candidate == other && $0.score >= 200_000 }
        }
        let place = allocation.positions.firstIndex { $0.position == list?.position }
        var match = list?.matches.first { $0.candidate == other }
        match?.rank = 1
        if let place, let match { allocation.positions[place].matches = [match] }
      } == [.ceiling])
    // A proof that is wrong proves nothing.
    #expect(!sound.shortages.isEmpty)
    #expect(found { $0.shortages[0].candidates.removeFirst() } == [.floor])
    #expect(found { $0.shortages[0].room -= 1 } == [.floor])
    #expect(found { $0.shortages.append($0.shortages[0]) } == [])
  }

  @Test func `shows people more evenly than independent lists, at a small loss`() async throws {
    let (matcher, lists) = try await market(4, positions: 40, candidates: 60)
    let independent = lists.flatMap { list in
      list.matches.filter { $0.score >= 200_000 }.prefix(5).enumerated().map {
        Showing(
          position: list.position, candidate: $1.candidate, isNear: false, slot: $0 + 1,
          score: $1.score)
      }
    }
    let allocation = matcher.allocate(lists)
    func values(_ showings: [Showing]) -> [Property.Name: Int] {
      Dictionary(
        uniqueKeysWithValues: matcher.verify(
          showings, shortages: allocation.shortages, lists: lists
        ).map { ($0.name, $0.value) })
    }
    let before = values(independent)
    let after = values(allocation.showings)
    #expect(before[.meanScoreLoss] == 0 && before[.blockingPairs] == 0)
    #expect(before[.ceiling, default: 0] > 0 && after[.ceiling] == 0)
    #expect(after[.exposureGini, default: 0] < before[.exposureGini, default: 0])
    #expect(after[.coverage, default: 0] > before[.coverage, default: 0])
    #expect(after[.fresh] == 1_000_000)
    #expect((1..<100_000).contains(after[.meanScoreLoss, default: 0]))
  }

  @Test func `counts blocking pairs as both sides see them`() async throws {
    let (matcher, lists) = try await market(5) { $0.capacity = 2 }
    let allocation = matcher.allocate(lists)
    let pairs = allocation.positions.flatMap(\.matches)
    var blocking = 0
    for match in lists.flatMap(\.matches) where match.score >= 200_000 {
      let own = pairs.filter { $0.position == match.position }
      let theirs = pairs.filter { $0.candidate == match.candidate }
      guard !own.contains(where: { $0.candidate == match.candidate }) else { continue }
      let isWanted = own.count < 2 || own.contains { Match.precedes(match, $0) }
      let wants = theirs.count < 3 || theirs.contains { Match.precedes(match, $0) }
      if isWanted && wants { blocking += 1 }
    }
    let found = matcher.verify(allocation.showings, shortages: allocation.shortages, lists: lists)
    #expect(
      found.first { $0.name == .blockingPairs }?.value == blocking * 1_000_000 / lists.count)
  }
}
