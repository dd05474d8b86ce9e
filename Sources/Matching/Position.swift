/// A position to rank candidates for, as a row to build a ``Snapshot`` from.
package struct Position: Hashable, Sendable {
  /// Its key; a code without meaning.
  package var id: String
  /// The company's SIREN.
  package var company: String
  /// The Territoire d'industrie of the workplace, of the vintage the run uses; nil outside any.
  package var territory: String?
  /// The commune of the workplace (Insee code).
  package var commune: String?
  /// The department of the workplace.
  package var department: String?
  /// The region of the workplace.
  package var region: String?
  /// The centre of the commune of the workplace.
  package var point: Point?
  /// Whether it takes candidates.
  package var isOpen: Bool
  /// The occupation, as a ROME 4 code.
  package var occupation: String?
  /// The key of the sector.
  package var sector: String?
  /// The key of the mission category.
  package var mission: String?
  /// Skills without which it cannot be done.
  package var required: [AskedSkill]
  /// Skills that help.
  package var desired: [AskedSkill]
  /// The least level held (3...8, cadre national).
  package var minimumLevel: Int?
  /// The contracts offered; empty when not told.
  package var contracts: ContractSet
  /// The first day, in days since 1970-01-01; nil means as soon as possible.
  package var startDay: Int32?
  /// How long it lasts, in months; nil for a permanent contract or when not told.
  package var durationMonths: Int?
  /// Languages asked.
  package var languages: [AskedLanguage]
  /// The least pay, in € a year.
  package var payMin: Int?
  /// The highest pay, in € a year.
  package var payMax: Int?
  /// What ties are drawn with, kept where ids are renamed; nil draws it from the id.
  package var identity: UInt64?

  /// A position; what is left out was not told.
  package init(
    id: String, company: String, territory: String? = nil, commune: String? = nil,
    department: String? = nil, region: String? = nil, point: Point? = nil, isOpen: Bool,
    occupation: String? = nil, sector: String? = nil, mission: String? = nil,
    required: [AskedSkill] = [], desired: [AskedSkill] = [], minimumLevel: Int? = nil,
    contracts: ContractSet = [], startDay: Int32? = nil, durationMonths: Int? = nil,
    languages: [AskedLanguage] = [], payMin: Int? = nil, payMax: Int? = nil,
    identity: UInt64? = nil
  ) {
    self.id = id
    self.company = company
    self.territory = territory
    self.commune = commune
    self.department = department
    self.region = region
    self.point = point
    self.isOpen = isOpen
    self.occupation = occupation
    self.sector = sector
    self.mission = mission
    self.required = required
    self.desired = desired
    self.minimumLevel = minimumLevel
    self.contracts = contracts
    self.startDay = startDay
    self.durationMonths = durationMonths
    self.languages = languages
    self.payMin = payMin
    self.payMax = payMax
    self.identity = identity
  }
}

/// A skill a position asks for.
package struct AskedSkill: Hashable, Sendable {
  /// The canonical key, such as `rome4:477597`.
  package var skill: String
  /// How much it counts, 1...5.
  package var importance: Int

  /// A skill asked with an importance of 1...5.
  package init(skill: String, importance: Int) {
    self.skill = skill
    self.importance = importance
  }
}

/// A language a position asks for.
package struct AskedLanguage: Hashable, Sendable {
  /// The ISO 639 code, at most eight ASCII letters.
  package var code: String
  /// The least level, 1...6 for A1...C2 (CEFR).
  package var level: Int
  /// Whether the work cannot be done without it; else it is wished.
  package var isRequired: Bool

  /// A language asked at a level of 1...6.
  package init(code: String, level: Int, isRequired: Bool) {
    self.code = code
    self.level = level
    self.isRequired = isRequired
  }
}
