import Testing

@testable import Alignment

@Suite struct `The best additions` {
  /// A small market drawn from a seed.
  private struct Market {
    let reach: [[Int]]
    let graduates: [Int]
    let lacks: [Int]

    init(seed: UInt64) {
      var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
      func draw(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(limit))
      }
      let positions = 3 + draw(6)
      lacks = (0..<positions).map { _ in draw(6) }
      var reach: [[Int]] = []
      for _ in 0..<(2 + draw(7)) { reach.append((0..<positions).filter { _ in draw(3) == 0 }) }
      self.reach = reach
      graduates = reach.map { _ in 1 + draw(4) }
    }

    func filled(_ chosen: [Int]) -> Int {
      lacks.indices.reduce(0) { sum, position in
        let sent = chosen.filter { reach[$0].contains(position) }.reduce(0) { $0 + graduates[$1] }
        return sum + min(lacks[position], sent)
      }
    }

    /// The optimum, by trying every choice.
    func optimum(_ count: Int) -> Int {
      (0..<(1 << reach.count)).filter { $0.nonzeroBitCount <= count }.map { set in
        filled(reach.indices.filter { set >> $0 & 1 == 1 })
      }.max() ?? 0
    }
  }

  @Test(arguments: 1...4) func `lie between the optimum's share and its bound`(count: Int) {
    for seed in 0..<UInt64(300) {
      let market = Market(seed: seed)
      let best = BestAdditions(
        count, reach: market.reach, graduates: market.graduates, lacks: market.lacks)
      let optimum = market.optimum(count)
      #expect(best.filled == market.filled(best.chosen), "seed \(seed)")
      #expect(best.chosen.count <= count, "seed \(seed)")
      #expect(best.filled <= optimum && optimum <= best.bound, "seed \(seed)")
      #expect(Double(best.filled) >= 0.632 * Double(optimum), "seed \(seed)")
    }
  }
}

@Suite struct `What is told of the best additions` {
  @Test func `is in fives, and never a smaller gap than there is`() {
    for threshold in 0..<5 {
      let best = BestAdditions(1, reach: [[0], [1]], graduates: [3, 2], lacks: [5, 5])
      let told = best.told(threshold: threshold)
      #expect(best.filled == 3 && best.lacking == 10 && best.bound == 3)
      #expect(told.lacking == 10 && [told.filled, told.bound].allSatisfy { $0 % 5 == 0 })
      #expect(told.gap == 0)
    }
    let pair = BestAdditions(2, reach: [[0, 1], [0], [1]], graduates: [4, 6, 6], lacks: [6, 6])
    #expect(pair.gap > 0 && pair.told(threshold: 0).gap >= pair.gap)
    #expect(pair.told(threshold: 0).gap % 50_000 == 0)
  }
}
