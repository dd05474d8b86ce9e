/// Some candidates of a snapshot, a bit each by row.
struct CandidateSet: Sendable {
  fileprivate(set) var words: [UInt64]

  /// Nobody, of so many.
  init(of count: Int) {
    words = [UInt64](repeating: 0, count: (count + 63) / 64)
  }

  /// Everybody of the kinds whose example fits.
  init(_ kinds: Kinds, where fits: (Int) -> Bool) {
    let bits = kinds.examples.map { fits(Int($0)) ? UInt64(1) : 0 }
    self.init(of: kinds.numbers.count)
    guard bits.contains(1) else { return }
    let numbers = kinds.numbers.span
    for index in words.indices {
      var word: UInt64 = 0
      let first = index << 6
      for row in first..<min(first + 64, numbers.count) {
        word |= bits[Int(numbers[row])] << UInt64(row - first)
      }
      words[index] = word
    }
  }

  /// Whether it holds the candidate of a row.
  subscript(row: Int) -> Bool { words[row >> 6] >> UInt64(row & 63) & 1 == 1 }

  /// Takes a candidate in.
  mutating func insert(_ row: Int) { words[row >> 6] |= 1 << UInt64(row & 63) }

  /// Takes candidates in.
  mutating func insert(_ rows: some Sequence<UInt32>) { for row in rows { insert(Int(row)) } }

  /// Takes those of a list in who fit.
  @inline(__always)
  mutating func insert(
    _ lists: Ragged<UInt32>, _ list: Int, where fits: (_ index: Int) -> Bool
  ) {
    let rows = lists.values.span
    var words = words.mutableSpan
    for index in lists.range(list) where fits(index) {
      words[Int(rows[index]) >> 6] |= 1 << UInt64(rows[index] & 63)
    }
  }

  /// Takes another set in, as far as it lies in a third.
  mutating func formUnion(_ other: CandidateSet, in third: CandidateSet) {
    for index in words.indices { words[index] |= other.words[index] & third.words[index] }
  }

  /// Lets candidates go.
  mutating func remove(_ rows: some Sequence<UInt32>) {
    for row in rows { words[Int(row) >> 6] &= ~(1 << UInt64(row & 63)) }
  }

  /// How many they are.
  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Their rows, ascending.
  func forEach(_ body: (Int) -> Void) {
    for index in words.indices {
      var bits = words[index]
      while bits != 0 {
        body(index << 6 + bits.trailingZeroBitCount)
        bits &= bits &- 1
      }
    }
  }
}

/// In how many of some sets each candidate is: none, one, or more.
struct Tally {
  /// Who is in one at least, and who in two at least.
  private var once: [UInt64]
  private var twice: [UInt64]

  /// Nobody in any, of so many.
  init(of count: Int) {
    once = CandidateSet(of: count).words
    twice = once
  }

  /// Begins anew.
  mutating func reset() {
    for index in once.indices { once[index] = 0 }
    for index in twice.indices { twice[index] = 0 }
  }

  /// Counts those in a set.
  mutating func add(_ set: CandidateSet) { Tally.add(set, flipped: 0, &once, &twice) }

  /// Counts those not in a set.
  mutating func addOthers(of set: CandidateSet) { Tally.add(set, flipped: .max, &once, &twice) }

  private static func add(
    _ set: CandidateSet, flipped: UInt64, _ once: inout [UInt64], _ twice: inout [UInt64]
  ) {
    let words = set.words.span
    var once = once.mutableSpan
    var twice = twice.mutableSpan
    for index in words.indices {
      let word = words[index] ^ flipped
      twice[index] |= once[index] & word
      once[index] |= word
    }
  }

  /// Those of whom nothing is counted, and those of whom one thing is, of 64.
  @inline(__always)
  func word(_ index: Int) -> (none: UInt64, one: UInt64) {
    (~once[index], once[index] & ~twice[index])
  }
}

/// Where everybody stands for a position; see ``Standing``.
struct Standings: Sendable {
  /// The matches.
  private(set) var matches: CandidateSet
  /// The near matches inside declared areas.
  private(set) var near: CandidateSet
  /// Those who miss nothing but that they search elsewhere.
  private(set) var outside: CandidateSet

  /// Nobody, of so many.
  init(of count: Int) {
    matches = CandidateSet(of: count)
    near = matches
    outside = matches
  }

  /// Reads them from who may be taken, who searches here, and how many other gates each fails and
  /// required skills each lacks.
  mutating func read(
    _ open: CandidateSet, here: CandidateSet, failing: Tally, lacking: Tally
  ) {
    for index in open.words.indices {
      let (passing, failingOne) = failing.word(index)
      let (meeting, lackingOne) = lacking.word(index)
      let inside = open.words[index] & here.words[index]
      matches.words[index] = inside & passing & meeting
      near.words[index] = inside & (failingOne & meeting | passing & lackingOne)
      outside.words[index] = open.words[index] & ~here.words[index] & passing & meeting
    }
  }
}
