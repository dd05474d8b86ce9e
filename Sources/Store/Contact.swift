package import Exchange
package import Postgres
package import Programme

/// A person who is written to, or who speaks for a territory (personal data).
package struct Contact: Sendable {
  /// Its id.
  package let id: String
  /// The address; nil of an elected person who gave none.
  package let email: String?
  /// As they were given, never guessed.
  package let civility, name, role: String?
  /// The language, ISO 639-1.
  package let language: String
  /// How often at most a digest comes.
  package let frequency: Frequency
  /// No digest before that day.
  package let pausedUntil: Day?
  /// Whether digests can reach the contact.
  package let reach: Reach
  /// Why nothing is sent to the address any more: bounced, complained or asked.
  package let suppression: String?
  /// What the contact receives, and what people call each.
  package let scopes: [(scope: ContactScope, name: String)]

  /// Whether digests can reach a contact; a pause only puts them off.
  package enum Reach: String, Sendable {
    case reachable
    /// No address is known.
    case noAddress = "no_address"
    /// The contact wants no digest.
    case never
    /// Nothing is sent to the address any more.
    case suppressed
  }

  /// Every contact, by id.
  package static func list(_ connection: Connection) async throws -> [Contact] {
    try await read(query("contacts", String?.none), connection)
  }

  /// The contact of that id or address.
  package static func find(_ name: String, _ connection: Connection) async throws -> Contact {
    guard let found = try await read(query("contacts", String?(name)), connection).first else {
      throw StoreError(
        .notFound, "there is no such contact", hint: "run: vivier contact list --search WORD")
    }
    return found
  }

  /// Who changed what of a contact, the last first: when in Paris, by whom, what.
  package static func changes(
    of id: String, _ connection: Connection
  ) async throws -> [(at: String, by: String, what: String)] {
    try await connection.rows(
      """
      select to_char(changed_at at time zone 'Europe/Paris', 'YYYY-MM-DD HH24:MI'), changed_by, what
      from app.contact_change where contact = \(id) order by id desc
      """
    ).decode(as: (String, String, String).self).map { (at: $0.0, by: $0.1, what: $0.2) }
  }

  /// Forgets a contact and all that it receives.
  package static func remove(
    _ id: String, by author: Author, _ connection: Connection
  ) async throws {
    try await connection.withTransaction { connection in
      let gone = try await connection.run("delete from app.contact where id = \(id)")
      guard gone == 1 else {
        throw StoreError(
          .notFound, "there is no contact \"\(id)\"", hint: "run: vivier contact list")
      }
      try await ContactEdit.note(["removed"], of: id, by: author, connection)
    }
  }

  private static func read(_ sql: SQL, _ connection: Connection) async throws -> [Contact] {
    try await connection.rows(sql).decode(
      as: (
        String, String?, String?, String?, String?, String, String, PostgresDate?, String, String?,
        [String], [String], [String], [String], [String], [String], [String]
      ).self
    ).map { row in
      Contact(
        id: row.0, email: row.1, civility: row.2, name: row.3, role: row.4, language: row.5,
        frequency: Frequency(rawValue: row.6) ?? .weekly, pausedUntil: row.7.map { Day($0) },
        reach: Reach(rawValue: row.8) ?? .reachable, suppression: row.9,
        scopes: row.10.indices.map { place in
          let name = row.16[place]
          guard let part = TerritoryProfile.Part(rawValue: row.14[place]) else {
            return (
              ContactScope(
                ContactScope.Kind(rawValue: row.10[place]) ?? .company,
                siren: row.11[place].isEmpty ? nil : row.11[place], subject: row.12[place]), name
            )
          }
          return (
            ContactScope(
              territory: row.12[place], vintage: row.13[place], part: part,
              region: row.15[place].isEmpty ? nil : row.15[place]), name
          )
        })
    }
  }
}
