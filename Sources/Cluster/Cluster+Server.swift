import Glibc
import Postgres

// Starting and stopping, always under the starter's lock.
extension Cluster {
  /// How long a server may stay silent after its start, and how long it may recover when it says so.
  private static let patience: (silent: Duration, recovering: Duration) = (
    .seconds(15), .seconds(120)
  )

  /// Makes sure that a server runs and answers, whatever an earlier command left behind.
  func run() throws(ClusterError) {
    let account = try Account.forServer()
    let place = try Place.making(for: home, account: account)
    try sweep(place, account)
    if !FileSystem.exists(place.data) { try initialise(place, account) }
    let binaries = try Binaries.find(major: Cluster.major(of: place), searchPath: searchPath)
    let postmaster = Postmaster(data: place.data)

    let begin = ContinuousClock.now
    var limit = Cluster.patience.silent
    var child: Child.Running?
    // The log's length before the start, so that a failure shows this start's lines.
    var logSize = 0
    var failures = 0
    while true {
      if postmaster.pid != nil {
        switch Server.pingWaiting(Cluster.options(place, role: "postgres", database: "postgres")) {
        case .accepting: return
        case .rejecting: limit = Cluster.patience.recovering
        case .noResponse, .noAttempt: break
        }
      } else if child?.hasEnded ?? true, postmaster.processes.isEmpty {
        if child != nil {
          failures += 1
          let said = Cluster.tail(of: place.log, from: logSize)
          // Another starter's server was quicker and is gone again; anything else stays wrong.
          guard failures < 10, said.contains("already exists") || said.contains("shared memory")
          else { throw Cluster.notStarting("the database server does not start", place, said) }
          usleep(UInt32(failures) * 20_000)
        }
        // Else the processes of a killed server are still ending: starting beside them is refused.
        if postmaster.pid == nil, postmaster.processes.isEmpty {
          postmaster.removeStaleFiles(sockets: place.sockets)
          (child, logSize) = try launch(binaries, place, account)
        }
      }
      guard ContinuousClock.now - begin < limit else {
        if let child, !child.hasEnded { kill(child.pid, SIGQUIT) }
        throw Cluster.notStarting(
          "the database server has not answered for \(limit)", place,
          Cluster.tail(of: place.log, from: logSize))
      }
      usleep(5_000)
    }
  }

  /// Stops the server and waits until its processes are gone.
  func stop(_ mode: StopMode) throws(ClusterError) {
    guard let place = try Place.existing(for: home) else { return }
    let begin = ContinuousClock.now
    try Postmaster(data: place.data).stop(mode)
    // The keeper of a throwaway cluster removes its folder.
    while hasKeeper, FileSystem.exists(home.path),
      ContinuousClock.now - begin < .seconds(60)
    {
      usleep(5_000)
    }
  }

  /// Removes what is ours, as the user to whom it belongs.
  func erase() throws(ClusterError) {
    guard let place = try Place.existing(for: home) else { return }
    let account = try Account.forServer()
    try sweep(place, account)
    try empty(place.data, account)
    try empty(place.sockets, account)
    for file in [place.settings, place.access, place.identities, place.log, place.log + ".1"] {
      unsafe unlink(file)
    }
    unsafe rmdir(place.folder)
    unsafe unlink(home.file("pointer"))
    let far = FileSystem.parent(of: place.folder)
    if far != home.path {
      unsafe unlink(far + "/home")
      unsafe rmdir(far)
    }
  }

  private func launch(
    _ binaries: Binaries, _ place: Place, _ account: Account
  ) throws(ClusterError) -> (Child.Running, logSize: Int) {
    try writeSettings(place, account)
    let (log, size) = try Cluster.openLog(place.log)
    let null = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
    defer {
      close(log)
      close(null)
    }
    let server =
      account.prefix + [
        binaries.postgres, "-D", place.data, "-c", "config_file=" + place.settings,
      ]
    let streams = Child.Streams(input: null, output: log)
    let words = hasKeeper ? Keeper.words(server, folder: home.path) : server
    return (try Child.launch(words, streams), size)
  }

  // MARK: - Data

  private func initialise(_ place: Place, _ account: Account) throws(ClusterError) {
    let binaries = try Binaries.find(major: nil, searchPath: searchPath)
    let draft = "\(place.data).new.\(getpid())"
    try FileSystem.makeFolder(draft, mode: 0o700)
    if account.isOther { try FileSystem.setOwner(account.uid, account.gid, of: draft) }
    // Without its starter an initdb must not go on: the next one clears its folder away.
    let prefix = account.prefix + ["setpriv", "--pdeathsig", "KILL", "--"]
    var words =
      prefix + [
        binaries.initdb, "-D", draft, "-U", "postgres", "-A", "peer", "-k", "-E", "UTF8",
        "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=fr-FR", "--no-instructions",
      ]
    if !isDurable { words.append("--no-sync") }
    let made = try Child.run(words)
    guard made.status == 0 else {
      try? empty(draft, account)
      throw Cluster.notMade(place, made.output)
    }
    // Made before the rename, so that data in place always hold the database.
    let database = try Child.run(
      prefix + [
        binaries.postgres, "--single", "-D", draft, "-c", "exit_on_error=on", "postgres",
      ], input: "create database \(Cluster.database)\n")
    guard database.status == 0 else {
      try? empty(draft, account)
      throw Cluster.notMade(place, database.output)
    }
    try FileSystem.rename(draft, to: place.data)
  }

  /// Clears away the drafts of killed starters.
  private func sweep(_ place: Place, _ account: Account) throws(ClusterError) {
    for name in FileSystem.names(in: place.folder) where name.hasPrefix("data.new.") {
      try empty(place.folder + "/" + name, account)
    }
  }

  /// Empties a folder of the server's user as that user, then removes it.
  ///
  /// Root never walks through folders that another user may change under its feet.
  private func empty(_ path: String, _ account: Account) throws(ClusterError) {
    let begin = ContinuousClock.now
    while FileSystem.exists(path) {
      let outcome = try Child.run(account.prefix + ["find", path, "-mindepth", "1", "-delete"])
      if outcome.status == 0, unsafe rmdir(path) == 0 { return }
      // The last processes of a killed initdb may still be writing into it.
      guard ContinuousClock.now - begin < .seconds(15) else {
        throw ClusterError(
          .cannotCreate, "the folder cannot be removed", at: path,
          hint: outcome.output.isEmpty ? nil : outcome.output)
      }
      usleep(20_000)
    }
  }

  static func major(of place: Place) -> Int? {
    FileSystem.text(of: place.data + "/PG_VERSION").flatMap {
      Int($0.prefix(while: \.isNumber))
    }
  }

  var searchPath: String {
    guard let path = unsafe getenv("PATH") else { return "" }
    return unsafe String(cString: path)
  }

  // MARK: - Log

  private static func openLog(_ path: String) throws(ClusterError) -> (file: Int32, size: Int) {
    var file = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    var size = Int(lseek(file, 0, SEEK_END))
    if file >= 0, size > 10 << 20 {
      close(file)
      unsafe Glibc.rename(path, path + ".1")
      file = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
      size = 0
    }
    guard file >= 0 else {
      throw FileSystem.failure(.cannotCreate, "the log cannot be written", path)
    }
    return (file, size)
  }

  /// The last lines of a log that were written after its first `size` bytes.
  private static func tail(of path: String, from size: Int) -> String {
    let text = FileSystem.text(of: path, limit: 8192, from: size) ?? ""
    return text.split(separator: "\n").suffix(6).joined(separator: "\n")
  }

  private static func notStarting(_ what: String, _ place: Place, _ said: String) -> ClusterError {
    ClusterError(
      .unavailable, what, at: place.log, hint: said.isEmpty ? "its log says nothing" : said)
  }

  private static func notMade(_ place: Place, _ said: String) -> ClusterError {
    let lines = said.split(separator: "\n").suffix(6).joined(separator: "\n")
    return ClusterError(.cannotCreate, "the database cannot be made", at: place.data, hint: lines)
  }
}
