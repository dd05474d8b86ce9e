package import Postgres

/// The addresses that nothing is sent to any more, of whomever.
package enum Suppression {
  /// Why an address is on the list.
  package enum Reason: String, SQLValue, Sendable, CaseIterable {
    /// Mail to it comes back.
    case bounced
    /// Its reader called our mail unwanted.
    case complained
    /// Its reader asked for it.
    case asked
  }

  /// An address of the list.
  package struct Entry: Sendable {
    /// The address, in lower case.
    package let address: String
    /// Why.
    package let reason: Reason
    /// Since when.
    package let since: PostgresDate
  }

  /// Puts an address on the list; one that is on it stays as it is.
  ///
  /// - Returns: whether it is new.
  @discardableResult
  package static func add(
    _ address: String, _ reason: Reason, at instant: Timestamp, _ connection: Connection
  ) async throws -> Bool {
    try await !connection.rows(
      """
      insert into mail.suppression (address, reason, suppressed_on)
      values (lower(\(address)), \(reason), (\(instant)::timestamptz at time zone 'Europe/Paris')::date)
      on conflict (address) do nothing
      returning address
      """
    ).decode(as: String.self).isEmpty
  }

  /// Takes an address off the list; false when it was not on it.
  package static func remove(_ address: String, _ connection: Connection) async throws -> Bool {
    try await !connection.rows(
      "delete from mail.suppression where address = lower(\(address)) returning address"
    ).decode(as: String.self).isEmpty
  }

  /// The whole list, by address.
  package static func all(_ connection: Connection) async throws -> [Entry] {
    try await connection.rows(
      "select address, reason, suppressed_on from mail.suppression order by address"
    ).decode(as: (String, Reason, PostgresDate).self).map {
      Entry(address: $0.0, reason: $0.1, since: $0.2)
    }
  }
}
