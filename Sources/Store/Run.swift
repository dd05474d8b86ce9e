package import Postgres
package import Programme

/// One run of a night: which date and territories it covers, and how far it got.
package struct Run: Sendable {
  /// Its key in this database; means nothing elsewhere.
  package let id: Int64
  /// The business date, the day in Paris.
  package let date: Day
  /// The territories it covers, sorted; `none` stands for positions outside any.
  package let territories: [String]
  /// The last committed step: `claimed`, `snapshot` … `finished`.
  package let state: String
  /// The version of the matching method.
  package let method: String
  /// The ISO week that orders ties, such as `2026-W47`.
  package let week: String
  /// The key of the order of ties.
  package let tieKey: [UInt8]
  /// The vintage of territories.
  package let vintage: String
  /// The territory of a position outside any.
  package static let outside = "none"

  /// The runs of a date, the unfinished ones first.
  package static func all(on date: Day, _ connection: Connection) async throws -> [Run] {
    try await read(
      "where business_date = \(PostgresDate(date)) order by state = 'finished', id", connection)
  }

  /// The run of that id.
  package static func find(_ id: Int64, _ connection: Connection) async throws -> Run {
    let runs = try await read("where id = \(id)", connection)
    guard let run = runs.first else { throw StoreError(.notFound, "there is no run \(id)") }
    return run
  }

  /// The last finished run before this one that shares a territory with it.
  package func predecessor(_ connection: Connection) async throws -> Run? {
    try await Run.read(
      """
      where state = 'finished' and business_date < \(PostgresDate(date))
        and territories && \(territories)
      order by business_date desc, id desc limit 1
      """, connection
    ).first
  }

  /// The latest runs, newest first.
  package static func latest(_ limit: Int, _ connection: Connection) async throws -> [Run] {
    try await read("order by business_date desc, id desc limit \(Int64(limit))", connection)
  }

  /// The finished runs from one date to another, in order.
  ///
  /// - `from`: nil for the last date.
  /// - `to`: nil for the latest date that has one.
  package static func finished(
    from: Day?, to: Day?, _ connection: Connection
  ) async throws -> [Run] {
    try await read(
      """
      where state = 'finished'
        and business_date >= coalesce(\(from.map { PostgresDate($0) }),
          \(to.map { PostgresDate($0) }), (select max(business_date) from match.run where state = 'finished'))
        and business_date <= coalesce(\(to.map { PostgresDate($0) }),
          (select max(business_date) from match.run where state = 'finished'))
      order by business_date, id
      """, connection)
  }

  private static func read(_ condition: SQL, _ connection: Connection) async throws -> [Run] {
    try await connection.rows(
      """
      select id, business_date, territories, state, method, week, tie_key, vintage
      from match.run \(condition)
      """
    ).decode(
      as: (Int64, PostgresDate, [String], String, String, String, [UInt8], String?).self
    ).map {
      Run(
        id: $0.0, date: Day($0.1), territories: $0.2, state: $0.3, method: $0.4, week: $0.5,
        tieKey: $0.6, vintage: $0.7 ?? "")
    }
  }

  /// The territories that runs of a date cover.
  package static func coveredTerritories(
    on date: Day, _ connection: Connection
  ) async throws -> Set<String> {
    let rows = try await connection.rows(
      """
      select territory from match.run_territory
      where kind = 'nightly' and business_date = \(PostgresDate(date))
      """
    ).decode(as: (String).self)
    return Set(rows)
  }

  /// Gives a run its row and its territories, in one transaction.
  ///
  /// The key of ties derives from the installation's secret and the date, so that a night that is
  /// begun again from nothing orders ties as before.
  package static func claim(
    date: Day, territories: [String], method: String, vintage: String, at instant: Timestamp,
    _ connection: Connection
  ) async throws -> Run {
    let id = try await connection.transaction { connection in
      let id = try await connection.one(
        """
        insert into match.run
          (kind, business_date, territories, method, week, tie_key, vintage, editions, started_at)
        select 'nightly', \(PostgresDate(date)), \(territories), \(method), \(date.week),
          app.hmac_sha256(secret, convert_to('ties', 'UTF8')), \(vintage),
          (select jsonb_object_agg(set_name, encode(checksum, 'hex')) from ref.edition where is_current),
          \(instant)
        from app.installation
        returning id
        """, as: Int64.self)
      try await connection.run(
        """
        insert into match.run_territory (kind, business_date, territory, run)
        select 'nightly', \(PostgresDate(date)), territory, \(id) from unnest(\(territories)) as territory
        """)
      return id
    }
    return try await find(id, connection)
  }

  /// Notes a committed step, inside the caller's transaction.
  ///
  /// - `state`: the step, as `match.run.state` names it.
  /// - `figures`: what it counted, without clocks; goes into the step and the run.
  package func note(
    _ state: String, ordinal: Int, milliseconds: Int64, figures: [(String, Int)],
    at instant: Timestamp, _ connection: Connection
  ) async throws {
    let names = figures.map(\.0)
    let values = figures.map { Int64($0.1) }
    try await connection.run(
      """
      insert into match.run_step (run, step, ordinal, milliseconds, figures, committed_at)
      select \(id), \(state), \(Int32(ordinal)), \(milliseconds),
        coalesce(jsonb_object_agg(name, value), '{}'), \(instant)
      from unnest(\(names), \(values)) as f (name, value)
      """)
    try await connection.run(
      """
      update match.run r set state = \(state), figures = r.figures || s.figures,
        finished_at = case when \(state) = 'finished' then \(instant) end
      from match.run_step s
      where r.id = \(id) and s.run = r.id and s.step = \(state)
      """)
  }

  /// Notes the head of the audit log behind the run, in hexadecimal.
  package func note(auditHead: String, _ connection: Connection) async throws {
    try await connection.run(
      "update match.run set audit_head = decode(\(auditHead), 'hex') where id = \(id)")
  }

  /// The head of the audit log when the run was finished, in hexadecimal; nil before.
  package func auditHead(_ connection: Connection) async throws -> String? {
    try await connection.one(
      "select encode(audit_head, 'hex') from match.run where id = \(id)", as: String?.self)
  }

  /// The steps that are committed, in order, with what they took.
  package func steps(
    _ connection: Connection
  ) async throws -> [(step: String, milliseconds: Int64)] {
    try await connection.rows(
      "select step, milliseconds from match.run_step where run = \(id) order by ordinal"
    ).decode(as: (String, Int64).self).map { (step: $0.0, milliseconds: $0.1) }
  }

  /// What the run counted, by name.
  package func figures(_ connection: Connection) async throws -> [String: Int] {
    let rows = try await connection.rows(
      """
      select f.key, f.value::bigint from match.run r, jsonb_each_text(r.figures) as f
      where r.id = \(id)
      """
    ).decode(as: (String, Int64).self)
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.0, Int($0.1)) })
  }

  /// The SHA-256 of all that a business date decided, in hexadecimal, and how many rows went in.
  package static func fingerprint(
    of date: Day, _ connection: Connection
  ) async throws -> (digest: String, rows: Int64) {
    let row = try await connection.one(
      try query("fingerprint", PostgresDate(date)), as: (String, Int64).self)
    return (row.0, row.1)
  }
}
