package import Postgres
import Programme

/// Occupations, skills, certifications and sectors of the current editions, held in memory: what an
/// import checks its codes against, and where lists find their labels.
package struct Nomenclature: Sendable {
  /// The id of the current edition of ROME 4.
  package let romeEdition: Int32
  private let occupations: [String: String]
  /// The labels of skills by their canonical key.
  package let skillLabels: [String: String]
  private let skillByCode: [String: String]
  private let skillByLabel: [String: String]
  private let skillTitles: SkillTitles
  private let certifications: [String: (title: String, level: Int?)]
  private let sectors: [String: String]

  /// Reads the current editions.
  package static func read(_ connection: Connection) async throws -> Nomenclature {
    let edition = try await connection.rows(
      "select id from ref.current_edition where set_name = 'rome4'"
    ).decode(as: (Int32).self).first
    guard let edition else {
      throw StoreError(
        .configuration, "no edition of ROME is loaded", hint: "run: vivier reference load")
    }
    let occupations = try await connection.rows(
      "select code, label from ref.rome4_occupation where edition = \(edition)"
    ).decode(as: (String, String).self)
    let skills = try await connection.rows(
      "select skill, label from ref.skill order by skill desc"
    ).decode(as: (String, String).self)
    let crosswalk = try await connection.rows(
      """
      select rome3, rome4 from ref.rome3_skill_crosswalk
      where edition = (select id from ref.current_edition where set_name = 'rome3')
      """
    ).decode(as: (String, String).self)
    let certifications = try await connection.rows(
      """
      select code, title, level::integer from ref.certification
      where edition = (select id from ref.current_edition where set_name = 'rncp')
      """
    ).decode(as: (String, String, Int32?).self)
    let sectors = try await connection.rows(
      "select code, label from ref.rome4_sector where edition = \(edition)"
    ).decode(as: (String, String).self)

    var skillByCode: [String: String] = [:]
    for (rome3, rome4) in crosswalk {
      skillByCode["rome3:" + rome3] = "rome4:" + rome4
      skillByCode[rome3] = "rome4:" + rome4
    }
    for (skill, _) in skills {
      skillByCode[skill] = skill
      skillByCode[String(skill.drop { $0 != ":" }.dropFirst())] = skill
    }
    return Nomenclature(
      romeEdition: edition, occupations: Dictionary(occupations) { first, _ in first },
      skillLabels: Dictionary(skills) { first, _ in first },
      skillByCode: skillByCode,
      skillByLabel: Dictionary(skills.map { (fold($0.1), $0.0) }) { first, _ in first },
      certifications: Dictionary(
        certifications.map { ($0.0, (title: $0.1, level: $0.2.map(Int.init))) }
      ) { first, _ in first
      }, sectors: Dictionary(sectors) { first, _ in first })
  }

  private init(
    romeEdition: Int32, occupations: [String: String], skillLabels: [String: String],
    skillByCode: [String: String], skillByLabel: [String: String],
    certifications: [String: (title: String, level: Int?)], sectors: [String: String]
  ) {
    self.romeEdition = romeEdition
    self.occupations = occupations
    self.skillLabels = skillLabels
    self.skillByCode = skillByCode
    self.skillByLabel = skillByLabel
    self.skillTitles = SkillTitles(skillLabels)
    self.certifications = certifications
    self.sectors = sectors
  }

  /// Whether this edition of ROME has an occupation of that code.
  package func hasOccupation(_ code: String) -> Bool { occupations[code] != nil }

  /// The label of an occupation, or its code where this edition does not know it.
  package func label(ofOccupation code: String) -> String { occupations[code] ?? code }

  /// The canonical key of a skill given by code (`rome3:…`, `rome4:…`, bare OGR number).
  package func skill(code: String) -> String? { skillByCode[code] }

  /// The canonical key of a skill given by its label, whatever its case and accents.
  package func skill(label: String) -> String? { skillByLabel[fold(label)] }

  /// The skill that a label nobody knows probably means; nil where none comes near.
  package func skill(nearestTo label: String) -> (key: String, label: String)? {
    skillTitles.nearest(to: label)
  }

  /// The label of a skill, or its key where the current editions do not know it.
  package func label(ofSkill key: String) -> String { skillLabels[key] ?? key }

  /// Whether a certification of that code is known, in force or not.
  package func hasCertification(_ code: String) -> Bool { certifications[code] != nil }

  /// The title of a certification, as people say it.
  package func title(ofCertification code: String) -> String? {
    certifications[code].map { Self.plain($0.title) }
  }

  /// A title without the repetitions of the register: `MASTER - MASTER Chimie (fiche nationale)` is
  /// `MASTER Chimie`.
  package static func plain(_ title: String) -> String {
    var plain = title.hasSuffix(" (fiche nationale)") ? String(title.dropLast(18)) : title
    if let dash = plain.firstRange(of: " - ") {
      let kind = plain[..<dash.lowerBound]
      if fold(plain[dash.upperBound...]).hasPrefix(fold(kind) + " ") {
        plain = String(plain[dash.upperBound...])
      }
    }
    return plain
  }

  /// The level (3…8) of a certification, where it is told.
  package func level(ofCertification code: String) -> Int? { certifications[code]?.level }

  /// The sector of that code or label, or whose label alone holds the words; its code and label.
  ///
  /// Fails where there is none or several.
  package func sector(named name: String) throws -> (code: String, label: String) {
    if let label = sectors[name] { return (name, label) }
    let all = sectors.map { (code: $0.key, label: $0.value) }.sorted { $0.label < $1.label }
    if let exact = all.first(where: { fold($0.label) == fold(name) }) { return exact }
    let found = all.filter { fold($0.label).contains(fold(name)) }
    if let only = found.first, found.count == 1 { return only }
    throw StoreError(
      .notFound, "\"\(name)\" names \(found.isEmpty ? "no sector" : "\(found.count) sectors")",
      hint: "use a code: "
        + (found.isEmpty ? all : found).prefix(5).map { "\($0.code) (\($0.label))" }
        .joined(separator: ", "))
  }

  /// Whether ROME has a sector of that code.
  package func hasSector(_ code: String) -> Bool { sectors[code] != nil }
}
