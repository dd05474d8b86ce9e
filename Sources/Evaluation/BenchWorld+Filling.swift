import Glibc
package import Matching

extension BenchWorld {
  /// The business date of every world, in days since 1970-01-01.
  package static let date: Int32 = 20_780
  /// The ISO week of the date.
  package static let week = "2026-W48"
  /// The key that ties are drawn with.
  package static let key: [UInt8] = (0..<16).map { UInt8(17 * $0) }
  /// The rules of the programme: everybody's level will do, half of the diplomas grow too old.
  package static let programme = ProgrammeRules(
    minimumLevelHeld: 5...6, graduateWithinMonths: 24)

  /// Kinds of missions and sectors there are.
  private static let missionCount = 8
  private static let sectorCount = 20

  /// The whole world, what the generator does not say drawn for each row by its number and the seed.
  ///
  /// - Positions: six skills of ten required; mission, sector and pay told by seven of ten each.
  /// - Candidates: the drawn occupation is studied, and wished by seven of ten, while the others
  ///   wish none; missions, sectors and the least pay told by seven of ten each; the diploma up to
  ///   thirty months old, not told by one of ten; seven of ten skills declared, and so on up to two
  ///   of a hundred attested; three of ten stood in one to five lists recently.
  /// - Near skills as ``nearSkills(sample:count:)``, occupations as ``occupationCredits(_:)``.
  package consuming func flat(seed: UInt64) -> FlatWorld {
    var flat = FlatWorld()
    flat.idf = idf.map { max(1, Int32(($0 * 65_536).rounded())) }
    flat.near = nearSkills()
    flat.occupationCount = family.count
    flat.nearness = occupationCredits(seed)
    flat.positions = BenchWorld.filled(positions, seed)
    flat.candidates = BenchWorld.filled(candidates, radius, seed)
    return flat
  }

  private static func filled(_ common: Common, _ seed: UInt64) -> FlatWorld.Positions {
    var result = FlatWorld.Positions()
    result.occupation = common.occupation.map { Int32($0) }
    result.minimumLevel = common.level.map { UInt8($0) }
    result.contracts = common.contracts.map { UInt8($0) }
    result.startDay = common.day.map { date + Int32($0) }
    (result.x, result.y, result.z) = common.points()
    for row in 0..<common.count {
      var draw = BenchDraw(seed, .fillingPosition, row)
      let mission = Int32(draw.below(missionCount))
      result.mission.append(draw.happens(70) ? mission : FlatWorld.notTold)
      let sector = Int32(draw.below(sectorCount))
      result.sector.append(draw.happens(70) ? sector : FlatWorld.notTold)
      let pay = Int32(26_000 + 500 * draw.below(37))
      let isPayTold = draw.happens(70)
      result.payMin.append(isPayTold ? pay : FlatWorld.notTold)
      result.payMax.append(isPayTold ? pay + Int32(500 * draw.below(13)) : FlatWorld.notTold)
      var desired: [FlatWorld.AskedSkill] = []
      var asked: [FlatWorld.AskedSkill] = []
      for place in common.starts[row]..<common.starts[row + 1] {
        let skill = FlatWorld.AskedSkill(
          skill: UInt32(common.skills[place]), importance: UInt8(common.degrees[place]),
          isRequired: draw.happens(60))
        if skill.isRequired { asked.append(skill) } else { desired.append(skill) }
      }
      result.asked.append(asked + desired)
    }
    return result
  }

  private static func filled(
    _ common: Common, _ radius: [Int16], _ seed: UInt64
  ) -> FlatWorld.Candidates {
    var result = FlatWorld.Candidates()
    let count = common.count
    result.levelHeld = common.level.map { UInt8($0) }
    result.contracts = common.contracts.map { UInt8($0) }
    result.availableDay = common.day.map { date + Int32($0) }
    (result.x, result.y, result.z) = common.points()
    result.chordSquaredLimit = limits(radius)
    result.studied = Ragged(
      starts: (0...UInt32(count)).map { $0 }, values: common.occupation.map { UInt32($0) })

    var diploma: [Int32] = []
    var pay: [Int32] = []
    var exposures: [Int32] = []
    var wished: [UInt32] = []
    var wishedStarts: [UInt32] = [0]
    for row in 0..<count {
      var draw = BenchDraw(seed, .fillingCandidate, row)
      // Thirty months are 913 days.
      let day = date - Int32(draw.below(914))
      diploma.append(draw.happens(90) ? day : FlatWorld.notTold)
      if draw.happens(70) { wished.append(UInt32(common.occupation[row])) }
      wishedStarts.append(UInt32(wished.count))
      result.missions.append(wishes(&draw, missionCount))
      result.sectors.append(wishes(&draw, sectorCount))
      let least = Int32(24_000 + 500 * draw.below(37))
      pay.append(draw.happens(70) ? least : FlatWorld.notTold)
      let lists = Int32(1 + draw.below(5))
      exposures.append(draw.happens(30) ? lists : 0)
    }
    result.wished = Ragged(starts: wishedStarts, values: wished)
    result.diplomaDay = diploma
    result.minimumPay = pay
    result.exposures = exposures

    // The kinds of evidence behind a hundred skills.
    let evidence =
      [Evidence](repeating: .declared, count: 70) + [Evidence](repeating: .project, count: 12)
      + [Evidence](repeating: .taught, count: 10) + [Evidence](repeating: .certified, count: 6)
      + [Evidence](repeating: .attested, count: 2)
    var held: [FlatWorld.HeldSkill] = []
    held.reserveCapacity(common.skills.count)
    for place in common.skills.indices {
      var draw = BenchDraw(seed, .evidence, place)
      held.append(
        FlatWorld.HeldSkill(
          skill: UInt32(common.skills[place]), proficiency: UInt8(common.degrees[place]),
          evidence: evidence[draw.below(100)]))
    }
    result.held = Ragged(starts: common.starts.map { UInt32($0) }, values: held)
    return result
  }

  /// One to three of so many kinds, ascending; none for three of ten.
  private static func wishes(_ draw: inout BenchDraw, _ count: Int) -> [UInt32] {
    let wished = 1 + draw.below(3)
    var kinds: UInt32 = 0
    for _ in 0..<wished { kinds |= 1 << UInt32(draw.below(count)) }
    guard draw.happens(70) else { return [] }
    return (0..<UInt32(count)).filter { kinds >> $0 & 1 == 1 }
  }

  /// The squared chord of each radius, as places are measured when rows are loaded.
  private static func limits(_ radius: [Int16]) -> [Int64] {
    let table = (0...max(0, radius.max() ?? 0)).map { kilometres in
      let chord = 2 * sin(Double(kilometres) / (2 * 6371))
      return Int64((chord * chord * 0x1p60).rounded())
    }
    return radius.map { $0 < 0 ? FlatWorld.wholeCountry : table[Int($0)] }
  }
}

extension BenchWorld.Common {
  /// The places on a globe of radius 2³⁰.
  fileprivate func points() -> (x: [Int32], y: [Int32], z: [Int32]) {
    var x: [Int32] = []
    var y: [Int32] = []
    var z: [Int32] = []
    x.reserveCapacity(count)
    y.reserveCapacity(count)
    z.reserveCapacity(count)
    for row in 0..<count {
      let north = latitude[row] * .pi / 180
      let east = longitude[row] * .pi / 180
      x.append(Int32((cos(north) * cos(east) * 0x1p30).rounded()))
      y.append(Int32((cos(north) * sin(east) * 0x1p30).rounded()))
      z.append(Int32((sin(north) * 0x1p30).rounded()))
    }
    return (x, y, z)
  }
}
