import Exchange
import Foundation
import Postgres
import TestSupport
import Testing
import Vault

@testable import Store

private let moment = Timestamp(microsecondsSince1970: 1_795_000_000_123_456)

/// A log with a folder of keys of its own.
private struct Log: ~Copyable {
  let folder: TemporaryFolder
  let audit: AuditLog

  init() throws {
    folder = try TemporaryFolder()
    audit = AuditLog(keys: KeyFolder(folder.path))
  }
}

private func fill(_ audit: AuditLog, _ count: Int, _ connection: Connection) async throws {
  for number in 1...count {
    try await audit.record(
      AuditLog.Event(
        "test.act", row: "run \(number)", purpose: "test", detail: ["n": .integer(number)]),
      by: Author(name: "tester", at: moment), connection)
  }
}

@Suite(.database) struct `The audit log` {
  @Test func `is whole as it was written, and names the first link that was broken`() async throws {
    let log = try Log()
    let connection = try await TestDatabase.current.open()
    #expect(try await AuditLog.firstBreak(connection) == nil)
    try await fill(log.audit, 9, connection)
    let head = try await AuditLog.head(connection)
    #expect(head.rows == 9)
    #expect(try await AuditLog.firstBreak(expecting: [head.hash], connection) == nil)

    let superuser = try await TestDatabase.current.open(as: .superuser)
    let relink = """
      update audit.log l set hash = audit.link(
        (select hash from audit.log where id = 3), l.id, l.at, l.actor, l.action, l.row_name, l.purpose,
        l.detail, l.subject, l.sealed) where id = 4;
      """
    for (tampering, row) in [
      ("update audit.log set actor = 'nobody' where id = 4;", 4),
      ("update audit.log set at = at + interval '1 microsecond' where id = 1;", 1),
      ("update audit.log set detail = null where id = 9;", 9),
      ("delete from audit.log where id = 5;", 6),
      ("update audit.log set actor = 'nobody' where id = 4;" + relink, 5),
      ("delete from audit.log where id > 6;", nil),
      (
        """
        delete from audit.log where id > 6;
        update audit.head set id = 6, hash = (select hash from audit.log where id = 6);
        """, nil
      ),
    ] as [(String, Int64?)] {
      try await superuser.script(
        "begin; alter table audit.log disable trigger user; " + tampering)
      let broken = try #require(
        try await AuditLog.firstBreak(expecting: [head.hash], superuser), "\(tampering)")
      #expect(broken.row == row, "\(tampering): \(broken)")
      try await superuser.script("rollback")
    }
    #expect(try await AuditLog.firstBreak(expecting: [head.hash], connection) == nil)
  }

  @Test func `is changed by nobody: neither the night, nor the owner of its tables`() async throws {
    let log = try Log()
    let nightly = try await TestDatabase.current.open()
    try await fill(log.audit, 2, nightly)
    let owner = try await TestDatabase.current.open(as: .migrate)
    try await owner.run("set role vivier_owner")
    for statement in [
      "update audit.log set actor = 'x'", "delete from audit.log", "truncate audit.log",
    ] {
      for connection in [nightly, owner] {
        let error = await #expect(throws: PostgresError.self, "\(statement)") {
          try await connection.script(statement)
        }
        #expect(error?.state == .insufficientPrivilege)
      }
    }
    for statement in [
      "insert into audit.log values (3, now(), 'x', 'x', null, null, null, null, null, '')",
      "update audit.head set id = 0", "insert into audit.head values (false, 0, '')",
    ] {
      await #expect(throws: PostgresError.self, "\(statement)") {
        try await nightly.script(statement)
      }
    }
    #expect(try await AuditLog.firstBreak(nightly) == nil)
  }

  @Test func `stays one chain under writers at the same time`() async throws {
    let log = try Log()
    let audit = log.audit
    let database = try TestDatabase.current
    try await withThrowingTaskGroup { group in
      for _ in 0..<6 {
        group.addTask { try await fill(audit, 20, database.open()) }
      }
      try await group.waitForAll()
    }
    let connection = try await database.open()
    #expect(try await AuditLog.head(connection).rows == 120)
    #expect(try await AuditLog.firstBreak(connection) == nil)
  }

  @Test func `says of a person only what their key opens, and nothing once it is destroyed`()
    async throws
  {
    let log = try Log()
    let connection = try await TestDatabase.current.open()
    let person = Person(.candidate, "C-0123456789ab")
    for number in 1...2 {
      try await log.audit.record(
        AuditLog.Event(
          "consent.give", about: person, purpose: "matching",
          detail: ["canary": .string("kanarienvogel \(number)")]),
        by: Author(name: "tester", at: moment), connection)
    }
    try await log.audit.record(
      AuditLog.Event("consent.give", about: Person(.candidate, "C-other"), purpose: "matching"),
      by: Author(name: "tester", at: moment), connection)
    let text = try await connection.one(
      "select string_agg(l::text, ' ') from audit.log l", as: String.self)
    let hidden = Data("kanarienvogel".utf8).map { String($0, radix: 16) }.joined()
    #expect(!text.contains("kanarienvogel") && !text.contains(hidden))
    #expect(!text.contains(person.id))
    let rows = try await log.audit.rows(about: person, limit: 10, connection)
    #expect(
      rows.map(\.detail) == [#"{"canary":"kanarienvogel 2"}"#, #"{"canary":"kanarienvogel 1"}"#])
    #expect(rows.allSatisfy { $0.row == "candidate C-0123456789ab" })
    // Without the person nothing is opened.
    #expect(try await log.audit.rows(limit: 10, connection).allSatisfy { $0.detail == nil })

    try log.audit.keys.destroy(keyOf: person.id)
    #expect(try await log.audit.rows(about: person, limit: 10, connection).isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: log.folder.path) == ["C-other"])
    #expect(try await AuditLog.firstBreak(connection) == nil, "the chain does not need the key")
  }
}

@Suite(.database) struct `A key of a person` {
  @Test func `opens what it sealed, and nothing that was changed or moved`() throws {
    let key = PersonKey()
    for text in ["", "é", String(repeating: "long ", count: 5_000)] {
      let sealed = try key.seal(text, bound: "here")
      #expect(try key.open(sealed, bound: "here") == text)
      #expect(throws: VaultError.self) { try key.open(sealed, bound: "there") }
      #expect(throws: VaultError.self) { try PersonKey().open(sealed, bound: "here") }
      #expect(throws: VaultError.self) { try key.open(Array(sealed.dropLast()), bound: "here") }
      for place in [0, 11, 12, sealed.count - 17, sealed.count - 1] where place >= 0 {
        var other = sealed
        other[place] ^= 1
        #expect(throws: VaultError.self, "byte \(place)") { try key.open(other, bound: "here") }
      }
      #expect(try key.seal(text, bound: "here") != sealed, "a nonce is never used twice")
    }
    #expect(throws: VaultError.self) { try key.open([1, 2, 3], bound: "here") }
  }

  @Test func `marks as another HMAC-SHA-256 does`() async throws {
    let bytes = (0..<32).map { UInt8($0 * 7) }
    let key = try #require(PersonKey(bytes))
    let connection = try await TestDatabase.current.open()
    let other = try await connection.one(
      "select app.hmac_sha256(\(bytes), convert_to('subject', 'UTF8'))", as: [UInt8].self)
    #expect(try key.mark("subject") == other)
    #expect(PersonKey([1]) == nil)
  }

  @Test func `is a file of its own for its user alone, whoever asks first`() throws {
    let folder = try TemporaryFolder()
    let keys = KeyFolder(folder.path)
    #expect(try keys.key(of: "C-1") == nil)
    let sealed = try keys.keyOrNew(of: "C-1").seal("x", bound: "")
    #expect(try keys.keyOrNew(of: "C-1").open(sealed, bound: "") == "x")
    let mode = try FileManager.default.attributesOfItem(atPath: folder.path + "/C-1")[
      .posixPermissions]
    #expect(mode as? Int == 0o600)
    for name in ["", ".", "..", "../x", "a/b", "C 1", "C-1.new"] {
      #expect(throws: VaultError.self, "\(name)") { try keys.keyOrNew(of: name) }
    }
    try keys.destroy(keyOf: "C-1")
    try keys.destroy(keyOf: "C-1")
    #expect(try keys.key(of: "C-1") == nil)
  }
}
