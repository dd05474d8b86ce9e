import Glibc

/// The processes of the server that works in a data folder, found by what they do, not by their files.
struct Postmaster {
  let data: String

  private var file: String { data + "/postmaster.pid" }

  /// The server's process, when it lives and works in this very folder.
  ///
  /// A `postmaster.pid` alone proves nothing: it outlives its server, may be empty after a crash on
  /// a full disk, may have been copied with its folder, and its number may be another program's.
  var pid: pid_t? {
    guard let line = FileSystem.text(of: file)?.split(separator: "\n").first,
      let pid = pid_t(line), pid > 0, works(pid)
    else { return nil }
    return pid
  }

  /// Every process that works in this folder: a server, or what a killed server left behind.
  var processes: [pid_t] {
    FileSystem.names(in: "/proc").compactMap { pid_t($0) }.filter { works($0) }
  }

  /// Removes the files of a server that no process stands behind any more.
  ///
  /// PostgreSQL refuses to start beside an empty `postmaster.pid`, and beside one whose process is
  /// dead but not yet reaped; so it does with the lock of the socket. Only under the starter's lock.
  func removeStaleFiles(sockets: String) {
    unsafe unlink(file)
    unsafe unlink(sockets + "/.s.PGSQL.5432.lock")
  }

  /// Stops the server and waits until all its processes are gone.
  func stop(_ mode: Cluster.StopMode) throws(ClusterError) {
    guard let pid else { return }
    let begin = ContinuousClock.now
    kill(pid, mode == .fast ? SIGINT : SIGQUIT)
    while works(pid) || !processes.isEmpty {
      guard ContinuousClock.now - begin < .seconds(60) else {
        throw ClusterError(
          .temporary, "the database server has not stopped within 60 seconds", at: data,
          hint: "stop it with: kill -QUIT \(pid)")
      }
      usleep(5_000)
    }
  }

  /// A dead process has no folder any more, also while nobody has asked for its end.
  private func works(_ pid: pid_t) -> Bool {
    guard let identity = FileSystem.identity(of: data) else { return false }
    return FileSystem.identity(of: "/proc/\(pid)/cwd") == identity
  }
}
