package import Matching
package import Postgres

extension Run {
  /// A named property of the run's short lists, as it was stored.
  package struct StoredProperty: Hashable, Sendable {
    /// Its name, as ``Matching/Property/Name`` spells it.
    package let name: String
    /// What was measured, and the value at which it just holds.
    package let value, tolerance: Int
    /// `blocking` or `reported`.
    package let kind: String
    /// Whether it holds.
    package let isHeld: Bool
  }

  /// Stores what was measured, in place of earlier values of the same names.
  package func store(_ properties: [Property], _ connection: Connection) async throws {
    try await connection.run(
      """
      insert into match.run_property (run, name, value, tolerance, kind, held)
      select \(id), p.* from unnest(
        \(properties.map(\.name.rawValue)), \(properties.map { Int64($0.value) }),
        \(properties.map { Int64($0.tolerance) }), \(properties.map(\.kind.rawValue)),
        \(properties.map(\.isHeld))) as p
      on conflict (run, name) do update set
        value = excluded.value, tolerance = excluded.tolerance, kind = excluded.kind,
        held = excluded.held
      """)
  }

  /// What was measured of the short lists: what blocks first, then by name.
  package func properties(_ connection: Connection) async throws -> [StoredProperty] {
    try await connection.rows(
      """
      select name, value, tolerance, kind, held from match.run_property
      where run = \(id) order by kind, name
      """
    ).decode(as: (String, Int64, Int64, String, Bool).self).map {
      StoredProperty(
        name: $0.0, value: Int($0.1), tolerance: Int($0.2), kind: $0.3, isHeld: $0.4)
    }
  }

  /// Stores why positions have nobody, in place of what it had, inside the caller's transaction.
  package func store(
    _ shortages: [Allocation.Shortage], _ connection: Connection
  ) async throws {
    try await connection.run("delete from match.shortage where run = \(id)")
    for (ordinal, shortage) in shortages.enumerated() {
      try await connection.run(
        """
        insert into match.shortage (run, ordinal, positions, candidates, room)
        values (\(id), \(Int32(ordinal + 1)), \(shortage.positions), \(shortage.candidates),
          \(Int32(shortage.room)))
        """)
    }
  }

  /// Why positions have nobody, as it was stored.
  package func shortages(_ connection: Connection) async throws -> [Allocation.Shortage] {
    try await connection.rows(
      "select positions, candidates, room from match.shortage where run = \(id) order by ordinal"
    ).decode(as: ([String], [String], Int32).self).map {
      Allocation.Shortage(positions: $0.0, candidates: $0.1, room: Int($0.2))
    }
  }
}
