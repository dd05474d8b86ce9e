package import Matching
import Programme

/// The lists of a flat world, each pair looked at and everything computed anew for it.
///
/// Written from the description of the method and not from the engine, to tell whether the engine is
/// exact: nothing is skipped, bounded or shared with it but the numbers of the method and the hash
/// that ties are drawn with.
package struct BruteForce: Sendable {
  /// What a position's lists come to.
  package struct Lists: Hashable, Sendable {
    /// The best candidates whose gates do not fail.
    package var matches: [BenchLists.Entry]
    /// The best of those one gate or one required skill away, inside their declared area.
    package var near: [BenchLists.Entry]
    /// How many of the latter there are.
    package var nearCount: Int
    /// How many candidates fail no gate.
    package var passingCount: Int
  }

  private struct Ranked {
    var entry: BenchLists.Entry
    var exposures: Int32
    var tie: UInt64
  }

  let world: FlatWorld
  private let method: Method
  private let programme: ProgrammeRules
  private let date: Int32
  private let key: (UInt64, UInt64)
  private let seed: KeyedHash
  /// The last day on which the diploma of each candidate counts.
  private let diplomaEnd: [Int]

  /// The lists of a world under a method, on the business date of every world.
  package init(_ world: FlatWorld, method: Method) {
    self.world = world
    self.method = method
    programme = BenchWorld.programme
    date = BenchWorld.date
    key = KeyedHash.words(BenchWorld.key)
    seed = TieWords.seed(method)
    let months = programme.graduateWithinMonths
    diplomaEnd = world.candidates.diplomaDay.map { day in
      day == FlatWorld.notTold ? 0 : Int(Day(number: day).adding(months: months).number)
    }
  }

  /// Looks at every candidate for a position.
  package func lists(position: Int, limit: Int = 20, near nearLimit: Int = 10) -> Lists {
    let asked = Array(world.positions.asked[position])
    let bases = self.bases(asked)
    var matches: [Ranked] = []
    var near: [Ranked] = []
    for candidate in world.candidates.levelHeld.indices {
      let failures = self.failures(position, candidate)
      guard failures <= 1 else { continue }
      let credits = self.credits(candidate, asked.count, bases)
      let missing = zip(asked, credits).count { $0.isRequired && $1 < method.metThreshold }
      guard failures == 0 || missing == 0 else { continue }
      let entry = self.entry(position, candidate, asked, credits)
      let ranked = Ranked(
        entry: entry, exposures: world.candidates.exposures[candidate],
        tie: TieWords.tie(
          key, TieWords.word(seed, "position", position),
          TieWords.word(seed, "candidate", candidate)))
      if failures == 0 { matches.append(ranked) }
      if failures + missing == 1 { near.append(ranked) }
    }
    return Lists(
      matches: best(matches, limit), near: best(near, nearLimit), nearCount: near.count,
      passingCount: matches.count)
  }

  private func best(_ all: [Ranked], _ limit: Int) -> [BenchLists.Entry] {
    let sorted = all.sorted { left, right in
      if left.entry.score != right.entry.score { return left.entry.score > right.entry.score }
      if left.exposures != right.exposures { return left.exposures < right.exposures }
      if left.tie != right.tie { return left.tie < right.tie }
      return left.entry.candidate < right.entry.candidate
    }
    return sorted.prefix(limit).map(\.entry)
  }

  /// How many gates fail; 2 and no more are counted, and a search elsewhere counts as two.
  private func failures(_ position: Int, _ candidate: Int) -> Int {
    let positions = world.positions
    let candidates = world.candidates
    let hire = Int(max(positions.startDay[position], date))
    var failures = 0
    let offered = positions.contracts[position]
    let accepted = candidates.contracts[candidate]
    if offered != 0, accepted != 0, offered & accepted == 0 { failures += 1 }
    let level = candidates.levelHeld[candidate]
    if level != 0, level < positions.minimumLevel[position] { failures += 1 }
    if failures > 1 { return 2 }
    let free = candidates.availableDay[candidate]
    if free != FlatWorld.notTold, Int(free) > hire + method.availabilityDays { failures += 1 }
    if failures > 1 { return 2 }
    let diploma = candidates.diplomaDay[candidate]
    let isTooOld =
      diploma != FlatWorld.notTold && Int(diploma) <= hire && hire > diplomaEnd[candidate]
    if isTooOld || (level != 0 && Int(level) < programme.minimumLevelHeld.lowerBound) {
      failures += 1
    }
    if failures > 1 { return 2 }
    let limit = candidates.chordSquaredLimit[candidate]
    if limit != FlatWorld.wholeCountry {
      let x = Int(positions.x[position]) - Int(candidates.x[candidate])
      let y = Int(positions.y[position]) - Int(candidates.y[candidate])
      let z = Int(positions.z[position]) - Int(candidates.z[candidate])
      if x * x + y * y + z * z > limit { return 2 }
    }
    return failures
  }

  /// What each skill held counts for each skill asked, before its strength.
  private struct Bases {
    /// Whether a skill counts for any.
    var answers: [Bool]
    /// A row for each skill held.
    var counts: [Int]
  }

  private func bases(_ asked: [FlatWorld.AskedSkill]) -> Bases {
    var bases = Bases(
      answers: [Bool](repeating: false, count: world.idf.count),
      counts: [Int](repeating: 0, count: world.idf.count * asked.count))
    for (index, skill) in asked.enumerated() {
      for near in world.near[Int(skill.skill)] {
        bases.answers[Int(near.skill)] = true
        bases.counts[Int(near.skill) * asked.count + index] = Int(near.credit)
      }
      bases.answers[Int(skill.skill)] = true
      bases.counts[Int(skill.skill) * asked.count + index] = Score.unit
    }
    return bases
  }

  /// The best credit for each skill asked.
  private func credits(_ candidate: Int, _ count: Int, _ bases: Bases) -> [Int] {
    var credits = [Int](repeating: 0, count: count)
    for held in world.candidates.held[candidate] where bases.answers[Int(held.skill)] {
      let strength = method.strength(
        proficiency: Int(held.proficiency), evidence: held.evidence)
      for index in 0..<count {
        let credit = bases.counts[Int(held.skill) * count + index] * strength / Score.unit
        if credit > credits[index] { credits[index] = credit }
      }
    }
    return credits
  }

  private func entry(
    _ position: Int, _ candidate: Int, _ asked: [FlatWorld.AskedSkill], _ credits: [Int]
  ) -> BenchLists.Entry {
    let sidePosition = self.sidePosition(position, candidate, asked, credits)
    let sideCandidate = self.sideCandidate(position, candidate)
    // Exact, as the product stays below 2⁵³.
    let score = Int(Double(sidePosition * sideCandidate).squareRoot())
    return BenchLists.Entry(
      candidate: candidate, score: score, sidePosition: sidePosition,
      sideCandidate: sideCandidate)
  }

  private func sidePosition(
    _ position: Int, _ candidate: Int, _ asked: [FlatWorld.AskedSkill], _ credits: [Int]
  ) -> Int {
    var parts: [(weight: Int, value: Int)] = []
    for isRequired in [true, false] {
      var sum = 0
      var total = 0
      for (skill, credit) in zip(asked, credits) where skill.isRequired == isRequired {
        let weight = Int(world.idf[Int(skill.skill)]) * Int(skill.importance)
        sum += weight * credit
        total += weight
      }
      guard total > 0 else { continue }
      let prior = isRequired ? method.priorRequiredSkills : method.priorDesiredSkills
      parts.append(
        (
          isRequired ? method.weightRequiredSkills : method.weightDesiredSkills,
          world.candidates.held[candidate].isEmpty ? prior : sum / total
        ))
    }
    if world.positions.occupation[position] != FlatWorld.notTold {
      let told = world.candidates.wished[candidate] + world.candidates.studied[candidate]
      parts.append(
        (
          method.weightPositionOccupation,
          told.isEmpty ? method.priorPositionOccupation : nearest(position, told)
        ))
    }
    return mean(parts, method.priorSidePosition)
  }

  private func sideCandidate(_ position: Int, _ candidate: Int) -> Int {
    let positions = world.positions
    var parts: [(weight: Int, value: Int)] = []
    let wished = world.candidates.wished[candidate]
    if !wished.isEmpty {
      let isTold = positions.occupation[position] != FlatWorld.notTold
      parts.append(
        (
          method.weightCandidateOccupation,
          isTold ? nearest(position, wished) : method.priorCandidateOccupation
        ))
    }
    for (wishes, told, weight, prior) in [
      (
        world.candidates.missions[candidate], positions.mission[position], method.weightMission,
        method.priorMission
      ),
      (
        world.candidates.sectors[candidate], positions.sector[position], method.weightSector,
        method.priorSector
      ),
    ] where !wishes.isEmpty {
      let isWished = told != FlatWorld.notTold && wishes.contains(UInt32(told))
      parts.append((weight, told == FlatWorld.notTold ? prior : isWished ? Score.unit : 0))
    }
    let least = Int(world.candidates.minimumPay[candidate])
    if least != Int(FlatWorld.notTold) {
      let most = positions.payMax[position]
      let offered = Int(most == FlatWorld.notTold ? positions.payMin[position] : most)
      parts.append((method.weightPay, offered < 0 ? method.priorPay : pay(offered, least)))
    }
    return mean(parts, method.priorSideCandidate)
  }

  private func pay(_ offered: Int, _ least: Int) -> Int {
    if offered >= least { return Score.unit }
    let above = offered * Score.unit - method.payFloor * least
    return above <= 0 ? 0 : above * Score.unit / ((Score.unit - method.payFloor) * least)
  }

  private func nearest(_ position: Int, _ held: ArraySlice<UInt32>) -> Int {
    let row = Int(world.positions.occupation[position]) * world.occupationCount
    return held.map { Int(world.nearness[row + Int($0)]) }.max() ?? 0
  }

  private func mean(_ parts: [(weight: Int, value: Int)], _ prior: Int) -> Int {
    let total = parts.reduce(0) { $0 + $1.weight }
    return total == 0 ? prior : parts.reduce(0) { $0 + $1.weight * $1.value } / total
  }
}
