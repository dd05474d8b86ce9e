/// Says of a candidate the most their score can be for a position, from a few bytes; the memory one
/// worker reuses.
///
/// Wishes, pay and occupations count as they are, each skill with its credit rounded up to one of 256
/// steps, and wished languages as spoken. So the estimate is hardly above the score, and of many
/// candidates only the best few need to be scored.
struct Estimator: ~Copyable {
  private let snapshot: Snapshot
  private let roster: Roster
  /// What the occupations of each candidate are worth to them and to the position.
  private var wished: [Int32]
  private var brought: [Int32]
  private var isTurned = false
  private var occupation: UInt32?
  private var credits: CreditPages
  private var missions = Kept<Symbol>()
  private var sectors = Kept<Symbol>()

  // What the method says of `side_candidate`.
  private let weights: (occupation: Int, mission: Int, sector: Int, pay: Int)
  private let priors: (mission: Int, sector: Int, pay: Int, side: Int)
  private let payFloor: Millionths

  // The position turned to.
  /// For each asked skill where its credits begin, and what a step of them brings to `side_position`
  /// times its weights.
  private var skills: [(start: Int, share: Int)] = []
  private var unansweredSkills = 0
  private var languages = 0
  private var occupationWeight = 0
  /// The weights of `side_position`; one where nothing is asked.
  private(set) var weight = 1
  /// What `side_position` times its weights is without a candidate.
  private var base = 0
  private var mission: CandidateSet?
  private var sector: CandidateSet?
  private var offered: Int?

  /// An estimator for the candidates of a snapshot.
  init(_ snapshot: Snapshot, _ roster: Roster) {
    self.snapshot = snapshot
    self.roster = roster
    wished = [Int32](repeating: 0, count: snapshot.candidateCount)
    brought = wished
    credits = CreditPages(count: snapshot.candidateCount)
    let method = snapshot.method
    weights = (
      method.weightCandidateOccupation, method.weightMission, method.weightSector, method.weightPay
    )
    priors = (
      method.priorMission, method.priorSector, method.priorPay, method.priorSideCandidate
    )
    payFloor = method.payFloor
  }

  /// Turns to the position a scorer is turned to.
  mutating func turn(to scorer: borrowing Scorer) {
    let method = snapshot.method
    let facts = snapshot.positions.facts[scorer.position]
    let (weight, languages) = scorer.weights
    self.weight = max(1, weight)
    base = weight == 0 ? method.priorSidePosition : languages
    occupationWeight = facts.occupation == nil ? 0 : method.weightPositionOccupation
    unansweredSkills = scorer.unansweredSkills
    let starts = credits.starts(scorer, roster)
    skills.removeAll(keepingCapacity: true)
    for asked in 0..<scorer.askedCount {
      let most = scorer.contribution(asked, credit: Int32(Score.unit))
      skills.append((starts[asked], most * CreditPages.step / Score.unit + 1))
    }
    let candidates = snapshot.candidates
    mission =
      facts.mission == .none
      ? nil : missions.set(facts.mission) { candidates.missions.rows(holding: facts.mission) }
    sector =
      facts.sector == .none
      ? nil : sectors.set(facts.sector) { candidates.sectors.rows(holding: facts.sector) }
    offered = (facts.payMax ?? facts.payMin).map { Int($0) }
    guard !isTurned || occupation != facts.occupation else { return }
    isTurned = true
    occupation = facts.occupation
    for row in wished.indices {
      wished[row] = Int32(scorer.candidateOccupation(row)?.value ?? 0)
      brought[row] = Int32(scorer.positionOccupation(row)?.value ?? 0)
    }
  }

  /// At least `side_position · side_candidate`, times ``weight``.
  func most(_ row: Int) -> Int {
    var sum = 0
    if roster.silent[row] {
      sum = unansweredSkills
    } else {
      for skill in skills { sum += skill.share * credits.steps(skill.start + row) }
    }
    return (base + sum + occupationWeight * Int(brought[row])) * candidateSide(row)
  }

  /// `side_candidate`.
  private func candidateSide(_ row: Int) -> Int {
    let wishes = roster.wishes[row]
    var sum = 0
    var total = 0
    if wishes.contains(.occupation) {
      sum += weights.occupation * Int(wished[row])
      total += weights.occupation
    }
    if wishes.contains(.mission) {
      let value = mission.map { $0[row] ? Score.unit : 0 } ?? priors.mission
      sum += weights.mission * value
      total += weights.mission
    }
    if wishes.contains(.sector) {
      let value = sector.map { $0[row] ? Score.unit : 0 } ?? priors.sector
      sum += weights.sector * value
      total += weights.sector
    }
    if wishes.contains(.pay) {
      sum += weights.pay * pay(row)
      total += weights.pay
    }
    return total == 0 ? priors.side : sum / total
  }

  private func pay(_ row: Int) -> Int {
    guard let offered else { return priors.pay }
    return Method.payValue(offered: offered, least: Int(roster.leastPay[row]), floor: payFloor)
  }
}

extension Ragged<Symbol> {
  /// The rows that list a symbol.
  fileprivate func rows(holding symbol: Symbol) -> CandidateSet {
    var set = CandidateSet(of: count)
    for row in 0..<count {
      for index in range(row) where values[index] == symbol { set.insert(row) }
    }
    return set
  }
}

/// The credits of all candidates for asked skills, a byte each; all are given up where they become
/// too many.
private struct CreditPages: ~Copyable {
  private let count: Int
  private var bytes: [UInt8] = []
  private var places: [UInt32: Int] = [:]

  /// How much of a credit one step of a byte is.
  static var step: Int { 4_096 }
  /// How many bytes are kept, where a position does not need more.
  private static var limit: Int { 1 << 26 }

  init(count: Int) { self.count = count }

  /// The credit at a place, in steps, rounded up.
  func steps(_ place: Int) -> Int { Int(bytes[place]) }

  /// Where the credits for the asked skills of a position begin; made where they are not there.
  mutating func starts(_ scorer: borrowing Scorer, _ roster: Roster) -> [Int] {
    let skills = (0..<scorer.askedCount).map { scorer.skill($0) }
    if bytes.count + skills.count * count > CreditPages.limit {
      bytes.removeAll(keepingCapacity: true)
      places.removeAll()
    }
    return skills.enumerated().map { asked, skill in
      if let place = places[skill] { return place }
      let place = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: count))
      roster.forEachCredit(asked, scorer) { row, credit in
        let steps = UInt8((Int(credit) + CreditPages.step - 1) / CreditPages.step)
        bytes[place + row] = max(bytes[place + row], steps)
      }
      places[skill] = place
      return place
    }
  }
}
