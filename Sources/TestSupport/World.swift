package import Programme

/// A small world made by hand, as rows of import files: what a test says nothing about is ordinary.
package enum World {
  /// A row by column name.
  package typealias Row = [String: String]

  /// The day the world is imported and its nights run.
  package static let today = Day(number: 20_778)  // 2026-11-21

  /// A SIRET that satisfies both check digits, one for each number and establishment.
  package static func siret(_ number: Int, establishment: Int = 1) -> String {
    checked(siren(number) + padded(establishment, 4))
  }

  /// The SIREN of a company.
  package static func siren(_ number: Int) -> String { checked("55\(padded(number, 6))") }

  /// A contact who receives something, such as `company:552000010`.
  package static func contact(_ email: String, _ scopes: String, _ changes: Row = [:]) -> Row {
    ["email": email, "scopes": scopes].merging(changes) { $1 }
  }

  /// A company with one establishment in Carros and a contact.
  package static func company(_ number: Int, _ changes: Row = [:]) -> Row {
    [
      "siret": siret(number), "company_name": "Atelier \(number) (fictif)", "commune": "06033",
      "contact_email": "contact-\(number)@atelier-\(number).example",
    ].merging(changes) { $1 }
  }

  /// An open position of a company: production management in Carros, with one required skill.
  package static func position(_ reference: String, of company: Int, _ changes: Row = [:]) -> Row {
    [
      "reference": reference, "siret": siret(company), "title": "Gestionnaire de flux \(reference)",
      "occupation": "H1403", "required_skills": "rome3:121044:3", "contracts": "cdi",
      "pay_min": "30000", "pay_max": "34000", "commune": "06033", "opened_on": "2026-10-01",
      "start_on": "2027-02-01", "status": "open",
    ].merging(changes) { $1 }
  }

  /// A candidate who fits the position, agreed to matching and digests, and has a telling name.
  package static func candidate(_ reference: String, _ changes: Row = [:]) -> Row {
    [
      "source": "self", "reference": reference, "given_name": "Prénom\(reference)",
      "family_name": "Secret\(reference)",
      "email": "personne-\(reference.lowercased())@privee.example",
      "level_held": "6", "occupations": "H1403", "skills": "rome3:121044:3:project",
      "contracts": "cdi", "available_from": "2027-01-15", "areas": "commune:06033:50",
      "consent_purposes": "matching|digest", "consent_on": "2026-10-01", "consent_source": "form",
      "status": "open",
    ].merging(changes) { $1 }
  }

  /// A training of a CFA in Carros, which teaches nothing that the position asks.
  package static func training(_ reference: String, of school: Int, _ changes: Row = [:]) -> Row {
    [
      "provider": siret(school), "provider_name": "CFA \(school) (fictif)", "reference": reference,
      "title": "Formation \(reference)", "level": "6", "commune": "06033",
      "skills": "rome3:124843",
    ].merging(changes) { $1 }
  }

  /// Rows as a file; the columns are those that any row has.
  package static func csv(_ rows: [Row]) -> [UInt8] {
    let columns = Set(rows.flatMap(\.keys)).sorted()
    let lines =
      [columns.joined(separator: ",")]
      + rows.map { row in
        columns.map { quoted(row[$0] ?? "") }.joined(separator: ",")
      }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  private static func quoted(_ cell: String) -> String {
    cell.contains { $0 == "," || $0 == "\"" || $0 == "\n" }
      ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  /// The digits with one more that makes their Luhn sum a multiple of ten.
  private static func checked(_ digits: String) -> String {
    var sum = 0
    for (index, digit) in digits.reversed().compactMap(\.wholeNumberValue).enumerated() {
      let value = index.isMultiple(of: 2) ? digit * 2 : digit
      sum += value > 9 ? value - 9 : value
    }
    return digits + "\((10 - sum % 10) % 10)"
  }
}
