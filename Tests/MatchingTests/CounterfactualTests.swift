import Testing

@testable import Matching

@Suite struct `A counterfactual copy` {
  typealias Decision = (lists: [PositionList], allocation: Allocation)

  /// A snapshot whose circles have many workplaces around them, and some inside.
  private func snapshot(_ seed: UInt64) throws -> Snapshot {
    var dice = Dice(seed)
    var world = World(seed: seed, positions: 30, candidates: 80)
    world.method.minimumScore = 200_000
    func place() -> Point {
      let east = Double(dice.number(-400...400)) / 10_000
      let north = Double(dice.number(-400...400)) / 10_000
      let norm = (1 + east * east + north * north).squareRoot()
      let one = Double(1 << 30)
      return Point(
        x: Int32((one / norm).rounded()), y: Int32((east / norm * one).rounded()),
        z: Int32((north / norm * one).rounded()))
    }
    for index in world.positions.indices { world.positions[index].point = place() }
    for index in world.candidates.indices where index % 3 != 0 {
      let reach = Int64(dice.number(0...30)) * (1 << 30) / 1_000
      world.candidates[index].areas = [.circle(place(), chordSquaredLimit: reach * reach)]
    }
    return try world.snapshot()
  }

  private func decide(_ matcher: Matcher, already: [String: Int]) async throws -> Decision {
    let lists = try await matcher.lists(limit: 8, near: 6)
    return (lists, matcher.allocate(lists, already: already))
  }

  private func differences(
    _ snapshot: Snapshot, _ change: (inout Counterfactual) -> Void = { _ in },
    _ decide: (Matcher, [String: Int]) async throws -> Decision
  ) async throws -> Int {
    let already = ["c1": 1, "c2": 2]
    let copy = try Counterfactual(of: snapshot)
    let original = try await decide(Matcher(snapshot), already)
    #expect(original.allocation.pairCount > 10)
    let other = try await decide(Matcher(copy.snapshot), copy.renamed(already))
    return await copy.differences(between: original, and: other)
  }

  @Test(arguments: Dice.seeds)
  func `gives the same lists and short lists, up to the renaming`(seed: UInt64) async throws {
    let found = try await differences(snapshot(seed)) { try await decide($0, already: $1) }
    #expect(found == 0, "seed \(seed)")
  }

  @Test(arguments: Dice.seeds)
  func `differs in ids, names, order and centres, and in nothing else`(seed: UInt64) throws {
    let snapshot = try snapshot(seed)
    let copy = try Counterfactual(of: snapshot)
    #expect(copy.movedCentres > 10, "seed \(seed)")
    let before = (0..<snapshot.candidateCount).map { snapshot.candidate(at: $0) }
    let after = (0..<copy.snapshot.candidateCount).map { copy.snapshot.candidate(at: $0) }
    let twins = Dictionary(uniqueKeysWithValues: after.map { ($0.identity, $0) })
    var renamed = 0
    var moved = 0
    for one in before {
      var other = try #require(twins[one.identity])
      if other.id != one.id { renamed += 1 }
      if other.areas != one.areas { moved += 1 }
      #expect(other.areas.count == one.areas.count, "seed \(seed)")
      #expect((other.diploma == nil) == (one.diploma == nil), "seed \(seed)")
      other.id = one.id
      other.areas = one.areas
      other.diploma = one.diploma
      other.refused = one.refused
      other.invisibleTo = one.invisibleTo
      #expect(other == one, "seed \(seed)")
    }
    #expect(renamed > 60 && moved > 10, "seed \(seed)")
    // Every gate of every pair answers as before.
    let rows = Dictionary(
      uniqueKeysWithValues: (0..<30).map { (copy.snapshot.position(at: $0).identity, $0) })
    let candidateRows = Dictionary(
      uniqueKeysWithValues: (0..<80).map { (copy.snapshot.candidate(at: $0).identity, $0) })
    for position in 0..<30 {
      let twin = try #require(rows[snapshot.position(at: position).identity])
      for candidate in 0..<80 {
        let other = try #require(candidateRows[before[candidate].identity])
        #expect(
          snapshot.gates(position: position, candidate: candidate)
            == copy.snapshot.gates(position: twin, candidate: other), "seed \(seed)")
      }
    }
  }

  /// The pairs stand in the order of a property of the candidate.
  private func ordered(
    _ list: PositionList, by key: (String) -> Int
  ) -> PositionList {
    var matches = list.matches.sorted {
      (key($0.candidate), $0.tie) < (key($1.candidate), $1.tie)
    }
    for place in matches.indices { matches[place].rank = place + 1 }
    return PositionList(
      position: list.position, matches: matches, near: list.near, matchCount: list.matchCount,
      nearCount: list.nearCount)
  }

  @Test(arguments: Dice.seeds.prefix(3))
  func `finds out who orders by id, by the order of rows or by a centre`(
    seed: UInt64
  ) async throws {
    let snapshot = try snapshot(seed)
    func differences(_ key: @escaping (Snapshot, String) -> Int) async throws -> Int {
      try await self.differences(snapshot) { matcher, already in
        let lists = try await matcher.lists(limit: 8, near: 6).map { list in
          ordered(list) { key(matcher.snapshot, $0) }
        }
        return (lists, matcher.allocate(lists, already: already))
      }
    }
    #expect(try await differences { _, id in Int(id.dropFirst()) ?? 0 } > 0, "seed \(seed)")
    #expect(try await differences { $0.candidateRow($1) ?? 0 } > 0, "seed \(seed)")
    #expect(
      try await differences { snapshot, id in
        guard let row = snapshot.candidateRow(id),
          case .circle(let centre, _) = snapshot.candidate(at: row).areas.first
        else { return 0 }
        return Int(centre.y)
      } > 0, "seed \(seed)")
    #expect(
      try await differences { snapshot, id in
        snapshot.candidateRow(id).flatMap { snapshot.candidate(at: $0).diploma }.map {
          Int($0.dropFirst(4)) ?? 0
        } ?? 0
      } > 0, "seed \(seed)")
    // The same disorder by what may count is no difference.
    #expect(
      try await differences { snapshot, id in
        snapshot.candidateRow(id).map { snapshot.candidate(at: $0).exposures } ?? 0
      } == 0, "seed \(seed)")
  }

  @Test func `finds out an allocation that prefers whom it met first`() async throws {
    let found = try await differences(snapshot(2)) { matcher, already in
      let lists = try await matcher.lists(limit: 8, near: 6)
      var allocation = matcher.allocate(lists, already: already)
      for index in allocation.positions.indices {
        let list = lists[index].matches.sorted { $0.candidate < $1.candidate }
        allocation.positions[index].matches = Array(list.prefix(2))
      }
      return (lists, allocation)
    }
    #expect(found > 0)
  }
}
