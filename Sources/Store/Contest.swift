package import Exchange
package import Postgres

/// A ranking that was put before a person, with the explanation as it was, and what they answered.
package struct Contest: Sendable {
  /// Its number.
  package let id: Int64
  /// The pair.
  package let position, candidate: String
  /// When and through whom it was contested, and why.
  package let askedAt: Timestamp
  package let askedBy: String
  package let reason: String?
  /// What `vivier explain --json` said then.
  package let explanation: String
  /// When, by whom and what was answered; nil while it is open.
  package let answer: (at: Timestamp, by: String, text: String)?

  /// Puts a ranking before a person; fails where the same one is open already.
  package static func open(
    position: String, candidate: String, reason: String?, explanation: JSON, by author: Author,
    _ connection: Connection
  ) async throws -> Int64 {
    let rows = try await connection.rows(
      """
      insert into app.contest (siren, position, candidate, asked_at, asked_by, reason, explanation)
      select p.siren, p.id, \(candidate), \(author.at), \(author.name), \(reason),
        \(JSONText(explanation.compact))
      from app.position p where p.id = \(position)
      on conflict (position, candidate) where answered_at is null do nothing
      returning id
      """
    ).decode(as: Int64.self)
    guard let id = rows.first else {
      throw StoreError(
        .data, "the ranking of \(candidate) for \(position) is contested already and not answered",
        hint: "run: vivier person contest list")
    }
    return id
  }

  /// Records the answer of a person; it cannot be given twice.
  package static func answer(
    _ id: Int64, text: String, by author: Author, _ connection: Connection
  ) async throws -> Contest {
    let changed = try await connection.run(
      """
      update app.contest set answered_at = \(author.at), answered_by = \(author.name), answer = \(text)
      where id = \(id) and answered_at is null
      """)
    let found = try await read("where id = \(id)", connection).first
    guard let found, changed == 1 else {
      throw StoreError(
        .notFound,
        found == nil ? "there is no contest \(id)" : "contest \(id) has been answered already",
        hint: "run: vivier person contest list --all")
    }
    return found
  }

  /// The open ones, the oldest first; with `includesAnswered` all.
  package static func list(
    includesAnswered: Bool, _ connection: Connection
  ) async throws -> [Contest] {
    try await read(
      "where \(includesAnswered) or answered_at is null order by asked_at, id", connection)
  }

  private static func read(_ condition: SQL, _ connection: Connection) async throws -> [Contest] {
    try await connection.rows(
      """
      select id, position, candidate, asked_at, asked_by, reason, explanation::text, answered_at,
        answered_by, answer
      from app.contest \(condition)
      """
    ).decode(
      as: (
        Int64, String, String, Timestamp, String, String?, String, Timestamp?, String?, String?
      ).self
    ).map { row in
      var answer: (at: Timestamp, by: String, text: String)?
      if let at = row.7, let by = row.8, let text = row.9 { answer = (at, by, text) }
      return Contest(
        id: row.0, position: row.1, candidate: row.2, askedAt: row.3, askedBy: row.4,
        reason: row.5, explanation: row.6, answer: answer)
    }
  }
}
