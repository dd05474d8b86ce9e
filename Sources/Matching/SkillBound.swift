/// What the skills of a candidate can bring to `side_position` at most, of one position.
///
/// In units of a millionth of a weight's unit: the sum over the asked skills of the weight of their
/// component, their share of it and their credit, each rounded up. A skill counts in full where its
/// bit is set in the candidate's signature, else as the best near or inferred one would.
struct SkillBound {
  /// What everybody gets.
  private(set) var base = 0
  /// What those get who told no skill.
  private(set) var empty = 0
  /// The most anybody can get.
  private(set) var all = 0
  /// What each bit adds.
  private var gains = [Int](repeating: 0, count: 128)
  /// The skills that add something, by their row in the bitmap of chunks.
  private(set) var rows: [(row: Int, gain: Int)] = []
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// Turns to the position a scorer is turned to.
  mutating func prepare(_ scorer: borrowing Scorer) {
    var bits = low
    while bits != 0 {
      gains[bits.trailingZeroBitCount] = 0
      bits &= bits &- 1
    }
    bits = high
    while bits != 0 {
      gains[64 + bits.trailingZeroBitCount] = 0
      bits &= bits &- 1
    }
    low = 0
    high = 0
    base = 0
    all = 0
    rows.removeAll(keepingCapacity: true)
    for index in 0..<scorer.askedCount {
      let exact = scorer.contribution(index, credit: scorer.bestStrength)
      let near = scorer.contribution(index, credit: scorer.bestOther(index))
      base += near
      all += max(exact, near)
      guard exact > near else { continue }
      let bit = Index.bit(skill: scorer.skill(index))
      gains[bit] += exact - near
      rows.append((Index.bitmapRow(scorer.skill(index)), exact - near))
      if bit < 64 { low |= 1 << UInt64(bit) } else { high |= 1 << UInt64(bit - 64) }
    }
    empty = max(base, scorer.unansweredSkills)
    all = max(all, empty)
    if empty > base { rows.append((Index.bitmapRows, empty - base)) }
  }

  /// The most a candidate of a signature can get.
  func most(_ signature: (UInt64, UInt64)) -> Int {
    var sum = signature.0 | signature.1 == 0 ? empty : base
    var bits = signature.0 & low
    while bits != 0 {
      sum += gains[bits.trailingZeroBitCount]
      bits &= bits &- 1
    }
    bits = signature.1 & high
    while bits != 0 {
      sum += gains[64 + bits.trailingZeroBitCount]
      bits &= bits &- 1
    }
    return sum
  }
}
