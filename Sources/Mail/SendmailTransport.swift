import Dispatch
import Glibc
import Synchronization

/// Hands messages to a sendmail command, which puts them into its own queue.
package struct SendmailTransport: Transport {
  /// The absolute path of the command.
  package let command: String
  /// Where bounces go; nil for the author's address.
  package let bouncesTo: Address?

  /// A transport through a command.
  ///
  /// - Throws: `MailError.setting` when the path is not absolute.
  package init(command: String = "/usr/sbin/sendmail", bouncesTo: Address? = nil) throws(MailError)
  {
    guard command.hasPrefix("/"), !command.utf8.contains(0) else {
      throw .setting("the sendmail command needs an absolute path")
    }
    self.command = command
    self.bouncesTo = bouncesTo
  }

  /// Always false: a command that dies after the end of the message may have queued it.
  package var isRepeatable: Bool { false }

  /// Runs the command for one message: `-i` keeps lines of one dot, the end of input is the final dot.
  ///
  /// - Throws: `MailError.handover`, or what `beforeFinalDot` threw; the command is then killed
  ///   before the end of its input, and takes nothing.
  package func send(_ message: Message, beforeFinalDot: () async throws -> Void) async throws
    -> String
  {
    let sender = bouncesTo?.spec ?? message.from.spec
    let process = try SendmailProcess(command, ["-i", "-f", sender, "--", message.to.spec])
    // The command lives on this machine, where lines end with \n.
    let isWritten = await process.write(message.bytes.filter { $0 != 0x0D })
    guard isWritten else { throw await fault(of: process) }
    do {
      try await beforeFinalDot()
    } catch {
      process.kill()
      process.closeInput()
      _ = await process.status()
      throw error
    }
    process.closeInput()
    let status = await process.status()
    guard status == 0 else {
      throw MailError.handover(HandoverFault(.exit(status), at: .finalDot))
    }
    return "queued by \(command)"
  }

  private func fault(of process: SendmailProcess) async -> MailError {
    process.kill()
    process.closeInput()
    let status = await process.status()
    // It ended before the message did, so it took nothing; only its status may say why.
    let cause: HandoverFault.Cause =
      (64...127).contains(status) ? .exit(status) : .lost(timedOut: false)
    return .handover(HandoverFault(cause, at: .body))
  }
}

/// A running command that reads a message.
private final class SendmailProcess: Sendable {
  private let pid: pid_t
  private let input: Int32
  private let queue = DispatchQueue(label: "vivier.sendmail")

  /// One start at a time: a command started between the making of a pipe and its marking would keep
  /// our end open, and the other command would never see the end of its message.
  private static let starting = Mutex(())

  init(_ command: String, _ arguments: [String]) throws(MailError) {
    (pid, input) = try Self.starting.withLock { _ throws(MailError) in
      try Self.start(command, arguments)
    }
  }

  private static func start(
    _ command: String, _ arguments: [String]
  ) throws(MailError) -> (pid_t, Int32) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else {
      throw .file(operation: "pipe to", path: command, code: errno)
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO)
    for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
      unsafe posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
    }
    // The words live until the call returns, which copies them.
    var words: [UnsafeMutablePointer<CChar>?] = unsafe ([command] + arguments).map {
      unsafe strdup($0)
    }
    unsafe words.append(nil)
    defer { unsafe words.forEach { unsafe free($0) } }
    var pid: pid_t = 0
    let code = unsafe posix_spawn(&pid, command, &actions, nil, words, environ)
    close(ends[0])
    guard code == 0 else {
      close(ends[1])
      throw .file(operation: "run", path: command, code: code)
    }
    return (pid, ends[1])
  }

  /// Writes all of the message; false when the command stopped reading.
  func write(_ bytes: [UInt8]) async -> Bool {
    await withCheckedContinuation { continuation in
      queue.async { [input] in
        var done = 0
        while done < bytes.count {
          let count = unsafe bytes.withUnsafeBytes { buffer in
            unsafe Glibc.write(
              input, buffer.baseAddress.map { unsafe $0 + done }, bytes.count - done)
          }
          if count > 0 { done += count } else if errno != EINTR { break }
        }
        continuation.resume(returning: done == bytes.count)
      }
    }
  }

  func closeInput() { close(input) }

  func kill() { Glibc.kill(pid, SIGKILL) }

  /// Waits for the end: the exit status, or -1 when a signal ended it.
  func status() async -> Int32 {
    await withCheckedContinuation { continuation in
      queue.async { [pid] in
        var status: Int32 = 0
        while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
        continuation.resume(returning: status & 0x7F == 0 ? status >> 8 & 0xFF : -1)
      }
    }
  }
}
