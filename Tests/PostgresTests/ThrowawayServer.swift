import Glibc
import Postgres

/// A server of its own for one run of the tests, on a Unix socket, gone when the process ends.
final class ThrowawayServer: Sendable {
  static let shared = ThrowawayServer()

  let options: Options
  private let folder: String

  private init() {
    let binaries = Self.binaries
    let folder = "/tmp/postgres-tests.\(getpid())"
    Self.run(["rm", "-rf", folder])
    Self.run(["mkdir", "-m", "0755", folder])
    self.folder = folder
    let prefix =
      geteuid() == 0
      ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"] : []
    if geteuid() == 0 { Self.run(["chown", "postgres", folder]) }
    Self.run(
      prefix + [
        "\(binaries)/initdb", "-D", "\(folder)/data", "-A", "trust", "-U", "postgres", "-E", "UTF8",
        "--locale=C.UTF-8", "--no-sync", "--no-instructions",
      ])
    Self.run(
      prefix + [
        "\(binaries)/pg_ctl", "-D", "\(folder)/data", "-w", "-s", "-l", "\(folder)/log", "-o",
        "-k \(folder) -h '' -F -c max_connections=100", "start",
      ])
    // Other tests may have the cores for a while; what these are about has limits of its own.
    var options = Options(host: folder, database: "postgres", user: "postgres")
    options.connectTimeout = .seconds(120)
    self.options = options
    atexit {
      let folder = ThrowawayServer.shared.folder
      let prefix =
        geteuid() == 0
        ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"] : []
      ThrowawayServer.run(
        prefix + [
          "\(ThrowawayServer.binaries)/pg_ctl", "-D", "\(folder)/data", "-s", "-m", "immediate",
          "stop",
        ])
      ThrowawayServer.run(["rm", "-rf", folder])
    }
  }

  /// The major version of the newest server that Debian installed here.
  static let major =
    (15...40).last { unsafe access("/usr/lib/postgresql/\($0)/bin/postgres", X_OK) == 0 } ?? 15

  private static let binaries = "/usr/lib/postgresql/\(major)/bin"

  /// Opens a session; its temporary tables are its own, so tests may run side by side.
  static func open(
    _ change: (inout Options) -> Void = { _ in }
  ) async throws -> sending Connection {
    var options = shared.options
    change(&options)
    return try await Connection.open(options)
  }

  // Not Foundation's `Process`, which waits for every grandchild too, here the server.
  private static func run(_ words: [String]) {
    var process: pid_t = 0
    var status: Int32 = 0
    var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    let failure = unsafe posix_spawnp(&process, words[0], nil, nil, &arguments, environ)
    unsafe arguments.forEach { unsafe free($0) }
    precondition(failure == 0, "\(words[0]): \(failure)")
    unsafe waitpid(process, &status, 0)
    precondition(status == 0, "\(words) failed")
  }
}

/// The error `body` throws, of the type expected.
func thrown<Failure: Error, Value>(
  _: Failure.Type = Failure.self, _ body: () async throws -> Value
) async -> Failure? {
  do {
    _ = try await body()
    return nil
  } catch {
    return error as? Failure
  }
}
