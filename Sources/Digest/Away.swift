package import Programme

/// The one gate or the one required skill that keeps a near match from matching.
package enum Away: Codable, Sendable, Hashable {
  /// No kind of contract is both offered and wished.
  case contract(offered: [Contract], wished: [Contract])
  /// The level held, or told, is below the one asked; levels are 3 to 8.
  case level(asked: Int, held: Int)
  /// The candidate is available too late; `asked` is nil for as soon as possible.
  case availability(available: Day, asked: Day?)
  /// The workplace lies outside the declared search area.
  case area
  /// A required language is held below the level asked: ISO 639-1 code, CEFR 1 (A1) to 6 (C2).
  case language(code: String, asked: Int, held: Int)
  /// A condition of the programme is not met.
  case programme(ProgrammeGap)
  /// A required skill was not declared.
  case skill(label: String)
}

/// A condition of the programme that is not met.
package enum ProgrammeGap: Codable, Sendable, Hashable {
  /// The level held is below the programme's minimum, 3 to 8.
  case level(asked: Int)
  /// The diploma will be older than the programme allows on the first working day.
  case diplomaAge(months: Int)
  /// Someone still in training would need a work-study contract.
  case workStudy
}

/// A part of the search area a candidate declared.
package enum SearchArea: Codable, Sendable, Hashable {
  /// A circle around a commune, its radius in kilometres.
  case circle(communeName: String, kilometres: Int)
  /// A Territoire d'industrie.
  case territory(name: String)
  /// A department.
  case department(name: String)
  /// A region.
  case region(name: String)
  /// The whole country.
  case country
}
extension Contract: Codable {}

extension Away {
  /// Whether a condition of the programme is what differs.
  var isProgramme: Bool {
    guard case .programme = self else { return false }
    return true
  }

  /// The value as text without meaning but its equality; stored in hashes, so it must not change.
  var key: String {
    switch self {
    case .contract(let offered, let wished):
      "contract " + (offered + wished).map(\.rawValue).joined(separator: "|")
    case .level(let asked, let held): "level \(asked) \(held)"
    case .availability(let available, let asked):
      "availability \(available) \(asked?.description ?? "")"
    case .area: "area"
    case .language(let code, let asked, let held): "language \(code) \(asked) \(held)"
    case .programme(.level(let asked)): "programme level \(asked)"
    case .programme(.diplomaAge(let months)): "programme diploma \(months)"
    case .programme(.workStudy): "programme work-study"
    case .skill(let label): "skill \(label)"
    }
  }
}

extension SearchArea {
  /// The value as text without meaning but its equality; stored in hashes, so it must not change.
  var key: String {
    switch self {
    case .circle(let communeName, let kilometres): "circle \(communeName) \(kilometres)"
    case .territory(let name): "territory \(name)"
    case .department(let name): "department \(name)"
    case .region(let name): "region \(name)"
    case .country: "country"
    }
  }
}
