/// How a candidate's skill is known, weakest first.
package enum Evidence: String, Hashable, Sendable, CaseIterable {
  case declared
  case project
  case taught
  case certified
  case attested

  /// Reads the English word or its French counterpart.
  package init(_ text: String) throws(InvalidIdentifier) {
    switch fold(text) {
    case "declared", "declare", "declaree": self = .declared
    case "project", "projet": self = .project
    case "taught", "enseigne", "enseignee": self = .taught
    case "certified", "certifie", "certifiee": self = .certified
    case "attested", "atteste", "attestee": self = .attested
    case let folded:
      throw InvalidIdentifier(
        name: "evidence", problem: folded.isEmpty ? .empty : .format,
        expected: "declared, project, taught, certified or attested")
    }
  }
}
