package import Postgres
package import Programme

/// One perimeter of the Territoires d'industrie and the days it is in force.
///
/// The same id means another territory in another vintage, so that ids never stand without one.
package struct Vintage: Sendable, Hashable {
  /// Its name, such as `2023-2027`.
  package let name: String
  /// The first and the last day it is in force.
  package let validFrom, validTo: Day

  /// A vintage from its parts.
  package init(name: String, validFrom: Day, validTo: Day) {
    self.name = name
    self.validFrom = validFrom
    self.validTo = validTo
  }

  /// Every vintage of the current edition, the oldest first; never empty.
  package static func all(_ connection: Connection) async throws -> [Vintage] {
    let vintages = try await connection.rows(
      """
      select vintage, min(valid_from), max(valid_to) from ref.territory
      where edition = (select id from ref.current_edition where set_name = 'territories')
      group by vintage order by 2
      """
    ).decode(as: (String, PostgresDate, PostgresDate).self).map {
      Vintage(name: $0.0, validFrom: Day($0.1), validTo: Day($0.2))
    }
    guard !vintages.isEmpty else {
      throw StoreError(
        .configuration, "no territories are loaded", hint: "run: vivier reference load")
    }
    return vintages
  }

  /// The one of that name.
  package static func named(_ name: String, in vintages: [Vintage]) throws -> Vintage {
    guard let vintage = vintages.first(where: { $0.name == name }) else {
      throw StoreError(
        .notFound, "there is no vintage \"\(name)\"",
        hint: "vintages: " + vintages.map(\.name).joined(separator: ", "))
    }
    return vintage
  }

  /// The one in force on a day; after the last one it stays in use, before the first there is none.
  package static func inForce(on day: Day, in vintages: [Vintage]) -> Vintage? {
    vintages.last { $0.validFrom <= day }
  }

  /// The ids and names of its territories, sorted by id.
  package func territories(_ connection: Connection) async throws -> [(id: String, name: String)] {
    try await connection.rows(
      """
      select id, name from ref.territory
      where edition = (select id from ref.current_edition where set_name = 'territories')
        and vintage = \(name)
      order by id
      """
    ).decode(as: (String, String).self).map { (id: $0.0, name: $0.1) }
  }
}
