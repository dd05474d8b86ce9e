package import Postgres
package import Programme

/// A job of tomorrow that a company tells in confidence: never shown to candidates nor by company.
package struct Need: Sendable {
  /// The establishment.
  package var siret: SIRET
  /// The name the company gave it.
  package var reference: String
  /// The occupation (ROME 4), and the level (3...7).
  package var occupation: OccupationCode
  package var level: Int
  /// How many people, and by when.
  package var number: Int
  package var byOn: Day

  /// A need from its parts.
  package init(
    siret: SIRET, reference: String, occupation: OccupationCode, level: Int, number: Int, byOn: Day
  ) {
    self.siret = siret
    self.reference = reference
    self.occupation = occupation
    self.level = level
    self.number = number
    self.byOn = byOn
  }

  /// Keeps needs in one transaction; one of the same establishment and reference is told anew.
  ///
  /// - Returns: how many are new.
  /// - Throws: ``StoreError`` where an establishment or an occupation is not known; nothing is kept.
  @discardableResult
  package static func keep(
    _ needs: [Need], on day: Day, by author: Author, _ connection: Connection
  ) async throws -> Int {
    let edition = try await Nomenclature.read(connection)
    return try await connection.withTransaction { connection in
      var count = 0
      for need in needs {
        guard edition.hasOccupation(need.occupation.text) else {
          throw StoreError(
            .data, "ROME has no occupation \(need.occupation)",
            hint: "run: vivier occupation suggest \"TITLE\"")
        }
        do {
          count +=
            try await connection.one(
              """
              insert into app.need as n (id, siren, siret, reference, occupation, rome_edition, level,
                number, by_on, told_on, told_by)
              values (
                'N-' || left(encode(sha256(convert_to(\(need.siret.text + " " + need.reference), 'UTF8')), 'hex'), 12),
                \(String(need.siret.text.prefix(9))), \(need.siret.text), \(need.reference),
                \(need.occupation.text), \(edition.romeEdition), \(Int16(need.level)),
                \(Int16(clamping: need.number)), \(PostgresDate(need.byOn)), \(PostgresDate(day)),
                \(author.name))
              on conflict (siren, siret, reference) do update set
                occupation = excluded.occupation, rome_edition = excluded.rome_edition,
                level = excluded.level, number = excluded.number, by_on = excluded.by_on,
                told_on = excluded.told_on, told_by = excluded.told_by
              returning (xmax = 0)::integer
              """, as: Int32.self) == 1 ? 1 : 0
        } catch let error as PostgresError where error.constraint == "need_establishment_fkey" {
          throw StoreError(
            .data, "the establishment \(need.siret) is not known",
            hint: "run: vivier import companies FILE")
        }
      }
      return count
    }
  }

  /// Removes a need; false where there is none of that id.
  package static func remove(_ id: String, _ connection: Connection) async throws -> Bool {
    try await connection.run("delete from app.need where id = \(id)") > 0
  }

  /// A need as it is kept.
  package struct Row: Sendable {
    /// Its id, establishment, reference and occupation.
    package let id, siret, reference, occupation: String
    /// The level, and how many people.
    package let level, number: Int
    /// By when.
    package let byOn: Day
  }

  /// Every need, those due first before.
  package static func list(_ connection: Connection) async throws -> [Row] {
    try await connection.rows(
      """
      select id, siret, reference, occupation, level::integer, number::integer, by_on
      from app.need order by by_on, id
      """
    ).decode(as: (String, String, String, String, Int32, Int32, PostgresDate).self).map {
      Row(
        id: $0.0, siret: $0.1, reference: $0.2, occupation: $0.3, level: Int($0.4),
        number: Int($0.5), byOn: Day($0.6))
    }
  }
}
