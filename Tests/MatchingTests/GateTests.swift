import Testing

@testable import Matching

@Suite struct `A gate` {
  /// What a gate says of one pair.
  private func told(
    _ gate: Gate, rules: ProgrammeRules = World.rules,
    _ change: (inout Position, inout Candidate) -> Void
  ) throws -> GateReason {
    var position = Position(id: "p", company: "1", isOpen: true)
    var candidate = Candidate(id: "c", isOpen: true, hasConsent: true)
    change(&position, &candidate)
    var builder = Snapshot.Builder()
    builder.add(position)
    builder.add(candidate)
    let snapshot = try builder.build(
      date: World.date, week: World.week, key: World.key, programme: rules)
    let explanation = try Matcher(snapshot).explain(position: "p", candidate: "c")
    return try #require(explanation.gates.first { $0.gate == gate }).reason
  }

  @Test func `of a decision is never unknown`() throws {
    #expect(try told(.consent) { _, _ in } == .consentGiven)
    #expect(try told(.consent) { $1.hasConsent = false } == .consentMissing)
    #expect(try told(.open) { p, _ in p.isOpen = false } == .positionClosed)
    #expect(try told(.open) { $1.isOpen = false } == .candidateClosed)
    #expect(try told(.refusedBefore) { $1.refused = ["q", "p"] } == .alreadyRefused)
    #expect(try told(.refusedBefore) { $1.refused = ["q"] } == .neverRefused)
    #expect(try told(.invisibleTo) { $1.invisibleTo = ["1"] } == .hidden)
    #expect(try told(.invisibleTo) { $1.invisibleTo = ["2"] } == .visible)
  }

  @Test func `compares contracts`() throws {
    let shared = try told(.contract) {
      $0.contracts = [.cdi, .cdd]
      $1.contracts = [.cdd, .apprentissage]
    }
    #expect(shared == .contractShared(.cdd))
    let apart = try told(.contract) {
      $0.contracts = .cdi
      $1.contracts = .cdd
    }
    #expect(apart.result == .fail)
    #expect(apart.description == "cdi offered, cdd accepted")
    #expect(try told(.contract) { p, _ in p.contracts = .cdi } == .contractNotTold)
  }

  @Test func `takes a level being prepared only in work-study`() throws {
    func level(_ offered: ContractSet, _ accepted: ContractSet) throws -> GateReason {
      try told(.level) {
        $0.minimumLevel = 6
        $0.contracts = offered
        $1.levelHeld = 5
        $1.levelPrepared = 6
        $1.contracts = accepted
      }
    }
    #expect(try level(.workStudy, .apprentissage) == .levelPrepared(prepared: 6, asked: 6))
    #expect(try level(.cdi, .apprentissage).description == "level 5 held, 6 asked")
    #expect(try level(.cdi, []).result == .fail)
    #expect(try level([], .apprentissage).result == .unknown)
    #expect(try level(.cdi, .all).result == .fail)
    #expect(try told(.level) { p, _ in p.minimumLevel = 6 } == .levelNotTold(asked: 6))
    #expect(try told(.level) { $1.levelHeld = 6 } == .levelNotAsked)
  }

  @Test func `reads a start that is past or not told as the date of the run`() throws {
    func free(_ start: Int32?, _ day: Int32) throws -> GateResult {
      try told(.availability) {
        $0.startDay = start
        $1.availableDay = day
      }.result
    }
    #expect(try free(nil, World.date + 60) == .pass)
    #expect(try free(nil, World.date + 61) == .fail)
    #expect(try free(World.date - 300, World.date + 60) == .pass)
    #expect(try free(World.date + 10, World.date + 70) == .pass)
    #expect(try free(World.date + 10, World.date + 71) == .fail)
    #expect(try told(.availability) { _, _ in } == .availabilityNotTold)
  }

  @Test func `passes where any declared area holds the workplace`() throws {
    func area(_ areas: [Area], _ place: (inout Position) -> Void) throws -> GateReason {
      try told(.area) {
        place(&$0)
        $1.areas = areas
      }
    }
    let here: (inout Position) -> Void = {
      $0.commune = "28085"
      $0.territory = "ti-2402"
      $0.department = "28"
      $0.region = "24"
      $0.point = World.points[0]
    }
    #expect(try area([], here) == .areaNotTold)
    #expect(try area([.country], { _ in }) == .insideArea)
    #expect(try area([.region("24")], { _ in }) == .placeNotTold)
    #expect(try area([.region("52"), .department("28")], here) == .insideArea)
    #expect(try area([.region("52"), .territory("ti-5202")], here) == .outsideAreas)
    #expect(try area([.territory("ti-2402")], { $0.commune = "75056" }) == .outsideAreas)
    #expect(
      try area([.circle(World.points[0], chordSquaredLimit: 0)], here) == .insideArea)
    // A quarter round the globe: the chord squared is two.
    let quarter = Area.circle(World.points[1], chordSquaredLimit: 1 << 61)
    let less = Area.circle(World.points[1], chordSquaredLimit: 1 << 61 - 1)
    #expect(try area([quarter], here) == .insideArea)
    #expect(try area([less], here) == .outsideAreas)
  }

  @Test func `asks each required language and none that is wished`() throws {
    func language(_ told: [HeldLanguage]) throws -> GateReason {
      try self.told(.language) {
        $0.languages = [
          AskedLanguage(code: "en", level: 5, isRequired: true),
          AskedLanguage(code: "it", level: 3, isRequired: true),
          AskedLanguage(code: "de", level: 6, isRequired: false),
        ]
        $1.languages = told
      }
    }
    #expect(try language([]).result == .unknown)
    #expect(
      try language([HeldLanguage(code: "en", level: 5)]).description == "it was not told, B1 asked")
    #expect(
      try language([HeldLanguage(code: "it", level: 2)]).description == "it A2 spoken, B1 asked")
    #expect(
      try language([HeldLanguage(code: "en", level: 6), HeldLanguage(code: "it", level: 3)])
        == .languagesSpoken)
    #expect(try told(.language) { _, _ in } == .languageNotRequired)
  }

  @Test func `of the programme counts two calendar years after the diploma`() throws {
    func programme(_ diploma: (Int, Int, Int), start: (Int, Int, Int)) throws -> GateResult {
      func day(_ date: (Int, Int, Int)) -> Int32 {
        var civil = CivilDate(daysSince1970: 0)
        (civil.year, civil.month, civil.day) = date
        return Int32(civil.daysSince1970)
      }
      return try told(.programme) {
        $0.startDay = day(start)
        $1.levelHeld = 6
        $1.diplomaDay = day(diploma)
      }.result
    }
    #expect(try programme((2025, 7, 1), start: (2027, 6, 30)) == .pass)
    #expect(try programme((2025, 7, 1), start: (2027, 7, 1)) == .unknown)
    #expect(try programme((2025, 7, 1), start: (2027, 7, 2)) == .fail)
    #expect(try programme((2028, 2, 29), start: (2030, 2, 27)) == .pass)
    #expect(try programme((2028, 2, 29), start: (2030, 2, 28)) == .unknown)
    #expect(try programme((2027, 9, 1), start: (2027, 7, 1)) == .unknown)
  }

  @Test func `of the programme doubts in the last months, where studies may have ended earlier`()
    throws
  {
    let rules = ProgrammeRules(
      minimumLevelHeld: 5...6, graduateWithinMonths: 24, graduateDisputedMonths: 3)
    func programme(start day: Int32) throws -> GateReason {
      try told(.programme, rules: rules) {
        $0.startDay = day
        $1.levelHeld = 6
        $1.diplomaDay = 20_270  // 2025-07-01
      }
    }
    #expect(try programme(start: 20_908).result == .pass)  // 2027-03-31
    #expect(try programme(start: 20_909).result == .unknown)  // 2027-04-01
    #expect(try programme(start: 21_000).result == .unknown)  // 2027-07-01
    #expect(try programme(start: 21_001).result == .fail)
  }

  @Test func `of the programme waits for a diploma that is being prepared`() throws {
    let hired = try told(.programme) {
      $0.contracts = .cdi
      $1.contracts = .cdi
      $1.levelHeld = 6
      $1.levelPrepared = 7
      $1.diplomaDay = 0
    }
    #expect(hired == .studiesNotTold && hired.result == .unknown)
  }

  @Test func `of the programme tells the level first and fails before it doubts`() throws {
    func programme(_ change: (inout Candidate) -> Void) throws -> GateReason {
      try told(.programme) {
        $0.contracts = .workStudy
        change(&$1)
      }
    }
    #expect(try programme { _ in } == .programmeLevelNotTold(asked: 5))
    #expect(try programme { $0.levelHeld = 4 } == .programmeLevelTooLow(held: 4, asked: 5))
    #expect(try programme { $0.levelHeld = 5 }.result == .unknown)
    #expect(try programme { $0.levelHeld = 6 } == .diplomaNotTold)
    let student = try programme {
      $0.levelHeld = 6
      $0.levelPrepared = 7
      $0.contracts = .apprentissage
      $0.diplomaDay = 0
    }
    #expect(student == .eligibleStudent)
    let open = try programme {
      $0.levelHeld = 6
      $0.levelPrepared = 7
      $0.diplomaDay = 0
    }
    #expect(open == .workStudyNotTold)
    let old = try programme {
      $0.levelHeld = 5
      $0.diplomaDay = 0
    }
    #expect(old.result == .fail)
  }
}
