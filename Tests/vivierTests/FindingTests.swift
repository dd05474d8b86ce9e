import ArgumentParser
import Exchange
import Store
import Testing

@testable import vivier

@Suite struct `A finding of the doctor` {
  private func problem(_ subject: String, _ what: String) -> HealthCheck.Problem {
    HealthCheck.Problem(subject: subject, what: what)
  }

  @Test func `is good where a check gives no row`() {
    let finding = Examination.finding(("unfinished-runs", "Nights.", []))
    #expect(finding.state == .good)
    #expect(finding.check == "unfinished runs")
    #expect(finding.fix == nil)
  }

  @Test func `takes its fix from the problem that names a command`() {
    let finding = Examination.finding(
      ("profiles-in-step", "Title.", [problem("C-1", "out of step: run vivier doctor --repair")]))
    #expect(finding.state == .problem)
    #expect(finding.what == "C-1: out of step: run vivier doctor --repair")
    #expect(finding.fix == "vivier doctor --repair")
  }

  @Test func `tells the first five of many, and how many more there are`() {
    let problems = (1...7).map { problem("P-\($0)", "no occupation") }
    let finding = Examination.finding(("x", "Positions to complete.", problems))
    #expect(finding.what.hasSuffix("P-5: no occupation; and 2 more"))
    #expect(finding.fix == "Positions to complete.")
  }

  @Test func `has a sign that needs no colour`() {
    let plain = Terminal(isInteractive: false, showsProgress: false, hasColour: false, width: 80)
    let finding = Finding(check: "disk", state: .warning, what: "10 MB free", fix: "make room")
    #expect(finding.text(plain) == "! disk: 10 MB free\n  → make room\n")
    #expect(
      finding.json.compact
        == #"{"check":"disk","state":"warning","what":"10 MB free","fix":"make room"}"#)
  }
}

@Suite struct `A failure` {
  @Test(arguments: ExitCodesCommand.meanings.map(\.code))
  func `always says what to do next`(code: Int32) {
    let failure = Failure(what: "x", hint: nil, code: ExitCode(code))
    #expect(!failure.advice.isEmpty)
    #expect(Failure(what: "x", hint: "do y", code: ExitCode(code)).advice == "do y")
  }

  @Test func `ends with the exit code of its kind`() {
    #expect(Failure(StoreError(.notFound, "x")).code == .dataError)
    #expect(Failure(StoreError(.busy, "x")).code == .tryAgain)
    #expect(Failure(StoreError(.configuration, "x")).code == .configuration)
    #expect(Failure(CancellationError()).code == .tryAgain)
  }

  @Test func `has a status that exit-codes explains`() {
    let explained = Set(ExitCodesCommand.meanings.map(\.code))
    let used: [ExitCode] = [
      .success, .validationFailure, .dataError, .unavailable, .bug, .operatingSystem,
      .cannotCreate, .inputOutput, .tryAgain, .noPermission, .configuration,
    ]
    #expect(explained == Set(used.map(\.rawValue)))
  }
}
