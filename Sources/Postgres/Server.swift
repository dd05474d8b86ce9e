import Dispatch

/// A server as seen from outside, without a session.
public enum Server {
  /// Whether a server takes sessions.
  public enum PingResult: Hashable, Sendable {
    /// It does.
    case accepting
    /// It runs, but is starting up, shutting down or recovering.
    case rejecting
    /// Nothing answers.
    case noResponse
    /// The options lead nowhere.
    case noAttempt
  }

  /// Asks whether a server takes sessions; needs neither a right role nor a password.
  public static func ping(_ options: Options) async -> PingResult {
    let conninfo = options.conninfo()
    return await withCheckedContinuation { continuation in
      // PQping blocks, so it gets a thread of its own rather than one of the cooperative pool.
      DispatchQueue(label: "postgres.ping").async {
        continuation.resume(returning: LibPQ.ping(conninfo))
      }
    }
  }
}
