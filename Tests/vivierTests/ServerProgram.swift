import Dispatch
import Foundation
import Glibc
import TestSupport

/// The built program, run as a person runs it: by its path, in an environment of its own.
struct ServerProgram: Sendable {
  /// How a command ended and what it said.
  struct Outcome: Sendable {
    /// The exit code; nil when a signal ended it.
    let code: Int32?
    /// The signal that ended it.
    let signal: Int32?
    let output: String
    let errors: String
    let duration: Duration
  }

  /// The program did not start.
  struct Failure: Error { let code: Int32 }

  /// The folder of its state and of what it prints; the caller removes it.
  let folder: String
  /// What is told before each command's own options, such as the database.
  var environment: [String: String] = [:]
  /// What the program runs under: the words of a command before its own.
  var under: [String] = []

  /// The program beside the bundle of these tests.
  static let path: String = {
    let bundle =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    let beside = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? bundle
    return URL(filePath: beside).deletingLastPathComponent().path + "/vivier"
  }()

  /// The state folder.
  var home: String { folder + "/home" }

  /// Runs a command to its end, or kills it after a while.
  func run(
    _ arguments: [String], _ more: [String: String] = [:], killedAfter delay: Duration? = nil
  ) async throws -> Outcome {
    let start = ContinuousClock.now
    let name = folder + "/" + UUID().uuidString
    let pid = try spawn(arguments, more, to: name)
    let killer = delay.map { delay in
      Task {
        try await Task.sleep(for: delay)
        kill(pid, SIGKILL)
      }
    }
    await withCheckedContinuation { continuation in
      // Waits on a thread of its own, so that no task blocks; until it is reaped below, the number
      // of the process is nobody else's.
      DispatchQueue(label: "waiting").async {
        var info = unsafe siginfo_t()
        while unsafe waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        continuation.resume()
      }
    }
    killer?.cancel()
    _ = await killer?.result
    var status: Int32 = 0
    while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7f
    return Outcome(
      code: signal == 0 ? (status >> 8) & 0xff : nil, signal: signal == 0 ? nil : signal,
      output: try String(contentsOfFile: name + ".out", encoding: .utf8),
      errors: try String(contentsOfFile: name + ".err", encoding: .utf8),
      duration: ContinuousClock.now - start)
  }

  private func spawn(
    _ arguments: [String], _ more: [String: String], to name: String
  ) throws -> pid_t {
    var variables = [
      "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": folder, "TZ": "UTC",
      "VIVIER_HOME": home, "VIVIER_CONFIG": "/dev/null", "VIVIER_SEEDS": TestSeeds.folder,
    ]
    variables.merge(environment) { $1 }
    variables.merge(more) { $1 }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, 1, name + ".out", flags, 0o600)
    unsafe posix_spawn_file_actions_addopen(&actions, 2, name + ".err", flags, 0o600)
    let command = under + [Self.path]
    var words = unsafe (command + arguments).map { unsafe strdup($0) } + [nil]
    var lines = unsafe variables.map { unsafe strdup("\($0)=\($1)") } + [nil]
    defer { unsafe (words + lines).forEach { unsafe free($0) } }
    var pid: pid_t = 0
    let code = unsafe posix_spawn(&pid, command[0], &actions, nil, &words, &lines)
    guard code == 0 else { throw Failure(code: code) }
    return pid
  }

  /// The files that deliveries left, by path below the folder of mails.
  var mails: [String: Data] {
    var files: [String: Data] = [:]
    let names = FileManager.default.enumerator(atPath: home + "/mail")
    while let name = names?.nextObject() as? String {
      files[name] = FileManager.default.contents(atPath: home + "/mail/" + name)
    }
    return files
  }

  /// The processes that name the folder, such as a server that was left behind.
  var processes: [String] {
    let pids = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return pids.filter { Int32($0) != nil && Int32($0) != getpid() }.compactMap { pid in
      guard let line = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") else {
        return nil
      }
      let text = String(decoding: line.map { $0 == 0 ? 0x20 : $0 }, as: UTF8.self)
      return text.contains(folder) ? "\(pid) \(text)" : nil
    }
  }
}
