import Exchange
import Foundation
import Postgres
import Programme
import TestSupport
import Testing

@testable import Store

/// Noon on the day of the world.
private let author = Author(
  name: "test", at: Timestamp(microsecondsSince1970: 1_795_262_400_000_000))

private func id(_ reference: String, _ database: TestDatabase) async throws -> String {
  try await database.open().one(
    "select id from app.candidate where reference = \(reference)", as: String.self)
}

/// The purposes a candidate agrees to on the day of the world.
private func agreed(_ candidate: String, _ database: TestDatabase) async throws -> [String] {
  try await database.open().rows(
    """
    select p from unnest(array['digest', 'introduction', 'matching']) as p
    where app.agrees(\(candidate), p, '2026-11-21') order by p
    """
  ).decode(as: String.self)
}

@Suite(.database) struct `What a candidate agreed to` {
  @Test func `keeps its history: given, taken back, given again`() async throws {
    let database = try TestDatabase.current
    try await database.take(.candidates, [World.candidate("A")])
    let candidate = try await id("A", database)
    let connection = try await database.open()
    #expect(try await agreed(candidate, database) == ["digest", "matching"])
    let count = try await Consent.withdraw(
      [.matching, .introduction], candidate: candidate, channel: "telephone", by: author,
      connection)
    #expect(count == 1)
    #expect(try await agreed(candidate, database) == ["digest"])
    try await Consent.give(
      Consent.Given(to: [.matching], on: World.today, until: World.today, channel: "mail"),
      candidate: candidate, on: World.today, by: author, connection)
    #expect(try await agreed(candidate, database) == ["digest", "matching"])

    let history = try await Consent.history(of: candidate, on: World.today, connection)
      .filter { $0.purpose == .matching }
    #expect(history.map(\.holds) == [false, true])
    #expect(history[0].withdrawnChannel == "telephone" && history[0].withdrawnBy == "test")
    #expect(history[0].channel == "form" && history[0].recordedBy == "import")
    #expect(history[1].until == World.today && history[1].channel == "mail")
    let tomorrow = try await Consent.lacking(
      .matching, among: [candidate], on: World.today.adding(days: 1), connection)
    #expect(tomorrow == [candidate])
  }

  @Test func `cannot be noted before it is given, run out, or with a notice nobody has`()
    async throws
  {
    let database = try TestDatabase.current
    try await database.take(.candidates, [World.candidate("A")])
    let candidate = try await id("A", database)
    let wrong = [
      Consent.Given(to: [.matching], on: World.today.adding(days: 1), channel: "mail"),
      Consent.Given(to: [.matching], until: World.today.adding(days: -1), channel: "mail"),
      Consent.Given(to: [.matching], notice: "talent-1999-01-01.fr", channel: "mail"),
    ]
    for given in wrong {
      await #expect(throws: StoreError.self) {
        try await Consent.give(
          given, candidate: candidate, on: World.today, by: author, database.open())
      }
    }
    #expect(
      try await Consent.history(of: candidate, on: World.today, database.open()).count == 2)
  }

  @Test func `stands against an old file, and a file takes back only what a file told`()
    async throws
  {
    let database = try TestDatabase.current
    try await database.take(
      .candidates,
      [World.candidate("A", ["consent_purposes": "digest"]), World.candidate("B")])
    let asked = try await id("A", database)
    let left = try await id("B", database)
    // A answered the confirmation by mail; B took everything back.
    try await Consent.give(
      Consent.Given(to: [.matching], on: World.today, channel: "mail"), candidate: asked,
      on: World.today, by: author, database.open())
    _ = try await Consent.withdraw(
      ConsentPurpose.allCases, candidate: left, channel: "mail", by: author, database.open())
    try await database.take(
      .candidates,
      [
        World.candidate("A", ["consent_purposes": "", "min_pay": "30000"]),
        World.candidate("B", ["min_pay": "30000"]),
      ])
    #expect(try await agreed(asked, database) == ["matching"])
    #expect(try await agreed(left, database) == [])
  }

  @Test func `is told otherwise by a corrected file, and the first telling stays in the history`()
    async throws
  {
    let database = try TestDatabase.current
    try await database.take(.candidates, [World.candidate("A")])
    let candidate = try await id("A", database)
    try await database.take(
      .candidates, [World.candidate("A", ["consent_until": "2026-11-20"])])
    #expect(try await agreed(candidate, database) == [])
    try await database.take(
      .candidates, [World.candidate("A", ["consent_on": "2026-09-01"])])
    #expect(try await agreed(candidate, database) == ["digest", "matching"])
    let history = try await Consent.history(of: candidate, on: World.today, database.open())
    #expect(history.count == 6)
    #expect(Set(history.compactMap(\.withdrawnChannel)) == ["corrected"])
  }

  @Test func `is never changed or removed by the program, nor is a notice or who read a name`()
    async throws
  {
    let connection = try await TestDatabase.current.open()
    for statement in [
      "update app.consent set purpose = 'digest'", "delete from app.consent",
      "update app.consent set given_at = now()", "update app.notice set body = ''",
      "delete from app.notice", "update app.name_read set reader = ''",
      "delete from app.name_read", "update match.interest set reveals = '{name}'",
      "delete from match.interest", "update match.introduction set made_at = now()",
    ] {
      let error = await #expect(throws: PostgresError.self, "\(statement)") {
        try await connection.script(statement)
      }
      #expect(error?.state == .insufficientPrivilege, "\(statement)")
    }
  }
}

@Suite(.database) struct `Whom a candidate hides from` {
  private func hidden(_ candidate: String, _ database: TestDatabase) async throws -> [String] {
    try await database.open().one(
      "select invisible_to from match.profile where candidate = \(candidate)", as: [String].self)
  }

  @Test func `is told by a file, and stays when the talent named it`() async throws {
    let database = try TestDatabase.current
    try await database.take(
      .candidates,
      [
        World.candidate(
          "A", ["invisible_to": "552000010", "present_employer": World.siret(3)])
      ])
    let candidate = try await id("A", database)
    let employer = String(World.siret(3).prefix(9))
    let told = String(World.siret(4).prefix(9))
    #expect(try await hidden(candidate, database) == ["552000010", employer].sorted())
    try await HiddenFrom.hide(
      candidate, from: [SIREN(told)], as: .asked, by: author, database.open())
    // A file that says nothing of them takes back what a file asked for, and nothing else.
    try await database.take(.candidates, [World.candidate("A")])
    #expect(try await hidden(candidate, database) == [employer, told].sorted())
    // Another employer takes the place of the one before.
    try await database.take(
      .candidates, [World.candidate("A", ["present_employer": World.siret(5)])])
    let next = String(World.siret(5).prefix(9))
    #expect(try await hidden(candidate, database) == [next, told].sorted())
    // What the talent lifted stays lifted, whatever the file repeats.
    try await HiddenFrom.lift(candidate, for: [SIREN(next)], by: author, database.open())
    try await database.take(
      .candidates,
      [World.candidate("A", ["present_employer": World.siret(5), "min_pay": "30000"])])
    #expect(try await hidden(candidate, database) == [told])
    let list = try await HiddenFrom.list(of: candidate, database.open())
    #expect(list.first { $0.siren == next }?.liftedBy == "test")
    #expect(list.first { $0.siren == next }?.reason == .employer)
  }

  @Test func `cannot be lifted where it is not hidden`() async throws {
    let database = try TestDatabase.current
    try await database.take(.candidates, [World.candidate("A")])
    let candidate = try await id("A", database)
    await #expect(throws: StoreError.self) {
      try await HiddenFrom.lift(
        candidate, for: [SIREN("552000010")], by: author, database.open())
    }
  }
}

@Suite(.database) struct `A notice` {
  private func notice(_ text: String, _ name: String) throws -> PrivacyNotice {
    let folder = try TemporaryFolder()
    return try PrivacyNotice(file: folder.write(Array(text.utf8), to: name))
  }

  @Test func `that is loaded never changes, and a newer one takes its place on its day`()
    async throws
  {
    let connection = try await TestDatabase.current.open()
    #expect(try await notice("un", "talent-2026-11-01.fr.md").load(connection))
    #expect(try await !notice("un", "talent-2026-11-01.fr.md").load(connection))
    await #expect(throws: StoreError.self) {
      try await notice("deux", "talent-2026-11-01.fr.md").load(connection)
    }
    #expect(try await notice("deux", "talent-2026-11-22.fr.md").load(connection))
    func inUse(_ day: Day) async throws -> String? {
      try await PrivacyNotice.inUse(.talent, on: day, connection)
    }
    #expect(try await inUse(Day("2026-10-31")) == nil)
    #expect(try await inUse(World.today) == "talent-2026-11-01.fr")
    #expect(try await inUse(World.today.adding(days: 1)) == "talent-2026-11-22.fr")
    #expect(try await PrivacyNotice.inUse(.company, on: World.today, connection) == nil)
  }

  @Test(arguments: [
    "notice.md", "talent.fr.md", "lead-2026-11-01.fr.md", "talent-2026-13-01.fr.md",
  ])
  func `is named after audience, day and language`(_ name: String) {
    #expect(throws: StoreError.self) { try notice("un", name) }
  }

  @Test func `of those that come with the program can be loaded`() async throws {
    let connection = try await TestDatabase.current.open()
    for name in ["talent-2026-11-28.fr.md", "company-2026-11-28.fr.md"] {
      #expect(
        try await PrivacyNotice(file: "\(TestSeeds.root)/Seeds/notices/\(name)").load(connection))
    }
  }

  @Test func `that a file names must be loaded; then it is kept as shown`() async throws {
    let database = try TestDatabase.current
    let row = World.candidate("A", ["consent_notice": "talent-2026-11-01.fr"])
    let refused = try await database.take(.candidates, [row])
    #expect(refused.rejected.flatMap(\.issues).map(\.column) == ["consent_notice"])
    _ = try await notice("un", "talent-2026-11-01.fr.md").load(database.open())
    try await database.take(.candidates, [row])
    let shown = try await database.open().one(
      "select notice, channel from app.notice_shown", as: (String, String).self)
    #expect(shown == ("talent-2026-11-01.fr", "form"))
  }
}

@Suite struct `Names of candidates` {
  /// Only these write names; nothing but functions of the database that note each reading may read them.
  private static let writers = [
    "Exchange/ImportKind.swift", "Exchange/ImportRows.swift", "Store/StagedCandidates.swift",
    "SQL/Import/candidates.sql", "TestSupport/World.swift", "Exchange/ImportGuide.swift",
    // What a person asks for about themself, in their own hands.
    "Store/PersonalData.swift", "Store/Resume.swift", "vivier/PersonCorrectCommand.swift",
    // An edit keeps what it does not tell, and shows none of it.
    "SQL/Queries/entry-candidate.sql",
    // The function's answer, as it was agreed to.
    "Store/Introduction.swift",
  ]

  @Test func `are read by no statement of the program`() throws {
    var seen = 0
    for folder in ["Sources", "SQL/Queries", "SQL/Import", "SQL/Checks"] {
      let files = FileManager.default.enumerator(atPath: "\(TestSeeds.root)/\(folder)")
      while let name = files?.nextObject() as? String {
        guard name.hasSuffix(".swift") || name.hasSuffix(".sql") else { continue }
        let path = "\(folder)/\(name)"
        let text = try String(contentsOfFile: "\(TestSeeds.root)/\(path)", encoding: .utf8)
        seen += 1
        guard text.contains("family_name") || text.contains("given_name") else { continue }
        #expect(Self.writers.contains { path.hasSuffix($0) }, "\(path)")
      }
    }
    #expect(seen > 200)
  }
}
