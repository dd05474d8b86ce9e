package import Postgres
import Schema

/// What a database can say about its own health.
package enum HealthCheck {
  /// Something that should not be.
  package struct Problem: Sendable {
    /// What it is about: an id, a set, a date.
    package let subject: String
    /// What is wrong with it.
    package let what: String

    /// A problem from its parts.
    package init(subject: String, what: String) {
      self.subject = subject
      self.what = what
    }
  }

  /// What the files of `SQL/Checks` find: every row is a problem.
  ///
  /// The title of a check is the comment its file begins with.
  package static func all(
    _ connection: Connection
  ) async throws -> [(name: String, title: String, problems: [Problem])] {
    var checks: [(name: String, title: String, problems: [Problem])] = []
    for file in Schema.files(in: "Checks") {
      let problems = try await connection.rows(SQL(trusting: file.text))
        .decode(as: (String, String).self).map { Problem(subject: $0.0, what: $0.1) }
      let comment = file.text.prefix { $0 != "\n" }.drop { $0 == "-" || $0 == " " }
      let name = file.path.split(separator: "/").last?.split(separator: ".").first ?? ""
      checks.append((String(name), String(comment), problems))
    }
    return checks
  }

  /// The roles of the migrations that the server lacks.
  package static func missingRoles(_ connection: Connection) async throws -> [String] {
    try await connection.rows(
      """
      select wanted
      from unnest(array['vivier_owner', 'vivier_migrate', 'vivier_nightly', 'vivier_portal', 'vivier_staff',
        'vivier_backup', 'vivier_metrics']) as wanted
      where wanted not in (select rolname from pg_roles)
      order by wanted
      """
    ).decode(as: String.self)
  }

  /// The role a session acts under and the one it came with, and whether each is a superuser.
  package static func session(
    _ connection: Connection
  ) async throws -> (role: String, isSuperuser: Bool, login: String, loginIsSuperuser: Bool) {
    let row = try await connection.one(
      """
      select current_user::text, c.rolsuper, session_user::text, s.rolsuper
      from pg_roles c, pg_roles s
      where c.rolname = current_user and s.rolname = session_user
      """, as: (String, Bool, String, Bool).self)
    return (row.0, row.1, row.2, row.3)
  }

  /// How many messages stand in each state.
  package static func outbox(_ connection: Connection) async throws -> [String: Int] {
    let rows = try await connection.rows(
      "select state, count(*) from mail.outbox group by state"
    ).decode(as: (String, Int64).self)
    return Dictionary(rows.map { ($0.0, Int($0.1)) }) { first, _ in first }
  }

  /// Whether the server's calendar knows summer and winter in Paris.
  package static func knowsParis(_ connection: Connection) async throws -> Bool {
    try await connection.one(
      """
      select (timestamptz '2026-07-01 22:30Z' at time zone 'Europe/Paris')::date = date '2026-07-02'
        and (timestamptz '2026-01-01 22:30Z' at time zone 'Europe/Paris')::date = date '2026-01-01'
      """, as: Bool.self)
  }

  /// Makes the array rows anew of the candidates whose row is out of step, and says how many.
  package static func refreshProfiles(_ connection: Connection) async throws -> Int {
    guard let text = Schema.text(of: "Checks/profiles-in-step.sql") else { return 0 }
    return try await connection.transaction { connection in
      let stale = try await connection.rows(SQL(trusting: text))
        .decode(as: (String, String).self).map(\.0)
      guard !stale.isEmpty else { return 0 }
      try await connection.run("select match.refresh_profile(\(stale))")
      return stale.count
    }
  }
}
