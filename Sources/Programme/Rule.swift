/// A rule of the programme that can be checked from facts.
package enum Rule: String, Hashable, Sendable, CaseIterable {
  /// The level held reaches the minimum.
  case talentLevel = "talent.level"
  /// The diploma is recent enough at the hire, or one is prepared in work-study.
  case talentGraduate = "talent.graduate"
  /// The contract lasts long enough.
  case contractDuration = "contract.duration"
  /// The workplace lies in a Territoire d'industrie.
  case placeTI = "place.ti"
}

/// One version of a rule: what it asks between two days, and where that was read.
///
/// Where sources disagree a version holds several readings; the answer is theirs when they agree
/// and unknown otherwise.
package struct RuleVersion: Hashable, Sendable {
  /// The rule it is a version of.
  package let rule: Rule
  /// The version's own name, unique within the rule.
  ///
  /// Of `place.ti` it is the vintage of the territories; of `contract.duration` it begins with
  /// the contracts it speaks of, `cdd-` or `work_study-`.
  package let version: String
  /// The first hire date it applies to; nil when it has no beginning.
  package let validFrom: Day?
  /// The last hire date it applies to; nil while it is in force.
  package let validTo: Day?
  /// The number the rule asks for, once for each reading: a level, or months.
  ///
  /// Empty for `place.ti`, which asks for no number.
  package let readings: [Int]
  /// Where the rule was read.
  package let source: String
  /// When somebody last checked the source.
  package let checkedOn: Day
  /// What is not sure about it, in French.
  package let doubt: String?
  /// What it asks, in plain French.
  package let text: String

  /// Takes the facts of a version, as reference data holds them.
  package init(
    rule: Rule, version: String, validFrom: Day?, validTo: Day?, readings: [Int], source: String,
    checkedOn: Day, doubt: String? = nil, text: String = ""
  ) {
    self.rule = rule
    self.version = version
    self.validFrom = validFrom
    self.validTo = validTo
    self.readings = readings
    self.source = source
    self.checkedOn = checkedOn
    self.doubt = doubt
    self.text = text
  }

  /// Whether the version speaks of a hire: of its day, and of its contract if it names contracts.
  package func applies(to hire: Hire) -> Bool {
    if let validFrom, hire.day < validFrom { return false }
    if let validTo, hire.day > validTo { return false }
    guard rule == .contractDuration, let contract = hire.contract else { return true }
    return version.hasPrefix(contract.isWorkStudy ? "work_study-" : "cdd-")
  }

  /// What the version says about a hire: the common answer of its readings, or unknown.
  package func evaluate(_ hire: Hire) -> Answer {
    if rule == .placeTI { return Answer(hire.vintages.map { $0.contains(version) }) }
    return .agreement(of: readings.map { answer($0, hire) })
  }

  private func answer(_ reading: Int, _ hire: Hire) -> Answer {
    switch rule {
    case .talentLevel: return Answer(hire.levelHeld.map { $0.number >= reading })
    case .talentGraduate:
      let student = Answer(hire.preparesDiploma).and(Answer(hire.contract.map(\.isWorkStudy)))
      return student.or(graduate(within: reading, hire))
    case .contractDuration:
      guard let contract = hire.contract else { return .unknown }
      return contract == .cdi ? .yes : Answer(hire.durationInMonths.map { $0 >= reading })
    case .placeTI: return .unknown
    }
  }

  /// Whether the diploma is younger than some months at the hire.
  ///
  /// The anniversary itself is unknown: sources count it differently.
  private func graduate(within months: Int, _ hire: Hire) -> Answer {
    guard let diploma = hire.diplomaOn else { return .unknown }
    guard diploma <= hire.day else { return .no }
    let anniversary = diploma.adding(months: months)
    if hire.day == anniversary { return .unknown }
    return hire.day < anniversary ? .yes : .no
  }
}

/// The facts of a hire that rules look at; nil means nobody told.
package struct Hire: Hashable, Sendable {
  /// The day of the hire, which decides the versions of the rules.
  package var day: Day
  /// The highest level already held.
  package var levelHeld: Level?
  /// When the last diploma was obtained.
  package var diplomaOn: Day?
  /// Whether the person prepares a diploma during the contract.
  package var preparesDiploma: Bool?
  /// The contract offered.
  package var contract: Contract?
  /// How long the contract lasts; nil also for one without an end.
  package var durationInMonths: Int?
  /// The vintages of Territoires d'industrie in which the workplace's commune lies; empty for none.
  package var vintages: Set<String>?

  /// States what is known about a hire.
  package init(
    day: Day, levelHeld: Level? = nil, diplomaOn: Day? = nil, preparesDiploma: Bool? = nil,
    contract: Contract? = nil, durationInMonths: Int? = nil, vintages: Set<String>? = nil
  ) {
    self.day = day
    self.levelHeld = levelHeld
    self.diplomaOn = diplomaOn
    self.preparesDiploma = preparesDiploma
    self.contract = contract
    self.durationInMonths = durationInMonths
    self.vintages = vintages
  }
}

/// What a rule says about a hire, and the version that said it.
package struct RuleOutcome: Hashable, Sendable {
  /// The rule that was asked.
  package let rule: Rule
  /// What it says.
  package let answer: Answer
  /// Nil when no version covers the day of the hire; the answer is then unknown.
  package let version: RuleVersion?

  /// Evaluates a rule by the version in force on the day of the hire; the first one wins.
  package init(_ rule: Rule, _ hire: Hire, versions: [RuleVersion]) {
    let version = versions.first { $0.rule == rule && $0.applies(to: hire) }
    self.rule = rule
    self.answer = version?.evaluate(hire) ?? .unknown
    self.version = version
  }
}
