package import Postgres

/// What becomes of a message that was not simply taken.
extension Outbox {
  /// For how long a message is tried again: RFC 5321, section 4.5.4.1, asks for four to five days.
  package static let daysOfTrying = 5

  /// Notes that a message could not be handed over, and when it is tried again: after 5 minutes, then
  /// twice as long each time up to 4 hours.
  ///
  /// - Returns: whether it will be tried again; after five days it is dead.
  package static func putOff(
    _ id: Int64, reason: String, at instant: Timestamp, _ connection: Connection
  ) async throws -> Bool {
    try await connection.one(
      """
      update mail.outbox set
        state = case
          when \(instant) - first_tried_at >= make_interval(days => \(Int32(daysOfTrying))) then 'dead'
          else 'deferred' end,
        retry_at = \(instant)
          + least(interval '5 minutes' * 2 ^ least(attempts - 1, 10), interval '4 hours'),
        reason = \(reason)
      where id = \(id)
      returning state = 'deferred'
      """, as: Bool.self)
  }

  /// Notes that a message waits for its turn, which is no failure of its own.
  package static func wait(
    _ id: Int64, reason: String, until instant: Timestamp, _ connection: Connection
  ) async throws {
    try await connection.run(
      """
      update mail.outbox set state = 'deferred', retry_at = \(instant), reason = \(reason),
        attempts = attempts - 1
      where id = \(id)
      """)
  }

  /// Notes that a message can never be handed over as it is.
  package static func bury(
    _ id: Int64, reason: String, _ connection: Connection
  ) async throws {
    try await connection.run(
      "update mail.outbox set state = 'dead', reason = \(reason) where id = \(id)")
  }

  /// Notes that nobody knows whether a message arrived: it is never sent again by itself, and its
  /// items return in the next digest as reminders.
  package static func doubt(
    _ id: Int64, reason: String, _ connection: Connection
  ) async throws {
    try await connection.run(
      "update mail.outbox set state = 'uncertain', reason = \(reason) where id = \(id)")
  }

  /// Puts back what a killed sender had taken.
  ///
  /// A message in `sending` was surely not delivered. One in `committing` may have been: a repeatable
  /// transport sends it again and leaves one copy; otherwise it becomes `uncertain`, for a person.
  ///
  /// - Returns: how many became uncertain.
  @discardableResult
  package static func recover(isRepeatable: Bool, _ connection: Connection) async throws -> Int {
    let states = try await connection.rows(
      """
      update mail.outbox set
        state = case when state = 'sending' or \(isRepeatable) then 'pending' else 'uncertain' end,
        reason = case when state = 'committing' then 'the sender was stopped at the final dot' end
      where state in ('sending', 'committing')
      returning state
      """
    ).decode(as: String.self)
    return states.count { $0 == "uncertain" }
  }

  /// Lets what was put off be tried again when its time has come, unless a later digest tells it.
  ///
  /// - `instant`: nil for whatever its time.
  package static func retryDeferred(
    at instant: Timestamp?, _ connection: Connection
  ) async throws {
    try await connection.run(
      """
      update mail.outbox set state = 'pending', retry_at = null
      where state = 'deferred'
        and (\(instant)::timestamptz is null or retry_at <= \(instant))
      """)
    try await connection.run(
      """
      update mail.outbox o set state = 'superseded', reason = 'a later digest tells it'
      where o.state = 'pending' and exists (
        select from mail.outbox n
        where n.kind = o.kind and n.recipient = o.recipient
          and n.business_date > o.business_date and n.state <> 'superseded')
      """)
  }

  /// Finds out where the readers of waiting messages are.
  package static func place(_ connection: Connection) async throws {
    try await connection.run(try query("place-deliveries"))
  }

  /// The time zones of France in which mail may leave now.
  package static func openZones(
    at instant: Timestamp, _ connection: Connection
  ) async throws -> [String] {
    try await connection.one("select mail.open_zones(\(instant))", as: [String].self)
  }

  /// The territory whose lead reads the answers to a message; nil where none is told.
  package static func territory(
    of id: Int64, _ connection: Connection
  ) async throws -> String? {
    try await connection.one(
      "select territory from mail.outbox where id = \(id)", as: String?.self)
  }
}
