/// Scores candidates for one position at a time; the memory one worker reuses from one to the next.
///
/// Lists and explanations both go through it, so that a shown number is the number that ranked.
///
/// A skill asked is credited `floor(base · strength)` with the best skill the candidate holds:
/// base 1 for the very skill, the table's credit for a near one, the method's for a sibling of the
/// same macro skill; strength the product of the factors of proficiency and evidence. The base
/// skills of the candidate's ROME 3 occupations are held as inferred. The value of a list is
/// `floor(Σ idf·importance·credit / Σ idf·importance)`.
struct Scorer {
  /// How a held skill answers for an asked one.
  struct Answer {
    var skill: UInt32
    var asked: Int32
    var base: Int32
    var kind: SkillMatch
    /// The answer of the same held skill for an earlier asked one, or -1.
    var next: Int32
  }

  /// The best credit found for an asked skill.
  struct Credit {
    var credit: Int32
    /// The answer it comes from, or -1.
    var answer: Int32
    var strength: Int32
    var proficiency: UInt8
    var evidence: Evidence

    static var nothing: Credit {
      Credit(credit: 0, answer: -1, strength: 0, proficiency: 0, evidence: .declared)
    }
  }

  let snapshot: Snapshot
  private(set) var position = 0
  private(set) var requiredCount = 0
  private(set) var askedCount = 0
  private(set) var answers: [Answer] = []
  /// The best credit per asked skill, of the candidate weighed last.
  private(set) var credits: [Credit] = []
  /// The relation of each occupation to the position's.
  var links: OccupationLinks { OccupationLinks(snapshot: snapshot, position: position) }

  /// The last answer of each skill, or -1; the others follow by ``Answer/next``.
  private var head: [Int32]
  /// Whether a skill answers for any asked one: a small table, read before ``head``.
  private var answered: [Bool]
  /// The skills that answer for any asked one.
  private(set) var touched: [UInt32] = []
  private(set) var askedWeights: [Int] = []
  private(set) var requiredWeight = 0
  private(set) var desiredWeight = 0
  /// The most a skill that is not the asked one itself can be credited, told or inferred.
  private var others: [Int32] = []
  /// The most an inferred skill can be credited.
  private var bestInference: [Int32] = []
  /// The strength of the strongest claim.
  let bestStrength: Int32
  /// Where the credits of occupations stand, of the position turned to.
  private var nearness = 0..<0
  /// The answer each ROME 3 occupation infers for each asked skill, or -1.
  private var inferred: [Int32] = []
  private var infers: [Bool]
  private var touchedParents: [UInt32] = []
  private let strengths: [Int32]
  private let inferredProficiency: UInt8
  private let strengthFromDiploma: Int32
  private let strengthFromOccupation: Int32
  private let metThreshold: Int32
  private let emptyPositionSide: SideValues
  private let emptyCandidateSide: SideValues

  init(_ snapshot: Snapshot) {
    let method = snapshot.method
    self.snapshot = snapshot
    head = [Int32](repeating: -1, count: snapshot.vocabulary.skillKeys.count)
    answered = [Bool](repeating: false, count: head.count)
    infers = [Bool](repeating: false, count: snapshot.vocabulary.parentCodes.count)
    strengths = method.strengths
    bestStrength = method.strengths.max() ?? 0
    inferredProficiency = UInt8(method.proficiencyInferred)
    strengthFromDiploma = Int32(
      method.strength(proficiency: method.proficiencyInferred, evidence: .inferredFromDiploma))
    strengthFromOccupation = Int32(
      method.strength(proficiency: method.proficiencyInferred, evidence: .inferredFromOccupation))
    metThreshold = Int32(method.metThreshold)
    emptyPositionSide = SideValues(.position, method)
    emptyCandidateSide = SideValues(.candidate, method)
  }

  /// Turns to a position: who answers for what, and how near each occupation is.
  mutating func prepare(_ row: Int) {
    position = row
    for skill in touched {
      head[Int(skill)] = -1
      answered[Int(skill)] = false
    }
    touched.removeAll(keepingCapacity: true)
    answers.removeAll(keepingCapacity: true)
    askedWeights.removeAll(keepingCapacity: true)
    let asked = snapshot.positions.asked[row]
    askedCount = asked.count
    requiredCount = Int(snapshot.positions.requiredCount[row])
    requiredWeight = 0
    desiredWeight = 0
    let sameGroup = Int32(snapshot.method.creditSameGroup)
    for (index, skill) in asked.enumerated() {
      let number = Int(skill.skill)
      let weight = Int(snapshot.vocabulary.idf[number]) * Int(skill.importance)
      askedWeights.append(weight)
      if skill.isRequired { requiredWeight += weight } else { desiredWeight += weight }
      answer(skill.skill, for: index, base: Int32(Score.unit), .exact)
      for near in snapshot.vocabulary.near[number] {
        answer(near.skill, for: index, base: near.credit, .near)
      }
      let group = snapshot.vocabulary.group[number]
      if group >= 0 {
        for sibling in snapshot.vocabulary.members[Int(group)] where sibling != skill.skill {
          answer(sibling, for: index, base: sameGroup, .group)
        }
      }
    }
    credits.removeAll(keepingCapacity: true)
    for _ in 0..<askedCount { credits.append(.nothing) }
    prepareInference()
    prepareOthers()
    prepareOccupations()
  }

  /// Notes that a held skill answers for an asked one, keeping the best way it does.
  private mutating func answer(
    _ skill: UInt32, for asked: Int, base: Int32, _ kind: SkillMatch
  ) {
    guard base > 0 else { return }
    let first = head[Int(skill)]
    if first >= 0, answers[Int(first)].asked == Int32(asked) {
      if base > answers[Int(first)].base {
        answers[Int(first)].base = base
        answers[Int(first)].kind = kind
      }
      return
    }
    if first < 0 {
      touched.append(skill)
      answered[Int(skill)] = true
    }
    head[Int(skill)] = Int32(answers.count)
    answers.append(
      Answer(skill: skill, asked: Int32(asked), base: base, kind: kind, next: first))
  }

  /// How a held skill answers for an asked one; nil where it does not.
  func answer(of held: UInt32, for asked: Int) -> Answer? {
    var next = head[Int(held)]
    while next >= 0 {
      let answer = answers[Int(next)]
      if Int(answer.asked) == asked { return answer }
      next = answer.next
    }
    return nil
  }

  private mutating func prepareInference() {
    for parent in touchedParents { infers[Int(parent)] = false }
    touchedParents.removeAll(keepingCapacity: true)
    if inferred.count < infers.count * askedCount {
      inferred = [Int32](repeating: -1, count: infers.count * askedCount)
    }
    for skill in touched {
      for parent in snapshot.vocabulary.basedOn[Int(skill)] {
        let start = Int(parent) * askedCount
        if !infers[Int(parent)] {
          infers[Int(parent)] = true
          touchedParents.append(parent)
          for index in start..<(start + askedCount) { inferred[index] = -1 }
        }
        var next = head[Int(skill)]
        while next >= 0 {
          let answer = answers[Int(next)]
          let slot = start + Int(answer.asked)
          if inferred[slot] < 0 || answers[Int(inferred[slot])].base < answer.base {
            inferred[slot] = next
          }
          next = answer.next
        }
      }
    }
  }

  private mutating func prepareOthers() {
    others.removeAll(keepingCapacity: true)
    bestInference.removeAll(keepingCapacity: true)
    for _ in 0..<askedCount {
      others.append(0)
      bestInference.append(0)
    }
    for answer in answers where answer.kind != .exact {
      let asked = Int(answer.asked)
      others[asked] = max(others[asked], product(answer.base, bestStrength))
    }
    let strength = max(strengthFromDiploma, strengthFromOccupation)
    for parent in touchedParents {
      for asked in 0..<askedCount {
        let found = inferred[Int(parent) * askedCount + asked]
        guard found >= 0 else { continue }
        bestInference[asked] = max(
          bestInference[asked], product(answers[Int(found)].base, strength))
        others[asked] = max(others[asked], bestInference[asked])
      }
    }
  }

  /// The most an asked skill can be credited for an inferred one.
  func bestInferred(_ asked: Int) -> Int32 { bestInference[asked] }

  /// The most an answer of this base can be credited.
  func credit(most base: Int32) -> Int32 { product(base, bestStrength) }

  /// The most an asked skill can be credited for a skill that is not itself, or for an inferred one.
  func bestOther(_ asked: Int) -> Int32 { others[asked] }

  private mutating func prepareOccupations() {
    guard let occupation = snapshot.positions.facts[position].occupation else { return }
    nearness = snapshot.vocabulary.credits.range(occupation)
  }

  /// Finds the best credit of a candidate for each asked skill.
  ///
  /// - Parameter candidate: the row of the candidate.
  /// - Returns: how many required and how many desired skills are met.
  mutating func weigh(_ candidate: Int) -> (required: Int, desired: Int) {
    weighTold(candidate)
    infer(
      snapshot.candidates.inferredFromDiploma, candidate, strengthFromDiploma,
      .inferredFromDiploma)
    infer(
      snapshot.candidates.inferredFromOccupations, candidate, strengthFromOccupation,
      .inferredFromOccupation)
    var required = 0
    var desired = 0
    for index in 0..<askedCount where credits[index].credit >= metThreshold {
      if index < requiredCount { required += 1 } else { desired += 1 }
    }
    return (required, desired)
  }

  private mutating func weighTold(_ candidate: Int) {
    for index in 0..<askedCount { credits[index] = .nothing }
    for index in snapshot.candidates.held.range(candidate) {
      let held = snapshot.candidates.held.values[index]
      guard answered[Int(held.skill)] else { continue }
      let strength = strengths[held.claim]
      var next = head[Int(held.skill)]
      while next >= 0 {
        let answer = answers[Int(next)]
        let credit = product(answer.base, strength)
        if credit > credits[Int(answer.asked)].credit {
          credits[Int(answer.asked)] = Credit(
            credit: credit, answer: next, strength: strength, proficiency: held.proficiency,
            evidence: held.evidence)
        }
        next = answer.next
      }
    }
  }

  /// Whether a credit meets the skill asked.
  func isMet(_ asked: Int) -> Bool { credits[asked].credit >= metThreshold }

  private mutating func infer(
    _ parents: Ragged<UInt32>, _ candidate: Int, _ strength: Int32, _ evidence: Evidence
  ) {
    for index in parents.range(candidate) {
      let parent = Int(parents.values[index])
      guard infers[parent] else { continue }
      for asked in 0..<askedCount {
        let found = inferred[parent * askedCount + asked]
        guard found >= 0 else { continue }
        let credit = product(answers[Int(found)].base, strength)
        // What is told wins where it counts the same.
        guard credit > credits[asked].credit else { continue }
        credits[asked] = Credit(
          credit: credit, answer: found, strength: strength, proficiency: inferredProficiency,
          evidence: evidence)
      }
    }
  }

  private func product(_ base: Int32, _ strength: Int32) -> Int32 {
    Int32(truncatingIfNeeded: Int64(base) * Int64(strength) / Int64(Score.unit))
  }

  /// What holding a skill so is worth, in millionths.
  func strength(of held: CandidateColumns.Held) -> Int32 { strengths[held.claim] }

  /// How well the candidate weighed last meets what the position asks.
  func positionSide(_ candidate: Int) -> SideValues {
    var side = emptyPositionSide
    if askedCount > 0 {
      let isTold = !snapshot.candidates.held.range(candidate).isEmpty
      let isAnswered =
        isTold || !snapshot.candidates.inferredFromDiploma.range(candidate).isEmpty
        || !snapshot.candidates.inferredFromOccupations.range(candidate).isEmpty
      fillSkills(&side, isAnswered: isAnswered, isTold: isTold)
    }
    side[2] = positionOccupation(candidate)
    side[3] = languages(candidate)
    return side
  }

  /// `side_position` of somebody who told some skills or none, by the weighted sums of their credits and
  /// a value for the occupation where the position has one; the position wishes no language.
  ///
  /// What ``SideValues/value`` says of the same values.
  @inline(__always)
  func positionSide(
    isTold: Bool, sums: (required: Int, desired: Int), occupation: Millionths?
  ) -> Millionths {
    let method = snapshot.method
    var sum = 0
    var total = 0
    func add(_ weight: Int, _ value: Millionths) {
      sum &+= weight &* value
      total &+= weight
    }
    if requiredCount > 0 {
      add(
        method.weightRequiredSkills,
        isTold ? sums.required / requiredWeight : method.priorRequiredSkills)
    }
    if requiredCount < askedCount {
      add(
        method.weightDesiredSkills,
        isTold ? sums.desired / desiredWeight : method.priorDesiredSkills)
    }
    if let occupation { add(method.weightPositionOccupation, occupation) }
    return total == 0 ? emptyPositionSide.prior : sum / total
  }

  /// The last answer of a skill, or -1.
  func head(_ skill: UInt32) -> Int32 { head[Int(skill)] }

  /// Both sides of the candidate weighed last.
  func sides(_ candidate: Int) -> (position: Millionths, candidate: Millionths) {
    (positionSide(candidate).value, candidateSide(candidate).value)
  }

  /// How well the position meets what a candidate declared.
  func candidateSide(_ candidate: Int) -> SideValues {
    var side = emptyCandidateSide
    let facts = snapshot.positions.facts[position]
    side[0] = candidateOccupation(candidate)
    side[1] = wish(.mission, snapshot.candidates.missions, candidate, facts.mission)
    side[2] = wish(.sector, snapshot.candidates.sectors, candidate, facts.sector)
    if let least = snapshot.candidates.facts[candidate].minimumPay {
      if let offered = facts.payMax ?? facts.payMin {
        side[3] = known(payValue(offered: Int(offered), least: Int(least)))
      } else {
        side[3] = unanswered(.pay)
      }
    }
    return side
  }

  /// What the occupations of a candidate are worth to the position; nil where it has none.
  func positionOccupation(_ candidate: Int) -> SideValues.Value? {
    guard snapshot.positions.facts[position].occupation != nil else { return nil }
    let wished = snapshot.candidates.wished.range(candidate)
    let studied = snapshot.candidates.diplomaOccupations.range(candidate)
    let inferred = snapshot.candidates.inferredOccupations.range(candidate)
    guard wished.isEmpty, studied.isEmpty else {
      return known(
        max(
          nearest(snapshot.candidates.wished, candidate),
          nearest(snapshot.candidates.diplomaOccupations, candidate)))
    }
    return inferred.isEmpty ? unanswered(.positionOccupation) : concludedOccupation(candidate)
  }

  /// What the position's occupation is worth to a candidate; nil where none is wished.
  func candidateOccupation(_ candidate: Int) -> SideValues.Value? {
    guard !snapshot.candidates.wished.range(candidate).isEmpty else { return nil }
    return snapshot.positions.facts[position].occupation == nil
      ? unanswered(.candidateOccupation) : known(nearest(snapshot.candidates.wished, candidate))
  }

  private func fillSkills(_ side: inout SideValues, isAnswered: Bool, isTold: Bool) {
    if requiredCount > 0 {
      side[0] =
        isAnswered
        ? coverage(0..<requiredCount, requiredWeight, isTold) : unanswered(.requiredSkills)
    }
    if requiredCount < askedCount {
      side[1] =
        isAnswered
        ? coverage(requiredCount..<askedCount, desiredWeight, isTold) : unanswered(.desiredSkills)
    }
  }

  private func known(_ value: Millionths) -> SideValues.Value {
    SideValues.Value(value: value, state: .known)
  }

  private func unanswered(_ component: ComponentName) -> SideValues.Value {
    SideValues.Value(value: snapshot.method.prior(component), state: .unknown)
  }

  /// `floor(Σ idf·importance·credit / Σ idf·importance)` over part of the asked skills.
  private func coverage(_ part: Range<Int>, _ total: Int, _ isTold: Bool) -> SideValues.Value {
    var sum = 0
    var isInferred = !isTold
    for index in part {
      let credit = credits[index]
      sum += askedWeights[index] * Int(credit.credit)
      if credit.credit > 0, credit.evidence.isInferred { isInferred = true }
    }
    return SideValues.Value(value: sum / total, state: isInferred ? .inferred : .known)
  }

  private func nearest(_ occupations: Ragged<UInt32>, _ candidate: Int) -> Millionths {
    let credits = snapshot.vocabulary.credits.values
    var best: Int32 = 0
    for index in occupations.range(candidate) {
      best = max(best, credits[nearness.lowerBound + Int(occupations.values[index])])
    }
    return Millionths(best)
  }

  /// What the occupations concluded from the diploma's title or the skills are worth.
  private func concludedOccupation(_ candidate: Int) -> SideValues.Value {
    let nearest = nearest(snapshot.candidates.inferredOccupations, candidate)
    return SideValues.Value(
      value: Score.part(nearest, snapshot.method.occupationInferred), state: .inferred)
  }

  /// The credit of an occupation, of the position turned to.
  func credit(ofOccupation occupation: UInt32) -> Millionths {
    Millionths(snapshot.vocabulary.credits.values[nearness.lowerBound + Int(occupation)])
  }

  /// The mean over the wished languages of `floor(min(spoken, asked) / asked)`, rounded down.
  private func languages(_ candidate: Int) -> SideValues.Value? {
    var count = 0
    var told = 0
    var sum = 0
    for index in snapshot.positions.languages.range(position) {
      let asked = snapshot.positions.languages.values[index]
      guard !asked.isRequired else { continue }
      count += 1
      guard let spoken = snapshot.spokenLevel(candidate, asked.code) else { continue }
      told += 1
      sum += languageValue(spoken: spoken, asked: Int(asked.level))
    }
    guard count > 0 else { return nil }
    return told == 0 ? unanswered(.languages) : known(sum / count)
  }

  /// The share of a level that is reached, one at most.
  func languageValue(spoken: Int, asked: Int) -> Millionths {
    min(spoken, asked) * Score.unit / asked
  }

  /// One where the position's mission or sector is wished, else zero; nil where nothing is.
  private func wish(
    _ component: ComponentName, _ wishes: Ragged<Symbol>, _ candidate: Int, _ told: Symbol
  ) -> SideValues.Value? {
    guard !wishes.range(candidate).isEmpty else { return nil }
    guard told != .none else { return unanswered(component) }
    return known(snapshot.contains(wishes, candidate, told) ? Score.unit : 0)
  }

  /// The value of a pay; see ``Method/payValue(offered:least:floor:)``.
  func payValue(offered: Int, least: Int) -> Millionths {
    Method.payValue(offered: offered, least: least, floor: snapshot.method.payFloor)
  }
}

extension Method {
  /// One from the least pay accepted upwards, falling evenly to zero at the method's share of it.
  static func payValue(offered: Int, least: Int, floor: Millionths) -> Millionths {
    guard offered < least else { return Score.unit }
    let above = offered * Score.unit - floor * least
    guard above > 0 else { return 0 }
    return above * Score.unit / ((Score.unit - floor) * least)
  }
}
