import Exchange
package import Postgres
package import Programme

/// What import rows are checked against: reference data, and the establishments that are known.
package struct ImportChecks: Sendable {
  let gazetteer: Gazetteer
  let nomenclature: Nomenclature
  /// The commune of each known establishment, by SIRET.
  let establishments: [String: String]
  /// The notices that are loaded, by id.
  let notices: Set<String>
  /// The known establishments whose company hides who it is, by SIRET.
  let anonymous: Set<String>
  /// The day of the import, for what a row leaves open.
  let day: Day

  /// Reads what an import on a day needs.
  package static func read(on day: Day, _ connection: Connection) async throws -> ImportChecks {
    let establishments = try await connection.rows(
      "select e.siret, e.commune, c.name from app.establishment e join app.company c using (siren)"
    ).decode(as: (String, String, String).self)
    return ImportChecks(
      gazetteer: try await Gazetteer.read(on: day, connection),
      nomenclature: try await Nomenclature.read(connection),
      establishments: Dictionary(establishments.map { ($0.0, $0.1) }) { first, _ in first },
      notices: Set(try await PrivacyNotice.all(connection).map(\.id)),
      anonymous: Set(establishments.filter { OfferCheck.isAnonymous($0.2) }.map(\.0)), day: day)
  }
}

/// Resolves the codes of one row, collecting what is unknown.
struct RowResolver {
  private let checks: ImportChecks
  private(set) var issues: [ImportIssue] = []
  private(set) var mergedCommunes = 0

  init(_ checks: ImportChecks) { self.checks = checks }

  /// Notes that a cell names something nobody knows.
  mutating func note(_ column: String, _ reason: String, hint: String? = nil) {
    issues.append(
      ImportIssue(column: column, columnNumber: nil, kind: .unknown, reason: reason, hint: hint))
  }

  /// The current code of a commune.
  mutating func commune(_ code: CommuneCode, _ column: String = "commune") -> String? {
    guard let current = checks.gazetteer.currentCode(of: code.text) else {
      note(
        column, "no commune has the code \(code)", hint: "use the Insee code, not the postal code")
      return nil
    }
    if current != code.text { mergedCommunes += 1 }
    return current
  }

  /// The canonical key of a skill.
  mutating func skill(_ reference: SkillReference, _ column: String) -> String? {
    switch reference {
    case .code(let code):
      if let key = checks.nomenclature.skill(code: code.text) { return key }
      note(
        column, "no skill has the code \(code)", hint: "find codes with: vivier skill list --search"
      )
    case .label(let label):
      if let key = checks.nomenclature.skill(label: label) { return key }
      note(
        column, "no skill is called “\(label.prefix(60))”",
        hint: checks.nomenclature.skill(nearestTo: label).map {
          "did you mean \($0.key), “\($0.label)”?"
        } ?? "find codes with: vivier skill suggest TEXT")
    }
    return nil
  }

  /// The codes of occupations, all of the current edition.
  mutating func occupations(_ codes: [OccupationCode], _ column: String) -> [String] {
    for code in codes where !checks.nomenclature.hasOccupation(code.text) {
      note(column, "ROME has no occupation \(code) in the edition in use")
    }
    return codes.map(\.text)
  }

  /// The code of a certification that the RNCP knows.
  mutating func certification(_ code: CertificationCode?, _ column: String) -> String? {
    guard let code else { return nil }
    if !checks.nomenclature.hasCertification(code.text) {
      note(column, "the RNCP edition in use has no \(code)")
    }
    return code.text
  }

  /// Codes of sectors, all of the current edition.
  mutating func sectors(_ codes: [String], _ column: String) -> [String] {
    for code in codes where !checks.nomenclature.hasSector(code) {
      note(column, "ROME has no sector \(code)")
    }
    return codes
  }
}

/// The parts of a row as one text, from which its digest is made.
func content(_ parts: String?...) -> String {
  parts.map { $0 ?? "" }.joined(separator: "\u{1F}")
}
