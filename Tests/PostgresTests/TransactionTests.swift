import Postgres
import Testing

@Suite struct `A transaction` {
  struct Refused: Error, Equatable {}

  @Test func `is undone when its body throws, and the error is the body's`() async throws {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temp table t (id int)")
    let error = await thrown(Refused.self) {
      try await connection.withTransaction { connection in
        try await connection.run("insert into t values (1)")
        throw Refused()
      }
    }
    #expect(error == Refused())
    #expect(try await connection.one("select count(*) from t", as: Int.self) == 0)
    #expect(connection.transactionStatus == .idle)
  }

  @Test func `inside another undoes only itself`() async throws {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temp table t (id int)")
    try await connection.transaction { connection in
      try await connection.run("insert into t values (1)")
      let inner = await thrown(PostgresError.self) {
        try await connection.withTransaction { connection in
          try await connection.run("insert into t values (2)")
          try await connection.run("select 1 / 0")
        }
      }
      #expect(inner?.state == .divisionByZero)
      try await connection.withTransaction { connection in
        try await connection.run("insert into t values (3)")
      }
    }
    #expect(
      try await connection.rows("select id from t order by id").decode(as: Int32.self) == [1, 3])
  }

  @Test func `whose failed statement was swallowed does not claim to have committed`() async throws
  {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temp table t (id int)")
    let error = await thrown(TransactionError<any Error>.self) {
      try await connection.transaction { connection in
        try await connection.run("insert into t values (1)")
        _ = try? await connection.run("select 1 / 0")
      }
    }
    guard case .commit(let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.state == .inFailedSQLTransaction)
    #expect(try await connection.one("select count(*) from t", as: Int.self) == 0)
  }

  @Test func `has the mode it asks for`() async throws {
    let connection = try await ThrowawayServer.open()
    let modes = try await connection.transaction(.snapshot) { connection in
      try await connection.one(
        "select current_setting('transaction_isolation'), current_setting('transaction_read_only')",
        as: (String, String).self)
    }
    #expect(modes == ("repeatable read", "on"))
    let error = await thrown(TransactionError<PostgresError>.self) {
      try await connection.transaction(.snapshot) { connection throws(PostgresError) in
        try await connection.run("create table nix (id int)")
      }
    }
    guard case .body(let reason, nil) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.state == .readOnlySQLTransaction)
  }

  @Test func `cut off in its commit has an unknown outcome`() async throws {
    let connection = try await ThrowawayServer.open()
    try await connection.script(
      """
      create temp table t (id int);
      create function pg_temp.wait() returns trigger language plpgsql as
        $$ begin perform pg_sleep(30); return null; end $$;
      create constraint trigger wait after insert on t deferrable initially deferred
        for each row execute function pg_temp.wait();
      """)
    let process = connection.backendPID
    let killer = Task {
      let other = try await ThrowawayServer.open()
      while try await other.one(
        "select count(*) from pg_stat_activity where pid = \(process) and query = 'commit'",
        as: Int.self) == 0
      {
        try await Task.sleep(for: .milliseconds(5))
      }
      try await other.run("select pg_terminate_backend(\(process))")
    }
    let error = await thrown(TransactionError<any Error>.self) {
      try await connection.transaction { connection in
        try await connection.run("insert into t values (1)")
      }
    }
    try await killer.value
    guard case .outcomeUnknown(let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.kind == .outcomeUnknown)
    #expect(reason.endsSession)
    #expect(!connection.isOpen)
    let after = await thrown(PostgresError.self) { try await connection.run("select 1") }
    #expect(after?.kind == .closed)
  }

  @Test func `killed in its body is a lost connection, not an unknown outcome`() async throws {
    let connection = try await ThrowawayServer.open()
    let error = await thrown(PostgresError.self) {
      try await connection.withTransaction { connection in
        try await connection.run("select pg_terminate_backend(pg_backend_pid())")
      }
    }
    #expect(error?.kind == .connectionLost)
    #expect(error?.endsSession == true)
  }

  @Test func `that its body has ended by hand does not claim to have committed`() async throws {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temp table t (id int)")
    for statement: SQL in ["rollback", "commit"] {
      let error = await thrown(TransactionError<PostgresError>.self) {
        try await connection.transaction { connection throws(PostgresError) in
          try await connection.run("insert into t values (1)")
          try await connection.run(statement)
        }
      }
      guard case .commit(let misuse) = error else {
        Issue.record("not told: \(String(describing: error))")
        return
      }
      #expect(misuse.kind == .misuse)
      #expect(connection.transactionStatus == .idle)
    }
    let byHand = await thrown(PostgresError.self) {
      try await connection.run("begin")
      defer { #expect(connection.transactionStatus == .inTransaction) }
      try await connection.withTransaction { _ in }
    }
    #expect(byHand?.kind == .misuse)
  }

  @Test func `has the isolation it asks for`() async throws {
    let connection = try await ThrowawayServer.open()
    for (isolation, name): (TransactionMode.Isolation, String) in [
      (.readCommitted, "read committed"), (.repeatableRead, "repeatable read"),
      (.serializable, "serializable"),
    ] {
      let mode = TransactionMode(isolation: isolation, isReadOnly: true, isDeferrable: true)
      let row = try await connection.transaction(mode) { connection throws(PostgresError) in
        try await connection.one(
          """
          select current_setting('transaction_isolation'),
            current_setting('transaction_read_only'), current_setting('transaction_deferrable')
          """, as: (String, String, String).self)
      }
      #expect(row == (name, "on", "on"))
    }
  }

  @Test func `that fails undoes those inside it, three deep`() async throws {
    struct Enough: Error {}
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temp table t (id int)")
    await #expect(throws: Enough.self) {
      try await connection.withTransaction { outer in
        try await outer.withTransaction { middle in
          try await middle.withTransaction { inner in
            try await inner.run("insert into t values (3)")
          }
          try await middle.run("insert into t values (2)")
        }
        #expect(try await outer.one("select count(*) from t", as: Int.self) == 2)
        throw Enough()
      }
    }
    #expect(try await connection.one("select count(*) from t", as: Int.self) == 0)
    let mode = await thrown(PostgresError.self) {
      try await connection.withTransaction { try await $0.withTransaction(.serializable) { _ in } }
    }
    #expect(mode?.kind == .misuse)
  }
}
