package import Postgres
package import Programme

/// A company that must never see a candidate, with every establishment of its own.
package struct HiddenFrom: Sendable {
  /// Why.
  package enum Reason: String, SQLValue, Sendable {
    /// The talent asked for it.
    case asked
    /// It is the present work-study employer, hidden from unless the talent lifts it.
    case employer
  }

  /// The company, and its name where it is known.
  package let siren: String
  package let company: String?
  /// Why.
  package let reason: Reason
  /// When it was told, and by whom; `import` for a file.
  package let toldAt: Timestamp
  package let toldBy: String
  /// When the talent lifted it, and who noted that; nil while it holds.
  package let liftedAt: Timestamp?
  package let liftedBy: String?

  /// The companies a candidate is or was hidden from.
  package static func list(
    of candidate: String, _ connection: Connection
  ) async throws -> [HiddenFrom] {
    try await connection.rows(
      """
      select i.siren, c.name, i.reason, i.told_at, i.told_by, i.lifted_at, i.lifted_by
      from app.invisible_to i left join app.company c using (siren)
      where i.candidate = \(candidate) order by i.siren
      """
    ).decode(as: (String, String?, Reason, Timestamp, String, Timestamp?, String?).self)
      .map {
        HiddenFrom(
          siren: $0.0, company: $0.1, reason: $0.2, toldAt: $0.3, toldBy: $0.4, liftedAt: $0.5,
          liftedBy: $0.6)
      }
  }

  /// Hides a candidate from companies, at once; a candidate has one present employer, the last told.
  package static func hide(
    _ candidate: String, from companies: [SIREN], as reason: Reason, by author: Author,
    _ connection: Connection
  ) async throws {
    try await connection.withTransaction { connection in
      if reason == .employer {
        try await connection.run(
          "delete from app.invisible_to where candidate = \(candidate) and reason = 'employer'")
      }
      try await connection.run(
        """
        insert into app.invisible_to (candidate, siren, reason, told_at, told_by)
        select \(candidate), s, \(reason), \(author.at), \(author.name)
        from unnest(\(companies.map(\.text))) as s
        on conflict (candidate, siren) do update set reason = excluded.reason,
          told_at = excluded.told_at, told_by = excluded.told_by, lifted_at = null, lifted_by = null
        """)
      try await connection.run("select match.refresh_profile(array[\(candidate)])")
    }
  }

  /// Notes that a candidate may be seen by companies again.
  ///
  /// Fails when the candidate is hidden from none of them.
  package static func lift(
    _ candidate: String, for companies: [SIREN], by author: Author, _ connection: Connection
  ) async throws {
    try await connection.withTransaction { connection in
      let count = try await connection.run(
        """
        update app.invisible_to set lifted_at = \(author.at), lifted_by = \(author.name)
        where candidate = \(candidate) and siren = any(\(companies.map(\.text)))
          and lifted_at is null
        """)
      guard count > 0 else {
        throw StoreError(
          .notFound,
          "\(candidate) is not hidden from \(companies.map(\.text).joined(separator: ", "))",
          hint: "run: vivier candidate show \(candidate)")
      }
      try await connection.run("select match.refresh_profile(array[\(candidate)])")
    }
  }
}
