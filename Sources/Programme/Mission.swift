/// What a VTE is hired for: the categories of the programme, and "autre".
package enum Mission: String, Hashable, Sendable, CaseIterable {
  case brasDroit = "bras_droit"
  case transformation
  case technologie
  case international
  case finance
  case marketing
  case rhRSE = "rh_rse"
  case ecologie
  case autre

  /// Reads the code of a category, whatever its case, accents and separators.
  package init(_ text: String) throws(InvalidIdentifier) {
    // Files mostly hold the code itself.
    if let mission = Self(rawValue: text) {
      self = mission
      return
    }
    let folded = fold(text)
    guard let mission = Self.allCases.first(where: { fold($0.rawValue) == folded }) else {
      throw InvalidIdentifier(
        name: "mission", problem: folded.isEmpty ? .empty : .format,
        expected: Self.allCases.map(\.rawValue).joined(separator: ", "))
    }
    self = mission
  }
}
