import Cluster
import Postgres
import Store

/// The server of one run of the tests, with a template that every test's database is a copy of.
actor TestServer {
  static let shared = TestServer()

  static let template = "vivier_template"
  /// How many tests have a database at the same time: the server takes forty sessions.
  private var free = 4
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private var count = 0
  private lazy var cluster = Task { try await Self.prepare(.throwaway()) }

  /// Lends a copy of the template, or an empty database, to `body` and drops it afterwards.
  func withDatabase(
    isEmpty: Bool = false, _ body: @concurrent @Sendable (TestDatabase) async throws -> Void
  ) async throws {
    await arrive()
    defer { leave() }
    try await lend(isEmpty: isEmpty, body)
  }

  /// Lends a database to a test that has one already and would wait for itself otherwise.
  func withAnother<Value: Sendable>(
    _ body: @concurrent @Sendable (TestDatabase) async throws -> Value
  ) async throws -> Value { try await lend(isEmpty: false, body) }

  private func lend<Value: Sendable>(
    isEmpty: Bool, _ body: @concurrent @Sendable (TestDatabase) async throws -> Value
  ) async throws -> Value {
    let cluster = try await cluster.value
    count += 1
    let database = try TestDatabase(name: "test_\(count)", cluster)
    let template = isEmpty ? "template0" : Self.template
    try await Self.run(
      "create database \(identifier: database.name) template \(identifier: template)", cluster)
    let value: Value
    do {
      value = try await body(database)
    } catch {
      try? await Self.drop(database, cluster)
      throw error
    }
    try await Self.drop(database, cluster)
    return value
  }

  private func arrive() async {
    if free > 0 {
      free -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  private func leave() {
    if waiting.isEmpty {
      free += 1
    } else {
      waiting.removeFirst().resume()
    }
  }

  private static func drop(_ database: TestDatabase, _ cluster: Cluster) async throws {
    try await run("drop database \(identifier: database.name) with (force)", cluster)
  }

  static func run(_ statement: SQL, _ cluster: Cluster) async throws {
    let connection = try await TestDatabase(name: "postgres", cluster).open(as: .superuser)
    try await connection.run(statement)
    connection.close()
  }

  /// Fills the template of a server: the schema, the small reference data, the demo's key.
  static func prepare(_ cluster: Cluster) async throws -> Cluster {
    try await run("create database \(identifier: template) template template0", cluster)
    let database = try TestDatabase(name: template, cluster)
    let superuser = try await database.open(as: .superuser)
    _ = try await Migrator(superuser).migrate()
    superuser.close()
    let migrator = try await database.open(as: .migrate)
    _ = try await ReferenceLoader(TestSeeds.reference, migrator).load()
    migrator.close()
    let nightly = try await database.open()
    try await Installation.markAsDemo(nightly)
    nightly.close()
    return cluster
  }
}
