/// The label that may go with a position, whoever is hired, and what stays open.
package struct Prospect: Hashable, Sendable {
  /// The label.
  package let scheme: Scheme
  /// The rules that cannot be judged yet, those about the position first; empty when every rule about
  /// the position and its company says yes.
  package let open: [Rule]
}

extension RuleBook {
  /// The label that may go with a position: that of the Territoires d'industrie before the general
  /// one; nil when some rule about the position or its company says no to both.
  ///
  /// Only what holds under every contract it offers is sure.
  package func prospect(of facts: HireFacts, under contracts: [Contract]) -> Prospect? {
    let hires = contracts.isEmpty ? [facts] : contracts.map(facts.signing)
    for scheme in [Scheme.vteTI, .vte] {
      var open: [Rule] = []
      var isRefused = false
      for rule in Self.rulesOfPositions {
        switch Answer.agreement(of: hires.map { answer(rule, scheme, of: $0) }) {
        case .yes: break
        case .no: isRefused = true
        case .unknown: open.append(rule)
        }
      }
      if !isRefused { return Prospect(scheme: scheme, open: open) }
    }
    return nil
  }

  /// The rules that decide about a position and its company, in the order in which a company best
  /// settles them: what it can change or tell of the position comes first.
  private static let rulesOfPositions: [Rule] = {
    let first: [Rule] = [.placeTI, .contract, .companySector, .mission, .companySize]
    let others = Rule.allCases.filter {
      $0.decides && [.position, .company].contains($0.subject) && !first.contains($0)
    }
    return first + others
  }()
}

extension HireFacts {
  /// The same hire under a contract.
  fileprivate func signing(_ contract: Contract) -> HireFacts {
    var facts = self
    facts.position.contract = contract
    return facts
  }
}
