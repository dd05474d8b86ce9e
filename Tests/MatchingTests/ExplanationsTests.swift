import Testing

@testable import Matching

@Suite struct `Explanations of many pairs` {
  @Test(arguments: Dice.seeds)
  func `are those of each pair alone, in the order asked`(seed: UInt64) async throws {
    print("seed", seed)
    let world = World(seed: seed)
    let matcher = Matcher(try world.snapshot())
    var dice = Dice(seed)
    let pairs = (0..<200).map { _ in
      (position: dice.one(of: world.positions).id, candidate: dice.one(of: world.candidates).id)
    }
    let alone = try pairs.map {
      try matcher.explain(position: $0.position, candidate: $0.candidate)
    }
    #expect(try await matcher.explanations(of: pairs) == alone)
    #expect(try await matcher.explanations(of: pairs, threads: 3) == alone)
    await #expect(throws: MatchingError.unknownCandidate("nobody")) {
      try await matcher.explanations(of: [(world.positions[0].id, "nobody")])
    }
  }
}
