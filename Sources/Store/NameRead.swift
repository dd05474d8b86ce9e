package import Postgres

/// One time that the name or the address of a person was shown to somebody.
package struct NameRead: Sendable {
  /// Who read it, such as `contact K-…`.
  package let reader: String
  /// What for.
  package let purpose: String
  /// When.
  package let at: Timestamp

  /// Notes that an operator was shown the names or addresses of persons.
  package static func note(
    _ persons: [Person], to author: Author, for purpose: String, _ connection: Connection
  ) async throws {
    try await connection.run(
      """
      insert into app.name_read (person_kind, person, reader, purpose, read_at)
      select kind, person, 'operator ' || \(author.name), \(purpose), \(author.at)
      from unnest(\(persons.map(\.kind.rawValue)), \(persons.map(\.id))) as p (kind, person)
      """)
  }

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
