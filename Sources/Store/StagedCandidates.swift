import Exchange
import Postgres
import Programme

/// Candidates on their way in.
struct StagedCandidates: StagedRows {
  typealias Row = CandidateRow

  static let keyColumn = "reference"
  static let tables = """
    create temp table staged_candidate (
      line integer, source text, reference text, given_name text, family_name text, email text,
      level_held integer, level_prepared integer, diploma text, diploma_on date, available_on date,
      minimum_pay integer, apprenticeship_eligible boolean, contracts text, occupations text, missions text, sectors text, state text,
      content text) on commit drop;
    create temp table staged_candidate_skill (
      line integer, skill text, proficiency integer, evidence text) on commit drop;
    create temp table staged_candidate_language (
      line integer, language text, level integer) on commit drop;
    create temp table staged_candidate_area (
      line integer, position integer, kind text, code text, radius_km integer) on commit drop;
    create temp table staged_candidate_consent (
      line integer, purpose text, given_on date, until date, notice text, source text)
      on commit drop;
    create temp table staged_candidate_invisible (
      line integer, siren text, reason text) on commit drop;
    """

  private let checks: ImportChecks
  private(set) var mergedCommunes = 0
  private var rows: [(line: Int32, row: CandidateRow, content: String)] = []
  private var skills: [(line: Int32, skill: String, proficiency: Int32, evidence: String)] = []
  private var languages: [(line: Int32, language: String, level: Int32)] = []
  private var areas: [(line: Int32, position: Int32, area: StagedArea)] = []
  private var consents: [StagedConsent] = []
  private var invisible: [(line: Int32, siren: String, reason: String)] = []

  /// A search area as the table holds it.
  private struct StagedArea {
    let kind: String
    let code: String?
    let radius: Int32?
  }

  /// A consent as the table holds it.
  private struct StagedConsent {
    let line: Int32
    let purpose: String
    let givenOn: PostgresDate
    let until: PostgresDate?
    let notice: String?
    let source: String
  }

  init(_ checks: ImportChecks) { self.checks = checks }

  mutating func add(_ row: CandidateRow, line: Int32) -> [ImportIssue] {
    var resolver = RowResolver(checks)
    _ = resolver.certification(row.diploma, "diploma")
    _ = resolver.occupations(row.occupations, "occupations")
    _ = resolver.sectors(row.sectors, "sectors")
    var held: [(line: Int32, skill: String, proficiency: Int32, evidence: String)] = []
    for skill in row.skills {
      guard let key = resolver.skill(skill.skill, "skills") else { continue }
      // Two spellings of one skill are one; the first stands.
      guard !held.contains(where: { $0.skill == key }) else { continue }
      held.append((line, key, Int32(skill.proficiency), skill.evidence.rawValue))
    }
    let searched = row.areas.compactMap { staged($0, &resolver) }
    if let notice = row.consentNotice, !checks.notices.contains(notice) {
      resolver.note(
        "consent_notice", "no notice is called \(notice)", hint: "run: vivier notice list")
    }
    guard resolver.issues.isEmpty else { return resolver.issues }

    mergedCommunes += resolver.mergedCommunes
    rows.append((line, row, digestible(row, held: held, areas: searched)))
    skills += held
    languages += row.languages.map { (line, $0.code.text, Int32($0.level.rawValue)) }
    areas += searched.enumerated().map { (line, Int32($0), $1) }
    if let on = row.consentOn, let source = row.consentSource {
      consents += row.consentPurposes.map {
        StagedConsent(
          line: line, purpose: $0.rawValue, givenOn: PostgresDate(on),
          until: row.consentUntil.map { PostgresDate($0) }, notice: row.consentNotice,
          source: source)
      }
    }
    invisible += row.invisibleTo.filter { $0 != row.presentEmployer }
      .map { (line, $0.text, HiddenFrom.Reason.asked.rawValue) }
    if let employer = row.presentEmployer {
      invisible.append((line, employer.text, HiddenFrom.Reason.employer.rawValue))
    }
    return []
  }

  /// A territory is kept with its vintage, since ids of two vintages must not meet.
  private func staged(_ area: Area, _ resolver: inout RowResolver) -> StagedArea? {
    switch area {
    case .circle(let commune, let kilometres):
      return resolver.commune(commune, "areas").map {
        StagedArea(kind: "circle", code: $0, radius: Int32(kilometres))
      }
    case .territory(let id):
      guard checks.gazetteer.name(ofTerritory: id.text) != nil else {
        resolver.note("areas", "no territory \(id) in the vintage \(checks.gazetteer.vintage)")
        return nil
      }
      return StagedArea(
        kind: "territory", code: "\(checks.gazetteer.vintage):\(id)", radius: nil)
    case .department(let code):
      guard checks.gazetteer.name(ofDepartment: code.text) != nil else {
        resolver.note("areas", "no department has the code \(code)")
        return nil
      }
      return StagedArea(kind: "department", code: code.text, radius: nil)
    case .region(let code):
      guard checks.gazetteer.name(ofRegion: code.text) != nil else {
        resolver.note("areas", "no region has the code \(code)")
        return nil
      }
      return StagedArea(kind: "region", code: code.text, radius: nil)
    case .country: return StagedArea(kind: "country", code: nil, radius: nil)
    }
  }

  static func countWithoutConsent(on day: Day, _ connection: Connection) async throws -> Int {
    Int(
      try await connection.one(
        """
        select count(*) from merging m
        where not exists (
          select from app.agreeing('matching', \(PostgresDate(day))) a where a.candidate = m.id)
        """, as: Int64.self))
  }

  mutating func flush(_ connection: Connection) async throws {
    guard !rows.isEmpty else { return }
    try await connection.run(
      """
      insert into staged_candidate
      select * from unnest(\(rows.map(\.line)), \(rows.map(\.row.source.description)),
        \(rows.map(\.row.reference)), \(rows.map(\.row.givenName)), \(rows.map(\.row.familyName)),
        \(rows.map(\.row.email)), \(rows.map { $0.row.levelHeld.map { Int32($0.number) } }),
        \(rows.map { $0.row.levelPrepared.map { Int32($0.number) } }),
        \(rows.map { $0.row.diploma?.text }), \(rows.map { $0.row.diplomaOn.map { PostgresDate($0) } }),
        \(rows.map { $0.row.availableFrom.map { PostgresDate($0) } }),
        \(rows.map { $0.row.minimumPay.map { Int32($0) } }),
        \(rows.map(\.row.isEligibleToApprenticeship)),
        \(rows.map { $0.row.contracts.map(\.rawValue).joined(separator: "|") }),
        \(rows.map { $0.row.occupations.map(\.text).joined(separator: "|") }),
        \(rows.map { $0.row.missions.map(\.rawValue).joined(separator: "|") }),
        \(rows.map { $0.row.sectors.joined(separator: "|") }), \(rows.map(\.row.status.rawValue)),
        \(rows.map(\.content)))
      """)
    try await connection.run(
      """
      insert into staged_candidate_skill
      select * from unnest(\(skills.map(\.line)), \(skills.map(\.skill)), \(skills.map(\.proficiency)),
        \(skills.map(\.evidence)))
      """)
    try await connection.run(
      """
      insert into staged_candidate_language
      select * from unnest(\(languages.map(\.line)), \(languages.map(\.language)),
        \(languages.map(\.level)))
      """)
    try await connection.run(
      """
      insert into staged_candidate_area
      select * from unnest(\(areas.map(\.line)), \(areas.map(\.position)), \(areas.map(\.area.kind)),
        \(areas.map(\.area.code)), \(areas.map(\.area.radius)))
      """)
    try await connection.run(
      """
      insert into staged_candidate_consent
      select * from unnest(\(consents.map(\.line)), \(consents.map(\.purpose)),
        \(consents.map(\.givenOn)), \(consents.map(\.until)), \(consents.map(\.notice)),
        \(consents.map(\.source)))
      """)
    try await connection.run(
      """
      insert into staged_candidate_invisible
      select * from unnest(\(invisible.map(\.line)), \(invisible.map(\.siren)),
        \(invisible.map(\.reason)))
      """)
    rows.removeAll()
    skills.removeAll()
    languages.removeAll()
    areas.removeAll()
    consents.removeAll()
    invisible.removeAll()
  }

  private func digestible(
    _ row: CandidateRow,
    held: [(line: Int32, skill: String, proficiency: Int32, evidence: String)],
    areas: [StagedArea]
  ) -> String {
    content(
      row.givenName, row.familyName, row.email, row.levelHeld.map { "\($0.number)" },
      row.levelPrepared.map { "\($0.number)" }, row.diploma?.text, row.diplomaOn?.description,
      row.occupations.map(\.text).joined(separator: "|"),
      held.map { "\($0.skill):\($0.proficiency):\($0.evidence)" }.joined(separator: "|"),
      row.languages.map { "\($0.code):\($0.level)" }.joined(separator: "|"),
      row.contracts.map(\.rawValue).joined(separator: "|"), row.availableFrom?.description,
      areas.map { "\($0.kind):\($0.code ?? ""):\($0.radius ?? 0)" }.joined(separator: "|"),
      row.missions.map(\.rawValue).joined(separator: "|"), row.sectors.joined(separator: "|"),
      row.minimumPay.map(String.init),
      row.consentPurposes.map(\.rawValue).joined(separator: "|"), row.consentOn?.description,
      row.consentSource, row.invisibleTo.map(\.text).joined(separator: "|"), row.status.rawValue)
      // Only where it is told, so that rows of files without it are what they were.
      + (row.isEligibleToApprenticeship.map { "\u{1F}apprenticeship \($0)" } ?? "")
      + (row.consentUntil.map { "\u{1F}until \($0)" } ?? "")
      + (row.consentNotice.map { "\u{1F}notice \($0)" } ?? "")
      + (row.presentEmployer.map { "\u{1F}employer \($0.text)" } ?? "")
  }
}
