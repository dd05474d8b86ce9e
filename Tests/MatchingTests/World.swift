@testable import Matching

/// Rows of a small random market, and the snapshot they make.
struct World {
  static let date: Int32 = 20_778
  static let week = "2026-W47"
  static let key = [UInt8](0..<16)
  static let rules = ProgrammeRules(minimumLevelHeld: 5...6, graduateWithinMonths: 24)

  var reference = Reference()
  var positions: [Position] = []
  var candidates: [Candidate] = []
  var method = Method.current

  func snapshot(_ rules: ProgrammeRules = World.rules) throws -> Snapshot {
    var builder = Snapshot.Builder(reference: reference)
    for position in positions { builder.add(position) }
    for candidate in candidates { builder.add(candidate) }
    return try builder.build(
      date: World.date, week: World.week, key: World.key, method: method,
      programme: rules)
  }

  static let skills = (0..<24).map { "rome4:\(100 + $0)" }
  static let occupations = ["H2901", "H2902", "H2903", "H2501", "H1101", "M1801", "M1802", "Z9901"]
  static let points = [
    Point(x: 1 << 30, y: 0, z: 0), Point(x: 0, y: 1 << 30, z: 0), Point(x: 0, y: 0, z: 1 << 30),
    Point(x: 858_993_459, y: 644_245_094, z: 0),
  ]
  static let contracts: [ContractSet] = [
    .cdi, .cdd, [.cdi, .cdd], .apprentissage, .professionnalisation, [.cdi, .apprentissage], .all,
    .workStudy,
  ]

  /// A market in which every rule of the formula is met somewhere.
  init(seed: UInt64, positions positionCount: Int = 20, candidates candidateCount: Int = 60) {
    var dice = Dice(seed)
    reference.skills = World.skills.dropLast(3).enumerated().map { index, key in
      Reference.Skill(
        key: key, idf: dice.number(1...400_000), group: index % 5 == 4 ? nil : "g\(index % 6)")
    }
    var seen: Set<[String]> = []
    for _ in 0..<40 {
      let pair = [dice.one(of: World.skills), dice.one(of: World.skills)]
      if pair[0] != pair[1], seen.insert(pair).inserted {
        reference.near.append(
          Reference.Near(skill: pair[0], near: pair[1], credit: dice.number(0...1_000_000)))
      }
    }
    reference.occupations = World.occupations.dropLast().map {
      let parent = $0 == "H2902" ? "H2901" : $0
      return Reference.Occupation(code: $0, parent: parent, domain: String($0.prefix(3)))
    }
    let parents = ["H2901", "H2903", "H2501", "H1101", "M1801", "M1802", "Z9901"]
    for _ in 0..<8 {
      reference.mobility.append(
        Reference.Mobility(
          occupation3: dice.one(of: parents), target3: dice.one(of: parents),
          kind: dice.chance(50) ? .near : .evolution))
    }
    var nearSeen: Set<[String]> = []
    for _ in 0..<12 {
      let pair = [dice.one(of: parents), dice.one(of: parents)]
      guard pair[0] != pair[1], nearSeen.insert(pair).inserted else { continue }
      reference.occupationNear.append(
        Reference.OccupationNear(
          occupation3: pair[0], near3: pair[1], nearness: dice.number(0...1_000_000)))
    }
    for _ in 0..<30 {
      reference.occupationSkills.append(
        Reference.OccupationSkill(
          occupation3: dice.one(of: parents), skill: dice.one(of: World.skills),
          isBase: dice.chance(70)))
    }
    for index in 0..<positionCount { positions.append(World.position(index, &dice)) }
    for index in 0..<candidateCount {
      candidates.append(World.candidate(index, positionCount: positionCount, &dice))
    }
  }

  private static func position(_ index: Int, _ dice: inout Dice) -> Position {
    func asked(_ count: Int, _ dice: inout Dice) -> [AskedSkill] {
      dice.some(of: skills, upTo: count).map {
        AskedSkill(skill: $0, importance: dice.number(1...5))
      }
    }
    var position = Position(
      id: "p\(index)", company: "\(500_000_000 + index % 5)", isOpen: dice.chance(90))
    if dice.chance(80) {
      position.territory = dice.one(of: ["ti-2402", "ti-5202", nil])
      position.commune = "28085"
      position.department = dice.one(of: ["28", "49", nil])
      position.region = dice.one(of: ["24", "52", nil])
      position.point = dice.chance(80) ? dice.one(of: points) : nil
    }
    position.occupation = dice.chance(85) ? dice.one(of: occupations) : nil
    position.sector = dice.chance(70) ? dice.one(of: ["metal", "agri"]) : nil
    position.mission = dice.chance(70) ? dice.one(of: ["digital", "export"]) : nil
    position.required = asked(3, &dice)
    position.desired = asked(4, &dice)
    position.minimumLevel = dice.chance(70) ? dice.number(4...7) : nil
    position.contracts = dice.chance(80) ? dice.one(of: contracts) : []
    position.startDay = dice.chance(60) ? date + Int32(dice.number(-100...200)) : nil
    position.durationMonths = dice.chance(30) ? dice.number(6...36) : nil
    for code in dice.some(of: ["en", "de", "it"], upTo: 2) {
      position.languages.append(
        AskedLanguage(code: code, level: dice.number(1...6), isRequired: dice.chance(30)))
    }
    if dice.chance(60) { position.payMin = dice.number(20_000...35_000) }
    if dice.chance(50) { position.payMax = dice.number(25_000...45_000) }
    return position
  }

  private static func candidate(
    _ index: Int, positionCount: Int, _ dice: inout Dice
  ) -> Candidate {
    var candidate = Candidate(
      id: "c\(index)", isOpen: dice.chance(92), hasConsent: dice.chance(92))
    candidate.levelHeld = dice.chance(85) ? dice.number(4...7) : nil
    candidate.levelPrepared = dice.chance(40) ? dice.number(5...7) : nil
    candidate.diplomaDay = dice.chance(75) ? date - Int32(dice.number(-100...900)) : nil
    candidate.diploma = dice.chance(50) ? "RNCP\(dice.number(1_000...1_009))" : nil
    candidate.diplomaOccupations = dice.some(of: occupations, upTo: 2)
    candidate.occupations = dice.some(of: occupations, upTo: 3)
    candidate.inferredOccupations = dice.chance(40) ? dice.some(of: occupations, upTo: 2) : []
    for skill in dice.some(of: skills, upTo: 12) {
      candidate.skills.append(
        HeldSkill(
          skill: skill, proficiency: dice.number(1...4),
          evidence: dice.one(of: [.declared, .project, .taught, .certified, .attested])))
    }
    for code in dice.some(of: ["en", "de", "it"], upTo: 3) {
      candidate.languages.append(HeldLanguage(code: code, level: dice.number(1...6)))
    }
    candidate.contracts = dice.chance(70) ? dice.one(of: contracts) : []
    candidate.availableDay = dice.chance(80) ? date + Int32(dice.number(-200...200)) : nil
    let areas: [Area] = [
      .country, .country, .territory("ti-2402"), .department("49"), .region("24"),
      .circle(dice.one(of: points), chordSquaredLimit: 0),
      .circle(dice.one(of: points), chordSquaredLimit: 1 << 60),
    ]
    candidate.areas = dice.some(of: areas, upTo: 3)
    candidate.missions = dice.some(of: ["digital", "export"], upTo: 2)
    candidate.sectors = dice.some(of: ["metal", "agri"], upTo: 1)
    candidate.minimumPay = dice.chance(60) ? dice.number(0...40_000) : nil
    candidate.invisibleTo = dice.chance(10) ? ["500000001"] : []
    candidate.refused = dice.chance(10) ? ["p\(dice.number(0...positionCount))"] : []
    candidate.exposures = dice.number(0...3)
    return candidate
  }
}
