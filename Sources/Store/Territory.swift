package import Postgres
package import Programme

/// A Territoire d'industrie of one vintage, with what stands in it.
package struct Territory: Sendable {
  /// A code and what it is called.
  package struct Named: Sendable {
    /// The code.
    package let code: String
    /// What it is called.
    package let name: String
  }

  /// Its id, which means something in its vintage only, and its name.
  package let id, name: String
  /// The vintage it belongs to.
  package let vintage: Vintage
  /// The codes of the regions of its communes, and their names in the same order.
  package let regionCodes, regions: [String]
  /// The names of the departments of its communes.
  package let departments: [String]
  /// The groupings of communes that carry it, by SIREN.
  package let groupings: [Named]
  /// Its communes, by Insee code.
  package let communes: [Named]
  /// Its inhabitants.
  package let population: Int
  /// The open positions in it.
  package let openPositions: Int
  /// The establishments of companies in it.
  package let establishments: Int

  /// A line of the list of a vintage.
  package struct Line: Sendable {
    /// Its id and name.
    package let id, name: String
    /// The names of the regions of its communes.
    package let regions: [String]
    /// How many communes it has, and how many positions are open in it.
    package let communes, openPositions: Int
  }

  /// The territories of a vintage, sorted by id.
  package static func list(_ vintage: Vintage, _ connection: Connection) async throws -> [Line] {
    try await connection.rows(try query("territory-list", vintage.name))
      .decode(
        as: (String, String, String, PostgresDate, PostgresDate, [String], Int32, Int32).self
      ).map {
        Line(
          id: $0.0, name: $0.1, regions: $0.5, communes: Int($0.6), openPositions: Int($0.7))
      }
  }

  /// The territory of that id in a vintage; nil when it has none.
  package static func find(
    _ id: String, in vintage: Vintage, _ connection: Connection
  ) async throws -> Territory? {
    let row = try await connection.oneOrNone(
      try query("territory-show", vintage.name, id),
      as: (
        String, String, String, PostgresDate, PostgresDate, [String], [String], [String], [String],
        [String], [String], [String], Int64, Int32, Int32
      ).self)
    guard let row else { return nil }
    return Territory(
      id: row.0, name: row.1,
      vintage: Vintage(name: row.2, validFrom: Day(row.3), validTo: Day(row.4)),
      regionCodes: row.5, regions: row.6, departments: row.7,
      groupings: zip(row.8, row.9).map { Named(code: $0, name: $1) },
      communes: zip(row.10, row.11).map { Named(code: $0, name: $1) },
      population: Int(row.12), openPositions: Int(row.13), establishments: Int(row.14))
  }
}

/// Where a commune lies on a day.
package struct CommunePlace: Sendable {
  /// The current code, its name, and whether another code was asked for that merged into it.
  package let code, name: String
  /// Whether the code that was asked for is that of a merged commune.
  package let isMerged: Bool
  /// The territory, where there is one on that day.
  package let territory: (vintage: String, id: String, name: String)?

  /// Looks a commune up by its Insee code, of today or before a merger.
  ///
  /// Fails when no edition knows the code; the hint says what it may have been meant as.
  package static func find(
    _ code: String, on day: Day, _ connection: Connection
  ) async throws -> CommunePlace {
    let row = try await connection.oneOrNone(
      try query("territory-at", code, PostgresDate(day)),
      as: (String, String, Bool, String?, String?, String?).self)
    guard let row else {
      throw StoreError(
        .notFound, "no commune has the Insee code \"\(code)\"",
        hint: try await hint(for: code, connection))
    }
    var territory: (vintage: String, id: String, name: String)?
    if let vintage = row.3, let id = row.4, let name = row.5 { territory = (vintage, id, name) }
    return CommunePlace(code: row.0, name: row.1, isMerged: row.2, territory: territory)
  }

  /// What a text that is no Insee code may have been meant as: a postal code, or a name.
  private static func hint(for text: String, _ connection: Connection) async throws -> String {
    let communes = try await connection.rows(
      """
      select c.code, c.name, p.commune is not null as is_postal
      from ref.commune c
      left join ref.postal_code p
        on p.edition = c.edition and p.commune = c.code and p.postal_code = \(text)
      where c.edition = (select id from ref.current_edition where set_name = 'communes')
      order by c.population desc nulls last, c.code
      """
    ).decode(as: (String, String, Bool).self)
    let postal = communes.filter(\.2).prefix(5).map { "\($0.0) \($0.1)" }
    if !postal.isEmpty {
      return "\(text) is a postal code, of " + postal.joined(separator: ", ")
    }
    let folded = fold(text)
    let named = communes.filter { fold($0.1) == folded }.prefix(5).map { "\($0.0) \($0.1)" }
    if !named.isEmpty { return "take the code: " + named.joined(separator: ", ") }
    return "give five characters, such as 06033 for Carros or 2A004 for Ajaccio"
  }
}
