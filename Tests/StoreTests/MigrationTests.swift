import Foundation
import Postgres
@testable import Schema
import TestSupport
import Testing

@testable import Store

@Suite struct `A plan of migrations` {
  private let carried = (1...3).map {
    Migration(number: $0, name: "step\($0)", text: "select \($0)", path: "Migrations/\($0)")
  }

  private func applied(
    _ numbers: [Int], changed: Int? = nil, expanding: Set<Int> = []
  ) -> [AppliedMigration] {
    numbers.map {
      AppliedMigration(
        number: $0, name: "step\($0)", isUnchanged: $0 != changed && $0 <= 3,
        isExpansion: expanding.contains($0))
    }
  }

  @Test func `is everything for an empty ledger and nothing for a full one`() throws {
    #expect(try Migration.plan(applied: [], carried: carried) == carried)
    #expect(try Migration.plan(applied: applied([1, 2, 3]), carried: carried).isEmpty)
  }

  @Test func `is what is left for an older database`() throws {
    #expect(try Migration.plan(applied: applied([1]), carried: carried).map(\.number) == [2, 3])
  }

  @Test func `refuses an edited file, a hole in the ledger and a newer database`() {
    #expect(throws: MigrationError.changed(number: 2, name: "step2")) {
      try Migration.plan(applied: applied([1, 2], changed: 2), carried: carried)
    }
    #expect(throws: MigrationError.missing(number: 2)) {
      try Migration.plan(applied: applied([1, 3]), carried: carried)
    }
    #expect(throws: MigrationError.superseded(number: 4, name: "step4")) {
      try Migration.plan(applied: applied([1, 2, 3, 4]), carried: carried)
    }
  }

  @Test func `passes over later migrations that only add, and no others`() throws {
    let added = applied([1, 2, 3, 4, 5], expanding: [4, 5])
    #expect(try Migration.plan(applied: added, carried: carried).isEmpty)
    #expect(throws: MigrationError.superseded(number: 5, name: "step5")) {
      try Migration.plan(applied: applied([1, 2, 3, 4, 5], expanding: [4]), carried: carried)
    }
  }

  @Test func `knows from the first line of a file whether it only adds`() throws {
    let texts = ["-- Expands: a table of its own.\ncreate table a ();", "-- A table.\n"]
    let kinds = try texts.map {
      try Migration(Schema.File(path: "Migrations/0004_a.sql", text: $0)).isExpansion
    }
    #expect(kinds == [true, false])
  }

  @Test func `refuses a file without a number`() {
    #expect(throws: MigrationError.badName(path: "Migrations/people.sql")) {
      try Migration(Schema.File(path: "Migrations/people.sql", text: ""))
    }
  }
}

@Suite(.emptyDatabase) struct `Migrations from empty` {
  @Test func `run once as superuser and leave nothing to do`() async throws {
    let connection = try await TestDatabase.current.open(as: .superuser)
    let migrator = Migrator(connection)
    await #expect(throws: MigrationError.empty) { try await migrator.check() }
    let ran = try await migrator.migrate()
    #expect(ran.map(\.number) == Array(1...ran.count))
    #expect(try await migrator.migrate().isEmpty)
    try await migrator.check()
  }

  @Test func `run as vivier_migrate where an administrator made the roles`() async throws {
    let superuser = try await TestDatabase.current.open(as: .superuser)
    try await superuser.script(
      String(contentsOfFile: TestSeeds.root + "/Ops/roles.sql", encoding: .utf8))
    let connection = try await TestDatabase.current.open(as: .migrate)
    let ran = try await Migrator(connection).migrate()
    #expect(!ran.isEmpty)
    try await Migrator(try await TestDatabase.current.open(as: .nightly)).check()
    let owners = try await superuser.rows(
      """
      select distinct tableowner::text from pg_tables
      where schemaname in ('app', 'ref', 'match', 'mail')
      """
    ).decode(as: String.self)
    #expect(owners == ["vivier_owner"])
  }

  @Test func `wait for nobody: a second migrator is told of the first`() async throws {
    let first = try await TestDatabase.current.open(as: .superuser)
    try await first.run("select pg_advisory_lock(\(Int64(0x7669_7669_6572)))")
    let second = try await TestDatabase.current.open(as: .superuser)
    await #expect(throws: MigrationError.locked) { try await Migrator(second).migrate() }
  }

  @Test func `that were killed half-way go on from the last whole file`() async throws {
    let database = try TestDatabase.current
    let killer = try await database.open(as: .superuser)
    // The first file waits for a schema that an open transaction is making, and is killed there.
    try await killer.run("begin")
    try await killer.run("create schema mail")
    async let failure = Self.failureOfMigration(in: database)
    let watcher = try await database.open(as: .superuser)
    var isKilled = false
    for _ in 0..<500 where !isKilled {
      isKilled = try await !watcher.rows(
        """
        select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'victim' and wait_event_type = 'Lock'
          and datname = current_database()
        """
      ).decode(as: Bool.self).isEmpty
      try await Task.sleep(for: .milliseconds(10))
    }
    #expect(isKilled)
    #expect(await failure != nil)
    try await killer.run("rollback")
    #expect(!(try await Migrator(watcher).migrate()).isEmpty)
    try await Migrator(watcher).check()
  }

  private static func failureOfMigration(in database: TestDatabase) async -> (any Error)? {
    do {
      var options = database.options(as: .superuser)
      options.applicationName = "victim"
      _ = try await Migrator(try await Connection.open(options)).migrate()
      return nil
    } catch {
      return error
    }
  }
}

@Suite(.database) struct `A schema that does not fit the program` {
  @Test(arguments: [
    ("update app.migration set checksum = '' where number = 2", "changed"),
    ("delete from app.migration where number = 2", "missing"),
    ("delete from app.migration where number = (select max(number) from app.migration)", "older"),
    ("insert into app.migration (number, name, checksum) values (99, 'later', '')", "lacks"),
    (
      """
      insert into app.migration (number, name, checksum)
      select max(number) + 1, 'later', '' from app.migration
      """, "newer"
    ),
  ])
  func `is refused with the reason`(damage: String, reason: String) async throws {
    let superuser = try await TestDatabase.current.open(as: .superuser)
    try await superuser.script(damage)
    let connection = try await TestDatabase.current.open()
    do {
      try await Migrator(connection).check()
      Issue.record("accepted after: \(damage)")
    } catch let error as MigrationError {
      let word = "\(error)"
      #expect(word.contains(reason) || (reason == "missing" && word.contains("lacks")), "\(word)")
    }
  }
}

@Suite struct `The files of migrations` {
  /// The checksums of released files: `RECORD=1 swift test` writes them anew.
  @Test func `never change once they are released`() throws {
    let folder = TestSeeds.root + "/SQL/Migrations"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".sql") }.sorted()
    try #require(!names.isEmpty)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/sha256sum")
    process.arguments = names
    process.currentDirectoryURL = URL(filePath: folder)
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let sums = String(decoding: output, as: UTF8.self)
    let file = URL(filePath: folder + "/checksums.txt")
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try Data(sums.utf8).write(to: file)
    }
    let recorded = try String(contentsOf: file, encoding: .utf8)
    #expect(sums == recorded, "applied files never change: add a migration instead")
  }
}
