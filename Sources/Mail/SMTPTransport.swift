import Dispatch
import Synchronization

/// Hands messages to an SMTP server through libcurl, over connections that are kept.
///
/// The server has every byte when `beforeFinalDot` is called, and takes nothing before it returned.
package final class SMTPTransport: Transport {
  /// The server, and how to speak with it.
  package let server: SMTPServer
  private let idle = Mutex<[CurlSession]>([])
  private let isGivenUp: GivenUp

  private final class GivenUp: Sendable {
    let value = Atomic(false)
  }

  /// A transport to a server; connects at the first message.
  package init(_ server: SMTPServer) {
    self.server = server
    isGivenUp = GivenUp()
  }

  /// Always false: whether a server has a message whose reply was lost, nobody knows.
  package var isRepeatable: Bool { false }

  /// Stops waiting for answers, within a second: what is under way fails.
  package func giveUp() { isGivenUp.value.store(true, ordering: .relaxed) }

  /// Hands `message` over, one recipient, and returns the server's reply.
  ///
  /// - Throws: `MailError.handover`, or what `beforeFinalDot` threw; the server then took nothing.
  package func send(_ message: Message, beforeFinalDot: () async throws -> Void) async throws
    -> String
  {
    let session = try idle.withLock { $0.popLast() } ?? newSession()
    // Kept whatever happened: a connection that ended is made anew.
    defer { idle.withLock { $0.append(session) } }
    var progress = await session.begin(message)
    if case .waiting = progress {
      do {
        try await beforeFinalDot()
      } catch {
        _ = await session.finish(isPermitted: false)
        throw error
      }
      progress = await session.finish(isPermitted: true)
    }
    switch progress {
    case .taken(let reply): return reply?.description ?? "taken"
    case .failed(let fault): throw MailError.handover(fault)
    case .waiting, .declined: throw MailError.handover(HandoverFault(.garbled, at: .body))
    }
  }

  private func newSession() throws(MailError) -> CurlSession {
    let isGivenUp = isGivenUp
    return try CurlSession(server) { isGivenUp.value.load(ordering: .relaxed) }
  }
}
