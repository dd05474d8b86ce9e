import Dispatch
import Glibc

/// Runs a command, waits for it, and tells how it ended; blocks.
// Not Foundation's `Process`, which waits for every grandchild too, such as a server.
func command(_ words: [String]) -> Int32 {
  var process: pid_t = 0
  var status: Int32 = 0
  var arguments = unsafe words.map { unsafe strdup($0) } + [nil]
  let failure = unsafe posix_spawnp(&process, words[0], nil, nil, &arguments, environ)
  unsafe arguments.forEach { unsafe free($0) }
  precondition(failure == 0, "\(words[0]): \(failure)")
  unsafe waitpid(process, &status, 0)
  return status
}

/// Does blocking work on a thread that no test needs.
func aside<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
  await withCheckedContinuation { continuation in
    DispatchQueue(label: "aside").async { continuation.resume(returning: work()) }
  }
}
