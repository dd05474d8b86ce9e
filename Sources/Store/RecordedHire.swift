package import Postgres
package import Programme

/// A hire as an operator recorded it: the establishment, the contract, and which candidate; a person from
/// elsewhere is not named.
package struct RecordedHire: Sendable {
  /// Its id.
  package let id: String
  /// The owner, and the establishment that hired.
  package let siren, siret: String
  /// The name of the company.
  package let company: String
  /// The position that was filled: id and title, where it is known.
  package let position: Territory.Named?
  /// Where the work is: current code and name.
  package let commune: Territory.Named
  /// The contract.
  package let contract: Contract
  /// Months, for a contract that ends, where told.
  package let durationInMonths: Int?
  /// When the contract was signed, where told, and when it began.
  package let signedOn: Day?
  package let hiredOn: Day
  /// When the training of an apprentice begins, where told.
  package let trainingStartsOn: Day?
  /// Who recorded it.
  package let recordedBy: String
  /// The id of the candidate; nil for a person from elsewhere.
  package let candidate: String?
  /// Whether this service brought them together; nil where nobody told.
  package let isThroughUs: Bool?

  /// What recording a hire did.
  package struct Recorded: Sendable {
    /// Its id.
    package let id: String
    /// Whether the position had all its people by it and was closed.
    package let closedPosition: Bool
    /// How many people the position still looks for; nil where it is not known which it is.
    package let openingsLeft: Int?
    /// Whether the candidate was closed.
    package let closedCandidate: Bool
  }

  /// What is told when a hire is recorded.
  package struct New: Sendable {
    /// The establishment.
    package var siret: SIRET
    /// The id of the position that it fills.
    package var position: String?
    /// Where the work is; nil for the commune of the position, else of the establishment.
    package var commune: CommuneCode?
    package var contract: Contract
    package var durationInMonths: Int?
    package var signedOn: Day?
    package var hiredOn: Day
    package var trainingStartsOn: Day?
    /// The id of the candidate; nil for a person from elsewhere.
    package var candidate: String?
    /// Whether this service brought them together; nil where nobody told.
    package var isThroughUs: Bool?
    /// Whether it is another hire even where one like it is recorded already.
    package var isAnother = false

    /// States a hire.
    package init(siret: SIRET, contract: Contract, hiredOn: Day) {
      self.siret = siret
      self.contract = contract
      self.hiredOn = hiredOn
    }
  }

  /// The hires that were not undone: of all, of a territory's communes, or of an establishment.
  package static func list(
    communes: [String]? = nil, siret: String? = nil, _ connection: Connection
  ) async throws -> [RecordedHire] {
    try await connection.rows(try query("hires", communes, siret)).decode(
      as: (
        String, String, String, String, String?, String?, String, String, String, Int32?,
        PostgresDate?, PostgresDate, PostgresDate?, String, String?, Bool?
      ).self
    ).map { row in
      RecordedHire(
        id: row.0, siren: row.1, siret: row.2, company: row.3,
        position: row.4.map { Territory.Named(code: $0, name: row.5 ?? $0) },
        commune: Territory.Named(code: row.6, name: row.7), contract: try Contract(row.8),
        durationInMonths: row.9.map(Int.init), signedOn: row.10.map { Day($0) },
        hiredOn: Day(row.11), trainingStartsOn: row.12.map { Day($0) }, recordedBy: row.13,
        candidate: row.14, isThroughUs: row.15)
    }
  }

  /// Records a hire, closes its position once all people it looks for are hired, and closes its candidate.
  ///
  /// Fails when the establishment, its position, the candidate or the commune is not known, when the
  /// facts contradict each other, or when the same is recorded already. Candidates who were told of the
  /// position are told by the next night that it is closed.
  package static func record(
    _ hire: New, by author: Author, _ connection: Connection
  ) async throws -> Recorded {
    try check(hire)
    return try await connection.withTransaction { connection in
      // Two records of one establishment at once would take the same place in the day.
      let home = try await connection.oneOrNone(
        "select commune from app.establishment where siret = \(hire.siret.text) for update",
        as: String.self)
      guard let home else {
        throw StoreError(
          .notFound, "there is no establishment \"\(hire.siret)\"",
          hint: "run: vivier company list --search \(hire.siret.siren)")
      }
      let workplace = try await workplace(of: hire, home: home, connection)
      if !hire.isAnother { try await refuseTwin(of: hire, connection) }
      let id = try await connection.one(
        """
        insert into app.hire (id, siren, siret, ordinal, position, commune, contract, duration_months,
          signed_on, hired_on, training_starts_on, candidate, through_us, recorded_at, recorded_by)
        select app.public_id('H', s.siret, \(hire.hiredOn.description), n.ordinal::text), s.siren,
          s.siret, n.ordinal, \(hire.position), \(workplace), \(hire.contract.rawValue),
          \(hire.durationInMonths.map { Int32($0) }), \(hire.signedOn.map { PostgresDate($0) }),
          \(PostgresDate(hire.hiredOn)), \(hire.trainingStartsOn.map { PostgresDate($0) }),
          \(hire.candidate), \(hire.isThroughUs), \(author.at), \(author.name)
        from app.establishment s
        cross join lateral (
          select coalesce(max(h.ordinal), 0) + 1 as ordinal from app.hire h
          where h.siren = s.siren and h.siret = s.siret and h.hired_on = \(PostgresDate(hire.hiredOn))
        ) n
        where s.siret = \(hire.siret.text)
        returning id
        """, as: String.self)
      return try await close(id, connection)
    }
  }

  /// Closes what a hire fills, and notes on the hire what it was before.
  private static func close(_ id: String, _ connection: Connection) async throws -> Recorded {
    let openingsLeft = try await connection.rows(
      """
      select p.openings - (select count(*) from app.hire o
        where o.siren = h.siren and o.position = h.position and o.undone_at is null)
      from app.hire h
      join app.position p on p.siren = h.siren and p.id = h.position
      where h.id = \(id)
      """
    ).decode(as: Int64.self).first
    let closesPosition = try await connection.run(
      """
      with filled as (
        select p.siren, p.id, p.state from app.position p
        join app.hire h on h.siren = p.siren and h.position = p.id
        where h.id = \(id) and p.state <> 'closed' and \(openingsLeft ?? 1) <= 0
        for update of p
      ), closed as (
        update app.position p set state = 'closed' from filled f where p.siren = f.siren and p.id = f.id
      )
      update app.hire h set position_was = f.state from filled f where h.id = \(id)
      """)
    let closesCandidate = try await connection.run(
      """
      with hired as (
        select c.id, c.state from app.candidate c
        join app.hire h on h.candidate = c.id
        where h.id = \(id) and c.state in ('open', 'expired')
        for update of c
      ), closed as (
        update app.candidate c set state = 'closed', last_contact_on = greatest(c.last_contact_on,
          (select (recorded_at at time zone 'Europe/Paris')::date from app.hire where id = \(id)))
        from hired f where c.id = f.id
      )
      update app.hire h set candidate_was = f.state from hired f where h.id = \(id)
      """)
    return Recorded(
      id: id, closedPosition: closesPosition == 1,
      openingsLeft: openingsLeft.map { Int(max(0, $0)) },
      closedCandidate: closesCandidate == 1)
  }

  /// Takes back a hire that was recorded by mistake, and gives position and candidate the state they had
  /// before a hire closed them; tells which of them it opened.
  @discardableResult
  package static func undo(
    _ id: String, by author: Author, _ connection: Connection
  ) async throws -> (position: String?, candidate: String?) {
    try await connection.withTransaction { connection in
      let count = try await connection.run(
        """
        update app.hire set undone_at = \(author.at), undone_by = \(author.name)
        where id = \(id) and undone_at is null
        """)
      guard count == 1 else {
        throw StoreError(
          .notFound, "there is no hire \"\(id)\" to undo", hint: "run: vivier hire list")
      }
      // Whichever hire closed the position, one place of it is free again.
      let position = try await connection.oneOrNone(
        """
        with before as (
          select c.id as hire, p.siren, p.id, c.position_was from app.hire h
          join app.position p on p.siren = h.siren and p.id = h.position
          join app.hire c on c.siren = p.siren and c.position = p.id and c.position_was is not null
          where h.id = \(id) and p.state = 'closed'
        ), noted as (
          update app.hire c set position_was = null from before b where c.id = b.hire
        )
        update app.position p set state = b.position_was from before b
        where p.siren = b.siren and p.id = b.id
        returning p.id
        """, as: String.self)
      let candidate = try await connection.oneOrNone(
        """
        with before as (
          select h.id as hire, c.id, h.candidate_was from app.hire h
          join app.candidate c on c.id = h.candidate
          where h.id = \(id) and c.state = 'closed' and h.candidate_was is not null
        ), noted as (
          update app.hire h set candidate_was = null from before b where h.id = b.hire
        )
        update app.candidate c set state = b.candidate_was from before b where c.id = b.id
        returning c.id
        """, as: String.self)
      return (position, candidate)
    }
  }

  /// Refuses facts that contradict each other.
  private static func check(_ hire: New) throws {
    guard (2018...2100).contains(hire.hiredOn.components.year) else {
      throw StoreError(
        .data, "a hire on \(hire.hiredOn)", hint: "the programme began in 2018: check the year")
    }
    if hire.contract == .cdi, hire.durationInMonths != nil {
      throw StoreError(.data, "a CDI has no duration", hint: "leave out --months")
    }
    if let months = hire.durationInMonths, !(1...60).contains(months) {
      throw StoreError(.data, "a contract of \(months) months", hint: "--months is from 1 to 60")
    }
    if hire.trainingStartsOn != nil, !hire.contract.isWorkStudy {
      throw StoreError(
        .data, "only work and study in turn go with a training",
        hint: "leave out --training-on, or name another contract")
    }
  }

  /// Refuses what was recorded already, so that a command may be given twice.
  private static func refuseTwin(of hire: New, _ connection: Connection) async throws {
    let twin = try await connection.oneOrNone(
      """
      select min(id) from app.hire
      where siret = \(hire.siret.text) and hired_on = \(PostgresDate(hire.hiredOn))
        and contract = \(hire.contract.rawValue) and position is not distinct from \(hire.position)
        and candidate is not distinct from \(hire.candidate)
        and undone_at is null
      """, as: String?.self)
    guard let twin = twin.flatMap(\.self) else { return }
    throw StoreError(
      .data, "such a hire is recorded already: \(twin)", hint: "--again records another one")
  }

  /// The current code of the commune of the work.
  private static func workplace(
    of hire: New, home: String, _ connection: Connection
  ) async throws -> String {
    var own: String?
    if let position = hire.position {
      own = try await connection.oneOrNone(
        "select commune from app.position where id = \(position) and siret = \(hire.siret.text)",
        as: String.self)
      guard own != nil else {
        throw StoreError(
          .notFound, "\(hire.siret) has no position \"\(position)\"",
          hint: "run: vivier position list --all --search \(hire.siret)")
      }
    }
    guard let commune = hire.commune else { return own ?? home }
    return try await CommunePlace.find(commune.text, on: hire.hiredOn, connection).code
  }
}
