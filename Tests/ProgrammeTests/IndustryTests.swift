import Programme
import Testing

@Suite struct `Being industry` {
  private func activity(_ code: String) throws -> Activity {
    try Activity(NAF(code), version: nil, toldOn: Day("2026-11-28"))
  }

  private func decision(_ isIndustry: Bool?) throws -> IndustryDecision {
    IndustryDecision(
      isIndustry: isIndustry, by: "Camille", on: try Day("2026-11-01"),
      reason: "maintenance de presses")
  }

  @Test(arguments: [
    ("0510Z", Answer.yes), ("3900Z", .yes), ("2562Y", .yes), ("0322Z", .unknown),
    ("4110A", .unknown), ("7112B", .unknown), ("6202Y", .unknown),
  ])
  func `is decided by the division, and never refused by it`(code: String, due: Answer) throws {
    #expect(Industry(activity: try activity(code), decision: nil).answer == due)
  }

  @Test func `is unknown without an activity`() {
    let industry = Industry(activity: nil, decision: nil)
    #expect(industry.answer == .unknown && industry.reason == .noActivity)
    #expect(industry.decided == nil)
  }

  @Test(arguments: [true, false])
  func `is what a person decided, whatever the activity`(isIndustry: Bool) throws {
    for code in ["2562B", "7112B"] {
      let industry = Industry(activity: try activity(code), decision: try decision(isIndustry))
      #expect(industry.answer == Answer(isIndustry) && industry.decided == isIndustry)
    }
    #expect(Industry(activity: nil, decision: try decision(isIndustry)).decided == isIndustry)
  }

  @Test func `is left to the activity again when the decision is taken back`() throws {
    let industry = Industry(activity: try activity("2562B"), decision: try decision(nil))
    #expect(industry.answer == .yes && industry.decided == nil)
  }

  @Test func `says why in French, with spaces that do not break`() throws {
    #expect(
      Industry(activity: try activity("2562B"), decision: nil).because
        == "l'activité 25.62B (NAF rév.\u{A0}2) est dans l'industrie")
    #expect(
      Industry(activity: nil, decision: try decision(true)).because
        == "Camille l'a décidé le 1er\u{A0}novembre\u{A0}2026\u{A0}: maintenance de presses")
    #expect(
      Industry(activity: try activity("7112Y"), decision: nil).because.contains("NAF\u{A0}2025"))
  }
}

@Suite struct `De minimis aids` {
  private func sum(_ aids: [(String, Int)], on day: String) throws -> Int {
    try DeMinimis(aids.map { .init(grantedOn: try Day($0.0), amount: $0.1) }).sum(on: Day(day))
  }

  @Test(arguments: [
    ("2023-06-01", "2023-05-31", 0), ("2023-06-01", "2023-06-01", 100),
    ("2023-06-01", "2026-05-31", 100), ("2023-06-01", "2026-06-01", 0),
    ("2024-02-29", "2027-02-28", 100), ("2024-02-29", "2027-03-01", 0),
    ("2025-02-28", "2028-02-28", 0), ("2025-03-01", "2028-02-29", 100),
    ("0001-01-01", "0001-01-02", 0), ("9999-12-31", "9999-12-31", 100),
  ])
  func `count from their day until the day before three years`(
    granted: String, day: String, due: Int
  ) throws {
    #expect(try sum([(granted, 100)], on: day) == due)
  }

  @Test func `add up over rolling years`() throws {
    let aids = [("2023-01-10", 8000), ("2024-07-01", 4000), ("2026-11-01", 12_000)]
    #expect(try sum(aids, on: "2026-01-09") == 12_000)
    #expect(try sum(aids, on: "2026-01-10") == 4000)
    #expect(try sum(aids, on: "2026-11-28") == 16_000)
    #expect(try sum([], on: "2026-11-28") == 0)
  }
}

@Suite struct `The window of an apprentice's contract` {
  @Test func `is such that a contract from each of its days is in time`() throws {
    for number in 20_000..<21_500 {
      let start = Day(number: Int32(number))
      let window = ApprenticeshipWindow(trainingStartsOn: start)
      let latest = ApprenticeshipWindow.latestTraining
      #expect(start <= latest(window.opensOn))
      #expect(latest(window.opensOn.adding(days: -1)) < start)
      #expect(window.closesOn == start.adding(months: 3))
    }
  }
}

@Suite struct `An axis` {
  @Test func `belongs to one phase of the programme`() throws {
    #expect(
      Axis.ofPhase("2018-2022").map(\.title) == ["Attirer", "Recruter", "Innover", "Simplifier"])
    #expect(Set(Axis.ofPhase("2018-2022")).isDisjoint(with: Axis.ofPhase("2023-2027")))
    #expect(
      Axis.ofPhase("2018-2022").count + Axis.ofPhase("2023-2027").count == Axis.allCases.count)
    #expect(try Axis("Transition écologique") == .transitionEcologique)
    #expect(throws: InvalidIdentifier.self) { try Axis("produire") }
  }
}
