package import Postgres
package import Programme

/// A pair in which one side waits for the other's answer, as one of its readers is told.
package struct Unanswered: Sendable {
  /// The contact or candidate who reads it.
  package let reader: String
  /// The pair, by ids.
  package let position, candidate: String
  /// Who waits for whom: `otherSaidYes`, `readerSaidYes` or `shown`.
  package let state: String
  /// The day since which.
  package let since: Day
  /// The position's title, and its company by name and SIREN.
  package let title, company, siren: String

  /// What waits on a day for these readers, by reader.
  package static func read(
    for readers: [String], on day: Day, _ connection: Connection
  ) async throws -> [String: [Unanswered]] {
    let rows = try await connection.rows(
      try query("waiting-answers", PostgresDate(day), readers)
    ).decode(as: (String, String, String, String, PostgresDate, String, String, String).self)
    return Dictionary(
      grouping: rows.map {
        Unanswered(
          reader: $0.0, position: $0.1, candidate: $0.2, state: $0.3, since: Day($0.4),
          title: $0.5, company: $0.6, siren: $0.7)
      }, by: \.reader)
  }
}
