import Exchange
import Postgres
import Programme

/// Companies on their way in, one establishment a row.
struct StagedCompanies: StagedRows {
  typealias Row = CompanyRow

  static let keyColumn = "siret"
  static let tables = """
    create temp table staged_company (
      line integer, siret text, company_name text, establishment_name text, commune text, naf text,
      naf_version text, naf_is_dated boolean, staff integer, contact_email text, contact_civility text, contact_name text,
      contact_role text, content text) on commit drop;
    """

  private let checks: ImportChecks
  private(set) var mergedCommunes = 0
  private var rows: [(line: Int32, row: CompanyRow, commune: String, activity: Activity?)] = []

  init(_ checks: ImportChecks) { self.checks = checks }

  mutating func add(_ row: CompanyRow, line: Int32) -> [ImportIssue] {
    var resolver = RowResolver(checks)
    guard let code = row.commune else {
      resolver.note("commune", "the cell is empty", hint: "give the Insee code of the workplace")
      return resolver.issues
    }
    guard let commune = resolver.commune(code) else { return resolver.issues }
    mergedCommunes += resolver.mergedCommunes
    // The reader found code and version to fit.
    let activity = try? row.naf.map {
      try Activity($0, version: row.nafVersion, toldOn: checks.day)
    }
    rows.append((line, row, commune, activity))
    return []
  }

  mutating func flush(_ connection: Connection) async throws {
    guard !rows.isEmpty else { return }
    try await connection.run(
      """
      insert into staged_company
      select * from unnest(\(rows.map(\.line)), \(rows.map(\.row.siret.text)),
        \(rows.map(\.row.companyName)), \(rows.map(\.row.establishmentName)), \(rows.map(\.commune)),
        \(rows.map { $0.activity?.code.text }), \(rows.map { $0.activity?.version.rawValue }),
        \(rows.map { $0.row.nafVersion != nil || $0.row.naf?.impliedVersion != nil }),
        \(rows.map { $0.row.staff.map { Int32($0) } }),
        \(rows.map(\.row.contactEmail)), \(rows.map { $0.row.contactCivility?.rawValue }),
        \(rows.map(\.row.contactName)), \(rows.map(\.row.contactRole)),
        \(rows.map { digestible($0.row, commune: $0.commune) }))
      """)
    rows.removeAll()
  }

  private func digestible(_ row: CompanyRow, commune: String) -> String {
    content(
      row.companyName, row.establishmentName, commune,
      row.naf.map { $0.text + (row.nafVersion?.text ?? "") }, row.staff.map(String.init),
      row.contactEmail, row.contactCivility?.rawValue, row.contactName, row.contactRole)
  }
}
