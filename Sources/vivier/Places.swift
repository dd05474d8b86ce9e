import Postgres
import Programme
import Store

/// The vintage of territories a command speaks of, and the territory it was given.
struct Places {
  let vintage: Vintage
  /// The id of the territory that was named; nil when none was.
  let territory: String?

  /// The vintage in force on a day, and in it the id behind a name.
  static func read(
    _ territory: String?, on day: Day, _ connection: Connection
  ) async throws -> Places {
    let vintages = try await Vintage.all(connection)
    guard let vintage = Vintage.inForce(on: day, in: vintages) ?? vintages.first else {
      throw StoreError(
        .configuration, "no territories are loaded", hint: "run: vivier reference load")
    }
    guard let territory else { return Places(vintage: vintage, territory: nil) }
    let id = try TerritoryName.id(
      of: territory, among: try await vintage.territories(connection), vintage: vintage.name)
    return Places(vintage: vintage, territory: id)
  }
}
