/// A candidate to be ranked, as a row to build a ``Snapshot`` from.
///
/// Codes only: birth date, sex, name, photo, nationality and address are no inputs.
package struct Candidate: Hashable, Sendable {
  /// Their key; a code without meaning.
  package var id: String
  /// Whether they are looking.
  package var isOpen: Bool
  /// Whether consent to matching is recorded as given.
  package var hasConsent: Bool
  /// The level held (3...8, cadre national).
  package var levelHeld: Int?
  /// The level being prepared.
  package var levelPrepared: Int?
  /// The day of the last diploma, in days since 1970-01-01.
  package var diplomaDay: Int32?
  /// The certification (RNCP) of the diploma.
  package var diploma: String?
  /// The occupations (ROME 4) the diploma leads to.
  package var diplomaOccupations: [String]
  /// The occupations (ROME 4) wished, best first.
  package var occupations: [String]
  /// Occupations (ROME 4) concluded from the diploma's title or the skills, where none was told.
  package var inferredOccupations: [String]
  /// Skills declared or proven.
  package var skills: [HeldSkill]
  /// Languages told.
  package var languages: [HeldLanguage]
  /// Contracts accepted; empty when not told.
  package var contracts: ContractSet
  /// The first free day, in days since 1970-01-01.
  package var availableDay: Int32?
  /// Where they search; empty when not told.
  package var areas: [Area]
  /// Keys of mission categories wished.
  package var missions: [String]
  /// Keys of sectors wished.
  package var sectors: [String]
  /// The least pay accepted, in € a year.
  package var minimumPay: Int?
  /// Companies (SIREN) that must not see them.
  package var invisibleTo: [String]
  /// Ids of positions refused before, by either side.
  package var refused: [String]
  /// In how many lists they stood recently.
  package var exposures: Int
  /// What ties are drawn with, kept where ids are renamed; nil draws it from the id.
  package var identity: UInt64?

  /// A candidate; what is left out was not told.
  package init(
    id: String, isOpen: Bool, hasConsent: Bool, levelHeld: Int? = nil, levelPrepared: Int? = nil,
    diplomaDay: Int32? = nil, diploma: String? = nil, diplomaOccupations: [String] = [],
    occupations: [String] = [], skills: [HeldSkill] = [], languages: [HeldLanguage] = [],
    contracts: ContractSet = [], availableDay: Int32? = nil, areas: [Area] = [],
    missions: [String] = [], sectors: [String] = [], minimumPay: Int? = nil,
    invisibleTo: [String] = [], refused: [String] = [], exposures: Int = 0,
    inferredOccupations: [String] = [], identity: UInt64? = nil
  ) {
    self.id = id
    self.isOpen = isOpen
    self.hasConsent = hasConsent
    self.levelHeld = levelHeld
    self.levelPrepared = levelPrepared
    self.diplomaDay = diplomaDay
    self.diploma = diploma
    self.diplomaOccupations = diplomaOccupations
    self.occupations = occupations
    self.skills = skills
    self.languages = languages
    self.contracts = contracts
    self.availableDay = availableDay
    self.areas = areas
    self.missions = missions
    self.sectors = sectors
    self.minimumPay = minimumPay
    self.invisibleTo = invisibleTo
    self.refused = refused
    self.exposures = exposures
    self.inferredOccupations = inferredOccupations
    self.identity = identity
  }
}

/// A skill a candidate holds.
package struct HeldSkill: Hashable, Sendable {
  /// The canonical key, such as `rome4:477597`.
  package var skill: String
  /// How well, 1...4.
  package var proficiency: Int
  /// What stands behind it; never one of the inferred kinds.
  package var evidence: Evidence

  /// A skill held with a proficiency of 1...4.
  package init(skill: String, proficiency: Int, evidence: Evidence) {
    self.skill = skill
    self.proficiency = proficiency
    self.evidence = evidence
  }
}

/// A language a candidate speaks.
package struct HeldLanguage: Hashable, Sendable {
  /// The ISO 639 code, at most eight ASCII letters.
  package var code: String
  /// The level, 1...6 for A1...C2 (CEFR).
  package var level: Int

  /// A language spoken at a level of 1...6.
  package init(code: String, level: Int) {
    self.code = code
    self.level = level
  }
}
