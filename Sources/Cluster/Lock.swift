import Glibc

/// A lock on a file that the kernel gives back when its holder ends, however it ends.
final class Lock: Sendable {
  enum Mode {
    case shared
    case exclusive

    fileprivate var flag: Int32 { self == .shared ? LOCK_SH : LOCK_EX }
  }

  private let file: Int32
  let path: String

  /// Opens the lock's file without taking the lock; no child inherits it.
  init(_ path: String) throws(ClusterError) {
    file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    self.path = path
    guard file >= 0 else { throw FileSystem.failure(.cannotCreate, "no lock to be had", path) }
  }

  deinit { if file >= 0 { close(file) } }

  /// Takes the lock if that needs no waiting.
  ///
  /// When it fails, a lock held before is lost.
  func tryTaking(_ mode: Mode) -> Bool { flock(file, mode.flag | LOCK_NB) == 0 }

  /// Waits for the lock, at most for `limit`; `onWait` is told once, when it takes over a second.
  func take(
    _ mode: Mode, within limit: Duration, _ purpose: String, onWait: (String) -> Void
  ) throws(ClusterError) {
    let begin = ContinuousClock.now
    var isTold = false
    while !tryTaking(mode) {
      let waited = ContinuousClock.now - begin
      guard waited < limit else {
        throw ClusterError(
          .temporary, "\(purpose): process \(holders()) has held the lock for over \(limit)",
          at: path, hint: "try again, or look what that process is doing")
      }
      if waited > .seconds(1), !isTold {
        onWait("waiting for process \(holders()): \(purpose)")
        isTold = true
      }
      usleep(5_000)
    }
  }

  private func holders() -> String {
    Lock.holders(of: path).map { "\($0)" }.joined(separator: ", ")
  }

  /// The processes that hold a lock on a file, as the kernel lists them.
  static func holders(of path: String) -> [Int32] {
    guard let identity = FileSystem.identity(of: path),
      let table = FileSystem.text(of: "/proc/locks", limit: 1 << 20)
    else { return [] }
    // "1: FLOCK  ADVISORY  READ 1234 fd:00:56789 0 EOF"; "1: -> FLOCK …" is one who waits.
    return table.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard words.count > 5, words[1] == "FLOCK" else { return nil as Int32? }
      // The device is left out: a layered file system shows another one here than in stat.
      let inode = words[5].split(separator: ":").last.flatMap { UInt($0) }
      return inode == identity.inode ? Int32(words[4]) : nil
    }.sorted()
  }
}
