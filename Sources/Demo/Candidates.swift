import Programme

/// The candidates of a demonstration: about half made for a position, the others as they come.
struct Candidates {
  /// The cells of the file.
  private(set) var records: [[String]] = []

  /// What a candidate is made around.
  private struct Aim {
    let trade: Trade
    let parent: String
    let commune: Int
    let territory: Int?
    let sector: String?
    let position: Positions.Position?
    /// The one thing that keeps the candidate from the position.
    let flaw: Flaw?
  }

  private enum Flaw: CaseIterable {
    case skill, contract, level, availability, area, programme
  }

  private let ground: Ground
  private let schools: [Schools.School]
  private let employers: [String]
  private let around: Day
  private var generator: Generator
  /// Draws the present employers, so that everything else stays what it was without them.
  private var employerGenerator: Generator
  /// Towns people live near, by the commune they are around.
  private var towns: [Int: [Int]] = [:]

  init(
    _ ground: Ground, _ positions: Positions, _ schools: Schools, seed: UInt64, around: Day
  ) {
    self.ground = ground
    self.schools = schools.schools
    self.around = around
    employers = firsts(positions.positions.map(\.siren))
    generator = Generator(seed: seed, part: 4)
    employerGenerator = Generator(seed: seed, part: 5)
    var aims: [Aim] = []
    for position in positions.positions where !position.isStarving && position.isOpen {
      let isShown =
        position.territory.map { Employers.shown.contains(ground.territories[$0].id) } ?? false
      for _ in 0..<(isShown ? generator.number(3...7) : generator.number(1...5)) {
        aims.append(aim(at: position))
      }
    }
    let places = firsts(positions.positions.compactMap(\.territory))
    while aims.count < Candidates.count {
      let isShown = generator.chance(14)
      let some = isShown ? Array(places.prefix(Employers.shown.count)) : places
      guard let territory = generator.pick(some) else { break }
      if let aim = aim(in: territory) { aims.append(aim) }
    }
    for aim in generator.order(aims) { add(aim) }
  }

  /// How many there are.
  private static let count = 4_200

  private mutating func aim(at position: Positions.Position) -> Aim {
    Aim(
      trade: position.trade, parent: position.parent, commune: position.commune,
      territory: position.territory, sector: position.sector, position: position,
      flaw: generator.chance(30) ? generator.pick(Flaw.allCases) : nil)
  }

  private mutating func aim(in territory: Int) -> Aim? {
    guard
      let demand = generator.pick(ground.territories[territory].demand, weight: { $0.count }),
      let trade = generator.pick(
        Trade.all(of: demand.parent, sector: nil, in: ground), weight: { $0.weight }),
      generator.number(1...1000) <= trade.weight
    else { return nil }
    return Aim(
      trade: trade, parent: demand.parent, commune: demand.commune, territory: territory,
      sector: nil, position: nil, flaw: nil)
  }

  private mutating func add(_ aim: Aim) {
    let number = Invention.padded(records.count + 1, to: 4)
    let isStudent =
      aim.position.map { $0.contracts.first?.isWorkStudy ?? false } ?? generator.chance(18)
    let school =
      generator.chance(55) ? generator.pick(schools.filter { $0.territory == aim.territory }) : nil
    let level = level(aim, isStudent: isStudent)
    let diploma = diploma(aim, level: level)
    let (diplomaOn, available) = days(aim, isStudent: isStudent)
    let hasConsent = !generator.chance(5)
    let told = around.adding(days: -generator.number(3...420)).description
    let purposes = generator.chance(3) ? "matching" : "matching|digest"
    let source =
      school == nil ? generator.pick(["form", "form", "form", "paper"]) ?? "form" : "cfa"
    records.append([
      school?.siret ?? "self", "D-" + number,
      generator.pick(Invention.givenNames) ?? "", "Exemple " + number,
      generator.chance(2) ? "" : "candidat-\(number)@vivier.example",
      generator.chance(3) && aim.flaw != .level ? "" : String(level),
      isStudent ? String(min(7, level + 1)) : "", diploma?.code ?? "",
      generator.chance(4) && aim.flaw != .programme ? "" : diplomaOn.description,
      occupations(aim), skills(aim), languages(aim), contracts(aim, isStudent: isStudent),
      generator.chance(8) && aim.flaw != .availability ? "" : available.description, areas(aim),
      missions(aim), sectors(aim), isStudent ? "oui" : "",
      isStudent || generator.chance(45)
        ? "" : String(aim.trade.pay * 1000 + generator.number(-6...4) * 500),
      hasConsent ? purposes : "", hasConsent ? told : "", hasConsent ? source : "", "", "",
      generator.chance(1) ? generator.pick(employers) ?? "" : "",
      isStudent && employerGenerator.chance(25) ? employerGenerator.pick(employers) ?? "" : "",
      generator.chance(2) ? "closed" : "open",
    ])
  }

  /// The level held: 6 or 7, now and then a 5 who prepares more.
  private mutating func level(_ aim: Aim, isStudent: Bool) -> Int {
    let asked =
      aim.position?.minimumLevel ?? (aim.trade.level >= 7 ? [6, 7][generator.share(35, 65)] : 6)
    if aim.flaw == .level { return max(5, asked - 1) }
    if isStudent { return aim.position == nil ? [5, 6][generator.share(30, 70)] : min(6, asked) }
    return max(asked, [6, 7][generator.share(70, 30)])
  }

  private mutating func diploma(_ aim: Aim, level: Int) -> Ground.Diploma? {
    // Who lacks a skill comes from a neighbouring occupation: the diploma of this one would bring it.
    let near = (ground.nearParents[aim.parent] ?? []).filter { ground.diplomas[$0] != nil }
    let isOutsider = aim.flaw == .skill || generator.chance(20)
    let parent = isOutsider ? generator.pick(near) ?? aim.parent : aim.parent
    let fitting = (ground.diplomas[parent] ?? []).filter { $0.level == level }
    return generator.pick(fitting, weight: { 60 / max(1, $0.breadth * $0.breadth) + 1 })
  }

  /// When the diploma was obtained and from when the candidate is free.
  private mutating func days(_ aim: Aim, isStudent: Bool) -> (diploma: Day, available: Day) {
    let recent =
      switch generator.share(68, 32) {
      case 0: around.adding(days: -generator.number(30...170))
      default: around.adding(days: -generator.number(350...440))
      }
    var diploma = recent
    if aim.flaw == .programme || (aim.position == nil && generator.chance(7)) {
      diploma = around.adding(days: -generator.number(760...1500))
    }
    let start = aim.position?.start ?? around
    if aim.flaw == .availability {
      return (diploma, start.adding(days: generator.number(75...180)))
    }
    if isStudent { return (diploma, around.adding(days: generator.number(225...290))) }
    let latest = max(0, start.days(since: around))
    return switch generator.share(45, 35, 20) {
    case 0: (diploma, around.adding(days: generator.number(0...14)))
    case 1: (diploma, around.adding(days: generator.number(0...(latest + 40))))
    default:
      (
        diploma,
        around.adding(days: generator.number(10...(aim.position == nil ? 240 : latest + 50)))
      )
    }
  }

  /// Wished occupations, best first: the trade, its siblings, its neighbours.
  private mutating func occupations(_ aim: Aim) -> String {
    let siblings = (ground.siblings[aim.parent] ?? []).filter { $0 != aim.trade.occupation }
    let near = (ground.nearParents[aim.parent] ?? []).flatMap { parent in
      Trade.all(of: parent, sector: nil, in: ground).map(\.occupation)
    }
    let first =
      generator.chance(78) ? aim.trade.occupation : generator.pick(siblings) ?? aim.trade.occupation
    let others =
      generator.sample(generator.number(0...1), of: siblings)
      + generator.sample(generator.number(0...2), of: near)
    return firsts([first] + others).joined(separator: "|")
  }

  private mutating func skills(_ aim: Aim) -> String {
    if aim.position == nil, generator.chance(6) { return "" }
    let base = ground.baseSkills[aim.parent] ?? []
    let specific = ground.specificSkills[aim.parent] ?? []
    let asked = aim.position?.required ?? []
    let lacking = aim.flaw == .skill ? generator.pick(asked) : nil
    var held = asked.filter { skill in
      skill != lacking && (specific.contains(skill) || generator.chance(70))
    }
    let solid = held.count
    held += (aim.position?.desired ?? []).filter { _ in generator.chance(50) }
    held += generator.sample(generator.number(2...4), of: base)
    held += generator.sample(generator.number(1...2), of: specific)
    if generator.chance(20), let near = generator.pick(ground.nearParents[aim.parent] ?? []) {
      held += generator.sample(1, of: ground.baseSkills[near] ?? [])
    }
    let kept = firsts(held.filter { $0 != lacking }).prefix(8)
    return kept.enumerated().map { rank, skill in
      let proficiency =
        rank < solid
        ? [2, 3, 4][generator.share(40, 40, 20)] : [1, 2, 3, 4][generator.share(15, 45, 30, 10)]
      let evidence = ["declared", "project", "taught", "certified", "attested"][
        generator.share(45, 20, 20, 9, 6)]
      return "\(skill):\(proficiency):\(evidence)"
    }.joined(separator: "|")
  }

  private mutating func languages(_ aim: Aim) -> String {
    var languages: [String] = []
    if let asked = aim.position?.languages.first(where: \.isRequired), generator.chance(80) {
      languages.append(asked.code + ":" + asked.level)
    }
    if generator.chance(85) {
      languages.append("en:" + ["A2", "B1", "B2", "C1"][generator.share(15, 35, 38, 12)])
    }
    if generator.chance(30), let code = generator.pick(["de", "es", "es", "it"]) {
      languages.append(code + ":" + ["A2", "B1", "B2"][generator.share(45, 40, 15)])
    }
    var seen: Set<Substring> = []
    return languages.filter { seen.insert($0.prefix(2)).inserted }.joined(separator: "|")
  }

  private mutating func contracts(_ aim: Aim, isStudent: Bool) -> String {
    let asked = aim.position?.contracts ?? []
    if aim.flaw == .contract, !asked.isEmpty {
      let others = Contract.allCases.filter { !asked.contains($0) && $0.isWorkStudy == isStudent }
      return (others.isEmpty ? [isStudent ? Contract.cdi : .apprentissage] : others)
        .map(\.rawValue).joined(separator: "|")
    }
    if isStudent {
      let some: [Contract] = asked.first.map { [$0] } ?? [.apprentissage]
      return (generator.chance(60) ? [.apprentissage, .professionnalisation] : some)
        .map(\.rawValue).joined(separator: "|")
    }
    switch generator.share(55, 35, 10) {
    case 0: return "cdi|cdd"
    case 1: return asked == [.cdd] ? "cdi|cdd" : "cdi"
    default: return asked.contains(.cdd) ? "cdd" : ""
    }
  }

  /// Mostly circles around a town the candidate knows, wide enough for the position aimed at.
  private mutating func areas(_ aim: Aim) -> String {
    let commune = ground.communes[aim.commune]
    if aim.flaw == .area {
      // Somewhere else, so that the position stays outside whatever the width.
      let far = towns(around: aim.commune).filter { ground.distance($0, aim.commune) > 30 }
      if let town = generator.pick(far) { return "commune:\(ground.communes[town].code):20" }
    }
    switch generator.share(86, 5, 2, 2, 3, 2) {
    case 0: break
    case 1: if let territory = commune.territory { return "territory:" + territory }
    case 2: return "department:" + commune.department
    case 3: return "region:" + commune.region
    case 4: return "country"
    default: return ""
    }
    let near = towns(around: aim.commune).filter { ground.distance($0, aim.commune) <= 40 }
    let centre =
      generator.chance(25)
      ? aim.commune
      : generator.pick(near, weight: { ground.communes[$0].population }) ?? aim.commune
    var width = generator.number(4...14) * 5
    let needed = Int(ground.distance(centre, aim.commune)) + 3
    if aim.position != nil, width < needed { width = (needed / 5 + 1) * 5 }
    let place = ground.communes[centre]
    let code = generator.chance(2) ? generator.pick(place.formerCodes) ?? place.code : place.code
    let first = "commune:\(code):\(width)"
    guard generator.chance(8), let other = generator.pick(towns(around: aim.commune)) else {
      return first
    }
    return first + "|commune:\(ground.communes[other].code):20"
  }

  /// Towns within 60 km, found once for each commune.
  private mutating func towns(around commune: Int) -> [Int] {
    if let known = towns[commune] { return known }
    let found = ground.towns(around: commune, kilometres: 60)
    towns[commune] = found
    return found
  }

  private mutating func missions(_ aim: Aim) -> String {
    if generator.chance(15) { return "" }
    let other = generator.pick(Mission.allCases)?.rawValue
    return firsts(
      generator.sample(generator.number(1...2), of: aim.trade.missions)
        + [generator.chance(25) ? "bras_droit" : nil, generator.chance(30) ? other : nil]
        .compactMap(\.self)
    ).joined(separator: "|")
  }

  private mutating func sectors(_ aim: Aim) -> String {
    if generator.chance(25) { return "" }
    let usual = ground.occupations[aim.trade.occupation]?.sectors ?? []
    let aimed = aim.sector.map { generator.chance(60) ? [$0] : [] } ?? []
    return firsts(
      aimed
        + generator.sample(generator.number(1...2), of: aim.trade.sectors + usual + ["84", "100"])
    ).joined(separator: "|")
  }
}
