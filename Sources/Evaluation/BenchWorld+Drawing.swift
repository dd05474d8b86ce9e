import Glibc

extension BenchWorld {
  /// The numbers of the country: how many skills, occupations, their families, and territories.
  private enum Count {
    static let skills = 15_000
    static let occupations = 530
    static let families = 110
    static let territories = 183
    static let skillsOfOccupation = 40
    static let skillsOfFamily = 120
  }

  /// What is the same in a country of any size.
  private struct Country {
    var centres: [(latitude: Double, longitude: Double)] = []
    var family: [Int16] = []
    /// Forty skills for each occupation, half of them shared in its family.
    var skills: [UInt16] = []
    var candidatesIn: BenchChoice
    var positionsIn: BenchChoice
    var occupation: BenchChoice
    var anySkill = BenchChoice(count: Count.skills, exponent: 1)
  }

  /// Draws a world: the same for the same seed and size on any machine.
  ///
  /// Territories lie in a box like France and are unequally peopled (log-normal), occupations as
  /// well; seven skills of ten are of the occupation, the others follow Zipf's law.
  package init(size: Size, seed: UInt64) {
    let country = BenchWorld.country(seed)
    let row = size.candidates
    family = country.family
    skillCount = Count.skills
    candidates = BenchWorld.people(
      size.candidates, country, BenchDraw(seed, .candidate, row).hashed, isPosition: false)
    positions = BenchWorld.people(
      size.positions, country, BenchDraw(seed, .position, row).hashed, isPosition: true)
    radius = []
    radius.reserveCapacity(size.candidates)
    for row in 0..<size.candidates {
      var draw = BenchDraw(seed, .radius, row)
      let told = Int16(5 + draw.below(56))
      radius.append(draw.happens(15) ? -1 : told)
    }
    var holders = [Int](repeating: 0, count: Count.skills)
    for skill in candidates.skills { holders[Int(skill)] += 1 }
    idf = holders.map { log(1 + Double(size.candidates) / Double(max($0, 1))) }
  }

  private static func country(_ seed: UInt64) -> Country {
    var draw = BenchDraw(seed, .territory, 0)
    var centres: [(latitude: Double, longitude: Double)] = []
    while centres.count < Count.territories {
      let latitude = 42.6 + 8.3 * draw.unit()
      let longitude = -4.3 + 12.2 * draw.unit()
      // Spain, the Channel and the Atlantic.
      let isOutside =
        (latitude < 43.2 && longitude < -1.5) || (latitude > 49.2 && longitude < -1)
        || (latitude < 48 && latitude > 43.4 && longitude < -1.6)
      if !isOutside { centres.append((latitude, longitude)) }
    }
    let candidates = centres.map { _ in exp(0.9 * draw.normal()) }
    let positions = candidates.map { $0 * exp(0.5 * draw.normal()) }

    draw = BenchDraw(seed, .occupation, 0)
    let occupations = (0..<Count.occupations).map { _ in exp(0.8 * draw.normal()) }
    var family = (0..<Count.families).map { Int16($0) }
    while family.count < Count.occupations { family.append(Int16(draw.below(Count.families))) }
    family.sort()

    draw = BenchDraw(seed, .family, 0)
    let skill = BenchChoice(count: Count.skills, exponent: 0.6)
    let shared = (0..<Count.families).map { _ in
      Set((0..<Count.skillsOfFamily).map { _ in UInt16(skill(draw.unit())) }).sorted()
    }
    var skills: [UInt16] = []
    for occupation in 0..<Count.occupations {
      var pool = shared[Int(family[occupation])]
      var own: [UInt16] = []
      while own.count < Count.skillsOfOccupation / 2, !pool.isEmpty {
        own.append(pool.remove(at: draw.below(pool.count)))
      }
      while own.count < Count.skillsOfOccupation {
        let other = UInt16(skill(draw.unit()))
        if !own.contains(other) { own.append(other) }
      }
      skills += own
    }
    return Country(
      centres: centres, family: family, skills: skills,
      candidatesIn: BenchChoice(weights: candidates), positionsIn: BenchChoice(weights: positions),
      occupation: BenchChoice(weights: occupations))
  }

  private static func people(
    _ count: Int, _ country: Country, _ seed: UInt64, isPosition: Bool
  ) -> Common {
    var result = Common()
    result.reserve(count, skills: count * (isPosition ? 16 : 24))
    let place = isPosition ? country.positionsIn : country.candidatesIn
    let spread = isPosition ? 10.0 : 15.0
    // The shares of levels 5 to 8.
    let levels = BenchChoice(weights: isPosition ? [50, 25, 20, 5] : [35, 30, 25, 10])
    for row in 0..<count {
      var draw = BenchDraw(seed, isPosition ? .position : .candidate, row)
      let centre = country.centres[place(draw.unit())]
      let north = spread * draw.normal()
      let east = spread * draw.normal()
      // Kilometres of a degree.
      let latitude = centre.latitude + north / 111.195
      let longitude = centre.longitude + east / (111.195 * cos(centre.latitude * .pi / 180))
      result.latitude.append((latitude * 100_000).rounded() / 100_000)
      result.longitude.append((longitude * 100_000).rounded() / 100_000)
      result.level.append(Int8(5 + levels(draw.unit())))
      if isPosition {
        result.day.append(Int16(draw.below(271)))
        var kinds = 1 << draw.below(5)
        if draw.happens(25) { kinds |= 1 << draw.below(5) }
        result.contracts.append(Int8(kinds))
      } else {
        let day = draw.below(366)
        result.day.append(draw.happens(40) ? 0 : Int16(day))
        var kinds = 0
        for kind in 0..<5 where draw.happens(45) { kinds |= 1 << kind }
        result.contracts.append(Int8(kinds == 0 ? 1 << draw.below(5) : kinds))
      }
      result.occupation.append(Int16(country.occupation(draw.unit())))
    }
    result.drawSkills(
      of: country.skills, any: country.anySkill, seed, isPosition: isPosition)
    return result
  }
}

extension BenchWorld.Common {
  fileprivate mutating func reserve(_ count: Int, skills: Int) {
    latitude.reserveCapacity(count)
    longitude.reserveCapacity(count)
    level.reserveCapacity(count)
    contracts.reserveCapacity(count)
    day.reserveCapacity(count)
    occupation.reserveCapacity(count)
    starts.reserveCapacity(count + 1)
    self.skills.reserveCapacity(skills)
    degrees.reserveCapacity(skills)
  }

  /// Five to forty skills for a candidate, five to twenty-five for a position.
  fileprivate mutating func drawSkills(
    of occupations: [UInt16], any: BenchChoice, _ seed: UInt64, isPosition: Bool
  ) {
    let most = isPosition ? 25 : 40
    // After so many drawings a row stays shorter than it wanted.
    let tries = isPosition ? 40 : 72
    let degreeCount = isPosition ? 5 : 4
    let perOccupation = 40
    var rowOf = [Int32](repeating: -1, count: 1 << 16)
    var drawn: [UInt16] = []
    for row in 0..<count {
      var draw = BenchDraw(seed, isPosition ? .positionSkills : .candidateSkills, row)
      let wanted = 5 + draw.below(most - 4)
      let first = Int(occupation[row]) * perOccupation
      drawn.removeAll(keepingCapacity: true)
      for _ in 0..<tries {
        let skill =
          draw.happens(70)
          ? occupations[first + draw.below(perOccupation)] : UInt16(any(draw.unit()))
        if rowOf[Int(skill)] != Int32(row) {
          rowOf[Int(skill)] = Int32(row)
          drawn.append(skill)
          if drawn.count == wanted { break }
        }
      }
      drawn.sort()
      for skill in drawn {
        skills.append(skill)
        degrees.append(Int8(1 + draw.below(degreeCount)))
      }
      starts.append(skills.count)
    }
  }
}
