package import Postgres
import Programme

/// A territory beside another one, or near one that has none beside it.
package struct TerritoryNeighbour: Sendable {
  /// Its id and name, in the same vintage.
  package let id, name: String
  /// How many pairs of neighbouring communes lie on the common border; none where there is no such
  /// border.
  package let pairs: Int
  /// The pair whose points are nearest, and how far apart they are.
  package let inside, outside: Territory.Named
  /// Kilometres between the points of that pair.
  package let kilometres: Double

  /// How far the nearest territories may be where none is beside, in kilometres, and how many.
  private static let reach = 100.0
  private static let count = 3

  /// The territories with a common border, the longest border first, as ``Neighbourhood`` infers it.
  ///
  /// Where there is none, the nearest three within reach.
  package static func all(
    of territory: Territory, _ connection: Connection
  ) async throws -> [TerritoryNeighbour] {
    let gazetteer = try await Gazetteer.read(on: territory.vintage.validFrom, connection)
    let points = try await connection.rows(try query("commune-points"))
      .decode(as: (String, Double, Double).self)
      .map { Neighbourhood.Point(commune: $0.0, latitude: $0.1, longitude: $0.2) }
    let communes = Set(territory.communes.map(\.code))
    let neighbourhood = Neighbourhood(points)
    func named(_ code: String) -> Territory.Named {
      Territory.Named(code: code, name: gazetteer.commune(code)?.name ?? code)
    }
    var found: [String: TerritoryNeighbour] = [:]
    for pair in neighbourhood.border(of: communes) {
      guard let id = gazetteer.territory(ofCommune: pair.outside), id != territory.id else {
        continue
      }
      let known = found[id]
      let isNearer = known.map { pair.kilometres < $0.kilometres } ?? true
      found[id] = TerritoryNeighbour(
        id: id, name: gazetteer.name(ofTerritory: id) ?? id, pairs: (known?.pairs ?? 0) + 1,
        inside: isNearer ? named(pair.inside) : known?.inside ?? named(pair.inside),
        outside: isNearer ? named(pair.outside) : known?.outside ?? named(pair.outside),
        kilometres: min(pair.kilometres, known?.kilometres ?? pair.kilometres))
    }
    guard found.isEmpty else { return ordered(found) }
    let nearest = neighbourhood.nearest(to: communes, within: reach) {
      gazetteer.territory(ofCommune: $0)
    }
    return nearest.prefix(count).map {
      TerritoryNeighbour(
        id: $0.group, name: gazetteer.name(ofTerritory: $0.group) ?? $0.group, pairs: 0,
        inside: named($0.inside), outside: named($0.outside), kilometres: $0.kilometres)
    }
  }

  private static func ordered(_ found: [String: TerritoryNeighbour]) -> [TerritoryNeighbour] {
    found.values.sorted { ($1.pairs, $0.id) < ($0.pairs, $1.id) }
  }
}
