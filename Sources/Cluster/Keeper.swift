import Glibc
import Synchronization

/// Watches over the server of a test run: stops it and removes its folder when the run ends.
enum Keeper {
  /// Asked to end (by us, or by the kernel when our thread is gone), it ends the server cleanly.
  private static let script = """
    folder=$1 parent=$2
    shift 2
    "$@" & server=$!
    trap 'kill -INT $server 2>/dev/null' INT TERM
    [ "$PPID" = "$parent" ] || kill -INT $server
    while kill -0 $server 2>/dev/null; do wait $server; done
    rm -rf -- "$folder"
    """

  /// Starts a server under a keeper and returns the keeper's process.
  ///
  /// The kernel's promise to signal a child when its parent dies is bound to the thread that
  /// started it, so that thread does nothing else than wait for it.
  static func start(
    _ server: [String], folder: String, _ streams: Child.Streams
  ) throws(ClusterError) -> pid_t {
    let words =
      ["setpriv", "--pdeathsig", "INT", "--", "/bin/sh", "-c", script, "keeper"]
      + [folder, "\(getpid())"] + server
    let answer = Answer()
    let isStarted = Aside.start {
      let result = Result { () throws(ClusterError) in try Child.spawn(words, streams) }
      answer.value.withLock { $0 = result }
      if case .success(let pid) = result { Child.wait(for: pid) }
    }
    guard isStarted else {
      throw ClusterError(.temporary, "the system gives no more threads")
    }
    while true {
      if let result = answer.value.withLock({ $0 }) { return try result.get() }
      usleep(1_000)
    }
  }

  private final class Answer: Sendable {
    let value = Mutex<Result<pid_t, ClusterError>?>(nil)
  }
}
