package import Matching
package import Postgres

extension Starving {
  /// Stores the starving positions of a run in place of what it had, inside the caller's transaction.
  package static func store(
    _ starving: [Starving], run: Run, _ connection: Connection
  ) async throws {
    try await connection.run("delete from match.starving where run = \(run.id)")
    try await connection.run(
      """
      insert into match.starving (run, position, criterion, subject, gain)
      select \(run.id), position, nullif(criterion, ''), nullif(subject, ''), gain
      from unnest(\(starving.map(\.position)), \(starving.map { $0.relaxation?.kind ?? "" }),
          \(starving.map { $0.relaxation?.subject ?? "" }), \(starving.map { Int32($0.gain) }))
        as s (position, criterion, subject, gain)
      """)
  }

  /// The starving positions of a run, those that one change would help most first.
  package static func read(of run: Run, _ connection: Connection) async throws -> [Starving] {
    try await connection.rows(
      """
      select position, criterion, subject, gain from match.starving
      where run = \(run.id) order by gain desc, position collate "C"
      """
    ).decode(as: (String, String?, String?, Int32).self).map { row in
      Starving(
        position: row.0, relaxation: row.1.flatMap { Relaxation(kind: $0, subject: row.2) },
        gain: Int(row.3))
    }
  }
}
