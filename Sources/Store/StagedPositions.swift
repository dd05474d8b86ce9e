import Exchange
import Postgres
import Programme

/// Positions on their way in.
struct StagedPositions: StagedRows {
  typealias Row = PositionRow

  static let keyColumn = "reference"
  static let tables = """
    create temp table staged_position (
      line integer, siret text, reference text, title text, occupation text,
      occupation_inferred boolean, minimum_level integer,
      contracts text, start_on date, duration_months integer, pay_min integer, pay_max integer,
      mission text, sector text, commune text, openings integer, state text, opened_on date,
      description text, access_without_car text, working_hours text, remote_days integer,
      housing_help text, content text) on commit drop;
    create temp table staged_position_skill (
      line integer, skill text, is_required boolean, importance integer) on commit drop;
    create temp table staged_position_language (
      line integer, language text, level integer, is_required boolean, reason text) on commit drop;
    create temp table staged_position_flag (line integer, kind text, found text) on commit drop;
    create temp table staged_position_check on commit drop as
      select \(OfferCheck.version) as version;
    """

  private let checks: ImportChecks
  private(set) var mergedCommunes = 0
  private(set) var inferredOccupations = 0
  private(set) var wishedLanguages = 0
  /// What titles without a code are read by; made when the first one comes.
  private var titles: OccupationTitles?
  private var rows: [(line: Int32, row: PositionRow, commune: String, content: String)] = []
  private var skills: [(line: Int32, skill: String, isRequired: Bool, importance: Int32)] = []
  private var languages: [(line: Int32, language: AskedLanguage)] = []
  private var flags: [(line: Int32, flag: OfferFlag)] = []

  init(_ checks: ImportChecks) { self.checks = checks }

  mutating func add(_ row: PositionRow, line: Int32) -> [ImportIssue] {
    var resolver = RowResolver(checks)
    let home = checks.establishments[row.siret.text]
    if home == nil {
      resolver.note(
        "siret", "no establishment has this SIRET", hint: "import its company first")
    }
    let commune = row.commune.map { resolver.commune($0) } ?? home
    _ = resolver.occupations(row.occupation.map { [$0] } ?? [], "occupation")
    _ = resolver.sectors(row.sector.map { [$0] } ?? [], "sector")
    var asked: [(line: Int32, skill: String, isRequired: Bool, importance: Int32)] = []
    for (column, list, isRequired) in [
      ("required_skills", row.requiredSkills, true), ("desired_skills", row.desiredSkills, false),
    ] {
      for skill in list {
        guard let key = resolver.skill(skill.skill, column) else { continue }
        // Two spellings of one skill are one; the requirement weighs more than the wish.
        guard !asked.contains(where: { $0.skill == key }) else { continue }
        asked.append((line, key, isRequired, Int32(skill.importance)))
      }
    }
    guard resolver.issues.isEmpty, let commune else { return resolver.issues }
    mergedCommunes += resolver.mergedCommunes
    rows.append(
      (
        line, row, commune,
        digestible(
          row, commune: commune, asked.map { "\($0.skill):\($0.importance):\($0.isRequired)" })
      ))
    skills += asked
    languages += row.languages.map { (line, $0) }
    if row.languages.contains(where: \.lacksReason) { wishedLanguages += 1 }
    var check = row.check
    check.hidesEmployer = checks.anonymous.contains(row.siret.text)
    flags += check.flags.map { (line, $0) }
    return []
  }

  mutating func flush(_ connection: Connection) async throws {
    guard !rows.isEmpty else { return }
    let inferred = try await inferOccupations(connection)
    let opened = rows.map { PostgresDate($0.row.openedOn ?? checks.day) }
    try await connection.run(
      """
      insert into staged_position
      select * from unnest(\(rows.map(\.line)), \(rows.map(\.row.siret.text)),
        \(rows.map(\.row.reference)), \(rows.map(\.row.title)),
        \(zip(rows, inferred).map { $0.row.occupation?.text ?? $1 }),
        \(inferred.map { $0 != nil }),
        \(rows.map { $0.row.minimumLevel.map { Int32($0.number) } }),
        \(rows.map { $0.row.contracts.map(\.rawValue).joined(separator: "|") }),
        \(rows.map { $0.row.startOn.map { PostgresDate($0) } }),
        \(rows.map { $0.row.durationInMonths.map { Int32($0) } }),
        \(rows.map { $0.row.payMin.map { Int32($0) } }), \(rows.map { $0.row.payMax.map { Int32($0) } }),
        \(rows.map { $0.row.mission?.rawValue }), \(rows.map(\.row.sector)), \(rows.map(\.commune)),
        \(rows.map { Int32($0.row.openings) }), \(rows.map(\.row.status.rawValue)), \(opened),
        \(rows.map(\.row.description)), \(rows.map(\.row.accessWithoutCar)),
        \(rows.map(\.row.workingHours)), \(rows.map { $0.row.remoteDays.map { Int32($0) } }),
        \(rows.map(\.row.housingHelp)), \(rows.map(\.content)))
      """)
    try await connection.run(
      """
      insert into staged_position_skill
      select * from unnest(\(skills.map(\.line)), \(skills.map(\.skill)),
        \(skills.map(\.isRequired)), \(skills.map(\.importance)))
      """)
    try await connection.run(
      """
      insert into staged_position_language
      select * from unnest(\(languages.map(\.line)), \(languages.map(\.language.code.text)),
        \(languages.map { Int32($0.language.level.rawValue) }), \(languages.map(\.language.isRequired)),
        \(languages.map(\.language.reason)))
      """)
    try await connection.run(
      """
      insert into staged_position_flag
      select * from unnest(\(flags.map(\.line)), \(flags.map(\.flag.kind.rawValue)),
        \(flags.map(\.flag.found)))
      """)
    rows.removeAll()
    flags.removeAll()
    skills.removeAll()
    languages.removeAll()
  }

  static func held(_ connection: Connection) async throws -> Int {
    Int(
      try await connection.one(
        """
        select count(*) from app.position p
        join merging m on m.siren = p.siren and m.id = p.id
        where m.outcome <> 'unchanged' and p.state = 'held'
        """, as: Int64.self))
  }

  /// The occupation of each row that tells none and whose title says one; what was told stays.
  ///
  /// It is no part of the row's digest: a row that does not change keeps what was read from it.
  private mutating func inferOccupations(_ connection: Connection) async throws -> [String?] {
    guard rows.contains(where: { $0.row.occupation == nil }) else {
      return rows.map { _ in nil }
    }
    let titles: OccupationTitles
    if let known = self.titles {
      titles = known
    } else {
      titles = try await OccupationTitles.read(connection)
      self.titles = titles
    }
    let inferred = rows.map {
      $0.row.occupation == nil ? titles.occupation(ofTitle: $0.row.title) : nil
    }
    inferredOccupations += inferred.count { $0 != nil }
    return inferred
  }

  private func digestible(_ row: PositionRow, commune: String, _ skills: [String]) -> String {
    content(
      row.title, row.occupation?.text, row.minimumLevel.map { "\($0.number)" },
      row.contracts.map(\.rawValue).joined(separator: "|"), row.startOn?.description,
      row.durationInMonths.map(String.init), row.payMin.map(String.init),
      row.payMax.map(String.init), row.mission?.rawValue, row.sector, commune,
      String(row.openings), row.status.rawValue, row.openedOn?.description,
      skills.joined(separator: "|"),
      row.languages.map { "\($0.code):\($0.level):\($0.reason ?? "")" }.joined(separator: "|"))
      + told(row)
  }

  /// What only candidates read; only where it is told, so that rows without it are what they were.
  private func told(_ row: PositionRow) -> String {
    let told = [
      row.description, row.accessWithoutCar, row.workingHours, row.remoteDays.map(String.init),
      row.housingHelp,
    ]
    return told.contains { $0 != nil }
      ? "\u{1F}told \(told.map { $0 ?? "" }.joined(separator: "\u{1F}"))" : ""
  }
}
