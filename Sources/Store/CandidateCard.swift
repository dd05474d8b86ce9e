package import Postgres
package import Programme

/// A candidate as codes: never a name, an address or the reference a school gave.
package struct CandidateCard: Sendable {
  /// Its id.
  package let id: String
  /// Whether the candidate agreed to the matching and did not withdraw.
  package let hasConsent: Bool
  /// The level (3…8) held, and the one in preparation.
  package let levelHeld, levelPrepared: Int?
  /// The diploma: RNCP code and title.
  package let diploma, diplomaTitle: String?
  /// When it was or will be passed, and from when the candidate is free.
  package let diplomaOn, availableOn: Day?
  /// The lowest pay in euros a year, gross.
  package let minimumPay: Int?
  /// Whether they say that they may sign a contrat d'apprentissage; nil when not told.
  package let isEligibleToApprenticeship: Bool?
  /// The contracts wished.
  package let contracts: [String]
  /// The occupations wished, best first: ROME 4 codes and labels.
  package let occupations, occupationLabels: [String]
  /// The missions and sectors wished.
  package let missions, sectors: [String]
  /// `open` or `closed`.
  package let state: String

  /// A skill that a candidate has.
  package struct Skill: Sendable {
    /// The canonical key and the label.
    package let key, label: String
    /// 1 (notions) to 4 (mastery).
    package let proficiency: Int
    /// Where it comes from, such as `taught` or `certified`.
    package let evidence: String
  }

  /// A place where a candidate looks.
  package struct Area: Sendable {
    /// `circle`, `territory`, `department`, `region` or `country`.
    package let kind: String
    /// Its code and name.
    package let code, name: String?
    /// The radius around a commune, in kilometres.
    package let kilometres: Int?
  }

  /// Every candidate, with and without consent, by id.
  package static func list(
    on day: Day, includesClosed: Bool, _ connection: Connection
  ) async throws -> [CandidateCard] {
    try await read(
      query("candidates", PostgresDate(day), includesClosed, String?.none), connection)
  }

  /// The candidate of that id, or the only one with that reference.
  package static func find(
    _ name: String, on day: Day, _ connection: Connection
  ) async throws -> CandidateCard {
    let found = try await read(
      query("candidates", PostgresDate(day), true, String?(name)), connection)
    return try Directory.only(found, name: name, kind: "candidate", id: \.id)
  }

  /// The skills, the best mastered first.
  package func skills(_ connection: Connection) async throws -> [Skill] {
    try await connection.rows(try query("candidate-skills", id))
      .decode(as: (String, String, Int32, String).self)
      .map { Skill(key: $0.0, label: $0.1, proficiency: Int($0.2), evidence: $0.3) }
  }

  /// The languages with their level of the CEFR, 1 (A1) to 6 (C2).
  package func languages(_ connection: Connection) async throws -> [(code: String, level: Int)] {
    try await connection.rows(
      """
      select language, level::integer from app.candidate_language
      where candidate = \(id) order by level desc, language
      """
    ).decode(as: (String, Int32).self).map { (code: $0.0, level: Int($0.1)) }
  }

  /// Where the candidate looks, in the order told.
  package func areas(vintage: Vintage, _ connection: Connection) async throws -> [Area] {
    try await connection.rows(try query("candidate-areas", id, vintage.name))
      .decode(as: (String, String?, String?, Int32?).self)
      .map { Area(kind: $0.0, code: $0.1, name: $0.2, kilometres: $0.3.map(Int.init)) }
  }

  private static func read(_ sql: SQL, _ connection: Connection) async throws -> [CandidateCard] {
    var cards: [CandidateCard] = []
    let rows = try await connection.rows(sql).decode(
      as: (
        String, Bool, Int32?, Int32?, String?, String?, PostgresDate?, PostgresDate?, Int32?,
        [String], [String], [String], [String], [String], String, Bool?
      ).self)
    cards.reserveCapacity(rows.count)
    for row in rows {
      cards.append(
        CandidateCard(
          id: row.0, hasConsent: row.1, levelHeld: row.2.map(Int.init),
          levelPrepared: row.3.map(Int.init), diploma: row.4, diplomaTitle: row.5,
          diplomaOn: row.6.map { Day($0) }, availableOn: row.7.map { Day($0) },
          minimumPay: row.8.map(Int.init), isEligibleToApprenticeship: row.15, contracts: row.9,
          occupations: row.10,
          occupationLabels: row.11, missions: row.12, sectors: row.13, state: row.14))
    }
    return cards
  }
}
