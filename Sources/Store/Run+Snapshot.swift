import Matching
package import Postgres

extension Run {
  /// How many bytes a stored part of a snapshot has.
  private static let partSize = 8 << 20

  /// Stores the frozen input, inside the caller's transaction, and its SHA-256 with the run.
  package func store(snapshot bytes: [UInt8], _ connection: Connection) async throws {
    try await keep(snapshot: bytes, connection)
    try await connection.run(
      """
      update match.run set input_digest = (
        select sha256(string_agg(sha256(bytes), ''::bytea order by part))
        from match.run_snapshot where run = \(id))
      where id = \(id)
      """)
  }

  /// Replaces the bytes that are kept, and leaves the digest of what the run read.
  private func keep(snapshot bytes: [UInt8], _ connection: Connection) async throws {
    try await connection.run("delete from match.run_snapshot where run = \(id)")
    for (part, start) in stride(from: 0, to: bytes.count, by: Self.partSize).enumerated() {
      let slice = Array(bytes[start..<min(start + Self.partSize, bytes.count)])
      try await connection.run(
        "insert into match.run_snapshot (run, part, bytes) values (\(id), \(Int32(part)), \(slice))"
      )
    }
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

  /// Empties the rows of candidates in every kept input that holds one, and gives those runs.
  ///
  /// What is left is a closed row without consent under the same code, so that a replay can name it
  /// and keep what was decided of it then. The lists of those runs hold codes only and stay. An input
  /// that this program cannot read any more is removed, as nobody could tell whom it holds.
  package static func blank(
    candidates: [String], _ connection: Connection
  ) async throws -> [Int64] {
    let kept = try await connection.rows(
      "select distinct run from match.run_snapshot order by run"
    ).decode(as: Int64.self)
    var blanked: [Int64] = []
    for id in kept {
      let run = try await find(id, connection)
      let isBlanked = try await connection.withTransaction { connection in
        guard let bytes = try await run.snapshot(connection) else { return false }
        let emptied: (snapshot: Snapshot, held: [String])?
        do {
          emptied = try Snapshot(decoding: bytes).blanking(candidates: candidates)
        } catch is SnapshotError {
          try await connection.run("delete from match.run_snapshot where run = \(id)")
          return false
        }
        guard let emptied else { return false }
        try await run.keep(snapshot: emptied.snapshot.encoded(), connection)
        try await connection.run(
          """
          insert into match.run_blanked (run, candidate)
          select \(id), held from unnest(\(emptied.held)) as held
          on conflict do nothing
          """)
        return true
      }
      if isBlanked { blanked.append(id) }
    }
    return blanked
  }

  /// The candidates whose rows in the kept input are empty since they were erased.
  package func blanked(_ connection: Connection) async throws -> [String] {
    try await connection.rows(
      "select candidate from match.run_blanked where run = \(id) order by candidate"
    ).decode(as: String.self)
  }
}
