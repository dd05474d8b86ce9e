package import Programme

/// A job of tomorrow that a company told in confidence.
package struct FutureNeed: Sendable {
  /// The company, by SIREN: only counted.
  package let company: String
  /// The commune of the establishment.
  package let commune: String
  /// The ROME 3 occupation, and the level.
  package let occupation: String
  package let level: Int
  /// How many people, and by when.
  package let number: Int
  package let byOn: Day

  /// A need from its parts.
  package init(
    company: String, commune: String, occupation: String, level: Int, number: Int, byOn: Day
  ) {
    self.company = company
    self.commune = commune
    self.occupation = occupation
    self.level = level
    self.number = number
    self.byOn = byOn
  }
}

/// The jobs of tomorrow of a zone, by occupation, level and horizon.
package struct Tomorrow: Sendable {
  /// How many companies must have told before anything is: nobody learns what one of them plans.
  package static let fewestCompanies = 3

  /// Within how many years.
  package enum Horizon: Int, CaseIterable, Sendable {
    /// Within one year, within three, or later.
    case one = 1
    case three = 3
    case later = 99

    /// What it is called, in French.
    package var french: String {
      switch self {
      case .one: "sous un an"
      case .three: "sous trois ans"
      case .later: "plus tard"
      }
    }
  }

  /// The occupation and level, and what people call it.
  package let item: Item
  package let label: String
  /// Within how many years.
  package let horizon: Horizon
  /// How many people are looked for.
  package let number: Int
}

extension Landscape {
  /// The jobs of tomorrow that three companies of a zone or more told, by item and horizon.
  package func tomorrow(of zone: Zone) -> [Tomorrow] {
    struct Key: Hashable {
      let item: Item
      let horizon: Tomorrow.Horizon
    }
    let here = needs.filter { zone.contains($0.commune) && $0.byOn >= day }
    let groups = Dictionary(grouping: here) { need in
      let horizon: Tomorrow.Horizon =
        need.byOn <= day.adding(months: 12)
        ? .one : need.byOn <= day.adding(months: 36) ? .three : .later
      return Key(item: .occupation(need.occupation, level: need.level), horizon: horizon)
    }
    return groups.compactMap { key, needs in
      guard Set(needs.map(\.company)).count >= Tomorrow.fewestCompanies else { return nil }
      return Tomorrow(
        item: key.item, label: label(key.item), horizon: key.horizon,
        number: needs.reduce(0) { $0 + $1.number })
    }.sorted { ($0.item, $0.horizon.rawValue) < ($1.item, $1.horizon.rawValue) }
  }
}
