package import Postgres
package import Programme

/// What somebody tells so that a term begins again.
package enum Confirmation {
  /// Notes that a company told that a position stands; one that had expired is open again.
  ///
  /// - Returns: its id.
  package static func ofPosition(
    _ name: String, on day: Day, _ connection: Connection
  ) async throws -> String {
    let found = try await connection.rows(
      "select id, state from app.position where id = \(name) or reference = \(name)"
    ).decode(as: (String, String).self)
    let position = try Directory.only(found, name: name, kind: "position") { $0.0 }
    guard ["open", "expired"].contains(position.1) else {
      throw StoreError(
        .data, "position \(position.0) is \(position.1)",
        hint: "run: vivier position show \(position.0)")
    }
    try await connection.run(
      "select app.confirm_positions(array[\(position.0)], \(PostgresDate(day)))")
    return position.0
  }

  /// Notes that a candidate was heard of; a search that had expired is open again.
  ///
  /// - Returns: their id.
  package static func ofCandidate(
    _ name: String, on day: Day, _ connection: Connection
  ) async throws -> String {
    let found = try await connection.rows(
      "select id from app.candidate where id = \(name) or reference = \(name)"
    ).decode(as: String.self)
    let candidate = try Directory.only(found, name: name, kind: "candidate") { $0 }
    try await connection.run("select app.note_contact(array[\(candidate)], \(PostgresDate(day)))")
    return candidate
  }
}
