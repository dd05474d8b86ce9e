package import Matching

/// A commune with what zones and areas ask of it.
package struct Commune: Sendable {
  /// Its code and name.
  package let code, name: String
  /// A point in it, as the matching measures and in degrees north and east.
  package let point: Point
  package let latitude, longitude: Double
  /// Its department and region, by code.
  package let department, region: String
  /// The territory it lies in with its vintage, such as `2023-2027:ti-5202`.
  package let territory: String?

  /// A commune from its parts.
  package init(
    code: String, name: String, point: Point, latitude: Double, longitude: Double,
    department: String, region: String, territory: String?
  ) {
    self.code = code
    self.name = name
    self.point = point
    self.latitude = latitude
    self.longitude = longitude
    self.department = department
    self.region = region
    self.territory = territory
  }
}

/// The part of the country an alignment is about.
package struct Zone: Sendable {
  /// What makes it.
  package enum Kind: Hashable, Sendable {
    /// A Territoire d'industrie, by id.
    case territory(String)
    /// A region, by code.
    case region(String)
    /// What can be reached from the places of a CFA, by SIRET.
    case provider(String)

    /// What it is called in JSON and in keys.
    package var word: String {
      switch self {
      case .territory: "territory"
      case .region: "region"
      case .provider: "cfa"
      }
    }

    /// The id, code or SIRET.
    package var id: String {
      switch self {
      case .territory(let id), .region(let id), .provider(let id): id
      }
    }
  }

  /// What makes it.
  package let kind: Kind
  /// What people call it.
  package let name: String
  /// Its communes.
  package let communes: [Commune]
  /// How far people travel to a training, in kilometres.
  package let kilometres: Int
  /// The same as a squared chord, in units of 2⁻⁶⁰.
  let reach: Int64
  private let codes: Set<String>

  /// A zone from its communes.
  ///
  /// - Parameters:
  ///   - kind: what makes it.
  ///   - name: what people call it.
  ///   - communes: its communes.
  ///   - kilometres: how far people travel to a training.
  ///   - chordSquared: the same as a squared chord, in units of 2⁻⁶⁰.
  package init(
    _ kind: Kind, name: String, communes: [Commune], kilometres: Int, chordSquared: Int64
  ) {
    self.kind = kind
    self.name = name
    self.communes = communes
    self.kilometres = kilometres
    reach = chordSquared
    codes = Set(communes.map(\.code))
  }

  /// Whether a commune lies in it.
  package func contains(_ commune: String) -> Bool { codes.contains(commune) }

  /// Whether a training given in a commune can be reached from it, over every border; around a CFA
  /// the zone itself is what can be reached.
  func reaches(_ place: Commune) -> Bool {
    if case .provider = kind { return contains(place.code) }
    return contains(place.code)
      || communes.contains { $0.point.chordSquared(to: place.point) <= reach }
  }

  /// The least squared chord from one of its communes, in units of 2⁻⁶⁰; 0 inside.
  func chordSquared(to place: Commune) -> Int64 {
    contains(place.code)
      ? 0 : communes.map { $0.point.chordSquared(to: place.point) }.min() ?? .max
  }

  /// Whether somebody declared to search anywhere in it.
  func meets(_ areas: [Area]) -> Bool {
    areas.contains { area in communes.contains { area.contains($0) } }
  }
}

extension Area {
  /// Whether a commune lies in it.
  func contains(_ commune: Commune) -> Bool {
    switch self {
    case .circle(let centre, let limit): centre.chordSquared(to: commune.point) <= limit
    case .territory(let id): commune.territory == id
    case .department(let code): commune.department == code
    case .region(let code): commune.region == code
    case .country: true
    }
  }
}

/// The kilometres of a chord on the mean Earth (6371 km): to 1,000 km the arc is longer by 0.1 %.
func kilometres(ofChordSquared chord: Int64) -> Int {
  Int((Double(chord).squareRoot() / Double(1 << 30) * 6371).rounded())
}
