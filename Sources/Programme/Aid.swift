/// An aid as it stands on a day, whatever the hire; never a promise.
package struct Aid: Hashable, Sendable {
  /// The rule that tells it.
  package let rule: Rule
  /// The most it brings, in euros; nil where it is closed, or sources disagree or do not tell.
  package let amount: Int?
  /// Whether it can be had.
  package let status: AidStatus
  /// When that was last compared with a source.
  package let checkedOn: Day?
  /// What the sources say of it and what is not sure, in French.
  package let words: [String]

  /// The amount in French, such as "4 000 €".
  package var frenchAmount: String? { amount.map(French.euros) }
}

extension RuleBook {
  /// The aids as they stand on a day.
  package func aids(on day: Day?) -> [Aid] {
    Rule.allCases.filter(\.isAid).map { aid($0, on: day) }
  }

  /// An aid as it stands on a day; unknown where versions disagree or none covers it.
  package func aid(_ rule: Rule, on day: Day?) -> Aid {
    let versions = inForce(rule, on: day)
    let statuses = Set(versions.compactMap(\.status))
    let status = statuses.count == 1 ? statuses.first ?? .unknown : .unknown
    let amounts = Set(versions.map { $0.parameters["amount_eur"] })
    return Aid(
      rule: rule, amount: status == .closed || amounts.count != 1 ? nil : amounts.first ?? nil,
      status: status,
      checkedOn: versions.map(\.checkedOn).min() ?? all(rule).map(\.checkedOn).max(),
      words: versions.map(\.text) + Set(versions.compactMap(\.doubt)).sorted())
  }
}
