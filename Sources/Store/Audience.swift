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
    /// The commune of the establishment (current code).
    package let siteCommune: String
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
    /// The mission in words, and how to come, when the work is and help to live there, as told.
    package let description, accessWithoutCar, workingHours, housingHelp: String?
    /// Days a week that may be worked elsewhere.
    package let remoteDays: Int?
  }

  /// A contact in whose scope something of the night is (personal data).
  package struct Contact: Sendable {
    /// Its public id.
    package let id: String
    /// As they were given, never guessed.
    package let civility, name: String?
    /// Whether digests can reach the contact.
    package let reach: Store.Contact.Reach
    /// Whether the contact pauses on the day.
    package let isPaused: Bool
    /// What of companies the contact receives, each by SIREN, SIRET or id of a position.
    package var scopes: [(kind: ContactScope.Kind, subject: String)]

    /// Whether a digest goes to the contact on the day.
    package var isWrittenTo: Bool { reach == .reachable && !isPaused }
  }

  /// A lead who is written to on the day (personal data).
  package struct Lead: Sendable {
    /// The public id of the contact.
    package let id: String
    /// As they were given, never guessed.
    package let civility, name: String?
    /// The territories, each with the region the lead speaks for, where told.
    package var territories: [(id: String, region: String?)]
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
  /// Contacts in whose scope those positions and the establishments named are, by id.
  package let contacts: [Contact]
  /// The leads of the territories named who are written to, by id.
  package let leads: [Lead]
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
  /// - `leads`: those of the territories of a run.
  package static func read(
    positions: [String], pairs: [(position: String, candidate: String)],
    establishments: [String] = [], leads: [Lead], on day: Day, _ connection: Connection
  ) async throws -> Audience {
    let positionRows = try await connection.rows(
      """
      select p.id, p.siren, p.siret, p.title, c.name, nullif(e.name, c.name), p.commune, p.contracts,
        p.duration_months::integer, p.pay_min, p.pay_max, p.start_on,
        exists (select from app.position_skill s where s.siren = p.siren and s.position = p.id),
        e.commune, p.description, p.access_without_car, p.working_hours, p.housing_help,
        p.remote_days::integer
      from app.position p
      join app.company c using (siren)
      join app.establishment e using (siren, siret)
      where p.id = any(\(positions)) and p.state = 'open'
      """
    ).decode(
      as: (
        String, String, String, String, String, String?, String, [String], Int32?, Int32?, Int32?,
        PostgresDate?, Bool, String, String?, String?, String?, String?, Int32?
      ).self)
    let contacts = try await contacts(of: positions, establishments, on: day, connection)
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
              establishmentName: row.5, siteCommune: row.13, commune: row.6, contracts: row.7,
              durationMonths: row.8.map(Int.init), payMin: row.9.map(Int.init),
              payMax: row.10.map(Int.init), startOn: row.11.map { Day($0) }, hasSkills: row.12,
              description: row.14, accessWithoutCar: row.15, workingHours: row.16,
              housingHelp: row.17, remoteDays: row.18.map(Int.init))
          )
        }, uniquingKeysWith: { first, _ in first }),
      contacts: contacts, leads: leads,
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

  private static func contacts(
    of positions: [String], _ establishments: [String], on day: Day, _ connection: Connection
  ) async throws -> [Contact] {
    let rows = try await connection.rows(
      try query("audience-contacts", positions, establishments, PostgresDate(day))
    ).decode(as: (String, String?, String?, String, Bool, String, String).self)
    var contacts: [Contact] = []
    for row in rows {
      if contacts.last?.id != row.0 {
        contacts.append(
          Contact(
            id: row.0, civility: row.1, name: row.2, reach: .init(rawValue: row.3) ?? .reachable,
            isPaused: row.4, scopes: []))
      }
      guard let kind = ContactScope.Kind(rawValue: row.5) else { continue }
      contacts[contacts.count - 1].scopes.append((kind, row.6))
    }
    return contacts
  }

  /// The leads of the territories of a vintage who are written to on a day, by id.
  package static func leads(
    of territories: [String], in vintage: String, on day: Day, _ connection: Connection
  ) async throws -> [Lead] {
    let rows = try await connection.rows(
      try query("audience-leads", vintage, territories, PostgresDate(day))
    ).decode(as: (String, String?, String?, String, String?).self)
    var leads: [Lead] = []
    for row in rows {
      if leads.last?.id != row.0 {
        leads.append(Lead(id: row.0, civility: row.1, name: row.2, territories: []))
      }
      leads[leads.count - 1].territories.append((row.3, row.4))
    }
    return leads
  }

  /// The codes under which readers know candidates, in the order of the pairs.
  ///
  /// - `pairs`: the reader (a SIREN, or the vintage and id of a territory) and the candidate's id.
  package static func codes(
    for pairs: [(reader: String, candidate: String)], _ connection: Connection
  ) async throws -> [String] {
    try await connection.rows(
      try query("reader-codes", pairs.map(\.reader), pairs.map(\.candidate))
    ).decode(as: (String).self)
  }
}
