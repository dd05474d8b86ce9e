import Postgres

extension Connection {
  /// Writes rows by binary COPY into a table under row-level security, inside the caller's transaction.
  ///
  /// PostgreSQL refuses COPY into such a table, even where a policy lets every row in: the rows come
  /// into a temporary table first, and from there in the order in which they were written.
  func copyIn(
    guarded table: SQL, _ columns: SQL, _ body: (inout CopyWriter) async throws -> Void
  ) async throws {
    try await run(
      "create temporary table arriving on commit drop as select \(columns) from \(table) with no data"
    )
    try await copyIn("copy pg_temp.arriving (\(columns)) from stdin (format binary)", body)
    try await run("insert into \(table) (\(columns)) select \(columns) from pg_temp.arriving")
    try await run("drop table pg_temp.arriving")
  }
}
