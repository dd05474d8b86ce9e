import Glibc
import Postgres
import Synchronization
import Testing

@Suite struct `What is too large` {
  @Test func `to be sent is refused before it is, and the session goes on`() async throws {
    let connection = try await ThrowawayServer.open()
    let half = [UInt8](repeating: 0x78, count: 600_000_000)
    let error = await thrown(PostgresError.self) {
      try await connection.run("select length(\(half)), length(\(half))")
    }
    #expect(error?.kind == .encoding)
    #expect(error?.message.contains("1 GB") == true)
    #expect(error?.endsSession == false)
    #expect(try await connection.one("select 1", as: Int32.self) == 1)
  }

  @Test(arguments: [
    "select repeat('x', 1073741824)",
    "select repeat('x', 600000000), repeat('x', 600000000)",
  ] as [SQL])
  func `for the server is told by it, and the session goes on`(sql: SQL) async throws {
    let connection = try await ThrowawayServer.open()
    let error = await thrown(PostgresError.self) { try await connection.rows(sql) }
    #expect(error?.kind == .server)
    #expect([.programLimitExceeded, .internalError].contains(error?.state), "\(String(describing: error))")
    #expect(error?.endsSession == false)
    #expect(try await connection.one("select 1", as: Int32.self) == 1)
  }

  @Test(
    .enabled(if: !isSanitized, "a sanitizer needs more memory than this allows"),
    arguments: [
      "select repeat('x', 500000000)",
      "select repeat('x', 1000) from generate_series(1, 500000)",
    ] as [SQL])
  func `for the memory there is becomes an error, not a crash`(sql: SQL) async throws {
    let host = ThrowawayServer.shared.options.host ?? ""
    let text = sql.description
    // In a process of its own, because the limit holds for all of it.
    await #expect(processExitsWith: .success) { [host = host as String, text = text as String] in
      let options = Options(host: host, database: "postgres", user: "postgres")
      let sql: SQL =
        text.contains("generate_series")
        ? "select repeat('x', 1000) from generate_series(1, 500000)"
        : "select repeat('x', 500000000)"
      let connection = try await Connection.open(options)
      try await connection.run("select 1")
      var limit = rlimit()
      limit.rlim_cur = 1_024 * UInt(status("VmSize")) + 200_000_000
      limit.rlim_max = limit.rlim_cur
      unsafe setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
      let error = await thrown(PostgresError.self) {
        try await connection.rows(sql, within: .seconds(100))
      }
      print(error ?? 0, connection.isOpen)
      #expect(error != nil)
      #expect(error?.endsSession == !connection.isOpen)
      let after = connection.isOpen ? connection : try await Connection.open(options)
      #expect(try await after.one("select 1", as: Int32.self) == 1)
    }
  }

  @Test func `does not come of a hundred thousand notices`() async throws {
    let host = ThrowawayServer.shared.options.host ?? ""
    for told in [true, false] {
      // In a process of its own, for its memory and what it prints.
      let ended = await #expect(
        processExitsWith: .success, observing: [\.standardErrorContent]
      ) { [host = host as String, told = told as Bool] in
        let count = Atomic(0)
        var options = Options(host: host, database: "postgres", user: "postgres")
        options.parameters["client_min_messages"] = "notice"
        if told {
          options.notices = { _ in count.add(1, ordering: .relaxed) }
        }
        let connection = try await Connection.open(options)
        let before = status("VmHWM")
        try await connection.script(
          """
          do $$ begin
            for i in 1..100000 loop raise notice 'the same long story for the %th time', i; end loop;
          end $$
          """, within: .seconds(100))
        #expect(count.load(ordering: .relaxed) == (told ? 100_000 : 0))
        #expect(status("VmHWM") - before < 16_000)
      }
      #expect(ended?.standardErrorContent.isEmpty == true)
    }
  }
}

@Suite struct `Text` {
  @Test func `with NUL is refused before it is sent`() async throws {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temp table t (name text)")
    for sql: SQL in [
      "select \("a\0b")", "select 'a\0b'", "select 1 as \(identifier: "a\0b")", "select 1 \0 or more",
      "select \(["a", "\0"])",
    ] {
      let error = await thrown(PostgresError.self) { try await connection.rows(sql) }
      #expect(error?.kind == .encoding, "\(sql)")
      #expect(error?.endsSession == false)
    }
    let script = await thrown(PostgresError.self) { try await connection.script("select 1;\0") }
    #expect(script?.kind == .encoding)
    let row = await thrown(PostgresError.self) {
      try await connection.copyIn("copy t from stdin (format binary)") { writer in
        try await writer.row("a\0b")
      }
    }
    #expect(row?.kind == .encoding)
    let options = await thrown(PostgresError.self) {
      try await ThrowawayServer.open { $0.password = "a\0b" }
    }
    #expect(options?.kind == .misuse)
    #expect(try await connection.one("select count(*) from t", as: Int.self) == 0)
  }

  @Test func `that is not UTF-8 is not stored`() async throws {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temp table t (name text)")
    let error = await thrown(PostgresError.self) {
      try await connection.copyIn("copy t from stdin") { writer in
        try await writer.write([0x61, 0x0A, 0xC3, 0x28, 0x0A])
      }
    }
    #expect(error?.kind == .server)
    #expect(error?.state == .characterNotInRepertoire)
    #expect(try await connection.one("select count(*) from t", as: Int.self) == 0)
  }

  @Test func `that is not UTF-8 is not read as text, wherever it comes from`() async throws {
    let admin = try await ThrowawayServer.open()
    try await admin.run(
      "create database ascii encoding 'SQL_ASCII' locale 'C' template template0")
    let told = Mutex("")
    let connection = try await ThrowawayServer.open { options in
      options.database = "ascii"
      options.notices = { notice in told.withLock { $0 = notice.message } }
    }
    let invalid = await thrown(PostgresError.self) {
      try await connection.one(
        "select convert_from('\\x61c328'::bytea, 'SQL_ASCII')", as: String.self)
    }
    #expect(invalid?.kind == .decoding)
    #expect(invalid?.endsSession == false)
    // Words are for people, and shown as well as they can be.
    let words = await thrown(PostgresError.self) {
      try await connection.script(
        """
        do $$ begin
          raise notice '%', convert_from('\\x61c328'::bytea, 'SQL_ASCII');
          raise exception '%', convert_from('\\x61c328'::bytea, 'SQL_ASCII');
        end $$
        """)
    }
    #expect(words?.message == "a\u{FFFD}(")
    #expect(told.withLock { $0 } == "a\u{FFFD}(")
    #expect(
      try await connection.one("select '\\x61c328'::bytea", as: [UInt8].self) == [0x61, 0xC3, 0x28])
  }
}

/// A number of kilobytes that the system knows of this process, such as `VmHWM`, the most it held.
func status(_ name: String) -> Int {
  guard let file = unsafe fopen("/proc/self/status", "r") else { return 0 }
  defer { unsafe fclose(file) }
  var line = [CChar](repeating: 0, count: 256)
  while unsafe fgets(&line, 256, file) != nil {
    let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let words = text.split { $0 == " " || $0 == "\t" || $0 == ":" }
    if words.first.map(String.init) == name, words.count > 1 { return Int(words[1]) ?? 0 }
  }
  return 0
}

/// Whether a sanitizer watches this process.
let isSanitized = unsafe dlsym(nil, "__asan_init") != nil || dlsym(nil, "__tsan_init") != nil
