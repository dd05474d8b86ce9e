/// One reading of a rule: what it asks between two days, and where that was read.
///
/// Where sources disagree, two versions cover the same days; both are then asked.
package struct RuleVersion: Hashable, Sendable {
  /// The rule it is a version of.
  package let rule: Rule
  /// The version's own name, unique within the rule; of `place.ti` the vintage of the territories.
  package let version: String
  /// The schemes it speaks of; of an aid, those it goes with.
  package let schemes: Set<Scheme>
  /// The first day it may hold; nil when it has no beginning.
  package let validFrom: Day?
  /// The last day it may hold; nil while it is in force.
  package let validTo: Day?
  /// The numbers it states, by name; a day is counted from 1970-01-01.
  package let parameters: [String: Int]
  /// Whether an aid can be had; nil for other rules.
  package let status: AidStatus?
  /// Where the rule was read.
  package let source: String
  /// When somebody last compared it with the source.
  package let checkedOn: Day
  /// What is not sure about it, in French.
  package let doubt: String?
  /// What it asks, in French.
  package let text: String
  /// What to do where it is not met, in French.
  package let remedy: String?
  /// What to tell or ask where it cannot be judged, in French.
  package let question: String?

  /// Whether it may hold on a day; any version may on a day nobody knows.
  package func covers(_ day: Day?) -> Bool {
    guard let day else { return true }
    if let validFrom, day < validFrom { return false }
    if let validTo, day > validTo { return false }
    return true
  }

  /// A number it states; a checked version states all its rule does not leave free.
  func number(_ name: String) -> Int { parameters[name] ?? 0 }
}

/// Whether an aid can be had, whatever the hire.
package enum AidStatus: String, Hashable, Sendable, CaseIterable {
  case open
  case closed
  case unknown
}

/// Why a row is no version of a rule.
package struct InvalidRule: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, and in which column.
  package let description: String

  /// States what is wrong.
  package init(description: String) { self.description = description }
}

extension RuleVersion {
  /// The cells of a version, as a file or the database holds them; empty ones are nil.
  package struct Cells: Sendable {
    package var rule = ""
    package var version = ""
    /// Schemes separated by `|`.
    package var schemes = ""
    package var validFrom: Day?
    package var validTo: Day?
    /// `name=value`, separated by `|`.
    package var parameters: String?
    package var status: String?
    package var source = ""
    package var checkedOn: Day
    package var doubt: String?
    package var text = ""
    package var remedy: String?
    package var question: String?

    /// The cells in the order of the file, two of them dates.
    package init(
      rule: String, version: String, schemes: String, validFrom: Day?, validTo: Day?,
      parameters: String?, status: String?, source: String, checkedOn: Day, doubt: String?,
      text: String, remedy: String?, question: String?
    ) {
      self.rule = rule
      self.version = version
      self.schemes = schemes
      self.validFrom = validFrom
      self.validTo = validTo
      self.parameters = parameters
      self.status = status
      self.source = source
      self.checkedOn = checkedOn
      self.doubt = doubt
      self.text = text
      self.remedy = remedy
      self.question = question
    }
  }

  /// Understands the cells of a version; refuses what the program could not judge by.
  package init(_ cells: Cells) throws(InvalidRule) {
    guard let rule = Rule(rawValue: cells.rule) else {
      throw InvalidRule(description: "rule: the program knows no rule \"\(cells.rule)\"")
    }
    self.rule = rule
    version = cells.version
    var schemes: Set<Scheme> = []
    for name in cells.schemes.split(separator: "|") {
      guard let scheme = Scheme(rawValue: String(name)) else {
        throw InvalidRule(
          description: "schemes: \"\(name)\" is none of "
            + Scheme.allCases.map(\.rawValue).joined(separator: ", "))
      }
      schemes.insert(scheme)
    }
    guard !schemes.isEmpty else { throw InvalidRule(description: "schemes: none is named") }
    self.schemes = schemes
    validFrom = cells.validFrom
    validTo = cells.validTo
    if let validFrom, let validTo, validFrom > validTo {
      throw InvalidRule(description: "valid_to: it lies before valid_from")
    }
    parameters = try Self.parameters(cells.parameters ?? "", of: rule)
    guard rule.isAid == (cells.status != nil) else {
      throw InvalidRule(
        description: rule.isAid
          ? "status: an aid is open, closed or unknown" : "status: only an aid has one")
    }
    status = try cells.status.map { (text) throws(InvalidRule) in
      guard let status = AidStatus(rawValue: text) else {
        throw InvalidRule(description: "status: \"\(text)\" is none of open, closed, unknown")
      }
      return status
    }
    source = cells.source
    checkedOn = cells.checkedOn
    doubt = cells.doubt
    text = cells.text
    remedy = cells.remedy
    question = cells.question
  }

  private static func parameters(
    _ text: String, of rule: Rule
  ) throws(InvalidRule) -> [String: Int] {
    var values: [String: Int] = [:]
    for part in text.split(separator: "|") {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2 else {
        throw InvalidRule(description: "parameters: \"\(part)\" is not name=value")
      }
      let name = String(pair[0])
      guard let parameter = rule.parameters.first(where: { $0.name == name }) else {
        throw InvalidRule(description: "parameters: \(rule.rawValue) has no \"\(name)\"")
      }
      let value = parameter.isDay ? Day(iso: String(pair[1])).map { Int($0.number) } : Int(pair[1])
      guard let value, parameter.range.contains(value) else {
        throw InvalidRule(
          description: "parameters: \(name) must be "
            + (parameter.isDay
              ? "a day such as 2020-01-01"
              : "a whole number from \(parameter.range.lowerBound) to \(parameter.range.upperBound)")
        )
      }
      guard values.updateValue(value, forKey: name) == nil else {
        throw InvalidRule(description: "parameters: \(name) stands there twice")
      }
    }
    for parameter in rule.parameters where !parameter.isOptional && values[parameter.name] == nil {
      throw InvalidRule(description: "parameters: \(rule.rawValue) needs \(parameter.name)")
    }
    guard (values["first_division"] == nil) == (values["last_division"] == nil) else {
      throw InvalidRule(description: "parameters: first_division and last_division go together")
    }
    return values
  }

  /// Its parameters as a file writes them, in the order of the rule.
  package var writtenParameters: String {
    rule.parameters.compactMap { parameter in
      parameters[parameter.name].map { value in
        parameter.name + "="
          + (parameter.isDay ? Day(number: Int32(clamping: value)).description : String(value))
      }
    }.joined(separator: "|")
  }
}
