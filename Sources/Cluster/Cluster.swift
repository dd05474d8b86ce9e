import Glibc
package import Postgres
import Synchronization

/// A private PostgreSQL server in a state folder, shared by all commands that use the folder.
///
/// The first command starts the server and the last one stops it, unless `up()` pinned it. Each
/// command holds a shared lock on the file `users`; starting and stopping happen under the lock
/// `starter`. The kernel gives both back when a command is killed, and whoever comes next goes on
/// from what it finds: a server that runs is adopted, half-made data are thrown away.
package final class Cluster: Sendable {
  /// How a server is asked to stop.
  package enum StopMode: Sendable {
    /// Ends all sessions and shuts down cleanly.
    case fast
    /// Ends all processes at once; the next start recovers.
    case immediate
  }

  /// The one database of a cluster.
  package static let database = "vivier"

  let home: Home
  /// Whether what is committed survives a crash of the machine; tests do without, and are faster.
  let isDurable: Bool
  /// Whether the server and its folder go with the process that started it.
  let hasKeeper: Bool
  private let tell: @Sendable (String) -> Void
  /// This object's own presence among the users, and how many callers share it.
  private let presence = Mutex<(lock: Lock, count: Int)?>(nil)

  /// Names the cluster of a state folder, without touching it.
  ///
  /// - Parameters:
  ///   - home: the state folder.
  ///   - tell: is handed a line for the user when something takes long.
  package convenience init(home: Home, tell: @escaping @Sendable (String) -> Void = { _ in }) {
    self.init(home: home, isDurable: true, hasKeeper: false, tell: tell)
  }

  init(
    home: Home, isDurable: Bool, hasKeeper: Bool, tell: @escaping @Sendable (String) -> Void
  ) {
    self.home = home
    self.isDurable = isDurable
    self.hasKeeper = hasKeeper
    self.tell = tell
  }

  /// Lends the running server to `body` as the options to connect with under a role.
  ///
  /// The server is started when it does not run, and stopped afterwards by the last user.
  package func withServer<Value>(
    as role: String, _ body: (Options) async throws -> Value
  ) async throws -> Value {
    try await start()
    let result: Value
    do {
      result = try await body(try options(for: role))
    } catch {
      // What went wrong in the body matters more than a server that does not stop.
      try? await leave()
      throw error
    }
    try await leave()
    return result
  }

  /// Joins the users of the server and makes sure that it runs and answers.
  ///
  /// Every `start` wants one `leave`. The `PG…` variables of this process are removed, since libpq
  /// would mix them into connections to a server they were not meant for.
  package func start() async throws(ClusterError) {
    Cluster.forgetEnvironment()
    try await Aside.run { [self] () throws(ClusterError) in try arrive() }
  }

  /// Leaves the server, stopping it when nobody else uses it and it is not pinned.
  package func leave() async throws(ClusterError) {
    try await Aside.run { [self] () throws(ClusterError) in try depart(all: false) }
  }

  /// Leaves at once for all callers of this object, waiting on the present thread.
  ///
  /// For the end of a command that was interrupted; it does nothing when nobody had arrived.
  package func leaveNow() throws(ClusterError) { try depart(all: true) }

  /// Starts the server and pins it: it then outlives the commands that use it.
  package func up() async throws(ClusterError) {
    try await start()
    do {
      try FileSystem.write("", to: home.file("pinned"), mode: 0o600)
    } catch {
      try? await leave()
      throw error
    }
    try await leave()
  }

  /// Unpins the server and stops it, waiting until its process is gone.
  ///
  /// While other commands use it this is refused and changes nothing, unless `force` is given.
  package func down(_ mode: StopMode = .fast, force: Bool = false) async throws(ClusterError) {
    try await Aside.run { [self] () throws(ClusterError) in
      try alone(force: force) { () throws(ClusterError) in
        unsafe unlink(home.file("pinned"))
        try stop(mode)
      }
    }
  }

  /// Stops the server and removes its data, socket, settings and log; the home itself stays.
  package func destroy(force: Bool = false) async throws(ClusterError) {
    try await Aside.run { [self] () throws(ClusterError) in
      try alone(force: force) { () throws(ClusterError) in
        unsafe unlink(home.file("pinned"))
        try stop(.fast)
        try erase()
      }
    }
  }

  // MARK: - Users

  private func starter() throws(ClusterError) -> Lock { try Lock(home.file("starter")) }

  private func arrive() throws(ClusterError) {
    let starter = try starter()
    try starter.take(
      .exclusive, within: .seconds(150), "another command starts or stops the database",
      onWait: tell)
    let isThere = presence.withLock { present in
      guard let here = present else { return false }
      present = (here.lock, here.count + 1)
      return true
    }
    if !isThere {
      let users = try Lock(home.file("users"))
      try users.take(.shared, within: .seconds(10), "the database is being stopped", onWait: tell)
      presence.withLock { $0 = (users, 1) }
    }
    do {
      try run()
    } catch {
      presence.withLock { present in
        guard let here = present else { return }
        present = here.count > 1 ? (here.lock, here.count - 1) : nil
      }
      throw error
    }
  }

  private func depart(all: Bool) throws(ClusterError) {
    let last: Lock? = presence.withLock { present in
      guard let here = present else { return nil }
      guard all || here.count == 1 else {
        present = (here.lock, here.count - 1)
        return nil
      }
      present = nil
      return here.lock
    }
    guard let last else { return }
    // Our shared lock is kept until the starter's lock is ours: of two who leave at once, the
    // second one then finds itself alone.
    let starter = try starter()
    try starter.take(
      .exclusive, within: .seconds(150), "another command starts or stops the database",
      onWait: tell)
    guard last.tryTaking(.exclusive), !FileSystem.exists(home.file("pinned")) else { return }
    try stop(.fast)
  }

  /// Runs `body` while nobody else uses the server, or regardless of that.
  private func alone(
    force: Bool, _ body: () throws(ClusterError) -> Void
  ) throws(ClusterError) {
    let starter = try starter()
    try starter.take(
      .exclusive, within: .seconds(150), "another command starts or stops the database",
      onWait: tell)
    let users = try Lock(home.file("users"))
    if !users.tryTaking(.exclusive), !force {
      let others = Lock.holders(of: users.path).map { "\($0)" }.joined(separator: ", ")
      throw ClusterError(
        .temporary, "the database is in use by process \(others)", at: home.path,
        hint: "wait for its end, or add --force")
    }
    try body()
  }

  /// Removes libpq's variables from this process.
  private static func forgetEnvironment() {
    // Asked of the linker by name, as Swift refuses the C library's mutable global.
    guard let symbol = unsafe dlsym(nil, "environ"),
      let lines = unsafe symbol.assumingMemoryBound(
        to: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?.self
      ).pointee
    else { return }
    var names: [String] = []
    var index = 0
    while let line = unsafe lines[index] {
      names.append(String(unsafe String(cString: line).prefix { $0 != "=" }))
      index += 1
    }
    for name in names where name.hasPrefix("PG") { unsafe unsetenv(name) }
  }
}
