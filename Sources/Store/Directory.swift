package import Postgres
import Programme

/// Finds positions and candidates by what people call them.
package enum Directory {
  /// The id of a position or candidate: itself, or the one with that reference when only one has it.
  package static func id(of name: String, _ connection: Connection) async throws -> String {
    let found = try await connection.rows(
      """
      select id from app.position where id = \(name) or reference = \(name)
      union all
      select id from app.candidate where id = \(name) or reference = \(name)
      """
    ).decode(as: String.self)
    if found.count == 1 { return found[0] }
    guard found.isEmpty else {
      throw StoreError(
        .notFound, "\(found.count) positions or candidates have the reference \"\(name)\"",
        hint: "use an id: " + found.prefix(5).joined(separator: ", "))
    }
    throw StoreError(
      .notFound, "there is no position or candidate \"\(name)\"",
      hint: "run: vivier position list --search WORD, or vivier candidate list")
  }

  /// The only thing found under a name, or an error that says what to do.
  static func only<Found>(
    _ found: [Found], name: String, kind: String, id: (Found) -> String
  ) throws -> Found {
    if found.count == 1 { return found[0] }
    guard found.isEmpty else {
      throw StoreError(
        .notFound, "the reference \"\(name)\" is not unique: \(found.count) found",
        hint: "use an id: " + found.prefix(5).map(id).joined(separator: ", "))
    }
    throw StoreError(
      .notFound, "there is no \(kind) \"\(name)\"", hint: "run: vivier \(kind) list --search WORD")
  }

  /// What lists call a position.
  package struct Called: Sendable {
    /// Its title, its company's name and the code of its commune.
    package let title, company, commune: String
    /// Whether its occupation was read from the title, as nobody told it.
    package let isOccupationInferred: Bool
  }

  /// What lists call positions, by id.
  package static func positions(
    _ ids: [String], _ connection: Connection
  ) async throws -> [String: Called] {
    let rows = try await connection.rows(
      """
      select p.id, p.title, c.name, p.commune, p.occupation_inferred
      from app.position p
      join app.company c using (siren)
      where p.id = any(\(ids))
      """
    ).decode(as: (String, String, String, String, Bool).self)
    return Dictionary(
      rows.map {
        ($0.0, Called(title: $0.1, company: $0.2, commune: $0.3, isOccupationInferred: $0.4))
      }, uniquingKeysWith: { first, _ in first })
  }

  /// Ids that begin with what was typed, with their titles, for shell completions.
  package static func positions(
    beginningWith prefix: String, _ connection: Connection
  ) async throws -> [String] {
    try await connection.rows(
      """
      select id from app.position
      where state = 'open' and starts_with(id, \(prefix)) order by id limit 50
      """
    ).decode(as: String.self)
  }
}
