package import Alignment
package import Matching
package import Postgres
package import Programme

/// Reads what an alignment compares, beside a frozen snapshot: the same positions and candidates that
/// the matching sees, and nobody else.
package struct LandscapeReader {
  private let connection: Connection
  private let day: Day
  private let gazetteer: Gazetteer

  /// A reader for a day.
  package init(day: Day, gazetteer: Gazetteer, _ connection: Connection) {
    self.day = day
    self.gazetteer = gazetteer
    self.connection = connection
  }

  /// Reads the landscape.
  ///
  /// - Parameters:
  ///   - snapshot: the frozen positions and candidates of the day.
  ///   - lists: what the matching found for its open positions.
  ///   - nomenclature: what people call things.
  ///   - secret: sixteen bytes that the rounding of persons is drawn with.
  /// - Returns: positions, trainings and talents of the whole country, to be looked at zone by zone.
  /// - Throws: `PostgresError`; `StoreError` where a row is not what its table promises.
  package func read(
    _ snapshot: Snapshot, _ lists: [PositionList], _ nomenclature: Nomenclature, secret: [UInt8]
  ) async throws -> Landscape {
    let parents = try await parents()
    let successors = try await successors()
    let occupations = try await connection.rows(
      """
      select code, label from ref.rome3_occupation
      where edition = (select id from ref.current_edition where set_name = 'rome3')
      """
    ).decode(as: (String, String).self)
    let base = try await connection.rows(
      "select occupation, skill from ref.occupation_skill where is_base"
    ).decode(as: (String, String).self)
    return Landscape(
      day: day, communes: communes, positions: try await positions(snapshot, lists),
      offers: try await offers(),
      talents: try await talents(snapshot, parents: parents, successors: successors),
      certifications: try await certifications(nomenclature),
      baseSkills: Dictionary(grouping: base, by: \.0).mapValues { $0.map(\.1).sorted() },
      names: Landscape.Names(
        skills: nomenclature.skillLabels,
        occupations: Dictionary(occupations) { first, _ in first },
        territories: Dictionary(
          gazetteer.allTerritories.map { ($0, gazetteer.name(ofTerritory: $0) ?? $0) }
        ) { first, _ in first }),
      outside: try await outsideDemand(), needs: try await needs(), secret: secret)
  }

  /// The skills that trainings declare, which a snapshot must know before their graduates are added.
  package static func declaredSkills(_ connection: Connection) async throws -> [String] {
    try await connection.rows(
      """
      select skill from app.training_skill
      union
      select skill from app.training_content where is_taught
      order by 1
      """
    ).decode(as: (String).self)
  }

  /// Those whom a CFA entered, who agreed to the matching and who are open or were hired, with what
  /// became of them.
  ///
  /// - Parameters:
  ///   - provider: the SIRET of the CFA.
  ///   - matcher: the matching of the day.
  ///   - threads: how many tasks share it.
  /// - Returns: the CFA's own graduates; who was hired matches nothing any more.
  /// - Throws: `PostgresError`, and what the matching throws.
  package func cohort(
    of provider: String, _ matcher: Matcher, threads: Int
  ) async throws -> [Cohort.Member] {
    let rows = try await connection.rows(
      try query("alignment-cohort", provider, PostgresDate(day))
    ).decode(as: (String, String?, PostgresDate?, Bool, Bool, Bool).self)
    let open = Set(matcher.snapshot.candidateIDs)
    let searching = rows.map(\.0).filter(open.contains)
    let lists = try await matcher.lists(
      candidates: searching, limit: 1, near: 1, threads: threads)
    let found = Dictionary(zip(searching, lists)) { first, _ in first }
    return rows.map { row in
      Cohort.Member(
        id: row.0, certification: row.1, diplomaOn: row.2.map { Day($0) },
        isMatched: found[row.0].map { $0.matchCount > 0 } ?? false,
        away: found[row.0]?.near.first?.away.map { $0.kind == "gate" ? $0.id : "skill" },
        wasShown: row.3, hasMet: row.4, wasHired: row.5)
    }
  }

  /// Where positions were opened in the twelve months before the day, and when; closed ones too.
  package func openedLately() async throws -> [OpenedPosition] {
    try await connection.rows(
      """
      select commune, opened_on from app.position
      where opened_on > \(PostgresDate(day.adding(months: -12))) and opened_on <= \(PostgresDate(day))
        and state <> 'held'
      order by opened_on, id
      """
    ).decode(as: (String, PostgresDate).self).map {
      OpenedPosition(commune: $0.0, openedOn: Day($0.1))
    }
  }

  private var communes: [Alignment.Commune] {
    gazetteer.allCommunes.map { code, commune in
      Alignment.Commune(
        code: code, name: commune.name, point: point(commune), latitude: commune.latitude,
        longitude: commune.longitude, department: commune.department, region: commune.region,
        territory: gazetteer.territory(ofCommune: code).map { "\(gazetteer.vintage):\($0)" })
    }
  }

  private func positions(
    _ snapshot: Snapshot, _ lists: [PositionList]
  ) async throws -> [OpenPosition] {
    let rows = try await connection.rows(try query("alignment-positions")).decode(
      as: (String, String, Int32, PostgresDate, String?).self)
    let told = Dictionary(rows.map { ($0.0, $0) }) { first, _ in first }
    let counts = Dictionary(lists.map { ($0.position, $0.matchCount) }) { first, _ in first }
    return (0..<snapshot.positionCount).compactMap { row in
      let position = snapshot.position(at: row)
      guard position.isOpen, let commune = position.commune, let told = told[position.id] else {
        return nil
      }
      return OpenPosition(
        id: position.id, title: told.1, commune: commune, sector: position.sector,
        occupation: told.4, minimumLevel: position.minimumLevel,
        required: position.required.map(\.skill), desired: position.desired.map(\.skill),
        openings: Int(told.2), openedOn: Day(told.3), contracts: position.contracts,
        payMax: position.payMax, matchCount: counts[position.id] ?? 0)
    }
  }

  private func offers() async throws -> [TrainingOffer] {
    var offers: [TrainingOffer] = []
    let rows = try await connection.rows(try query("alignment-trainings")).decode(
      as: (
        Bool, String, String, String, String, Int32?, String?, String, [String], [String], [String],
        [String], [String], [String], [String], [String]
      ).self)
    for row in rows {
      let sessions = row.11.indices.compactMap { place in
        Day(iso: row.11[place]).map {
          TrainingOffer.Session(
            startsOn: $0, endsOn: Day(iso: row.12[place]), capacity: Int(row.13[place]),
            remaining: Int(row.14[place]), toldOn: Day(iso: row.15[place]))
        }
      }
      offers.append(
        TrainingOffer(
          id: row.1, provider: row.2, providerName: row.3, title: row.4,
          level: row.5.map(Int.init), certification: row.6,
          commune: gazetteer.currentCode(of: row.7) ?? row.7, occupations: row.8, skills: row.9,
          denied: Set(row.10), sessions: sessions, isCatalogue: row.0))
    }
    return offers
  }

  private func talents(
    _ snapshot: Snapshot, parents: [String: String], successors: [String: String]
  ) async throws -> [Talent] {
    let sources = try await connection.rows(
      "select id, source from app.candidate where source <> 'self'"
    ).decode(as: (String, String).self)
    let sourceOf = Dictionary(sources) { first, _ in first }
    return (0..<snapshot.candidateCount).compactMap { row in
      let candidate = snapshot.candidate(at: row)
      // The snapshot may hold others, asked for by name.
      guard candidate.isOpen, candidate.hasConsent else { return nil }
      let occupations = candidate.occupations + candidate.diplomaOccupations
      return Talent(
        id: candidate.id, provider: sourceOf[candidate.id], levelHeld: candidate.levelHeld,
        certification: candidate.diploma.flatMap { successors[$0] },
        occupations: Set(occupations.map { parents[$0] ?? $0 }).sorted(),
        skills: candidate.skills.map(\.skill), areas: candidate.areas,
        contracts: candidate.contracts, minimumPay: candidate.minimumPay)
    }
  }

  /// The ROME 3 occupation each ROME 4 one derives from.
  private func parents() async throws -> [String: String] {
    let rows = try await connection.rows(
      """
      select code, parent from ref.rome4_occupation
      where edition = (select id from ref.current_edition where set_name = 'rome4')
      """
    ).decode(as: (String, String).self)
    return Dictionary(rows) { first, _ in first }
  }

  /// The certification in force behind each.
  private func successors() async throws -> [String: String] {
    let rows = try await connection.rows(
      """
      select certification, successor from ref.certification_successor
      where edition = (select id from ref.current_edition where set_name = 'rncp')
      """
    ).decode(as: (String, String).self)
    return Dictionary(rows) { first, _ in first }
  }

  private func certifications(_ nomenclature: Nomenclature) async throws -> [Certification] {
    let rows = try await connection.rows(
      """
      select o.certification, array_agg(distinct o.occupation order by o.occupation)
      from ref.certification_occupation o
      join ref.certification_successor f
        on f.edition = o.edition and f.certification = o.certification
        and f.successor = o.certification
      where o.edition = (select id from ref.current_edition where set_name = 'rncp')
      group by o.certification
      order by o.certification
      """
    ).decode(as: (String, [String]).self)
    return rows.map { code, occupations in
      Certification(
        code: code, title: nomenclature.title(ofCertification: code) ?? code,
        level: nomenclature.level(ofCertification: code), occupations: occupations)
    }
  }
}

extension LandscapeReader {
  /// The jobs of tomorrow, at the place of the establishment.
  private func needs() async throws -> [FutureNeed] {
    try await connection.rows(
      """
      select n.siren, e.commune, o.parent, n.level::integer, n.number::integer, n.by_on
      from app.need n
      join app.establishment e using (siren, siret)
      join ref.rome4_occupation o
        on o.edition = (select id from ref.current_edition where set_name = 'rome4')
        and o.code = n.occupation
      order by n.id
      """
    ).decode(as: (String, String, String, Int32, Int32, PostgresDate).self).map {
      FutureNeed(
        company: $0.0, commune: $0.1, occupation: $0.2, level: Int($0.3), number: Int($0.4),
        byOn: Day($0.5))
    }
  }

  /// What others measured of the demand; nil where neither set is loaded.
  private func outsideDemand() async throws -> OutsideDemand? {
    let editions = try await connection.rows(
      """
      select set_name, label from ref.edition
      where is_current and set_name in ('recruitment_survey', 'tension')
      """
    ).decode(as: (String, String).self)
    guard !editions.isEmpty else { return nil }
    let labels = Dictionary(editions) { first, _ in first }
    let survey = "(select id from ref.current_edition where set_name = 'recruitment_survey')"
    let basins = try await connection.rows(
      SQL(trusting: "select commune, basin from ref.basin_commune where edition = \(survey)")
    ).decode(as: (String, String).self)
    let families = try await connection.rows(
      SQL(
        trusting: """
          select m.occupation, m.family, f.label from ref.occupation_family_member m
          join ref.occupation_family f on f.edition = m.edition and f.code = m.family
          where m.edition = \(survey) order by 1, 2
          """)
    ).decode(as: (String, String, String).self)
    let projects = try await connection.rows(
      SQL(
        trusting: """
          select family, basin, projects, difficult from ref.recruitment_project
          where edition = \(survey)
          """)
    ).decode(as: (String, String, Int32?, Int32?).self)
    let tension = try await connection.rows(
      """
      select occupation, basin, tension::integer from ref.tension
      where edition = (select id from ref.current_edition where set_name = 'tension')
      """
    ).decode(as: (String, String, Int32).self)
    return OutsideDemand(
      surveyEdition: labels["recruitment_survey"], tensionEdition: labels["tension"],
      basins: Dictionary(basins) { first, _ in first },
      families: Dictionary(grouping: families, by: \.0).mapValues { $0.map(\.1) },
      labels: Dictionary(families.map { ($0.1, $0.2) }) { first, _ in first },
      projects: Dictionary(grouping: projects, by: \.0).mapValues { rows in
        Dictionary(
          rows.map {
            ($0.1, OutsideDemand.Projects(all: $0.2.map(Int.init), difficult: $0.3.map(Int.init)))
          }
        ) { first, _ in first }
      },
      tension: Dictionary(grouping: tension, by: \.0).mapValues { rows in
        Dictionary(rows.map { ($0.1, Int($0.2)) }) { first, _ in first }
      })
  }
}

extension TravelRange {
  /// A range of so many kilometres along the ground.
  package init(kilometres: Int) {
    self.init(
      kilometres: kilometres, chordSquared: Store.chordSquared(kilometres: Double(kilometres)))
  }
}
