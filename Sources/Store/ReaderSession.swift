package import Postgres

/// A session: for a while, whoever has its token reads as one company, CFA, candidate or territory.
package struct ReaderSession: Sendable {
  /// As whom somebody reads.
  package enum Kind: String, Sendable, CaseIterable {
    case company, cfa, candidate, territory
  }

  /// Its number.
  package let id: Int64
  /// As whom, and whose: a SIREN, the SIRET of a CFA, the id of a candidate, or vintage and territory.
  package let kind: Kind
  package let subject: String
  /// Who opened it, when and until when, in Paris, to the minute.
  package let openedBy, openedAt, expiresAt: String
  /// Whether it was closed or has expired.
  package let hasEnded: Bool

  /// As whom a session is to read.
  package enum Subject: Sendable {
    case company(siren: String)
    case cfa(siret: String)
    /// The id of a candidate, or a reference that only one has.
    case candidate(String)
    case territory(String, vintage: String)
  }

  /// The longest that a session lasts, in hours.
  package static let mostHours = 12

  /// Opens a session for some hours and gives its number.
  ///
  /// - `token`: what its holder shows; only its digest is kept.
  /// Fails where there is no such company, CFA or candidate.
  package static func open(
    _ subject: Subject, token: String, hours: Int, by author: Author, _ connection: Connection
  ) async throws -> Int64 {
    let end: SQL = """
      sha256(convert_to(\(token), 'UTF8')), \(author.at), \(author.name),
      \(author.at) + \(Int32(hours)) * interval '1 hour'
      """
    let rest: SQL = "token_digest, opened_at, opened_by, expires_at)"
    let (what, insert): (String, SQL) =
      switch subject {
      case .company(let siren):
        (
          "company \"\(siren)\"",
          """
          insert into app.session (kind, siren, \(rest)
          select 'company', siren, \(end) from app.company where siren = \(siren)
          """
        )
      case .cfa(let siret):
        (
          "CFA \"\(siret)\"",
          """
          insert into app.session (kind, provider, \(rest)
          select 'cfa', siret, \(end) from app.provider where siret = \(siret)
          """
        )
      case .candidate(let name):
        (
          "candidate \"\(name)\", or more than one",
          """
          insert into app.session (kind, candidate, \(rest)
          select 'candidate', c.id, \(end) from app.candidate c
          where c.id = \(name) or (c.reference = \(name)
            and 1 = (select count(*) from app.candidate o where o.reference = \(name)))
          """
        )
      case .territory(let territory, let vintage):
        (
          "territory \"\(territory)\"",
          """
          insert into app.session (kind, vintage, territory, \(rest)
          values ('territory', \(vintage), \(territory), \(end))
          """
        )
      }
    let id = try await connection.oneOrNone(insert + " returning id", as: Int64.self)
    guard let id else {
      throw StoreError(
        .notFound, "there is no \(what)", hint: "run: vivier company list, or vivier candidate list"
      )
    }
    return id
  }

  /// Sessions, the last opened first.
  package static func list(
    includesEnded: Bool, _ connection: Connection
  ) async throws -> [ReaderSession] {
    try await connection.rows(
      """
      select id, kind, subject, opened_by,
        to_char(opened_at at time zone 'Europe/Paris', 'YYYY-MM-DD HH24:MI'),
        to_char(expires_at at time zone 'Europe/Paris', 'YYYY-MM-DD HH24:MI'), s.has_ended
      from app.session
      cross join lateral (
        select closed_at is not null or expires_at <= clock_timestamp() as has_ended) s
      where \(includesEnded) or not s.has_ended
      order by id desc
      """
    ).decode(as: (Int64, String, String, String, String, String, Bool).self).map {
      ReaderSession(
        id: $0.0, kind: try kind($0.1), subject: $0.2, openedBy: $0.3, openedAt: $0.4,
        expiresAt: $0.5, hasEnded: $0.6)
    }
  }

  /// Closes a session: from now on its token opens nothing, also in a transaction under way.
  package static func close(_ id: Int64, by author: Author, _ connection: Connection) async throws {
    let count = try await connection.run(
      """
      update app.session set closed_at = \(author.at), closed_by = \(author.name)
      where id = \(id) and closed_at is null
      """)
    guard count == 1 else {
      throw StoreError(
        .notFound, "there is no open session \(id)", hint: "run: vivier session list")
    }
  }

  /// Lets the running transaction read as the session of a token, and write nothing.
  ///
  /// Fails with SQLSTATE 28000 for a token that is unknown, closed or expired.
  package static func begin(_ token: String, _ connection: Connection) async throws -> Kind {
    let name = try await connection.one("select app.begin_session(\(token))", as: String.self)
    try await connection.run("set transaction read only")
    return try kind(name)
  }

  private static func kind(_ name: String) throws -> Kind {
    guard let kind = Kind(rawValue: name) else {
      throw StoreError(.configuration, "this program does not know sessions of the kind \(name)")
    }
    return kind
  }
}
