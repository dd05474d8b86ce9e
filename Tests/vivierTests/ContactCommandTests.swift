import Exchange
import Foundation
import Postgres
import Store
import TestSupport
import Testing

/// Runs the program on a world of one company, with a state folder of its own.
private func onWorld(_ body: (ServerProgram, TestDatabase) async throws -> Void) async throws {
  let database = try TestDatabase.current
  try await database.take(.companies, [World.company(1, ["contact_email": ""])])
  try await database.take(.positions, [World.position("A", of: 1)])
  let folder = try TemporaryFolder()
  try await body(
    ServerProgram(
      folder: folder.path, environment: ["DATABASE_URL": database.conninfo, "USER": "camille"]),
    database)
}

private func object(_ outcome: ServerProgram.Outcome) throws -> [String: Any] {
  #expect(outcome.code == 0, "\(outcome.errors)")
  return try #require(
    try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
}

@Suite(.database) struct `The program told of contacts` {
  @Test func `adds, shows, edits and removes one, and logs who did it`() async throws {
    try await onWorld { program, database in
      let added = try await program.run([
        "contact", "add", "--email", "rh@usine.example", "--for", World.siret(1), "--for",
        "position:A", "--name", "Alix Exemple", "--civility", "madame", "--by", "équipe Pau",
      ])
      #expect(added.code == 0, "\(added.errors)")
      let id = String(added.output.prefix { $0 != ":" })
      #expect(id.wholeMatch(of: /K-[0-9a-f]{12}/) != nil)
      let page = try object(await program.run(["contact", "show", "rh@usine.example", "--json"]))
      #expect(page["id"] as? String == id && page["civility"] as? String == "Mme")
      #expect(page["frequency"] as? String == "weekly" && page["language"] as? String == "fr")
      #expect((page["scopes"] as? [Any])?.count == 2)
      let changes = try #require(page["changes"] as? [[String: Any]])
      #expect(changes.allSatisfy { $0["by"] as? String == "équipe Pau" })
      #expect(!changes.description.contains("Alix"))
      let reads = try await NameRead.list(of: id, database.open(as: .superuser))
      #expect(reads.map(\.reader) == ["operator camille"] && reads[0].purpose == "contact show")

      let again = try await program.run([
        "contact", "add", "--email", "RH@usine.example", "--for", World.siret(1),
      ])
      #expect(again.output == "\(id): nothing to change\n")
      let edited = try await program.run([
        "contact", "edit", id, "--frequency", "never", "--name", "", "--for", World.siren(1),
        "--not-for", "position:A",
      ])
      #expect(
        edited.output.hasPrefix("\(id): name, frequency, scope company:\(World.siren(1))"),
        "\(edited.output)\(edited.errors)")

      let list = try await program.run(["contact", "list", "--unreachable", "--search", "usine"])
      #expect(list.output.hasPrefix("\(id)\tnever\tnever\t"))
      #expect(!list.output.contains("usine.example") && !list.output.contains("Alix"))
      #expect(try await program.run(["contact", "remove", id]).code == 0)
      let gone = try await program.run(["contact", "show", id])
      #expect(gone.code == 65 && gone.errors.contains("hint:"))
    }
  }

  @Test func `refuses what cannot be with the right code, and repeats no address`() async throws {
    try await onWorld { program, _ in
      let wrong: [(arguments: [String], code: Int32)] = [
        (["add", "--email", "pas une adresse", "--for", World.siret(1)], 64),
        (["add", "--email", "rh@usine.example"], 64),
        (["add", "--email", "rh@usine.example", "--for", "usine"], 65),
        (["add", "--email", "rh@usine.example", "--for", World.siret(9)], 65),
        (["add", "--email", "rh@usine.example", "--for", "ti-0000"], 65),
        (["add", "--email", "rh@usine.example", "--for", "territory:ti-9305:76"], 65),
        (["edit", "K-000000000000", "--frequency", "daily"], 65),
        (["edit", "K-000000000000", "--pause", "demain"], 64),
        (["edit", "K-000000000000", "--pause", "2099-01-01"], 65),
        (["remove", "K-000000000000"], 65),
      ]
      for (arguments, code) in wrong {
        let outcome = try await program.run(["contact"] + arguments)
        #expect(outcome.code == code, "\(arguments): \(outcome.errors)")
        #expect(!outcome.errors.contains("usine.example"), "\(outcome.errors)")
      }
      #expect(try await program.run(["contact", "list"]).output.isEmpty)
    }
  }

  @Test func `names in the report of a night the organisation nobody can be told for`()
    async throws
  {
    try await onWorld { program, database in
      try await database.take(.candidates, [World.candidate("Q1")])
      let night = try await program.run(["nightly", "--date", "\(World.today)"])
      #expect(night.code == 0, "\(night.errors)")
      #expect(night.output.contains("nobody to tell: 1 establishments"))
      #expect(night.output.contains("\(World.siret(1))  Atelier 1 (fictif): no contact; P-"))
      let shown = try await program.run(["run", "show", "\(World.today)"])
      #expect(shown.output.contains("nobody to tell: 1 establishments"))
      let json = try await program.run(["run", "show", "\(World.today)", "--json"])
      let runs = try #require(
        try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
      let entry = try #require((runs.first?["unreachable"] as? [[String: Any]])?.first)
      #expect(entry["siret"] as? String == World.siret(1))
      let news = try #require((entry["news"] as? [[String: Any]])?.first)
      #expect(news["reason"] as? String == "none" && news["kind"] as? String == "position")
    }
  }
}
