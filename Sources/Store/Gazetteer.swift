package import Postgres
package import Programme

/// Communes, territories and how old codes lead to current ones, held in memory.
package struct Gazetteer: Sendable {
  /// A commune of the current edition.
  package struct Commune: Sendable {
    /// Its name.
    package let name: String
    /// The code of its department.
    package let department: String
    /// The code of its region.
    package let region: String
    /// The commune of a municipal arrondissement.
    package let parent: String?
    /// Degrees north and east of a point inside it.
    package let latitude, longitude: Double
  }

  /// The vintage of territories in force, such as `2023-2027`.
  package let vintage: String
  private let communes: [String: Commune]
  private let passage: [String: String]
  private let territories: [String: String]
  private let territoryOfCommune: [String: String]

  /// Reads the current editions, with the territories in force on a day.
  ///
  /// After the last vintage its territories stay in use for grouping; the programme's own rules then
  /// answer unknown.
  package static func read(on day: Day, _ connection: Connection) async throws -> Gazetteer {
    let date = PostgresDate(day)
    let vintages = try await connection.rows(
      """
      select t.vintage from ref.territory t
      where t.edition = (select id from ref.current_edition where set_name = 'territories')
      group by t.vintage
      order by min(t.valid_from) <= \(date) desc, min(t.valid_from) desc
      """
    ).decode(as: (String).self)
    guard let vintage = vintages.first else {
      throw StoreError(
        .configuration, "no territories are loaded", hint: "run: vivier reference load")
    }
    let communes = try await connection.rows(
      """
      select code, name, department, region, parent, latitude, longitude from ref.commune
      where edition = (select id from ref.current_edition where set_name = 'communes')
      """
    ).decode(as: (String, String, String, String, String?, Double, Double).self)
    let passage = try await connection.rows(
      """
      select old_code, new_code from ref.commune_passage
      where edition = (select id from ref.current_edition where set_name = 'communes')
      """
    ).decode(as: (String, String).self)
    let territories = try await connection.rows(
      """
      select id, name from ref.territory
      where edition = (select id from ref.current_edition where set_name = 'territories')
        and vintage = \(vintage)
      """
    ).decode(as: (String, String).self)
    let members = try await connection.rows(
      """
      select commune, territory from ref.territory_commune
      where edition = (select id from ref.current_edition where set_name = 'territories')
        and vintage = \(vintage)
      """
    ).decode(as: (String, String).self)
    let departments = try await connection.rows(
      """
      select code, name from ref.department
      where edition = (select id from ref.current_edition where set_name = 'communes')
      """
    ).decode(as: (String, String).self)
    let regions = try await connection.rows(
      """
      select code, name from ref.region
      where edition = (select id from ref.current_edition where set_name = 'communes')
      """
    ).decode(as: (String, String).self)
    return Gazetteer(
      vintage: vintage,
      communes: Dictionary(
        communes.map {
          (
            $0.0,
            Commune(
              name: $0.1, department: $0.2, region: $0.3, parent: $0.4, latitude: $0.5,
              longitude: $0.6)
          )
        }, uniquingKeysWith: { first, _ in first }),
      passage: Dictionary(passage, uniquingKeysWith: { first, _ in first }),
      territories: Dictionary(territories, uniquingKeysWith: { first, _ in first }),
      territoryOfCommune: Dictionary(members, uniquingKeysWith: { first, _ in first }),
      departments: Dictionary(departments, uniquingKeysWith: { first, _ in first }),
      regions: Dictionary(regions, uniquingKeysWith: { first, _ in first }))
  }

  /// The current code for a code that may have been merged; current codes first.
  package func currentCode(of commune: String) -> String? {
    if communes[commune] != nil { return commune }
    return passage[commune]
  }

  /// The commune behind a current code.
  package func commune(_ code: String) -> Commune? { communes[code] }

  /// The id of the territory a commune lies in, in the vintage in force; a municipal
  /// arrondissement lies where its commune does.
  package func territory(ofCommune code: String) -> String? {
    territoryOfCommune[code] ?? communes[code]?.parent.flatMap { territoryOfCommune[$0] }
  }

  /// Every commune of the current edition by its code, municipal arrondissements included.
  package var allCommunes: [String: Commune] { communes }

  /// The name of a territory of the vintage in force.
  package func name(ofTerritory id: String) -> String? { territories[id] }

  /// The codes of the communes of a territory of the vintage in force.
  func communes(ofTerritory id: String) -> [String] {
    territoryOfCommune.compactMap { $0.value == id ? $0.key : nil }
  }

  /// Every territory of the vintage in force, sorted by id.
  package var allTerritories: [String] { territories.keys.sorted() }

  /// The departments a territory of the vintage in force lies in, sorted by code.
  package func departments(ofTerritory id: String) -> [String] {
    (departmentsOfTerritory[id] ?? []).sorted()
  }

  /// The region a department of the current edition lies in.
  package func region(ofDepartment code: String) -> String? { regionOfDepartment[code] }

  /// The name of a department of the current edition.
  package func name(ofDepartment code: String) -> String? { departments[code] }

  /// The name of a region of the current edition.
  package func name(ofRegion code: String) -> String? { regions[code] }

  private let departments: [String: String]
  private let regions: [String: String]
  private let departmentsOfTerritory: [String: Set<String>]
  private let regionOfDepartment: [String: String]

  private init(
    vintage: String, communes: [String: Commune], passage: [String: String],
    territories: [String: String], territoryOfCommune: [String: String],
    departments: [String: String], regions: [String: String]
  ) {
    self.vintage = vintage
    self.communes = communes
    self.passage = passage
    self.territories = territories
    self.territoryOfCommune = territoryOfCommune
    self.departments = departments
    self.regions = regions
    departmentsOfTerritory = territoryOfCommune.reduce(into: [:]) { found, member in
      guard let place = communes[member.key] else { return }
      found[member.value, default: []].insert(place.department)
    }
    regionOfDepartment = communes.values.reduce(into: [:]) { $0[$1.department] = $1.region }
  }
}
