package import Postgres
package import Programme

/// Where every commune lies: its Territoire d'industrie in each vintage, held in memory.
package struct Workplaces: Sendable {
  private let parents: [String: String?]
  private let passage: [String: String]
  private let territories: [String: [String: TerritoryID]]

  /// Reads the current editions of communes and territories.
  package static func read(_ connection: Connection) async throws -> Workplaces {
    let communes = try await connection.rows(
      """
      select code, parent from ref.commune
      where edition = (select id from ref.current_edition where set_name = 'communes')
      """
    ).decode(as: (String, String?).self)
    let passage = try await connection.rows(
      """
      select old_code, new_code from ref.commune_passage
      where edition = (select id from ref.current_edition where set_name = 'communes')
      """
    ).decode(as: (String, String).self)
    let members = try await connection.rows(
      """
      select commune, vintage, territory from ref.territory_commune
      where edition = (select id from ref.current_edition where set_name = 'territories')
      order by commune, vintage, territory desc
      """
    ).decode(as: (String, String, String).self)
    guard !communes.isEmpty, !members.isEmpty else {
      throw StoreError(
        .configuration, "no communes or territories are loaded", hint: "run: vivier reference load")
    }
    var territories: [String: [String: TerritoryID]] = [:]
    for (commune, vintage, id) in members {
      // Of two territories of one commune the first by id counts, as everywhere.
      territories[commune, default: [:]][vintage] = try TerritoryID(id)
    }
    return Workplaces(
      parents: Dictionary(communes) { first, _ in first },
      passage: Dictionary(passage) { first, _ in first }, territories: territories)
  }

  /// The workplace in a commune, of today or before a merger; nil when no edition knows the code.
  ///
  /// A municipal arrondissement lies where its commune does.
  package func find(_ commune: CommuneCode) -> Workplace? {
    let code = parents[commune.text] == nil ? passage[commune.text] : commune.text
    guard let code, let parent = parents[code], let current = try? CommuneCode(code) else {
      return nil
    }
    let inherited = parent.flatMap { territories[$0] } ?? [:]
    return Workplace(
      commune: current,
      territories: inherited.merging(territories[code] ?? [:]) { _, own in own })
  }
}
