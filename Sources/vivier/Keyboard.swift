import Glibc

/// Lines that a person types, read so that Ctrl-C is heard while nothing comes.
struct Keyboard {
  private var waiting: [UInt8] = []
  private var isAtEnd = false

  /// Whether a person types: both the questions and the answers are on a terminal.
  static var isThere: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }

  /// The next line without its end; nil at the end of the input (Ctrl-D).
  ///
  /// - Throws: `CancellationError` when the command is asked to end.
  mutating func line() throws -> String? {
    while true {
      if let end = waiting.firstIndex(of: 0x0A) {
        let line = String(decoding: waiting[..<end], as: UTF8.self)
        waiting.removeSubrange(...end)
        return line
      }
      if isAtEnd { return nil }
      try Task.checkCancellation()
      try read()
    }
  }

  /// Waits a moment for what is typed.
  private mutating func read() throws {
    var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&request, 1, 100) > 0 else { return }
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
      count = max(0, unsafe Glibc.read(STDIN_FILENO, buffer.baseAddress, 4096))
    }
    isAtEnd = bytes.isEmpty
    waiting += bytes
  }
}
