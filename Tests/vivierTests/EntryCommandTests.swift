import Exchange
import Foundation
import Store
import TestSupport
import Testing

@testable import vivier

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

@Suite(.database) struct `The program given a row` {
  @Test func `adds a position, and says who passes, who is near and what is missing`() async throws
  {
    try await onDatabase { program in
      let add = [
        "position", "add", "--reference", "QUAL-1", "--siret", "21000042800016", "--intitule",
        "Gestionnaire de flux (H/F)", "--occupation", "H1403", "--required-skills",
        "rome3:121044:4", "--contracts", "cdi", "--pay-min=36000", "--json",
      ]
      let added = try object(await program.run(add))
      #expect(added["outcome"] as? String == "new")
      #expect((added["passing"] as? Int ?? 0) + (added["near"] as? Int ?? 0) > 0)
      #expect((added["held"] as? [String])?.isEmpty == true)
      let missing = added["missing"] as? [String] ?? []
      #expect(missing.contains("mission") && !missing.contains("occupation"))
      #expect((added["would_bring_more"] as? [Any])?.isEmpty == false)

      let twice = try await program.run(add)
      #expect(twice.code == 65 && twice.errors.contains("position edit"))
      let edited = try object(
        await program.run([
          "position", "edit", "QUAL-1", "--title", "Jeune gestionnaire", "--json",
        ]))
      #expect(edited["outcome"] as? String == "updated")
      #expect((edited["held"] as? [String]) == ["age: jeune"])
      let id = try #require(edited["id"] as? String)
      let match = try await program.run(["match", "--position", id])
      #expect(!match.output.contains("\t1\tC-"), "\(match.output)")
      #expect(try await program.run(["position", "list"]).output.contains(id) == false)
      let listed = try await program.run(["position", "review", "list", "--search", "QUAL-1"])
      #expect(listed.output.contains("age: jeune") && listed.output.contains("L1132-1"))
      let accepted = try await program.run([
        "position", "review", "accept", "QUAL-1", "--why", "erreur de saisie",
      ])
      #expect(accepted.code == 0 && accepted.output == "accepted: 1 position(s)\n")
      #expect(try await program.run(["position", "list"]).output.contains(id))
    }
  }

  @Test func `refuses what is wrong at its flag, and changes nothing`() async throws {
    try await onDatabase { program in
      let wrong = try await program.run([
        "candidate", "add", "--source", "self", "--reference", "T-1", "--email", "camille@",
        "--level-held", "12", "--family-name", "Tresconnu",
      ])
      #expect(wrong.code == 65)
      #expect(wrong.errors.contains("--email: ") && wrong.errors.contains("--level-held: "))
      #expect(!wrong.errors.contains("camille") && !wrong.errors.contains("Tresconnu"))
      let unknown = try await program.run(["candidate", "add", "--haircolour", "red"])
      #expect(unknown.code == 64 && unknown.errors.contains("--level-held"))
      let forbidden = try await program.run(["candidate", "add", "--date-de-naissance", "2001"])
      #expect(forbidden.code == 64 && forbidden.errors.contains("birth date is never accepted"))
      let silent = try await program.run(["candidate", "edit", "D-0441"])
      #expect(silent.code == 64)
      let key = try await program.run([
        "position", "edit", "2026-0001", "--reference", "2026-9999",
      ])
      #expect(key.code == 65 && key.errors.contains("cannot be changed"))
      #expect(!(try await program.run(["position", "list", "--all"])).output.contains("2026-9999"))
    }
  }

  @Test func `accepts many held positions with one reason`() async throws {
    try await onDatabase { program in
      let held = try await program.run(["position", "review", "list", "--kind", "pay"])
      let count = held.output.split(separator: "\n").count
      #expect(count > 0)
      let accepted = try await program.run([
        "position", "review", "accept", "--all", "--kind", "pay", "--why",
        "dit avant tout entretien",
      ])
      #expect(accepted.output == "accepted: \(count) position(s)\n")
      #expect(try await program.run(["position", "review", "list"]).output.isEmpty)
    }
  }

  @Test func `records a hire of a candidate, closes both, and undoes it`() async throws {
    try await onDatabase { program in
      let found = try await program.run(["candidate", "list", "--limit", "1"])
      let candidate = String(found.output.prefix { $0 != "\t" })
      let recorded = try object(
        await program.run([
          "hire", "record", "2026-0001", "--contract", "cdi", "--hired-on", "2027-02-15",
          "--candidate", candidate, "--through-us", "--json",
        ]))
      #expect(recorded["position_closed"] as? Bool == true)
      #expect(recorded["candidate_closed"] as? Bool == true)
      let id = try #require(recorded["id"] as? String)
      let position = try object(await program.run(["position", "show", "2026-0001", "--json"]))
      #expect(position["state"] as? String == "closed")
      let undone = try await program.run(["hire", "undo", id])
      #expect(undone.output.contains("as before: \(candidate)"))
      let again = try object(await program.run(["position", "show", "2026-0001", "--json"]))
      #expect(again["state"] as? String == "open")
    }
  }

  @Test func `writes a template with its guide, over no other file`() async throws {
    let folder = try TemporaryFolder()
    let program = ServerProgram(
      folder: folder.path, environment: ["DATABASE_URL": "host=/nonexistent dbname=vivier"])
    let path = folder.path + "/postes.csv"
    let written = try await program.run(["import", "positions", "--template", path])
    #expect(written.code == 0, "\(written.errors)")
    #expect(
      FileManager.default.contents(atPath: path).map { Array($0) }
        == ImportGuide(.positions).template)
    let guide = try String(contentsOfFile: folder.path + "/postes.md", encoding: .utf8)
    #expect(guide.contains("| Salaire minimum | `pay_min` | non |"))
    #expect(try await program.run(["import", "positions", "--template", path]).code == 73)
    let piped = try await program.run(["import", "candidates", "--template"])
    #expect(piped.output.contains("Provenance;Référence;Prénom;"))
    #expect(piped.errors.contains("# Fichier des talents"))
  }

  @Test func `takes in the inbox before the night`() async throws {
    try await onDatabase { program in
      let inbox = program.folder + "/inbox"
      try FileManager.default.createDirectory(
        atPath: inbox, withIntermediateDirectories: true)
      try Data(ImportGuide(.candidates).template).write(
        to: URL(filePath: inbox + "/talents.csv"))
      let night = try await program.run(
        ["nightly", "--territory", "ti-9305"], ["VIVIER_INBOX": inbox])
      #expect(night.code == 0, "\(night.errors)")
      #expect(night.errors.contains("inbox: talents.csv: candidates, 1 new"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: inbox) == ["done"])
      let settings = try await program.run(["config", "show"], ["VIVIER_INBOX": inbox])
      #expect(settings.output.contains("VIVIER_INBOX\t\(inbox)"))
    }
  }
}

@Suite struct `A dialogue` {
  /// What a scripted person sees and ends with; nil in a script is the end of the input.
  private func talk(
    _ entry: Entry, given: Set<String> = [], _ answers: [String: [String?]],
    check: @escaping (Entry) -> [ImportIssue] = { _ in [] }
  ) throws -> (entry: Entry, prompts: [String], told: [String]) {
    var waiting = answers
    var prompts: [String] = []
    var told: [String] = []
    let dialogue = Dialogue(
      ask: { prompt in
        prompts.append(prompt)
        let name = String(
          prompt.drop { $0 == " " }.prefix { $0 != ":" && $0 != " " })
        guard waiting[name]?.isEmpty == false else { return "" }
        return waiting[name]?.removeFirst()
      }, tell: { told.append($0) }, check: check)
    return (try dialogue.fill(entry, given: given), prompts, told)
  }

  private func issue(
    _ column: String, _ kind: ImportIssue.Kind = .format, _ reason: String
  ) -> ImportIssue {
    ImportIssue(column: column, columnNumber: nil, kind: kind, reason: reason)
  }

  @Test func `asks what is needed first, and nothing that was given`() throws {
    let talk = try talk(
      Entry(.companies, ["company_name": "Atelier"]), given: ["company_name"],
      ["siret": ["21000042800016"], "commune": ["06033"]])
    #expect(talk.prompts.first == "  siret: ")
    #expect(!talk.prompts.contains { $0.contains("company_name") })
    #expect(talk.entry["siret"] == "21000042800016" && talk.entry["commune"] == "06033")
    #expect(talk.entry["company_name"] == "Atelier" && talk.entry["naf"] == nil)
  }

  @Test func `asks again after a wrong answer, and loses nothing`() throws {
    let talk = try talk(
      Entry(.companies), ["siret": ["12", "21000042800016"], "staff": ["48"]]
    ) { entry in
      entry["siret"] == "12" ? [self.issue("siret", .format, "not a valid SIRET")] : []
    }
    #expect(talk.prompts.prefix(2) == ["  siret: ", "  siret: "])
    #expect(talk.told.contains("  ! siret: not a valid SIRET"))
    #expect(talk.entry["siret"] == "21000042800016" && talk.entry["staff"] == "48")
  }

  @Test func `keeps a name it was given from being read off the screen`() throws {
    let talk = try talk(
      Entry(.candidates, ["source": "self", "reference": "T-1", "family_name": "Tresconnu"]), [:])
    #expect(talk.prompts.contains("  family_name [told]: "))
    #expect(!talk.prompts.joined().contains("Tresconnu"))
    #expect(talk.entry["family_name"] == "Tresconnu")
  }

  @Test func `shows what stands, keeps it on Enter and empties it on a dash`() throws {
    let talk = try talk(
      Entry(.companies, ["siret": "1", "staff": "48", "naf": "2562B"]), ["naf": ["-"]])
    #expect(talk.prompts.contains("  staff [48]: "))
    #expect(talk.entry["staff"] == "48" && talk.entry["naf"] == nil)
  }

  @Test func `lets a person change either of two answers that contradict each other`() throws {
    func check(_ entry: Entry) -> [ImportIssue] {
      guard let low = entry["pay_min"].flatMap({ Int($0) }),
        let high = entry["pay_max"].flatMap({ Int($0) }), low > high
      else { return [] }
      return [issue("pay_min", .contradiction, "pay_min is above pay_max")]
    }
    for (low, high) in [(["38000", "29000"], ["30000"]), (["38000", ""], ["30000", "40000"])] {
      let talk = try talk(
        Entry(.positions), ["pay_min": low, "pay_max": high], check: check)
      #expect(check(talk.entry).isEmpty)
      #expect(talk.entry["pay_max"] == high.last)
    }
  }

  @Test func `asks for a given column that is wrong`() throws {
    let talk = try talk(
      Entry(.companies, ["staff": "many"]), given: ["staff"], ["staff": ["48"]]
    ) { entry in
      entry["staff"] == "many" ? [self.issue("staff", .format, "not a number")] : []
    }
    #expect(talk.prompts.first == "  staff [many]: " && talk.entry["staff"] == "48")
  }

  @Test func `ends with nothing changed when the person stops`() {
    #expect(throws: Failure.self) {
      _ = try talk(Entry(.companies), ["siret": ["21000042800016"], "company_name": [nil]])
    }
  }
}
