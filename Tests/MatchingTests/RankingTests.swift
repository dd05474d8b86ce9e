import Testing

@testable import Matching

@Suite struct `A ranking` {
  @Test(arguments: Dice.seeds)
  func `is what scoring every pair gives, down to equal scores`(seed: UInt64) async throws {
    print("seed", seed)
    for limit in [1, 5, 20] {
      let world = World(seed: seed, positions: 25, candidates: 150)
      let oracle = Oracle(world: world)
      let snapshot = try world.snapshot()
      let best = await Matcher(snapshot).ranking(limit: limit, threads: 2)
      for position in world.positions {
        let row = try #require(snapshot.positionRow(position.id))
        let expected = oracle.ranking(position).prefix(limit)
        let places = row * limit..<row * limit + Int(best.counts[row])
        let ids = snapshot.candidateIDs
        #expect(
          places.map { ids[Int(best.candidates[$0])] } == expected.map(\.candidate),
          "position \(position.id), limit \(limit)")
        #expect(places.map { Int(best.scores[$0]) } == expected.map(\.score))
        for (place, entry) in zip(places, expected) {
          let candidate = try #require(world.candidates.first { $0.id == entry.candidate })
          #expect(Int(best.positionSides[place]) == oracle.sidePosition(position, candidate))
          #expect(Int(best.candidateSides[place]) == oracle.sideCandidate(position, candidate))
        }
        let rest = row * limit + Int(best.counts[row])..<(row + 1) * limit
        #expect(rest.allSatisfy { best.candidates[$0] == -1 })
      }
    }
  }

  @Test func `needs nobody to have an occupation`() async throws {
    var world = World(seed: 4, positions: 12, candidates: 80)
    world.reference.occupations = []
    world.reference.occupationSkills = []
    world.reference.occupationNear = []
    world.reference.mobility = []
    for index in world.positions.indices { world.positions[index].occupation = nil }
    for index in world.candidates.indices {
      world.candidates[index].occupations = []
      world.candidates[index].diplomaOccupations = []
      world.candidates[index].inferredOccupations = []
    }
    let oracle = Oracle(world: world)
    let snapshot = try world.snapshot()
    let best = await Matcher(snapshot).ranking(limit: 5)
    for position in world.positions {
      let row = try #require(snapshot.positionRow(position.id))
      let places = row * 5..<row * 5 + Int(best.counts[row])
      let expected = oracle.ranking(position).prefix(5)
      #expect(
        places.map { snapshot.candidateIDs[Int(best.candidates[$0])] } == expected.map(\.candidate))
    }
    #expect(best.counts.contains { $0 > 1 })
  }

  @Test func `passes most pairs by without scoring them`() async throws {
    let world = World(seed: 3, positions: 20, candidates: 2_000)
    let best = await Matcher(try world.snapshot()).ranking(limit: 3)
    let listed = best.counts.reduce(0) { $0 + Int($1) }
    #expect(listed == 3 * world.positions.count { $0.isOpen })
    #expect(best.scoredCount >= listed)
    #expect(best.scoredCount < 20 * 2_000 / 10)
  }

  @Test(arguments: [2, 3, 7])
  func `is the same with any number of threads`(threads: Int) async throws {
    let matcher = Matcher(try World(seed: 5, positions: 200, candidates: 80).snapshot()).indexed()
    let alone = await matcher.ranking(limit: 4, threads: 1)
    #expect(await matcher.ranking(limit: 4, threads: threads) == alone)
  }
}

@Suite struct `A flat world` {
  @Test(arguments: Dice.seeds)
  func `ranks as the same market in rows`(seed: UInt64) async throws {
    print("seed", seed)
    let flat = FlatWorld(seed: seed)
    var method = Method.current
    method.occupationContent = Score.unit
    method.occupationContentFull = Score.unit
    let snapshot = try Snapshot(
      flat: flat, method: method, programme: World.rules, date: World.date, week: World.week,
      key: World.key)
    let world = flat.rows(method)
    let rows = try world.snapshot()
    let limit = 6
    let found = await Matcher(snapshot).ranking(limit: limit)
    let expected = await Matcher(rows).ranking(limit: limit)
    let ids = rows.candidateIDs
    for row in flat.positions.occupation.indices {
      let other = try #require(rows.positionRow("\(row)"))
      #expect(found.counts[row] == expected.counts[other])
      for place in 0..<Int(found.counts[row]) {
        let one = row * limit + place
        let two = other * limit + place
        #expect("\(found.candidates[one])" == ids[Int(expected.candidates[two])], "position \(row)")
        #expect(found.scores[one] == expected.scores[two])
      }
      #expect(snapshot.positionRow("\(row)") == row)
    }
    #expect(found.counts.contains { $0 > 1 })
    #expect(snapshot.candidateRow("007") == nil)
    let lists = try await Matcher(snapshot).lists()
    let others = try await Matcher(rows).lists()
    for list in lists {
      // Rows tell missing skills by key, so in another order; all else is the same.
      let other = try #require(others.first { $0.position == list.position })
      #expect(other.matches.map(\.candidate) == list.matches.map(\.candidate))
      #expect(other.matches.map(\.score) == list.matches.map(\.score))
      #expect(other.near.map(\.candidate) == list.near.map(\.candidate))
    }
  }

  @Test func `is refused where its arrays do not fit together`() {
    func refusal(_ change: (inout FlatWorld) -> Void) -> SnapshotError? {
      var flat = FlatWorld(seed: 1)
      change(&flat)
      do throws(SnapshotError) {
        _ = try Snapshot(
          flat: flat, method: .current, programme: World.rules, date: World.date,
          week: World.week, key: World.key)
        return nil
      } catch {
        return error
      }
    }
    #expect(refusal { _ in } == nil)
    #expect(refusal { $0.candidates.x.removeLast() } != nil)
    #expect(refusal { $0.positions.mission.append(0) } != nil)
    #expect(refusal { $0.nearness.removeLast() } != nil)
    #expect(refusal { $0.idf.removeLast($0.idf.count - 1) } != nil)
    #expect(refusal { $0.occupationCount = 1 } != nil)
    #expect(refusal { $0.positions.occupation[0] = 1_000 } != nil)
    #expect(
      refusal {
        $0.candidates.wished = Ragged(starts: [0, 1], values: [0])
      } != nil)
  }
}

extension Oracle {
  /// Every candidate of a position whose gates do not fail, in order.
  func ranking(_ p: Position) -> [Entry] {
    guard p.isOpen else { return [] }
    return world.candidates.filter { fails(p, $0).isEmpty }.map { entry(p, $0) }
      .sorted { ($1.score, $0.exposures, $0.tie) < ($0.score, $1.exposures, $1.tie) }
  }
}

extension FlatWorld {
  private static let codes = (0..<20).map { "\(Character(UnicodeScalar(UInt8(65 + $0))))0000" }

  /// A small random market that leaves out whatever can be left out.
  init(seed: UInt64) {
    self.init()
    var dice = Dice(seed)
    let skills = 30
    let occupations = FlatWorld.codes.count
    idf = (0..<skills).map { _ in Int32(dice.number(1...400_000)) }
    for skill in 0..<skills {
      near.append(
        dice.some(of: (0..<skills).filter { $0 != skill }, upTo: 4).sorted().map {
          NearSkill(skill: UInt32($0), credit: Int32(dice.number(1...900_000)))
        })
    }
    occupationCount = occupations
    for asked in 0..<occupations {
      for held in 0..<occupations {
        nearness.append(asked == held ? 1_000_000 : Int32(dice.number(0...1_000_000)))
      }
    }
    func told(_ chance: Int, _ range: ClosedRange<Int>) -> Int32 {
      dice.chance(chance) ? Int32(dice.number(range)) : FlatWorld.notTold
    }
    func place() -> Point { dice.one(of: World.points) }
    for _ in 0..<25 {
      positions.occupation.append(told(85, 0...occupations - 1))
      positions.minimumLevel.append(dice.chance(70) ? UInt8(dice.number(5...7)) : 0)
      positions.contracts.append(dice.chance(80) ? UInt8(dice.number(1...15)) : 0)
      let day = Int(World.date)
      positions.startDay.append(told(60, day - 100...day + 200))
      let point = place()
      positions.x.append(point.x)
      positions.y.append(point.y)
      positions.z.append(point.z)
      positions.mission.append(told(70, 0...9))
      positions.sector.append(told(70, 0...40))
      positions.payMin.append(told(60, 20_000...35_000))
      positions.payMax.append(told(50, 25_000...45_000))
      let asked = dice.some(of: Array(0..<skills), upTo: 6)
      let count = dice.number(0...asked.count)
      func list(_ skills: some Sequence<Int>, _ isRequired: Bool) -> [AskedSkill] {
        skills.sorted().map {
          AskedSkill(
            skill: UInt32($0), importance: UInt8(dice.number(1...5)), isRequired: isRequired)
        }
      }
      positions.asked.append(
        list(asked.prefix(count), true) + list(asked.dropFirst(count), false))
    }
    for _ in 0..<200 {
      candidates.levelHeld.append(dice.chance(85) ? UInt8(dice.number(4...7)) : 0)
      candidates.contracts.append(dice.chance(70) ? UInt8(dice.number(1...15)) : 0)
      let day = Int(World.date)
      candidates.availableDay.append(told(80, day - 200...day + 200))
      candidates.diplomaDay.append(told(75, day - 900...day + 100))
      let point = place()
      candidates.x.append(point.x)
      candidates.y.append(point.y)
      candidates.z.append(point.z)
      candidates.chordSquaredLimit.append(
        dice.chance(50) ? FlatWorld.wholeCountry : dice.one(of: [0, 1 << 60]))
      candidates.minimumPay.append(told(60, 0...40_000))
      candidates.exposures.append(Int32(dice.number(0...2)))
      candidates.wished.append(
        dice.some(of: Array(0..<occupations), upTo: 3).map { UInt32($0) })
      candidates.studied.append(
        dice.some(of: Array(0..<occupations), upTo: 2).sorted().map { UInt32($0) })
      candidates.missions.append(dice.some(of: Array(0...9), upTo: 3).sorted().map { UInt32($0) })
      candidates.sectors.append(dice.some(of: Array(0...40), upTo: 2).sorted().map { UInt32($0) })
      candidates.held.append(
        dice.some(of: Array(0..<skills), upTo: 12).sorted().map {
          HeldSkill(
            skill: UInt32($0), proficiency: UInt8(dice.number(1...4)),
            evidence: dice.one(of: [.declared, .project, .taught, .certified, .attested]))
        })
    }
  }

  /// The same market in rows.
  func rows(_ method: Method) -> World {
    var world = World(seed: 1, positions: 0, candidates: 0)
    world.method = method
    world.reference = Reference()
    func told(_ number: Int32) -> Int? { number == FlatWorld.notTold ? nil : Int(number) }
    func day(_ number: Int32) -> Int32? { number == FlatWorld.notTold ? nil : number }
    for (skill, idf) in idf.enumerated() {
      world.reference.skills.append(Reference.Skill(key: "\(skill)", idf: Int(idf)))
      for answer in near[skill] {
        world.reference.near.append(
          Reference.Near(
            skill: "\(skill)", near: "\(answer.skill)", credit: Int(answer.credit)))
      }
    }
    let codes = FlatWorld.codes
    for asked in codes.indices {
      for held in codes.indices {
        world.reference.occupationNear.append(
          Reference.OccupationNear(
            occupation3: codes[asked], near3: codes[held],
            nearness: Int(nearness[asked * codes.count + held])))
      }
    }
    for row in positions.occupation.indices {
      func asked(_ isRequired: Bool) -> [Matching.AskedSkill] {
        positions.asked[row].filter { $0.isRequired == isRequired }.map {
          Matching.AskedSkill(skill: "\($0.skill)", importance: Int($0.importance))
        }
      }
      world.positions.append(
        Position(
          id: "\(row)", company: "none",
          point: Point(x: positions.x[row], y: positions.y[row], z: positions.z[row]),
          isOpen: true, occupation: told(positions.occupation[row]).map { codes[$0] },
          sector: told(positions.sector[row]).map { "s\($0)" },
          mission: told(positions.mission[row]).map { "m\($0)" }, required: asked(true),
          desired: asked(false),
          minimumLevel: positions.minimumLevel[row] == 0 ? nil : Int(positions.minimumLevel[row]),
          contracts: ContractSet(rawValue: positions.contracts[row]),
          startDay: day(positions.startDay[row]), payMin: told(positions.payMin[row]),
          payMax: told(positions.payMax[row]), identity: UInt64(row)))
    }
    for row in candidates.levelHeld.indices {
      let limit = candidates.chordSquaredLimit[row]
      let centre = Point(x: candidates.x[row], y: candidates.y[row], z: candidates.z[row])
      world.candidates.append(
        Candidate(
          id: "\(row)", isOpen: true, hasConsent: true,
          levelHeld: candidates.levelHeld[row] == 0 ? nil : Int(candidates.levelHeld[row]),
          diplomaDay: day(candidates.diplomaDay[row]),
          diplomaOccupations: candidates.studied[row].map { codes[Int($0)] },
          occupations: candidates.wished[row].map { codes[Int($0)] },
          skills: candidates.held[row].map {
            Matching.HeldSkill(
              skill: "\($0.skill)", proficiency: Int($0.proficiency), evidence: $0.evidence)
          }, contracts: ContractSet(rawValue: candidates.contracts[row]),
          availableDay: day(candidates.availableDay[row]),
          areas: [limit < 0 ? .country : .circle(centre, chordSquaredLimit: limit)],
          missions: candidates.missions[row].map { "m\($0)" },
          sectors: candidates.sectors[row].map { "s\($0)" },
          minimumPay: told(candidates.minimumPay[row]),
          exposures: Int(candidates.exposures[row]), identity: UInt64(row)))
    }
    return world
  }
}
