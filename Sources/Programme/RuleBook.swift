/// Every version of every rule, with what was asked when.
package struct RuleBook: Sendable {
  /// The versions, by rule and in the order they were given.
  package let versions: [Rule: [RuleVersion]]

  /// Takes the versions of every rule; refuses a doubled name and a rule without a version.
  package init(_ all: [RuleVersion]) throws(InvalidRule) {
    var versions: [Rule: [RuleVersion]] = [:]
    for version in all {
      if versions[version.rule]?.contains(where: { $0.version == version.version }) == true {
        throw InvalidRule(
          description: "\(version.rule.rawValue) has two versions \"\(version.version)\"")
      }
      versions[version.rule, default: []].append(version)
    }
    for rule in Rule.allCases where versions[rule] == nil {
      throw InvalidRule(description: "\(rule.rawValue) has no version")
    }
    self.versions = versions
  }

  /// The versions of a rule, whatever their days.
  package func all(_ rule: Rule) -> [RuleVersion] { versions[rule] ?? [] }

  /// The versions of a rule that may hold on a day for a scheme; more than one where sources
  /// disagree, all of them on a day nobody knows.
  package func inForce(_ rule: Rule, for scheme: Scheme? = nil, on day: Day?) -> [RuleVersion] {
    all(rule).filter { $0.covers(day) && scheme.map($0.schemes.contains) ?? true }
  }

  /// Whether a rule ever speaks of a scheme.
  func concerns(_ rule: Rule, _ scheme: Scheme) -> Bool {
    all(rule).contains { $0.schemes.contains(scheme) }
  }

  /// The day on which the versions in force that day, or the last ones, were all compared with
  /// their sources.
  package func checkedOn(_ rule: Rule, on day: Day) -> Day? {
    let current = inForce(rule, on: day)
    return (current.isEmpty ? all(rule) : current).map(\.checkedOn).min()
  }

  /// How many months after a check a rule should be compared with its source again.
  package static let monthsBetweenChecks = 6

  /// The rules that were last compared with their sources more than six months before a day.
  package func overdue(on day: Day) -> [Rule] {
    Rule.allCases.filter {
      checkedOn($0, on: day).map { $0.adding(months: Self.monthsBetweenChecks) < day } ?? true
    }
  }
}
