package import Programme

extension JSON {
  /// A judgement as `vivier check` writes it.
  package init(_ eligibility: Eligibility) {
    self = [
      "schemes": .object(
        Scheme.allCases.map { Member($0.rawValue, .string(eligibility.result($0).rawValue)) }),
      "rules": .array(
        eligibility.outcomes.map { outcome in
          [
            "rule": .string(outcome.rule.rawValue), "scheme": .string(outcome.scheme.rawValue),
            "result": .string(outcome.result.rawValue),
            "version": .joined(outcome.versions.map(\.version)),
            "source": .joined(outcome.versions.map(\.source)),
            "because": .string(outcome.because), "remedy": .optional(outcome.remedy),
          ]
        }),
      "aids": .array(
        eligibility.aids.map { aid in
          [
            "aid": .string(aid.rule.rawValue), "amount_eur": .optional(aid.amount),
            "status": .string(aid.status.rawValue),
            "checked_on": .optional(aid.checkedOn?.description),
          ]
        }),
      "deadlines": .array(
        eligibility.deadlines.map {
          ["what": .string($0.what.rawValue), "on": .string($0.on.description)]
        }),
      "territory": eligibility.territory.map {
        ["id": .string($0.id.text), "vintage": .string($0.vintage)]
      } ?? .null,
    ]
  }

  /// Each text once, or null where there is none.
  private static func joined(_ texts: [String]) -> JSON {
    var once: [String] = []
    for text in texts where !once.contains(text) { once.append(text) }
    return once.isEmpty ? .null : .string(once.joined(separator: " | "))
  }
}
