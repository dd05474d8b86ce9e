import Glibc
package import Matching
package import Postgres
package import Programme

/// Freezes what the matching reads: positions, candidates and reference data, at one moment.
package struct SnapshotLoader {
  private let connection: Connection
  private let day: Day
  private let gazetteer: Gazetteer

  /// A loader for a business date, on a connection of its own for the time of ``load(also:territories:telling:week:key:method:)``.
  package init(day: Day, gazetteer: Gazetteer, _ connection: Connection) {
    self.connection = connection
    self.day = day
    self.gazetteer = gazetteer
  }

  /// Reads and freezes, in one read-only transaction that sees one state of the database.
  ///
  /// - `also`: ids of positions and candidates to include though closed or without consent, which
  ///   their gates then tell; the night passes none.
  /// - `territories`: the territories whose positions are wanted, `none` included; nil for all.
  /// - `telling`: skills beyond those told, which candidates to be added will hold.
  /// - `week`: the ISO week that orders ties.
  /// - `key`: the sixteen bytes that ties are drawn with.
  /// - `method`: the numbers of the formula.
  package func load(
    also: [String] = [], territories: Set<String>? = nil, telling: [String] = [], week: String,
    key: [UInt8], method: Method
  ) async throws -> Snapshot {
    try await connection.withTransaction(.snapshot) { connection in
      try await connection.run(
        """
        select set_config('vivier.also', \(also.joined(separator: ",")), true),
          set_config('vivier.day', \(day.description), true)
        """)
      var builder = Snapshot.Builder()
      var skills = Set(telling)
      try await addPositions(to: &builder, territories: territories, asking: &skills)
      try await addCandidates(to: &builder, holding: &skills)
      builder.reference = try await reference(for: skills.sorted())
      return try builder.build(
        date: day.number, week: week, key: key, method: method,
        programme: try await programmeRules())
    }
  }

  // MARK: Positions

  private func addPositions(
    to builder: inout Snapshot.Builder, territories: Set<String>?, asking: inout Set<String>
  ) async throws {
    var positions: [Position] = []
    try await connection.copyOut(
      try copy("snapshot-positions"),
      as: (
        String, String, String, String?, String?, String?, Int32?, [String], PostgresDate?, Int32?,
        Int32?, Int32?, Bool, [String], [Int32], [Bool], [String], [Int32], [Bool]
      ).self
    ) {
      id, siren, commune, occupation, sector, mission, minimumLevel, contracts, startOn,
      durationMonths, payMin, payMax, isOpen, skills, importances, areRequired, languages,
      languageLevels, languagesAreRequired in
      let territory = gazetteer.territory(ofCommune: commune)
      guard territories?.contains(territory ?? Run.outside) ?? true else { return }
      let place = gazetteer.commune(commune)
      var position = Position(id: id, company: siren, isOpen: isOpen)
      position.territory = territory.map(qualified)
      position.commune = commune
      position.department = place?.department
      position.region = place?.region
      position.point = place.map(point)
      position.occupation = occupation
      position.sector = sector
      position.mission = mission
      for (index, skill) in skills.enumerated() {
        let asked = AskedSkill(skill: skill, importance: Int(importances[index]))
        if areRequired[index] {
          position.required.append(asked)
        } else {
          position.desired.append(asked)
        }
      }
      position.minimumLevel = minimumLevel.map(Int.init)
      position.contracts = contractSet(of: contracts)
      position.startDay = startOn?.daysSince1970
      position.durationMonths = durationMonths.map(Int.init)
      for (index, language) in languages.enumerated() {
        position.languages.append(
          AskedLanguage(
            code: language, level: Int(languageLevels[index]),
            isRequired: languagesAreRequired[index]))
      }
      position.payMin = payMin.map(Int.init)
      position.payMax = payMax.map(Int.init)
      positions.append(position)
    }
    for position in positions {
      for skill in position.required + position.desired { asking.insert(skill.skill) }
      builder.add(position)
    }
  }

  // MARK: Candidates

  private func addCandidates(
    to builder: inout Snapshot.Builder, holding: inout Set<String>
  ) async throws {
    var candidates: [Candidate] = []
    try await connection.copyOut(
      try copy("snapshot-candidates"),
      as: (
        String, Bool, Bool, Int32?, Int32?, String?, PostgresDate?, [String], [String], [String],
        [Int32], [String], [String], [Int32], [String], PostgresDate?, [String], [String], [Int32],
        [String], [String], Int32?, [String], [String], Int32
      ).self
    ) {
      id, isOpen, hasConsent, levelHeld, levelPrepared, diploma, diplomaOn, diplomaOccupations,
      occupations, skills, proficiencies, evidences, languages, languageLevels, contracts,
      availableOn, areaKinds, areaCodes, areaRadii, missions, sectors, minimumPay, invisibleTo,
      refused, exposures in
      var candidate = Candidate(id: id, isOpen: isOpen, hasConsent: hasConsent)
      candidate.levelHeld = levelHeld.map(Int.init)
      candidate.levelPrepared = levelPrepared.map(Int.init)
      candidate.diploma = diploma
      candidate.diplomaDay = diplomaOn?.daysSince1970
      candidate.diplomaOccupations = diplomaOccupations
      candidate.occupations = occupations
      for (index, skill) in skills.enumerated() {
        candidate.skills.append(
          HeldSkill(
            skill: skill, proficiency: Int(proficiencies[index]),
            evidence: evidence(evidences[index])))
      }
      for (index, language) in languages.enumerated() {
        candidate.languages.append(HeldLanguage(code: language, level: Int(languageLevels[index])))
      }
      candidate.contracts = contractSet(of: contracts)
      candidate.availableDay = availableOn?.daysSince1970
      for (index, kind) in areaKinds.enumerated() {
        if let area = area(kind, areaCodes[index], areaRadii[index]) {
          candidate.areas.append(area)
        }
      }
      candidate.missions = missions
      candidate.sectors = sectors
      candidate.minimumPay = minimumPay.map(Int.init)
      candidate.invisibleTo = invisibleTo
      candidate.refused = refused
      candidate.exposures = Int(exposures)
      candidates.append(candidate)
    }
    let concluded = try await ConcludedOccupations.read(for: candidates, connection)
    for var candidate in candidates {
      candidate.inferredOccupations = concluded?.occupations(of: candidate) ?? []
      for skill in candidate.skills { holding.insert(skill.skill) }
      builder.add(candidate)
    }
  }

  private func area(_ kind: String, _ code: String, _ radius: Int32) -> Matching.Area? {
    switch kind {
    case "circle":
      gazetteer.commune(gazetteer.currentCode(of: code) ?? code).map {
        .circle(point($0), chordSquaredLimit: chordSquared(kilometres: Double(radius)))
      }
    case "territory": .territory(code)
    case "department": .department(code)
    case "region": .region(code)
    case "country": .country
    default: nil
    }
  }

  // MARK: Reference data

  /// - `used`: the skills that positions and candidates tell.
  private func reference(for used: [String]) async throws -> Reference {
    // A skill that no occupation of ROME 3 asks weighs as much as the rarest could.
    let skills = try await connection.rows(
      """
      select s.skill,
        coalesce(w.idf, (select round((ln(count(*) + 1.0) + 1) * 65536)::integer
          from ref.rome3_occupation where edition = e.id)),
        s."group"
      from ref.skill s
      join ref.current_edition e on e.set_name = 'rome3'
      left join ref.skill_weight w on w.edition = e.id and w.skill = s.skill
      where w.skill is not null
        or s.skill = any(\(used))
      """
    ).decode(as: (String, Int32, String?).self)
    let near = try await connection.rows(
      """
      select n.skill, n.near, n.credit from ref.skill_near n
      join ref.current_edition e on e.set_name = 'rome3' and e.id = n.edition
      """
    ).decode(as: (String, String, Int32).self)
    let occupations = try await connection.rows(
      """
      select o.code, o.parent, o.domain from ref.rome4_occupation o
      join ref.current_edition e on e.set_name = 'rome4' and e.id = o.edition
      """
    ).decode(as: (String, String, String).self)
    let mobility = try await connection.rows(
      """
      select m.occupation, m.target, m.kind = 'near' from ref.rome3_mobility m
      join ref.current_edition e on e.set_name = 'rome3' and e.id = m.edition
      """
    ).decode(as: (String, String, Bool).self)
    let content = try await connection.rows(
      """
      select n.occupation, n.near, n.nearness from ref.occupation_near n
      join ref.current_edition a on a.set_name = 'rome3' and a.id = n.rome3
      join ref.current_edition b on b.set_name = 'rome4' and b.id = n.rome4
      """
    ).decode(as: (String, String, Int32).self)
    let links = try await connection.rows(
      "select occupation, skill, is_base from ref.occupation_skill"
    ).decode(as: (String, String, Bool).self)
    return Reference(
      skills: skills.map { Reference.Skill(key: $0.0, idf: Int($0.1), group: $0.2) },
      near: near.map { Reference.Near(skill: $0.0, near: $0.1, credit: Int($0.2)) },
      occupations: occupations.map { Reference.Occupation(code: $0.0, parent: $0.1, domain: $0.2) },
      mobility: mobility.map {
        Reference.Mobility(occupation3: $0.0, target3: $0.1, kind: $0.2 ? .near : .evolution)
      },
      occupationNear: content.map {
        Reference.OccupationNear(occupation3: $0.0, near3: $0.1, nearness: Int($0.2))
      },
      occupationSkills: links.map {
        Reference.OccupationSkill(occupation3: $0.0, skill: $0.1, isBase: $0.2)
      })
  }

  /// What the matching may conclude from the rules, and no more.
  ///
  /// Positions begin on the day or later, so that every version counts that may hold from then on:
  /// the gate is as sure as the readings agree.
  private func programmeRules() async throws -> ProgrammeRules {
    let book = try await RuleBook.read(connection)
    func numbers(_ rule: Rule, _ name: String) -> [Int] {
      book.all(rule).filter { version in
        version.schemes.contains(.vteTI) && version.validTo.map { $0 >= day } ?? true
      }.compactMap { $0.parameters[name] }
    }
    let levels = numbers(.talentLevel, "minimum")
    return ProgrammeRules(
      minimumLevelHeld: (levels.min() ?? 1)...(levels.max() ?? 8),
      graduateWithinMonths: numbers(.talentGraduate, "months").max() ?? 24,
      graduateDisputedMonths: numbers(.talentGraduate, "studies_months").max() ?? 0)
  }

  // MARK: Small conversions

  private func copy(_ name: String) throws -> SQL {
    SQL(trusting: "copy (\n" + (try query(name)).text + "\n) to stdout (format binary)")
  }

  /// A territory with its vintage, since ids of two vintages must not meet.
  private func qualified(_ territory: String) -> String { gazetteer.vintage + ":" + territory }

  private func contractSet(of names: [String]) -> ContractSet {
    names.reduce(into: []) { set, name in
      switch name {
      case "cdi": set.insert(.cdi)
      case "cdd": set.insert(.cdd)
      case "apprentissage": set.insert(.apprentissage)
      case "professionnalisation": set.insert(.professionnalisation)
      default: break
      }
    }
  }

  private func evidence(_ name: String) -> Matching.Evidence {
    switch name {
    case "project": .project
    case "taught": .taught
    case "certified": .certified
    case "attested": .attested
    default: .declared
    }
  }
}

/// The unit vector of a commune's point, each coordinate times 2³⁰.
func point(_ commune: Gazetteer.Commune) -> Point {
  let latitude = commune.latitude * .pi / 180
  let longitude = commune.longitude * .pi / 180
  let scale = Double(1 << 30)
  return Point(
    x: Int32((cos(latitude) * cos(longitude) * scale).rounded()),
    y: Int32((cos(latitude) * sin(longitude) * scale).rounded()),
    z: Int32((sin(latitude) * scale).rounded()))
}

/// The squared chord of an arc of the Earth (mean radius 6371 km), in units of 2⁻⁶⁰.
func chordSquared(kilometres: Double) -> Int64 {
  let chord = 2 * sin(kilometres / (2 * 6371))
  return Int64((chord * chord * Double(1 << 60)).rounded())
}
