import Postgres
import Programme
import Store

/// Finds territories by id or by an unambiguous part of their name, as people type them.
enum TerritoryName {
  /// The ids behind names such as `anjou-bleu` or `ti-5202`, of the vintage in force on a day.
  static func resolve(_ names: [String], on day: Day, _ connection: Connection) async throws -> [String] {
    guard !names.isEmpty else { return [] }
    let gazetteer = try await Gazetteer.read(on: day, connection)
    return try names.map { try id(of: $0, gazetteer) }
  }

  /// The id behind one name.
  static func id(of name: String, _ gazetteer: Gazetteer) throws -> String {
    if name == Run.outside { return name }
    let all = gazetteer.allTerritories.compactMap { id in
      gazetteer.name(ofTerritory: id).map { (id: id, folded: fold($0)) }
    }
    let folded = fold(name)
    if let exact = all.first(where: { $0.id == name.lowercased() || $0.folded == folded }) {
      return exact.id
    }
    let partial = all.filter { $0.folded.contains(folded) }
    if partial.count == 1, !folded.isEmpty { return partial[0].id }
    guard partial.isEmpty || folded.isEmpty else {
      let choices = partial.prefix(5).map { "\($0.id) (\(gazetteer.name(ofTerritory: $0.id) ?? ""))" }
      throw StoreError(
        .notFound, "\"\(name)\" names \(partial.count) territories",
        hint: "use an id: " + choices.joined(separator: ", "))
    }
    let closest = all.min {
      Suggestion.distance($0.folded, folded) < Suggestion.distance($1.folded, folded)
    }
    throw StoreError(
      .notFound, "territory \"\(name)\" not found in the vintage \(gazetteer.vintage)",
      hint: "closest: \(closest.map { "\($0.id) (\($0.folded))" } ?? "none") · run: vivier territory list --search \(name)")
  }
}
