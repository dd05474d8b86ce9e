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

  /// Asks as ``ping(_:)`` does, blocking the thread, for callers that have one to themselves.
  public static func pingWaiting(_ options: Options) -> PingResult {
    var options = options
    // An empty value means "no limit" everywhere in libpq but in PQping, which fails on it.
    if options["connect_timeout"] == nil { options["connect_timeout"] = "5" }
    return LibPQ.ping(options.conninfo())
  }

  /// Asks whether a server takes sessions; needs neither a right role nor a password.
  public static func ping(_ options: Options) async -> PingResult {
    return await withCheckedContinuation { continuation in
      // PQping blocks, so it gets a thread of its own rather than one of the cooperative pool.
      DispatchQueue(label: "postgres.ping").async {
        continuation.resume(returning: pingWaiting(options))
      }
    }
  }
}
