package import Postgres
package import Programme

/// An objection of a person to being matched (RGPD, article 21): it acts at once.
package enum Objection {
  /// Withdraws a candidate and every agreement, and what waits to be sent to them; what waits for others
  /// goes out without them.
  ///
  /// - Returns: how many messages that waited will not be sent.
  package static func record(
    of person: Person, on day: Day, by author: Author, _ connection: Connection
  ) async throws -> Int {
    guard person.kind == .candidate else {
      throw StoreError(
        .data, "\(person.id) is a contact, who is never matched",
        hint: "run: vivier person erase \(person.id)")
    }
    return try await connection.withTransaction { connection in
      try await connection.run(
        """
        update app.consent set withdrawn_at = greatest(given_at, \(author.at)),
          withdrawn_channel = 'objection', withdrawn_by = \(author.name)
        where candidate = \(person.id) and withdrawn_at is null
        """)
      try await connection.run("select app.note_contact(array[\(person.id)], \(PostgresDate(day)))")
      try await connection.run(
        "update app.candidate set state = 'withdrawn' where id = \(person.id)")
      return try await connection.run(
        """
        update mail.outbox o set state = 'superseded', reason = 'the reader objected'
        where o.state in ('pending', 'deferred', 'held')
          and o.recipient_kind = 'candidate' and o.recipient = \(person.id)
        """)
    }
  }
}
