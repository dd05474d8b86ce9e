import Exchange
import Foundation
import Postgres
import TestSupport
import Testing

/// The date of every night of these tests, with no clock in it.
private let date = ["--date", "2026-11-21"]

@Suite(.database) struct `The program asked for its reasons` {
  private func onDatabase(
    _ database: TestDatabase, _ body: (ServerProgram) async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    try await body(
      ServerProgram(folder: folder.path, environment: ["DATABASE_URL": database.conninfo]))
  }

  private func json(_ outcome: ServerProgram.Outcome) throws -> JSON {
    #expect(outcome.code == 0, "\(outcome.errors)")
    return try JSON(reading: Array(outcome.output.utf8))
  }

  @Test func `computes a night again, and ends with 65 where it comes out otherwise`() async throws
  {
    let database = try TestDatabase.current
    try await database.takeDemo()
    try await onDatabase(database) { program in
      let early = try await program.run(["run", "replay"])
      #expect(early.code == 65 && early.errors.contains("no run yet"), "\(early.errors)")
      let night = try json(try await program.run(["nightly", "--json"] + date))
      let equal = try await program.run(["run", "replay", "2026-11-21"])
      #expect(equal.code == 0 && equal.output.contains("pairs, all equal"), "\(equal.errors)")
      let starving = try #require(night["runs"]?.elements?.first?["starving"]?.elements)
      #expect(!starving.isEmpty)
      let shown = try json(try await program.run(["run", "show", "--json"]))
      #expect(shown.elements?.first?["starving"]?.elements == starving)

      let superuser = try await database.open(as: .superuser)
      try await superuser.run(
        """
        update match.listing set score = score + 1
        where ctid = (select min(ctid) from match.listing where score < 1000000)
        """)
      let other = try await program.run(["run", "replay", "--json"])
      #expect(other.code == 65 && other.errors.contains("comes out otherwise"), "\(other.errors)")
      let told = try JSON(reading: Array(other.output.utf8)).elements?.first
      #expect(told?["equal"] == .bool(false) && told?["differing"] == .integer(1))
      let lines = [told?["stored"]?.text, told?["replayed"]?.text]
      #expect(lines.allSatisfy { $0?.contains("\"score\"") == true } && lines[0] != lines[1])

      try await superuser.run("delete from match.run_snapshot")
      let gone = try await program.run(["run", "replay"])
      #expect(gone.code == 65 && gone.errors.contains("not kept any more"), "\(gone.errors)")
    }
  }

  @Test func `says which one requirement of a position keeps most people out`() async throws {
    let database = try TestDatabase.current
    try await database.takeDemo()
    try await onDatabase(database) { program in
      let night = try json(try await program.run(["nightly", "--json"] + date))
      let starving = try #require(night["runs"]?.elements?.first?["starving"]?.elements?.first)
      let position = try #require(starving["position"]?.text)
      let answer = try json(try await program.run(["what-if", position, "--json"] + date))
      let changes = try #require(answer["changes"]?.elements)
      #expect(answer["matches"] == .integer(0) && changes.count > 2)
      #expect(changes.first?["criterion"] == starving["criterion"])
      #expect(changes.first?["subject"] == starving["subject"])
      #expect(changes.first?["more_passing"] == starving["gain"])
      let words = try await program.run(["what-if", position] + date)
      #expect(words.code == 0 && words.errors.contains("what helps most: "), "\(words.errors)")
    }
  }

  @Test func `knows the versions of its method, and takes no changed one`() async throws {
    let database = try TestDatabase.current
    try await onDatabase(database) { program in
      let builtIn = try json(try await program.run(["method", "show", "--json"])).elements ?? []
      #expect(builtIn.count > 50)
      let version = try #require(
        try json(try await program.run(["method", "list", "--json"])).elements?.first?["version"]?
          .text)
      let shipped = "\(TestSeeds.root)/Seeds/method/\(version).csv"
      for word in ["loaded method", "already loaded method"] {
        let outcome = try await program.run(["method", "load", shipped])
        #expect(outcome.code == 0 && outcome.output.hasPrefix(word), "\(outcome.errors)")
      }
      let text = try String(contentsOfFile: shipped, encoding: .utf8)
      func load(_ name: String, _ changes: [(String, String)]) async throws -> ServerProgram.Outcome
      {
        var changed = text
        for (old, new) in changes { changed = changed.replacing(old, with: new) }
        let path = program.folder + "/" + name
        try Data(changed.utf8).write(to: URL(filePath: path))
        return try await program.run(["method", "load", path])
      }
      let same = try await load("same.csv", [("weight.pay,15", "weight.pay,16")])
      #expect(same.code == 65 && same.errors.contains("weight.pay"), "\(same.errors)")
      let wrong = try await load("wrong.csv", [("weight.pay,15", "weight.pay,none")])
      #expect(wrong.code == 65 && wrong.errors.contains("wrong.csv line 12"), "\(wrong.errors)")
      let next = try await load(
        "next.csv",
        [
          ("version,\(version)", "version,next"), ("since,2026-11-01", "since,2100-01-01"),
          ("weight.pay,15", "weight.pay,16"),
        ])
      #expect(next.code == 0, "\(next.errors)")
      let changes = try json(try await program.run(["method", "diff", version, "next", "--json"]))
      #expect(changes.elements?.count == 1)
      #expect(changes.elements?.first?["name"] == .string("weight.pay"))
      #expect(changes.elements?.first?["after"] == .integer(16))
      let unknown = try await program.run(["method", "show", "other"])
      #expect(unknown.code == 65 && unknown.errors.contains("vivier method list"))
      // The one that begins in 2100 is not in use.
      #expect(
        try json(try await program.run(["method", "show", "--json"])).elements?.count
          == builtIn.count)
      let list = try json(try await program.run(["method", "list", "--json"])).elements
      #expect(list?.map { $0["in_use"] } == [.bool(false), .bool(true)])
    }
  }
}
