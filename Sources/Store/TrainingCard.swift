package import Postgres
package import Programme

/// A training: one that its provider told us, or an offer of the catalogue of November 2020.
package struct TrainingCard: Sendable {
  /// Its id and title.
  package let id, title: String
  /// The reference its provider gave it; a catalogue offer has none.
  package let reference: String?
  /// Who gives it.
  package let provider: String
  /// The level (3…8) it leads to.
  package let level: Int?
  /// The certification it names, and the one in force in its place; nil where it ended without one.
  package let certification, inForce: String?
  /// Where it is given: Insee code and name.
  package let commune, communeName: String
  /// The territory of the vintage asked for, where there is one.
  package let territory: String?
  /// The occupations it leads to, ROME codes.
  package let occupations: [String]
  /// The sessions still to come; none is known of a catalogue offer.
  package let sessions: [Session]
  /// Whether it stands in the catalogue of November 2020 and no provider confirmed it since.
  package let isCatalogue: Bool

  /// What must stand beside every catalogue offer.
  package static let notice = "catalogue de novembre 2020, à vérifier auprès du CFA"

  /// A session that a provider told.
  package struct Session: Sendable {
    /// Its first and last day.
    package let startsOn: String
    /// Its last day.
    package let endsOn: String?
    /// Places left in it, and the day that was told.
    package let remaining: Int?
    /// The day the places were told.
    package let toldOn: String?
  }

  /// Trainings that providers told us, those that begin first before.
  package static func list(
    vintage: Vintage, on day: Day, territory: String?, _ connection: Connection
  ) async throws -> [TrainingCard] {
    try await told(
      query("trainings", vintage.name, PostgresDate(day), territory, String?.none), connection)
  }

  /// Offers of the catalogue of November 2020; none when that set is not loaded.
  package static func catalogue(
    vintage: Vintage, territory: String?, _ connection: Connection
  ) async throws -> [TrainingCard] {
    try await offers(
      query("training-catalogue", vintage.name, territory, String?.none), connection)
  }

  /// The training of that id or reference, else the catalogue offer of that id.
  package static func find(
    _ name: String, vintage: Vintage, on day: Day, _ connection: Connection
  ) async throws -> TrainingCard {
    var found = try await told(
      query("trainings", vintage.name, PostgresDate(day), String?.none, String?(name)), connection)
    if found.isEmpty {
      found = try await offers(
        query("training-catalogue", vintage.name, String?.none, String?(name)), connection)
    }
    return try Directory.only(found, name: name, kind: "training", id: \.id)
  }

  /// The skills it declares: key and label; a catalogue offer declares none.
  package func skills(_ connection: Connection) async throws -> [Territory.Named] {
    try await connection.rows(try query("training-skills", id)).decode(as: (String, String).self)
      .map { Territory.Named(code: $0.0, name: $0.1) }
  }

  private static func told(_ sql: SQL, _ connection: Connection) async throws -> [TrainingCard] {
    var cards: [TrainingCard] = []
    let rows = try await connection.rows(sql).decode(
      as: (
        String, String, String, String, Int32?, String?, String?, String, String, String?, [String],
        [String], [String], [String], [String]
      ).self)
    for row in rows {
      let sessions = row.11.indices.map { place in
        Session(
          startsOn: row.11[place], endsOn: row.12[place].isEmpty ? nil : row.12[place],
          remaining: Int(row.13[place]), toldOn: row.14[place].isEmpty ? nil : row.14[place])
      }
      cards.append(
        TrainingCard(
          id: row.0, title: row.2, reference: row.1, provider: row.3, level: row.4.map(Int.init),
          certification: row.5, inForce: row.6, commune: row.7, communeName: row.8,
          territory: row.9, occupations: row.10, sessions: sessions, isCatalogue: false))
    }
    return cards
  }

  private static func offers(_ sql: SQL, _ connection: Connection) async throws -> [TrainingCard] {
    var cards: [TrainingCard] = []
    let rows = try await connection.rows(sql).decode(
      as: (
        String, String, String, Int32, String?, String?, String, String, String?, String
      ).self)
    for row in rows {
      cards.append(
        TrainingCard(
          id: row.0, title: row.1, reference: nil, provider: row.2, level: Int(row.3),
          certification: row.4, inForce: row.5, commune: row.6, communeName: row.7,
          territory: row.8,
          occupations: row.9.split(separator: "|").map(String.init), sessions: [],
          isCatalogue: true))
    }
    return cards
  }
}
