package import Postgres
package import Programme

/// A hire as an operator recorded it: the establishment and the contract, never the person.
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
        PostgresDate?, PostgresDate, PostgresDate?, String
      ).self
    ).map { row in
      RecordedHire(
        id: row.0, siren: row.1, siret: row.2, company: row.3,
        position: row.4.map { Territory.Named(code: $0, name: row.5 ?? $0) },
        commune: Territory.Named(code: row.6, name: row.7), contract: try Contract(row.8),
        durationInMonths: row.9.map(Int.init), signedOn: row.10.map { Day($0) },
        hiredOn: Day(row.11), trainingStartsOn: row.12.map { Day($0) }, recordedBy: row.13)
    }
  }

  /// Records a hire and gives its id.
  ///
  /// Fails when the establishment, its position or the commune is not known, when the facts contradict
  /// each other, or when the same is recorded already. The position stays as it is.
  package static func record(
    _ hire: New, by author: Author, _ connection: Connection
  ) async throws -> String {
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
      return try await connection.one(
        """
        insert into app.hire (id, siren, siret, ordinal, position, commune, contract, duration_months,
          signed_on, hired_on, training_starts_on, recorded_at, recorded_by)
        select app.public_id('H', s.siret, \(hire.hiredOn.description), n.ordinal::text), s.siren,
          s.siret, n.ordinal, \(hire.position), \(workplace), \(hire.contract.rawValue),
          \(hire.durationInMonths.map { Int32($0) }), \(hire.signedOn.map { PostgresDate($0) }),
          \(PostgresDate(hire.hiredOn)), \(hire.trainingStartsOn.map { PostgresDate($0) }),
          \(author.at), \(author.name)
        from app.establishment s
        cross join lateral (
          select coalesce(max(h.ordinal), 0) + 1 as ordinal from app.hire h
          where h.siren = s.siren and h.siret = s.siret and h.hired_on = \(PostgresDate(hire.hiredOn))
        ) n
        where s.siret = \(hire.siret.text)
        returning id
        """, as: String.self)
    }
  }

  /// Takes back a hire that was recorded by mistake.
  package static func undo(_ id: String, by author: Author, _ connection: Connection) async throws {
    let count = try await connection.run(
      """
      update app.hire set undone_at = \(author.at), undone_by = \(author.name)
      where id = \(id) and undone_at is null
      """)
    guard count == 1 else {
      throw StoreError(
        .notFound, "there is no hire \"\(id)\" to undo", hint: "run: vivier hire list")
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
