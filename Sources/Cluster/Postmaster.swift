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

  /// Removes a `postmaster.pid` that no process stands behind; PostgreSQL refuses an empty one, and
  /// one whose process is dead but not yet reaped. Only under the starter's lock.
  func removeStaleFile() { unsafe unlink(file) }

  /// A dead process has no folder any more, also while nobody has asked for its end.
  private func works(_ pid: pid_t) -> Bool {
    guard let identity = FileSystem.identity(of: data) else { return false }
    return FileSystem.identity(of: "/proc/\(pid)/cwd") == identity
  }
}
