@testable import Matching

/// The method told a second time, plainly, from the rows alone: no columns, no shortcuts.
struct Oracle {
  let world: World
  private let idf: [String: Int]
  private let group: [String: String]
  private let near: [[String]: Int]

  init(world: World) {
    self.world = world
    let skills = world.reference.skills
    idf = Dictionary(uniqueKeysWithValues: skills.map { ($0.key, $0.idf) })
    group = Dictionary(
      uniqueKeysWithValues: skills.compactMap { skill in skill.group.map { (skill.key, $0) } })
    near = Dictionary(
      uniqueKeysWithValues: world.reference.near.map { ([$0.skill, $0.near], $0.credit) })
  }

  // MARK: gates

  func fails(_ p: Position, _ c: Candidate) -> Set<Gate> {
    var result: Set<Gate> = []
    if !c.hasConsent { result.insert(.consent) }
    if !p.isOpen || !c.isOpen { result.insert(.open) }
    if c.refused.contains(p.id) { result.insert(.refusedBefore) }
    if c.invisibleTo.contains(p.company) { result.insert(.invisibleTo) }
    let isContractTold = !p.contracts.isEmpty && !c.contracts.isEmpty
    if isContractTold, p.contracts.isDisjoint(with: c.contracts) { result.insert(.contract) }
    // nil: one side left open whether it could be work-study.
    var workStudy: Bool? = !p.contracts.intersection(c.contracts).isDisjoint(with: .workStudy)
    if !isContractTold {
      let told = p.contracts.union(c.contracts)
      workStudy = told.isEmpty || !told.isDisjoint(with: .workStudy) ? nil : false
    }
    if let asked = p.minimumLevel, let held = c.levelHeld, held < asked {
      let isPreparing = (c.levelPrepared ?? 0) >= asked
      if !(isPreparing && workStudy != false) { result.insert(.level) }
    }
    let hire = Int(max(p.startDay ?? World.date, World.date))
    if let free = c.availableDay, Int(free) > hire + 60 { result.insert(.availability) }
    let areas = c.areas.map { isInside($0, p) }
    if !areas.isEmpty, areas.allSatisfy({ $0 == false }) { result.insert(.area) }
    for asked in p.languages where asked.isRequired {
      let spoken = c.languages.filter { $0.code == asked.code }.map(\.level).max()
      if let spoken, spoken < asked.level { result.insert(.language) }
    }
    if let held = c.levelHeld, held < World.rules.minimumLevelHeld.lowerBound {
      result.insert(.programme)
    }
    // A diploma in preparation may be there by the hire.
    if c.levelPrepared == nil, let diploma = c.diplomaDay {
      let end = CivilDate(daysSince1970: Int(diploma)).adding(months: 24).daysSince1970
      if hire > end { result.insert(.programme) }
    }
    return result
  }

  private func isInside(_ area: Area, _ p: Position) -> Bool? {
    switch area {
    case .country: return true
    case .territory(let id):
      let isTold = [p.commune, p.department, p.region, p.territory].contains { $0 != nil }
      return isTold || p.point != nil ? p.territory == id : nil
    case .department(let code): return p.department.map { $0 == code }
    case .region(let code): return p.region.map { $0 == code }
    case .circle(let a, let limit):
      guard let b = p.point else { return nil }
      let parts = [(a.x, b.x), (a.y, b.y), (a.z, b.z)]
      return parts.reduce(0) {
        let d = Int64($1.0) - Int64($1.1)
        return $0 + d * d
      } <= limit
    }
  }

  // MARK: skills

  private func base(_ asked: String, _ held: String) -> Int {
    if asked == held { return 1_000_000 }
    let isSibling = group[asked] != nil && group[asked] == group[held]
    return max(near[[asked, held], default: 0], isSibling ? world.method.creditSameGroup : 0)
  }

  private func parent(_ code: String) -> String {
    world.reference.occupations.first { $0.code == code }?.parent ?? code
  }

  private func inferred(_ occupations: [String]) -> Set<String> {
    let parents = Set(occupations.map(parent))
    return Set(
      world.reference.occupationSkills.filter { $0.isBase && parents.contains($0.occupation3) }
        .map(\.skill))
  }

  func credit(_ asked: String, _ c: Candidate) -> Int {
    let method = world.method
    var best = 0
    for held in c.skills {
      let strength = method.strength(proficiency: held.proficiency, evidence: held.evidence)
      best = max(best, base(asked, held.skill) * strength / 1_000_000)
    }
    for (occupations, evidence) in [
      (c.diplomaOccupations, Evidence.inferredFromDiploma),
      (c.occupations, Evidence.inferredFromOccupation),
    ] {
      for skill in inferred(occupations) {
        let strength = method.strength(
          proficiency: method.proficiencyInferred, evidence: evidence)
        best = max(best, base(asked, skill) * strength / 1_000_000)
      }
    }
    return best
  }

  func met(_ asked: [AskedSkill], _ c: Candidate) -> Int {
    asked.count { credit($0.skill, c) >= world.method.metThreshold }
  }

  private func coverage(_ asked: [AskedSkill], _ c: Candidate) -> Int {
    var sum = 0
    var total = 0
    for skill in asked {
      let weight = (idf[skill.skill] ?? world.method.idfUncounted) * skill.importance
      sum += weight * credit(skill.skill, c)
      total += weight
    }
    return sum / total
  }

  /// Desired skills that are not required already.
  func desired(_ p: Position) -> [AskedSkill] {
    p.desired.filter { skill in !p.required.contains { $0.skill == skill.skill } }
  }

  // MARK: occupations

  func nearness(_ mine: String, _ theirs: String) -> Int {
    let m = world.method
    let a = parent(mine)
    let b = parent(theirs)
    var best = mine == theirs ? m.occupationSame : 0
    if a == b { best = max(best, m.occupationSameParent) }
    for move in world.reference.mobility {
      let isThere = move.occupation3 == a && move.target3 == b
      let isBack = move.occupation3 == b && move.target3 == a
      if move.kind == .near, isThere || isBack { best = max(best, m.occupationNear) }
      if move.kind == .evolution, isThere { best = max(best, m.occupationEvolution) }
    }
    for near in world.reference.occupationNear where near.occupation3 == b && near.near3 == a {
      best = max(
        best,
        m.occupationContent * min(near.nearness, m.occupationContentFull)
          / m.occupationContentFull)
    }
    if mine.prefix(3) == theirs.prefix(3) { best = max(best, m.occupationSameDomain) }
    if mine.prefix(1) == theirs.prefix(1) { best = max(best, m.occupationSameMajorDomain) }
    return best
  }

  // MARK: sides

  private func weighted(_ parts: [(weight: Int, value: Int)], _ prior: Int) -> Int {
    let total = parts.map(\.weight).reduce(0, +)
    return total == 0 ? prior : parts.map { $0.weight * $0.value }.reduce(0, +) / total
  }

  func sidePosition(_ p: Position, _ c: Candidate) -> Int {
    let m = world.method
    var parts: [(weight: Int, value: Int)] = []
    let hasSkills =
      !c.skills.isEmpty || !inferred(c.diplomaOccupations + c.occupations).isEmpty
    if !p.required.isEmpty {
      let value = hasSkills ? coverage(p.required, c) : m.priorRequiredSkills
      parts.append((m.weightRequiredSkills, value))
    }
    if !desired(p).isEmpty {
      let value = hasSkills ? coverage(desired(p), c) : m.priorDesiredSkills
      parts.append((m.weightDesiredSkills, value))
    }
    if let occupation = p.occupation {
      let told = c.occupations + c.diplomaOccupations
      let concluded = c.inferredOccupations.map {
        nearness($0, occupation) * m.occupationInferred / 1_000_000
      }
      let value =
        told.map { nearness($0, occupation) }.max() ?? concluded.max()
        ?? m.priorPositionOccupation
      parts.append((m.weightPositionOccupation, value))
    }
    let wished = p.languages.filter { !$0.isRequired }
    if !wished.isEmpty {
      let levels = wished.map { asked in
        (c.languages.first { $0.code == asked.code }?.level, asked.level)
      }
      let values = levels.map { spoken, asked in
        spoken.map { min($0, asked) * 1_000_000 / asked } ?? 0
      }
      let isTold = levels.contains { $0.0 != nil }
      let value = isTold ? values.reduce(0, +) / values.count : m.priorLanguages
      parts.append((m.weightLanguages, value))
    }
    return weighted(parts, m.priorSidePosition)
  }

  func sideCandidate(_ p: Position, _ c: Candidate) -> Int {
    let m = world.method
    var parts: [(weight: Int, value: Int)] = []
    if !c.occupations.isEmpty {
      let values = p.occupation.map { theirs in c.occupations.map { nearness($0, theirs) } }
      parts.append((m.weightCandidateOccupation, values?.max() ?? m.priorCandidateOccupation))
    }
    if !c.missions.isEmpty {
      let value = p.mission.map { c.missions.contains($0) ? 1_000_000 : 0 }
      parts.append((m.weightMission, value ?? m.priorMission))
    }
    if !c.sectors.isEmpty {
      let value = p.sector.map { c.sectors.contains($0) ? 1_000_000 : 0 }
      parts.append((m.weightSector, value ?? m.priorSector))
    }
    if let least = c.minimumPay {
      var value = m.priorPay
      if let offered = p.payMax ?? p.payMin {
        // Ten times the pay against seven times the wish: in 128 bits, in another order.
        let above = Int128(offered) * 1_000_000 - Int128(m.payFloor) * Int128(least)
        let whole = Int128(1_000_000 - m.payFloor) * Int128(least)
        value = offered >= least ? 1_000_000 : max(0, Int(above * 1_000_000 / whole))
        if above < 0 { value = 0 }
      }
      parts.append((m.weightPay, value))
    }
    return weighted(parts, m.priorSideCandidate)
  }

  /// The root by search.
  func score(_ p: Position, _ c: Candidate) -> Int {
    let product = sidePosition(p, c) * sideCandidate(p, c)
    var low = 0
    var high = 1_000_001
    while high - low > 1 {
      let middle = (low + high) / 2
      if middle * middle <= product { low = middle } else { high = middle }
    }
    return low
  }

  // MARK: lists

  struct Entry: Equatable {
    var candidate: String
    var score: Int
    var exposures: Int
    var tie: UInt64
  }

  private func tie(_ p: Position, _ c: Candidate) -> UInt64 {
    let key = KeyedHash.words(World.key)
    func half(_ table: String, _ id: String, _ identity: UInt64?) -> UInt64 {
      var drawn = KeyedHash(key: key)
      for text in [table, id] { drawn.combine(text) }
      var hash = KeyedHash(key: key)
      for text in [world.method.version, World.week, table] { hash.combine(text) }
      hash.combine(identity ?? drawn.finish())
      return hash.finish()
    }
    var hash = KeyedHash(key: key)
    hash.combine(half("position", p.id, p.identity))
    hash.combine(half("candidate", c.id, c.identity))
    return hash.finish()
  }

  func entry(_ p: Position, _ c: Candidate) -> Entry {
    Entry(candidate: c.id, score: score(p, c), exposures: c.exposures, tie: tie(p, c))
  }

  /// Whoever passes every gate and lacks two required skills or more, in order.
  func closest(_ p: Position) -> [Entry] {
    world.candidates.filter {
      p.isOpen && fails(p, $0).isEmpty && p.required.count - met(p.required, $0) > 1
    }.map { entry(p, $0) }.sorted {
      ($1.score, $0.exposures, $0.tie) < ($0.score, $1.exposures, $1.tie)
    }
  }

  /// Every match and every near match of a position in order, and how many of these are inside.
  func lists(_ p: Position) -> (matches: [Entry], near: [Entry], nearCount: Int) {
    var matches: [Entry] = []
    var near: [Entry] = []
    var outside: [Entry] = []
    guard p.isOpen else { return ([], [], 0) }
    for c in world.candidates {
      let failures = fails(p, c)
      let missing = p.required.count - met(p.required, c)
      let entry = entry(p, c)
      if failures.isEmpty, missing == 0 {
        matches.append(entry)
      } else if failures.count + missing == 1 {
        let hard: Set<Gate> = [.consent, .open, .refusedBefore, .invisibleTo]
        guard failures.isDisjoint(with: hard) else { continue }
        if failures == [.area] { outside.append(entry) } else { near.append(entry) }
      }
    }
    func inOrder(_ list: [Entry]) -> [Entry] {
      list.sorted { ($1.score, $0.exposures, $0.tie) < ($0.score, $1.exposures, $1.tie) }
    }
    return (inOrder(matches), inOrder(near) + inOrder(outside), near.count)
  }
}
