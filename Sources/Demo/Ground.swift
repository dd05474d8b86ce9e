import Programme

/// The real places, occupations, skills and diplomas a demonstration is drawn from.
struct Ground {
  /// A commune of today and what is known of it.
  struct Commune: Hashable {
    let code: String
    let name: String
    let department: String
    let region: String
    let population: Int
    /// Degrees.
    let latitude: Double
    let longitude: Double
    /// The territory of the vintage 2023-2027 it lies in.
    let territory: String?
    /// Codes of communes merged into it.
    var formerCodes: [String] = []
  }

  /// Positions open in a commune, by ROME 3 occupation.
  struct Demand: Hashable {
    let commune: Int
    let parent: String
    let count: Int
  }

  /// A territory and the real demand in it.
  struct Territory {
    let id: String
    let region: String
    var demand: [Demand] = []
    /// The demand for trades the demonstration has.
    var volume: Int { demand.reduce(0) { $0 + $1.count } }
  }

  /// A certification in force.
  struct Diploma: Hashable {
    let code: String
    let title: String
    let level: Int
    /// How many occupations it opens; the fewer, the more it says.
    var breadth = 0
  }

  /// A ROME 4 occupation.
  struct Occupation {
    let code: String
    let label: String
    let parent: String
    /// Those a company of the demonstration may write, for trades only.
    var titles: [String] = []
    var sectors: [String] = []
  }

  /// In the order of their codes.
  private(set) var communes: [Commune] = []
  /// In the order of their ids, those with demand for a trade.
  private(set) var territories: [Territory] = []
  /// By ROME 4 code.
  private(set) var occupations: [String: Occupation] = [:]
  /// ROME 4 codes by their ROME 3 parent, in the order of the file.
  private(set) var siblings: [String: [String]] = [:]
  /// Keys of the skills at the base of a ROME 3 occupation.
  private(set) var baseSkills: [String: [String]] = [:]
  /// Keys of the skills some jobs of a ROME 3 occupation ask.
  private(set) var specificSkills: [String: [String]] = [:]
  /// How many ROME 3 occupations ask a skill; the fewer, the more it tells people apart.
  private(set) var spread: [String: Int] = [:]
  /// ROME 3 occupations near another.
  private(set) var nearParents: [String: [String]] = [:]
  /// Diplomas in force by the ROME 3 occupation they open.
  private(set) var diplomas: [String: [Diploma]] = [:]
  private var indexByCode: [String: Int] = [:]
  /// Communes of at least 8,000 inhabitants.
  private var towns: [Int] = []

  /// The files it is read from, below the folder of reference data.
  static let paths = [
    "communes/commune.csv", "communes/commune_passage.csv", "territories/territory.csv",
    "territories/territory_commune.csv", "rome4/occupation.csv", "rome4/occupation_title.csv",
    "rome4/occupation_sector.csv", "rome3/occupation_skill.csv", "rome3/mobility.csv",
    "rome3/skill_crosswalk.csv", "rncp/certification.csv", "rncp/certification_occupation.csv",
    "licence-unstated/demand/open_position.csv",
  ]

  init(_ reference: [String: [UInt8]], around: Day) throws(DemoError) {
    try readPlaces(reference)
    try readOccupations(reference)
    try readSkills(reference)
    try readDiplomas(reference, around: around)
    try readDemand(reference)
    guard !territories.isEmpty else { throw .nothingToDrawFrom("demand in a territory") }
  }

  /// The commune of that code of today.
  func commune(_ code: String) -> Int? { indexByCode[code] }

  /// Kilometres between two communes, on a plane that touches the first; right within 1 % up to
  /// some hundred kilometres.
  func distance(_ one: Int, _ other: Int) -> Double {
    let (a, b) = (communes[one], communes[other])
    let north = (b.latitude - a.latitude) * 111.2
    let east = (b.longitude - a.longitude) * 111.2 * cosine(degrees: a.latitude)
    return (north * north + east * east).squareRoot()
  }

  /// Communes of at least 8,000 inhabitants within so many kilometres.
  func towns(around commune: Int, kilometres: Double) -> [Int] {
    towns.filter { distance(commune, $0) <= kilometres }
  }

  /// The cosine by its Taylor series: the standard library has none, and this one gives the same
  /// bits everywhere.
  private func cosine(degrees: Double) -> Double {
    let x = degrees * 3.141592653589793 / 180
    let s = x * x
    return 1 - s / 2 * (1 - s / 12 * (1 - s / 30 * (1 - s / 56 * (1 - s / 90))))
  }

  private mutating func readPlaces(_ reference: [String: [UInt8]]) throws(DemoError) {
    var territoryByCommune: [String: String] = [:]
    for row in try Table(
      "territories/territory_commune.csv", of: reference,
      columns: ["vintage", "territory", "commune"])
    where row[0] == Ground.vintage {
      territoryByCommune[row[2]] = row[1]
    }
    for row in try Table(
      "communes/commune.csv", of: reference,
      columns: [
        "code", "name", "department", "region", "population", "latitude", "longitude", "kind",
      ])
    where row[7] == "COM" {
      indexByCode[row[0]] = communes.count
      communes.append(
        Commune(
          code: row[0], name: row[1], department: row[2], region: row[3],
          population: Int(row[4]) ?? 0, latitude: Double(row[5]) ?? 0,
          longitude: Double(row[6]) ?? 0, territory: territoryByCommune[row[0]]))
    }
    towns = communes.indices.filter { communes[$0].population >= 8_000 }
    for row in try Table(
      "communes/commune_passage.csv", of: reference, columns: ["old_code", "new_code"])
    {
      if let index = indexByCode[row[1]] { communes[index].formerCodes.append(row[0]) }
    }
  }

  private mutating func readOccupations(_ reference: [String: [UInt8]]) throws(DemoError) {
    for row in try Table(
      "rome4/occupation.csv", of: reference, columns: ["code", "label", "parent"])
    {
      occupations[row[0]] = Occupation(code: row[0], label: row[1], parent: row[2])
      siblings[row[2], default: []].append(row[0])
    }
    let trades = Set(Trade.all.map(\.occupation))
    for row in try Table(
      "rome4/occupation_title.csv", of: reference, columns: ["occupation", "label"])
    {
      if trades.contains(row[0]), Trade.isFit(title: row[1]) {
        occupations[row[0]]?.titles.append(row[1])
      }
    }
    for row in try Table(
      "rome4/occupation_sector.csv", of: reference, columns: ["occupation", "sector"])
    {
      occupations[row[0]]?.sectors.append(row[1])
    }
    for row in try Table(
      "rome3/mobility.csv", of: reference, columns: ["occupation", "target", "kind"])
    where row[2] == "near" {
      nearParents[row[0], default: []].append(row[1])
    }
  }

  private mutating func readSkills(_ reference: [String: [UInt8]]) throws(DemoError) {
    var key: [String: String] = [:]
    for row in try Table("rome3/skill_crosswalk.csv", of: reference, columns: ["rome3", "rome4"]) {
      key[row[0]] = "rome4:" + row[1]
    }
    for row in try Table(
      "rome3/occupation_skill.csv", of: reference, columns: ["occupation", "skill", "level"])
    {
      let skill = key[row[1]] ?? "rome3:" + row[1]
      if row[2] == "base" {
        baseSkills[row[0], default: []].append(skill)
      } else {
        specificSkills[row[0], default: []].append(skill)
      }
    }
    for (_, skills) in baseSkills {
      for skill in Set(skills) { spread[skill, default: 0] += 1 }
    }
    for (_, skills) in specificSkills {
      for skill in Set(skills) { spread[skill, default: 0] += 1 }
    }
    // Two skills of ROME 3 may lead to one of ROME 4; at the base wins.
    for (parent, base) in baseSkills {
      let unique = firsts(base)
      baseSkills[parent] = unique
      specificSkills[parent] = firsts(specificSkills[parent] ?? []).filter { !unique.contains($0) }
    }
  }

  private mutating func readDiplomas(
    _ reference: [String: [UInt8]], around: Day
  ) throws(DemoError) {
    var certifications: [String: Diploma] = [:]
    for row in try Table(
      "rncp/certification.csv", of: reference,
      columns: ["code", "title", "level", "active", "ends_on"])
    where row[3] == "1" && (row[4].isEmpty || row[4] > around.description) {
      guard let level = Int(row[2]), (5...7).contains(level) else { continue }
      certifications[row[0]] = Diploma(code: row[0], title: row[1], level: level)
    }
    var links: [(certification: String, parent: String)] = []
    for row in try Table(
      "rncp/certification_occupation.csv", of: reference, columns: ["certification", "occupation"])
    where certifications[row[0]] != nil {
      guard let parent = occupations[row[1]]?.parent else { continue }
      certifications[row[0]]?.breadth += 1
      links.append((row[0], parent))
    }
    for link in links {
      guard let diploma = certifications[link.certification] else { continue }
      if diplomas[link.parent]?.last != diploma {
        diplomas[link.parent, default: []].append(diploma)
      }
    }
  }

  private mutating func readDemand(_ reference: [String: [UInt8]]) throws(DemoError) {
    let wanted = Set(Trade.all.compactMap { occupations[$0.occupation]?.parent })
    var places: [String: Int] = [:]
    for row in try Table(
      "territories/territory.csv", of: reference, columns: ["vintage", "id", "region"])
    where row[0] == Ground.vintage {
      places[row[1]] = territories.count
      territories.append(Territory(id: row[1], region: row[2]))
    }
    for row in try Table(
      "licence-unstated/demand/open_position.csv", of: reference,
      columns: ["commune", "occupation", "count"])
    where wanted.contains(row[1]) {
      guard let index = indexByCode[row[0]], let count = Int(row[2]),
        let territory = communes[index].territory, let place = places[territory]
      else { continue }
      territories[place].demand.append(Demand(commune: index, parent: row[1], count: count))
    }
    territories.removeAll { $0.demand.isEmpty }
  }

  /// The perimeter of territories in force on the days the demonstration speaks of.
  private static let vintage = "2023-2027"
}

/// The values without repetitions, in the order they first appear.
func firsts<Value: Hashable>(_ values: [Value]) -> [Value] {
  var seen: Set<Value> = []
  return values.filter { seen.insert($0).inserted }
}
