/// A form of the programme that a hire may take; each is a label on an ordinary contract.
package enum Scheme: String, Hashable, Sendable, CaseIterable {
  /// Volontariat Territorial en Entreprise.
  case vte
  /// The one of the Territoires d'industrie.
  case vteTI = "vte_ti"
  /// The one of the ecological transition.
  case vteVert = "vte_vert"

  /// What people call it.
  package var name: String {
    switch self {
    case .vte: "VTE"
    case .vteTI: "VTE TI"
    case .vteVert: "VTE Vert"
    }
  }
}
