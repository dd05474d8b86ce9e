package import Postgres
package import Programme

/// An edition of a reference set as the database holds it.
package struct ReferenceStatus: Sendable {
  /// The set, its edition's label, and where it comes from.
  package let set, label, publisher, licence: String
  /// The date of the edition.
  package let date: Day
  /// Its rows.
  package let rows: Int64
  /// Whether it is the one in use.
  package let isCurrent: Bool
  /// Days from the edition's date to the day asked about.
  package let ageInDays: Int

  /// Every loaded edition, the current one of each set first.
  package static func read(on day: Day, _ connection: Connection) async throws -> [ReferenceStatus]
  {
    try await connection.rows(
      """
      select set_name, label, publisher, licence, edition_date, row_count, is_current
      from ref.edition order by set_name, is_current desc, edition_date desc
      """
    ).decode(as: (String, String, String, String, PostgresDate, Int64, Bool).self).map {
      ReferenceStatus(
        set: $0.0, label: $0.1, publisher: $0.2, licence: $0.3, date: Day($0.4), rows: $0.5,
        isCurrent: $0.6, ageInDays: Int(day.number - $0.4.daysSince1970))
    }
  }
}
