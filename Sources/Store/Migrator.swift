package import Postgres

/// Brings a database to the schema this program carries: forward only, one transaction a file.
package struct Migrator {
  /// The key of the advisory lock that one migrator at a time holds ("vivier" in ASCII).
  private static let lock: Int64 = 0x7669_7669_6572
  private let connection: Connection

  /// A migrator on a connection that may create schemas in its database.
  package init(_ connection: Connection) {
    self.connection = connection
  }

  /// What is left to run here; empty when the schema is up to date.
  package func pending() async throws -> [Migration] {
    try Migration.plan(applied: try await applied(), carried: Migration.carried())
  }

  /// Fails unless the schema is the one this program carries, or one that only adds to it.
  package func check() async throws {
    let applied = try await applied()
    guard !applied.isEmpty else { throw MigrationError.empty }
    let left = try Migration.plan(applied: applied, carried: Migration.carried())
    guard left.isEmpty else { throw MigrationError.pending(count: left.count) }
  }

  /// Runs what is left, each file in a transaction of its own, and says which ran.
  ///
  /// Fails with `locked` when another migrator is at work; what ran before a failure stays.
  package func migrate() async throws -> [Migration] {
    let isMine = try await connection.one(
      "select pg_try_advisory_lock(\(Self.lock))", as: Bool.self)
    guard isMine else { throw MigrationError.locked }
    do {
      let ran = try await runPending()
      try await connection.run("select pg_advisory_unlock(\(Self.lock))")
      return ran
    } catch {
      _ = try? await connection.run("select pg_advisory_unlock(\(Self.lock))")
      throw error
    }
  }

  private func runPending() async throws -> [Migration] {
    try await connection.script(
      """
      create schema if not exists app;
      create table if not exists app.migration (
        number integer primary key,
        name text not null,
        checksum bytea not null,
        applied_at timestamptz not null default now(),
        applied_by text not null default current_user
      );
      alter table app.migration add column if not exists is_expansion boolean not null default false;
      """)
    let left = try await pending()
    for migration in left {
      try await run(migration)
    }
    return left
  }

  private func run(_ migration: Migration) async throws(MigrationError) {
    do throws(PostgresError) {
      try await connection.run("begin")
      // The ledger comes first: a second migrator collides here and not half-way through a file.
      try await connection.run(
        """
        insert into app.migration (number, name, checksum, is_expansion)
        values (\(Int32(migration.number)), \(migration.name),
          sha256(convert_to(\(migration.text), 'UTF8')), \(migration.isExpansion))
        """)
      try await connection.script(migration.text)
      try await connection.run("commit")
    } catch {
      _ = try? await connection.run("rollback")
      throw .failed(
        file: "SQL/" + migration.path, line: error.statementLine,
        reason: [error.description, error.hint].compactMap(\.self).joined(separator: "; "))
    }
  }

  private func applied() async throws -> [AppliedMigration] {
    let hasLedger = try await connection.one(
      "select to_regclass('app.migration') is not null", as: Bool.self)
    guard hasLedger else { return [] }
    let carried = try Migration.carried()
    return try await connection.rows(
      """
      select m.number, m.name, coalesce(m.checksum = sha256(convert_to(c.text, 'UTF8')), false),
        (select is_expansion from app.migration x where x.number = m.number)
      from app.migration m
      -- What a ledger says that does not have the column yet: the name then means this one.
      cross join (select false as is_expansion) as unsaid
      left join unnest(\(carried.map { Int32($0.number) }), \(carried.map(\.text)))
        as c (number, text) using (number)
      order by m.number
      """
    ).decode(as: (Int32, String, Bool, Bool).self).map {
      AppliedMigration(
        number: Int($0.0), name: $0.1, isUnchanged: $0.2, isExpansion: $0.3)
    }
  }
}
