import Glibc

/// Numbers drawn for one row and one purpose of an invented world.
///
/// SplitMix64 (Steele, Lea and Flood, 2014), started at a hash of seed, purpose and row: what a row
/// gets does not depend on the others, nor on the order in which they are drawn.
struct BenchDraw {
  /// What numbers are drawn for; each purpose has a stream of its own.
  enum Purpose: UInt64 {
    case territory, occupation, family, candidate, position, candidateSkills, positionSkills, radius
    case fillingCandidate, fillingPosition, evidence, nearness
  }

  private var state: UInt64

  init(_ seed: UInt64, _ purpose: Purpose, _ row: Int) {
    let stream = BenchDraw.mix(seed &+ purpose.rawValue &* 0xd6e8_feb8_6659_fd93)
    state = BenchDraw.mix(stream ^ UInt64(truncatingIfNeeded: row))
  }

  private static func mix(_ word: UInt64) -> UInt64 {
    var z = word &+ 0x9e37_79b9_7f4a_7c15
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }

  /// A seed for other streams.
  var hashed: UInt64 { BenchDraw.mix(state) }

  /// Sixty-four random bits.
  mutating func next() -> UInt64 {
    let word = BenchDraw.mix(state)
    state &+= 0x9e37_79b9_7f4a_7c15
    return word
  }

  /// A number of 0..<count.
  mutating func below(_ count: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }

  /// A number of 0..<1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Whether something of so many per cent happens.
  mutating func happens(_ percent: Int) -> Bool { below(100) < percent }

  /// A normal number with mean zero and deviation one (Box and Muller, 1958).
  mutating func normal() -> Double {
    let radius = (-2 * log(1 - unit())).squareRoot()
    return radius * cos(2 * .pi * unit())
  }
}

/// Draws one of many things that are not equally likely.
struct BenchChoice {
  private let cumulative: [Double]
  /// The first thing of each of equal parts of 0..<1, where the search starts.
  private let guide: [Int32]

  /// A choice among things of the given weights.
  init(weights: [Double]) {
    let total = weights.reduce(0, +)
    var sum = 0.0
    let cumulative = weights.map { weight in
      sum += weight / total
      return sum
    }
    var guide: [Int32] = []
    var first = 0
    let parts = 4 * weights.count
    for part in 0..<parts {
      let start = Double(part) / Double(parts)
      while first < weights.count - 1, cumulative[first] < start { first += 1 }
      guide.append(Int32(first))
    }
    self.cumulative = cumulative
    self.guide = guide
  }

  /// A choice among `count` things of which the k-th is as likely as k to the power of -`exponent`.
  init(count: Int, exponent: Double) {
    self.init(weights: (1...count).map { pow(Double($0), -exponent) })
  }

  /// The thing at a number of 0..<1.
  func callAsFunction(_ unit: Double) -> Int {
    var index = Int(guide[Int(unit * Double(guide.count))])
    while index < cumulative.count - 1, cumulative[index] < unit { index += 1 }
    return index
  }
}
