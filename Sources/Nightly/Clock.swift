package import Postgres

/// Where a night takes its time from.
package struct NightClock: Sendable {
  /// The instant, for what is recorded.
  package let now: @Sendable () -> Timestamp
  /// Milliseconds since some fixed moment, never backwards, for how long a step took.
  package let uptime: @Sendable () -> Int64

  /// A clock from two functions.
  package init(now: @escaping @Sendable () -> Timestamp, uptime: @escaping @Sendable () -> Int64) {
    self.now = now
    self.uptime = uptime
  }
}
