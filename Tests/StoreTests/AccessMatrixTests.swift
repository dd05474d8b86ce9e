import Foundation
import Postgres
import Schema
import TestSupport
import Testing

@testable import Store

/// Every relation, function and role of the catalog beside `Access/matrix.txt`, which says what is due.
///
/// A table, a function or a role without a line fails; `RECORD=1` writes the file anew, for review.
@Suite(.database) struct `The rights of every role` {
  @Test func `on every relation and function are those of the matrix`() async throws {
    let connection = try await TestDatabase.current.open(as: .superuser)
    let found = try await Matrix.read(connection)
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try found.text.write(toFile: Matrix.file, atomically: true, encoding: .utf8)
    }
    let due = Matrix(text: try String(contentsOfFile: Matrix.file, encoding: .utf8))
    for (name, entry) in found.entries.sorted(by: { $0.key < $1.key }) {
      guard let expected = due.entries[name] else {
        Issue.record("\(name) has no line in Access/matrix.txt; it would be:\n\(entry)")
        continue
      }
      #expect(entry == expected, "\(name) is not what the matrix says")
    }
    for name in due.entries.keys where found.entries[name] == nil {
      Issue.record("\(name) stands in Access/matrix.txt and is not there")
    }
  }

  @Test func `are asked of a relation that has just been made`() async throws {
    let connection = try await TestDatabase.current.open(as: .superuser)
    try await connection.run("create table app.newcomer (siren text)")
    let found = try await Matrix.read(connection)
    let due = Matrix(text: try String(contentsOfFile: Matrix.file, encoding: .utf8))
    #expect(Set(found.entries.keys).subtracting(due.entries.keys) == ["app.newcomer"])
  }

  @Test func `include no way around row-level security`() async throws {
    let connection = try await TestDatabase.current.open(as: .superuser)
    let open = try await connection.rows(
      SQL(
        trusting: try #require(
          Schema.text(of: "Checks/row-level-security.sql")))
    ).decode(as: (String, String).self)
    #expect(open.isEmpty, "\(open)")
    // A view reads under its owner unless told otherwise, and a materialized one always does.
    let views = try await connection.rows(
      """
      select c.oid::regclass::text from pg_class c
      where c.relnamespace::regnamespace::text in ('app', 'match', 'mail', 'audit', 'metrics', 'portal')
        and (c.relkind = 'm' or c.relkind = 'v' and not coalesce(c.reloptions, '{}') @> '{security_invoker=true}')
      """
    ).decode(as: String.self)
    #expect(views.isEmpty)
    let careless = try await connection.rows(
      """
      select p.oid::regprocedure::text from pg_proc p
      where p.prosecdef and p.pronamespace::regnamespace::text in ('app', 'ref', 'match', 'mail', 'audit', 'metrics', 'portal')
        and not exists (
          select from unnest(p.proconfig) as c
          where c like 'search_path=pg_catalog,%' and c like '%pg_temp')
      """
    ).decode(as: String.self)
    #expect(
      careless.isEmpty, "functions with rights of their own that trust the path of their caller")
    let strong = try await connection.rows(
      """
      select rolname::text from pg_roles
      where rolname like 'vivier\\_%' and (rolsuper or rolcreaterole or rolcreatedb or rolreplication
        or rolbypassrls and rolname <> 'vivier_backup')
      """
    ).decode(as: String.self)
    #expect(strong.isEmpty)
  }

  @Test func `let owner and night see every row by a policy that says so`() async throws {
    let connection = try await TestDatabase.current.open(as: .superuser)
    let lacking = try await connection.rows(
      """
      select c.oid::regclass::text || ' ' || r.role
      from pg_class c
      cross join unnest(array['vivier_owner', 'vivier_nightly']) as r (role)
      where c.relkind in ('r', 'p') and c.relrowsecurity
        and (c.oid <> 'app.session_binding'::regclass or r.role = 'vivier_owner')
        and not exists (
          select from pg_policy p
          where p.polrelid = c.oid and p.polcmd = '*' and p.polpermissive
            and p.polroles = array[(select oid from pg_roles where rolname = r.role)]
            and pg_get_expr(p.polqual, p.polrelid) = 'true')
      """
    ).decode(as: String.self)
    #expect(lacking.isEmpty)
  }

  @Test func `to write a row are with roles that see every row alone`() async throws {
    let connection = try await TestDatabase.current.open(as: .superuser)
    // A key or a reference answers whoever may insert: so nobody may who does not see all rows anyway.
    let writers = try await connection.rows(
      """
      select distinct r.rolname::text
      from pg_class c
      cross join pg_roles r
      where c.relkind in ('r', 'p', 'v') and r.rolname like 'vivier\\_%'
        and c.relnamespace::regnamespace::text in ('app', 'ref', 'match', 'mail', 'audit', 'metrics', 'portal')
        and (has_any_column_privilege(r.oid, c.oid, 'insert, update')
          or has_table_privilege(r.oid, c.oid, 'delete, truncate, references, trigger'))
      order by 1
      """
    ).decode(as: String.self)
    #expect(writers == ["vivier_migrate", "vivier_nightly", "vivier_owner"])
  }
}

/// The rights of every role on every relation, and of who may call every function.
struct Matrix {
  /// A line, with the lines below it that say more, by relation or function.
  let entries: [String: String]
  private let head: String

  static let file = TestSeeds.root + "/Tests/StoreTests/Access/matrix.txt"

  /// Reads a matrix from its text: an entry begins at the left, what belongs to it is indented.
  init(text: String) {
    var entries: [String: String] = [:]
    var head: [Substring] = []
    var current: String?
    for line in text.split(separator: "\n") {
      if line.hasPrefix("#") {
        head.append(line)
      } else if line.hasPrefix(" "), let name = current {
        entries[name, default: ""] += "\n" + line
      } else if let name = Self.name(line) {
        current = name
        entries[name] = String(line)
      }
    }
    self.entries = entries
    self.head = head.joined(separator: "\n")
  }

  /// A function with its arguments, or the first word.
  private static func name(_ line: Substring) -> String? {
    line.split(separator: line.contains("(") ? "  " : " ").first.map(String.init)
  }

  /// The matrix as a file.
  var text: String {
    let roles = Self.roles.map { $0.replacing("vivier_", with: "") }
    return """
      # relation                     rows    \(roles.map { Self.padded($0) }.joined(separator: " "))
      # s(elect) i(nsert) u(pdate) d(elete) t(runcate), tried by each role; s* of some columns
      # rows: forced (row-level security, for the owner too), view or open
      # function  its rights  who may call it

      """
        + entries.sorted {
          ($0.key.contains("(") ? 1 : 0, $0.key) < ($1.key.contains("(") ? 1 : 0, $1.key)
        }
        .map { $0.value + "\n" }.joined()
  }

  private static let roles = [
    "vivier_owner", "vivier_migrate", "vivier_nightly", "vivier_staff", "vivier_portal",
    "vivier_backup", "vivier_metrics",
  ]

  private static func padded(_ text: String, _ width: Int = 7) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private init(entries: [String: String]) {
    self.entries = entries
    head = ""
  }
}

extension Matrix {
  /// Tries and reads everything, as a superuser, and leaves nothing behind.
  static func read(_ connection: Connection) async throws -> Matrix {
    try await Matrix(
      entries: relations(connection).merging(functions(connection)) { first, _ in first })
  }

  private static func relations(_ connection: Connection) async throws -> [String: String] {
    try await connection.script(
      try String(
        contentsOfFile: TestSeeds.root + "/Tests/StoreTests/Access/attempt.sql", encoding: .utf8))
    let cells = try await connection.withTransaction { connection in
      try await connection.rows("select relation, role, cell from pg_temp.attempts()")
        .decode(as: (String, String, String).self)
    }
    let protection = try await connection.rows(
      """
      select n.nspname || '.' || c.relname, case
          when c.relkind = 'v' then 'view'
          when c.relrowsecurity and c.relforcerowsecurity then 'forced'
          else 'open' end,
        coalesce((
          select string_agg(pg_get_expr(p.polqual, p.polrelid), ' or ' order by p.polname)
          from pg_policy p
          where p.polrelid = c.oid
            and p.polroles @> array[(select oid from pg_roles where rolname = 'vivier_portal')]), '')
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      """
    ).decode(as: (String, String, String).self)
    let columns = try await connection.rows(
      """
      select n.nspname || '.' || c.relname, r.rolname::text, string_agg(a.attname, ', ' order by a.attnum)
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      join pg_roles r on r.rolname like 'vivier\\_%'
      where n.nspname !~ '^pg_|^information_schema$' and c.relkind in ('r', 'p', 'v', 'm', 'f')
        and not has_table_privilege(r.oid, c.oid, 'select')
        and has_column_privilege(r.oid, c.oid, a.attnum, 'select')
      group by 1, 2
      """
    ).decode(as: (String, String, String).self)
    let someColumns = Dictionary(uniqueKeysWithValues: columns.map { ($0.0 + " " + $0.1, $0.2) })
    let guarded = Dictionary(protection.map { ($0.0, ($0.1, $0.2)) }) { first, _ in first }
    let unknown = Set(cells.map(\.1)).subtracting(roles)
    #expect(unknown.isEmpty, "roles without a column in the matrix: \(unknown)")

    var entries: [String: String] = [:]
    for (name, own) in Dictionary(grouping: cells, by: \.0) {
      let tried = Dictionary(uniqueKeysWithValues: own.map { ($0.1, $0.2) })
      let row = roles.map { role in
        let cell = tried[role] ?? ""
        let isPartial = someColumns[name + " " + role] != nil
        return padded(cell.isEmpty ? "-" : isPartial ? cell.replacing("s", with: "s*") : cell)
      }
      var entry = padded(name, 30) + " " + padded(guarded[name]?.0 ?? "open") + " "
      entry += row.joined(separator: " ")
      entry = String(entry.reversed().drop { $0 == " " }.reversed())
      for role in roles {
        if let some = someColumns[name + " " + role] {
          entry += "\n    \(role.replacing("vivier_", with: "")) reads \(some)"
        }
      }
      if let condition = guarded[name]?.1, !condition.isEmpty {
        entry +=
          "\n    portal sees "
          + condition.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      }
      entries[name] = entry
    }
    return entries
  }

  private static func functions(_ connection: Connection) async throws -> [String: String] {
    let rows = try await connection.rows(
      """
      select p.oid::regprocedure::text, case when p.prosecdef then 'owner''s rights' else 'caller''s rights' end,
        case when exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0)
          then 'everybody'
          else array_to_string(array(
            select replace(r.rolname, 'vivier_', '') from pg_roles r
            where r.rolname like 'vivier\\_%' and has_function_privilege(r.oid, p.oid, 'execute')
              and r.rolname not in ('vivier_owner', 'vivier_migrate')
            order by 1), ', ') end
      from pg_proc p
      join pg_namespace n on n.oid = p.pronamespace
      where n.nspname !~ '^pg_|^information_schema$'
      """
    ).decode(as: (String, String, String).self)
    return Dictionary(
      uniqueKeysWithValues: rows.map {
        ($0.0, "\($0.0)  \($0.1)  \($0.2.isEmpty ? "owner alone" : $0.2)")
      })
  }
}
