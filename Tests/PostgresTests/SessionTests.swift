import Foundation
import Postgres
import Testing

@Suite struct `A session` {
  @Test func `takes nothing from the environment unless told to`() async throws {
    let host = ThrowawayServer.shared.options.host ?? ""
    // In a process of its own, because the environment belongs to all tests.
    await #expect(processExitsWith: .success) { [host = host as String] in
      let variables = [
        "PGHOST": "/nowhere", "PGUSER": "nobody", "PGDATABASE": "nix", "PGAPPNAME": "leak",
        "PGTZ": "Asia/Tokyo", "PGDATESTYLE": "german", "PGOPTIONS": "-c work_mem=77MB",
        "PGSSLCERT": "/nowhere/cert",
      ]
      for (name, value) in variables { unsafe setenv(name, value, 1) }
      let connection = try await Connection.open(
        Options(host: host, database: "postgres", user: "postgres"))
      let row = try await connection.one(
        """
        select current_user::text, current_setting('application_name'), current_setting('timezone'),
          current_setting('datestyle'), current_setting('work_mem')
        """, as: (String, String, String, String, String).self)
      #expect(row == ("postgres", "", "UTC", "ISO, MDY", "4MB"))
      let leaked = await thrown(PostgresError.self) { try await Connection.open(.environment) }
      #expect(leaked?.message.contains("/nowhere") == true)
    }
  }

  @Test func `starts with the parameters it was given`() async throws {
    let connection = try await ThrowawayServer.open {
      $0.parameters = ["search_path": "one, \"two three\"", "work_mem": "5MB"]
      $0.applicationName = "it's \\ me"
    }
    let row = try await connection.one(
      "select current_setting('search_path'), current_setting('work_mem'), current_setting('application_name')",
      as: (String, String, String).self)
    #expect(row == ("one, \"two three\"", "5MB", "it's \\ me"))
    #expect(connection.serverParameter("server_version")?.isEmpty == false)
    #expect(connection.serverVersion >= 150_000)
    let own = try await connection.one("select pg_backend_pid()", as: Int32.self)
    #expect(own == connection.backendPID)
  }

  @Test func `that cannot be opened says why, with the server's code`() async throws {
    let missing = await thrown(PostgresError.self) {
      try await ThrowawayServer.open { $0.database = "nix" }
    }
    #expect(missing?.kind == .connection)
    #expect(missing?.state == .invalidCatalogName)
    let nowhere = await thrown(PostgresError.self) {
      try await ThrowawayServer.open { $0.host = "/nowhere" }
    }
    #expect(nowhere?.kind == .connection)
    #expect(nowhere?.state == nil)
  }

  @Test func `never shows its password`() throws {
    let options = try Options(conninfo: "postgresql://me:hush@example.com:5433/db?sslmode=require")
    #expect(options.port == 5433)
    #expect(options["sslmode"] == "require")
    var dumped = ""
    dump(options, to: &dumped)
    dump(options.password, to: &dumped)
    for text in [
      "\(options)", String(reflecting: options), dumped, "\(String(describing: options.password))",
    ] {
      #expect(!text.contains("hush"))
    }
    #expect(throws: PostgresError.self) { try Options(conninfo: "host='") }
  }

  @Test func `tells where it stands, also once it is closed`() async throws {
    let connection = try await ThrowawayServer.open()
    #expect(connection.transactionStatus == .idle)
    try await connection.run("begin")
    #expect(connection.transactionStatus == .inTransaction)
    _ = await thrown(PostgresError.self) { try await connection.run("select 1 / 0") }
    #expect(connection.transactionStatus == .failed)
    try await connection.run("rollback")
    try await connection.run("set timezone to 'Asia/Tokyo'")
    #expect(connection.serverParameter("TimeZone") == "Asia/Tokyo")
    #expect(connection.serverParameter("nothing") == nil)
    connection.close()
    connection.close()
    #expect(connection.transactionStatus == .unknown)
    #expect(connection.serverParameter("TimeZone") == nil)
    #expect(!connection.isOpen)
  }

  @Test func `is pinged from outside`() async {
    #expect(await Server.ping(ThrowawayServer.shared.options) == .accepting)
    #expect(await Server.ping(Options(host: "/nowhere")) == .noResponse)
  }

  @Test func `is gone from the server when dropped`() async throws {
    let process: Int32
    do {
      let connection = try await ThrowawayServer.open()
      process = connection.backendPID
    }
    let other = try await ThrowawayServer.open()
    var left = 1
    for _ in 0..<500 where left > 0 {
      left = try await other.one(
        "select count(*) from pg_stat_activity where pid = \(process)", as: Int.self)
      try await Task.sleep(for: .milliseconds(5))
    }
    #expect(left == 0)
  }
}

@Suite struct `The codes of PostgreSQL` {
  @Test func `are those of its own list`() throws {
    let list = try String(
      contentsOfFile: "/usr/share/postgresql/\(ThrowawayServer.major)/errcodes.txt",
      encoding: .utf8)
    var count = 0
    var unknown = 0
    var seen: Set<Substring> = []
    for line in list.split(separator: "\n") where !line.hasPrefix("#") && !line.hasPrefix("Section")
    {
      let words = line.split(separator: " ", omittingEmptySubsequences: true)
      guard words.count >= 3 else { continue }
      count += 1
      // Two codes have a second name; the list's first one stands.
      let name = words.last.map { String($0.replacing("_", with: " ")) }
      guard let condition = SQLState(code: String(words[0])).condition else {
        // A newer server may have codes that ours does not know; a minor release added one.
        unknown += 1
        continue
      }
      if words.count > 3, !seen.contains(words[0]) { #expect(condition == name) }
      seen.insert(words[0])
    }
    #expect(count > 200)
    #expect(unknown <= 10)
  }
}
