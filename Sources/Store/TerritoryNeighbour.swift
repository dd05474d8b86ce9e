package import Postgres
import Programme

/// A territory beside another one.
package struct TerritoryNeighbour: Sendable {
  /// Its id and name, in the same vintage.
  package let id, name: String
  /// How many pairs of neighbouring communes lie on the common border.
  package let pairs: Int
  /// The pair whose points are nearest, and how far apart they are.
  package let inside, outside: Territory.Named
  /// Kilometres between the points of that pair.
  package let kilometres: Double

  /// The territories with a common border, the longest border first; see ``Neighbourhood``.
  package static func all(
    of territory: Territory, _ connection: Connection
  ) async throws -> [TerritoryNeighbour] {
    let gazetteer = try await Gazetteer.read(on: territory.vintage.validFrom, connection)
    let points = try await connection.rows(try query("commune-points"))
      .decode(as: (String, Double, Double).self)
      .map { Neighbourhood.Point(commune: $0.0, latitude: $0.1, longitude: $0.2) }
    let border = Neighbourhood(points).border(of: Set(territory.communes.map(\.code)))
    var found: [String: TerritoryNeighbour] = [:]
    for pair in border {
      guard let id = gazetteer.territory(ofCommune: pair.outside), id != territory.id else {
        continue
      }
      let known = found[id]
      let isNearer = known.map { pair.kilometres < $0.kilometres } ?? true
      func named(_ code: String) -> Territory.Named {
        Territory.Named(code: code, name: gazetteer.commune(code)?.name ?? code)
      }
      found[id] = TerritoryNeighbour(
        id: id, name: gazetteer.name(ofTerritory: id) ?? id, pairs: (known?.pairs ?? 0) + 1,
        inside: isNearer ? named(pair.inside) : known?.inside ?? named(pair.inside),
        outside: isNearer ? named(pair.outside) : known?.outside ?? named(pair.outside),
        kilometres: min(pair.kilometres, known?.kilometres ?? pair.kilometres))
    }
    return found.values.sorted { ($1.pairs, $0.id) < ($0.pairs, $1.id) }
  }
}
