package import Postgres
package import Programme

/// A position that a candidate was told of as open and that is closed since.
package struct Closure: Sendable {
  /// The candidate's id, and the position's.
  package let candidate, position: String
  /// The title, the name of the company, and the commune of the workplace (current code).
  package let title, company, commune: String
  /// Whether somebody was hired.
  package let isFilled: Bool

  /// Those that candidates have still to be told on a day, by candidate.
  package static func due(
    on day: Day, _ connection: Connection
  ) async throws -> [String: [Closure]] {
    let rows = try await connection.rows(try query("closures", PostgresDate(day))).decode(
      as: (String, String, String, String, String, Bool).self)
    return Dictionary(
      grouping: rows.map {
        Closure(
          candidate: $0.0, position: $0.1, title: $0.2, company: $0.3, commune: $0.4,
          isFilled: $0.5)
      }, by: \.candidate)
  }
}
