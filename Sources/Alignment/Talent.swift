package import Matching

/// A candidate who is open and agreed to the matching, in codes.
package struct Talent: Sendable {
  /// The SIRET of the CFA or school that entered them; nil where they did it themselves.
  package let provider: String?
  /// The level held (3...8).
  package let levelHeld: Int?
  /// The certification in force that their diploma is, or that took its place.
  package let certification: String?
  /// The ROME 3 occupations they wish or their diploma leads to.
  package let occupations: [String]
  /// The keys of the skills they told.
  package let skills: [String]
  /// Where they declared to search.
  package let areas: [Area]

  /// A talent from its parts.
  package init(
    provider: String?, levelHeld: Int?, certification: String?, occupations: [String],
    skills: [String], areas: [Area]
  ) {
    self.provider = provider
    self.levelHeld = levelHeld
    self.certification = certification
    self.occupations = occupations
    self.skills = skills
    self.areas = areas
  }
}
