package import Postgres
package import Programme

/// A candidate as a reader with a session knows them: a code, and the skills that are met.
///
/// What could single somebody out is told to themselves and to the CFA that entered them only: how
/// coarse it must be for a company is decided over the whole pool, in the digests.
package struct VisibleProfile: Sendable {
  /// The code under which this reader knows the candidate, and nobody else does.
  package let code: String
  /// Where the last night listed them; nil for a candidate of a CFA, or one who is not listed.
  package let listing: Listing?
  /// The level (3…8) held, and the one in preparation; nil for companies.
  package let levelHeld, levelPrepared: Int?
  /// From when the candidate is free; nil for companies.
  package let availableOn: Day?
  /// The contracts wished; none for companies.
  package let contracts: [String]

  /// A place in the lists of the last night.
  package struct Listing: Sendable {
    /// The position.
    package let position: String
    /// Whether one rule or one required skill is missing.
    package let isNear: Bool
    /// The place in the short list, from 1; candidates are not told theirs.
    package let slot: Int?
    /// How many required and desired skills are met, and out of how many.
    package let requiredMet, requiredOf, desiredMet, desiredOf: Int
  }

  /// What the session of this transaction may see, by position and place; nothing without one.
  package static func list(_ connection: Connection) async throws -> [VisibleProfile] {
    let rows = try await connection.rows(
      """
      select code, position, coalesce(list = 'near', false), slot::integer,
        coalesce(required_met, 0)::integer, coalesce(required_of, 0)::integer,
        coalesce(desired_met, 0)::integer, coalesce(desired_of, 0)::integer, level_held::integer,
        level_prepared::integer, available_on, contracts
      from app.visible_profiles()
      order by position, 3, slot, code
      """
    ).decode(
      as: (
        String, String?, Bool, Int32?, Int32, Int32, Int32, Int32, Int32?, Int32?, PostgresDate?,
        [String]
      ).self)
    var profiles: [VisibleProfile] = []
    for row in rows {
      let listing = row.1.map {
        Listing(
          position: $0, isNear: row.2, slot: row.3.map(Int.init), requiredMet: Int(row.4),
          requiredOf: Int(row.5), desiredMet: Int(row.6), desiredOf: Int(row.7))
      }
      profiles.append(
        VisibleProfile(
          code: row.0, listing: listing, levelHeld: row.8.map(Int.init),
          levelPrepared: row.9.map(Int.init), availableOn: row.10.map { Day($0) },
          contracts: row.11))
    }
    return profiles
  }
}
