import Programme
import Testing

@Suite struct `A rule of the programme` {
  static func day(_ text: String) -> Day {
    do {
      return try Day(text)
    } catch {
      Issue.record("\(text): \(error)")
      return Day(number: 0)
    }
  }

  func version(
    _ rule: Rule, _ version: String, from: String? = nil, to: String? = nil, _ readings: [Int]
  ) -> RuleVersion {
    RuleVersion(
      rule: rule, version: version, validFrom: from.map(Self.day), validTo: to.map(Self.day),
      readings: readings, source: "test", checkedOn: Self.day("2026-11-01"))
  }

  var versions: [RuleVersion] {
    [
      version(.talentLevel, "1", from: "2018-11-22", to: "2021-12-31", [5]),
      version(.talentLevel, "2", from: "2022-01-01", to: "2023-12-31", [5, 6]),
      version(.talentLevel, "3", from: "2024-01-01", [6]),
      version(.talentGraduate, "1", [24]),
      version(.contractDuration, "cdd-1", [12]),
      version(.contractDuration, "work_study-2", from: "2022-01-01", to: "2022-12-31", [10, 12]),
      version(.contractDuration, "work_study-3", from: "2023-01-01", [10]),
      version(.placeTI, "2018-2022", from: "2018-11-22", to: "2023-11-08", []),
      version(.placeTI, "2023-2027", from: "2023-11-09", to: "2027-12-31", []),
    ]
  }

  func outcome(_ rule: Rule, _ hire: Hire) -> RuleOutcome {
    RuleOutcome(rule, hire, versions: versions)
  }

  @Test(arguments: [
    ("2021-12-31", 5, Answer.yes, "1"), ("2022-01-01", 5, .unknown, "2"),
    ("2022-06-01", 6, .yes, "2"),
    ("2023-12-31", 4, .no, "2"), ("2024-01-01", 5, .no, "3"), ("2026-11-21", 6, .yes, "3"),
  ])
  func `is judged on its own day, and unknown where readings differ`(
    on: String, level: Int, answer: Answer, version: String
  ) {
    let found = outcome(.talentLevel, Hire(day: Self.day(on), levelHeld: Level(level)))
    #expect(found.answer == answer)
    #expect(found.version?.version == version)
  }

  @Test func `is unknown when nobody told the fact`() {
    let hire = Hire(day: Self.day("2026-11-21"))
    for rule in Rule.allCases { #expect(outcome(rule, hire).answer == .unknown, "\(rule)") }
  }

  @Test func `is unknown on a day no version covers`() {
    let early = outcome(.talentLevel, Hire(day: Self.day("2015-01-01"), levelHeld: Level(8)))
    #expect(early.answer == .unknown && early.version == nil)
    let late = outcome(.placeTI, Hire(day: Self.day("2028-01-01"), vintages: ["2023-2027"]))
    #expect(late.answer == .unknown && late.version == nil)
  }

  @Test(arguments: [
    ("2025-11-22", Answer.yes), ("2024-11-22", .yes), ("2024-11-21", .unknown), ("2024-11-20", .no),
    ("2026-12-01", .no),
  ])
  func `counts two years from the diploma and leaves the anniversary open`(
    diploma: String, answer: Answer
  ) {
    let hire = Hire(
      day: Self.day("2026-11-21"), diplomaOn: Self.day(diploma), preparesDiploma: false,
      contract: .cdi)
    #expect(outcome(.talentGraduate, hire).answer == answer)
  }

  @Test func `takes a student in work-study whatever the last diploma`() {
    var hire = Hire(
      day: Self.day("2026-11-21"), diplomaOn: Self.day("2015-06-30"), preparesDiploma: true,
      contract: .apprentissage)
    #expect(outcome(.talentGraduate, hire).answer == .yes)
    hire.contract = .cdi
    #expect(outcome(.talentGraduate, hire).answer == .no)
    hire.contract = nil
    #expect(outcome(.talentGraduate, hire).answer == .unknown)
  }

  @Test(arguments: [
    (Contract.cdi, nil, "2026-01-01", Answer.yes, "cdd-1"), (.cdd, 12, "2026-01-01", .yes, "cdd-1"),
    (.cdd, 11, "2026-01-01", .no, "cdd-1"), (.cdd, nil, "2026-01-01", .unknown, "cdd-1"),
    (.apprentissage, 11, "2022-06-01", .unknown, "work_study-2"),
    (.apprentissage, 9, "2022-06-01", .no, "work_study-2"),
    (.professionnalisation, 10, "2026-01-01", .yes, "work_study-3"),
  ])
  func `asks each contract its own duration`(
    contract: Contract, months: Int?, on: String, answer: Answer, version: String
  ) {
    let found = outcome(
      .contractDuration, Hire(day: Self.day(on), contract: contract, durationInMonths: months))
    #expect(found.answer == answer)
    #expect(found.version?.version == version)
  }

  @Test func `looks for the workplace in the vintage of the day`() {
    let old = Hire(day: Self.day("2023-11-08"), vintages: ["2018-2022"])
    var new = old
    new.day = Self.day("2023-11-09")
    #expect(outcome(.placeTI, old).answer == .yes)
    #expect(outcome(.placeTI, new).answer == .no)
    new.vintages = ["2023-2027"]
    #expect(outcome(.placeTI, new).answer == .yes)
    new.vintages = []
    #expect(outcome(.placeTI, new).answer == .no)
  }
}

@Suite struct `An answer` {
  @Test func `stays what it must be whatever the unknown turns out to be`() {
    // The three-valued tables follow from trying both values of every unknown.
    func values(_ answer: Answer) -> [Bool] {
      switch answer {
      case .yes: [true]
      case .no: [false]
      case .unknown: [true, false]
      }
    }
    func sure(_ results: [Bool]) -> Answer {
      Set(results).count == 1 ? Answer(results.first) : .unknown
    }
    for left in Answer.allCases {
      for right in Answer.allCases {
        let pairs = values(left).flatMap { one in values(right).map { (one, $0) } }
        #expect(left.and(right) == sure(pairs.map { $0 && $1 }))
        #expect(left.or(right) == sure(pairs.map { $0 || $1 }))
      }
    }
  }

  @Test func `of several readings is theirs when they agree`() {
    #expect(Answer.agreement(of: [.yes, .yes]) == .yes)
    #expect(Answer.agreement(of: [.yes, .no]) == .unknown)
    #expect(Answer.agreement(of: [.no, .unknown]) == .unknown)
    #expect(Answer.agreement(of: []) == .unknown)
  }
}
