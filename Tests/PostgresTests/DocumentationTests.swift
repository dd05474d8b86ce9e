import Foundation
import Postgres
import Synchronization
import Testing

// The examples of the catalogue `Sources/Postgres/Postgres.docc`, so that they compile and do what
// the articles say. Each block of Swift there stands here word for word; a test compares.

/// The articles print; a test need not.
private func print(_ items: Any...) {}

private func log(_ severity: String, _ message: String) {}

private struct Place {
  let id: Int32
  let name: String
}

private let places = [Place(id: 1, name: "Lyon"), Place(id: 2, name: "Oyonnax")]

private nonisolated(nonsending) func count(
  _ table: String, on connection: Connection
) async throws -> Int {
  try await connection.one("select count(*) from \(identifier: table)", as: Int.self)
}

@Suite(.serialized) struct `The documentation` {
  private let name = "Ateliers d'Oyonnax"
  private let city = "Oyonnax"
  private let cities = ["Oyonnax", "Cluses"]

  private func open() async throws -> sending Connection {
    let connection = try await ThrowawayServer.open()
    try await connection.script(
      """
      create temp table company (id bigint generated always as identity, name text, city text);
      create temp table place (id int, name text);
      insert into company (name, city) values ('Abel', 'Oyonnax'), ('Béal', 'Cluses'), ('Ciel', null);
      """)
    return connection
  }

  @Test func `gives an overview that runs`() async throws {
    let options = ThrowawayServer.shared.options
    let connection = try await Connection.open(options)
    try await connection.run("create temp table company (id bigint, name text, city text)")
    try await connection.run("insert into company values (1, \(name), \(city))")
    for (id, name) in try await connection.rows(
      "select id, name from company where city = any(\(cities)) order by id"
    ).decode(as: (Int64, String).self) {
      print(id, name)
    }
    #expect(try await count("company", on: connection) == 1)
  }

  @Test func `tells how to connect`() async throws {
    var options = Options(host: "db1.example.org,db2.example.org", database: "shop")
    options["target_session_attrs"] = "read-write"
    options.connectTimeout = .seconds(5)
    options.statementTimeout = .seconds(60)
    options.parameters = ["search_path": "shop, public", "timezone": "Europe/Paris"]
    options.notices = { notice in log(notice.severity, notice.message) }
    options["sslrootcert"] = "/etc/ssl/shop-ca.pem"
    options = ThrowawayServer.shared.options
    switch await Server.ping(options) {
    case .accepting: print("up")
    case .rejecting: print("starting, stopping or recovering")
    case .noResponse, .noAttempt: print("not there")
    }
  }

  /// Compiled only: where the environment leads is nobody's business here.
  private func environment(secret: Secret) async throws {
    let fromValues = Options(
      host: "db.example.org", database: "shop", user: "reader", password: secret,
      applicationName: "nightly")
    let fromText = try Options(
      conninfo: "postgresql://reader@db.example.org/shop?sslmode=verify-full")
    let fromEnvironment = Options.environment
    let connection = try await Connection.open(fromEnvironment)
    connection.close()
    print(fromValues, fromText)
  }

  @Test func `tells how to run statements`() async throws {
    let connection = try await open()
    let (newName, table, prefix) = ("Atelier", "company", Optional("At"))
    let id = try await connection.one(
      "insert into company (name, city) values (\(name), \(city)) returning id", as: Int64.self)
    let renamed = try await connection.run("update company set name = \(newName) where id = \(id)")
    #expect(renamed == 1)

    let names = try await connection.rows(
      "select name from company where city = any(\(cities)) order by name"
    ).decode(as: String.self)
    #expect(names == ["Abel", "Atelier", "Béal"])

    let orphans = try await connection.one(
      "select count(*) from company where city is not distinct from \(String?.none)", as: Int.self)
    #expect(orphans == 1)

    let total = try await connection.one(
      "select count(*) from \(identifier: table)", as: Int.self)
    #expect(total == 4)

    var lines = 0
    try await connection.copyOut(
      "copy (select name from company where city = \(literal: city)) to stdout"
    ) { _ in lines += 1 }
    #expect(lines > 0)

    var filter: SQL = "where city = \(city)"
    if let prefix { filter.append(" and name ^@ \(prefix)") }
    let found = try await connection.rows("select id from company \(filter) order by id")
      .decode(as: Int64.self)
    #expect(found == [id])

    let rows = try await connection.rows("select id, name, city from company order by id")
    let tuples = try rows.decode(as: (Int64, String, String?).self)
    let allNames = try rows.column("name", as: String.self)
    #expect(tuples.map(\.1) == allNames)

    struct Company: SQLRecord {
      let id: Int64
      let name: String
      let city: String?

      init(row: inout Row) throws(PostgresError) {
        id = try row["id"]
        name = try row["name"]
        city = try row["city"]
        if name.isEmpty { throw row.refusal(of: "name", "empty") }
      }
    }
    let companies = try rows.decode(as: Company.self)
    let first: Company = try await connection.one("select * from company where id = \(id)")
    #expect(companies.map(\.name) == allNames)
    #expect(first.name == newName)

    var sum: Int64 = 0
    try await connection.each("select id from company", as: Int64.self) { id in
      sum += id
    }
    #expect(sum == 10)
  }

  @Test func `tells which values go where`() async throws {
    let connection = try await open()
    let today = PostgresDate(daysSince1970: 19_782)
    let due = Timestamp(microsecondsSince1970: 1_709_208_000_000_000)
    let (back, text) = try await connection.one(
      "select \(due), (\(due) at time zone 'UTC')::text", as: (Timestamp, String).self)
    #expect(back == due)
    #expect(text == "2024-02-29 12:00:00")

    let price: PostgresNumeric = try await connection.one("select 1250 / 100.0")
    let cents = Int64(
      exactly: try await connection.one("select \(price) * 100", as: PostgresNumeric.self))
    let shelf = PostgresNumeric("12.50") == price
    #expect(cents == 1250)
    #expect(shelf)

    let settings = JSONText(#"{"theme": "dark"}"#)
    let theme = try await connection.one("select \(settings) ->> 'theme'", as: String?.self)
    #expect(theme == "dark")

    let week = PostgresRange(today..<PostgresDate(daysSince1970: today.daysSince1970 + 7))
    let isIn = try await connection.one("select \(today) <@ \(week)", as: Bool.self)

    let pair = try await connection.one(
      "select row(1, 'a'::text)", as: Composite<Int32, String>.self)
    let (number, letter) = pair.fields
    #expect(isIn && number == 1 && letter == "a")

    let now = Timestamp(microsecondsSince1970: Int64(Date.now.timeIntervalSince1970 * 1_000_000))
    let date = Date(timeIntervalSince1970: Double(now.microsecondsSince1970) / 1_000_000)
    let key = PostgresUUID(UUID().uuidString)
    #expect(abs(date.timeIntervalSinceNow) < 3_600)
    #expect(key != nil)

    enum State: String, SQLValue { case open, closed }
    let state: State = try await connection.one("select \(State.open)::text")
    #expect(state == .open)

    struct Postcode: RawRepresentable, Hashable, SQLValue {
      let rawValue: String

      init?(rawValue: String) {
        guard rawValue.utf8.count == 5, rawValue.allSatisfy(\.isNumber) else { return nil }
        self.rawValue = rawValue
      }
    }
    let postcode = try await connection.one("select '01100'", as: Postcode.self)
    #expect(postcode.rawValue == "01100")

    struct Money: Hashable, SQLValue {
      var cents: Int64

      static var sqlType: SQLType { .int8 }

      func encode(into bytes: inout [UInt8]) throws(SQLValueError) {
        cents.encode(into: &bytes)
      }

      static func decode(_ bytes: Span<UInt8>, of type: SQLType) throws(SQLValueError) -> Money {
        Money(cents: try Int64.decode(bytes, of: type))
      }
    }
    let sum = try await connection.one("select \(Money(cents: 1)) + 1", as: Money.self)
    #expect(sum == Money(cents: 2))

    struct Point: Hashable, SQLValue {
      var x: Double
      var y: Double

      static var sqlType: SQLType { SQLType(oid: 600) }

      func encode(into bytes: inout [UInt8]) throws(SQLValueError) {
        x.encode(into: &bytes)
        y.encode(into: &bytes)
      }

      static func decode(_ bytes: Span<UInt8>, of type: SQLType) throws(SQLValueError) -> Point {
        guard type == sqlType else { throw .wrongType }
        guard bytes.count == 16 else { throw .malformed("a point has 16 bytes") }
        return Point(
          x: try Double.decode(bytes.extracting(0..<8), of: .float8),
          y: try Double.decode(bytes.extracting(8..<16), of: .float8))
      }
    }
    let point = Point(x: 1, y: 2)
    #expect(try await connection.one("select \(point)", as: Point.self) == point)
  }

  @Test func `tells how to change data safely`() async throws {
    let options = ThrowawayServer.shared.options
    let connection = try await open()
    try await connection.script(
      """
      create temp table account (id bigint, cents bigint);
      insert into account values (1, 100), (2, 0);
      create temp table payment (id bigint);
      create temp table stock (item text, amount bigint);
      insert into stock values ('nut', 3);
      """)
    let (price, buyer, seller, id, item) = (Int64(60), Int64(1), Int64(2), Int64(7), "nut")
    try await connection.withTransaction { connection in
      try await connection.run("update account set cents = cents - \(price) where id = \(buyer)")
      try await connection.run("update account set cents = cents + \(price) where id = \(seller)")
    }
    let cents = try await connection.rows("select cents from account order by id")
    #expect(try cents.decode(as: Int64.self) == [40, 60])

    do {
      try await connection.transaction { connection in
        try await connection.run("insert into payment values (\(id))")
      }
    } catch {
      switch error {
      case .begin: print("nothing was done")
      case .body(let error, rollback: _): print("undone: \(error)")
      case .commit(let error): print("refused, and undone: \(error)")
      case .outcomeUnknown(let error): print("nobody knows: \(error)")
      }
    }

    do {
      try await connection.withTransaction(.readWrite.traced) { connection in
        try await connection.run("insert into payment values (\(id))")
      }
    } catch let error as PostgresError where error.kind == .outcomeUnknown {
      let other = try await Connection.open(options)
      if let transaction = error.transaction {
        switch try await other.outcome(of: transaction) {
        case .committed: print("it is there")
        case .rolledBack: print("it is not")
        case .inProgress: print("ask again soon")
        case .undecidable: print("the server has crashed in between")
        }
      }
    }
    #expect(try await count("payment", on: connection) == 2)

    let left = try await connection.withTransaction(.serializable, retrying: .standard) {
      connection in
      try await connection.one(
        "update stock set amount = amount - 1 where item = \(item) returning amount", as: Int.self)
    }
    #expect(left == 2)
  }

  @Test func `tells how to share sessions`() async throws {
    let (options, cents) = (ThrowawayServer.shared.options, Int64(100))
    let connection = try await ThrowawayServer.open()
    try await connection.script(
      """
      create schema documentation;
      create table documentation.company (name text);
      create table documentation.payment (id bigint generated always as identity, cents bigint);
      insert into documentation.company values ('Abel');
      """)
    do {
      var options = options
      options.parameters["search_path"] = "documentation"
      let pool = Pool(options, limit: 8)
      let names = try await pool.withConnection { connection in
        try await connection.rows("select name from company").decode(as: String.self)
      }
      await pool.close()
      #expect(names == ["Abel"])
    }
    do {
      var options = options
      options.parameters["search_path"] = "documentation"
      let pool = Pool(options)
      let payment = try await pool.transaction { connection in
        try await connection.one(
          "insert into payment (cents) values (\(cents)) returning id", as: Int64.self)
      }
      #expect(payment == 1)
      let metrics = pool.metrics
      log(
        "INFO",
        "\(metrics.lent) lent, \(metrics.waiting) waiting, longest wait \(metrics.longestWait)")
      #expect(metrics.lent == 0)
      #expect(await pool.close() == 0)
    }
    try await connection.run("drop schema documentation cascade")
  }

  @Test func `tells how to listen`() async throws {
    let connection = try await ThrowawayServer.open()
    final class Heard: Sendable {
      let payloads = Mutex<[String]>([])
    }
    let heard = Heard()
    func start(_ payload: String) { heard.payloads.withLock { $0.append(payload) } }
    let speaker = Task {
      let connection = try await ThrowawayServer.open()
      // Said until it was heard, because what is said before anyone listens is gone.
      while heard.payloads.withLock({ $0.isEmpty }) {
        for payload in ["first", "last"] {
          try await connection.run("select pg_notify('jobs', \(payload))")
        }
        try await Task.sleep(for: .milliseconds(10))
      }
    }
    try await connection.listen(to: "jobs", within: .seconds(60)) { notifications in
      for try await notification in notifications {
        start(notification.payload)
        if notification.payload == "last" { break }
      }
    }
    try await speaker.value
    #expect(heard.payloads.withLock { $0.last } == "last")
    #expect(try await connection.one("select 1", as: Int32.self) == 1)
  }

  @Test func `tells how to move much data`() async throws {
    let connection = try await open()
    let tables = ["company", "place"]
    let (id, cities) = try await connection.pipeline(
      PipelineStep.one(
        "insert into company (name, city) values (\(name), \(city)) returning id", as: Int64.self),
      PipelineStep.column("select distinct city from company order by city", as: String?.self))
    #expect(id == 4)
    #expect(cities == ["Cluses", "Oyonnax", nil])

    let counts = try await connection.pipeline(
      tables.map { "select count(*) from \(identifier: $0)" }
    ).map { try $0.decode(as: Int.self)[0] }
    #expect(counts == [4, 0])

    let added = try await connection.batch("insert into place (id, name) values ($1, $2)") {
      batch in
      for place in places { try await batch.row(place.id, place.name) }
    }
    #expect(added == 2)

    let written = try await connection.copyIn(
      "copy place (id, name) from stdin (format binary)"
    ) { copy in
      for place in places { try await copy.row(place.id, place.name) }
    }
    #expect(written == 2)

    try await connection.copyOut(
      "copy (select id, name from place order by id) to stdout (format binary)",
      as: (Int32, String).self
    ) { id, name in
      print(id, name)
    }

    try await connection.copyIn("copy place from stdin (format csv, header)") { copy in
      try await copy.write("id,name\n1,Lyon\n")
      try await copy.write("2,\"Oyonnax, Ain\"\n")
    }
    var bytes = 0
    try await connection.copyOut("copy place to stdout (format csv)") { line in
      bytes += line.count
    }
    #expect(
      bytes == 2 * "1,Lyon\n2,Oyonnax\n".utf8.count + "1,Lyon\n2,\"Oyonnax, Ain\"\n".utf8.count)
  }

  @Test func `tells what ends when`() async throws {
    let options = ThrowawayServer.shared.options
    let connection = try await open()
    try await connection.script(
      """
      create materialized view report_of_documentation as select 1;
      drop materialized view report_of_documentation;
      create temp table person (mail text constraint person_mail_key unique);
      insert into person values ('a@example.org');
      """)
    let missing = await thrown(PostgresError.self) {
      do {
        try await connection.run("refresh materialized view report", within: .seconds(2))
      } catch let error as PostgresError where error.kind == .deadlineExceeded {
        print(error.endsSession ? "the session is gone" : "the session goes on")
      }
    }
    #expect(missing?.state == .undefinedTable)

    let report = Task {
      let connection = try await Connection.open(options)
      try await connection.run("select pg_sleep(60)")
    }
    report.cancel()
    let cancelled = await thrown(PostgresError.self) { try await report.value }
    #expect(cancelled?.kind == .cancelled)

    let mail = "a@example.org"
    do {
      try await connection.run("insert into person (mail) values (\(mail))")
    } catch {
      switch (error.state, error.constraint) {
      case (.some(.uniqueViolation), "person_mail_key"): print("this address is taken")
      case (.some(.integrityConstraintViolation), let constraint?): print("against \(constraint)")
      default: throw error
      }
    }
    let again = await thrown(PostgresError.self) {
      try await connection.run("insert into person (mail) values (\(mail))")
    }
    if let error = again {
      let line = "\(error)"
      // 23505 unique violation "person_mail_key" in table "person" at Shop/Main.swift:12
      #expect(line.hasPrefix(#"23505 unique violation "person_mail_key" in table "person" at "#))
    }
    #expect(again?.state == .uniqueViolation)
  }

  /// Whitespace apart, because the articles are narrower.
  private func squeezed(_ text: some StringProtocol) -> String {
    String(text.filter { !$0.isWhitespace })
  }

  private static let tests = URL(filePath: #filePath).deletingLastPathComponent()
  private static let catalogue = tests.appending(path: "../../Sources/Postgres/Postgres.docc")
  private static let articles =
    (try? FileManager.default.contentsOfDirectory(
      at: catalogue, includingPropertiesForKeys: nil))?.filter { $0.pathExtension == "md" } ?? []

  @Test func `has only examples that are compiled`() throws {
    let own = squeezed(try String(contentsOf: URL(filePath: #filePath), encoding: .utf8))
    var examples = 0
    for article in Self.articles {
      let blocks = try String(contentsOf: article, encoding: .utf8).components(separatedBy: "```")
      for block in stride(from: 1, to: blocks.count, by: 2).map({ blocks[$0] })
      where block.hasPrefix("swift\n") {
        examples += 1
        let isCompiled = own.contains(squeezed(block.dropFirst(6)))
        #expect(isCompiled, "\(article.lastPathComponent): \(block)")
      }
    }
    #expect(examples > 30)
  }

  @Test func `names a test for each guarantee, and the test is there`() throws {
    let sources = try FileManager.default.contentsOfDirectory(
      at: Self.tests, includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "swift" }.map { try String(contentsOf: $0, encoding: .utf8) }
    let page = try String(
      contentsOf: Self.catalogue.appending(path: "Guarantees.md"), encoding: .utf8)
    let numbered = page.split(separator: "\n").filter { $0.first?.isNumber == true }
    for (index, line) in numbered.enumerated() {
      #expect(line.hasPrefix("\(index + 1). "), "\(line)")
      // Suites stand between asterisks, each followed by its tests.
      let parts = line.components(separatedBy: "*`")
      #expect(parts.count > 1, "\(line)")
      for part in parts.dropFirst() {
        let names = part.components(separatedBy: "`")
        let suite = sources.first { $0.contains(" struct `\(names[0])` {") }
        #expect(suite != nil, "\(names[0])")
        for test in stride(from: 2, to: names.count, by: 2).map({ names[$0] }) {
          #expect(suite?.contains("func `\(test)`(") == true, "\(test)")
        }
      }
    }
    #expect(numbered.count > 20)
  }
}
