package import Postgres

/// Messages that came back.
package enum Bounces {
  /// From this sum of scores on, nothing is written to an address any more.
  package static let limit: Int64 = 4
  /// An address whose mail did not come back for this many days begins anew.
  package static let daysOfMemory = 30

  /// What a report did.
  package enum Effect: String, Sendable {
    /// It concerns no message of ours, or not its reader: anybody can write such a report.
    case ignored
    /// It was read before.
    case known
    /// It counts against the address.
    case counted
    /// Nothing is written to the address any more.
    case suppressed
  }

  /// Takes a failure that a report tells, inside the caller's transaction.
  ///
  /// - `report`: the bytes of the report, whose SHA-256 is kept.
  /// - `isAboutMailbox`: whether the code says that nobody reads at the address, which is believed at
  ///   once; anything else scores 2 when it stays and 1 when it may pass, as Discourse counts.
  package static func take(
    report: [UInt8], messageID: String, address: String, status: String, isAboutMailbox: Bool,
    at instant: Timestamp, _ connection: Connection
  ) async throws -> Effect {
    let reader = try await connection.oneOrNone(
      """
      select i.candidate, k.id
      from mail.outbox o
      left join app.candidate_identity i on o.recipient_kind = 'candidate' and i.candidate = o.recipient
      left join app.contact k on o.recipient_kind = 'contact' and k.id = o.recipient
      where o.message_id = \(messageID) and o.state in ('sent', 'uncertain', 'committing', 'dead')
        and lower(\(address)) = lower(coalesce(i.email, k.email))
      """, as: (String?, String?).self)
    guard let (candidate, contact) = reader else { return .ignored }
    let isPermanent = status.hasPrefix("5")
    let score: Int16 = isPermanent ? 2 : 1
    let isNew = try await !connection.rows(
      """
      insert into mail.bounce (report, message_id, candidate, contact, status, score, bounced_at)
      values (sha256(\(report)), \(messageID), \(candidate), \(contact), \(status), \(score), \(instant))
      on conflict (report, candidate, contact) do nothing
      returning id
      """
    ).decode(as: Int64.self).isEmpty
    guard isNew else { return .known }
    // A message that came back for good did not arrive, whatever was thought of it.
    if isPermanent {
      try await connection.run(
        """
        update mail.outbox set state = 'dead', sent_at = null, reason = \("came back: \(status)")
        where message_id = \(messageID) and state in ('sent', 'uncertain')
        """)
    }
    let isGone = isPermanent && isAboutMailbox
    let sum = isGone ? limit : try await total(candidate, contact, at: instant, connection)
    guard sum >= limit else { return .counted }
    try await Suppression.add(address, .bounced, at: instant, connection)
    return .suppressed
  }

  private static func total(
    _ candidate: String?, _ contact: String?, at instant: Timestamp, _ connection: Connection
  ) async throws -> Int64 {
    try await connection.one(
      """
      select coalesce(sum(score), 0) from mail.bounce
      where (candidate = \(candidate) or contact = \(contact))
        and bounced_at > \(instant)::timestamptz - make_interval(days => \(Int32(daysOfMemory)))
      """, as: Int64.self)
  }
}
