package import Postgres
package import Programme

/// What the database knows of a position for the rules of the programme.
package struct PositionKnowledge: Sendable {
  /// Its id, title and company.
  package let id, title, company: String
  /// The contracts it offers; a hire signs one of them.
  package let contracts: [Contract]
  /// When it starts, as told.
  package let startOn: Day?
  /// What is told of the position, without the contract and the day of the hire.
  package let position: HireFacts.Position
  /// What is told of its company.
  package let facts: HireFacts.Company
  /// The de minimis aids recorded of its company; nil where none was, which does not say that there
  /// were none.
  package private(set) var aids: DeMinimis?

  /// Reads the position of that id.
  package static func read(
    _ id: String, _ workplaces: Workplaces, _ connection: Connection
  ) async throws -> PositionKnowledge {
    guard var knowledge = try await read(all: [id], workplaces, connection).first else {
      throw StoreError(
        .notFound, "there is no position \"\(id)\"", hint: "run: vivier position list")
    }
    if let siren = knowledge.facts.siret?.siren {
      let aids = try await DeMinimisAid.all(of: siren, connection)
      knowledge.aids = aids.isEmpty ? nil : DeMinimis(aids.map(\.aid))
    }
    return knowledge
  }

  /// Reads the positions of these ids, but for the aids of their companies.
  package static func read(
    all ids: [String], _ workplaces: Workplaces, _ connection: Connection
  ) async throws -> [PositionKnowledge] {
    try await connection.rows(
      """
      select p.id, p.title, c.name, p.contracts, p.start_on, p.duration_months::integer, p.mission,
        p.commune, p.siret, i.naf, c.staff, i.decided
      from app.position p
      join app.company c using (siren)
      join app.establishment_industry i on i.siren = p.siren and i.siret = p.siret
      where p.id = any(\(ids))
      """
    ).decode(
      as: (
        String, String, String, [String], PostgresDate?, Int32?, String?, String, String, String?,
        Int32?, Bool?
      ).self
    ).map { row in
      var position = HireFacts.Position()
      position.durationInMonths = row.5.map(Int.init)
      position.mission = row.6.flatMap { Mission(rawValue: $0) }
      position.workplace = (try? CommuneCode(row.7)).flatMap(workplaces.find)
      var company = HireFacts.Company()
      company.siret = try? SIRET(row.8)
      company.naf = row.9.flatMap { try? NAF($0) }
      company.staff = row.10.map(Int.init)
      company.isIndustry = row.11
      return PositionKnowledge(
        id: row.0, title: row.1, company: row.2,
        contracts: row.3.compactMap { Contract(rawValue: $0) }, startOn: row.4.map { Day($0) },
        position: position, facts: company, aids: nil)
    }
  }
}

/// What the database knows of a candidate for the rules of the programme.
package struct CandidateKnowledge: Sendable {
  /// The id.
  package let id: String
  /// The contracts they accept; empty where they did not say.
  package let contracts: [Contract]
  /// What they told.
  package let facts: HireFacts.Talent

  /// Reads the candidate of that id, who agrees to the matching on a day.
  package static func read(
    _ id: String, on day: Day, _ connection: Connection
  ) async throws -> CandidateKnowledge {
    try await Consent.require(among: [id], on: day, connection)
    let row = try await connection.oneOrNone(
      """
      select contracts, level_held::integer, level_prepared::integer, diploma_on,
        apprenticeship_eligible
      from app.candidate where id = \(id)
      """, as: ([String], Int32?, Int32?, PostgresDate?, Bool?).self)
    guard let row else {
      throw StoreError(
        .notFound, "there is no candidate \"\(id)\"", hint: "run: vivier candidate list")
    }
    var talent = HireFacts.Talent()
    talent.levelHeld = row.1.flatMap { Level(Int($0)) }
    talent.levelPrepared = row.2.flatMap { Level(Int($0)) }
    talent.diplomaOn = row.3.map { Day($0) }
    talent.isEligibleToApprenticeship = row.4
    // Who told the level held and none in preparation is asked as a graduate, as in the matching.
    if talent.levelHeld != nil, talent.levelPrepared == nil { talent.isWorkStudyStudent = false }
    return CandidateKnowledge(
      id: id, contracts: row.0.compactMap { Contract(rawValue: $0) }, facts: talent)
  }
}

/// What the database knows of the establishments of companies, by SIRET.
package struct EstablishmentKnowledge: Sendable {
  /// An establishment.
  package struct Establishment: Sendable {
    /// Where it is.
    package let commune: CommuneCode?
    /// What is told of its company.
    package let facts: HireFacts.Company
  }

  private let establishments: [String: Establishment]

  /// Reads every establishment.
  package static func read(_ connection: Connection) async throws -> EstablishmentKnowledge {
    let rows = try await connection.rows(
      """
      select e.siret, e.commune, i.naf, c.staff, i.decided
      from app.establishment e
      join app.company c using (siren)
      join app.establishment_industry i on i.siren = e.siren and i.siret = e.siret
      """
    ).decode(as: (String, String, String?, Int32?, Bool?).self)
    var establishments: [String: Establishment] = [:]
    for row in rows {
      var company = HireFacts.Company()
      company.siret = try? SIRET(row.0)
      company.naf = row.2.flatMap { try? NAF($0) }
      company.staff = row.3.map(Int.init)
      company.isIndustry = row.4
      establishments[row.0] = Establishment(commune: try? CommuneCode(row.1), facts: company)
    }
    return EstablishmentKnowledge(establishments: establishments)
  }

  /// The establishment of that SIRET; nil when it is not known.
  package func find(_ siret: SIRET) -> Establishment? { establishments[siret.text] }
}

extension HireFacts {
  /// The facts of a hire as the database has them, with what is told beside it.
  ///
  /// A hire signs one contract: the one named, else the first that both sides accept, work-study
  /// first for whoever prepares a diploma. It takes place on the day named, else when the position
  /// starts, if that is to come.
  package init(
    _ position: PositionKnowledge?, _ candidate: CandidateKnowledge?, on date: Day,
    hiredOn: Day? = nil, contract: Contract? = nil
  ) {
    self.init(
      date: date, position: position?.position ?? Position(), company: position?.facts ?? Company(),
      talent: candidate?.facts ?? Talent())
    self.position.hiredOn = hiredOn ?? position?.startOn.flatMap { $0 >= date ? $0 : nil }
    let offered = position?.contracts ?? []
    let accepted = candidate?.contracts ?? []
    let possible = accepted.isEmpty ? offered : offered.filter(accepted.contains)
    let order: [Contract] =
      talent.levelPrepared == nil
      ? Contract.allCases : [.apprentissage, .professionnalisation, .cdi, .cdd]
    self.position.contract = contract ?? order.first(where: possible.contains)
    self.company.deMinimis = position?.aids?.sum(on: self.day ?? date)
  }
}
