extension Snapshot {
  /// A position as the row it came from, lists in canonical order.
  package func position(at row: Int) -> Position {
    let facts = positions.facts[row]
    func skills(_ isRequired: Bool) -> [AskedSkill] {
      positions.asked[row].filter { $0.isRequired == isRequired }.map {
        AskedSkill(
          skill: vocabulary.skillKeys[Int($0.skill)], importance: Int($0.importance))
      }
    }
    return Position(
      id: text(facts.id), company: text(facts.company), territory: optionalText(facts.territory),
      commune: optionalText(facts.commune), department: optionalText(facts.department),
      region: optionalText(facts.region), point: facts.point, isOpen: facts.isOpen,
      occupation: facts.occupation.map { vocabulary.occupationCodes[Int($0)] },
      sector: optionalText(facts.sector), mission: optionalText(facts.mission),
      required: skills(true), desired: skills(false),
      minimumLevel: facts.minimumLevel.map { Int($0) }, contracts: facts.contracts,
      startDay: facts.startDay, durationMonths: facts.durationMonths.map { Int($0) },
      languages: positions.languages[row].map {
        AskedLanguage(code: $0.code.description, level: Int($0.level), isRequired: $0.isRequired)
      }, payMin: facts.payMin.map { Int($0) }, payMax: facts.payMax.map { Int($0) },
      identity: facts.identity)
  }

  /// A candidate as the row it came from, lists in canonical order; without inferred skills.
  package func candidate(at row: Int) -> Candidate {
    let facts = candidates.facts[row]
    func codes(_ lists: Ragged<UInt32>) -> [String] {
      lists[row].map { vocabulary.occupationCodes[Int($0)] }
    }
    func texts(_ lists: Ragged<Symbol>) -> [String] { lists[row].map { text($0) } }
    return Candidate(
      id: text(facts.id), isOpen: facts.isOpen, hasConsent: facts.hasConsent,
      levelHeld: facts.levelHeld.map { Int($0) },
      levelPrepared: facts.levelPrepared.map { Int($0) },
      diplomaDay: facts.diplomaDay, diploma: optionalText(facts.diploma),
      diplomaOccupations: codes(candidates.diplomaOccupations),
      occupations: codes(candidates.wished),
      skills: candidates.held[row].map {
        HeldSkill(
          skill: vocabulary.skillKeys[Int($0.skill)], proficiency: Int($0.proficiency),
          evidence: $0.evidence)
      },
      languages: candidates.languages[row].map {
        HeldLanguage(code: $0.code.description, level: Int($0.level))
      }, contracts: facts.contracts, availableDay: facts.availableDay,
      areas: candidates.areas[row].map {
        switch $0 {
        case .circle(let centre, let limit): .circle(centre, chordSquaredLimit: limit)
        case .territory(let id): .territory(text(id))
        case .department(let code): .department(text(code))
        case .region(let code): .region(text(code))
        case .country: .country
        }
      }, missions: texts(candidates.missions), sectors: texts(candidates.sectors),
      minimumPay: facts.minimumPay.map { Int($0) }, invisibleTo: texts(candidates.invisibleTo),
      refused: texts(candidates.refused), exposures: Int(facts.exposures),
      inferredOccupations: codes(candidates.inferredOccupations), identity: facts.identity)
  }
}
