package import Postgres
import Programme

/// How communes came into territories and left them, vintage by vintage.
package enum Membership {
  /// Where a commune lay in one vintage.
  package struct Stay: Sendable {
    /// The vintage.
    package let vintage: Vintage
    /// The territory; nil where the commune lay in none.
    package let territory: Territory.Named?
  }

  /// The stays of a commune by its current code, the oldest first: one a vintage.
  package static func stays(
    ofCommune code: String, _ connection: Connection
  ) async throws -> [Stay] {
    try await connection.rows(try query("commune-history", code))
      .decode(as: (String, PostgresDate, PostgresDate, String?, String?).self)
      .map { row in
        Stay(
          vintage: Vintage(name: row.0, validFrom: Day(row.1), validTo: Day(row.2)),
          territory: named(row.3, row.4))
      }
  }

  /// Communes of a territory that lay in one place in another vintage.
  package struct Share: Sendable {
    /// The other vintage.
    package let vintage: Vintage
    /// The territory they lay in there; nil for none.
    package let territory: Territory.Named?
    /// The communes.
    package let communes: [Territory.Named]
  }

  /// Where the communes of a territory lay in every other vintage, most communes first.
  package static func shares(
    of territory: String, in vintage: Vintage, _ connection: Connection
  ) async throws -> [Share] {
    try await connection.rows(try query("territory-history", vintage.name, territory))
      .decode(
        as: (String, PostgresDate, PostgresDate, String?, String?, [String], [String]).self
      ).map { row in
        Share(
          vintage: Vintage(name: row.0, validFrom: Day(row.1), validTo: Day(row.2)),
          territory: named(row.3, row.4),
          communes: zip(row.5, row.6).map { Territory.Named(code: $0, name: $1) })
      }
  }

  private static func named(_ id: String?, _ name: String?) -> Territory.Named? {
    guard let id, let name else { return nil }
    return Territory.Named(code: id, name: name)
  }
}
