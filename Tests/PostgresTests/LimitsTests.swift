import Glibc
import Postgres
import Synchronization
import Testing

@Suite struct `What is too large` {
  @Test func `to be sent is refused before it is, and the session goes on`() async throws {
    let host = ThrowawayServer.shared.options.host ?? ""
    // In a process of its own, whose threads may be kept busy.
    await #expect(processExitsWith: .success) { [host = host as String] in
      let connection = try await Connection.open(
        Options(host: host, database: "postgres", user: "postgres"))
      let bytes = [UInt8](repeating: 0x78, count: 1 << 30)
      let error = await thrown(PostgresError.self) {
        try await connection.run("select length(\(bytes))")
      }
      #expect(error?.kind == .encoding)
      #expect(error?.message.contains("1 GB") == true)
      #expect(error?.endsSession == false)
      #expect(try await connection.one("select 1", as: Int32.self) == 1)
    }
  }

  @Test func `for the server is told by it, and the session goes on`() async throws {
    let connection = try await ThrowawayServer.open()
    let error = await thrown(PostgresError.self) {
      try await connection.rows("select repeat('x', 1073741824)")
    }
    #expect(error?.kind == .server)
    #expect(error?.state == .programLimitExceeded)
    #expect(error?.endsSession == false)
    #expect(try await connection.one("select 1", as: Int32.self) == 1)
  }

  @Test(
    .enabled(if: !isSanitized, "a sanitizer needs more memory than this allows"),
    arguments: [
      "select repeat('x', 200000000)",
      "select repeat('x', 1000000) from generate_series(1, 200)",
    ] as [SQL])
  func `for the memory there is becomes an error, not a crash`(sql: SQL) async throws {
    let host = ThrowawayServer.shared.options.host ?? ""
    let text = sql.description
    // In a process of its own, because the limit holds for all of it.
    await #expect(processExitsWith: .success) { [host = host as String, text = text as String] in
      let options = Options(host: host, database: "postgres", user: "postgres")
      let sql: SQL =
        text.contains("generate_series")
        ? "select repeat('x', 1000000) from generate_series(1, 200)"
        : "select repeat('x', 200000000)"
      let connection = try await Connection.open(options)
      try await connection.run("select 1")
      // Large pieces fail first; the few bytes that the program itself needs are still there.
      var limit = rlimit()
      limit.rlim_cur = 1_024 * UInt(status("VmSize")) + 100_000_000
      limit.rlim_max = limit.rlim_cur
      unsafe setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
      let error = await thrown(PostgresError.self) {
        try await connection.rows(sql, within: .seconds(100))
      }
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
        // A sanitizer holds back what was freed.
        #expect(isSanitized || status("VmHWM") - before < 16_000)
      }
      #expect(isSanitized || ended?.standardErrorContent.isEmpty == true)
    }
  }
}

@Suite struct `Text` {
  @Test func `with NUL is refused before it is sent`() async throws {
    let connection = try await ThrowawayServer.open()
    try await connection.run("create temp table t (name text)")
    for sql: SQL in [
      "select \("a\0b")", "select 'a\0b'", "select 1 as \(identifier: "a\0b")",
      "select 1 \0 or more",
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

  @Test func `that is not UTF-8 is not read as text, and words for people are repaired`()
    async throws
  {
    // A real server converts or refuses it, whatever the encoding of the database.
    let message = ScriptedServer.message
    let bad: [UInt8] = [0x61, 0xC3, 0x28]
    let description =
      [0, 1] + bad + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 25, 0xFF, 0xFF, 0, 0, 0, 0, 0, 1]
    let end = message("C", Array("SELECT 1\0".utf8)) + message("Z", [0x49])
    let notice = message("N", [0x4D] + bad + [0, 0])
    let value = ScriptedServer(
      answer: notice + message("T", description) + message("D", [0, 1, 0, 0, 0, 3] + bad) + end)
    defer { value.close() }
    let told = Mutex("")
    var options = value.options
    options.notices = { notice in told.withLock { $0 = notice.message } }
    let connection = try await Connection.open(options)
    let rows = try await connection.rows("select name")
    #expect(rows.columns == ["a\u{FFFD}("])
    #expect(told.withLock { $0 } == "a\u{FFFD}(")
    let unread = await thrown(PostgresError.self) { try rows.decode(as: String.self) }
    #expect(unread?.kind == .decoding)

    let failure = message("E", Array("SERROR\0C22000\0M".utf8) + bad + [0, 0])
    let refusal = ScriptedServer(answer: failure + message("Z", [0x49]))
    defer { refusal.close() }
    let other = try await Connection.open(refusal.options)
    let refused = await thrown(PostgresError.self) { try await other.run("select name") }
    #expect(refused?.state == .dataException)
    #expect(refused?.message == "a\u{FFFD}(")
    #expect(other.isOpen)
  }
}

/// A number of kilobytes that the system knows of this process, such as `VmHWM`, the most it held.
func status(_ name: String) -> Int {
  guard let file = unsafe fopen("/proc/self/status", "r") else { return 0 }
  defer { unsafe fclose(file) }
  var line = [CChar](repeating: 0, count: 256)
  while unsafe fgets(&line, 256, file) != nil {
    let text = String(
      decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let words = text.split { $0 == " " || $0 == "\t" || $0 == ":" }
    if words.first.map(String.init) == name, words.count > 1 { return Int(words[1]) ?? 0 }
  }
  return 0
}

/// Whether a sanitizer watches this process.
let isSanitized = unsafe dlsym(nil, "__asan_init") != nil || dlsym(nil, "__tsan_init") != nil
