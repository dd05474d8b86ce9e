package import Postgres
package import Programme

/// Whether an establishment is industry or serves it, with what people decided.
package struct CompanyIndustry: Sendable {
  /// The establishment.
  package let siret: String
  /// The answer with its reason.
  package let industry: Industry
  /// What was decided, the last first.
  package let decisions: [IndustryDecision]

  /// What is known of an establishment; `unknown` for one that nobody told about.
  package static func find(
    _ siret: SIRET, _ connection: Connection
  ) async throws -> CompanyIndustry? {
    try await all(of: siret.siren, connection).first { $0.siret == siret.text }
  }

  /// What is known of every establishment of a company, or of all companies, by SIRET.
  package static func all(
    of siren: SIREN? = nil, _ connection: Connection
  ) async throws -> [CompanyIndustry] {
    let establishments = try await connection.rows(
      """
      select siret, naf, naf_version from app.establishment_industry
      where \(siren?.text)::text is null or siren = \(siren?.text)
      order by siret
      """
    ).decode(as: (String, String?, String?).self)
    let decisions = try await connection.rows(
      """
      select siret, is_industry, decided_by, (decided_at at time zone 'Europe/Paris')::date, reason
      from app.industry_decision
      where \(siren?.text)::text is null or siren = \(siren?.text)
      order by id desc
      """
    ).decode(as: (String, Bool?, String, PostgresDate, String).self)
    let decided = Dictionary(grouping: decisions, by: \.0)
    return try establishments.map { row in
      let own = (decided[row.0] ?? []).map {
        IndustryDecision(isIndustry: $0.1, by: $0.2, on: Day($0.3), reason: $0.4)
      }
      return CompanyIndustry(
        siret: row.0,
        industry: Industry(activity: try activity(row.1, row.2), decision: own.first),
        decisions: own)
    }
  }

  /// Records a decision; nil takes earlier ones back.
  ///
  /// Fails when the establishment is not known.
  package static func decide(
    _ isIndustry: Bool?, on siret: SIRET, because reason: String, by author: Author,
    _ connection: Connection
  ) async throws {
    let count = try await connection.run(
      """
      insert into app.industry_decision (siren, siret, is_industry, decided_at, decided_by, reason)
      select siren, siret, \(isIndustry), \(author.at), \(author.name), \(reason)
      from app.establishment where siret = \(siret.text)
      """)
    guard count == 1 else {
      throw StoreError(
        .notFound, "there is no establishment \"\(siret)\"",
        hint: "run: vivier company list --search \(siret.siren)")
    }
  }

  /// The answers of all of them, by SIRET.
  package static func bySIRET(
    of siren: SIREN? = nil, _ connection: Connection
  ) async throws -> [String: Industry] {
    Dictionary(
      try await all(of: siren, connection).map { ($0.siret, $0.industry) },
      uniquingKeysWith: { first, _ in first })
  }

  private static func activity(_ code: String?, _ version: String?) throws -> Activity? {
    guard let code, let version else { return nil }
    return try Activity("\(version):\(code)")
  }
}
