import Glibc
import Synchronization

/// An SMTP server on this machine that does at each command what a test wants.
package final class ScriptedSMTP: Sendable {
  /// Where in the conversation something can go wrong.
  package enum Stage: String, Sendable, Hashable, CaseIterable {
    case banner, hello, startTLS, login, sender, recipient, data, finalDot
  }

  /// What the server does instead of its usual reply.
  package enum Act: Sendable, Hashable {
    /// Says this, with CRLF added, and goes on.
    case say(String)
    /// Says 421 and closes.
    case close
    /// Closes without a word.
    case drop
    /// Says nothing until the client goes away.
    case stall
    /// Takes the message, then closes without a word.
    case takeAndDrop
  }

  /// What came in at one command.
  package struct Event: Sendable {
    /// Which command.
    package let stage: Stage
    /// Its line; for the final dot, the message.
    package let text: String
  }

  /// The port on 127.0.0.1.
  package let port: UInt16
  private let listener: Int32
  private let record = Record()

  /// What happened; the threads keep it, not the server, so that a server nobody holds can stop.
  private final class Record: Sendable {
    let state = Mutex(State())
  }

  private struct State {
    var accepted: [String] = []
    var complete: [String] = []
    var lines: [String] = []
    var connections = 0
    var isStopped = false
  }

  /// Starts a server.
  ///
  /// - `extensions`: what EHLO announces.
  /// - `script`: what to do at a command; nil for the usual.
  package init(
    extensions: [String] = ["ENHANCEDSTATUSCODES"],
    script: @escaping @Sendable (Event) -> Act? = { _ in nil }
  ) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe bind(listener, generic, size) == 0 && listen(listener, 64) == 0
          && getsockname(listener, generic, &size) == 0
      }
    }
    guard isBound else { throw Failure() }
    self.listener = listener
    port = UInt16(bigEndian: address.sin_port)
    let server = Server(extensions: extensions, script: script, record: record)
    Self.start { Self.serve(listener, server) }
  }

  private struct Failure: Error {}

  deinit { stop() }

  /// Closes the door; conversations under way end by themselves.
  package func stop() {
    let isFirst = record.state.withLock { state in
      defer { state.isStopped = true }
      return !state.isStopped
    }
    if isFirst { shutdown(listener, Int32(SHUT_RDWR)) }
  }

  /// The messages that were taken: whose final dot got a 250, told or not.
  package var accepted: [String] { record.state.withLock { $0.accepted } }
  /// The messages that came whole, final dot included.
  package var complete: [String] { record.state.withLock { $0.complete } }
  /// Every command that came.
  package var lines: [String] { record.state.withLock { $0.lines } }
  /// How often somebody connected.
  package var connections: Int { record.state.withLock { $0.connections } }

  // MARK: Serving

  /// A thread of its own: a stalled conversation must hold up no other.
  private static func start(_ body: @escaping @Sendable () -> Void) {
    let context = unsafe Unmanaged.passRetained(Work(body)).toOpaque()
    var thread = pthread_t()
    _ = unsafe pthread_create(
      &thread, nil,
      { context in
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
        return nil
      }, context)
    pthread_detach(thread)
  }

  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private static func serve(_ listener: Int32, _ server: Server) {
    while true {
      let client = accept(listener, nil, nil)
      guard client >= 0 else { break }
      server.record.state.withLock { $0.connections += 1 }
      start { Talk(client: client, server: server).run() }
    }
    close(listener)
  }

  private struct Server: Sendable {
    let extensions: [String]
    let script: @Sendable (Event) -> Act?
    let record: Record

    func note(_ change: (inout State) -> Void) { record.state.withLock { change(&$0) } }
  }

  /// One conversation.
  private final class Talk {
    let client: Int32
    let server: Server
    var buffer: [UInt8] = []

    init(client: Int32, server: Server) {
      self.client = client
      self.server = server
    }

    func run() {
      defer { close(client) }
      guard answer(.banner, "", "220 test ESMTP") else { return }
      while let line = nextLine() {
        server.note { $0.lines.append(line) }
        let verb = line.prefix(4).uppercased()
        switch verb {
        case "EHLO", "HELO":
          let words = ["test"] + server.extensions
          let reply = words.enumerated().map { $0 + 1 < words.count ? "250-\($1)" : "250 \($1)" }
          guard answer(.hello, line, reply.joined(separator: "\r\n")) else { return }
        case "STAR": guard answer(.startTLS, line, "220 go on") else { return }
        case "AUTH": guard answer(.login, line, "235 2.7.0 welcome") else { return }
        case "MAIL": guard answer(.sender, line, "250 2.1.0 ok") else { return }
        case "RCPT": guard answer(.recipient, line, "250 2.1.5 ok") else { return }
        case "DATA":
          guard let reply = reply(.data, line, "354 go on") else { return }
          guard say(reply) else { return }
          if reply.hasPrefix("354") { guard takeMessage() else { return } }
        case "RSET", "NOOP": guard say("250 2.0.0 ok") else { return }
        case "QUIT":
          _ = say("221 2.0.0 bye")
          return
        default: guard say("500 5.5.1 what?") else { return }
        }
      }
    }

    private func takeMessage() -> Bool {
      var text = ""
      while let line = nextLine() {
        if line == "." {
          server.note { $0.complete.append(text) }
          guard let reply = reply(.finalDot, text, "250 2.0.0 taken") else { return false }
          if reply.hasPrefix("250") { server.note { $0.accepted.append(text) } }
          return say(reply)
        }
        text += (line.hasPrefix(".") ? String(line.dropFirst()) : line) + "\r\n"
      }
      return false
    }

    private func answer(_ stage: Stage, _ text: String, _ usual: String) -> Bool {
      reply(stage, text, usual).map(say) ?? false
    }

    /// What to say; nil to end the conversation.
    private func reply(_ stage: Stage, _ text: String, _ usual: String) -> String? {
      switch server.script(Event(stage: stage, text: text)) {
      case nil: return usual
      case .say(let other): return other
      case .close:
        _ = say("421 4.3.2 going away")
        return nil
      case .drop: return nil
      case .takeAndDrop:
        server.note { $0.accepted.append(text) }
        return nil
      case .stall:
        while nextLine() != nil {}
        return nil
      }
    }

    private func say(_ text: String) -> Bool {
      let bytes = Array((text + "\r\n").utf8)
      return unsafe bytes.withUnsafeBytes {
        unsafe send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) == $0.count
      }
    }

    private func nextLine() -> String? {
      while true {
        if let end = buffer.firstIndex(of: 0x0A) {
          var line = Array(buffer[..<end])
          buffer.removeSubrange(...end)
          if line.last == 0x0D { line.removeLast() }
          return String(decoding: line, as: UTF8.self)
        }
        var piece = [UInt8](repeating: 0, count: 16_384)
        let count = unsafe piece.withUnsafeMutableBytes {
          unsafe recv(client, $0.baseAddress, $0.count, 0)
        }
        guard count > 0 else { return nil }
        buffer += piece[..<count]
      }
    }
  }
}
