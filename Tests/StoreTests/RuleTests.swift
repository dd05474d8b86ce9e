import Exchange
import Foundation
import Postgres
import Programme
import TestSupport
import Testing

@testable import Store

/// The sentences of a text that are longer than twenty words.
private func longSentences(_ text: String) -> [String] {
  text.replacing(#/([.!?]) /#, with: { "\($0.output.1)\n" }).split(separator: "\n").map(String.init)
    .filter { sentence in
      sentence.split { $0.isWhitespace }.count { $0.contains { $0.isLetter || $0.isNumber } } > 20
    }
}

@Suite(.database) struct `The rules of the programme` {
  /// Every case of `Tests/Rules/cases.txt` that is not refused, with its facts.
  private func facts(_ connection: Connection) async throws -> [(RuleCase, HireFacts)] {
    let workplaces = try await Workplaces.read(connection)
    var reader = FactsReader(workplace: workplaces.find)
    return try RuleCase.all().compactMap { item in
      (try? reader.read(Array(item.facts.utf8), line: 1)).map { (item, $0) }
    }
  }

  @Test func `say of every case what its sources say`() async throws {
    let connection = try await TestDatabase.current.open()
    let book = try await RuleBook.read(connection)
    let workplaces = try await Workplaces.read(connection)
    let cases = try RuleCase.all()
    #expect(cases.count >= 300)
    var reader = FactsReader(workplace: workplaces.find)
    for item in cases {
      let answer: JSON
      do {
        answer = JSON(book.judge(try reader.read(Array(item.facts.utf8), line: 1)))
      } catch {
        answer = ["error": .string(error.description)]
      }
      for fault in item.faults(in: answer) { Issue.record("\(item): \(fault)") }
    }
    #expect(reader.passedOver.isEmpty)
  }

  @Test func `never turn to the opposite when one fact less is known`() async throws {
    let forgetting: [(String, (inout HireFacts) -> Void)] = [
      ("level", { $0.talent.levelHeld = nil }),
      ("studies", { $0.talent.isWorkStudyStudent = nil }),
      ("level prepared", { $0.talent.levelPrepared = nil }),
      ("diploma", { $0.talent.diplomaOn = nil }),
      ("contract", { $0.position.contract = nil }),
      ("duration", { $0.position.durationInMonths = nil }),
      ("workplace", { $0.position.workplace = nil }), ("mission", { $0.position.mission = nil }),
      ("responsible", { $0.position.isResponsible = nil }),
      ("management", { $0.position.reportsToManagement = nil }),
      ("audit", { $0.position.isAuditOnly = nil }), ("naf", { $0.company.naf = nil }),
      ("staff", { $0.company.staff = nil }), ("turnover", { $0.company.turnover = nil }),
      ("balance", { $0.company.balance = nil }),
      ("difficulty", { $0.company.isInDifficulty = nil }),
      ("services", { $0.company.servesIndustry = nil }),
      ("de minimis", { $0.company.deMinimis = nil }),
    ]
    let connection = try await TestDatabase.current.open()
    let book = try await RuleBook.read(connection)
    var changed = 0
    for (item, facts) in try await facts(connection) {
      let full = book.judge(facts)
      for (name, forget) in forgetting {
        var less = facts
        forget(&less)
        let open = book.judge(less)
        for scheme in Scheme.allCases {
          let (before, after) = (full.result(scheme), open.result(scheme))
          if after != before { changed += 1 }
          #expect(
            after == before || after == .unknown, "\(item), \(scheme), \(name) not told: \(after)")
        }
      }
    }
    #expect(changed > 500)
  }

  @Test func `name both readings where they do not agree, and only then`() async throws {
    let connection = try await TestDatabase.current.open()
    let book = try await RuleBook.read(connection)
    var disputed: Set<Rule> = []
    for (item, facts) in try await facts(connection) {
      for outcome in book.judge(facts).outcomes {
        let readings = outcome.because.contains("Lecture 2")
        if readings { disputed.insert(outcome.rule) }
        #expect(!readings || outcome.result == .unknown, "\(item), \(outcome.rule)")
        #expect(!readings || outcome.versions.count > 1)
        // What no reading answers is no agreement either.
        #expect(
          readings || outcome.result != .unknown || outcome.versions.count < 2
            || outcome.because.contains("peut ne pas s'appliquer"), "\(item), \(outcome.rule)")
        for text in Set(outcome.versions.map(\.text)) where readings {
          #expect(outcome.because.contains(text))
        }
      }
    }
    #expect(
      disputed.isSuperset(of: [
        .talentLevel, .talentLevelVert, .talentGraduate, .companySize, .companyDifficulty,
        .contract,
      ]))
  }

  @Test func `are told apart from the facts`() async throws {
    let connection = try await TestDatabase.current.open()
    let book = try await RuleBook.read(connection)
    for (item, facts) in try await facts(connection) {
      for outcome in book.judge(facts).outcomes where !outcome.versions.isEmpty {
        // "The talent holds level 6" must not be read as a fact beside a no.
        let marks = outcome.because.matches(of: #/(Règle|Lecture \d)\u{A0}: /#)
        #expect(!marks.isEmpty, "\(item), \(outcome.rule): \(outcome.because)")
        #expect(
          outcome.versions.contains { outcome.because.contains("\u{A0}: " + $0.text) },
          "\(item), \(outcome.rule)")
      }
    }
  }

  @Test func `say what to do unless there is nothing to do, in sentences of twenty words`()
    async throws
  {
    let connection = try await TestDatabase.current.open()
    let book = try await RuleBook.read(connection)
    for (item, facts) in try await facts(connection) {
      for outcome in book.judge(facts).outcomes {
        let isOpen = outcome.result == .no || outcome.result == .unknown
        #expect((outcome.remedy != nil) == isOpen, "\(item), \(outcome.rule), \(outcome.scheme)")
        let long = longSentences(outcome.because) + longSentences(outcome.remedy ?? "")
        #expect(long.isEmpty, "\(outcome.rule): \(long)")
      }
    }
  }

  @Test func `are shipped whole, in French a person reads`() throws {
    let shipped = TestSeeds.root + "/Seeds/reference/programme/rule.csv"
    let bytes = try FileReader.bytes(of: shipped)
    #expect(bytes == (try FileReader.bytes(of: TestSeeds.reference + "/programme/rule.csv")))
    let book = try RuleBook(bytes, called: "rule.csv")
    for version in book.versions.values.joined() {
      let name = "\(version.rule.rawValue) \(version.version)"
      for text in [version.text, version.doubt, version.remedy, version.question].compactMap(\.self)
      {
        #expect(longSentences(text).isEmpty, "\(name): \(longSentences(text))")
        #expect(text.hasSuffix("."), "\(name): \(text)")
        #expect(text.firstMatch(of: #/ [:;!?%»]/#) == nil, "\(name): a space may break in \(text)")
      }
      // Whoever reads the source knows how good it is.
      #expect(version.source.hasSuffix(")") || version.rule == .workStudyAge, "\(name)")
    }
    #expect(try RuleBook(book.csv, called: "again").versions == book.versions)
  }
}

@Suite(.database) struct `A workplace` {
  @Test func `lies where its commune does, on every day and through every merger`() async throws {
    let connection = try await TestDatabase.current.open()
    let workplaces = try await Workplaces.read(connection)
    let codes = try await connection.rows(
      "select code from ref.commune union select old_code from ref.commune_passage order by 1"
    ).decode(as: String.self)
    #expect(codes.count > 90)
    var inside = 0
    for code in codes {
      let workplace = try #require(workplaces.find(CommuneCode(code)))
      for (vintage, day) in [("2018-2022", "2020-06-01"), ("2023-2027", "2026-06-01")] {
        let due = try await CommunePlace.find(code, on: Day(day), connection)
        #expect(workplace.commune.text == due.code)
        #expect(workplace.territories[vintage]?.text == due.territory?.id, "\(code), \(vintage)")
        if due.territory != nil { inside += 1 }
      }
    }
    #expect(inside > 100)
    #expect(try workplaces.find(CommuneCode("99999")) == nil)
  }
}

@Suite(.database) struct `Changing the rules` {
  private let author = RuleChange.Author(name: "Camille", why: "appel du 2 décembre")

  private func file(_ old: String, _ new: String) throws -> [UInt8] {
    let text = try String(
      contentsOfFile: TestSeeds.reference + "/programme/rule.csv", encoding: .utf8)
    try #require(text.contains(old))
    return Array(text.replacing(old, with: new, maxReplacements: 1).utf8)
  }

  private func amount(_ connection: Connection) async throws -> Int? {
    try await RuleBook.read(connection).aid(.aidTI, on: World.today).amount
  }

  @Test func `by a file is noted, and can be taken back`() async throws {
    let connection = try await TestDatabase.current.open(as: .migrate)
    let bytes = try file("2023-10-31,,amount_eur=4000", "2023-10-31,,amount_eur=5000")
    #expect(try await RuleChange.load(bytes, from: "r.csv", by: author, connection))
    #expect(try await amount(connection) == 5_000)
    #expect(try await !RuleChange.load(bytes, from: "r.csv", by: author, connection))
    let change = try #require(try await RuleChange.all(connection).first)
    #expect(change.kind == .load && change.by == "Camille" && change.file == "r.csv")
    #expect(change.why == author.why)
    let digest = try await connection.one("select encode(sha256(\(bytes)), 'hex')", as: String.self)
    #expect(change.digest == digest)

    let label = try await RuleChange.revert(nil, by: author, connection)
    #expect(label == "2026-11")
    #expect(try await amount(connection) == 4_000)
    // Back once more: the change that is taken back is the return itself.
    _ = try await RuleChange.revert(nil, by: author, connection)
    #expect(try await amount(connection) == 5_000)
    #expect(
      try await RuleChange.all(connection).map(\.kind) == [.revert, .revert, .load, .reference])
    _ = try await RuleChange.revert(change.number, by: author, connection)
    #expect(try await amount(connection) == 4_000)
  }

  @Test func `by a file that cannot be judged by changes nothing and names the line`() async throws
  {
    let connection = try await TestDatabase.current.open(as: .migrate)
    let before = try await RuleChange.all(connection).count
    for (old, new, reason) in [
      ("minimum=5", "minimum=15", "line 2: parameters: minimum"),
      ("talent.level,2018", "talent.age,2018", "line 2: rule:"),
      ("2018-11-22", "2018-11-31", "line 2, column valid_from"),
      ("vte|vte_ti", "vte;vte_ti", "line 2: schemes"),
      ("talent.origin", "talent.student", "talent.origin has no version"),
      ("place.ti,2023-2027", "place.ti,2024-2027", "no territories of the vintage 2024-2027"),
    ] {
      let error = try await #require(
        #expect(throws: StoreError.self) {
          try await RuleChange.load(file(old, new), from: "r.csv", by: author, connection)
        })
      #expect(error.what.contains(reason), "\(error)")
    }
    #expect(try await RuleChange.all(connection).count == before)
    #expect(try await amount(connection) == 4_000)
  }

  @Test func `by hand outlives the reference data of a release`() async throws {
    let connection = try await TestDatabase.current.open(as: .migrate)
    let bytes = try file("2023-10-31,,amount_eur=4000", "2023-10-31,,amount_eur=5000")
    #expect(try await RuleChange.load(bytes, from: "r.csv", by: author, connection))
    _ = try await ReferenceLoader(TestSeeds.reference, connection).load()
    #expect(try await amount(connection) == 5_000)

    let folder = try TemporaryFolder()
    let release = folder.path + "/reference"
    try FileManager.default.copyItem(atPath: TestSeeds.reference, toPath: release)
    try Data(file("amount_eur=1200,", "amount_eur=1300,"))
      .write(to: URL(filePath: release + "/programme/rule.csv"))
    let outcomes = try await ReferenceLoader(release, connection).load()
    #expect(outcomes.first { $0.set == "programme" }?.kind == .kept)
    #expect(try await amount(connection) == 5_000)
    // Once the hand-made rules are taken back, a release replaces them as usual.
    _ = try await RuleChange.revert(nil, by: author, connection)
    let again = try await ReferenceLoader(release, connection).load()
    #expect(again.first { $0.set == "programme" }?.kind == .switched)
    #expect(
      try await RuleBook.read(connection).aid(.aidHousing, on: World.today).amount == 1_300)
  }

  @Test func `is not for the role of the night`() async throws {
    let connection = try await TestDatabase.current.open()
    let bytes = try file("amount_eur=1200,", "amount_eur=1300,")
    await #expect(throws: (any Error).self) {
      try await RuleChange.load(bytes, from: "r.csv", by: author, connection)
    }
  }
}
