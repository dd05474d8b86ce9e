/// Says of a candidate the most their score can be for a position, from a few bytes; the memory one
/// worker reuses.
///
/// Wishes, pay and occupations count as they are, each skill with its credit rounded up to one of 256
/// steps, and wished languages as spoken. So the estimate is hardly above the score, and of many
/// candidates only the best few need to be scored.
struct Estimator: ~Copyable {
  private let snapshot: Snapshot
  private let roster: Roster
  private var people: [Person]
  /// Counts the occupations turned to; zero before the first.
  private var turn: UInt16 = 0
  private var occupation: UInt32?
  private var credits: CreditPages
  private let nobody: CandidateSet
  private var missions = Kept<Symbol>()
  private var sectors = Kept<Symbol>()

  /// What is read of a candidate, side by side.
  private struct Person {
    /// What their occupations are worth to them and to the position.
    var wished: Int32 = 0
    var brought: Int32 = 0
    let leastPay: Int32
    let wishes: Roster.Wishes
    /// Whether no skill of theirs is known.
    let isSilent: Bool
    /// The turn in which their occupations were valued.
    var turn: UInt16 = 0
  }

  /// What the method says of `side_candidate`.
  private let side: CandidateSide

  // The position turned to.
  /// For each asked skill where its credits begin, and what a step of them brings to `side_position`
  /// times its weights.
  private var skills: [(start: Int, share: Int)] = []
  private var unansweredSkills = 0
  private var occupationWeight = 0
  /// The weights of `side_position`; one where nothing is asked.
  private(set) var weight = 1
  /// What `side_position` times its weights is without a candidate, wished languages as spoken.
  private var base = 0
  /// Who wishes the mission and the sector, and what that is worth and what it is not to.
  private var mission: Wish
  private var sector: Wish
  private var offered: Int?

  /// A wish that the position meets for some, or for nobody can tell whom.
  private struct Wish {
    var who: CandidateSet
    var met: Int
    var unmet: Int
  }

  /// The weights of `side_candidate` and the sums of them by what is wished.
  private struct CandidateSide {
    let occupation, mission, sector, pay: Int
    let priorMission, priorSector, priorPay, prior: Int
    let payFloor: Millionths
    /// 2²⁴ times one over the weights of all that is wished, rounded up.
    let shares: InlineArray<16, Int>

    init(_ method: Method) {
      occupation = method.weightCandidateOccupation
      mission = method.weightMission
      sector = method.weightSector
      pay = method.weightPay
      priorMission = method.priorMission
      priorSector = method.priorSector
      priorPay = method.priorPay
      prior = method.priorSideCandidate
      payFloor = method.payFloor
      let weights = [
        method.weightCandidateOccupation, method.weightMission, method.weightSector,
        method.weightPay,
      ]
      shares = InlineArray { (wishes: Int) in
        let total = (0..<4).reduce(0) { $0 + (wishes >> $1 & 1) * weights[$1] }
        return total == 0 ? 0 : (1 << 24) / total + 1
      }
    }
  }

  /// An estimator for the candidates of a snapshot.
  init(_ snapshot: Snapshot, _ roster: Roster) {
    self.snapshot = snapshot
    self.roster = roster
    people = roster.wishes.indices.map { row in
      Person(
        leastPay: snapshot.candidates.facts[row].minimumPay ?? 0, wishes: roster.wishes[row],
        isSilent: snapshot.candidates.isSilent(row))
    }
    credits = CreditPages(count: snapshot.candidateCount)
    side = CandidateSide(snapshot.method)
    nobody = CandidateSet(of: snapshot.candidateCount)
    mission = Wish(who: nobody, met: 0, unmet: 0)
    sector = mission
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
    turn(toWishesFor: facts)
    offered = (facts.payMax ?? facts.payMin).map { Int($0) }
    turn(toOccupation: facts.occupation)
  }

  /// What occupations are worth is found for those only who are asked for.
  private mutating func turn(toOccupation asked: UInt32?) {
    guard turn == 0 || occupation != asked else { return }
    occupation = asked
    if turn == .max {
      for row in people.indices { people[row].turn = 0 }
      turn = 0
    }
    turn += 1
  }

  private mutating func turn(toWishesFor facts: PositionColumns.Facts) {
    let candidates = snapshot.candidates
    mission = Wish(who: nobody, met: side.priorMission, unmet: side.priorMission)
    if facts.mission != .none {
      let who = missions.set(facts.mission) { candidates.missions.rows(holding: facts.mission) }
      mission = Wish(who: who ?? nobody, met: Score.unit, unmet: 0)
    }
    sector = Wish(who: nobody, met: side.priorSector, unmet: side.priorSector)
    if facts.sector != .none {
      let who = sectors.set(facts.sector) { candidates.sectors.rows(holding: facts.sector) }
      sector = Wish(who: who ?? nobody, met: Score.unit, unmet: 0)
    }
  }

  /// At least `side_position · side_candidate`, times ``weight``; of the position that the scorer is
  /// turned to as well.
  @inline(__always)
  mutating func most(_ row: Int, _ scorer: borrowing Scorer) -> Int {
    if people[row].turn != turn {
      people[row].turn = turn
      people[row].wished = Int32(scorer.candidateOccupation(row)?.value ?? 0)
      people[row].brought = Int32(scorer.positionOccupation(row)?.value ?? 0)
    }
    let person = people[row]
    var sum = base + occupationWeight * Int(person.brought)
    if person.isSilent {
      sum += unansweredSkills
    } else {
      for skill in skills { sum += skill.share * credits.steps(skill.start + row) }
    }
    return sum * candidateSide(row, person)
  }

  /// `side_candidate`, or a little more.
  @inline(__always)
  private func candidateSide(_ row: Int, _ person: Person) -> Int {
    let wishes = person.wishes
    guard !wishes.isEmpty else { return side.prior }
    var sum = side.occupation * Int(person.wished)
    if wishes.contains(.mission) {
      sum += side.mission * (mission.who[row] ? mission.met : mission.unmet)
    }
    if wishes.contains(.sector) {
      sum += side.sector * (sector.who[row] ? sector.met : sector.unmet)
    }
    if wishes.contains(.pay) { sum += side.pay * pay(person) }
    return (sum * side.shares[Int(wishes.rawValue)]) >> 24
  }

  @inline(__always)
  private func pay(_ person: Person) -> Int {
    guard let offered else { return side.priorPay }
    return Method.payValue(
      offered: offered, least: Int(person.leastPay), floor: side.payFloor)
  }
}

extension CandidateColumns {
  /// Whether no skill of a candidate is known, neither told nor inferred.
  fileprivate func isSilent(_ row: Int) -> Bool {
    held.range(row).isEmpty && inferredFromDiploma.range(row).isEmpty
      && inferredFromOccupations.range(row).isEmpty
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
      roster.mark(asked, scorer, on: &bytes, from: place) {
        UInt8(($0 + CreditPages.step - 1) / CreditPages.step)
      }
      places[skill] = place
      return place
    }
  }
}
