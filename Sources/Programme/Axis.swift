/// An axis of the programme, along which territories set their priorities.
package enum Axis: String, Identifier, CaseIterable {
  case attirer
  case recruter
  case innover
  case simplifier
  case competences
  case innovation
  case foncier
  case transitionEcologique = "transition_ecologique"

  package static let name = "axis"
  package static let expected = allCases.map(\.rawValue).joined(separator: ", ")
  /// The word of files and commands.
  package var text: String { rawValue }

  /// What the programme calls it, in French.
  package var title: String {
    switch self {
    case .attirer: "Attirer"
    case .recruter: "Recruter"
    case .innover: "Innover"
    case .simplifier: "Simplifier"
    case .competences: "Compétences"
    case .innovation: "Innovation"
    case .foncier: "Foncier"
    case .transitionEcologique: "Transition écologique"
    }
  }

  /// The axes of the phase that began with a vintage of territories, in the order of the programme.
  package static func ofPhase(_ vintage: String) -> [Axis] {
    vintage == "2018-2022"
      ? [.attirer, .recruter, .innover, .simplifier]
      : [.competences, .innovation, .foncier, .transitionEcologique]
  }

  /// Reads the word, whatever its case, accents and separators.
  package init(_ text: String) throws(InvalidIdentifier) {
    let folded = fold(text)
    guard !folded.isEmpty else { throw Self.invalid(.empty) }
    guard let axis = Self.allCases.first(where: { fold($0.rawValue) == folded }) else {
      throw Self.invalid(.format)
    }
    self = axis
  }
}
