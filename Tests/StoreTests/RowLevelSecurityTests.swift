import Exchange
import Postgres
import Programme
import Schema
import TestSupport
import Testing

@testable import Store

/// Two companies, a CFA and candidates, each with a word of its own in every text that is theirs.
private struct Rivals {
  let database: TestDatabase
  let night: Connection

  /// The SIREN of a company of the ``World``.
  static func siren(_ number: Int) -> String { String(World.siret(number).prefix(9)) }

  init() async throws {
    database = try TestDatabase.current
    for (number, word) in [(1, "Alouette"), (2, "CANARI")] {
      try await database.take(
        .companies,
        [World.company(number, ["company_name": "\(word) SA", "contact_name": "\(word) Martin"])])
      try await database.take(
        .positions,
        [
          World.position(
            "\(word)-1", of: number,
            ["title": "Gestionnaire \(word)", "languages": "en:B2:required:clients \(word)"])
        ])
    }
    try await database.take(.candidates, [World.candidate("K"), World.candidate("L")])
    night = try await database.open()
    try await Self.list(night)
  }

  /// A finished night that listed every candidate for every position.
  private static func list(_ night: Connection) async throws {
    try await night.run(
      """
      insert into match.run (kind, business_date, territories, state, method, week, tie_key, editions,
        started_at, finished_at)
      values ('nightly', '2026-11-21', '{}', 'finished', 'm', 'w', '', '{}', now(), now())
      """)
    try await night.run(
      """
      insert into match.listing (run, position, candidate, list, rank, slot, score, side_position,
        side_candidate, required_met, required_of, desired_met, desired_of)
      select r.id, p.id, c.id, 'match', n, n, 500000, 0, 0, 1, 1, 0, 0
      from match.run r
      cross join app.position p
      cross join (select id, row_number() over (order by id) as n from app.candidate) c
      """)
  }

  /// Opens a session and gives its token.
  func open(_ subject: ReaderSession.Subject, hours: Int = 1) async throws -> String {
    let token = "token \(subject)"
    _ = try await ReaderSession.open(
      subject, token: token, hours: hours,
      by: Author(name: "test", at: try await night.one("select now()", as: Timestamp.self)), night)
    return token
  }

  /// Runs `body` as the portal, in a transaction that reads as the session of a token.
  func reading<Value>(
    _ token: String, _ body: (Connection) async throws -> Value
  ) async throws -> Value {
    let portal = try await database.open(as: .portal)
    return try await portal.withTransaction { portal in
      _ = try await ReaderSession.begin(token, portal)
      return try await body(portal)
    }
  }
}

/// The relations that the portal may read, without those that are the same for everybody.
private let readable: SQL = """
  select c.oid::regclass::text from pg_class c
  where c.relkind in ('r', 'v') and c.relnamespace::regnamespace::text in ('app', 'match', 'mail')
    and has_schema_privilege(c.relnamespace, 'usage')
    and has_any_column_privilege(c.oid, 'select')
    and not exists (
      select from pg_policy p
      where p.polrelid = c.oid and p.polname = 'portal_reads' and pg_get_expr(p.polqual, c.oid) = 'true')
  order by 1
  """

@Suite(.database) struct `The portal` {
  @Test func `sees no row of anybody without a session`() async throws {
    let rivals = try await Rivals()
    let portal = try await rivals.database.open(as: .portal)
    let relations = try await portal.rows(readable).decode(as: String.self)
    #expect(relations.count >= 15)
    for relation in relations {
      let count = try await portal.one(
        SQL(trusting: "select count(*) from \(relation)"), as: Int64.self)
      #expect(count == 0, "\(relation)")
    }
    #expect(try await portal.rows("select * from app.visible_profiles()").count == 0)
  }

  @Test func `sees of a company its own rows, and of candidates codes`() async throws {
    let rivals = try await Rivals()
    let token = try await rivals.open(.company(siren: Rivals.siren(1)))
    try await rivals.reading(token) { (portal) async throws in
      for relation in try await portal.rows(readable).decode(as: String.self) {
        let columns = try await portal.rows(
          """
          select a.attname::text from pg_attribute a
          where a.attrelid = \(relation)::regclass and a.attnum > 0 and not a.attisdropped
            and has_column_privilege(a.attrelid, a.attnum, 'select')
          order by a.attnum
          """
        ).decode(as: String.self)
        let rows = try await portal.rows(
          SQL(
            trusting:
              "select coalesce(concat_ws('|', \(columns.map { "\"\($0)\"" }.joined(separator: ", "))), '') from \(relation)"
          )
        ).decode(as: String.self)
        #expect(
          !rows.contains { $0.contains("CANARI") || $0.contains(Rivals.siren(2)) }, "\(relation)")
      }
      #expect(
        try await portal.one("select name from app.company", as: String.self) == "Alouette SA")
      #expect(try await portal.one("select count(*) from app.position", as: Int64.self) == 1)
      #expect(
        try await portal.one("select count(*) from app.position_language", as: Int64.self) == 1)
      #expect(try await portal.one("select count(*) from app.candidate", as: Int64.self) == 0)
      let profiles = try await VisibleProfile.list(portal)
      #expect(profiles.count == 2)
      #expect(profiles.allSatisfy { $0.code.wholeMatch(of: /T-[0-9A-Z]{6}/) != nil })
    }
  }

  @Test func `sees of a candidate what they told, and the positions proposed to them`() async throws
  {
    let rivals = try await Rivals()
    let token = try await rivals.open(.candidate("K"))
    try await rivals.reading(token) { (portal) async throws in
      #expect(
        try await portal.rows("select reference from app.candidate").decode(as: String.self) == [
          "K"
        ])
      #expect(
        try await portal.one(
          "select count(distinct candidate) from app.candidate_skill", as: Int64.self) == 1)
      #expect(try await portal.one("select count(*) from app.position", as: Int64.self) == 2)
      #expect(try await portal.one("select count(*) from app.contact_scope", as: Int64.self) == 0)
      let profiles = try await VisibleProfile.list(portal)
      #expect(Set(profiles.map(\.code)).count == 1)
      #expect(profiles.allSatisfy { $0.listing?.slot == nil })
    }
  }

  @Test func `sees of a territory the positions in it, and of no candidate anything`() async throws
  {
    let rivals = try await Rivals()
    let inside = try await rivals.open(.territory("ti-9305", vintage: "2023-2027"))
    try await rivals.reading(inside) { (portal) async throws in
      #expect(try await portal.one("select count(*) from app.position", as: Int64.self) == 2)
      #expect(try await portal.one("select count(*) from app.company", as: Int64.self) == 2)
      #expect(try await portal.one("select count(*) from app.candidate", as: Int64.self) == 0)
      #expect(try await VisibleProfile.list(portal).isEmpty)
    }
    // The same id in the other vintage is another territory.
    let outside = try await rivals.open(.territory("ti-9305", vintage: "2018-2022"))
    try await rivals.reading(outside) { (portal) async throws in
      let communes = try await portal.rows("select p.id from app.position p").count
      let own = try await rivals.night.one(
        """
        select count(*) from app.position p
        join ref.territory_commune t on t.commune = p.commune
        where t.vintage = '2018-2022' and t.territory = 'ti-9305'
        """, as: Int64.self)
      #expect(communes == Int(own))
    }
  }

  @Test func `shows a company nobody who withdrew, left, refused or must not be seen`() async throws
  {
    let rivals = try await Rivals()
    let token = try await rivals.open(.company(siren: Rivals.siren(1)))
    func count() async throws -> Int {
      try await rivals.reading(token) { try await VisibleProfile.list($0).count }
    }
    #expect(try await count() == 2)
    for (change, back) in [
      (
        "update app.candidate set state = 'withdrawn' where reference = 'K'",
        "update app.candidate set state = 'open'"
      ),
      (
        """
        insert into app.invisible_to (candidate, siren)
        select id, '\(Rivals.siren(1))' from app.candidate where reference = 'K'
        """, "delete from app.invisible_to"
      ),
      (
        """
        insert into match.refusal (position, candidate, party, reason, refused_on)
        select p.id, c.id, 'candidate', 'far', '2026-11-21' from app.position p, app.candidate c
        where c.reference = 'K' and p.siren = '\(Rivals.siren(1))'
        """, "delete from match.refusal"
      ),
    ] {
      try await rivals.night.run(SQL(trusting: change))
      #expect(try await count() == 1, "\(change)")
      try await rivals.night.run(SQL(trusting: back))
      #expect(try await count() == 2, "\(back)")
    }
  }

  @Test func `gains nothing by what it sets, whom it names and whose rights it asks for`()
    async throws
  {
    let rivals = try await Rivals()
    let token = try await rivals.open(.company(siren: Rivals.siren(1)))
    _ = try await rivals.open(.company(siren: Rivals.siren(2)))
    let attacks = [
      "select set_config('vivier.company', '\(Rivals.siren(2))', false)",
      "select set_config('app.reader', '\(Rivals.siren(2))', true)",
      "set vivier.session = '2'",
      "set row_security = off",
      "set role vivier_nightly", "set role vivier_owner", "set role vivier_backup",
      "set session authorization vivier_owner", "reset role",
      "insert into app.session_binding values (pg_current_xact_id(), transaction_timestamp(), 2)",
      "update app.session_binding set session = 2",
      "delete from app.session_binding",
      "insert into app.session (kind, siren, token_digest, opened_at, opened_by, expires_at) "
        + "values ('company', '\(Rivals.siren(2))', sha256('x'), now(), 'x', now() + interval '1 hour')",
      "update app.session set expires_at = now()",
      "select token_digest from app.session",
      "select app.begin_session('token company(siren: \"\(Rivals.siren(2))\")')",
      "select secret from app.installation",
      "select app.reader_code('\\x00', 'a', 'b')",
      "create policy mine on app.position for select to vivier_portal using (true)",
      "alter table app.position no force row level security",
      "alter table app.position disable row level security",
      "alter role vivier_portal bypassrls",
      "create view pg_temp.all_positions as select * from app.position",
      "create function pg_temp.reader(text) returns text language sql as $$ select '\(Rivals.siren(2))' $$",
      "set search_path = pg_temp, app",
      "create temporary table position (id text, siren text)",
    ]
    for attack in attacks {
      let portal = try await rivals.database.open(as: .portal)
      try await portal.run("begin")
      try await portal.run("select app.begin_session(\(token))")
      try await portal.run("savepoint before")
      do {
        try await portal.script(attack)
      } catch {
        #expect(!error.description.contains("CANARI"))
        try await portal.run("rollback to savepoint before")
      }
      do {
        let companies = try await portal.rows("select name from app.company").decode(
          as: String.self)
        #expect(companies == ["Alouette SA"], "\(attack)")
        #expect(
          try await portal.one("select count(*) from app.position", as: Int64.self) == 1,
          "\(attack)")
      } catch {
        // Without row-level security PostgreSQL refuses to read rather than to show all.
        #expect(
          error.state == .insufficientPrivilege && attack == "set row_security = off", "\(attack)")
      }
      portal.close()
    }
  }

  @Test func `reads as somebody for one transaction and no longer`() async throws {
    let rivals = try await Rivals()
    let token = try await rivals.open(.company(siren: Rivals.siren(1)))
    let portal = try await rivals.database.open(as: .portal)
    func positions() async throws -> Int64 {
      try await portal.one("select count(*) from app.position", as: Int64.self)
    }
    try await portal.run("select app.begin_session(\(token))")
    #expect(try await positions() == 0, "outside of a transaction it binds nothing that follows")
    for end in ["commit", "rollback"] {
      try await portal.run("begin")
      try await portal.run("select app.begin_session(\(token))")
      #expect(try await positions() == 1)
      try await portal.run(SQL(trusting: end))
      #expect(try await positions() == 0, "\(end)")
    }
    try await portal.run("begin")
    try await portal.run("savepoint before")
    try await portal.run("select app.begin_session(\(token))")
    try await portal.run("rollback to savepoint before")
    #expect(try await positions() == 0)
    try await portal.run("rollback")
  }

  @Test func `is one reader a transaction, and forgets those of earlier ones`() async throws {
    let rivals = try await Rivals()
    let first = try await rivals.open(.company(siren: Rivals.siren(1)))
    let second = try await rivals.open(.company(siren: Rivals.siren(2)))
    await #expect(throws: PostgresError.self) {
      try await rivals.reading(first) { _ = try await ReaderSession.begin(second, $0) }
    }
    let superuser = try await rivals.database.open(as: .superuser)
    try await superuser.run("insert into app.session_binding values ('3', '2020-01-01', 1)")
    try await rivals.reading(first) { _ in }
    let old = try await superuser.one(
      "select count(*) from app.session_binding where transaction = '3'", as: Int64.self)
    #expect(old == 0)
  }

  @Test func `learns nothing from a session that is unknown, closed or over`() async throws {
    let rivals = try await Rivals()
    let token = try await rivals.open(.company(siren: Rivals.siren(1)))
    let over = try await rivals.open(.company(siren: Rivals.siren(2)))
    try await rivals.night.run(
      """
      update app.session set opened_at = now() - interval '2 hours', expires_at = now() - interval '1 hour'
      where siren = \(Rivals.siren(2))
      """)
    try await rivals.reading(token) { (portal) async throws in
      #expect(try await portal.one("select count(*) from app.position", as: Int64.self) == 1)
      let id = try await rivals.night.one(
        "select id from app.session where siren = \(Rivals.siren(1))", as: Int64.self)
      let now = try await rivals.night.one("select now()", as: Timestamp.self)
      try await ReaderSession.close(id, by: Author(name: "test", at: now), rivals.night)
      #expect(
        try await portal.one("select count(*) from app.position", as: Int64.self) == 0,
        "a closed session ends in the transaction under way")
    }
    var texts: Set<String> = []
    for bad in [token, over, "never opened", ""] {
      let error = await #expect(throws: PostgresError.self) {
        try await rivals.reading(bad) { _ in }
      }
      #expect(error?.state == .invalidAuthorizationSpecification)
      texts.insert(error?.message ?? "")
    }
    #expect(texts.count == 1)
  }

  @Test
  func `learns nothing of hidden rows from what fails, what is costly and what is kept about them`()
    async throws
  {
    let rivals = try await Rivals()
    let superuser = try await rivals.database.open(as: .superuser)
    try await superuser.run("analyze")
    let token = try await rivals.open(.company(siren: Rivals.siren(1)))
    let portal = try await rivals.database.open(as: .portal)
    try await portal.script(
      """
      create function pg_temp.tells(seen text) returns boolean language plpgsql cost 0.0000001 as $$
      begin
        if seen like '%CANARI%' then raise exception 'saw %', seen; end if;
        return true;
      end
      $$
      """)
    try await portal.run("begin")
    try await portal.run("select app.begin_session(\(token))")
    for probe in [
      "select count(*) from app.position where pg_temp.tells(title)",
      "select count(*) from app.company where pg_temp.tells(name)",
      "select count(*) from app.position where 1 / (case when title like '%CANARI%' then 0 else 1 end) = 1",
      "select count(*) from app.establishment_industry i where pg_temp.tells(i.siren || 'x')",
    ] as [SQL] {
      await #expect(throws: Never.self, "\(probe)") { try await portal.rows(probe) }
    }
    let kept = try await portal.rows(
      """
      select tablename::text from pg_stats s
      where schemaname in ('app', 'match', 'mail') and not exists (
        select from pg_policy p
        where p.polrelid = format('%I.%I', s.schemaname, s.tablename)::regclass
          and p.polname = 'portal_reads' and pg_get_expr(p.polqual, p.polrelid) = 'true')
      """
    ).decode(as: String.self)
    #expect(kept.isEmpty, "what the server keeps of values stands beside the rows it is of")
    try await portal.run("rollback")
  }

  @Test func `cannot ask a key or a reference whether something is there`() async throws {
    let rivals = try await Rivals()
    let token = try await rivals.open(.company(siren: Rivals.siren(1)))
    let theirs = try await rivals.night.one(
      "select id from app.position where siren = \(Rivals.siren(2))", as: String.self)
    var answers: Set<String> = []
    for id in [theirs, "P-000000000000"] {
      let portal = try await rivals.database.open(as: .portal)
      for statement in [
        "insert into app.position_skill values ('\(Rivals.siren(2))', '\(id)', 'x', true, 1)",
        "insert into app.position (id) values ('\(id)')",
        "update app.position set siren = '\(Rivals.siren(2))'",
        "delete from app.position where id = '\(id)'",
        "truncate app.position",
        "lock table app.position in access exclusive mode",
        "select * from app.position where id = '\(id)' for update",
      ] {
        try await portal.run("begin")
        try await portal.run("select app.begin_session(\(token))")
        let error = await #expect(throws: PostgresError.self, "\(statement)") {
          try await portal.script(statement)
        }
        #expect(error?.state == .insufficientPrivilege, "\(statement)")
        answers.insert(error?.message ?? "")
        try await portal.run("rollback")
      }
    }
    #expect(
      answers == [
        "permission denied for table position_skill", "permission denied for table position",
      ])
  }

  @Test func `copies out its own rows alone`() async throws {
    let rivals = try await Rivals()
    let token = try await rivals.open(.company(siren: Rivals.siren(1)))
    try await rivals.reading(token) { (portal) async throws in
      var text = ""
      for statement in [
        "copy app.position to stdout", "copy (select * from app.company) to stdout",
      ] as [SQL] {
        try await portal.copyOut(statement) { bytes in
          for index in bytes.indices { text.unicodeScalars.append(Unicode.Scalar(bytes[index])) }
        }
      }
      #expect(text.contains("Alouette") && !text.contains("CANARI"))
    }
  }
}

@Suite(.database) struct `Every role that logs in` {
  static let roles: [TestDatabase.Role] = [.migrate, .nightly, .portal, .staff, .backup, .metrics]

  @Test(arguments: roles)
  func `reaches no file, no program and no other role`(role: TestDatabase.Role) async throws {
    let connection = try await TestDatabase.current.open(as: role)
    let others = Self.roles.filter { $0 != role }.map { "set role \($0.rawValue)" }
    for statement in [
      "select pg_read_file('/etc/passwd')", "select pg_read_binary_file('PG_VERSION')",
      "select pg_ls_dir('.')", "select lo_import('/etc/passwd')",
      "copy app.company to '/tmp/vivier-out'",
      "copy app.company to program 'cat'",
      "create temp table t (x text); copy t from '/etc/passwd'",
      "select lo_export(1, '/tmp/vivier-out')", "alter system set log_statement = 'all'",
      "create extension file_fdw", "create role mine superuser",
      "alter role current_user superuser",
      "set session authorization postgres", "set role postgres",
      "set session_replication_role = replica", "load 'auto_explain'",
      "select * from pg_authid", "select * from pg_hba_file_rules", "select pg_reload_conf()",
    ] + others {
      let error = await #expect(throws: PostgresError.self, "\(role): \(statement)") {
        try await connection.script(statement)
      }
      #expect(
        [.insufficientPrivilege, .invalidParameterValue].contains(error?.state),
        "\(role): \(statement): \(error?.description ?? "")")
    }
  }

  @Test(arguments: roles.filter { $0 != .migrate })
  func `makes and changes no table, function or policy`(role: TestDatabase.Role) async throws {
    let connection = try await TestDatabase.current.open(as: role)
    for statement in [
      "create table app.mine (id integer)", "create table public.mine (id integer)",
      "create schema mine",
      "create function app.mine() returns integer language sql as 'select 1'",
      "alter table app.company disable row level security", "drop policy owner_all on app.company",
      "call app.guard('app.company')", "create policy mine on app.company using (true)",
      "truncate app.company",
      "set role vivier_owner",
      "update app.migration set name = 'other'", "delete from match.method",
    ] {
      let error = await #expect(throws: PostgresError.self, "\(role): \(statement)") {
        try await connection.script(statement)
      }
      #expect(
        [.insufficientPrivilege, .invalidSchemaName].contains(error?.state),
        "\(role): \(statement): \(error?.description ?? "")")
    }
  }
}

@Suite(.database) struct `The role of operators` {
  @Test func `sees every position and no name of a person`() async throws {
    let rivals = try await Rivals()
    let staff = try await rivals.database.open(as: .staff)
    #expect(try await staff.one("select count(*) from app.position", as: Int64.self) == 2)
    #expect(try await staff.one("select count(*) from app.candidate", as: Int64.self) == 2)
    for statement in [
      "select * from app.candidate_identity", "select name from app.contact",
      "select email from app.contact",
      "select civility from app.contact", "select * from app.contact",
      "select c from app.contact c",
      "select view from mail.outbox", "select reason from mail.outbox",
      "select secret from app.installation",
      "select token_digest from app.session", "select * from app.session_binding",
      "select bytes from match.run_snapshot", "select app.begin_session('x')",
      "select app.reader('company')",
    ] as [SQL] {
      let error = await #expect(throws: PostgresError.self) { try await staff.rows(statement) }
      #expect(error?.state == .insufficientPrivilege, "\(statement)")
    }
  }
}

@Suite(.database) struct `The role of backups` {
  @Test func `reads past row-level security, also what is new, and writes nothing`() async throws {
    let rivals = try await Rivals()
    let superuser = try await rivals.database.open(as: .superuser)
    try await superuser.script(
      """
      set role vivier_owner;
      create table app.newcomer (id integer);
      call app.guard('app.newcomer');
      insert into app.newcomer values (1);
      reset role;
      """)
    let backup = try await rivals.database.open(as: .backup)
    #expect(try await backup.one("select count(*) from app.newcomer", as: Int64.self) == 1)
    let unreadable = try await backup.rows(
      """
      select c.oid::regclass::text from pg_class c
      where c.relkind in ('r', 'p', 'S') and c.relnamespace::regnamespace::text in ('app', 'ref', 'match', 'mail', 'audit')
        and not has_table_privilege(c.oid, 'select')
      """
    ).decode(as: String.self)
    #expect(unreadable.isEmpty)
    #expect(
      try await backup.one("select count(*) from app.candidate_identity", as: Int64.self) == 2)
  }
}

@Suite(.database) struct `The role of metrics` {
  @Test func `is told counts of the whole and nothing else`() async throws {
    let rivals = try await Rivals()
    let metrics = try await rivals.database.open(as: .metrics)
    let totals = try await metrics.rows("select name, label, value from metrics.total")
      .decode(as: (String, String, Int64).self)
    #expect(totals.contains { $0.0 == "positions" && $0.1 == "open" && $0.2 == 2 })
    #expect(!totals.contains { "\($0)".contains("CANARI") || "\($0)".contains("Alouette") })
    let readable = try await metrics.rows(
      """
      select c.oid::regclass::text from pg_class c
      where c.relkind in ('r', 'v', 'm') and c.relnamespace::regnamespace::text !~ '^pg_|^information_schema$'
        and has_schema_privilege(c.relnamespace, 'usage') and has_any_column_privilege(c.oid, 'select')
      order by 1
      """
    ).decode(as: String.self)
    #expect(readable == ["app.migration", "metrics.total"])
  }
}

@Suite(.database) struct `The role of the night, under row-level security` {
  @Test func `plans every query as it did without`() async throws {
    try await TestDatabase.current.takeDemo()
    let superuser = try await TestDatabase.current.open(as: .superuser)
    try await superuser.run("analyze")
    let guarded = try await superuser.rows(
      "select oid::regclass::text from pg_class where relrowsecurity"
    ).decode(as: String.self)
    func plans() async throws -> [String: [String]] {
      let night = try await TestDatabase.current.open()
      try await night.run("set plan_cache_mode = force_generic_plan")
      try await night.run("select set_config('vivier.day', '2026-11-21', false)")
      var plans: [String: [String]] = [:]
      for file in Schema.files(in: "Queries") where !file.path.contains("derive") {
        try await night.script("prepare asked as " + file.text)
        let count = try await night.one(
          "select cardinality(parameter_types) from pg_prepared_statements where name = 'asked'",
          as: Int32.self)
        let values = (0..<count).map { _ in "null" }.joined(separator: ", ")
        plans[file.path] = try await night.rows(
          SQL(trusting: "explain (costs off) execute asked" + (count == 0 ? "" : "(\(values))"))
        ).decode(as: String.self)
          // The parts of a filter stand in the order of what they cost.
          .filter { !$0.contains("Filter:") }
        try await night.run("deallocate asked")
      }
      return plans
    }
    let protected = try await plans()
    for table in guarded {
      try await superuser.script("alter table \(table) disable row level security")
    }
    let open = try await plans()
    #expect(protected.count > 40)
    for (query, plan) in protected { #expect(plan == open[query], "\(query)") }
  }

  @Test func `sees every row, and cannot read as somebody else`() async throws {
    let rivals = try await Rivals()
    #expect(try await rivals.night.one("select count(*) from app.position", as: Int64.self) == 2)
    for statement in [
      "select app.begin_session('x')", "select * from app.session_binding",
      "delete from app.session",
    ] as [SQL] {
      let error = await #expect(throws: PostgresError.self) {
        try await rivals.night.rows(statement)
      }
      #expect(error?.state == .insufficientPrivilege, "\(statement)")
    }
  }
}
