/// A file of reference data as it must be: its columns, its key and the tables it refers to.
///
/// The order of columns is that of the file; checking and loading both follow it.
package struct ReferenceTable: Hashable, Sendable {
  /// The set it belongs to, which is loaded and replaced as a whole; empty for the list of sets.
  package let set: String
  /// The name inside the set.
  package let name: String
  /// The columns in the order of the file.
  package let columns: [Column]
  /// The columns that tell rows apart.
  package let key: [String]
  /// Whether the publisher of the set stated a licence.
  package let hasLicence: Bool

  /// Set and name, such as `communes/region`; unique among all.
  package var id: String { self.set.isEmpty ? name : self.set + "/" + name }

  /// The file, below the folder of all reference data.
  package var path: String { (hasLicence ? "" : "licence-unstated/") + id + ".csv" }

  /// A column and what its cells may hold.
  package struct Column: Hashable, Sendable {
    /// The header.
    package let name: String
    /// What a cell that is not empty holds.
    package let kind: Kind
    /// Whether cells may be empty, which reads as null.
    package let isOptional: Bool
    /// The id of the table whose key the cell names, alone or with the other columns that name it.
    package let table: String?
  }

  /// What a cell may hold.
  package enum Kind: Hashable, Sendable {
    /// Text of one line.
    case text
    /// A whole number in a range.
    case integer(ClosedRange<Int>)
    /// A number with a decimal point, in a range.
    case decimal(ClosedRange<Double>)
    /// A day, `2026-11-21`.
    case date
    /// `1` or `0`.
    case flag
    /// One word of a list.
    case choice([String])
    /// A code in its canonical spelling.
    case code(Code)
    /// Codes separated by `|`.
    case codes(Code)
  }

  /// The codes reference data uses.
  package enum Code: String, Hashable, Sendable, CaseIterable {
    case siren
    case siret
    case uai
    case certification
    case occupation
    case commune
    case postalCode
    case department
    case region
    case territory
    /// A skill inside its edition: an OGR number, or `sf-` and ten hexadecimal digits.
    case skill
  }

  /// The rows of other tables that each row must name: columns, and the id of the table.
  ///
  /// As many neighbouring columns as the table's key has make one reference.
  package var references: [(columns: [Int], table: String)] {
    var references: [(columns: [Int], table: String)] = []
    for (index, column) in columns.enumerated() {
      guard let id = column.table, let table = Self.all.first(where: { $0.id == id }) else {
        continue
      }
      if let last = references.indices.last, references[last].table == id,
        references[last].columns.count < table.key.count
      {
        references[last].columns.append(index)
      } else {
        references.append(([index], id))
      }
    }
    return references
  }
}

extension ReferenceTable {
  /// Every table, each after those it refers to.
  package static let all: [ReferenceTable] = [
    table("communes/region", key: 1, code("code", .region), text("name")),
    table(
      "communes/department", key: 1, code("code", .department),
      code("region", .region, in: "communes/region"), text("name")),
    table("communes/employment_zone", key: 1, text("code"), text("name")),
    table("communes/epci", key: 1, code("siren", .siren), text("name"), text("kind")),
    table(
      "communes/commune", key: 1, code("code", .commune), text("name"),
      choice("kind", "COM", "ARM"),
      optional(code("parent", .commune, in: "communes/commune")),
      code("department", .department, in: "communes/department"),
      code("region", .region, in: "communes/region"),
      optional(code("epci", .siren, in: "communes/epci")),
      optional(text("employment_zone", in: "communes/employment_zone")),
      optional(integer("population")), decimal("latitude", 90), decimal("longitude", 180)),
    table(
      "communes/postal_code", key: 2, code("commune", .commune, in: "communes/commune"),
      code("postal_code", .postalCode)),
    table(
      "communes/commune_passage", key: 2, code("old_code", .commune),
      code("new_code", .commune, in: "communes/commune")),

    table(
      "territories/territory", key: 2, text("vintage"), code("id", .territory), text("name"),
      date("valid_from"), date("valid_to"), code("region", .region, in: "communes/region"),
      optional(integer("population")), decimal("latitude", 90), decimal("longitude", 180)),
    table(
      "territories/territory_commune", key: 3, text("vintage", in: "territories/territory"),
      code("territory", .territory, in: "territories/territory"),
      code("commune", .commune, in: "communes/commune")),
    table(
      "territories/territory_grouping", key: 3, text("vintage", in: "territories/territory"),
      code("territory", .territory, in: "territories/territory"), code("siren", .siren),
      text("name"), choice("kind", "EPCI", "EPT", "commune")),

    table("rome3/occupation", key: 1, code("code", .occupation), text("label")),
    table(
      "rome3/skill", key: 1, code("code", .skill), text("label"),
      choice("kind", "knowledge", "know_how")),
    table(
      "rome3/occupation_skill", key: 2, code("occupation", .occupation, in: "rome3/occupation"),
      code("skill", .skill, in: "rome3/skill"), choice("level", "base", "specific")),
    table(
      "rome3/mobility", key: 2, code("occupation", .occupation, in: "rome3/occupation"),
      code("target", .occupation, in: "rome3/occupation"), choice("kind", "near", "evolution")),

    table(
      "rome4/occupation", key: 1, code("code", .occupation), text("label"),
      code("parent", .occupation, in: "rome3/occupation"), text("domain"), text("domain_label"),
      text("major_domain")),
    table(
      "rome4/occupation_title", key: 1, code("ogr", .skill),
      code("occupation", .occupation, in: "rome4/occupation"), text("label")),
    table("rome4/sector", key: 1, text("code"), text("label")),
    table(
      "rome4/occupation_sector", key: 2, code("occupation", .occupation, in: "rome4/occupation"),
      text("sector", in: "rome4/sector")),
    table(
      "rome4/skill_group", key: 1, text("code"), optional(text("parent", in: "rome4/skill_group")),
      choice("kind", "domain", "stake", "objective", "macro_skill", "category", "subcategory"),
      text("label")),
    table(
      "rome4/skill", key: 1, code("code", .skill), text("label"),
      choice("kind", "knowledge", "know_how"), optional(text("group", in: "rome4/skill_group"))),
    table(
      "rome3/skill_crosswalk", key: 1, code("rome3", .skill, in: "rome3/skill"),
      code("rome4", .skill, in: "rome4/skill"), choice("method", "ogr", "label")),

    table(
      "rncp/certification", key: 1, code("code", .certification), text("title"),
      optional(integer("level", 3...8)), optional(text("kind")), flag("active"),
      optional(date("ends_on"))),
    table(
      "rncp/certification_occupation", key: 2,
      code("certification", .certification, in: "rncp/certification"),
      code("occupation", .occupation, in: "rome4/occupation")),
    table(
      "rncp/certification_replacement", key: 2,
      code("certification", .certification, in: "rncp/certification"),
      code("replacement", .certification, in: "rncp/certification")),

    table("recruitment_survey/basin", key: 1, text("code"), text("name")),
    table(
      "recruitment_survey/basin_commune", key: 1,
      code("commune", .commune, in: "communes/commune"),
      text("basin", in: "recruitment_survey/basin")),
    table("recruitment_survey/occupation_family", key: 1, text("code"), text("label")),
    table(
      "recruitment_survey/occupation_family_member", key: 2,
      text("family", in: "recruitment_survey/occupation_family"),
      code("occupation", .occupation, in: "rome3/occupation")),
    table(
      "recruitment_survey/recruitment_project", key: 2,
      text("family", in: "recruitment_survey/occupation_family"),
      text("basin", in: "recruitment_survey/basin"), optional(integer("projects")),
      optional(integer("difficult")), optional(integer("seasonal"))),
    table(
      "tension/tension", key: 2, code("occupation", .occupation, in: "rome3/occupation"),
      text("basin", in: "recruitment_survey/basin"), integer("tension", 1...5)),

    table(
      "programme/rule", key: 2, text("rule"), text("version"), text("schemes"),
      optional(date("valid_from")), optional(date("valid_to")), optional(text("parameters")),
      optional(choice("status", "open", "closed", "unknown")), text("source"),
      date("checked_on"), optional(text("doubt")), text("text_fr"), optional(text("remedy_fr")),
      optional(text("question_fr"))),

    table(
      "training_catalogue/provider", licence: false, key: 1, code("siret", .siret),
      // The catalogue holds a few whose check letter is wrong.
      optional(text("uai")), text("name")),
    table(
      "training_catalogue/training_offer", licence: false, key: 1, text("id"),
      code("provider", .siret, in: "training_catalogue/provider"),
      code("responsible", .siret, in: "training_catalogue/provider"),
      optional(code("certification", .certification, in: "rncp/certification")), text("title"),
      integer("level", 3...8), code("commune", .commune, in: "communes/commune"),
      optional(codes("occupations", .occupation)), optional(decimal("latitude", 90)),
      optional(decimal("longitude", 180))),
    table(
      "demand/open_position", licence: false, key: 2,
      code("commune", .commune, in: "communes/commune"),
      code("occupation", .occupation, in: "rome3/occupation"), integer("count")),
  ]

  /// The list of a folder's sets with edition, publisher and licence: a file beside the sets.
  package static func editions(hasLicence: Bool) -> ReferenceTable {
    ReferenceTable(
      set: "", name: "editions",
      columns: [
        text("set"), text("edition"), date("edition_date"), text("publisher"), text("licence"),
        text("source"),
      ], key: ["set"], hasLicence: hasLicence)
  }

  /// A table whose first columns are its key.
  private static func table(
    _ id: String, licence: Bool = true, key: Int, _ columns: Column...
  ) -> ReferenceTable {
    let parts = id.split(separator: "/")
    return ReferenceTable(
      set: String(parts[0]), name: String(parts[1]), columns: columns,
      key: columns.prefix(key).map(\.name), hasLicence: licence)
  }

  private static func column(_ name: String, _ kind: Kind, in table: String? = nil) -> Column {
    Column(name: name, kind: kind, isOptional: false, table: table)
  }

  private static func optional(_ column: Column) -> Column {
    Column(name: column.name, kind: column.kind, isOptional: true, table: column.table)
  }

  private static func text(_ name: String, in table: String? = nil) -> Column {
    column(name, .text, in: table)
  }

  private static func code(_ name: String, _ code: Code, in table: String? = nil) -> Column {
    column(name, .code(code), in: table)
  }

  private static func codes(_ name: String, _ code: Code) -> Column { column(name, .codes(code)) }

  private static func choice(_ name: String, _ words: String...) -> Column {
    column(name, .choice(words))
  }

  private static func integer(_ name: String, _ range: ClosedRange<Int> = 0...100_000_000)
    -> Column
  {
    column(name, .integer(range))
  }

  private static func decimal(_ name: String, _ limit: Double) -> Column {
    column(name, .decimal(-limit...limit))
  }

  private static func date(_ name: String) -> Column { column(name, .date) }

  private static func flag(_ name: String) -> Column { column(name, .flag) }
}
