import Dispatch
import Glibc
import Postgres
import Synchronization

/// Pretends to be a server: takes a session, and answers the first statement with given bytes.
final class ScriptedServer: Sendable {
  private let listener = Listener()
  private let greeting: [UInt8]
  private let answer: [UInt8]
  private let isClosed = Atomic(false)

  /// What a server says to a new session: welcome, a key to cancel with, ready.
  static let welcome: [UInt8] =
    message("R", [0, 0, 0, 0]) + message("K", [0, 0, 0, 1, 0, 0, 0, 2]) + message("Z", [0x49])

  /// One message of the protocol.
  static func message(_ type: Character, _ body: [UInt8]) -> [UInt8] {
    let size = UInt32(body.count + 4)
    return [type.asciiValue ?? 0] + (0..<4).map { UInt8(truncatingIfNeeded: size >> (24 - 8 * $0)) }
      + body
  }

  /// Says `greeting` to whoever comes, and `answer` to the first thing they say then.
  init(greeting: [UInt8] = welcome, answer: [UInt8] = []) {
    self.greeting = greeting
    self.answer = answer
    DispatchQueue(label: "scripted").async { [self] in
      while !isClosed.load(ordering: .relaxed) {
        guard Self.waits(listener.socket) else { continue }
        let socket = listener.accept()
        DispatchQueue(label: "scripted").async { [self] in
          converse(socket)
          Glibc.close(socket)
        }
      }
      listener.close()
    }
  }

  /// Says what there is to say, each time the other has said something, and then nothing.
  private func converse(_ socket: Int32) {
    var words = [greeting, answer][...]
    var bytes = [UInt8](repeating: 0, count: 4_096)
    while !isClosed.load(ordering: .relaxed) {
      guard Self.waits(socket) else { continue }
      guard unsafe read(socket, &bytes, bytes.count) > 0 else { return }
      guard let next = words.popFirst() else { continue }
      unsafe _ = send(socket, next, next.count, Int32(MSG_NOSIGNAL))
    }
  }

  private static func waits(_ socket: Int32) -> Bool {
    var entry = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&entry, 1, 20) > 0
  }

  /// Leads here.
  var options: Options {
    var options = Options(host: "127.0.0.1", port: listener.port, database: "x", user: "x")
    options["sslmode"] = "disable"
    options.connectTimeout = .seconds(120)
    return options
  }

  /// Ends every connection and listens no more.
  func close() { isClosed.store(true, ordering: .relaxed) }
}
