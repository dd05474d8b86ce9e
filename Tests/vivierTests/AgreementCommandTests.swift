import Exchange
import Foundation
import Postgres
import Store
import TestSupport
import Testing

/// Runs the program on the database of the test, with a state folder of its own.
private func onDatabase<Value>(
  _ database: TestDatabase, _ body: (ServerProgram) async throws -> Value
) async throws -> Value {
  let folder = try TemporaryFolder()
  return try await body(
    ServerProgram(folder: folder.path, environment: ["DATABASE_URL": database.conninfo]))
}

@Suite(.database) struct `The commands about agreements` {
  private func world() async throws -> TestDatabase {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1)])
    try await database.take(.positions, [World.position("A", of: 1)])
    try await database.take(
      .candidates,
      [
        World.candidate("Q1"),
        World.candidate(
          "SECRET",
          [
            "consent_purposes": "", "consent_on": "", "consent_source": "",
            "skills": "rome3:121044:4:certified",
          ]),
      ])
    return database
  }

  @Test func `show nothing of who did not agree, whatever is asked`() async throws {
    let database = try await world()
    let day = ["--date", "2026-11-21"]
    try await onDatabase(database) { program in
      let id = try await database.open().one(
        "select id from app.candidate where reference = 'SECRET'", as: String.self)
      for words in [
        ["explain", "A", "SECRET"] + day, ["explain", "A", "SECRET", "--json"] + day,
        ["match", "--candidate", "SECRET"] + day, ["match", "--candidate", id, "--json"] + day,
        ["check", "candidate", "SECRET"] + day, ["check", "pair", "A", "SECRET"] + day,
      ] {
        let outcome = try await program.run(words)
        #expect(outcome.code == 65 && outcome.output.isEmpty, "\(words): \(outcome.output)")
        #expect(outcome.errors.contains("hint:") && outcome.errors.contains(id), "\(words)")
      }
      let whyNot = try await program.run(["why-not", "A", "SECRET"] + day)
      #expect(whyNot.code == 0)
      #expect(whyNot.output == "not listed: consent: no consent is recorded\n")
      let json = try await program.run(["why-not", "A", "SECRET", "--json"] + day)
      #expect(json.output.contains("\"first_failure\": \"consent\""))
      for words in [
        ["match", "--json"] + day, ["candidate", "list", "--json"],
        ["what-if", "A", "--json"] + day, ["candidate", "list", "--all"],
        ["nightly", "--date", "2026-11-21", "--json"], ["fairness", "report", "--json"],
      ] {
        let outcome = try await program.run(words)
        #expect(outcome.code == 0, "\(words): \(outcome.errors)")
        #expect(!outcome.output.contains(id), "\(words)")
      }
      let row = try await program.run(["candidate", "show", "SECRET"])
      #expect(row.output.contains("without consent") && !row.output.contains("121044"))
    }
  }

  @Test func `give, withdraw and show what was agreed to`() async throws {
    let database = try await world()
    try await onDatabase(database) { program in
      func consent(_ words: String...) async throws -> String {
        let outcome = try await program.run(["consent"] + words)
        #expect(outcome.code == 0, "\(words): \(outcome.errors)")
        return outcome.output
      }
      #expect(try await consent("show", "SECRET").contains("never agreed"))
      _ = try await consent(
        "give", "SECRET", "--purpose", "matching", "--channel", "mail", "--by", "Dominique")
      #expect(try await consent("show", "SECRET", "--json").contains("\"matching\": true"))
      #expect(try await program.run(["explain", "A", "SECRET"]).code == 0)
      _ = try await consent("withdraw", "SECRET", "--channel", "telephone")
      #expect(try await consent("show", "SECRET").contains("not any more"))
      #expect(try await program.run(["explain", "A", "SECRET"]).code == 65)
      let list = try await consent("list", "SECRET", "--json")
      #expect(list.contains("\"withdrawn_channel\": \"telephone\""))
      #expect(list.contains("\"recorded_by\": \"Dominique\""))
    }
  }

  @Test func `hide from a company by the SIRET of one site, and lift it`() async throws {
    let database = try await world()
    let siren = String(World.siret(1).prefix(9))
    try await onDatabase(database) { program in
      func run(_ words: String...) async throws -> ServerProgram.Outcome {
        try await program.run(words)
      }
      let hidden = try await run("candidate", "hide-from", "Q1", World.siret(1), "--employer")
      #expect(hidden.code == 0 && hidden.output.contains(siren), "\(hidden.errors)")
      let whyNot = try await run("why-not", "A", "Q1")
      #expect(whyNot.output.contains("invisible to"), "\(whyNot.output)")
      #expect(try await run("candidate", "show", "Q1").output.contains("employer"))
      #expect(try await run("candidate", "show-to", "Q1", siren).code == 0)
      let again = try await run("candidate", "show-to", "Q1", siren)
      #expect(again.code == 65 && again.errors.contains("hint:"))
      #expect(try await !run("candidate", "show", "Q1").output.contains("employer"))
    }
  }

  @Test func `introduce two sides who both said yes, and say who read whose name`() async throws {
    let database = try await world()
    try await onDatabase(database) { program in
      func interest(_ words: [String]) async throws -> ServerProgram.Outcome {
        try await program.run(["interest"] + words)
      }
      let company = try await interest([
        "record", "A", "Q1", "--from", "company", "--reveal", "name", "--channel", "mail",
      ])
      #expect(company.code == 0 && company.output.contains("has not said yes"), "\(company.errors)")
      let candidate = try await interest([
        "record", "A", "Q1", "--from", "candidate", "--reveal", "mail", "--channel", "mail",
        "--json",
      ])
      #expect(candidate.output.contains("\"introduction\": \"I-"), "\(candidate.errors)")
      let night = try await program.run(["nightly", "--deliver"])
      #expect(night.output.contains("introductions: 2"), "\(night.output) \(night.errors)")
      let pages = program.mails.filter {
        $0.key.hasSuffix(".html") && $0.key.contains("introduction.")
      }
      let page = try #require(pages.first { $0.key.contains("K-") }?.value)
      let text = String(decoding: page, as: UTF8.self)
      #expect(text.contains("personne-q1@privee.example") && !text.contains("SecretQ1"))
      let reads = try await program.run(["name-read", "list", "Q1", "--json"])
      #expect(reads.output.contains("\"reader\": \"contact K-"))
      let withdrawn = try await interest(["withdraw", "A", "Q1", "--from", "company"])
      #expect(withdrawn.code == 0)
      #expect(try await interest(["list", "A", "--json"]).output.contains("withdrawn_at"))
    }
  }
}
