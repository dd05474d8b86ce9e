import Foundation
import Postgres
import Store
import TestSupport
import Testing

/// Runs the program on the database of the test, with a state folder of its own.
private func onDatabase(_ body: (ServerProgram) async throws -> Void) async throws {
  let database = try TestDatabase.current
  try await database.takeDemo()
  let folder = try TemporaryFolder()
  try await body(
    ServerProgram(
      folder: folder.path, environment: ["DATABASE_URL": database.conninfo, "USER": "camille"]))
}

private func object(_ outcome: ServerProgram.Outcome) throws -> [String: Any] {
  #expect(outcome.code == 0, "\(outcome.errors)")
  return try #require(
    try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
}

@Suite(.database) struct `The program asked about places` {
  @Test func `keeps what a lead tells of a territory, and shows who told it`() async throws {
    try await onDatabase { program in
      let edited = try await program.run([
        "territory", "edit", "lacq-pau-tarbes", "--axes", "foncier, competences", "--sectors",
        "20,30.3", "--welcome", "Bienvenue !", "--add", "lead", "--name", "Camille Exemple",
        "--email", "camille@exemple.fr", "--region", "76", "--by", "équipe Pau",
      ])
      #expect(edited.code == 0, "\(edited.errors)")
      let page = try object(await program.run(["territory", "show", "ti-7510", "--json"]))
      #expect(page["axes"] as? [String] == ["foncier", "competences"])
      #expect(page["welcome"] as? String == "Bienvenue !")
      #expect((page["key_sectors"] as? [[String: String]])?.map { $0["naf"] } == ["20", "303"])
      let people = try #require(page["people"] as? [[String: Any]])
      let added = people.first { $0["name"] as? String == "Camille Exemple" }
      #expect(added?["region_name"] as? String == "Occitanie")
      let changes = try #require(page["changes"] as? [[String: Any]])
      #expect(changes.count == 4 && changes.allSatisfy { $0["by"] as? String == "équipe Pau" })
      #expect(!changes.description.contains("Camille"))
      let wrong = try await program.run([
        "territory", "edit", "ti-7510", "--add", "lead", "--name", "Camille Exemple", "--email",
        "camille@exemple.fr",
      ])
      #expect(wrong.code == 65 && wrong.errors.contains("hint:"))
      #expect(!wrong.errors.contains("Camille") && !wrong.errors.contains("exemple"))
    }
  }

  @Test func `tells how a commune and a territory changed`() async throws {
    try await onDatabase { program in
      let chartres = try await program.run(["territory", "history", "28085"])
      #expect(
        chartres.output == """
          28085\tChartres\t2018-2022\t2018-11-22\t2023-11-08\t\t
          28085\tChartres\t2023-2027\t2023-11-09\t2027-12-31\tti-2402\tChartres Métropole

          """)
      let carros = try await program.run(
        ["territory", "history", "carros", "--vintage", "2018-2022"])
      #expect(carros.output.contains("ti-9305\tNice Côte d'Azur\t06033"), "\(carros.output)")
      let beside = try await program.run(["territory", "neighbours", "ti-9305"])
      #expect(beside.output.hasPrefix("ti-9303\t"), "\(beside.output)")
    }
  }

  @Test func `leaves a decision on industry to a person, with the reason`() async throws {
    try await onDatabase { program in
      let siret = "21000042800016"
      let before = try object(await program.run(["company", "industry", siret, "--json"]))
      #expect(before["industry"] as? String == "yes")
      let after = try object(
        await program.run([
          "company", "industry", siret, "--decide", "no", "--because", "négoce", "--json",
        ]))
      #expect(after["industry"] as? String == "no")
      let decision = try #require((after["decisions"] as? [[String: Any]])?.first)
      #expect(decision["by"] as? String == "camille" && decision["reason"] as? String == "négoce")
      let company = try object(await program.run(["company", "show", siret, "--json"]))
      let establishments = try #require(company["establishments"] as? [[String: Any]])
      #expect(establishments.first?["industry"] as? String == "no")
      for (answer, isListed) in [("no", true), ("unknown", false)] {
        let listed = try await program.run(["company", "list", "--industry", answer])
        #expect(listed.output.contains("210000428") == isListed)
      }
    }
  }

  @Test func `writes deadlines as a calendar that stays the same but for its stamp`() async throws {
    try await onDatabase { program in
      let recorded = try object(
        await program.run([
          "hire", "record", "2026-0001", "--contract", "cdi", "--hired-on", "2090-08-31", "--json",
        ]))
      let id = try #require(recorded["id"] as? String)
      let list = ["deadline", "list", "--territory", "ti-9305"]
      let lines = try await program.run(list)
      #expect(
        lines.output.split(separator: "\n").map { $0.prefix(19) } == [
          "2091-02-28\tlabel\tH-", "2091-08-31\tevidence",
        ])
      let calendar = try await program.run(list + ["--ics"])
      #expect(calendar.output.contains("UID:\(id)-label@vivier.example\r\n"))
      #expect(calendar.output.contains("DTSTART;VALUE=DATE:20910228\r\n"))
      #expect(calendar.output.contains("Mécanique du Paillon"))
      let again = try await program.run(list + ["--ics"])
      func unstamped(_ text: String) -> [Substring] {
        text.split(separator: "\r\n").filter { !$0.hasPrefix("DTSTAMP") }
      }
      #expect(unstamped(again.output) == unstamped(calendar.output))
      let elsewhere = try await program.run(["deadline", "list", "--territory", "ti-2402"])
      #expect(elsewhere.code == 0 && elsewhere.output.isEmpty)
      let twice = try await program.run([
        "hire", "record", "2026-0001", "--contract", "cdi", "--hired-on", "2090-08-31",
      ])
      #expect(twice.code == 65 && twice.errors.contains("--again"))
      #expect(try await program.run(["hire", "undo", id]).code == 0)
      #expect(try await program.run(list).output.isEmpty)
    }
  }

  @Test func `reads codes without a database, and names those that are wrong`() async throws {
    let folder = try TemporaryFolder()
    let program = ServerProgram(
      folder: folder.path, environment: ["DATABASE_URL": "host=/nonexistent dbname=vivier"])
    let right = try await program.run(["code", "check", "siret", "356 000 000 00048"])
    #expect(right.code == 0 && right.output.hasPrefix("356 000 000 00048\t35600000000048"))
    let mixed = try await program.run(["code", "check", "uai", "0352480F", "O470022U"])
    #expect(mixed.code == 65 && mixed.output.contains("0 for O"))
    #expect(mixed.output.split(separator: "\n").count == 2)
  }
}
