package import Matching
package import Postgres

/// How the stored lists of a run compare with lists computed again, byte for byte.
package struct ListingComparison: Sendable {
  /// How many pairs are stored.
  package let rows: Int64
  /// How many pairs differ, are missing or are too many.
  package let differing: Int64
  /// The first that does, by position and candidate: what is stored and what came out now.
  package let stored, replayed: String?
}

extension Listing {
  /// Compares the stored lists of a run with others, in the form that ``Run/fingerprint(of:_:)`` takes in.
  package static func compare(
    _ lists: [PositionList], showings: [Showing], with run: Run, _ connection: Connection
  ) async throws -> ListingComparison {
    try await connection.withTransaction { connection in
      try await connection.run(
        "create temporary table replayed (like match.listing) on commit drop")
      try await connection.copyIn(
        "copy pg_temp.replayed (\(columns)) from stdin (format binary)"
      ) { writer in
        try await write(lists, showings: showings, run: run, to: &writer)
      }
      let row = try await connection.one(
        """
        with stored as (
          select position, candidate, (to_jsonb(l) - 'run')::text as line
          from match.listing l where run = \(run.id)
        ),
        replayed as (
          select position, candidate, (to_jsonb(l) - 'run')::text as line
          from pg_temp.replayed l
        ),
        differing as (
          select position, candidate, s.line as stored, r.line as replayed
          from stored s full join replayed r using (position, candidate)
          where s.line is distinct from r.line
        ),
        first as (
          select stored, replayed from differing
          order by position collate "C", candidate collate "C" limit 1
        )
        select (select count(*) from stored), (select count(*) from differing),
          (select stored from first), (select replayed from first)
        """, as: (Int64, Int64, String?, String?).self)
      return ListingComparison(
        rows: row.0, differing: row.1, stored: row.2, replayed: row.3)
    }
  }

  /// What a run recorded of some candidates, as matches of its lists.
  package static func recorded(
    of candidates: [String], by run: Run, _ connection: Connection
  ) async throws -> [Match] {
    try await connection.rows(
      """
      select position, candidate, array[rank, score, side_position, side_candidate, required_met,
          required_of, desired_met, desired_of]::integer[],
        away_kind, away_id
      from match.listing
      where run = \(run.id) and candidate = any(\(candidates))
      """
    ).decode(as: (String, String, [Int32], String?, String?).self).map { row in
      let numbers = row.2.map { Int($0) }
      let away = row.3.flatMap { Away(kind: $0, id: row.4 ?? "") }
      return Match(
        position: row.0, candidate: row.1, rank: numbers[0], score: numbers[1],
        sidePosition: numbers[2], sideCandidate: numbers[3], requiredMet: numbers[4],
        requiredOf: numbers[5], desiredMet: numbers[6], desiredOf: numbers[7], away: away)
    }
  }
}
