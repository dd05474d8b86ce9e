extension HirePlan {
  /// The plan in the making.
  struct Planner {
    /// The unit of `x` and `free`, finer than a millionth as small chances multiply.
    static let whole = 1_000_000_000

    /// The pairs by tie.
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
      _ pairs: [Pair], positionCount: Int, candidateCount: Int, capacity: Int, ceiling: Int,
      already: [Int]
    ) {
      self.pairs = pairs
      self.capacity = capacity
      self.ceiling = ceiling
      own = Array(repeating: [], count: positionCount)
      for (index, pair) in pairs.enumerated() { own[pair.position].append(index) }
      listed = Array(repeating: [], count: positionCount)
      shown = already.isEmpty ? Array(repeating: 0, count: candidateCount) : already
      hope = Array(repeating: 0, count: pairs.count)
      positionHope = Array(repeating: 0, count: positionCount)
      candidateHope = Array(repeating: 0, count: candidateCount)
    }

    var expected: Int { positionHope.reduce(0, +) }

    /// `chance · free(position) · free(candidate)`, in the unit of `whole`.
    func hope(of pair: Pair, position: Int, candidate: Int) -> Int {
      let positionFree = max(0, Planner.whole - position)
      let candidateFree = max(0, Planner.whole - candidate)
      return pair.chance * positionFree / Score.unit * candidateFree / Planner.whole
    }

    func worth(_ index: Int) -> (hope: Int, worth: Int) {
      let pair = pairs[index]
      let hope = hope(
        of: pair, position: positionHope[pair.position], candidate: candidateHope[pair.candidate])
      return (hope, hope + pair.merit * (Planner.whole / Score.unit))
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
    ///
    /// A position can always take back what it gave, so that nobody served goes without.
    mutating func chooseAgain() {
      let order = own.indices.sorted {
        positionHope[$0] != positionHope[$1]
          ? positionHope[$0] < positionHope[$1] : tie($0) < tie($1)
      }
      for position in order {
        giveBack(position)
        var open = own[position].filter { shown[pairs[$0].candidate] < ceiling }
        while listed[position].count < capacity, !open.isEmpty {
          var best = (place: 0, hope: 0, worth: -1)
          for (place, index) in open.enumerated() {
            let (hope, worth) = worth(index)
            if worth > best.worth { best = (place, hope, worth) }
          }
          take(open.remove(at: best.place), hope: best.hope)
        }
      }
    }

    /// What decides between positions: the tie of their first pair.
    func tie(_ position: Int) -> UInt64 { own[position].first.map { pairs[$0].tie } ?? 0 }

    /// Brings the hopes of all listed pairs into balance with each other, half the way each time.
    mutating func settle(times: Int) {
      let all = listed.flatMap(\.self)
      for _ in 0..<times {
        for index in all {
          let pair = pairs[index]
          let value = hope(
            of: pair, position: positionHope[pair.position] - hope[index],
            candidate: candidateHope[pair.candidate] - hope[index])
          hope[index] = (hope[index] + value) / 2
        }
        for index in all {
          positionHope[pairs[index].position] = 0
          candidateHope[pairs[index].candidate] = 0
        }
        for index in all {
          positionHope[pairs[index].position] += hope[index]
          candidateHope[pairs[index].candidate] += hope[index]
        }
      }
    }

    var lists: [[Int]] {
      listed.map { list in
        list.map { (index: $0, worth: hope[$0] + pairs[$0].merit * (Planner.whole / Score.unit)) }
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
        let left = 2 * place + 1
        var best = place
        if left < heap.count, Queue.precedes(heap[left], heap[best]) { best = left }
        if left + 1 < heap.count, Queue.precedes(heap[left + 1], heap[best]) { best = left + 1 }
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
