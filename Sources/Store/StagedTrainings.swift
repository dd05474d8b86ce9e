import Exchange
import Postgres
import Programme

/// Trainings on their way in, with the sessions their provider tells.
struct StagedTrainings: StagedRows {
  typealias Row = TrainingRow

  static let keyColumn = "reference"
  static let tables = """
    create temp table staged_training (
      line integer, provider text, provider_name text, reference text, certification text, title text,
      level integer, commune text, occupations text, content text) on commit drop;
    create temp table staged_training_skill (line integer, skill text) on commit drop;
    create temp table staged_training_session (
      line integer, starts_on date, ends_on date, capacity integer, remaining integer, told_on date)
      on commit drop;
    """

  private let checks: ImportChecks
  private(set) var mergedCommunes = 0
  private var rows: [(line: Int32, row: TrainingRow, commune: String, content: String)] = []
  private var skills: [(line: Int32, skill: String)] = []
  private var sessions: [(line: Int32, session: TrainingSession)] = []

  init(_ checks: ImportChecks) { self.checks = checks }

  mutating func add(_ row: TrainingRow, line: Int32) -> [ImportIssue] {
    var resolver = RowResolver(checks)
    if row.commune == nil {
      resolver.note("commune", "the cell is empty", hint: "give the Insee code of the place")
    }
    let commune = row.commune.flatMap { resolver.commune($0) }
    _ = resolver.certification(row.certification, "certification")
    _ = resolver.occupations(row.occupations, "occupations")
    var taught: [String] = []
    for skill in row.skills {
      guard let key = resolver.skill(skill, "skills"), !taught.contains(key) else { continue }
      taught.append(key)
    }
    for session in row.sessions where session.remaining != nil && session.toldOn == nil {
      resolver.note(
        "sessions",
        "the session of \(session.start) tells remaining places without the day they were told",
        hint: "write start/end:capacity:remaining:told_on")
    }
    guard resolver.issues.isEmpty, let commune else { return resolver.issues }
    mergedCommunes += resolver.mergedCommunes
    rows.append((line, row, commune, digestible(row, commune: commune, taught)))
    skills += taught.map { (line, $0) }
    sessions += row.sessions.map { (line, $0) }
    return []
  }

  mutating func flush(_ connection: Connection) async throws {
    guard !rows.isEmpty else { return }
    try await connection.run(
      """
      insert into staged_training
      select * from unnest(\(rows.map(\.line)), \(rows.map(\.row.provider.text)),
        \(rows.map { $0.row.providerName ?? "SIRET \($0.row.provider)" }), \(rows.map(\.row.reference)),
        \(rows.map { $0.row.certification?.text }), \(rows.map(\.row.title)),
        \(rows.map { $0.row.level.map { Int32($0.number) } }), \(rows.map(\.commune)),
        \(rows.map { $0.row.occupations.map(\.text).joined(separator: "|") }), \(rows.map(\.content)))
      """)
    try await connection.run(
      """
      insert into staged_training_skill
      select * from unnest(\(skills.map(\.line)), \(skills.map(\.skill)))
      """)
    try await connection.run(
      """
      insert into staged_training_session
      select * from unnest(\(sessions.map(\.line)), \(sessions.map { PostgresDate($0.session.start) }),
        \(sessions.map { $0.session.end.map { PostgresDate($0) } }),
        \(sessions.map { $0.session.capacity.map { Int32($0) } }),
        \(sessions.map { $0.session.remaining.map { Int32($0) } }),
        \(sessions.map { $0.session.toldOn.map { PostgresDate($0) } }))
      """)
    rows.removeAll()
    skills.removeAll()
    sessions.removeAll()
  }

  private func digestible(_ row: TrainingRow, commune: String, _ skills: [String]) -> String {
    content(
      row.providerName, row.certification?.text, row.title, row.level.map { "\($0.number)" },
      commune, row.occupations.map(\.text).joined(separator: "|"), skills.joined(separator: "|"),
      row.sessions.map {
        "\($0.start)/\($0.end.map { "\($0)" } ?? ""):\($0.capacity ?? -1):\($0.remaining ?? -1)"
          + ":\($0.toldOn.map { "\($0)" } ?? "")"
      }.joined(separator: "|"))
  }
}
