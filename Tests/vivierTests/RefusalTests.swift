import Exchange
import Foundation
import Postgres
import TestSupport
import Testing

@Suite(.database) struct `The program, of a night whose stored lists were changed` {
  private let night = ["nightly", "--date", "2026-11-21"]

  @Test func `says which property is broken, tells nobody, and goes on when it is repaired`()
    async throws
  {
    let database = try TestDatabase.current
    try await database.takeDemo()
    let folder = try TemporaryFolder()
    let program = ServerProgram(
      folder: folder.path, environment: ["DATABASE_URL": database.conninfo])
    let killed = try await program.run(night, ["VIVIER_FAILPOINT": "record:committed"])
    #expect(killed.signal == SIGKILL)
    let superuser = try await database.open(as: .superuser)
    try await superuser.run("create table app.kept as select * from match.listing")
    try await superuser.run(
      """
      update match.listing set slot = null
      where position = (select min(position) from match.listing where slot is not null)
      """)

    let refused = try await retried(program, night)
    #expect(refused.code == 65, "\(refused.errors)")
    #expect(refused.errors.contains("floor (1)") && refused.errors.contains("recorded ("))
    #expect(try await superuser.one("select count(*) from mail.outbox", as: Int64.self) == 0)
    let shown = try await program.run(["run", "show"])
    #expect(shown.output.contains("floor: NOT HELD, 1 times"))
    #expect(shown.output.contains("exposure_gini: 0.") && shown.output.contains("gates: held"))

    try await superuser.run("delete from match.listing")
    try await superuser.run("insert into match.listing select * from app.kept")
    let repaired = try await retried(program, night)
    #expect(repaired.code == 0, "\(repaired.errors)")
    let page = try JSON(
      reading: Array(try await program.run(["run", "show", "--json"]).output.utf8))
    let properties = page.elements?.first?["properties"]?.elements ?? []
    #expect(
      Set(properties.compactMap { $0["name"]?.text }) == [
        "gates", "ceiling", "capacity", "floor", "listed", "recorded", "counterfactual",
        "blocking_pairs", "exposure_gini", "coverage", "fresh@2", "mean_score_loss",
      ])
    #expect(properties.allSatisfy { $0["held"] == .bool(true) })

    let report = try await program.run(["fairness", "report", "--csv"])
    let lines = report.output.split(separator: "\n").map { $0.split(separator: ",") }
    #expect(report.code == 0 && lines.first?.first == "dimension")
    #expect(
      Set(lines.dropFirst().compactMap(\.first)) == [
        "level", "diploma_age", "territory", "declared_place", "area_width",
      ])
    #expect(report.errors.contains("n < 5"))
    #expect(!report.output.contains("C-"))
  }

  /// Runs it again while the lock of a killed night is still held.
  private func retried(
    _ program: ServerProgram, _ arguments: [String]
  ) async throws -> ServerProgram.Outcome {
    for _ in 0..<100 {
      let outcome = try await program.run(arguments)
      if outcome.code != 75 { return outcome }
      try await Task.sleep(for: .milliseconds(50))
    }
    return try await program.run(arguments)
  }
}
