/// What `side_candidate` can be at most, of one position, from what its classes and entries tell.
struct CandidateBound: ~Copyable {
  /// What is known of a wish of the candidate.
  enum Wish {
    /// There is none.
    case none
    /// The position meets it.
    case met
    /// The position does not.
    case unmet
  }

  /// The value of a component where the position meets the wish and where it does not: the prior
  /// both times where the position tells nothing.
  struct Answer {
    var met = 0
    var unmet = 0
  }

  private let occupationWeight: Int
  private let missionWeight: Int
  private let sectorWeight: Int
  private let payWeight: Int
  private let emptySide: Int
  private let priors: (occupation: Int, mission: Int, sector: Int, pay: Int)
  /// What an occupation wished is worth where the position has none.
  var untoldOccupation: Int32 { Int32(priors.occupation) }
  private let payFloor: Int
  /// For each set of things wished, the sum of their weights.
  private let totals: [Int]
  /// For each set of things wished, 2²⁴ over the sum of their weights, rounded up.
  private var reciprocals = Scratch<Int>(repeating: 0, capacity: 16)

  // Of the position turned to.
  private(set) var missionBit: UInt8 = 0
  private(set) var sectorBit: UInt32 = 0
  /// Whether the bits say all of its mission and sector.
  private(set) var isExact = true
  private var mission = Answer()
  private var sector = Answer()
  private var offered: Int32?
  private var bestPay = 0
  /// What missions and sectors add to the weighted sum: where none is wished, where the position does
  /// not meet them, where it does.
  private var missionSums = Scratch<Int>(repeating: 0, capacity: 3)
  private var sectorSums = Scratch<Int>(repeating: 0, capacity: 3)
  /// What each step of pay adds at most; nothing for none.
  private var paySums = Scratch<Int>(repeating: 0, capacity: 256)

  init(_ method: Method) {
    occupationWeight = method.weightCandidateOccupation
    missionWeight = method.weightMission
    sectorWeight = method.weightSector
    payWeight = method.weightPay
    emptySide = method.priorSideCandidate
    priors = (
      method.priorCandidateOccupation, method.priorMission, method.priorSector, method.priorPay
    )
    payFloor = method.payFloor
    let weights = [occupationWeight, missionWeight, sectorWeight, payWeight]
    totals = (0..<16).map { (set: Int) -> Int in
      (0..<4).reduce(0) { $0 + (set >> $1 & 1) * weights[$1] }
    }
    for set in 1..<16 where totals[set] > 0 { reciprocals[set] = (1 << 24) / totals[set] + 1 }
  }

  /// Turns to a position.
  mutating func prepare(_ facts: PositionColumns.Facts, _ index: Index) {
    let mission = index.missions.bit(facts.mission, of: 8)
    let sector = index.sectors.bit(facts.sector, of: 32)
    missionBit = UInt8(mission.bit)
    sectorBit = sector.bit
    isExact = mission.isExact && sector.isExact
    self.mission =
      facts.mission == .none
      ? Answer(met: priors.mission, unmet: priors.mission) : Answer(met: Score.unit, unmet: 0)
    self.sector =
      facts.sector == .none
      ? Answer(met: priors.sector, unmet: priors.sector) : Answer(met: Score.unit, unmet: 0)
    offered = facts.payMax ?? facts.payMin
    bestPay = offered == nil ? priors.pay : Score.unit
    missionSums[1] = missionWeight * self.mission.unmet
    missionSums[2] = missionWeight * self.mission.met
    sectorSums[1] = sectorWeight * self.sector.unmet
    sectorSums[2] = sectorWeight * self.sector.met
    for step in 1..<max(1, index.paySteps.count) {
      let pay = offered.map {
        Method.payValue(offered: Int($0), least: Int(index.paySteps[step]), floor: payFloor)
      }
      paySums[step] = payWeight * (pay ?? priors.pay)
    }
  }

  /// The most it can be for candidates of a class.
  ///
  /// - Parameters:
  ///   - occupation: the value of the occupation wished; nil where none is.
  ///   - met: how many of missions and sectors are met or not told.
  /// - Returns: a value no candidate of the class exceeds.
  func most(_ occupation: Int32?, _ met: ClassNeeds.Met) -> Int {
    switch met {
    case .both:
      max(
        most(occupation, .none, .none), most(occupation, .none, .met),
        max(most(occupation, .met, .none), most(occupation, .met, .met)))
    case .one:
      max(
        max(most(occupation, .unmet, .none), most(occupation, .unmet, .met)),
        max(most(occupation, .none, .unmet), most(occupation, .met, .unmet)))
    case .none: most(occupation, .unmet, .unmet)
    }
  }

  @inline(__always)
  private func most(_ occupation: Int32?, _ mission: Wish, _ sector: Wish) -> Int {
    max(
      rounded(wishes(occupation, mission, sector, pay: nil)),
      rounded(wishes(occupation, mission, sector, pay: bestPay)))
  }

  /// The most it can be for an entry.
  ///
  /// Without a branch on what is wished, which no processor can foresee, and without the checks of sums
  /// that stay far below 2⁶³.
  @inline(__always)
  func most(_ occupation: Int32?, _ entry: Index.Wishes) -> Int {
    let hasMission = entry.missions == 0 ? 0 : 1
    let hasSector = entry.sectors == 0 ? 0 : 1
    let hasPay = entry.payStep == 0 ? 0 : 1
    let set = (occupation == nil ? 0 : 1) | hasMission << 1 | hasSector << 2 | hasPay << 3
    let sum =
      occupationWeight &* Int(occupation ?? 0)
      &+ missionSums[hasMission &+ (entry.missions & missionBit == 0 ? 0 : 1)]
      &+ sectorSums[hasSector &+ (entry.sectors & sectorBit == 0 ? 0 : 1)]
      &+ paySums[Int(entry.payStep)]
    return set == 0 ? emptySide : (sum &* reciprocals[set]) >> 24
  }

  /// What it is for a whole entry, where the bits of the position are exact too.
  @inline(__always)
  func value(_ occupation: Int32?, _ entry: Index.Wishes, minimumPay: Int32) -> Int {
    let (set, sum) = wishes(occupation, entry, minimumPay)
    return set == 0 ? emptySide : sum / totals[set]
  }

  /// What is wished and the weighted sum of the values, by what bits say and the pay as it is.
  @inline(__always)
  private func wishes(
    _ occupation: Int32?, _ entry: Index.Wishes, _ minimumPay: Int32
  ) -> (set: Int, sum: Int) {
    var pay: Int?
    if minimumPay >= 0 {
      pay = offered.map {
        Method.payValue(offered: Int($0), least: Int(minimumPay), floor: payFloor)
      }
      pay = pay ?? priors.pay
    }
    return wishes(
      occupation, entry.missions == 0 ? .none : entry.missions & missionBit != 0 ? .met : .unmet,
      entry.sectors == 0 ? .none : entry.sectors & sectorBit != 0 ? .met : .unmet, pay: pay)
  }

  @inline(__always)
  private func wishes(
    _ occupation: Int32?, _ mission: Wish, _ sector: Wish, pay: Int?
  ) -> (set: Int, sum: Int) {
    var set = 0
    var sum = 0
    if let occupation {
      set = 1
      sum = occupationWeight * Int(occupation)
    }
    switch mission {
    case .none: break
    case .met:
      set |= 2
      sum += missionWeight * self.mission.met
    case .unmet:
      set |= 2
      sum += missionWeight * self.mission.unmet
    }
    switch sector {
    case .none: break
    case .met:
      set |= 4
      sum += sectorWeight * self.sector.met
    case .unmet:
      set |= 4
      sum += sectorWeight * self.sector.unmet
    }
    if let pay {
      set |= 8
      sum += payWeight * pay
    }
    return (set, sum)
  }

  /// The weighted mean, or a little more.
  @inline(__always)
  private func rounded(_ wishes: (set: Int, sum: Int)) -> Int {
    wishes.set == 0 ? emptySide : (wishes.sum * reciprocals[wishes.set]) >> 24
  }
}
