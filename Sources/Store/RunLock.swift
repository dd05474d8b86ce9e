package import Postgres

/// The lock that one night, or one delivery, holds on a connection of its own.
///
/// It ends with the session: when the process is killed, the server gives it back within a second,
/// without any timeout that could rescue what still works.
package struct RunLock: ~Copyable {
  /// What is locked; each kind has a lock of its own.
  package enum Kind: Int32, Sendable {
    /// A night.
    case nightly = 1
    /// A delivery of the outbox.
    case delivery = 2

    var word: String { self == .nightly ? "night" : "delivery" }
  }

  /// The first half of the key of the advisory locks ("vivr" in ASCII).
  private static let key: Int32 = 0x7669_7672
  private let connection: Connection

  /// Takes the lock, or fails at once naming who holds it.
  ///
  /// - `connection`: is kept for the time of the lock and used for nothing else; its
  ///   application name is what others are told of the holder.
  package init(_ kind: Kind, on connection: sending Connection) async throws {
    // Without it a server that works for a killed client would hold the lock until it is done.
    try await connection.run("set client_connection_check_interval = '1s'")
    let isMine = try await connection.one(
      "select pg_try_advisory_lock(\(Self.key), \(kind.rawValue))", as: Bool.self)
    guard isMine else {
      let holder = try await connection.rows(
        """
        select a.application_name, to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"')
        from pg_locks l
        join pg_stat_activity a on a.pid = l.pid
        where l.locktype = 'advisory' and l.granted and l.classid::bigint = \(Int64(Self.key))
          and l.objid::bigint = \(Int64(kind.rawValue))
          and l.database = (select oid from pg_database where datname = current_database())
        """
      ).decode(as: (String?, String?).self).first
      throw StoreError(
        .busy,
        "another \(kind.word) is at work: \(holder?.0 ?? "unknown"), since \(holder?.1 ?? "just now")",
        hint: "try again when it is done")
    }
    self.connection = connection
  }

  /// Waits until no delivery is under way, and keeps one from starting until the caller's
  /// transaction ends; gives up after a quarter of an hour.
  package static func waitForDeliveries(_ connection: Connection) async throws {
    try await connection.run("set local lock_timeout = '15min'")
    try await connection.run(
      "select pg_advisory_xact_lock(\(key), \(Kind.delivery.rawValue))")
    try await connection.run("set local lock_timeout = 0")
  }

  /// Keeps nights from starting until ``letNightsIn(_:)``; fails at once while one is at work.
  package static func keepNightsOut(_ connection: Connection) async throws {
    let isFree = try await connection.one(
      "select pg_try_advisory_lock(\(key), \(Kind.nightly.rawValue))", as: Bool.self)
    guard isFree else {
      throw StoreError(.busy, "a night is at work", hint: "try again when it is done")
    }
  }

  /// Lets nights start again.
  package static func letNightsIn(_ connection: Connection) async throws {
    try await connection.run("select pg_advisory_unlock(\(key), \(Kind.nightly.rawValue))")
  }

  /// Gives the lock back.
  package consuming func release() { connection.close() }
}
