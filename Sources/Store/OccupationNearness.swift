import Nearness
import Postgres

/// The table of how near occupations are, kept with the editions of ROME it was computed from.
enum OccupationNearness {
  /// The least nearness that is kept, in millionths: below it two occupations have words in common.
  private static let least = 100_000

  /// Computes the table of the current editions where it is not there yet, in the caller's transaction.
  static func complete(_ connection: Connection) async throws {
    let editions = try await connection.rows(
      """
      select a.id, b.id,
        exists (select from ref.occupation_near n where n.rome3 = a.id and n.rome4 = b.id)
      from ref.current_edition a
      join ref.current_edition b on b.set_name = 'rome4'
      where a.set_name = 'rome3'
      """
    ).decode(as: (Int32, Int32, Bool).self)
    guard let (rome3, rome4, isThere) = editions.first, !isThere,
      let occupations = try await OccupationSpace.described(connection)
    else { return }
    let table = NearnessTable(occupations)
    try await connection.copyIn(
      """
      copy ref.occupation_near (rome3, rome4, occupation, near, nearness)
      from stdin (format binary)
      """
    ) { writer in
      for (first, occupation) in occupations.enumerated() {
        for (second, near) in occupations.enumerated() where first != second {
          let nearness = table.nearness(first, second)
          guard nearness >= least else { continue }
          try await writer.row(rome3, rome4, occupation.code, near.code, Int32(nearness))
        }
      }
    }
  }
}
