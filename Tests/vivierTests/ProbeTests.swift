import ArgumentParser
import Exchange
import Foundation
import Postgres
import Store
import TestSupport
import Testing

@testable import vivier

/// Two companies, two CFA and two candidates who have a word of their own in every text that is theirs, after a night.
private struct Rivals {
  let database: TestDatabase
  /// The program as operators run it, and as somebody with a session does.
  let operators, readers: ServerProgram

  /// What is the first one's, and what is the second's.
  static let own = "Alouette"
  static let canary = "CANARI"

  static func siren(_ number: Int) -> String { String(World.siret(number).prefix(9)) }

  init(_ folder: borrowing TemporaryFolder) async throws {
    database = try TestDatabase.current
    operators = ServerProgram(folder: folder.path, environment: ["DATABASE_URL": database.conninfo])
    readers = ServerProgram(
      folder: folder.path,
      environment: [
        "DATABASE_URL": database.conninfo.replacing("user=postgres", with: "user=vivier_portal")
      ])
    for (number, word) in [(1, Self.own), (2, Self.canary)] { try await fill(number, word) }
    // K and L fit both companies: what one may see of them tells nothing of the other's lists.
    try await database.take(
      .candidates,
      [World.candidate("K\(Self.own)"), World.candidate("L\(Self.canary)")])
    for arguments in [
      [
        "hire", "record", World.siret(2), "--contract", "cdi", "--hired-on", "2026-10-01", "--by",
        "\(Self.canary) Opérateur",
      ],
      [
        "company", "aids", Self.siren(2), "--add", "47113", "--granted-on", "2026-01-01", "--label",
        "Aide \(Self.canary)",
      ],
      [
        "company", "industry", World.siret(2), "--decide", "yes", "--because",
        "\(Self.canary) sert l'industrie",
      ],
      ["nightly", "--deliver", "--date", "2026-11-21"],
    ] {
      let outcome = try await operators.run(arguments)
      #expect(outcome.code == 0, "\(arguments): \(outcome.errors)")
    }
  }

  private func fill(_ number: Int, _ word: String) async throws {
    try await database.take(
      .companies,
      [
        World.company(
          number,
          [
            "company_name": "\(word) SA", "contact_name": "\(word) Martin",
            "contact_role": "DRH \(word)",
            "contact_email": "\(word.lowercased())@\(word.lowercased()).example",
          ])
      ])
    try await database.take(
      .positions,
      [
        World.position(
          "\(word)-1", of: number,
          [
            "title": "Gestionnaire \(word)", "languages": "en:B2:required:clients \(word)",
            "pay_min": number == 1 ? "31000" : "47113", "pay_max": number == 1 ? "32000" : "47114",
          ])
      ])
    try await database.take(
      .trainings,
      [
        [
          "provider": World.siret(number + 10), "provider_name": "CFA \(word)",
          "reference": "F\(word)", "title": "Formation \(word)", "level": "6", "commune": "06033",
          "occupations": "H1403", "skills": "rome3:121044",
          "sessions": "2027-03-01/2028-01-31:12:\(number):2026-11-10",
        ]
      ])
  }

  /// Opens a session as operators do and gives its token.
  func open(_ arguments: String...) async throws -> String {
    let outcome = try await operators.run(["session", "open"] + arguments)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.hasPrefix("vs-") && outcome.output.count == 68)
    return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Runs a command under a session.
  func run(_ arguments: [String], _ token: String) async throws -> ServerProgram.Outcome {
    try await readers.run(arguments, ["VIVIER_SESSION": token])
  }

  /// What names something of the second, beside what names nothing in the same form.
  func needles(_ connection: Connection) async throws -> [(theirs: String, nobodys: String)] {
    let position = try await connection.one(
      "select id from app.position where siren = \(Self.siren(2))", as: String.self)
    let candidates = try await connection.rows("select id from app.candidate order by reference")
      .decode(as: String.self)
    let hire = try await connection.one("select id from app.hire", as: String.self)
    let contact = try await connection.one(
      "select contact from app.contact_scope where siren = \(Self.siren(2))", as: String.self)
    let training = try await connection.one(
      "select id from app.training where reference = \("F" + Self.canary)", as: String.self)
    let codes = try await Audience.codes(
      for: candidates.map { (reader: Self.siren(2), candidate: $0) }, connection)
    return [
      (position, "P-000000000000"), (Self.siren(2), Self.siren(77)),
      (World.siret(2), World.siret(77)),
      ("\(Self.canary)-1", "Corbeau-1"), (candidates[0], "C-000000000000"),
      (candidates[1], "C-000000000001"), ("L\(Self.canary)", "LCorbeau"), (hire, "H-000000000000"),
      (contact, "K-000000000000"), (training, "F-000000000000"), (World.siret(12), World.siret(78)),
      (Self.canary, "Corbeau"), ("47113", "47119"),
    ] + codes.map { ($0, "T-00000\($0.last == "0" ? "1" : "0")") }
  }
}

/// A command that opens the database, as the parser describes it.
private struct Probe {
  let words: [String]
  let places: Int
  let options: [String]

  /// Every command with a session's option, read from the parser's own description.
  static func all() throws -> [Probe] {
    var probes: [Probe] = []
    func add(_ command: JSON, below words: [String]) {
      let words = words + [command["commandName"]?.text ?? ""]
      let children = (command["subcommands"]?.elements ?? []).filter {
        $0["commandName"]?.text != "help"
      }
      for child in children { add(child, below: words) }
      let arguments = command["arguments"]?.elements ?? []
      let options = arguments.filter { $0["kind"]?.text == "option" }.compactMap {
        $0["names"]?.elements?.first?["name"]?.text
      }
      guard children.isEmpty, options.contains("session") else { return }
      probes.append(
        Probe(
          words: Array(words.dropFirst()),
          places: arguments.count { $0["kind"]?.text == "positional" },
          options: options.filter { !closed.contains($0) }))
    }
    let description = try JSON(reading: Array(Vivier._dumpHelp().utf8))
    if let root = description["command"] { add(root, below: []) }
    return probes
  }

  /// What may be typed: something of theirs in each place where a value stands, beside nobody's.
  func invocations(
    _ needles: [(theirs: String, nobodys: String)]
  ) -> [(needle: (theirs: String, nobodys: String), theirs: [String], nobodys: [String])] {
    // Where the rows are the State's, a word or two tells what thirty would.
    let isReference = ["skill", "occupation", "rule", "territory"].contains(words[0])
    let asked = isReference ? Array(needles.suffix(2)) : needles
    func filled(_ needle: String) -> [String] { words + Array(repeating: needle, count: places) }
    var all = asked.prefix(places > 0 ? asked.count : 1).flatMap { needle in
      [[], ["--json"]].map { (needle, filled(needle.theirs) + $0, filled(needle.nobodys) + $0) }
    }
    for option in options {
      all += asked.map {
        (
          $0, filled($0.theirs) + ["--" + option, $0.theirs],
          filled($0.nobodys) + ["--" + option, $0.nobodys]
        )
      }
    }
    return all.map { (needle: $0.0, theirs: $0.1, nobodys: $0.2) }
  }

  /// Options that take a number, a day or a word of the program: what is wrong is said before anything is asked.
  static let closed: Set<String> = [
    "home", "database", "session", "limit", "most", "threads", "date", "industry", "by",
  ]
}

/// The commands that a session may run; every other one that opens the database refuses.
private let forReaders: Set<String> = [
  "match", "position list", "position show", "candidate list", "candidate show", "company list",
  "company show", "training list", "training show", "territory list", "territory show",
  "territory at", "territory history", "territory neighbours", "skill list", "skill suggest",
  "occupation list", "occupation suggest", "rule list", "rule show", "rule check-age",
]

@Suite(.database) struct `A reader who probes another` {
  @Test func `learns not a byte of theirs through any command, nor whether it is there`()
    async throws
  {
    let folder = try TemporaryFolder()
    let rivals = try await Rivals(folder)
    let connection = try await rivals.database.open()
    let needles = try await rivals.needles(connection)
    let probes = try Probe.all()
    #expect(forReaders.isSubset(of: probes.map { $0.words.joined(separator: " ") }))
    let sessions = [
      ("company", try await rivals.open("--company", Rivals.siren(1))),
      ("cfa", try await rivals.open("--cfa", World.siret(11))),
    ]
    var compared = 0
    for (kind, token) in sessions {
      for probe in probes where forReaders.contains(probe.words.joined(separator: " ")) {
        // What a CFA tells of its trainings is told to companies, so that words of a CFA are no secret from them.
        if kind == "company", probe.words[0] == "training" { continue }
        if kind == "cfa", ["skill", "occupation", "rule", "territory"].contains(probe.words[0]) {
          continue
        }
        compared += try await compare(probe, needles, rivals, token, as: kind)
      }
    }
    #expect(compared > 300)
  }

  /// Runs a command with what is theirs and with what is nobody's, and wants the same bytes.
  private func compare(
    _ probe: Probe, _ needles: [(theirs: String, nobodys: String)], _ rivals: Rivals,
    _ token: String, as kind: String
  ) async throws -> Int {
    let invocations = probe.invocations(needles)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (needle, theirs, nobodys) in invocations {
        group.addTask {
          let found = try await rivals.run(theirs, token)
          let none = try await rivals.run(nobodys, token)
          // What the reader typed may come back; nothing else may be theirs.
          let said = (found.output + "\u{1}" + found.errors).replacing(needle.theirs, with: "")
          let words = [
            Rivals.canary, Rivals.canary.lowercased(), Rivals.siren(2), "Secret", "47113", "47114",
          ]
          for word in words {
            #expect(!said.contains(word), "\(kind): \(theirs) tells \(word): \(said)")
          }
          #expect(said.firstMatch(of: /C-[0-9a-f]{12}/) == nil, "\(kind): \(theirs): \(said)")
          #expect(found.code == none.code, "\(kind): \(theirs) ends with \(found.code ?? -1)")
          #expect(
            said == (none.output + "\u{1}" + none.errors).replacing(needle.nobodys, with: ""),
            "\(kind): \(theirs) is answered otherwise than \(nobodys)")
        }
      }
      try await group.waitForAll()
    }
    return invocations.count
  }

  @Test func `is refused every other command that opens the database, in one line`() async throws {
    let folder = try TemporaryFolder()
    let program = ServerProgram(
      folder: folder.path, environment: ["DATABASE_URL": try TestDatabase.current.conninfo])
    let file = try folder.write(Array("rule\n".utf8), to: "file.csv")
    let tree = CommandTree()
    var refused = 0
    for probe in try Probe.all() where !forReaders.contains(probe.words.joined(separator: " ")) {
      // Its own example is understood; what a shell makes of the rest of the line is not the program's.
      let example = try #require(
        tree.examples.first { $0.words.starts(with: ["vivier"] + probe.words) }
          ?? tree.examples.first { $0.of == "vivier " + probe.words.joined(separator: " ") },
        "\(probe.words)")
      let words = example.words.dropFirst().prefix { $0 != ">" }.map {
        $0.hasSuffix(".csv") ? file : $0
      }
      let outcome = try await program.run(words, ["VIVIER_SESSION": "vs-any"])
      #expect(outcome.code == 77, "\(words): \(outcome.code ?? -1) \(outcome.errors)")
      #expect(outcome.output.isEmpty, "\(words)")
      #expect(outcome.errors.split(separator: "\n").count == 2, "\(words): \(outcome.errors)")
      refused += 1
    }
    #expect(refused > 35)
  }

  @Test func `finds commands without a session's option to be those that open no database`() throws
  {
    let known = try Probe.all().map { "vivier " + $0.words.joined(separator: " ") }
    let without = CommandTree().leaves.map { $0.path.joined(separator: " ") }.filter {
      !known.contains($0)
    }
    #expect(
      Set(without) == [
        "vivier evaluate", "vivier bench", "vivier code list", "vivier code check",
        "vivier demo generate", "vivier exit-codes",
      ])
  }
}

@Suite(.database) struct `A session` {
  @Test func `shows a company what is its own, and candidates as codes of its own`() async throws {
    let folder = try TemporaryFolder()
    let rivals = try await Rivals(folder)
    let token = try await rivals.open("--company", Rivals.siren(1))
    let positions = try await rivals.run(["position", "list"], token)
    #expect(
      positions.output.split(separator: "\n").count == 1 && positions.output.contains(Rivals.own))
    let shown = try await rivals.run(["position", "show", "\(Rivals.own)-1"], token)
    #expect(shown.output.contains("clients \(Rivals.own)") && !shown.output.contains("industry"))
    let company = try await rivals.run(["company", "show", Rivals.siren(1)], token)
    #expect(company.output.contains("\(Rivals.own) SA") && !company.output.contains("Martin"))

    let list = try await rivals.run(["match", "--position", "\(Rivals.own)-1", "--json"], token)
    let rows = try JSON(reading: Array(list.output.utf8)).elements ?? []
    #expect(rows.count == 2, "\(list.errors)")
    let codes = rows.compactMap { $0["candidate"]?.text }
    #expect(codes.allSatisfy { $0.wholeMatch(of: /T-[0-9A-Z]{6}/) != nil })
    let candidate = try await rivals.run(["candidate", "show", codes[0]], token)
    #expect(candidate.code == 0 && candidate.output.contains("required skills"))
    // The other company knows the same persons under other codes.
    let other = try await rivals.run(
      ["match", "--json"], try await rivals.open("--company", Rivals.siren(2)))
    #expect(codes.allSatisfy { !other.output.contains($0) })
  }

  @Test func `shows a candidate the positions proposed to them, and nobody else`() async throws {
    let folder = try TemporaryFolder()
    let rivals = try await Rivals(folder)
    let token = try await rivals.open("--candidate", "K\(Rivals.own)")
    let positions = try await rivals.run(["position", "list"], token)
    #expect(positions.output.split(separator: "\n").count == 2, "\(positions.errors)")
    let candidates = try await rivals.run(["candidate", "list"], token)
    #expect(candidates.output.split(separator: "\n").count == 1, "\(candidates.errors)")
    for command in [["match"], ["candidate", "list"], ["position", "list"], ["company", "list"]] {
      let outcome = try await rivals.run(command, token)
      let said = outcome.output + outcome.errors
      #expect(outcome.code == 0)
      #expect(
        said.firstMatch(of: /C-[0-9a-f]{12}/) == nil && !said.contains("Secret"), "\(command)")
    }
  }

  @Test func `shows a CFA its own trainings and candidates, and a territory the positions in it`()
    async throws
  {
    let folder = try TemporaryFolder()
    let rivals = try await Rivals(folder)
    try await rivals.database.take(
      .candidates, [World.candidate("M", ["source": World.siret(11)])])
    let cfa = try await rivals.open("--cfa", World.siret(11))
    let trainings = try await rivals.run(["training", "list"], cfa)
    #expect(trainings.output.contains(Rivals.own) && !trainings.output.contains(Rivals.canary))
    #expect(
      try await rivals.run(["candidate", "list"], cfa).output.split(separator: "\n").count == 1)
    #expect(try await rivals.run(["position", "list"], cfa).output.isEmpty)
    #expect(try await rivals.run(["match"], cfa).code == 77)

    let lead = try await rivals.open("--territory", "ti-9305")
    #expect(
      try await rivals.run(["position", "list"], lead).output.split(separator: "\n").count == 2)
    #expect(try await rivals.run(["candidate", "list"], lead).output.isEmpty)
    #expect(try await rivals.run(["territory", "show", "ti-9305"], lead).code == 0)
  }

  @Test func `ends when it is closed, and says the same as one that never was`() async throws {
    let folder = try TemporaryFolder()
    let rivals = try await Rivals(folder)
    let token = try await rivals.open("--company", Rivals.siren(1), "--hours", "2")
    let listed = try await rivals.operators.run(["session", "list", "--json"])
    #expect(!listed.output.contains(token) && listed.output.contains(Rivals.siren(1)))
    let id = try #require(
      try JSON(reading: Array(listed.output.utf8)).elements?.first?["session"]?.compact)
    #expect(try await rivals.run(["position", "list"], token).code == 0)
    #expect(try await rivals.operators.run(["session", "close", id]).code == 0)
    let closed = try await rivals.run(["position", "list"], token)
    #expect(closed.code == 77 && closed.output.isEmpty)
    for other in ["", "vs-never", token + "0"] {
      let outcome = try await rivals.run(["position", "list"], other)
      #expect(outcome.code == 77 && outcome.errors == closed.errors, "\(other)")
    }
    #expect(try await rivals.operators.run(["session", "list"]).output.isEmpty)
    #expect(try await rivals.operators.run(["session", "close", id]).code == 65)
    #expect(
      try await rivals.operators.run(["session", "open", "--company", Rivals.siren(77)]).code == 65)
  }

  @Test func `is taken from a file of one's own alone, and never beside another`() async throws {
    let folder = try TemporaryFolder()
    let rivals = try await Rivals(folder)
    let token = try await rivals.open("--company", Rivals.siren(1))
    let path = try folder.write(Array((token + "\n").utf8), to: "token")
    for arguments in [
      ["position", "list", "--session", path], ["--session", path, "position", "list"],
    ] {
      let outcome = try await rivals.readers.run(arguments)
      #expect(
        outcome.code == 0 && outcome.output.split(separator: "\n").count == 1, "\(outcome.errors)")
    }
    #expect(try await rivals.run(["position", "list", "--session", path], token).code == 77)
    unsafe chmod(path, 0o644)
    let open = try await rivals.readers.run(["position", "list", "--session", path])
    #expect(open.code == 77 && open.errors.contains("others may read"))
    #expect(try await rivals.readers.run(["position", "list", "--session", path + "x"]).code == 77)
  }

  @Test func `shows in no setting, and in no list of processes`() async throws {
    let folder = try TemporaryFolder()
    let settings = Setting.all(
      home: folder.path, database: nil, environment: ["VIVIER_SESSION": "vs-secret"], uid: 0)
    #expect(settings.contains { $0.name == "VIVIER_SESSION" && $0.value == Setting.redacted })
    #expect(!settings.contains { $0.value?.contains("vs-secret") ?? false })
    #expect(throws: (any Error).self) {
      try Vivier.parseAsRoot(["position", "list", "--token", "vs-secret"])
    }
  }
}
