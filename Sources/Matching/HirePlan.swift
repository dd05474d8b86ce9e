/// Short lists chosen together, so that as many hires as possible can be expected from all of them.
///
/// Independent lists send the same people to everyone: most of what they promise cannot happen, as
/// a person takes one job and a position one person. Here a pair's worth falls with what its two
/// sides can already expect.
///
/// A pair is expected to become a hire with `x = chance · free(position) · free(candidate)`, where
/// `free` is one less the sum of the other pairs' `x` of that side, as if the sides were independent.
/// The pair of the highest `x + merit` is taken first; then each position in turn gives its list
/// back and takes the best again, which undoes what looked good too early.
package struct HirePlan: Sendable {
  /// A pair that may be listed.
  package struct Pair: Hashable, Sendable {
    /// The place of the position.
    package var position: Int
    /// The place of the candidate.
    package var candidate: Int
    /// How likely both sides say yes, in millionths.
    package var chance: Millionths
    /// What the pair is worth beside the hire it may lead to, in millionths; small.
    package var merit: Millionths
    /// What decides between equal worth; lower comes first.
    package var tie: UInt64

    /// A pair with its chance.
    package init(
      position: Int, candidate: Int, chance: Millionths, merit: Millionths = 0, tie: UInt64
    ) {
      self.position = position
      self.candidate = candidate
      self.chance = chance
      self.merit = merit
      self.tie = tie
    }
  }

  /// The listed candidates of each position, in the order of `x + merit`.
  package let lists: [[Int]]
  /// How many hires are expected that way, in millionths.
  package let expectedHires: Int

  /// The unit of `x` and `free`, finer than a millionth as small chances multiply.
  private static let whole = 1_000_000_000

  /// Chooses the lists.
  ///
  /// - Parameters:
  ///   - pairs: the pairs that may be listed, each once; the order does not matter.
  ///   - positionCount: how many positions there are.
  ///   - candidateCount: how many candidates there are.
  ///   - capacity: how many candidates a position gets at most.
  ///   - ceiling: in how many lists a candidate stands at most.
  ///   - rounds: how often each position chooses again.
  package init(
    _ pairs: [Pair], positionCount: Int, candidateCount: Int, capacity: Int = 5, ceiling: Int = 3,
    rounds: Int = 3
  ) {
    var plan = Planner(
      pairs.sorted { $0.tie < $1.tie }, positionCount: positionCount,
      candidateCount: candidateCount, capacity: capacity, ceiling: ceiling)
    plan.chooseBestFirst()
    plan.settle(times: 30)
    for _ in 0..<rounds {
      plan.chooseAgain()
      plan.settle(times: 10)
    }
    lists = plan.lists
    expectedHires = plan.expected / 1_000
  }

  private struct Planner {
    let pairs: [Pair]
    let capacity: Int
    let ceiling: Int
    /// The pairs of each position, by tie.
    var own: [[Int]]
    var listed: [[Int]]
    var shown: [Int]
    /// What each pair is expected to bring; zero while it is not listed.
    var hope: [Int]
    /// The sums of `hope` on each side.
    var positionHope: [Int]
    var candidateHope: [Int]

    init(
      _ pairs: [Pair], positionCount: Int, candidateCount: Int, capacity: Int, ceiling: Int
    ) {
      self.pairs = pairs
      self.capacity = capacity
      self.ceiling = ceiling
      own = Array(repeating: [], count: positionCount)
      for (index, pair) in pairs.enumerated() { own[pair.position].append(index) }
      listed = Array(repeating: [], count: positionCount)
      shown = Array(repeating: 0, count: candidateCount)
      hope = Array(repeating: 0, count: pairs.count)
      positionHope = Array(repeating: 0, count: positionCount)
      candidateHope = Array(repeating: 0, count: candidateCount)
    }

    var expected: Int { positionHope.reduce(0, +) }

    /// `chance · free(position) · free(candidate)`, in the unit of `whole`.
    func hope(of pair: Pair, position: Int, candidate: Int) -> Int {
      let positionFree = max(0, whole - position)
      let candidateFree = max(0, whole - candidate)
      return pair.chance * positionFree / Score.unit * candidateFree / whole
    }

    func worth(_ index: Int) -> (hope: Int, worth: Int) {
      let pair = pairs[index]
      let hope = hope(
        of: pair, position: positionHope[pair.position], candidate: candidateHope[pair.candidate])
      return (hope, hope + pair.merit * (whole / Score.unit))
    }

    mutating func take(_ index: Int, hope value: Int) {
      let pair = pairs[index]
      listed[pair.position].append(index)
      shown[pair.candidate] += 1
      hope[index] = value
      positionHope[pair.position] += value
      candidateHope[pair.candidate] += value
    }

    mutating func giveBack(_ position: Int) {
      for index in listed[position] {
        let candidate = pairs[index].candidate
        shown[candidate] -= 1
        candidateHope[candidate] -= hope[index]
        hope[index] = 0
      }
      positionHope[position] = 0
      listed[position] = []
    }

    /// Takes pairs, those of the highest worth first.
    ///
    /// Worth only falls, so that a pair is put back when it is no longer worth what it was when it
    /// was looked at (Minoux 1978).
    mutating func chooseBestFirst() {
      var queue = Queue(pairs.indices.map { (worth: worth($0).worth, index: $0) })
      while let (old, index) = queue.next() {
        let pair = pairs[index]
        guard listed[pair.position].count < capacity, shown[pair.candidate] < ceiling else {
          continue
        }
        let (hope, worth) = worth(index)
        if worth < old { queue.putBack(worth, index) } else { take(index, hope: hope) }
      }
    }

    /// Lets each position give its list back and take the best again, those with most to gain first.
    mutating func chooseAgain() {
      let order = own.indices.sorted {
        positionHope[$0] != positionHope[$1]
          ? positionHope[$0] < positionHope[$1] : tie($0) < tie($1)
      }
      for position in order {
        giveBack(position)
        let open = own[position].filter { shown[pairs[$0].candidate] < ceiling }
        var taken: Set<Int> = []
        while taken.count < min(capacity, open.count) {
          var best: (index: Int, hope: Int, worth: Int)?
          for index in open where !taken.contains(index) {
            let (hope, worth) = worth(index)
            if best.map({ worth > $0.worth }) ?? true { best = (index, hope, worth) }
          }
          guard let best else { break }
          taken.insert(best.index)
          take(best.index, hope: best.hope)
        }
      }
    }

    private func tie(_ position: Int) -> UInt64 { own[position].first.map { pairs[$0].tie } ?? 0 }

    /// Brings the hopes of all listed pairs into balance with each other, half the way each time.
    mutating func settle(times: Int) {
      for _ in 0..<times {
        for list in listed {
          for index in list {
            let pair = pairs[index]
            let value = hope(
              of: pair, position: positionHope[pair.position] - hope[index],
              candidate: candidateHope[pair.candidate] - hope[index])
            hope[index] = (hope[index] + value) / 2
          }
        }
        for position in positionHope.indices { positionHope[position] = 0 }
        for candidate in candidateHope.indices { candidateHope[candidate] = 0 }
        for list in listed {
          for index in list {
            positionHope[pairs[index].position] += hope[index]
            candidateHope[pairs[index].candidate] += hope[index]
          }
        }
      }
    }

    var lists: [[Int]] {
      listed.map { list in
        list.map { (index: $0, worth: hope[$0] + pairs[$0].merit * (whole / Score.unit)) }
          .sorted { $0.worth != $1.worth ? $0.worth > $1.worth : $0.index < $1.index }
          .map { pairs[$0.index].candidate }
      }
    }
  }

  /// A binary heap: highest worth first, then the lower index.
  private struct Queue {
    private var heap: [(worth: Int, index: Int)]

    init(_ items: [(worth: Int, index: Int)]) {
      // A sorted array is a heap.
      heap = items.sorted(by: Queue.precedes)
    }

    private static func precedes(
      _ left: (worth: Int, index: Int), _ right: (worth: Int, index: Int)
    ) -> Bool {
      left.worth != right.worth ? left.worth > right.worth : left.index < right.index
    }

    mutating func next() -> (worth: Int, index: Int)? {
      guard let first = heap.first, let last = heap.popLast() else { return nil }
      guard !heap.isEmpty else { return first }
      heap[0] = last
      var place = 0
      while true {
        var best = place
        for child in [2 * place + 1, 2 * place + 2]
        where child < heap.count && Queue.precedes(heap[child], heap[best]) {
          best = child
        }
        if best == place { return first }
        heap.swapAt(place, best)
        place = best
      }
    }

    mutating func putBack(_ worth: Int, _ index: Int) {
      heap.append((worth, index))
      var place = heap.count - 1
      while place > 0, Queue.precedes(heap[place], heap[(place - 1) / 2]) {
        heap.swapAt(place, (place - 1) / 2)
        place = (place - 1) / 2
      }
    }
  }
}
