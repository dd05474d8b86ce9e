import Postgres
import Programme
import Store

/// Finds territories by id or by an unambiguous part of their name, as people type them.
enum TerritoryName {
  /// The ids behind names such as `anjou-bleu` or `ti-5202`, of the vintage in force on a day.
  static func resolve(_ names: [String], on day: Day, _ connection: Connection) async throws
    -> [String]
  {
    guard !names.isEmpty else { return [] }
    let gazetteer = try await Gazetteer.read(on: day, connection)
    return try names.map { try id(of: $0, gazetteer) }
  }

  /// The id behind one name, in the vintage in force.
  static func id(of name: String, _ gazetteer: Gazetteer) throws -> String {
    if name == Run.outside { return name }
    let all = gazetteer.allTerritories.map {
      (id: $0, name: gazetteer.name(ofTerritory: $0) ?? $0)
    }
    return try id(of: name, among: all, vintage: gazetteer.vintage)
  }

  /// The id behind one name: an id, the whole name, or a part that only one name has.
  static func id(
    of name: String, among territories: [(id: String, name: String)], vintage: String
  ) throws -> String {
    let all = territories.map { (id: $0.id, folded: fold($0.name), name: $0.name) }
    let folded = fold(name)
    let canonical = (try? TerritoryID(name))?.text
    if let exact = all.first(where: { $0.id == canonical || $0.folded == folded }) {
      return exact.id
    }
    let partial = all.filter { $0.folded.contains(folded) }
    if partial.count == 1, !folded.isEmpty { return partial[0].id }
    guard partial.isEmpty || folded.isEmpty else {
      throw StoreError(
        .notFound, "\"\(name)\" names \(partial.count) territories",
        hint: "use an id: "
          + partial.prefix(5).map { "\($0.id) (\($0.name))" }
          .joined(separator: ", "))
    }
    let listing = "run: vivier territory list --search"
    let unknown = "territory \"\(name)\" not found in the vintage \(vintage)"
    if canonical != nil {
      throw StoreError(.notFound, unknown, hint: "\(listing) WORD")
    }
    let closest = all.min { distance($0.folded, folded) < distance($1.folded, folded) }
    throw StoreError(
      .notFound, unknown,
      hint: "closest: \(closest.map { "\($0.id) (\($0.name))" } ?? "none")"
        + " · \(listing) \(folded.isEmpty ? "WORD" : String(folded.prefix(4)))")
  }

  /// How far a word is from a name or from the nearest word in it.
  private static func distance(_ name: String, _ word: String) -> Int {
    let parts = name.split(separator: " ").map { Suggestion.distance(String($0), word) }
    return min(Suggestion.distance(name, word), parts.min() ?? .max)
  }
}
