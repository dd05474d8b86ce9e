package import Postgres
package import Programme

/// What installation a database is, and the days it lives in.
package struct Installation: Sendable {
  /// A demo can never send mail, whatever is configured.
  package let isDemo: Bool
  /// The key of reader codes and of the order of ties, 32 bytes.
  package let secret: [UInt8]
  /// Who answers for the data, and who is asked about them; nil until it is told.
  package let controller, dataProtectionContact: String?

  /// Reads the one row that says so.
  package static func read(_ connection: Connection) async throws -> Installation {
    let row = try await connection.one(
      "select is_demo, secret, controller, data_protection_contact from app.installation",
      as: (Bool, [UInt8], String?, String?).self)
    return Installation(
      isDemo: row.0, secret: row.1, controller: row.2, dataProtectionContact: row.3)
  }

  /// Tells who answers for the data, and whom persons ask about theirs; nil leaves one as it is.
  package static func name(
    controller: String?, contact: String?, _ connection: Connection
  ) async throws {
    try await connection.run(
      """
      update app.installation set controller = coalesce(\(controller), controller),
        data_protection_contact = coalesce(\(contact), data_protection_contact)
      """)
  }

  /// The key of the order of ties, of which the matching uses the first sixteen bytes.
  package static func tieKey(_ connection: Connection) async throws -> [UInt8] {
    try await connection.one(
      "select app.hmac_sha256(secret, convert_to('ties', 'UTF8')) from app.installation",
      as: [UInt8].self)
  }

  /// Marks the database as a demo, for good.
  ///
  /// Before the first run the key becomes a fixed one as well, so that every demo makes the same
  /// lists, codes and messages; there is nothing to protect in it.
  package static func markAsDemo(_ connection: Connection) async throws {
    try await connection.run(
      """
      update app.installation set
        is_demo = true,
        secret = case when exists (select from match.run) then secret
          else sha256('vivier demonstration') end
      where not is_demo
      """)
  }

  /// How many companies stand in the database that are not fictitious.
  package static func realCompanies(_ connection: Connection) async throws -> Int64 {
    try await connection.one(
      "select count(*) from app.company where not (select is_demo from app.installation)",
      as: Int64.self)
  }

  /// The business date of an instant: the day it is in Paris.
  ///
  /// - `instant`: seconds since 1970-01-01T00:00:00Z.
  package static func businessDate(
    of instant: Double, _ connection: Connection
  ) async throws -> Day {
    let date = try await connection.one(
      "select (to_timestamp(\(instant)) at time zone 'Europe/Paris')::date", as: PostgresDate.self)
    return Day(date)
  }
}
