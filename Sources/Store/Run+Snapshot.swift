package import Postgres

extension Run {
  /// How many bytes a stored part of a snapshot has.
  private static let partSize = 8 << 20

  /// Stores the frozen input, inside the caller's transaction, and its SHA-256 with the run.
  package func store(snapshot bytes: [UInt8], _ connection: Connection) async throws {
    try await connection.run("delete from match.run_snapshot where run = \(id)")
    for (part, start) in stride(from: 0, to: bytes.count, by: Self.partSize).enumerated() {
      let slice = Array(bytes[start..<min(start + Self.partSize, bytes.count)])
      try await connection.run(
        "insert into match.run_snapshot (run, part, bytes) values (\(id), \(Int32(part)), \(slice))"
      )
    }
    try await connection.run(
      """
      update match.run set input_digest = (
        select sha256(string_agg(sha256(bytes), ''::bytea order by part))
        from match.run_snapshot where run = \(id))
      where id = \(id)
      """)
  }

  /// The frozen input, as it was stored; nil when it was never stored or has been thinned out.
  package func snapshot(_ connection: Connection) async throws -> [UInt8]? {
    let parts = try await connection.rows(
      "select bytes from match.run_snapshot where run = \(id) order by part"
    ).decode(as: ([UInt8]).self)
    return parts.isEmpty ? nil : Array(parts.joined())
  }

  /// Removes stored inputs of runs more than `days` days before this one.
  package func forgetSnapshots(olderThan days: Int, _ connection: Connection) async throws {
    try await connection.run(
      """
      delete from match.run_snapshot s using match.run r
      where r.id = s.run and r.business_date < \(PostgresDate(date)) - \(Int32(days))
      """)
  }
}
