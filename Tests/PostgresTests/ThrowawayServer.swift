import Glibc
import Postgres

/// A server of its own for one run of the tests, gone when the process ends.
final class ThrowawayServer: Sendable {
  /// The one that most tests share; reached by a Unix socket only, and never stopped.
  static let shared = ThrowawayServer(
    "shared", settings: ["listen_addresses": "", "max_connections": "400"])

  /// How sessions are opened, by its Unix socket and without a password.
  let options: Options
  /// Where its socket, its data and its certificates are.
  let folder: String
  /// The port on 127.0.0.1, if it listens there, and in the name of its socket.
  let port: Int
  private let settings: [String: String]

  /// Makes a server and starts it.
  ///
  /// `prepare` may write into the folder `data` before the first start.
  static func started(
    _ name: String, port: Int = 5432, settings: [String: String], untilReady: Bool = true,
    prepare: @escaping @Sendable (ThrowawayServer) -> Void = { _ in }
  ) async -> ThrowawayServer {
    await aside {
      ThrowawayServer(
        name, port: port, settings: settings, untilReady: untilReady, prepare: prepare)
    }
  }

  private init(
    _ name: String, port: Int = 5432, settings: [String: String], untilReady: Bool = true,
    prepare: (ThrowawayServer) -> Void = { _ in }
  ) {
    self.port = port
    self.settings = settings
    folder = "\(Self.root)/\(name)"
    // Other tests may have the cores for a while; what these are about has limits of its own.
    var options = Options(host: folder, port: port, database: "postgres", user: "postgres")
    options.connectTimeout = .seconds(120)
    self.options = options
    Self.runAsServer(["mkdir", "-m", "0755", folder])
    Self.runAsServer(["cp", "-a", Self.template, "\(folder)/data"])
    prepare(self)
    startWaiting(untilReady: untilReady)
  }

  /// What the server's socket is called.
  var socket: String { "\(folder)/.s.PGSQL.\(port)" }

  /// How a server is stopped: by ending its sessions, or as if the machine had died.
  enum StopMode: String, CaseIterable, Sendable { case fast, immediate }

  /// Starts it again, and waits until it takes sessions unless told not to.
  func start(untilReady: Bool = true) async {
    await aside { self.startWaiting(untilReady: untilReady) }
  }

  /// Stops it and waits until it is gone.
  func stop(_ mode: StopMode) async {
    await aside { self.control(["-w", "-m", mode.rawValue, "stop"]) }
  }

  /// Ends the recovery of a server that was made a standby.
  func promote() async {
    await aside { self.control(["-w", "promote"]) }
  }

  private func startWaiting(untilReady: Bool = true) {
    var words = settings
    words["unix_socket_directories"] = folder
    words["port"] = String(port)
    words["fsync"] = "off"
    words["shared_buffers"] = "16MB"
    let text = words.sorted { $0.key < $1.key }.map { "-c \($0.key)='\($0.value)'" }
    control([
      untilReady ? "-w" : "-W", "-t", "120", "-l", "\(folder)/log", "-o",
      text.joined(separator: " "), "start",
    ])
  }

  private func control(_ words: [String]) {
    Self.run(Self.asServer + ["\(Self.binaries)/pg_ctl", "-D", "\(folder)/data", "-s"] + words)
  }

  /// Opens a session; its temporary tables are its own, so tests may run side by side.
  func open(_ change: (inout Options) -> Void = { _ in }) async throws -> sending Connection {
    var options = options
    change(&options)
    return try await Connection.open(options)
  }

  /// Opens a session with the shared server.
  static func open(
    _ change: (inout Options) -> Void = { _ in }
  ) async throws -> sending Connection {
    try await shared.open(change)
  }

  /// Whether every session with this application name has left within a minute.
  func isFree(of name: String) async throws -> Bool {
    let observer = try await open()
    let until = ContinuousClock.now + .seconds(60)
    while try await observer.one(
      "select count(*) from pg_stat_activity where application_name = \(name)", as: Int.self) > 0
    {
      guard ContinuousClock.now < until else { return false }
      try await Task.sleep(for: .milliseconds(10))
    }
    return true
  }

  /// Waits until so many sessions with this application name wait in `pg_sleep`.
  func sleepers(named name: String, reach count: Int) async throws {
    let observer = try await open()
    while try await observer.one(
      """
      select count(*) from pg_stat_activity
      where application_name = \(name) and wait_event = 'PgSleep'
      """, as: Int.self) < count
    {
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  /// The major version of the newest server that Debian installed here.
  static let major =
    (15...40).last { unsafe access("/usr/lib/postgresql/\($0)/bin/postgres", X_OK) == 0 } ?? 15

  static let binaries = "/usr/lib/postgresql/\(major)/bin"

  /// A server refuses to run as root.
  private static let asServer =
    geteuid() == 0
    ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"] : []

  private static let root: String = {
    let root = "/tmp/postgres-tests.\(getpid())"
    run(["rm", "-rf", root])
    run(["mkdir", "-m", "0755", root])
    if geteuid() == 0 { run(["chown", "postgres", root]) }
    atexit {
      // All at once, and without waiting for each.
      ThrowawayServer.run([
        "sh", "-c",
        """
        for file in \(ThrowawayServer.root)/*/data/postmaster.pid; do
          [ ! -f $file ] || kill -QUIT $(head -n 1 $file)
        done
        rm -rf \(ThrowawayServer.root) 2>/dev/null || { sleep 1; rm -rf \(ThrowawayServer.root); }
        """,
      ])
    }
    return root
  }()

  /// The data of a server that never ran, which each server copies.
  private static let template: String = {
    let template = "\(root)/template"
    run(
      asServer + [
        "\(binaries)/initdb", "-D", template, "-A", "trust", "-U", "postgres", "-E", "UTF8",
        "--locale=C.UTF-8", "--no-sync", "--no-instructions",
      ])
    return template
  }()

  /// A port of 127.0.0.1 that nobody uses.
  static func freePort() -> Int {
    let listener = Listener()
    defer { listener.close() }
    return listener.port
  }

  /// Runs a command of the shell in the folder of the data, as the server's account.
  func shell(_ command: String) {
    Self.runAsServer(["sh", "-ec", "cd '\(folder)/data'\n\(command)"])
  }

  /// Runs a command as the server's account and waits for it.
  private static func runAsServer(_ words: [String]) { run(asServer + words) }

  private static func run(_ words: [String]) {
    let status = command(words)
    precondition(status == 0, "\(words) failed: \(status)")
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
