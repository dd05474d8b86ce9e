import Glibc
import Synchronization

/// Starts programs without a shell, with nothing of ours but what they are given.
enum Child {
  /// In `<spawn.h>` of glibc since 2.26, behind a macro that hides it from Swift.
  private static let newSession: Int32 = 0x80

  /// Where the program's input comes from and its output goes to, as descriptors.
  struct Streams {
    var input: Int32
    var output: Int32
  }

  /// The whole environment of a child: nothing inherited, so no `PG…`, no time zone, no locale.
  private static let environment = [
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8",
    "TZ=UTC", "HOME=/nonexistent",
  ]

  /// Starts a program in a session of its own and returns its process id.
  ///
  /// Every descriptor but the two streams is closed in the child, also those this process was
  /// started with: a server that kept one would hold another program's lock or pipe for ever.
  static func spawn(_ words: [String], _ streams: Streams) throws(ClusterError) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, streams.input, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, streams.output, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, streams.output, 2)
    for name in FileSystem.names(in: "/proc/self/fd") {
      // Closing one that is gone by then is no failure for posix_spawn.
      if let file = Int32(name), file > 2 {
        unsafe posix_spawn_file_actions_addclose(&actions, file)
      }
    }

    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var noSignal = sigset_t()
    var allSignals = sigset_t()
    unsafe sigemptyset(&noSignal)
    unsafe sigfillset(&allSignals)
    unsafe posix_spawnattr_setsigmask(&attributes, &noSignal)
    unsafe posix_spawnattr_setsigdefault(&attributes, &allSignals)
    unsafe posix_spawnattr_setflags(
      &attributes, Int16(newSession | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    guard let program = words.first else { throw ClusterError(.unavailable, "no program to start") }
    var pid: pid_t = 0
    let code = unsafe withCStrings(words) { words in
      unsafe withCStrings(environment) { environment in
        unsafe posix_spawnp(&pid, program, &actions, &attributes, words, environment)
      }
    }
    guard code == 0 else {
      let reason = unsafe String(cString: strerror(code))
      throw ClusterError(.unavailable, "\(program) does not start: \(reason)")
    }
    return pid
  }

  /// How a program ended and what it printed.
  struct Outcome {
    let status: Int32
    let output: String
  }

  /// Runs a program to its end, feeding it `input` (at most a pipe's 64 KiB) and keeping its output.
  static func run(_ words: [String], input: String = "") throws(ClusterError) -> Outcome {
    let inward = try pipe()
    let outward = try pipe()
    _ = unsafe Array(input.utf8).withUnsafeBytes {
      unsafe write(inward.write, $0.baseAddress, $0.count)
    }
    close(inward.write)
    defer { close(outward.read) }
    let pid: pid_t
    do {
      defer {
        close(inward.read)
        close(outward.write)
      }
      pid = try spawn(words, Streams(input: inward.read, output: outward.write))
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe read(outward.read, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return Outcome(status: wait(for: pid), output: String(decoding: bytes, as: UTF8.self))
  }

  /// Waits for a child's end; a death by signal N counts as status 128 + N.
  @discardableResult
  static func wait(for pid: pid_t) -> Int32 {
    var status: Int32 = 0
    while unsafe waitpid(pid, &status, 0) < 0 {
      // Without its status nothing may pass for a success.
      guard errno == EINTR else { return 255 }
    }
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
  }

  /// A program that goes on beside this one.
  struct Running {
    let pid: pid_t
    fileprivate let story: Story

    var hasEnded: Bool { story.facts.withLock { $0.hasEnded } }
  }

  /// What is known of a program between its start and its end.
  fileprivate final class Story: Sendable {
    let facts = Mutex<(start: Result<pid_t, ClusterError>?, hasEnded: Bool)>((nil, false))
  }

  /// Starts a program and goes on; a thread of its own waits for the program's end.
  ///
  /// So no dead child is ever left unburied, and what the kernel promises a child for the death of
  /// its parent (`setpriv --pdeathsig`) holds as long as this process: it is bound to the thread
  /// that started the child.
  static func launch(_ words: [String], _ streams: Streams) throws(ClusterError) -> Running {
    let story = Story()
    let isStarted = Aside.start {
      let start = Result { () throws(ClusterError) in try spawn(words, streams) }
      story.facts.withLock { $0.start = start }
      guard case .success(let pid) = start else { return }
      wait(for: pid)
      story.facts.withLock { $0.hasEnded = true }
    }
    guard isStarted else { throw ClusterError(.temporary, "the system gives no more threads") }
    while true {
      if let start = story.facts.withLock({ $0.start }) {
        return Running(pid: try start.get(), story: story)
      }
      usleep(500)
    }
  }

  private static func pipe() throws(ClusterError) -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard unsafe Glibc.pipe(&ends) == 0 else {
      throw FileSystem.failure(.temporary, "no pipe to be had", "/proc/self/fd")
    }
    // Above 2, so that they never collide with the standard streams they are copied onto.
    for index in ends.indices {
      let copy = fcntl(ends[index], F_DUPFD_CLOEXEC, 3)
      close(ends[index])
      ends[index] = copy
    }
    return (ends[0], ends[1])
  }

  private static func withCStrings<Value>(
    _ words: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
  ) -> Value {
    let copies = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { unsafe copies.forEach { unsafe free($0) } }
    return unsafe body(copies)
  }
}
