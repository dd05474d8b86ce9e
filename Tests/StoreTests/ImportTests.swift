import Exchange
import Foundation
import Postgres
import Programme
import TestSupport
import Testing

@testable import Store

/// How many rows the tables of people and companies have, and the consents that stand.
private func counts(_ database: TestDatabase) async throws -> [Int64] {
  let connection = try await database.open()
  return try await connection.rows(
    """
    select count(*) from app.company union all
    select count(*) from app.position union all
    select count(*) from app.candidate union all
    select count(*) from match.profile union all
    select count(*) from app.consent where withdrawn_at is null
    """
  ).decode(as: Int64.self)
}

/// The candidates whose array row is not what the rows say.
private func outOfStep(_ database: TestDatabase) async throws -> [String] {
  let connection = try await database.open()
  return try await connection.rows(
    """
    select coalesce(p.candidate, t.candidate) from match.profile p
    full join match.profile_of(array(select id from app.candidate)) t on t.candidate = p.candidate
    where p.* is distinct from t.*
    """
  ).decode(as: String.self)
}

@Suite(.database) struct `An import` {
  @Test func `of the demo takes in every row, and again changes nothing`() async throws {
    let database = try TestDatabase.current
    for report in try await database.takeDemo() {
      #expect(report.new > 0 && report.rejected.isEmpty)
    }
    let before = try await counts(database)
    for report in try await database.takeDemo() {
      #expect(report.new == 0 && report.updated == 0 && report.unchanged > 0)
    }
    #expect(try await counts(database) == before)
  }

  @Test func `reads an occupation that is not told from the title, and marks it`() async throws {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1)])
    let told = ["occupation": "M1206", "title": "Agent de planification en industrie"]
    let report = try await database.take(
      .positions,
      [
        World.position("A", of: 1, told),
        World.position("B", of: 1, told.merging(["occupation": ""]) { $1 }),
        World.position("C", of: 1, ["title": "Dompteur de lions", "occupation": ""]),
      ])
    #expect(report.new == 3 && report.inferredOccupations == 1)
    let connection = try await database.open()
    func read() async throws -> [String] {
      try await connection.rows(
        """
        select reference || ' ' || coalesce(occupation, '-') || ' ' || occupation_inferred
        from app.position order by reference
        """
      ).decode(as: String.self)
    }
    #expect(try await read() == ["A M1206 false", "B H1403 true", "C - false"])

    let again = try await database.take(.positions, [World.position("B", of: 1, told)])
    #expect(again.updated == 1 && again.inferredOccupations == 0)
    #expect(try await read()[1] == "B M1206 false")
  }

  @Test func `updates by key and tells new, updated and unchanged apart`() async throws {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1)])
    try await database.take(
      .positions, [World.position("A", of: 1), World.position("B", of: 1)])
    let report = try await database.take(
      .positions,
      [
        World.position("A", of: 1), World.position("B", of: 1, ["title": "Autre titre"]),
        World.position("C", of: 1),
      ])
    #expect(report.new == 1 && report.updated == 1 && report.unchanged == 1)
    let titles = try await database.open().rows("select title from app.position order by reference")
      .decode(as: String.self)
    #expect(titles == ["Gestionnaire de flux A", "Autre titre", "Gestionnaire de flux C"])
  }

  @Test func `an updated candidate loses what the new row does not tell`() async throws {
    let database = try TestDatabase.current
    try await database.take(
      .candidates,
      [World.candidate("A", ["languages": "en:B2|de:B1", "invisible_to": "552000010"])])
    #expect(try await outOfStep(database).isEmpty)
    try await database.take(
      .candidates, [World.candidate("A", ["skills": "", "languages": "en:C1"])])
    #expect(try await outOfStep(database).isEmpty)
    let row = try await database.open().one(
      "select skills, languages, language_levels::integer[], invisible_to from match.profile",
      as: ([String], [String], [Int32], [String]).self)
    #expect(row.0.isEmpty && row.1 == ["en"] && row.2 == [5] && row.3.isEmpty)
  }

  @Test func `refuses the second of two rows with one key, naming the first`() async throws {
    let database = try TestDatabase.current
    let report = try await database.take(
      .candidates, [World.candidate("A"), World.candidate("B"), World.candidate("A")])
    #expect(report.new == 2)
    let rejected = try #require(report.rejected.first)
    #expect(report.rejected.count == 1 && rejected.line == 4)
    #expect(rejected.issues.map(\.column) == ["reference"])
    #expect(rejected.issues[0].reason.contains("line 2"))
  }

  @Test func `proposes the skill that an unknown label probably means`() async throws {
    let report = try await TestDatabase.current.take(
      .candidates,
      [
        World.candidate("A", ["skills": "Technique du soudage:3"]),
        World.candidate("B", ["skills": "Dressage de lions:3"]),
      ])
    let hints = report.rejected.flatMap(\.issues).map { $0.hint ?? "" }
    #expect(hints.count == 2)
    #expect(hints[0].contains("rome4:100007, “Techniques de soudage”"), "\(hints)")
    #expect(hints[1].contains("vivier skill suggest"), "\(hints)")
  }

  @Test func `refuses candidates with unknown codes, each at its column`() async throws {
    let database = try TestDatabase.current
    let wrong = [
      ("occupations", "Z9999"), ("occupations", "K2501"), ("skills", "rome4:999999"),
      ("diploma", "RNCP99999"), ("areas", "commune:99999:30"), ("areas", "territory:ti-0000"),
      ("sectors", "999"), ("contracts", "stage"), ("consent_on", "31/02/2026"),
      ("level_held", "12"), ("invisible_to", "552000011"),
    ]
    let rows = wrong.enumerated().map { World.candidate("B\($0)", [$1.0: $1.1]) }
    let report = try await database.take(.candidates, [World.candidate("A")] + rows)
    #expect(report.new == 1)
    #expect(report.rejected.map(\.line) == Array(3..<3 + wrong.count))
    for (row, cell) in zip(report.rejected, wrong) {
      #expect(row.issues.contains { $0.column == cell.0 }, "\(cell): \(row.issues)")
      #expect(!"\(row.issues)".contains("SecretB") && !"\(row.issues)".contains("privee"))
    }
  }

  @Test func `refuses a SIRET that fails Luhn and one of no company`() async throws {
    let database = try TestDatabase.current
    let last = try #require(World.siret(1).last?.wholeNumberValue)
    let broken = String(World.siret(1).dropLast()) + "\((last + 1) % 10)"
    let companies = try await database.take(
      .companies, [World.company(1, ["siret": broken]), World.company(2)])
    #expect(companies.new == 1)
    #expect(companies.rejected.flatMap(\.issues).map(\.kind) == [.checkDigit])
    let positions = try await database.take(
      .positions, [World.position("A", of: 2), World.position("B", of: 3)])
    #expect(positions.new == 1)
    #expect(positions.rejected.map(\.line) == [3])
    #expect(positions.rejected.first?.issues.map(\.column) == ["siret"])
  }

  @Test func `reads the code of a merged commune as the current one`() async throws {
    let database = try TestDatabase.current
    let report = try await database.take(.companies, [World.company(1, ["commune": "01039"])])
    #expect(report.new == 1 && report.mergedCommunes == 1)
    let commune = try await database.open().one(
      "select commune from app.establishment", as: String.self)
    #expect(commune == "01138")
  }

  @Test func `keeps a candidate without consent out of the matching, and says so`() async throws {
    let database = try TestDatabase.current
    let report = try await database.take(
      .candidates,
      [
        World.candidate("A"),
        World.candidate("B", ["consent_purposes": "", "consent_on": "", "consent_source": ""]),
      ])
    #expect(report.new == 2 && report.withoutConsent == 1)
    #expect(try await counts(database).last == 2)
  }

  @Test func `withdraws a consent that a later file does not tell any more`() async throws {
    let database = try TestDatabase.current
    try await database.take(.candidates, [World.candidate("A")])
    try await database.take(.candidates, [World.candidate("A", ["consent_purposes": "matching"])])
    let purposes = try await database.open().rows(
      "select purpose from app.consent where withdrawn_at is null"
    ).decode(as: String.self)
    #expect(purposes == ["matching"])
    // The old file once more does not bring the withdrawn one back; a newer agreement does.
    try await database.take(.candidates, [World.candidate("A")])
    #expect(try await counts(database).last == 1)
    try await database.take(.candidates, [World.candidate("A", ["consent_on": "2099-01-01"])])
    #expect(try await counts(database).last == 2)
  }

  @Test func `as a dry run reports the same and writes nothing`() async throws {
    let database = try TestDatabase.current
    let rows = [World.candidate("A"), World.candidate("B"), World.candidate("A")]
    let dry = try await database.take(.candidates, rows, isDryRun: true)
    #expect(try await counts(database) == [0, 0, 0, 0, 0])
    let real = try await database.take(.candidates, rows)
    #expect(dry.new == real.new && dry.rejected.count == real.rejected.count)
    #expect(dry.rejects == real.rejects)
  }

  @Test func `hands back rejects that go in once they are corrected`() async throws {
    let database = try TestDatabase.current
    let report = try await database.take(
      .candidates, [World.candidate("A"), World.candidate("B", ["occupations": "Z9999"])])
    let corrected = String(decoding: report.rejects, as: UTF8.self).replacing(
      "Z9999", with: "H1403")
    let again = try await database.take(.candidates, Array(corrected.utf8))
    #expect(again.new == 1 && again.rejected.isEmpty)
    #expect(try await counts(database)[2] == 2)
  }

  @Test(arguments: ["\u{FEFF}", ""], [",", ";"])
  func `reads commas and semicolons, with a byte order mark or without`(
    mark: String, separator: String
  ) async throws {
    let database = try TestDatabase.current
    let text = String(decoding: World.csv([World.company(1)]), as: UTF8.self)
      .replacing(",", with: separator)
    let report = try await database.take(.companies, Array((mark + text).utf8))
    #expect(report.new == 1 && report.rejected.isEmpty)
  }

  @Test(arguments: [String.Encoding.isoLatin1, .utf16LittleEndian, .utf16])
  func `refuses another encoding with a clear word and takes in nothing`(
    encoding: String.Encoding
  ) async throws {
    let database = try TestDatabase.current
    let text = String(
      decoding: World.csv([World.company(1), World.company(2, ["company_name": "Société Été"])]),
      as: UTF8.self)
    let bytes = Array(try #require(text.data(using: encoding)))
    do {
      let report = try await database.take(.companies, bytes)
      // One Latin-1 cell costs its row alone.
      #expect(encoding == .isoLatin1 && report.rejected.count == 1)
      #expect("\(report.rejected)".contains("UTF-8"))
    } catch let error as ImportError {
      #expect("\(error)".contains("UTF-8"), "\(error)")
      #expect(try await counts(database)[0] == 0)
    }
  }

  @Test func `refuses a file without the columns it needs, and an empty one`() async throws {
    let database = try TestDatabase.current
    await #expect(throws: ImportError.self) {
      try await database.take(.companies, Array("nom,ville\nA,Nice\n".utf8))
    }
    await #expect(throws: ImportError.self) { try await database.take(.companies, [UInt8]()) }
    await #expect(throws: ImportError.self) {
      try await database.take(
        .candidates, Array("source,reference,date de naissance\nself,A,2001-01-01\n".utf8))
    }
  }

  @Test func `that is killed leaves nothing behind, and runs again`() async throws {
    let database = try TestDatabase.current
    let rows = (1...50).map { World.candidate("K\($0)") }
    // Another import holds the lock, so the victim waits inside its transaction.
    let holder = try await database.open()
    try await holder.run("begin")
    try await holder.run("select pg_advisory_xact_lock(7956003944987259762)")
    async let isRefused = Self.isRefused(rows, in: database)
    let watcher = try await database.open(as: .superuser)
    var isKilled = false
    for _ in 0..<500 where !isKilled {
      isKilled = try await !watcher.rows(
        """
        select pg_terminate_backend(pid) from pg_locks
        where locktype = 'advisory' and not granted
          and database = (select oid from pg_database where datname = current_database())
        """
      ).decode(as: Bool.self).isEmpty
      try await Task.sleep(for: .milliseconds(5))
    }
    #expect(isKilled)
    #expect(await isRefused)
    try await holder.run("rollback")
    #expect(try await counts(database) == [0, 0, 0, 0, 0])
    #expect(try await database.take(.candidates, rows).new == 50)
  }

  private static func isRefused(_ rows: [World.Row], in database: TestDatabase) async -> Bool {
    do {
      try await database.take(.candidates, rows)
      return false
    } catch {
      return true
    }
  }
}

@Suite struct `A database for tests` {
  @Test(arguments: ["127.0.0.1", "db.example.org", nil])
  func `is refused anywhere but on a local socket`(host: String?) {
    #expect(throws: TestDatabase.Failure.self) {
      try TestDatabase.refuseUnlessLocal(Options(host: host, database: "vivier"))
    }
  }
}
