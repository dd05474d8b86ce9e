package import Postgres
package import Programme

/// That both sides of a pair said yes: each is told what the other agreed to reveal.
package struct Introduction: Sendable {
  /// Its public id.
  package let id: String
  /// When the second side said yes.
  package let madeAt: Timestamp
  /// The pair, its company, and the contact that answers for it; nil when that contact left.
  package let siren, position, candidate: String
  package let contact: String?
  /// What the position and its company are called, and the commune of the workplace.
  package let title, companyName, commune: String
  /// What each side reveals: `name`, `mail`.
  package let companyReveals, candidateReveals: [String]
  /// Whether both agreed that the lead of the territory is told by name; else by codes.
  package let tellsLead: Bool
  /// The notices each side had been shown.
  package let companyNotice, candidateNotice: String?

  /// What the other side of an introduction agreed to reveal (personal data).
  package struct Revealed: Sendable {
    /// The introduction, and whether the person is a `candidate` or a `contact`.
    package let introduction, personKind: String
    /// What was agreed to, and nothing else.
    package let givenName, familyName, civility, role, email: String?
  }

  /// Makes the introduction of a pair when both sides' interests stand; nil otherwise.
  static func make(
    position: String, candidate: String, siren: String, at instant: Timestamp,
    _ connection: Connection
  ) async throws -> Introduction? {
    let made = try await connection.oneOrNone(
      """
      insert into match.introduction
        (id, company_interest, candidate_interest, made_at, siren, position, candidate)
      select app.public_id('I', \(position), \(candidate), n.ordinal::text), c.id, t.id, \(instant),
        \(siren), \(position), \(candidate)
      from match.interest c
      join match.interest t on t.position = c.position and t.candidate = c.candidate
        and t.party = 'candidate' and t.withdrawn_at is null
      cross join lateral (
        select count(*) as ordinal from match.introduction d
        where d.position = \(position) and d.candidate = \(candidate)) n
      where c.position = \(position) and c.candidate = \(candidate) and c.party = 'company'
        and c.withdrawn_at is null
      returning id
      """, as: String.self)
    guard let made else { return nil }
    let day = try await Installation.businessDate(
      of: Double(instant.microsecondsSince1970) / 1_000_000, connection)
    return try await standing(on: day, connection).first { $0.id == made }
  }

  /// The introductions that hold on a day, the oldest first: both still want it, and the talent still
  /// agrees.
  package static func standing(
    on day: Day, _ connection: Connection
  ) async throws -> [Introduction] {
    try await connection.rows(
      """
      select d.id, d.made_at, d.siren, d."position", d.candidate, d.contact, d.company_reveals,
        d.candidate_reveals, d.tells_lead, d.company_notice, d.candidate_notice, p.title, c.name,
        p.commune
      from match.standing_introductions(\(PostgresDate(day))) d
      join app.position p on p.id = d."position"
      join app.company c on c.siren = d.siren
      order by d.made_at, d.id
      """
    ).decode(
      as: (
        String, Timestamp, String, String, String, String?, [String], [String], Bool, String?,
        String?, String, String, String
      ).self
    ).map {
      Introduction(
        id: $0.0, madeAt: $0.1, siren: $0.2, position: $0.3, candidate: $0.4, contact: $0.5,
        title: $0.11, companyName: $0.12, commune: $0.13, companyReveals: $0.6,
        candidateReveals: $0.7, tellsLead: $0.8, companyNotice: $0.9,
        candidateNotice: $0.10)
    }
  }

  /// What introductions reveal to a reader, as the other side agreed; each reading is noted for good.
  ///
  /// - `readerKind`: `contact`, `candidate`, or `lead`, who is told names only where both sides agreed.
  package static func reveal(
    _ introductions: [String], to readerKind: String, _ reader: String, on day: Day,
    at instant: Timestamp, _ connection: Connection
  ) async throws -> [Revealed] {
    try await connection.rows(
      """
      select introduction, person_kind, given_name, family_name, civility, role, email
      from app.reveal(\(introductions), \(readerKind), \(reader), \(PostgresDate(day)), \(instant))
      order by introduction, person_kind
      """
    ).decode(as: (String, String, String?, String?, String?, String?, String?).self)
      .map {
        Revealed(
          introduction: $0.0, personKind: $0.1, givenName: $0.2, familyName: $0.3,
          civility: $0.4, role: $0.5, email: $0.6)
      }
  }
}
