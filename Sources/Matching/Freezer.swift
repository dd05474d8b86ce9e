/// Turns rows, arriving in ascending order of id, into columns.
///
/// Symbols are numbered in order of first sight; because rows arrive in one order and the lists of
/// a row are sorted first, the numbers do not depend on the order of insertion.
struct Freezer {
  private(set) var symbols = SymbolTable()
  private(set) var positions = PositionColumns()
  private(set) var candidates = CandidateColumns()
  private var skills = SymbolTable()
  private var occupations = SymbolTable()
  private let date: Int32
  private let method: Method
  private let programme: ProgrammeRules
  private let ties: TieSeed
  private let identities: KeyedHash

  init(date: Int32, week: String, key: [UInt8], method: Method, programme: ProgrammeRules) {
    self.date = date
    self.programme = programme
    self.method = method
    identities = KeyedHash(key: KeyedHash.words(key))
    ties = TieSeed(key: key, version: method.version, week: week)
  }

  /// Numbers a skill.
  mutating func meet(skill: String) { _ = skills.symbol(skill) }

  /// Adds the next position.
  mutating func add(_ position: Position) throws(SnapshotError) {
    try check(position)
    let identity = position.identity ?? drawn("position", position.id)
    let required = best(position.required)
    let names = Set(required.map(\.skill))
    // A skill that is required is not asked a second time as a wish.
    let desired = best(position.desired).filter { !names.contains($0.skill) }
    positions.facts.append(
      PositionColumns.Facts(
        id: symbols.symbol(position.id), company: symbols.symbol(position.company),
        territory: symbols.symbol(position.territory), commune: symbols.symbol(position.commune),
        department: symbols.symbol(position.department), region: symbols.symbol(position.region),
        sector: symbols.symbol(position.sector), mission: symbols.symbol(position.mission),
        occupation: position.occupation.map { occupations.symbol($0).number },
        point: position.point, isOpen: position.isOpen,
        minimumLevel: position.minimumLevel.map { UInt8($0) }, contracts: position.contracts,
        startDay: position.startDay, durationMonths: position.durationMonths.map { Int16($0) },
        payMin: position.payMin.map { Int32($0) }, payMax: position.payMax.map { Int32($0) },
        hireDay: max(position.startDay ?? date, date), identity: identity,
        tie: ties.tie("position", identity)))
    var asked: [PositionColumns.Asked] = []
    for (list, isRequired) in [(required, true), (desired, false)] {
      for skill in list {
        asked.append(
          PositionColumns.Asked(
            skill: skills.symbol(skill.skill).number, importance: UInt8(skill.importance),
            isRequired: isRequired))
      }
    }
    positions.asked.append(asked)
    positions.requiredCount.append(Int32(required.count))
    var languages: [PositionColumns.Language] = []
    let sorted = position.languages.sorted {
      ($0.code, $0.level, $0.isRequired ? 0 : 1) < ($1.code, $1.level, $1.isRequired ? 0 : 1)
    }
    for language in unique(sorted) {
      languages.append(
        PositionColumns.Language(
          code: try code(language.code, table: "position", id: position.id),
          level: UInt8(language.level), isRequired: language.isRequired))
    }
    positions.languages.append(languages)
  }

  /// Adds the next candidate.
  mutating func add(_ candidate: Candidate) throws(SnapshotError) {
    try check(candidate)
    let identity = candidate.identity ?? drawn("candidate", candidate.id)
    candidates.facts.append(
      CandidateColumns.Facts(
        id: symbols.symbol(candidate.id), diploma: symbols.symbol(candidate.diploma),
        isOpen: candidate.isOpen, hasConsent: candidate.hasConsent,
        contracts: candidate.contracts, levelHeld: candidate.levelHeld.map { UInt8($0) },
        levelPrepared: candidate.levelPrepared.map { UInt8($0) },
        diplomaDay: candidate.diplomaDay,
        diplomaEnd: candidate.diplomaDay.map {
          Int32(programme.end(ofDiploma: Int($0)))
        },
        availableDay: candidate.availableDay,
        minimumPay: candidate.minimumPay.map { Int32($0) },
        exposures: Int32(candidate.exposures), identity: identity,
        tie: ties.tie("candidate", identity)))
    var held: [CandidateColumns.Held] = []
    let sorted = candidate.skills.sorted {
      ($0.skill, $0.proficiency, $0.evidence.rawValue)
        < ($1.skill, $1.proficiency, $1.evidence.rawValue)
    }
    for skill in unique(sorted) {
      held.append(
        CandidateColumns.Held(
          skill: skills.symbol(skill.skill).number, proficiency: UInt8(skill.proficiency),
          evidence: skill.evidence))
    }
    candidates.held.append(held)
    var languages: [CandidateColumns.Language] = []
    for language in unique(candidate.languages.sorted { ($0.code, $0.level) < ($1.code, $1.level) })
    {
      languages.append(
        CandidateColumns.Language(
          code: try code(language.code, table: "candidate", id: candidate.id),
          level: UInt8(language.level)))
    }
    candidates.languages.append(languages)
    candidates.areas.append(unique(candidate.areas.sorted()).map { place($0) })
    candidates.wished.append(firstOfEach(candidate.occupations).map { occupation($0) })
    candidates.diplomaOccupations.append(
      unique(candidate.diplomaOccupations.sorted()).map { occupation($0) })
    candidates.inferredOccupations.append(
      unique(candidate.inferredOccupations.sorted()).map { occupation($0) })
    candidates.missions.append(set(candidate.missions))
    candidates.sectors.append(set(candidate.sectors))
    candidates.invisibleTo.append(set(candidate.invisibleTo))
    candidates.refused.append(set(candidate.refused))
  }

  /// Relates what was met and concludes which occupations skills are inferred from.
  mutating func finish(_ reference: Reference) throws(SnapshotError) -> Vocabulary {
    try requireRange(
      skills.count, 0...Limit.skills, table: "skill", id: "all", field: "count")
    try requireRange(
      occupations.count, 0...Limit.occupations, table: "occupation", id: "all", field: "count")
    var vocabulary = Vocabulary(
      reference, skills: skills, occupations: occupations, method: method)
    vocabulary.relate(to: positions.facts.lazy.map(\.occupation), method)
    for row in candidates.facts.indices {
      var parents: [UInt32] = []
      for occupation in candidates.diplomaOccupations[row] {
        let parent = vocabulary.parent[Int(occupation)]
        if vocabulary.hasBase[Int(parent)], !parents.contains(parent) { parents.append(parent) }
      }
      candidates.inferredFromDiploma.append(parents)
      let diplomaCount = parents.count
      for occupation in candidates.wished[row] {
        let parent = vocabulary.parent[Int(occupation)]
        if vocabulary.hasBase[Int(parent)], !parents.contains(parent) { parents.append(parent) }
      }
      candidates.inferredFromOccupations.append(parents.dropFirst(diplomaCount))
    }
    return vocabulary
  }

  private func drawn(_ table: String, _ id: String) -> UInt64 {
    var hash = identities
    hash.combine(table)
    hash.combine(id)
    return hash.finish()
  }

  /// Each skill once, with its highest importance, by key.
  private func best(_ asked: [AskedSkill]) -> [AskedSkill] {
    var result: [AskedSkill] = []
    for skill in asked.sorted(by: { ($0.skill, -$0.importance) < ($1.skill, -$1.importance) })
    where skill.skill != result.last?.skill {
      result.append(skill)
    }
    return result
  }

  /// Each text once, at its first place.
  private func firstOfEach(_ texts: [String]) -> [String] {
    var result: [String] = []
    for text in texts where !result.contains(text) { result.append(text) }
    return result
  }

  private mutating func occupation(_ code: String) -> UInt32 { occupations.symbol(code).number }

  private mutating func set(_ texts: [String]) -> [Symbol] {
    unique(texts.sorted()).map { symbols.symbol($0) }
  }

  private mutating func place(_ area: Area) -> CandidateColumns.Place {
    switch area {
    case .circle(let centre, let limit): .circle(centre, limit: limit)
    case .territory(let id): .territory(symbols.symbol(id))
    case .department(let code): .department(symbols.symbol(code))
    case .region(let code): .region(symbols.symbol(code))
    case .country: .country
    }
  }

  private func code(
    _ text: String, table: String, id: String
  ) throws(SnapshotError) -> LanguageCode {
    guard let code = LanguageCode(text) else {
      throw .malformed(
        table: table, id: id, field: "language", hint: "one to eight ASCII letters, as in fr")
    }
    return code
  }
}

extension Area: Comparable {
  /// One order for the areas of a candidate; it means nothing beyond that.
  package static func < (left: Area, right: Area) -> Bool {
    left.order.lexicographicallyPrecedes(right.order)
      || (left.order == right.order && left.code < right.code)
  }

  private var order: [Int64] {
    switch self {
    case .circle(let centre, let limit):
      [0, Int64(centre.x), Int64(centre.y), Int64(centre.z), limit]
    case .territory: [1]
    case .department: [2]
    case .region: [3]
    case .country: [4]
    }
  }

  private var code: String {
    switch self {
    case .territory(let code), .department(let code), .region(let code): code
    case .circle, .country: ""
    }
  }
}
