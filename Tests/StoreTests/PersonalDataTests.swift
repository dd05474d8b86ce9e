import Exchange
import Postgres
import Programme
import TestSupport
import Testing
import Vault

@testable import Store

/// What the catalog has and the list of personal data does not say, in words.
private func faults(_ connection: Connection) async throws -> [String] {
  let columns = try await connection.rows(
    """
    select n.nspname || '.' || c.relname, a.attname::text,
      exists (
        select from pg_constraint k
        where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any(k.conkey)
          and k.confrelid in ('app.candidate'::regclass, 'app.contact'::regclass))
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where n.nspname in ('app', 'match', 'mail', 'audit') and c.relkind in ('r', 'p', 'm')
    order by 1, a.attnum
    """
  ).decode(as: (String, String, Bool).self)
  let personal: Set<String> = [
    "candidate", "candidates", "contact", "contacts", "person", "subject", "sealed", "recipient",
    "reader", "email", "given_name", "family_name", "civility", "view", "items",
  ]
  var faults: [String] = []
  for (table, rows) in Dictionary(grouping: columns, by: \.0).sorted(by: { $0.key < $1.key }) {
    let listed = PersonalTable.all.filter { $0.name == table }
    if listed.isEmpty {
      if !PersonalTable.others.contains(table) { faults.append("\(table) has no line") }
      // These hold a column named like one about a person, and are not.
      let known = [
        "app.retention_term": "subject", "match.starving": "subject",
        "match.unreachable": "subject",
      ]
      for (_, column, isLink) in rows
      where isLink || (personal.contains(column) && known[table] != column) {
        faults.append("\(table).\(column) is about a person, and its table has no line")
      }
      continue
    }
    let actual = Set(rows.map(\.1))
    for line in listed {
      let told = Set(line.told + line.kept)
      // A second line of a table need not repeat what another one tells.
      let named = told.union(listed.flatMap { $0.told + $0.kept })
      for column in actual.subtracting(named).sorted() {
        faults.append("\(table).\(column) has no line")
      }
      for column in told.subtracting(actual).sorted() {
        faults.append("\(table).\(column) is in the list and not in the table")
      }
    }
    if PersonalTable.others.contains(table) { faults.append("\(table) has two kinds of line") }
  }
  let tables = Set(columns.map(\.0))
  for name in PersonalTable.others.union(PersonalTable.all.map(\.name)).subtracting(tables).sorted()
  {
    faults.append("\(name) is in the list and not in the database")
  }
  return faults
}

@Suite(.database) struct `The list of personal data` {
  @Test func `has a line for every table and every column about a person`() async throws {
    let found = try await faults(TestDatabase.current.open(as: .superuser))
    #expect(found.isEmpty, "\(found)")
  }

  @Test func `is found wanting when a table or a column is added`() async throws {
    let superuser = try await TestDatabase.current.open(as: .superuser)
    for (change, word) in [
      ("create table app.photo (candidate text references app.candidate)", "app.photo"),
      ("create table mail.draft (id integer)", "mail.draft"),
      ("alter table app.candidate add column hobby text", "app.candidate.hobby"),
      ("alter table app.hire add column mentor text", "app.hire.mentor"),
      (
        "alter table app.company add column boss text references app.contact",
        "app.company.boss"
      ),
      ("alter table mail.told drop column told_on", "mail.told.told_on"),
    ] {
      try await superuser.script("begin; " + change)
      let found = try await faults(superuser)
      #expect(found.contains { $0.contains(word) }, "\(change): \(found)")
      try await superuser.script("rollback")
    }
  }

  @Test func `leads to every row about a person: no table that names one is left out`() async throws
  {
    let database = try TestDatabase.current
    try await database.takeDemo()
    let connection = try await database.open(as: .superuser)
    let id = try await connection.one(
      "select candidate from app.candidate_skill order by candidate limit 1", as: String.self)
    let folder = try TemporaryFolder()
    let record = try await PersonRecord.read(
      of: Person(.candidate, id), AuditLog(keys: .init(folder.path)), connection)
    // Brute force: every row of every table, as text.
    let tables = try await connection.rows(
      """
      select schemaname, tablename from pg_tables where schemaname in ('app', 'match', 'mail')
      order by 1, 2
      """
    ).decode(as: (String, String).self)
    for (schema, table) in tables {
      let count = try await connection.one(
        """
        select count(*) from \(identifier: schema).\(identifier: table) t
        where strpos(t::text, \(id)) > 0
        """, as: Int64.self)
      #expect(
        record.merged.first { $0.name == "\(schema).\(table)" }?.rows.count ?? 0 == Int(count))
    }
    #expect(record.merged.count > 4)
  }
}
