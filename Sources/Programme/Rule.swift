/// A rule of the programme that can be checked from facts.
package enum Rule: String, Hashable, Sendable, CaseIterable {
  /// The level held reaches the minimum. Reading: `level=6`.
  case talentLevel = "talent.level"
  /// The diploma is recent enough at the hire, or one is prepared in work-study. Reading: `months=24`.
  case talentGraduate = "talent.graduate"
  /// The contract lasts long enough. Reading: `cdd=12,work_study=10`, in months.
  case contractDuration = "contract.duration"
  /// The workplace lies in a Territoire d'industrie. Reading: `vintage=2023-2027`.
  case placeTI = "place.ti"
}

/// One version of a rule: what it asks between two days, and where that was read.
///
/// Where sources disagree a version holds several readings; the answer is theirs when they agree
/// and unknown otherwise.
package struct RuleVersion: Hashable, Sendable {
  /// One way to understand the rule: parameters by name, such as `level` → `6`.
  package typealias Reading = [String: String]

  package let rule: Rule
  /// The version's own name, unique within the rule.
  package let version: String
  /// The first hire date it applies to; nil for "always until the end".
  package let validFrom: Day?
  /// The last hire date it applies to; nil while it is in force.
  package let validTo: Day?
  /// At least one reading.
  package let readings: [Reading]
  /// Where the rule was read.
  package let source: String
  /// When somebody last checked the source.
  package let checkedOn: Day

  /// Takes a version whose readings are already parsed.
  package init(
    rule: Rule, version: String, validFrom: Day?, validTo: Day?, readings: [Reading],
    source: String, checkedOn: Day
  ) {
    self.rule = rule
    self.version = version
    self.validFrom = validFrom
    self.validTo = validTo
    self.readings = readings
    self.source = source
    self.checkedOn = checkedOn
  }

  /// Parses readings as `programme/rule.csv` writes them.
  ///
  /// Pairs `name=value` are separated by commas, readings by `|`. Nil when a pair has no name or no
  /// value, or when a name comes twice.
  package static func readings(_ text: String) -> [Reading]? {
    var readings: [Reading] = []
    for part in text.split(separator: "|", omittingEmptySubsequences: false) {
      var reading: Reading = [:]
      for pair in part.split(separator: ",", omittingEmptySubsequences: false) {
        let halves = pair.split(separator: "=", omittingEmptySubsequences: false)
        guard halves.count == 2, !halves[0].isEmpty, !halves[1].isEmpty,
          reading.updateValue(String(halves[1]), forKey: String(halves[0])) == nil
        else { return nil }
      }
      readings.append(reading)
    }
    return readings
  }

  /// Whether the version applies to hires of a day.
  package func applies(on day: Day) -> Bool {
    if let validFrom, day < validFrom { return false }
    if let validTo, day > validTo { return false }
    return true
  }

  /// What the version says about a hire: the common answer of its readings, or unknown.
  package func evaluate(_ hire: Hire) -> Answer {
    .agreement(of: readings.map { answer($0, hire) })
  }

  private func answer(_ reading: Reading, _ hire: Hire) -> Answer {
    switch rule {
    case .talentLevel:
      guard let minimum = number("level", reading) else { return .unknown }
      return Answer(hire.levelHeld.map { $0.number >= minimum })
    case .talentGraduate:
      guard let months = number("months", reading) else { return .unknown }
      let student = Answer(hire.preparesDiploma).and(Answer(hire.contract.map(\.isWorkStudy)))
      return student.or(graduate(within: months, hire))
    case .contractDuration:
      guard let contract = hire.contract else { return .unknown }
      guard contract != .cdi else { return .yes }
      guard let least = number(contract.isWorkStudy ? "work_study" : "cdd", reading) else {
        return .unknown
      }
      return Answer(hire.durationInMonths.map { $0 >= least })
    case .placeTI:
      guard let vintage = reading["vintage"] else { return .unknown }
      return Answer(hire.vintages.map { $0.contains(vintage) })
    }
  }

  /// The anniversary itself is unknown: sources count it differently.
  private func graduate(within months: Int, _ hire: Hire) -> Answer {
    guard let diploma = hire.diplomaOn else { return .unknown }
    guard diploma <= hire.day else { return .no }
    let anniversary = diploma.adding(months: months)
    if hire.day == anniversary { return .unknown }
    return hire.day < anniversary ? .yes : .no
  }

  private func number(_ name: String, _ reading: Reading) -> Int? {
    reading[name].flatMap { Int($0) }
  }
}

/// The facts of a hire that rules look at; nil means nobody told.
package struct Hire: Hashable, Sendable {
  /// The day of the hire, which decides the versions of the rules.
  package var day: Day
  package var levelHeld: Level?
  /// When the last diploma was obtained.
  package var diplomaOn: Day?
  /// Whether the person prepares a diploma during the contract.
  package var preparesDiploma: Bool?
  package var contract: Contract?
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
  package let rule: Rule
  package let answer: Answer
  /// Nil when no version covers the day of the hire; the answer is then unknown.
  package let version: RuleVersion?

  /// Evaluates a rule by the version in force on the day of the hire; the first one wins.
  package init(_ rule: Rule, _ hire: Hire, versions: [RuleVersion]) {
    let version = versions.first { $0.rule == rule && $0.applies(on: hire.day) }
    self.rule = rule
    self.answer = version?.evaluate(hire) ?? .unknown
    self.version = version
  }
}
