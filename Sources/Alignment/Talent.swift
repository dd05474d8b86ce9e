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
  /// The contracts they accept; empty where not told.
  package let contracts: ContractSet
  /// The least pay they accept, in € a year.
  package let minimumPay: Int?

  /// A talent from its parts.
  package init(
    provider: String?, levelHeld: Int?, certification: String?, occupations: [String],
    skills: [String], areas: [Area], contracts: ContractSet = [], minimumPay: Int? = nil
  ) {
    self.provider = provider
    self.levelHeld = levelHeld
    self.certification = certification
    self.occupations = occupations
    self.skills = skills
    self.areas = areas
    self.contracts = contracts
    self.minimumPay = minimumPay
  }
}
