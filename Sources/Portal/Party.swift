/// Whose link it is.
package enum Party: String, Codable, Sendable, CaseIterable {
  /// A contact of a company.
  case company
  /// A candidate.
  case candidate
  /// A contact of a CFA.
  case cfa
}
