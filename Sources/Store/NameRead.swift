package import Postgres

/// One time that the name or the address of a person was shown to somebody.
package struct NameRead: Sendable {
  /// Who read it, such as `contact K-…`.
  package let reader: String
  /// What for.
  package let purpose: String
  /// When.
  package let at: Timestamp

  /// Every time it happened to a person, the oldest first.
  ///
  /// - `person`: the id of a candidate or a contact.
  package static func list(of person: String, _ connection: Connection) async throws -> [NameRead] {
    try await connection.rows(
      """
      select reader, purpose, read_at from app.name_read
      where person = \(person) order by read_at, id
      """
    ).decode(as: (String, String, Timestamp).self)
      .map { NameRead(reader: $0.0, purpose: $0.1, at: $0.2) }
  }
}
