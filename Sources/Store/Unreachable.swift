package import Postgres

/// Something new in a run for a company that nobody could be told of.
package struct Unreachable: Sendable, Hashable {
  /// What is new.
  package enum Kind: String, Sendable {
    /// A position has candidates.
    case position
    /// Something is due for a hire.
    case hire
  }

  /// What is new, and the id of the position or hire.
  package let kind: Kind
  package let subject: String
  /// The owner, and the establishment.
  package let siren, siret: String
  /// Why nobody can be told; nil where there is no contact at all.
  package let reach: Contact.Reach?
  /// How many candidates the short list has; 1 for a hire.
  package let news: Int

  /// States what nobody could be told of.
  package init(
    _ kind: Kind, _ subject: String, siren: String, siret: String, reach: Contact.Reach?, news: Int
  ) {
    self.kind = kind
    self.subject = subject
    self.siren = siren
    self.siret = siret
    self.reach = reach
    self.news = news
  }

  /// The word for why: `none`, or what keeps the contacts from being told.
  package var reason: String { reach?.rawValue ?? "none" }

  /// Stores what nobody could be told of in a run, inside the caller's transaction.
  package static func store(
    _ entries: [Unreachable], run: Run, _ connection: Connection
  ) async throws {
    try await connection.run("delete from match.unreachable where run = \(run.id)")
    try await connection.run(
      """
      insert into match.unreachable (run, kind, subject, siren, siret, reason, news)
      select \(run.id), * from unnest(\(entries.map(\.kind.rawValue)), \(entries.map(\.subject)),
        \(entries.map(\.siren)), \(entries.map(\.siret)), \(entries.map(\.reason)),
        \(entries.map { Int32($0.news) }))
      """)
  }

  /// What nobody could be told of in a run, establishment by establishment.
  package static func read(
    of run: Run, _ connection: Connection
  ) async throws -> [Unreachable] {
    try await connection.rows(
      """
      select kind, subject, siren, siret, reason, news from match.unreachable
      where run = \(run.id) order by siret collate "C", kind desc, subject collate "C"
      """
    ).decode(as: (String, String, String, String, String, Int32).self).map {
      Unreachable(
        Kind(rawValue: $0.0) ?? .position, $0.1, siren: $0.2, siret: $0.3,
        reach: Contact.Reach(rawValue: $0.4), news: Int($0.5))
    }
  }

  /// The names of the companies, by SIREN.
  package static func names(
    of entries: [Unreachable], _ connection: Connection
  ) async throws -> [String: String] {
    let rows = try await connection.rows(
      "select siren, name from app.company where siren = any(\(entries.map(\.siren)))"
    ).decode(as: (String, String).self)
    return Dictionary(rows) { first, _ in first }
  }
}
