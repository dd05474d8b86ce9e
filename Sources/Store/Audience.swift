package import Postgres
package import Programme

/// What digests say about positions, candidates and their readers, read once for a night.
package struct Audience: Sendable {
  /// A position as its company and candidates know it.
  package struct Position: Sendable {
    /// Its public id.
    package let id: String
    /// The owner, and the establishment it belongs to.
    package let siren, siret: String
    /// The title as the company wrote it.
    package let title: String
    /// The names of the company, and of the establishment when it has its own.
    package let companyName: String
    package let establishmentName: String?
    /// The commune of the workplace (current code).
    package let commune: String
    /// Contracts, as codes.
    package let contracts: [String]
    /// Months, for a contract that ends.
    package let durationMonths: Int?
    /// Euros a year, gross.
    package let payMin, payMax: Int?
    /// The first working day; nil for as soon as possible.
    package let startOn: Day?
    /// Whether any skill is asked in coded form.
    package let hasSkills: Bool
  }

  /// A person who receives the digests of an establishment (personal data).
  package struct Contact: Sendable {
    /// Its public id.
    package let id: String
    /// The establishment.
    package let siret: String
    /// As it was given, never guessed.
    package let civility, name: String?
  }

  /// A candidate as digests show them: codes and what they declared.
  package struct Candidate: Sendable {
    /// Their public id.
    package let id: String
    /// Levels, 3 to 8.
    package let levelHeld, levelPrepared: Int?
    /// The certification of the diploma.
    package let diploma: String?
    /// The first day they are free.
    package let availableOn: Day?
    /// The occupations their diploma leads to, as codes of the ROME.
    package let diplomaOccupations: [String]
    /// Whether they agree to digests and have an address.
    package let receivesDigests: Bool
    /// The search area: kind, code, radius in kilometres.
    package let areas: [(kind: String, code: String, radius: Int)]
  }

  /// Positions by id.
  package let positions: [String: Position]
  /// Contacts of the establishments of those positions and of those named, by id.
  package let contacts: [Contact]
  /// Everybody who is open and agrees to the matching, by id: those listed, and those among whom they
  /// must not be found.
  package let candidates: [String: Candidate]
  /// The pairs that must not be told whatever a frozen input says: hidden or refused since.
  package let withheld: Set<Pair>

  /// A position and a candidate.
  package struct Pair: Hashable, Sendable {
    let position, candidate: String

    /// Names a pair by ids.
    package init(position: String, candidate: String) {
      self.position = position
      self.candidate = candidate
    }
  }

  /// Reads what digests about these positions need on a day; what candidates agreed to is read now.
  ///
  /// - `pairs`: the listed pairs.
  /// - `establishments`: SIRET of others whose contacts are wanted.
  package static func read(
    positions: [String], pairs: [(position: String, candidate: String)],
    establishments: [String] = [], on day: Day, _ connection: Connection
  ) async throws -> Audience {
    let positionRows = try await connection.rows(
      """
      select p.id, p.siren, p.siret, p.title, c.name, nullif(e.name, c.name), p.commune, p.contracts,
        p.duration_months::integer, p.pay_min, p.pay_max, p.start_on,
        exists (select from app.position_skill s where s.siren = p.siren and s.position = p.id)
      from app.position p
      join app.company c using (siren)
      join app.establishment e using (siren, siret)
      where p.id = any(\(positions)) and p.state = 'open'
      """
    ).decode(
      as: (
        String, String, String, String, String, String?, String, [String], Int32?, Int32?, Int32?,
        PostgresDate?, Bool
      ).self)
    let contactRows = try await connection.rows(
      """
      select k.id, k.siret, k.civility, k.name
      from app.contact k
      join app.position p using (siren, siret)
      where p.id = any(\(positions)) and p.state = 'open'
      union
      select k.id, k.siret, k.civility, k.name
      from app.contact k
      where k.siret = any(\(establishments))
      order by 1
      """
    ).decode(as: (String, String, String?, String?).self)
    let candidateRows = try await connection.rows(
      """
      select c.id, c.level_held::integer, c.level_prepared::integer, c.diploma, c.available_on,
        i.email is not null and n.candidate is not null,
        f.area_kinds, f.area_codes, f.area_radii::integer[], f.diploma_occupations
      from app.candidate c
      join match.profile f on f.candidate = c.id
      join app.agreeing('matching', \(PostgresDate(day))) m on m.candidate = c.id
      left join app.candidate_identity i on i.candidate = c.id
      left join app.agreeing('digest', \(PostgresDate(day))) n on n.candidate = c.id
      where c.state = 'open'
      """
    ).decode(
      as: (
        String, Int32?, Int32?, String?, PostgresDate?, Bool, [String], [String], [Int32], [String]
      ).self)
    let withheldRows = try await connection.rows(
      """
      select l.position, l.candidate
      from unnest(\(pairs.map(\.position)), \(pairs.map(\.candidate))) as l ("position", candidate)
      join app.position p on p.id = l.position
      where exists (
          select from app.invisible_to i
          where i.candidate = l.candidate and i.siren = p.siren and i.lifted_at is null)
        or exists (
          select from match.refusal r
          where r.position = l.position and r.candidate = l.candidate)
      """
    ).decode(as: (String, String).self)
    return Audience(
      positions: Dictionary(
        positionRows.map { row in
          (
            row.0,
            Position(
              id: row.0, siren: row.1, siret: row.2, title: row.3, companyName: row.4,
              establishmentName: row.5, commune: row.6, contracts: row.7,
              durationMonths: row.8.map(Int.init), payMin: row.9.map(Int.init),
              payMax: row.10.map(Int.init), startOn: row.11.map { Day($0) }, hasSkills: row.12)
          )
        }, uniquingKeysWith: { first, _ in first }),
      contacts: contactRows.map {
        Contact(id: $0.0, siret: $0.1, civility: $0.2, name: $0.3)
      },
      candidates: Dictionary(
        candidateRows.map { row in
          (
            row.0,
            Candidate(
              id: row.0, levelHeld: row.1.map(Int.init), levelPrepared: row.2.map(Int.init),
              diploma: row.3, availableOn: row.4.map { Day($0) }, diplomaOccupations: row.9,
              receivesDigests: row.5,
              areas: zip(row.6, zip(row.7, row.8)).map {
                (kind: $0, code: $1.0, radius: Int($1.1))
              })
          )
        }, uniquingKeysWith: { first, _ in first }),
      withheld: Set(withheldRows.map { Pair(position: $0.0, candidate: $0.1) }))
  }

  /// The codes under which readers know candidates, in the order of the pairs.
  ///
  /// - `pairs`: the reader (a SIREN) and the candidate's id.
  package static func codes(
    for pairs: [(reader: String, candidate: String)], _ connection: Connection
  ) async throws -> [String] {
    try await connection.rows(
      try query("reader-codes", pairs.map(\.reader), pairs.map(\.candidate))
    ).decode(as: (String).self)
  }
}
