package import Matching

/// A candidate who is open and agreed to the matching, in codes.
package struct Talent: Sendable {
  /// Their id, which nothing tells.
  package let id: String
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
    id: String, provider: String?, levelHeld: Int?, certification: String?, occupations: [String],
    skills: [String], areas: [Area], contracts: ContractSet = [], minimumPay: Int? = nil
  ) {
    self.id = id
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

extension Talent {
  /// Takes in all that a report could tell of them.
  func combine(into hash: inout KeyedHash) {
    for word in [id, provider ?? "", certification ?? ""] { hash.combine(word) }
    for list in [occupations, skills, areas.map(\.words)] {
      hash.combine(UInt64(list.count))
      for word in list { hash.combine(word) }
    }
    hash.combine(UInt64(levelHeld ?? 0))
    hash.combine(UInt64(contracts.rawValue))
    hash.combine(UInt64(minimumPay ?? 0))
  }
}

extension Area {
  /// What tells it from others.
  fileprivate var words: String {
    switch self {
    case .circle(let centre, let limit): "\(centre.x) \(centre.y) \(centre.z) \(limit)"
    case .territory(let id): id
    case .department(let code): "department \(code)"
    case .region(let code): "region \(code)"
    case .country: ""
    }
  }
}
