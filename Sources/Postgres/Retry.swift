/// How often a transaction is tried again when the server undoes it for the sake of another.
///
/// That is a serialization failure (`40001`), a deadlock (`40P01`), or a prepared statement made
/// stale by a change of the schema. Everything else is not tried again.
public struct Retry: Sendable {
  /// How many attempts there are in all.
  public var limit: Int
  /// The longest pause before the second attempt; it doubles with each attempt.
  public var pause: Duration
  /// The longest pause of all.
  public var longestPause: Duration
  /// Gives the share of the pause to wait, from 0 to 1, so that rivals do not meet again.
  public var jitter: @Sendable () -> Double

  /// Makes a policy; by default five attempts, with pauses of up to 10, 20, 40 and 80 milliseconds.
  public init(
    limit: Int = 5, pause: Duration = .milliseconds(10), longestPause: Duration = .seconds(1),
    jitter: @escaping @Sendable () -> Double = { .random(in: 0...1) }
  ) {
    self.limit = limit
    self.pause = pause
    self.longestPause = longestPause
    self.jitter = jitter
  }

  /// One attempt.
  public static let never = Retry(limit: 1)
  /// Five attempts.
  public static let standard = Retry()

  /// How long to wait after attempts that failed.
  func pause(after attempts: Int) -> Duration {
    var longest = pause
    for _ in 1..<max(1, attempts) where longest < longestPause { longest = longest * 2 }
    return min(longest, longestPause) * jitter()
  }

  /// Whether an error means that the same transaction may succeed now.
  static func mayHelp(_ error: any Error) -> Bool {
    switch error {
    case let error as PostgresError:
      error.isStalePlan
        || error.state.map { [.serializationFailure, .deadlockDetected].contains($0) } ?? false
    case let error as any TransactionFailure: mayHelp(error.underlying)
    default: false
    }
  }
}

/// A ``TransactionError`` of whatever kind.
protocol TransactionFailure: Error {
  var underlying: any Error { get }
}
