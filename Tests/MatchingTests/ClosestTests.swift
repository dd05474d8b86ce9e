import Testing

@testable import Matching

@Suite struct `Who comes closest` {
  @Test(arguments: Dice.seeds)
  func `passes every gate and lacks two required skills or more, best first`(seed: UInt64) throws {
    print("seed", seed)
    let world = World(seed: seed)
    let oracle = Oracle(world: world)
    let matcher = Matcher(try world.snapshot())
    var count = 0
    for position in world.positions {
      let told = try matcher.closest(position: position.id, limit: 4)
      let entries = told.map {
        Oracle.Entry(
          candidate: $0.candidate, score: $0.score, exposures: $0.exposures, tie: $0.tie)
      }
      #expect(entries == Array(oracle.closest(position).prefix(4)), "position \(position.id)")
      #expect(told.allSatisfy { $0.missing.count { $0.isRequired } > 1 })
      count += told.count
    }
    #expect(count > 0)
  }
}
