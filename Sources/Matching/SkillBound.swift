/// What the skills of a candidate can bring to `side_position` at most, of one position.
///
/// In millionths of a unit of weight: the sum over the asked skills of the weight of their component,
/// their share of it and their credit, each rounded up. Two bounds see what is held only by its bit
/// of 512: the first takes the best near skill for granted, the second looks for near ones as well.
struct SkillBound: ~Copyable {
  /// What everybody gets by the first bound.
  private(set) var base = 0
  /// What everybody gets by the second: what may be inferred.
  private var inferred = 0
  /// What those get who told no skill.
  private(set) var empty = 0
  /// The most anybody can get.
  private(set) var all = 0
  /// The asked skills, by their row in the bitmap of chunks, and what each adds.
  private(set) var rows: [(row: Int, gain: Int)] = []

  /// What each bit adds to ``base``, and which bits do.
  private var exactGains = [Int](repeating: 0, count: 512)
  private var exact = Index.Signature()
  /// What each bit adds to ``inferred``, and which bits do.
  private var gains = [Int](repeating: 0, count: 512)
  private var any = Index.Signature()

  /// Turns to the position a scorer is turned to.
  mutating func prepare(_ scorer: borrowing Scorer) {
    for bit in 0..<512 where any.words[bit >> 6] >> UInt64(bit & 63) & 1 == 1 {
      exactGains[bit] = 0
      gains[bit] = 0
    }
    exact = Index.Signature()
    any = Index.Signature()
    base = 0
    inferred = 0
    all = 0
    rows.removeAll(keepingCapacity: true)
    for index in 0..<scorer.askedCount {
      let most = scorer.contribution(index, credit: scorer.bestStrength)
      let other = scorer.contribution(index, credit: scorer.bestOther(index))
      base += other
      inferred += scorer.contribution(index, credit: scorer.bestInferred(index))
      all += max(most, other)
      guard most > other else { continue }
      let skill = scorer.skill(index)
      exactGains[Index.Signature.bit(skill)] += most - other
      exact.insert(skill)
      rows.append((Index.bitmapRow(skill), most - other))
    }
    for answer in scorer.answers {
      let credit = scorer.credit(most: answer.base)
      gains[Index.Signature.bit(answer.skill)] += scorer.contribution(
        Int(answer.asked), credit: credit)
      any.insert(answer.skill)
    }
    empty = max(base, scorer.unansweredSkills)
    all = max(all, empty)
    if empty > base { rows.append((Index.bitmapRows, empty - base)) }
  }

  /// The first bound for a signature.
  @inline(__always)
  func most(_ signature: Index.Signature) -> Int {
    var sum = base
    for word in 0..<8 {
      var bits = signature.words[word] & exact.words[word]
      while bits != 0 {
        sum += exactGains[word << 6 + bits.trailingZeroBitCount]
        bits &= bits &- 1
      }
    }
    return sum
  }

  /// The second bound for a signature.
  @inline(__always)
  func mostWithNear(_ signature: Index.Signature) -> Int {
    var sum = inferred
    for word in 0..<8 {
      var bits = signature.words[word] & any.words[word]
      while bits != 0 {
        sum += gains[word << 6 + bits.trailingZeroBitCount]
        bits &= bits &- 1
      }
    }
    return sum
  }
}
