package import Programme

/// A position that was opened, open still or not.
package struct OpenedPosition: Sendable {
  /// The commune of the workplace.
  package let commune: String
  /// The day it was opened.
  package let openedOn: Day

  /// An opened position from its parts.
  package init(commune: String, openedOn: Day) {
    self.commune = commune
    self.openedOn = openedOn
  }
}

/// Everything a report on a zone tells, ready to be drawn; pages and digests are made of it.
package struct Report: Sendable {
  /// What is asked, taught and held.
  package let alignment: ZoneAlignment
  /// What people call the sector it is limited to.
  package let sectorName: String?
  /// The most asked skills, and how many positions ask them in each territory nearby.
  package let heat: Heat
  /// How many positions were opened in each of the last twelve calendar months, the current one last.
  package let months: [(first: Day, opened: Int)]
  /// The communes with an open position, those with most first.
  package let workplaces: [Workplace]
  /// The places of the trainings in range.
  package let trainingPlaces: [Commune]

  /// How often skills are asked, by territory.
  package struct Heat: Sendable {
    /// The labels of the skills.
    package let skills: [String]
    /// The territories: the zone's own first.
    package let territories: [(id: String, name: String, counts: [Int])]
  }

  /// A commune with open positions.
  package struct Workplace: Sendable {
    /// The commune.
    package let commune: Commune
    /// How many positions it has, and how many of them nobody matches.
    package let positions, starving: Int
  }
}

extension Landscape {
  /// What a report on a zone tells.
  ///
  /// - Parameters:
  ///   - alignment: what is asked, taught and held there.
  ///   - sectorName: what people call the sector it is limited to.
  ///   - opened: the positions opened in the last twelve months.
  /// - Returns: all that the page shows.
  package func report(
    _ alignment: ZoneAlignment, sectorName: String?, opened: [OpenedPosition]
  ) -> Report {
    let zone = alignment.zone
    let lately = opened.filter { zone.contains($0.commune) }
    let current = day.adding(days: 1 - day.components.day)
    let months = (0..<12).reversed().map { back -> (first: Day, opened: Int) in
      let first = current.adding(months: -back)
      let next = first.adding(months: 1)
      return (first, lately.count { $0.openedOn >= first && $0.openedOn < next })
    }
    let workplaces = Dictionary(grouping: alignment.positions, by: \.commune).compactMap {
      code, positions in
      communes[code].map {
        Report.Workplace(
          commune: $0, positions: positions.count, starving: positions.count(where: \.isStarving))
      }
    }.sorted { ($1.positions, $0.commune.code) < ($0.positions, $1.commune.code) }
    return Report(
      alignment: alignment, sectorName: sectorName, heat: heat(alignment), months: months,
      workplaces: workplaces,
      trainingPlaces: Set(alignment.offers.map(\.commune)).sorted().compactMap { communes[$0] })
  }

  /// The ten skills asked most in a zone, in its territories and those around that ask them most.
  private func heat(_ alignment: ZoneAlignment) -> Report.Heat {
    let rows = alignment.rows.filter { $0.item.grain == .skill && !$0.positions.isEmpty }
      .sorted { ($1.weight, $0.item) < ($0.weight, $1.item) }.prefix(10)
    let places = rows.map { self.places[$0.item] }
    var counts: [String: [Int]] = [:]
    for (position, asked) in zip(positions, asked) {
      guard let territory = communes[position.commune]?.territory else { continue }
      for (index, place) in places.enumerated() where place.map(asked.contains) ?? false {
        counts[territory, default: Array(repeating: 0, count: rows.count)][index] += 1
      }
    }
    let own = Set(alignment.zone.communes.compactMap(\.territory))
    let regions = Set(alignment.zone.communes.map(\.region))
    var isNear: Set<String> = own
    for commune in communes.values where regions.contains(commune.region) {
      if let territory = commune.territory { isNear.insert(territory) }
    }
    let shown = counts.filter { isNear.contains($0.key) }.sorted { left, right in
      let mine = (own.contains(left.key) ? 0 : 1, -left.value.reduce(0, +), left.key)
      return mine < (own.contains(right.key) ? 0 : 1, -right.value.reduce(0, +), right.key)
    }.prefix(8)
    return Report.Heat(
      skills: rows.map(\.label),
      territories: shown.map { key, counts in
        let id = String(key.drop { $0 != ":" }.dropFirst())
        return (id, names.territories[id] ?? id, counts)
      })
  }
}
