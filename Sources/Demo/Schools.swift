import Programme

/// The schools of a demonstration and what they teach.
struct Schools {
  /// A school: who tells about candidates and trainings.
  struct School {
    let siret: String
    let name: String
    let territory: Int
    let commune: Int
  }

  private(set) var schools: [School] = []
  /// The cells of the file of trainings.
  private(set) var records: [[String]] = []

  init(
    _ ground: Ground, _ positions: Positions, seed: UInt64, around: Day
  ) throws(DemoError) {
    var generator = Generator(seed: seed, part: 3)
    let territories = firsts(positions.positions.compactMap(\.territory)).prefix(40)
    var names: Set<String> = []
    for (rank, territory) in territories.enumerated() {
      let local = positions.positions.filter { $0.territory == territory }
      for _ in 0..<(rank < Employers.shown.count ? 2 : 1) {
        guard let host = generator.pick(local, weight: { _ in 1 })?.commune else { continue }
        let towns = ground.towns(around: host, kilometres: 25)
        let commune = generator.pick(towns, weight: { ground.communes[$0].population }) ?? host
        var name: String
        repeat {
          name = [
            generator.pick(["CFA", "CFA industriel", "Campus", "Institut des métiers"]),
            generator.pick(Invention.places),
          ].compactMap(\.self).joined(separator: " ")
        } while !names.insert(name).inserted
        let school = School(
          siret: Invention.siret(company: 9_000 + schools.count, establishment: 1),
          name: name + " (fictif)", territory: territory, commune: commune)
        schools.append(school)
        for _ in 0..<generator.number(2...3) {
          teach(ground, school, local, around, &generator)
        }
      }
    }
    guard !schools.isEmpty else { throw .nothingToDrawFrom("place for a school") }
  }

  /// A training that answers what positions nearby ask and few people bring.
  private mutating func teach(
    _ ground: Ground, _ school: School, _ local: [Positions.Position], _ around: Day,
    _ generator: inout Generator
  ) {
    let wanting = local.filter { position in
      let specific = ground.specificSkills[position.parent] ?? []
      return position.required.contains { specific.contains($0) }
    }
    guard
      let position = generator.pick(
        wanting.isEmpty ? local : wanting, weight: { $0.isStarving ? 4 : 1 })
    else { return }
    let level = [6, 7, 5][generator.share(55, 35, 10)]
    let diplomas = ground.diplomas[position.parent] ?? []
    guard
      let diploma = generator.pick(
        diplomas, weight: { ($0.level == level ? 100 : 3) * 10 / max(1, $0.breadth) + 1 })
    else { return }
    let asked = local.filter { $0.parent == position.parent }.flatMap(\.required)
    let skills = firsts(
      position.required + asked
        + generator.sample(3, of: ground.baseSkills[position.parent] ?? [])
        + generator.sample(1, of: ground.specificSkills[position.parent] ?? []))
    let others = (ground.siblings[position.parent] ?? []).filter { $0 != position.trade.occupation }
    records.append([
      school.siret, school.name,
      "F" + Invention.padded(records.count + 1, to: 3), diploma.code, diploma.title,
      String(diploma.level), ground.communes[school.commune].code,
      ([position.trade.occupation] + generator.sample(1, of: others)).joined(separator: "|"),
      skills.prefix(8).joined(separator: "|"),
      Schools.sessions(around, &generator),
    ])
  }

  /// One or two sessions, all after the day the world is made around.
  private static func sessions(_ around: Day, _ generator: inout Generator) -> String {
    var start = around.adding(days: generator.number(30...400))
    var cells: [String] = []
    for _ in 0..<generator.number(1...2) {
      let end = start.adding(months: generator.pick([3, 6, 10, 12]) ?? 6)
      let capacity = generator.number(8...24)
      let remaining = generator.chance(12) ? 0 : generator.number(1...capacity)
      let told = around.adding(days: -generator.number(2...30))
      let places =
        switch generator.share(70, 18, 12) {
        case 0: ":\(capacity):\(remaining):\(told)"
        case 1: ":\(capacity)::"
        default: ""
        }
      cells.append("\(start)/\(end)" + places)
      start = start.adding(days: generator.number(180...365))
    }
    return cells.joined(separator: "|")
  }
}
