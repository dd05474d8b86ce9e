import Exchange
import Foundation
import Programme
import TestSupport
import Testing

@testable import vivier

@Suite struct `Lines` {
  /// The lines of a text that arrives in pieces of so many bytes; nil for one that is too long.
  private func lines(_ text: String, pieces: Int, limit: Int = 100) -> [String?] {
    var reader = LineReader(limit: limit)
    var lines: [String?] = []
    func take() {
      while let line = reader.next() {
        switch line {
        case .bytes(let bytes): lines.append(String(decoding: bytes, as: UTF8.self))
        case .tooLong: lines.append(nil)
        }
      }
    }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      reader.append(Array(rest.prefix(pieces)))
      rest = rest.dropFirst(pieces)
      take()
    }
    reader.finish()
    take()
    return lines
  }

  @Test(arguments: 1...7) func `are the same whatever the pieces they come in`(pieces: Int) {
    #expect(
      lines("\u{FEFF}ab\n\ncdé\r\nlast", pieces: max(3, pieces)) == ["ab", "", "cdé\r", "last"])
    #expect(lines("a\nb\n", pieces: pieces) == ["a", "b"])
    #expect(lines("", pieces: pieces) == [])
    #expect(lines("\n", pieces: pieces) == [""])
  }

  @Test(arguments: [1, 3, 50]) func `that are too long are one refusal each`(pieces: Int) {
    #expect(
      lines("12345\n123456\n1\n1234567", pieces: pieces, limit: 5) == ["12345", nil, "1", nil])
  }
}

@Suite(.database) struct `Checking` {
  private func program(_ folder: borrowing TemporaryFolder) throws -> ServerProgram {
    ServerProgram(
      folder: folder.path, environment: ["DATABASE_URL": try TestDatabase.current.conninfo])
  }

  @Test func `facts answers every line in its place and goes on after refused ones`() async throws {
    let folder = try TemporaryFolder()
    let program = try program(folder)
    let cases = try RuleCase.all()
    let path = try folder.write(
      Array(cases.map { $0.facts + "\n" }.joined().utf8), to: "facts.jsonl")
    let outcome = try await program.run(["check", "--facts", path])
    #expect(outcome.code == 65)
    let lines = outcome.output.split(separator: "\n").map { Array($0.utf8) }
    try #require(lines.count == cases.count)
    var refused = 0
    for (index, item) in cases.enumerated() {
      let answer = try JSON(reading: lines[index])
      for fault in item.faults(in: answer) { Issue.record("\(item): \(fault)") }
      if answer["error"] != nil {
        refused += 1
        #expect(answer["line"] == .integer(index + 1))
      } else if case .object(let members) = answer {
        #expect(members.map(\.key) == ["schemes", "rules", "aids", "deadlines", "territory"])
        #expect(answer["rules"]?.elements?.count == 17 * 3)
      }
    }
    #expect(refused > 30)
    #expect(outcome.errors.contains("\(refused) of \(cases.count) line(s) refused"))
  }

  @Test func `facts needs nothing but reference data, and may have nothing to answer`() async throws
  {
    let folder = try TemporaryFolder()
    let outcome = try await program(folder).run(["check", "--facts", "-"])
    #expect(outcome.code == 0 && outcome.output.isEmpty, "\(outcome.errors)")
    let missing = try await program(folder).run(["check"])
    #expect(missing.code == 64 && missing.errors.contains("--facts"))
  }

  @Test func `a pair tells a person what to do and promises no aid`() async throws {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1, ["naf": "2562B", "staff": "120"])])
    try await database.take(.positions, [World.position("A", of: 1, ["mission": "bras_droit"])])
    try await database.take(
      .candidates, [World.candidate("K", ["diploma_on": "2026-06-30"])])
    let folder = try TemporaryFolder()
    let program = try program(folder)
    let day = ["--date", "2026-11-21"]
    let page = try await program.run(["check", "pair", "A", "K"] + day)
    #expect(page.code == 0, "\(page.errors)")
    try Golden.check(page.output, "check-pair.txt")
    #expect(!page.output.contains("Secret"))

    let json = try JSON(
      reading: Array(
        try await program.run(["check", "pair", "A", "K", "--json"] + day).output.utf8))
    #expect(json["schemes"]?["vte_ti"] == "unknown")
    #expect(json["territory"]?["id"] == "ti-9305")
    #expect(json["deadlines"]?.elements?.first?["on"] == "2027-08-01")

    let told =
      #"{"position":{"responsible":true,"reports_to_management":true},"company":{"turnover_eur":9000000,"in_difficulty":false}}"#
    let complete = try JSON(
      reading: Array(
        try await program.run(["check", "pair", "A", "K", "--json", "--with", told] + day).output
          .utf8))
    #expect(complete["schemes"]?["vte_ti"] == "yes")
    let why = try JSON(
      reading: Array(try await program.run(["why-not", "A", "K", "--json"] + day).output.utf8))
    #expect(why["programme"]?["vte_ti"]?["result"] == "unknown")
    #expect(
      why["programme"]?["vte_ti"]?["unknown"]
        == ["company.size", "company.difficulty", "mission"])
    let wrong = try await program.run(["check", "pair", "A", "K", "--with", #"{"date":1}"#])
    #expect(wrong.code == 65 && wrong.errors.contains("--with: date"), "\(wrong.errors)")

    let position = try await program.run(["check", "position", "A"] + day)
    #expect(position.output.contains("vivier check pair"))
    #expect(!position.output.contains("Niveau du talent"))
    let candidate = try await program.run(["check", "candidate", "K"] + day)
    #expect(candidate.output.contains("✓ Niveau du talent") && !candidate.output.contains("Aides"))
    let unknown = try await program.run(["check", "position", "nobody"])
    #expect(unknown.code == 65 && unknown.errors.contains("hint:"))
  }

  @Test func `a file tells each row and refuses the bad ones`() async throws {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1, ["naf": "2562B", "staff": "6000"])])
    let folder = try TemporaryFolder()
    let path = try folder.write(
      World.csv([
        World.position("A", of: 1), World.position("B", of: 2, ["mission": "autre"]),
        World.position("C", of: 2, ["commune": "99999"]),
        World.position("D", of: 2, ["contracts": "stage"]),
      ]), to: "offers.csv")
    let day = ["--date", "2026-11-21"]
    let table = try await program(folder).run(["check", "--file", path] + day)
    #expect(table.code == 65)
    let rows = table.output.split(separator: "\n").map { $0.split(separator: "\t") }
    #expect(rows.map { $0[1] } == ["A", "B"])
    #expect(rows[0][2] == "no" && rows[0][5] == "company.size")
    #expect(rows[1][2] == "no" && rows[1][5] == "mission")
    #expect(table.errors.contains("line 4") && table.errors.contains("line 5"))
    let lines = try await program(folder).run(["check", "--file", path, "--json"] + day)
      .output.split(separator: "\n").map { try JSON(reading: Array($0.utf8)) }
    #expect(lines.map { $0["line"] } == [JSON?.none, nil, .integer(4), .integer(5)])
    #expect(lines[0]["schemes"]?["vte"] == "no")
  }

  @Test func `the rules by command changes them, says so and takes it back`() async throws {
    let folder = try TemporaryFolder()
    let program = try program(folder)
    let csv = try await program.run(["rule", "list", "--csv"]).output
    let path = try folder.write(
      Array(csv.replacing("amount_eur=1200", with: "amount_eur=1300").utf8), to: "rules.csv")
    let loaded = try await program.run(["rule", "load", path, "--by", "Camille", "--why", "essai"])
    #expect(loaded.code == 0, "\(loaded.errors)")
    #expect(
      try await program.run(["rule", "show", "aid.housing"]).output.contains("amount_eur=1300"))
    let log = try await program.run(["rule", "log"]).output
    #expect(log.contains("load") && log.contains("Camille") && log.contains("essai"))
    #expect(try await program.run(["rule", "revert"]).code == 0)
    #expect(
      try await program.run(["rule", "show", "aid.housing"]).output.contains("amount_eur=1200"))
    #expect(try await program.run(["rule", "show", "talent.age"]).code == 65)
    let age = try await program.run(["rule", "check-age", "--date", "2027-05-02"])
    #expect(age.output.split(separator: "\n").allSatisfy { $0.hasSuffix("yes") })
    #expect(age.errors.contains("vivier rule load"))
    let good = try await program.run(["doctor"]).output
    #expect(good.contains("✓ rules: compared with their sources since 2026-11-01"))
    let old = try folder.write(
      Array(csv.replacing(#"(A)",2026-11-01,,"L'appr"#, with: #"(A)",2025-01-01,,"L'appr"#).utf8),
      to: "old.csv")
    #expect(try await program.run(["rule", "load", old]).code == 0)
    let late = try await program.run(["doctor"]).output
    #expect(late.contains("! rules: not compared with their sources for 6 months: workstudy.age"))

    let broken = try folder.write(
      Array(csv.replacing("minimum=5", with: "minimum=15").utf8), to: "broken.csv")
    let refused = try await program.run(["rule", "load", broken])
    #expect(refused.code == 65 && refused.errors.contains("line "), "\(refused.errors)")
  }
}
