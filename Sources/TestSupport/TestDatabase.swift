import Cluster
package import Exchange
package import Postgres
package import Programme
package import Store

/// A database that one test has to itself.
package struct TestDatabase: Sendable {
  /// The roles of the migrations, and the bootstrap superuser.
  package enum Role: String, Sendable, CaseIterable {
    case superuser = "postgres"
    case migrate = "vivier_migrate"
    case nightly = "vivier_nightly"
    case portal = "vivier_portal"
    case staff = "vivier_staff"
    case backup = "vivier_backup"
    case metrics = "vivier_metrics"
  }

  /// A test asked for a database without the trait, or the server is not ours.
  package enum Failure: Error {
    case noTrait
    case notLocal(host: String?)
  }

  @TaskLocal static var bound: TestDatabase?

  /// The database of the test that runs; fails without the trait ``DatabaseTrait``.
  package static var current: TestDatabase {
    get throws {
      guard let bound else { throw Failure.noTrait }
      return bound
    }
  }

  /// Its name in the server.
  package let name: String
  private let superuser: Options

  init(name: String, _ cluster: Cluster) throws {
    self.name = name
    var options = try cluster.options(for: Role.superuser.rawValue, database: name)
    // Other suites keep every core busy for a while when the whole run begins.
    options.connectTimeout = .seconds(180)
    superuser = options
    try Self.refuseUnlessLocal(superuser)
  }

  /// Tests drop and damage databases, so they only ever touch the socket of a private server.
  package static func refuseUnlessLocal(_ options: Options) throws {
    guard let host = options.host, host.hasPrefix("/") else {
      throw Failure.notLocal(host: options.host)
    }
  }

  /// What opens a session under a role.
  package func options(as role: Role = .nightly) -> Options {
    var options = superuser
    options.user = role.rawValue
    return options
  }

  /// Lends one more database like that of ``DatabaseTrait``, for tests that compare two.
  package static func withAnother<Value: Sendable>(
    _ body: @concurrent @Sendable (TestDatabase) async throws -> Value
  ) async throws -> Value { try await TestServer.shared.withAnother(body) }

  /// The database as `--database` takes it.
  package var conninfo: String {
    "host=\(superuser.host ?? "") port=\(superuser.port ?? 5432) dbname=\(name) user=postgres"
  }

  /// Opens a session under a role.
  package func open(as role: Role = .nightly) async throws -> sending Connection {
    try await Connection.open(options(as: role))
  }

  /// Imports a file, as it would stand on a disk.
  @discardableResult
  package func take(
    _ kind: ImportKind, _ bytes: [UInt8], on day: Day = World.today, isDryRun: Bool = false
  ) async throws -> ImportReport {
    let connection = try await open()
    let folder = try TemporaryFolder()
    let path = try folder.write(bytes, to: "\(kind.rawValue).csv")
    return try await Importer(
      connection, checks: try await ImportChecks.read(on: day, connection), isDryRun: isDryRun
    ).run(kind, file: path)
  }

  /// Imports rows of a ``World``.
  @discardableResult
  package func take(
    _ kind: ImportKind, _ rows: [World.Row], on day: Day = World.today, isDryRun: Bool = false
  ) async throws -> ImportReport {
    try await take(kind, World.csv(rows), on: day, isDryRun: isDryRun)
  }

  /// Imports a file of the small demo.
  @discardableResult
  package func takeDemo() async throws -> [ImportReport] {
    let connection = try await open()
    var reports: [ImportReport] = []
    for kind in ImportKind.allCases {
      let checks = try await ImportChecks.read(on: World.today, connection)
      reports.append(
        try await Importer(connection, checks: checks).run(
          kind, file: "\(TestSeeds.demo)/\(kind.rawValue).csv"))
    }
    return reports
  }
}
