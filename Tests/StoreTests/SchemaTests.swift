import Exchange
import Postgres
import Schema
import TestSupport
import Testing

@testable import Store

@Suite(.database) struct `The SQL files` {
  @Test func `of queries are statements that the schema understands`() async throws {
    let connection = try await TestDatabase.current.open()
    let files = Schema.files(in: "Queries")
    try #require(!files.isEmpty)
    for file in files {
      await #expect(throws: Never.self, "\(file.path)") {
        try await connection.script("prepare checked as " + file.text)
        try await connection.run("deallocate checked")
      }
    }
  }

  @Test func `of checks find in the demo only positions that ask for nothing`() async throws {
    try await TestDatabase.current.takeDemo()
    let connection = try await TestDatabase.current.open()
    let files = Schema.files(in: "Checks")
    try #require(!files.isEmpty)
    for file in files where file.path != "Checks/positions-without-occupation.sql" {
      let problems = try await connection.rows(SQL(trusting: file.text))
        .decode(as: (String, String).self)
      #expect(problems.isEmpty, "\(file.path)")
    }
  }

  @Test func `of checks find a position that asks for nothing`() async throws {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1)])
    try await database.take(
      .positions,
      [
        World.position("A", of: 1),
        World.position(
          "B", of: 1, ["title": "Dompteur de lions", "occupation": "", "required_skills": ""]),
      ])
    let text = try #require(Schema.text(of: "Checks/positions-without-occupation.sql"))
    #expect(try await database.open().rows(SQL(trusting: text)).count == 1)
  }

  @Test func `of checks find a profile that is out of step`() async throws {
    try await TestDatabase.current.takeDemo()
    let connection = try await TestDatabase.current.open()
    try await connection.run(
      """
      update match.profile set level_held = 8
      where candidate = (select min(candidate) from match.profile)
      """)
    let text = try #require(Schema.text(of: "Checks/profiles-in-step.sql"))
    #expect(try await connection.rows(SQL(trusting: text)).count == 1)
  }
}

@Suite(.database) struct `The role of the night` {
  @Test func `may do nothing but its work`() async throws {
    let forbidden = [
      "create table app.mine (id integer)",
      "create table public.mine (id integer)",
      "create schema mine",
      "insert into ref.region (edition, code, name) values (1, '99', 'Nowhere')",
      "update ref.edition set is_current = false",
      "delete from ref.edition",
      "truncate app.candidate",
      "update app.migration set name = 'other'",
      "insert into app.migration (number, name, checksum) values (99, 'mine', '')",
      "delete from app.installation",
      "alter table app.candidate add column mine text",
      "drop table app.candidate",
      "set role vivier_owner",
      "set role postgres",
      "create role mine",
      "copy app.candidate to '/tmp/vivier-copy'",
      "create function app.mine() returns integer language sql as 'select 1'",
    ]
    let connection = try await TestDatabase.current.open()
    for statement in forbidden {
      let error = await #expect(throws: PostgresError.self, "\(statement)") {
        try await connection.script(statement)
      }
      #expect(error?.state == .insufficientPrivilege, "\(statement): \(error?.description ?? "")")
    }
  }

  @Test func `is no superuser, owns nothing and belongs to no other role`() async throws {
    let connection = try await TestDatabase.current.open()
    let facts = try await connection.one(
      """
      select r.rolsuper or r.rolcreaterole or r.rolcreatedb or r.rolbypassrls or r.rolreplication,
        (select count(*) from pg_class where relowner = r.oid and relnamespace::regnamespace::text
          in ('app', 'ref', 'match', 'mail')),
        (select count(*) from pg_auth_members where member = r.oid)
      from pg_roles r where r.rolname = 'vivier_nightly'
      """, as: (Bool, Int64, Int64).self)
    #expect(facts == (false, 0, 0))
  }
}

@Suite(.database) struct `Keys and codes` {
  /// RFC 4231, test cases 1 and 2.
  @Test(arguments: [
    (
      Array(repeating: 0x0b, count: 20), "Hi There",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      Array("Jefe".utf8), "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
  ])
  func `HMAC-SHA-256 is that of RFC 4231`(
    key: [UInt8], message: String, expected: String
  ) async throws {
    let connection = try await TestDatabase.current.open()
    let mac = try await connection.one(
      "select encode(app.hmac_sha256(\(key), \(Array(message.utf8))), 'hex')", as: String.self)
    #expect(mac == expected)
  }

  @Test func `public ids follow from natural keys alone and part them`() async throws {
    let connection = try await TestDatabase.current.open()
    let ids = try await connection.one(
      """
      select app.public_id('P', 'a', 'bc'), app.public_id('P', 'a', 'bc'),
        app.public_id('P', 'ab', 'c'), app.public_id('C', 'a', 'bc')
      """, as: (String, String, String, String).self)
    // SHA-256 of "a", the unit separator and "bc", by another program.
    #expect(ids.0 == ids.1)
    #expect(ids.0 == "P-624ce4e22aa1")
    #expect(ids.0 != ids.2)
    #expect(ids.3 == "C-" + ids.0.dropFirst(2))
  }

  @Test func `two readers know a candidate under two codes, each its own for good`() async throws {
    let connection = try await TestDatabase.current.open()
    let codes = try await Audience.codes(
      for: [
        ("552000017", "C-1"), ("552000018", "C-1"), ("552000017", "C-2"), ("552000017", "C-1"),
      ],
      connection)
    #expect(Set(codes).count == 3)
    #expect(codes[0] == codes[3])
    // Made for many at once they are what the function makes of each.
    let alone = try await connection.one(
      "select app.reader_code(secret, '552000018', 'C-1') from app.installation", as: String.self)
    #expect(codes[1] == alone)
    for code in codes {
      #expect(code.wholeMatch(of: /T-[0-9A-HJKMNP-TV-Z]{6}/) != nil, "\(code)")
      #expect(!code.contains("C-1"))
    }
  }
}
