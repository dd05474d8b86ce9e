package import Postgres

/// A company with its establishments; its contacts are counted and never shown.
package struct CompanyCard: Sendable {
  /// Its SIREN and name.
  package let siren, name: String
  /// Its activity and the version of the NAF it was told in.
  package let naf, nafVersion: String?
  /// How many people work there.
  package let staff: Int?
  /// Its establishments, by SIRET.
  package let establishments: [Establishment]
  /// How many contacts receive its digests.
  package let contacts: Int
  /// Its open positions, id and title.
  package let openPositions: [Territory.Named]

  /// A place of a company.
  package struct Establishment: Sendable {
    /// Its SIRET and own name.
    package let siret, name: String
    /// Where it is: Insee code and name.
    package let commune, communeName: String
    /// The territory of the vintage asked for, where there is one.
    package let territory: String?
  }

  /// Companies, by name.
  package static func list(
    vintage: Vintage, territory: String?, _ connection: Connection
  ) async throws -> [CompanyCard] {
    try await read(query("companies", vintage.name, territory, String?.none), connection)
  }

  /// The company of that SIREN, or with an establishment of that SIRET.
  package static func find(
    _ name: String, vintage: Vintage, _ connection: Connection
  ) async throws -> CompanyCard {
    let digits = name.filter { $0 != " " }
    let found = try await read(
      query("companies", vintage.name, String?.none, String?(digits)), connection)
    return try Directory.only(found, name: name, kind: "company", id: \.siren)
  }

  private static func read(_ sql: SQL, _ connection: Connection) async throws -> [CompanyCard] {
    var cards: [CompanyCard] = []
    let rows = try await connection.rows(sql).decode(
      as: (
        String, String, String?, Int32?, [String], [String], [String], [String], [String], Int32,
        [String], [String], String?
      ).self)
    for row in rows {
      let establishments = row.4.indices.map { place in
        Establishment(
          siret: row.4[place], name: row.5[place], commune: row.6[place],
          communeName: row.7[place], territory: row.8[place].isEmpty ? nil : row.8[place])
      }
      cards.append(
        CompanyCard(
          siren: row.0, name: row.1, naf: row.2, nafVersion: row.12, staff: row.3.map(Int.init),
          establishments: establishments, contacts: Int(row.9),
          openPositions: zip(row.10, row.11).map { Territory.Named(code: $0, name: $1) }))
    }
    return cards
  }
}
