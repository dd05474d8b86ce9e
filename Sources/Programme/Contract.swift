/// An employment contract.
///
/// The VTE is a label on one of these, not a contract of its own.
package enum Contract: String, Hashable, Sendable, CaseIterable {
  case cdi
  case cdd
  case apprentissage
  case professionnalisation

  /// Whether the contract alternates work and school.
  package var isWorkStudy: Bool { self == .apprentissage || self == .professionnalisation }

  /// Reads the word people use for it; "alternance" names two contracts and is refused.
  package init(_ text: String) throws(InvalidIdentifier) {
    switch fold(text) {
    case "cdi": self = .cdi
    case "cdd": self = .cdd
    case "apprentissage", "contrat d apprentissage": self = .apprentissage
    case "professionnalisation", "contrat de professionnalisation", "contrat pro":
      self = .professionnalisation
    case let folded:
      throw InvalidIdentifier(
        name: "contract", problem: folded.isEmpty ? .empty : .format,
        expected: "cdi, cdd, apprentissage or professionnalisation")
    }
  }
}
