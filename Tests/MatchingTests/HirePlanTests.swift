import Testing

@testable import Matching

@Suite struct `A plan of hires` {
  typealias Pair = HirePlan.Pair

  /// A market in which a few candidates are worth most to everybody.
  func pairs(_ dice: inout Dice, positions: Int, candidates: Int) -> [Pair] {
    let fame = (0..<candidates).map { _ in dice.number(0...400_000) }
    return (0..<positions).flatMap { position in
      (0..<candidates).map { candidate in
        Pair(
          position: position, candidate: candidate,
          chance: min(1_000_000, fame[candidate] + dice.number(0...200_000)), tie: dice.next())
      }
    }
  }

  @Test(arguments: Dice.seeds) func `keeps to capacity and ceiling and repeats nobody`(seed: UInt64)
  {
    var dice = Dice(seed)
    let pairs = pairs(&dice, positions: 12, candidates: 20)
    for (capacity, ceiling) in [(5, 3), (1, 1), (4, 12), (0, 3), (3, 0)] {
      let plan = HirePlan(
        pairs, positionCount: 12, candidateCount: 20, capacity: capacity, ceiling: ceiling)
      var shown = [Int](repeating: 0, count: 20)
      for list in plan.lists {
        #expect(list.count <= capacity && Set(list).count == list.count, "seed \(seed)")
        for candidate in list { shown[candidate] += 1 }
      }
      #expect(shown.allSatisfy { $0 <= ceiling }, "seed \(seed)")
    }
  }

  @Test(arguments: Dice.seeds) func `lists only pairs it was given`(seed: UInt64) {
    var dice = Dice(seed)
    let given = pairs(&dice, positions: 8, candidates: 10).filter { _ in dice.chance(20) }
    let plan = HirePlan(given, positionCount: 8, candidateCount: 10)
    for (position, list) in plan.lists.enumerated() {
      for candidate in list {
        #expect(given.contains { $0.position == position && $0.candidate == candidate })
      }
    }
  }

  @Test(arguments: Dice.seeds) func `does not mind the order and the numbering`(seed: UInt64) {
    var dice = Dice(seed)
    let pairs = pairs(&dice, positions: 9, candidates: 14)
    let first = HirePlan(pairs, positionCount: 9, candidateCount: 14)
    let positions = (0..<9).shuffled(using: &dice)
    let candidates = (0..<14).shuffled(using: &dice)
    let renamed = pairs.shuffled(using: &dice).map { pair in
      var pair = pair
      pair.position = positions[pair.position]
      pair.candidate = candidates[pair.candidate]
      return pair
    }
    let second = HirePlan(renamed, positionCount: 9, candidateCount: 14)
    for position in 0..<9 {
      #expect(
        second.lists[positions[position]] == first.lists[position].map { candidates[$0] },
        "seed \(seed)")
    }
    #expect(second.expectedHires == first.expectedHires, "seed \(seed)")
  }

  @Test func `sends two positions to different people where independent lists would not`() {
    let pairs = [
      Pair(position: 0, candidate: 0, chance: 900_000, tie: 1),
      Pair(position: 0, candidate: 1, chance: 100_000, tie: 2),
      Pair(position: 1, candidate: 0, chance: 800_000, tie: 3),
      Pair(position: 1, candidate: 1, chance: 700_000, tie: 4),
    ]
    let plan = HirePlan(pairs, positionCount: 2, candidateCount: 2, capacity: 1, ceiling: 2)
    #expect(plan.lists == [[0], [1]])
    #expect(abs(plan.expectedHires - 1_600_000) < 2)
  }

  @Test(arguments: Dice.seeds)
  func `serves as many positions as any choice could, and proves that it is so`(seed: UInt64) {
    var dice = Dice(seed)
    for _ in 0..<40 {
      let ceiling = dice.number(1...3)
      let already = (0..<8).map { _ in dice.number(0...2) }
      // Fame makes everybody want the same few, so that late comers find nobody.
      let fame = (0..<8).map { _ in dice.number(0...60) }
      let given = pairs(&dice, positions: 14, candidates: 8).filter {
        dice.chance(fame[$0.candidate])
      }
      let plan = HirePlan(
        given, positionCount: 14, candidateCount: 8, capacity: dice.number(1...3), ceiling: ceiling,
        already: already)
      // Kuhn's algorithm, a place of a candidate at a time.
      var holder: [[Int]: Int] = [:]
      func serve(_ position: Int, _ seen: inout Set<[Int]>) -> Bool {
        for pair in given where pair.position == position {
          for place in already[pair.candidate]..<max(already[pair.candidate], ceiling) {
            let key = [pair.candidate, place]
            guard seen.insert(key).inserted else { continue }
            if let other = holder[key], !serve(other, &seen) { continue }
            holder[key] = position
            return true
          }
        }
        return false
      }
      let wanting = Set(given.map(\.position))
      let best = wanting.sorted().count { position in
        var seen: Set<[Int]> = []
        return serve(position, &seen)
      }
      #expect(plan.lists.count { !$0.isEmpty } == best, "seed \(seed)")
      let unserved = wanting.count - best
      #expect(
        plan.shortages.reduce(0) { $0 + $1.positions.count - $1.room } == unserved, "seed \(seed)")
      for shortage in plan.shortages {
        let candidates = given.filter { shortage.positions.contains($0.position) }.map(\.candidate)
        #expect(Set(candidates) == Set(shortage.candidates), "seed \(seed)")
        #expect(
          shortage.room
            == shortage.candidates.reduce(0) { $0 + max(0, ceiling - already[$1]) }, "seed \(seed)")
      }
    }
  }

  @Test func `moves somebody on so that the last position is served as well`() {
    // The first takes 0, whom the second needs; the third takes 1, whom the first could have.
    let pairs = [
      Pair(position: 0, candidate: 0, chance: 900_000, tie: 1),
      Pair(position: 0, candidate: 1, chance: 500_000, tie: 2),
      Pair(position: 1, candidate: 0, chance: 100_000, tie: 3),
      Pair(position: 2, candidate: 1, chance: 800_000, tie: 4),
      Pair(position: 2, candidate: 2, chance: 50_000, tie: 5),
    ]
    func lists(_ servesAll: Bool) -> [[Int]] {
      HirePlan(
        pairs, positionCount: 3, candidateCount: 3, capacity: 1, ceiling: 1, servesAll: servesAll
      ).lists
    }
    #expect(lists(false) == [[0], [], [1]])
    #expect(lists(true) == [[1], [0], [2]])
  }

  @Test func `prefers merit among equal chances, and a hire to merit`() {
    let pairs = [
      Pair(position: 0, candidate: 0, chance: 500_000, tie: 1),
      Pair(position: 0, candidate: 1, chance: 500_000, merit: 1_000, tie: 2),
      Pair(position: 0, candidate: 2, chance: 600_000, tie: 3),
    ]
    let plan = HirePlan(pairs, positionCount: 1, candidateCount: 3, capacity: 2)
    #expect(Set(plan.lists[0]) == [1, 2])
  }

  @Test(arguments: Dice.seeds) func `is at least half of what is best with one place each`(
    seed: UInt64
  ) {
    var dice = Dice(seed)
    let pairs = pairs(&dice, positions: 5, candidates: 6)
    let plan = HirePlan(pairs, positionCount: 5, candidateCount: 6, capacity: 1, ceiling: 1)
    func best(_ position: Int, _ free: Set<Int>) -> Int {
      guard position < 5 else { return 0 }
      let own = pairs.filter { $0.position == position && free.contains($0.candidate) }
      return own.map { $0.chance + best(position + 1, free.subtracting([$0.candidate])) }
        .reduce(best(position + 1, free), max)
    }
    let optimum = best(0, Set(0..<6))
    #expect(2 * plan.expectedHires >= optimum, "seed \(seed)")
    #expect(plan.expectedHires <= optimum + 10, "seed \(seed)")
  }

  @Test(arguments: Dice.seeds) func `leads to more hires than independent lists`(seed: UInt64) {
    var dice = Dice(seed)
    let pairs = pairs(&dice, positions: 40, candidates: 120)
    let chances = Dictionary(
      uniqueKeysWithValues: pairs.map { ($0.position * 120 + $0.candidate, $0.chance) })
    let independent = (0..<40).map { position in
      pairs.filter { $0.position == position }.sorted { $0.chance > $1.chance }.prefix(5)
        .map(\.candidate)
    }
    let plan = HirePlan(pairs, positionCount: 40, candidateCount: 120)
    /// Hires where both sides say yes by chance, and each takes the first that is left.
    func hires(_ lists: [[Int]]) -> Int {
      var count = 0
      for _ in 0..<50 {
        var taken: Set<Int> = []
        for position in (0..<40).shuffled(using: &dice) {
          let hired = lists[position].first {
            !taken.contains($0)
              && dice.number(0...999_999) < chances[position * 120 + $0, default: 0]
          }
          if let hired { taken.insert(hired) }
        }
        count += taken.count
      }
      return count
    }
    let gain = hires(plan.lists) - hires(independent)
    #expect(gain > 100, "seed \(seed): \(gain) in 50 draws")
    #expect(Set(plan.lists.joined()).count > 2 * Set(independent.joined()).count, "seed \(seed)")
  }
}
