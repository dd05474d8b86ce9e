import Cluster
import Postgres

/// A server that one test has to itself, so that it can be restarted under a program at work.
package struct RestartableServer: Sendable {
  private let cluster: Cluster

  /// Lends a database like that of ``DatabaseTrait`` on such a server; it keeps what is committed when it
  /// is stopped at once.
  package static func with<Value: Sendable>(
    _ body: @concurrent @Sendable (TestDatabase, RestartableServer) async throws -> Value
  ) async throws -> Value {
    let folder = try TemporaryFolder()
    // No keeper's: that would take the folder away with the first stop.
    let cluster = Cluster(home: try Home(making: folder.path + "/server"))
    try await cluster.start()
    let result: Result<Value, any Error>
    do {
      _ = try await TestServer.prepare(cluster)
      let name = "test_restarted"
      try await TestServer.run(
        "create database \(identifier: name) template \(identifier: TestServer.template)", cluster)
      // The machine does not crash here, only the server.
      try await TestServer.run("alter system set fsync = off", cluster)
      result = .success(
        try await body(TestDatabase(name: name, cluster), RestartableServer(cluster: cluster)))
    } catch { result = .failure(error) }
    try await cluster.destroy(force: true)
    return try result.get()
  }

  /// Restarts the server: after the sessions were told to end, or at once, as after a crash.
  package func restart(isImmediate: Bool) async throws {
    try await cluster.down(isImmediate ? .immediate : .fast, force: true)
    try await cluster.start()
    try await cluster.leave()
  }
}
