package import Postgres

/// How the nights and deliveries of an installation fare, in numbers about nobody.
package struct ServiceHealth: Sendable {
  /// When the latest night that is done was done, and how long its steps took; nil when there is none.
  package let lastNightAt: Timestamp?
  package let lastNightMilliseconds: Int64
  /// Seconds since then.
  package let secondsSinceNight: Int64?
  /// Whether a night began and is not done.
  package let isNightUnfinished: Bool
  /// How many messages are in each state.
  package let messages: [String: Int]
  /// How long the oldest message waits that may leave now, in seconds: 0 when none does.
  package let oldestWaitingSeconds: Int64
  /// When the latest message was sent.
  package let lastSentAt: Timestamp?
  /// How many addresses are suppressed.
  package let suppressedAddresses: Int64
  /// What keeps mail from leaving.
  package let stop: DeliveryStop?

  /// A health from its numbers.
  package init(
    lastNightAt: Timestamp? = nil, lastNightMilliseconds: Int64 = 0, secondsSinceNight: Int64?,
    isNightUnfinished: Bool = false, messages: [String: Int], oldestWaitingSeconds: Int64,
    lastSentAt: Timestamp? = nil, suppressedAddresses: Int64 = 0, stop: DeliveryStop?
  ) {
    self.lastNightAt = lastNightAt
    self.lastNightMilliseconds = lastNightMilliseconds
    self.secondsSinceNight = secondsSinceNight
    self.isNightUnfinished = isNightUnfinished
    self.messages = messages
    self.oldestWaitingSeconds = oldestWaitingSeconds
    self.lastSentAt = lastSentAt
    self.suppressedAddresses = suppressedAddresses
    self.stop = stop
  }

  /// Counts, at an instant.
  package static func read(
    at instant: Timestamp, _ connection: Connection
  ) async throws -> ServiceHealth {
    let night = try await connection.oneOrNone(
      """
      select r.finished_at, extract(epoch from \(instant)::timestamptz - r.finished_at)::bigint,
        (select coalesce(sum(s.milliseconds), 0)::bigint from match.run_step s where s.run = r.id)
      from match.run r
      where r.finished_at is not null
      order by r.finished_at desc
      limit 1
      """, as: (Timestamp, Int64, Int64).self)
    let (isUnfinished, oldest, lastSent, suppressed) = try await connection.one(
      """
      select exists (select from match.run where finished_at is null),
        (
          select coalesce(max(extract(epoch from \(instant)::timestamptz
            - greatest(o.dated_at, coalesce(o.retry_at, o.dated_at)))), 0)::bigint
          from mail.outbox o
          where o.state in ('pending', 'deferred') and coalesce(o.retry_at, o.dated_at) <= \(instant)
            and coalesce(o.time_zone, 'Europe/Paris') = any (mail.open_zones(\(instant)))),
        (select max(sent_at) from mail.outbox),
        (select count(*) from mail.suppression)
      """, as: (Bool, Int64, Timestamp?, Int64).self)
    return ServiceHealth(
      lastNightAt: night?.0, lastNightMilliseconds: night?.2 ?? 0, secondsSinceNight: night?.1,
      isNightUnfinished: isUnfinished, messages: try await HealthCheck.outbox(connection),
      oldestWaitingSeconds: max(0, oldest), lastSentAt: lastSent, suppressedAddresses: suppressed,
      stop: try await DeliveryStop.current(connection))
  }
}
