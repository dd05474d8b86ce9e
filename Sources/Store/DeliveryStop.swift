package import Postgres

/// What keeps every message from being sent, until a person takes it away.
package struct DeliveryStop: Sendable {
  /// Who stopped it: a person, or the program.
  package let by: String
  /// Since when.
  package let since: Timestamp
  /// Why.
  package let reason: String
  /// Whether the program stopped by itself, as a server refuses us.
  package let isAlarm: Bool

  /// A stop from its parts.
  package init(by: String, since: Timestamp, reason: String, isAlarm: Bool) {
    self.by = by
    self.since = since
    self.reason = reason
    self.isAlarm = isAlarm
  }

  /// The stop in force; nil when mail may leave.
  package static func current(_ connection: Connection) async throws -> DeliveryStop? {
    try await connection.oneOrNone(
      "select stopped_by, stopped_at, reason, is_alarm from mail.stop",
      as: (String, Timestamp, String, Bool).self
    ).map { DeliveryStop(by: $0.0, since: $0.1, reason: $0.2, isAlarm: $0.3) }
  }

  /// Stops every delivery; one that is stopped stays as it is.
  package static func stop(
    by author: Author, reason: String, isAlarm: Bool, _ connection: Connection
  ) async throws {
    try await connection.run(
      """
      insert into mail.stop (stopped_at, stopped_by, reason, is_alarm)
      values (\(author.at), \(author.name), \(reason), \(isAlarm))
      on conflict (one) do nothing
      """)
  }

  /// Lets mail leave again; false when nothing was stopped.
  package static func resume(_ connection: Connection) async throws -> Bool {
    try await !connection.rows("delete from mail.stop returning one").decode(as: Bool.self).isEmpty
  }
}
