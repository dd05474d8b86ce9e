/// What the skills of a candidate bring to `side_position`, of one position: at most, and exactly.
///
/// Bounds are in millionths of a unit of weight: the sum over the asked skills of the weight of their
/// component, their share of it and their credit, each rounded up. Everybody is granted the best near
/// skill of each asked one; who holds an asked skill itself gains what that is worth beyond.
struct SkillGains: ~Copyable {
  /// An asked skill that can be worth more than its near ones.
  struct Item {
    /// Where its holders stand in the postings.
    var row: Int
    /// What holding it gains at most.
    var most: Int
    /// Where what each claim gains begins in ``claims``.
    var claims: Int
  }

  /// How a held skill answers for an asked one.
  struct Answer {
    var asked: Int32
    var base: Int32
  }

  /// What everybody is granted.
  private(set) var base = 0
  /// What everybody about whom something is inferred gets for that.
  private(set) var inferred = 0
  /// What those get at most who told no skill.
  private(set) var empty = 0
  /// The most anybody can get.
  private(set) var all = 0
  private(set) var items: [Item] = []
  /// What each item gains by each claim, in steps, rounded up.
  private(set) var claims: [UInt16] = []
  /// The width of a step, as a power of two: all gains together are fewer than 2¹⁵ steps.
  private(set) var shift = 0

  /// What each skill held brings at most for all that it answers for, in steps, rounded up.
  private var held: Scratch<UInt16>
  private var touched: [Int] = []
  /// What a credit of one millionth brings for each asked skill, in 2²⁰ths, rounded up.
  private var rates: [Int] = []
  /// The strength of each claim, and the same in 256ths, rounded up.
  private let strengths: [Int32]
  private var shares: Scratch<Int>

  // What each skill held answers for, one skill after the other.
  private var answers = Scratch<Answer>(repeating: Answer(asked: 0, base: 0), capacity: 0)
  /// Where the answers of each skill begin and end.
  private var starts: Scratch<UInt16>
  private var ends: Scratch<UInt16>
  /// The best credit for each asked skill, of the candidate weighed last.
  private var credits = Scratch<Int32>(repeating: 0, capacity: 0)
  private var weights = Scratch<Int>(repeating: 0, capacity: 0)

  init(_ snapshot: Snapshot) {
    let count = snapshot.vocabulary.skillKeys.count
    held = Scratch(repeating: 0, capacity: count)
    starts = Scratch(repeating: 0, capacity: count)
    ends = Scratch(repeating: 0, capacity: count)
    strengths = snapshot.method.strengths
    shares = Scratch(repeating: 0, capacity: strengths.count)
    for strength in strengths {
      shares.append((Int(strength) * 256 + Score.unit - 1) / Score.unit)
    }
  }

  /// Turns to the position a scorer is turned to.
  mutating func prepare(_ scorer: borrowing Scorer, _ postings: borrowing Postings) {
    bound(scorer)
    items.removeAll(keepingCapacity: true)
    claims.removeAll(keepingCapacity: true)
    for asked in 0..<scorer.askedCount {
      let other = contribution(rates[asked], scorer.bestOther(asked))
      let rate = rates[asked]
      begin(Int(scorer.skill(asked)))
      for strength in strengths { add(contribution(rate, strength) - other) }
      finish()
    }
    begin(postings.rowOfNone)
    add(empty - base)
    finish()
    arrange(scorer)
  }

  private mutating func bound(_ scorer: borrowing Scorer) {
    base = 0
    inferred = 0
    all = 0
    var whole = 0
    rates.removeAll(keepingCapacity: true)
    for asked in 0..<scorer.askedCount {
      let rate = scorer.rate(asked)
      rates.append(rate)
      let other = contribution(rate, scorer.bestOther(asked))
      base += other
      inferred += contribution(rate, scorer.bestInferred(asked))
      all += max(contribution(rate, scorer.bestStrength), other)
      whole += contribution(rate, Int32(Score.unit))
    }
    empty = max(base, scorer.unansweredSkills)
    all = max(all, empty)
    shift = 0
    while max(all, whole) >> shift >= 1 << 15 { shift += 1 }
  }

  private mutating func begin(_ row: Int) {
    items.append(Item(row: row, most: 0, claims: claims.count))
  }

  private mutating func add(_ gain: Int) {
    let last = items.count - 1
    items[last].most = max(items[last].most, gain)
    claims.append(UInt16(steps(max(0, gain))))
  }

  private mutating func finish() {
    guard let last = items.last, last.most == 0 else { return }
    claims.removeSubrange(last.claims...)
    items.removeLast()
  }

  /// Puts the answers of each skill together.
  private mutating func arrange(_ scorer: borrowing Scorer) {
    for skill in touched { held[skill] = 0 }
    touched.removeAll(keepingCapacity: true)
    answers.removeAll()
    answers.reserve(scorer.answers.count)
    for skill in scorer.touched {
      let number = Int(skill)
      touched.append(number)
      starts[number] = UInt16(answers.count)
      var sum = 0
      var next = scorer.head(skill)
      while next >= 0 {
        let answer = scorer.answers[Int(next)]
        answers.append(Answer(asked: answer.asked, base: answer.base))
        sum += contribution(rates[Int(answer.asked)], answer.base)
        next = answer.next
      }
      ends[number] = UInt16(answers.count)
      // Never nothing: it tells that the skill answers for something.
      held[number] = UInt16(max(1, steps(sum)))
    }
    weights.removeAll()
    weights.reserve(scorer.askedCount)
    credits.reserve(scorer.askedCount)
    for asked in 0..<scorer.askedCount { weights.append(scorer.askedWeights[asked]) }
  }

  /// What a credit brings for an asked skill, rounded up.
  @inline(__always)
  private func contribution(_ rate: Int, _ credit: Int32) -> Int { (rate * Int(credit)) >> 20 + 1 }

  private func steps(_ gain: Int) -> Int { (gain + 1 << shift - 1) >> shift }

  /// What some told skills bring at most.
  @inline(__always)
  func most(_ skills: borrowing Shelf<CandidateColumns.Held>, _ range: Range<Int>) -> Int {
    var steps = 0
    for place in range {
      let skill = skills[place]
      steps &+= Int(held[Int(skill.skill)]) &* shares[skill.claim]
    }
    return ((steps + 255) >> 8) << shift
  }

  /// The sums over the asked skills, of the required and of the desired ones, of weight and best credit
  /// of some told skills.
  @inline(__always)
  mutating func sums(
    _ skills: borrowing Shelf<CandidateColumns.Held>, _ range: Range<Int>, requiredCount: Int
  ) -> (required: Int, desired: Int) {
    for asked in 0..<weights.count { credits[asked] = 0 }
    for place in range {
      let skill = skills[place]
      let number = Int(skill.skill)
      guard held[number] > 0 else { continue }
      let strength = Int64(strengths[skill.claim])
      for index in Int(starts[number])..<Int(ends[number]) {
        let answer = answers[index]
        let credit = Int32(truncatingIfNeeded: Int64(answer.base) * strength / Int64(Score.unit))
        let asked = Int(answer.asked)
        credits[asked] = max(credits[asked], credit)
      }
    }
    var required = 0
    for asked in 0..<requiredCount { required &+= weights[asked] &* Int(credits[asked]) }
    var desired = 0
    for asked in requiredCount..<weights.count { desired &+= weights[asked] &* Int(credits[asked]) }
    return (required, desired)
  }
}
