package import Matching
package import Postgres
package import Programme

/// One pair that a run listed, as codes.
package struct Listing: Sendable, Hashable {
  /// The position and the candidate.
  package let position, candidate: String
  /// Whether it is a near match.
  package let isNear: Bool
  /// Its place in the list of the position before allocation, from 1.
  package let rank: Int
  /// Its place in the short list that is sent, from 1; nil when it is not sent.
  package let slot: Int?
  /// The score in millionths.
  package let score: Int

  /// Stores the lists of a run by binary COPY, in place of what it had, inside the caller's transaction.
  ///
  /// - `lists`: what the matching found.
  /// - `showings`: the pairs of the short lists.
  package static func store(
    _ lists: [PositionList], showings: [Showing], run: Run, _ connection: Connection
  ) async throws {
    try await connection.run("delete from match.listing where run = \(run.id)")
    try await connection.copyIn(guarded: "match.listing", columns) { writer in
      try await write(lists, showings: showings, run: run, to: &writer)
    }
  }

  /// The columns that are written, in their order.
  static let columns: SQL = """
    run, position, candidate, list, rank, slot, score, side_position, side_candidate, required_met,
    required_of, desired_met, desired_of, away_kind, away_id
    """

  /// Writes lists as rows of these columns.
  static func write(
    _ lists: [PositionList], showings: [Showing], run: Run, to writer: inout CopyWriter
  ) async throws {
    let slots = Dictionary(
      showings.map { (Pair(position: $0.position, candidate: $0.candidate), $0.slot) }
    ) { first, _ in first }
    for list in lists {
      // In the order of the key, which the server takes in at the end of its tree.
      for match in (list.matches + list.near).sorted(by: { $0.candidate < $1.candidate }) {
        let slot = slots[Pair(position: match.position, candidate: match.candidate)]
        try await writer.row(
          run.id, match.position, match.candidate, match.away == nil ? "match" : "near",
          Int16(match.rank), slot.map { Int16($0) }, Int32(match.score),
          Int32(match.sidePosition), Int32(match.sideCandidate), Int16(match.requiredMet),
          Int16(match.requiredOf), Int16(match.desiredMet), Int16(match.desiredOf),
          match.away?.kind, match.away?.id)
      }
    }
  }

  private struct Pair: Hashable {
    let position, candidate: String
  }

  /// The pairs of the short lists of a run, as they are stored.
  package static func showings(
    of run: Run, _ connection: Connection
  ) async throws -> [Showing] {
    try await connection.rows(
      """
      select position, candidate, list = 'near', slot::integer, score from match.listing
      where run = \(run.id) and slot is not null
      """
    ).decode(as: (String, String, Bool, Int32, Int32).self).map {
      Showing(
        position: $0.0, candidate: $0.1, isNear: $0.2, slot: Int($0.3), score: Int($0.4))
    }
  }

  /// How often each candidate stands in short lists of earlier runs of the same date.
  ///
  /// Runs of a date follow each other, so what a run counted can be counted again later.
  package static func alreadyListed(
    on date: Day, before run: Run, _ connection: Connection
  ) async throws -> [String: Int] {
    let rows = try await connection.rows(
      """
      select l.candidate, count(*)::integer
      from match.listing l
      join match.run r on r.id = l.run
      where r.business_date = \(PostgresDate(date)) and r.id < \(run.id)
        and l.slot is not null and l.list = 'match'
      group by l.candidate
      """
    ).decode(as: (String, Int32).self)
    return Dictionary(rows.map { ($0.0, Int($0.1)) }, uniquingKeysWith: +)
  }

  /// A pair that stands otherwise in a later run than in an earlier one.
  package struct Change: Sendable {
    /// The position and the candidate.
    package let position, candidate: String
    /// `new`, `gone` or `changed`.
    package let kind: String
    /// Where it stood and stands: list, rank, slot and score.
    package let before, after: Place?

    /// A place in the lists of a run.
    package struct Place: Sendable {
      /// Whether it is a near match.
      package let isNear: Bool
      /// The place in the list, the place in the short list, and the score in millionths.
      package let rank: Int
      package let slot: Int?
      package let score: Int
    }
  }

  /// What changed from one run to another, for the positions of the territories both cover.
  package static func changes(
    from earlier: Run, to later: Run, _ connection: Connection
  ) async throws -> [Change] {
    try await connection.rows(try query("run-diff", earlier.id, later.id)).decode(
      as: (
        String, String, String, String?, String?, Int32?, Int32?, Int32?, Int32?, Int32?, Int32?
      ).self
    ).map { row in
      func place(_ list: String?, _ rank: Int32?, _ slot: Int32?, _ score: Int32?) -> Change.Place?
      {
        guard let list, let rank, let score else { return nil }
        return Change.Place(
          isNear: list == "near", rank: Int(rank), slot: slot.map(Int.init), score: Int(score))
      }
      return Change(
        position: row.0, candidate: row.1, kind: row.2, before: place(row.3, row.5, row.7, row.9),
        after: place(row.4, row.6, row.8, row.10))
    }
  }
}
