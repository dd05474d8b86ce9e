import Exchange
import Postgres
import Programme

/// Contacts on their way in; a person may have several lines.
struct StagedContacts: StagedRows {
  typealias Row = ContactRow

  static let keyColumn = "email"
  static let tables = """
    create temp table staged_contact (
      line integer, email text, civility text, name text, role text, language text, frequency text,
      paused_until date) on commit drop;
    create temp table staged_contact_scope (
      line integer, kind text, siren text, siret text, position text, provider text, vintage text,
      territory text, part text, region text) on commit drop;
    """

  private let directory: ScopeDirectory
  private var rows: [(line: Int32, row: ContactRow)] = []
  private var scopes: [(line: Int32, scope: ContactScope)] = []
  /// What earlier lines told of an address: the line and the fact, by column.
  private var told: [String: [String: (line: Int32, fact: String)]] = [:]

  init(_ directory: ScopeDirectory) { self.directory = directory }

  mutating func add(_ row: ContactRow, line: Int32) -> [ImportIssue] {
    var issues: [ImportIssue] = []
    var found: [ContactScope] = []
    for reference in row.scopes {
      do throws(ScopeDirectory.Unknown) {
        found.append(try directory.scope(reference))
      } catch {
        issues.append(
          ImportIssue(
            column: "scopes", columnNumber: nil, kind: .unknown, reason: error.reason,
            hint: error.hint))
      }
    }
    let address = row.email.lowercased()
    var known = told[address] ?? [:]
    for (column, fact) in facts(of: row) {
      guard let earlier = known[column] else {
        known[column] = (line, fact)
        continue
      }
      if earlier.fact == fact { continue }
      issues.append(
        ImportIssue(
          column: column, columnNumber: nil, kind: .contradiction,
          reason: "line \(earlier.line) tells something else of the same address",
          hint: "tell it once and leave the other cells empty"))
    }
    guard issues.isEmpty else { return issues }
    told[address] = known
    rows.append((line, row))
    scopes += found.map { (line, $0) }
    return []
  }

  private func facts(of row: ContactRow) -> [(column: String, fact: String)] {
    [
      ("civility", row.civility?.rawValue), ("name", row.name), ("role", row.role),
      ("language", row.language?.text), ("frequency", row.frequency?.rawValue),
      ("paused_until", row.pausedUntil?.description),
    ].compactMap { column, fact in fact.map { (column: column, fact: $0) } }
  }

  mutating func flush(_ connection: Connection) async throws {
    guard !rows.isEmpty else { return }
    try await connection.run(
      """
      insert into staged_contact
      select * from unnest(\(rows.map(\.line)), \(rows.map(\.row.email)),
        \(rows.map { $0.row.civility?.rawValue }), \(rows.map(\.row.name)),
        \(rows.map(\.row.role)), \(rows.map { $0.row.language?.text }),
        \(rows.map { $0.row.frequency?.rawValue }),
        \(rows.map { $0.row.pausedUntil.map { PostgresDate($0) } }))
      """)
    try await connection.run(
      """
      insert into staged_contact_scope
      select * from unnest(\(scopes.map(\.line)), \(scopes.map(\.scope.kind.rawValue)),
        \(scopes.map(\.scope.siren)), \(scopes.map(\.scope.siret)), \(scopes.map(\.scope.position)),
        \(scopes.map(\.scope.provider)), \(scopes.map(\.scope.vintage)),
        \(scopes.map(\.scope.territory)), \(scopes.map { $0.scope.part?.rawValue }),
        \(scopes.map(\.scope.region)))
      """)
    rows.removeAll()
    scopes.removeAll()
  }
}
