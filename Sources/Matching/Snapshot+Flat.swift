extension Snapshot {
  /// Freezes a world of flat arrays; its lists are taken over as they are, not copied.
  ///
  /// - Parameters:
  ///   - world: the world.
  ///   - method: the numbers of the formula.
  ///   - programme: the programme's rules as the date reads them.
  ///   - date: the business date, in days since 1970-01-01.
  ///   - week: the ISO week of the date, such as `2026-W47`.
  ///   - key: sixteen bytes that ties are drawn with.
  /// - Throws: ``SnapshotError`` where arrays differ in length or hold numbers out of range.
  package init(
    flat world: FlatWorld, method: Method, programme: ProgrammeRules, date: Int32, week: String,
    key: [UInt8]
  ) throws(SnapshotError) {
    guard key.count == 16 else { throw .keyLength(key.count) }
    try method.check()
    try programme.check()
    try world.check()
    let ties = TieSeed(key: key, version: method.version, week: week)
    var vocabulary = Vocabulary(world)
    let positions = PositionColumns(world.positions, date: date, ties: ties)
    vocabulary.relate(to: positions.facts.lazy.map(\.occupation), method)
    self.init(
      date: date, week: week, key: key, method: method, programme: programme,
      reference: Reference(), symbols: .numbers, vocabulary: vocabulary, positions: positions,
      candidates: CandidateColumns(world.candidates, programme: programme, ties: ties))
  }
}

extension Vocabulary {
  /// The skills and occupations of a flat world; nothing is grouped and nothing inferred.
  init(_ world: FlatWorld) {
    let skills = world.idf.count
    let occupations = world.occupationCount
    skillKeys = (0..<skills).map { String($0) }
    idf = world.idf
    group = [Int32](repeating: -1, count: skills)
    members = Ragged()
    near = world.near
    basedOn = Ragged(emptyRows: skills)
    occupationCodes = (0..<occupations).map { String($0) }
    parent = (0..<occupations).map { UInt32($0) }
    domain = parent
    majorDomain = parent
    parentCodes = occupationCodes
    hasBase = [Bool](repeating: false, count: occupations)
    moves = Ragged(emptyRows: occupations)
    nearOccupations = Ragged(
      starts: (0...occupations).map { UInt32($0 * occupations) },
      values: world.nearness.indices.map {
        NearOccupation(parent: UInt32($0 % occupations), credit: world.nearness[$0])
      })
  }
}

extension PositionColumns {
  /// The positions of a flat world, all open.
  fileprivate init(_ world: FlatWorld.Positions, date: Int32, ties: TieSeed) {
    facts.reserveCapacity(world.occupation.count)
    for row in world.occupation.indices {
      let startDay = told(world.startDay[row])
      facts.append(
        Facts(
          id: Symbol(number: UInt32(row)), company: .none, territory: .none, commune: .none,
          department: .none, region: .none, sector: symbol(world.sector[row]),
          mission: symbol(world.mission[row]),
          occupation: told(world.occupation[row]).map { UInt32($0) },
          point: Point(x: world.x[row], y: world.y[row], z: world.z[row]), isOpen: true,
          minimumLevel: world.minimumLevel[row] == 0 ? nil : world.minimumLevel[row],
          contracts: ContractSet(rawValue: world.contracts[row]), startDay: startDay,
          durationMonths: nil, payMin: told(world.payMin[row]), payMax: told(world.payMax[row]),
          hireDay: max(startDay ?? date, date), identity: UInt64(row),
          tie: ties.tie("position", UInt64(row))))
    }
    asked = world.asked
    requiredCount = (0..<asked.count).map { row in
      Int32(asked[row].count { $0.isRequired })
    }
    languages = Ragged(emptyRows: facts.count)
  }
}

extension CandidateColumns {
  /// The candidates of a flat world, all open and consenting.
  fileprivate init(_ world: FlatWorld.Candidates, programme: ProgrammeRules, ties: TieSeed) {
    let count = world.levelHeld.count
    facts.reserveCapacity(count)
    var places: [Place] = []
    places.reserveCapacity(count)
    for row in 0..<count {
      let diplomaDay = told(world.diplomaDay[row])
      facts.append(
        Facts(
          id: Symbol(number: UInt32(row)), diploma: .none, isOpen: true, hasConsent: true,
          contracts: ContractSet(rawValue: world.contracts[row]),
          levelHeld: world.levelHeld[row] == 0 ? nil : world.levelHeld[row], levelPrepared: nil,
          diplomaDay: diplomaDay,
          diplomaEnd: diplomaDay.map { Int32(programme.end(ofDiploma: Int($0))) },
          availableDay: told(world.availableDay[row]), minimumPay: told(world.minimumPay[row]),
          exposures: world.exposures[row], identity: UInt64(row),
          tie: ties.tie("candidate", UInt64(row))))
      let limit = world.chordSquaredLimit[row]
      places.append(
        limit == FlatWorld.wholeCountry
          ? .country
          : .circle(Point(x: world.x[row], y: world.y[row], z: world.z[row]), limit: limit))
    }
    areas = Ragged(starts: (0...count).map { UInt32($0) }, values: places)
    held = world.held
    wished = world.wished
    diplomaOccupations = world.studied
    missions = symbols(world.missions)
    sectors = symbols(world.sectors)
    let none = Ragged<Symbol>(emptyRows: count)
    invisibleTo = none
    refused = none
    languages = Ragged(emptyRows: count)
    let noOccupations = Ragged<UInt32>(emptyRows: count)
    inferredOccupations = noOccupations
    inferredFromDiploma = noOccupations
    inferredFromOccupations = noOccupations
  }
}

private func told(_ number: Int32) -> Int32? { number == FlatWorld.notTold ? nil : number }

private func symbol(_ number: Int32) -> Symbol {
  told(number).map { Symbol(number: UInt32($0)) } ?? .none
}

private func symbols(_ lists: Ragged<UInt32>) -> Ragged<Symbol> {
  Ragged(starts: lists.starts, values: lists.values.map { Symbol(number: $0) })
}
