import Postgres

/// Every kind of exchange with a server, so that a fault can be tried in the middle of each.
enum ExchangeKind: String, CaseIterable, Sendable {
  case statement, prepared, script, rowByRow, pipeline, batch, copyOut, copyIn, copyEnd, listening
  case begin, beginTraced, body, savepoint, commit

  /// Whether the exchange waits in `pg_sleep`, rather than for ``Stage/go``.
  var sleeps: Bool {
    switch self {
    case .batch, .copyIn, .listening, .begin, .beginTraced: false
    default: true
    }
  }

  /// Whether what is lost with the session is a commit.
  var isCommit: Bool { self == .commit }

  /// Carries out the exchange, which would last ten minutes if nothing came between.
  func perform(_ connection: Connection, _ stage: Stage, within limit: Duration) async throws {
    switch self {
    case .statement:
      try await connection.run("select pg_sleep(600)", within: limit)
    case .prepared:
      for seconds in Array(repeating: 0.0, count: 10) + [600] {
        try await connection.run("select pg_sleep(\(seconds))", within: limit)
      }
    case .script:
      try await connection.script("select 1; select pg_sleep(600); select 2", within: limit)
    case .rowByRow:
      try await connection.each(
        """
        select repeat('x', 10000), pg_sleep(case when i = 20 then 600 else 0 end)::text
        from generate_series(1, 20) i
        """, as: (String, String).self, within: limit
      ) { text, _ in precondition(text.utf8.count == 10_000) }
    case .pipeline:
      _ = try await connection.pipeline(
        ["select 1", "select pg_sleep(600)", "select 2"], within: limit)
    case .batch:
      try await connection.run("create temp table t (id bigint)")
      try await connection.batch("insert into t values ($1)", within: limit) { batch in
        for id in 0..<Int.max {
          try await batch.row(id)
          if id == 10_000 { await stage.pause() }
        }
      }
    case .copyOut:
      try await connection.copyOut(
        """
        copy (
          select repeat('x', 10000), pg_sleep(case when i = 20 then 600 else 0 end)
          from generate_series(1, 20) i) to stdout
        """, within: limit
      ) { line in precondition(line.count > 10_000) }
    case .copyIn:
      try await connection.run("create temp table t (id bigint)")
      try await connection.copyIn("copy t from stdin (format binary)", within: limit) { writer in
        for id in 0..<Int.max {
          try await writer.row(id)
          // Some of it has reached the server.
          if id == 20_000 { await stage.pause() }
        }
      }
    case .copyEnd:
      try await connection.script(Self.sleepingTable)
      try await connection.copyIn("copy t from stdin (format binary)", within: limit) { writer in
        try await writer.row(1)
      }
    case .listening:
      try await connection.listen(to: "nobody speaks", within: limit) { notifications in
        stage.ready.send()
        for try await _ in notifications {}
      }
    case .begin:
      await stage.pause()
      try await connection.transaction { (_) async throws in }
    case .beginTraced:
      await stage.pause()
      try await connection.transaction(.readWrite.traced) { (_) async throws in }
    case .body:
      try await connection.transaction { connection in
        try await connection.run("select pg_sleep(600)", within: limit)
      }
    case .savepoint:
      try await connection.transaction { connection in
        try await connection.transaction { connection in
          try await connection.run("select pg_sleep(600)", within: limit)
        }
      }
    case .commit:
      try await connection.script(Self.sleepingTable)
      try await connection.transaction { connection in
        try await connection.run("insert into t values (1)")
      }
    }
  }

  /// A table whose rows take ten minutes to commit.
  private static let sleepingTable = """
    create temp table t (id bigint);
    create function pg_temp.wait() returns trigger language plpgsql as
      $$ begin perform pg_sleep(600); return null; end $$;
    create constraint trigger wait after insert on t deferrable initially deferred
      for each row execute function pg_temp.wait();
    """
}

/// Where an exchange waits for its test.
struct Stage: Sendable {
  let ready = Signal()
  let go = Signal()

  func pause() async {
    ready.send()
    await go.wait()
  }
}

/// Something that happens once, and that one task may wait for.
struct Signal: Sendable {
  private let stream: AsyncStream<Never>
  private let continuation: AsyncStream<Never>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream() }

  func send() { continuation.finish() }

  func wait() async { for await _ in stream {} }
}

/// How an exchange ended.
struct Ending: Sendable {
  let kind: ExchangeKind
  let error: (any Error)?
  let duration: Duration
  let isOpen: Bool

  /// The error of the library, out of what a transaction says about it.
  var postgresError: PostgresError? {
    var error = error
    while let outer = error as? TransactionError<any Error> { error = outer.underlying }
    return error as? PostgresError
  }
}
