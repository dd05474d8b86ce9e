package import Postgres
package import Programme

/// A de minimis aid as an operator recorded it for a company.
package struct DeMinimisAid: Sendable {
  /// Its number, by which it is taken back.
  package let number: Int
  /// The day it was granted, and euros.
  package let aid: DeMinimis.Aid
  /// What it was, such as `VTE Territoires d'industrie`.
  package let label: String
  /// Who recorded it.
  package let recordedBy: String

  /// The aids of a company that were not taken back, the last granted first.
  package static func all(
    of siren: SIREN, _ connection: Connection
  ) async throws -> [DeMinimisAid] {
    try await connection.rows(
      """
      select id, granted_on, amount_eur, label, recorded_by from app.de_minimis_aid
      where siren = \(siren.text) and undone_at is null
      order by granted_on desc, id desc
      """
    ).decode(as: (Int64, PostgresDate, Int32, String, String).self).map {
      DeMinimisAid(
        number: Int($0.0), aid: DeMinimis.Aid(grantedOn: Day($0.1), amount: Int($0.2)),
        label: $0.3, recordedBy: $0.4)
    }
  }

  /// What a company was granted in the three years that end on a day, in euros; nil where nobody
  /// recorded any aid, which does not say that there was none.
  package static func sum(
    of siren: SIREN, on day: Day, _ connection: Connection
  ) async throws -> Int? {
    let aids = try await all(of: siren, connection)
    return aids.isEmpty ? nil : DeMinimis(aids.map(\.aid)).sum(on: day)
  }

  /// Records an aid; fails when the company is not known.
  package static func record(
    _ aid: DeMinimis.Aid, label: String, of siren: SIREN, by author: Author,
    _ connection: Connection
  ) async throws {
    let count = try await connection.run(
      """
      insert into app.de_minimis_aid (siren, granted_on, amount_eur, label, recorded_at, recorded_by)
      select siren, \(PostgresDate(aid.grantedOn)), \(Int32(clamping: aid.amount)), \(label),
        \(author.at), \(author.name)
      from app.company where siren = \(siren.text)
      """)
    guard count == 1 else {
      throw StoreError(
        .notFound, "there is no company \"\(siren)\"",
        hint: "run: vivier company list --search \(siren)")
    }
  }

  /// Takes an aid back that was recorded by mistake.
  package static func undo(
    _ number: Int, of siren: SIREN, by author: Author, _ connection: Connection
  ) async throws {
    let count = try await connection.run(
      """
      update app.de_minimis_aid set undone_at = \(author.at), undone_by = \(author.name)
      where siren = \(siren.text) and id = \(Int64(number)) and undone_at is null
      """)
    guard count == 1 else {
      throw StoreError(
        .notFound, "the company \(siren) has no aid \(number)",
        hint: "run: vivier company aids \(siren)")
    }
  }
}
