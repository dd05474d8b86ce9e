package import Postgres
package import Programme

/// A position with what people call its codes.
package struct PositionCard: Sendable {
  /// Its id, the reference its owner gave it, and its title.
  package let id, reference, title: String
  /// Its company and establishment.
  package let siren, siret, company: String
  /// Where it is: Insee code and name.
  package let commune, communeName: String
  /// The territory of the vintage asked for, where there is one.
  package let territory, territoryName: String?
  /// The occupation: ROME 4 code and label.
  package let occupation, occupationLabel: String?
  /// The edition of the ROME its occupation and skills were written in.
  package let romeEdition: ROMEEdition?
  /// Whether nobody told the occupation and an import read it from the title.
  package let isOccupationInferred: Bool
  /// The lowest level (3…8) it asks for.
  package let minimumLevel: Int?
  /// The contracts it offers.
  package let contracts: [String]
  /// When it starts, as told; a past day means as soon as possible.
  package let startOn: Day?
  /// How long it lasts, in months.
  package let durationInMonths: Int?
  /// The pay in euros a year, gross.
  package let payMin, payMax: Int?
  /// What it is for: a category of the programme, and the sector with its label.
  package let mission, sector, sectorLabel: String?
  /// How many people are wanted.
  package let openings: Int
  /// The mission in words, and what only candidates read: how to come, when the work is, help to live
  /// there.
  package let description, accessWithoutCar, workingHours, housingHelp: String?
  /// Days a week that may be worked elsewhere.
  package let remoteDays: Int?
  /// `open`, `held`, `closed` or `expired`.
  package let state: String
  /// Since when it is open.
  package let openedOn: Day

  /// A skill that a position asks for.
  package struct Skill: Sendable {
    /// The canonical key and the label.
    package let key, label: String
    /// Whether nobody can do without it.
    package let isRequired: Bool
    /// 1 (a little) to 5 (decisive).
    package let importance: Int
  }

  /// A language that a position asks for.
  package struct Language: Sendable {
    /// The code of the language, and why it is needed.
    package let code: String
    /// The level of the CEFR, 1 (A1) to 6 (C2).
    package let level: Int
    /// Whether nobody can do without it, and why.
    package let isRequired: Bool
    /// Why it is needed.
    package let reason: String?
  }

  /// Positions, by territory: those of one territory of the vintage, or all where that is nil.
  package static func list(
    vintage: Vintage, territory: String?, includesClosed: Bool, _ connection: Connection
  ) async throws -> [PositionCard] {
    try await read(
      query("positions", vintage.name, territory, includesClosed, String?.none), connection)
  }

  /// The position of that id, or the only one with that reference.
  package static func find(
    _ name: String, vintage: Vintage, _ connection: Connection
  ) async throws -> PositionCard {
    let found = try await read(
      query("positions", vintage.name, String?.none, true, String?(name)), connection)
    return try Directory.only(found, name: name, kind: "position", id: \.id)
  }

  /// What it asks for, the required and the important skills first.
  package func skills(_ connection: Connection) async throws -> [Skill] {
    try await connection.rows(try query("position-skills", id))
      .decode(as: (String, String, Bool, Int32).self)
      .map { Skill(key: $0.0, label: $0.1, isRequired: $0.2, importance: Int($0.3)) }
  }

  /// The languages it asks for.
  package func languages(_ connection: Connection) async throws -> [Language] {
    try await connection.rows(
      """
      select language, level::integer, is_required, reason from app.position_language
      where position = \(id) order by is_required desc, language
      """
    ).decode(as: (String, Int32, Bool, String?).self)
      .map { Language(code: $0.0, level: Int($0.1), isRequired: $0.2, reason: $0.3) }
  }

  private static func read(_ sql: SQL, _ connection: Connection) async throws -> [PositionCard] {
    var cards: [PositionCard] = []
    let rows = try await connection.rows(sql).decode(
      as: (
        String, String, String, String, String, String, String, String, String?, String?, String?,
        String?, Int32?, [String], PostgresDate?, Int32?, Int32?, Int32?, String?, String?, String?,
        Int32, String, PostgresDate, Bool, String?, String?, String?, String?, String?, Int32?
      ).self)
    cards.reserveCapacity(rows.count)
    for row in rows {
      cards.append(
        PositionCard(
          id: row.0, reference: row.1, title: row.2, siren: row.3, siret: row.4, company: row.5,
          commune: row.6, communeName: row.7, territory: row.8, territoryName: row.9,
          occupation: row.10, occupationLabel: row.11,
          romeEdition: row.25.flatMap { try? ROMEEdition($0) }, isOccupationInferred: row.24,
          minimumLevel: row.12.map(Int.init),
          contracts: row.13, startOn: row.14.map { Day($0) },
          durationInMonths: row.15.map(Int.init),
          payMin: row.16.map(Int.init), payMax: row.17.map(Int.init), mission: row.18,
          sector: row.19, sectorLabel: row.20, openings: Int(row.21), description: row.26,
          accessWithoutCar: row.27, workingHours: row.28, housingHelp: row.29,
          remoteDays: row.30.map(Int.init), state: row.22,
          openedOn: Day(row.23)))
    }
    return cards
  }
}
