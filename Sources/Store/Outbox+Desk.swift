package import Postgres
package import Programme

/// What a person sees of single messages, and decides about them.
extension Outbox {
  /// A message as an operator sees it: whom it is for is an id, never an address.
  package struct Entry: Sendable {
    /// The identity of the delivery.
    package let messageID: String
    /// What it is, and the kind and id of its reader.
    package let kind, recipientKind, recipient: String
    /// The business date.
    package let date: Day
    /// Where it stands, and why.
    package let state: String
    package let reason: String?
    /// How often it was tried.
    package let attempts: Int32
    /// When it is tried again, when it was taken, and when it was sent.
    package let retryAt, claimedAt, sentAt: Timestamp?
  }

  /// The latest messages, newest first.
  ///
  /// - `state`, `date`, `recipient`: only those; nil for any.
  package static func entries(
    state: String? = nil, on date: Day? = nil, recipient: String? = nil, messageID: String? = nil,
    limit: Int, _ connection: Connection
  ) async throws -> [Entry] {
    let day = date.map { PostgresDate($0) }
    return try await connection.rows(
      """
      select message_id, kind, recipient_kind, recipient, business_date, state, reason, attempts,
        retry_at, claimed_at, sent_at
      from mail.outbox
      where (\(state)::text is null or state = \(state))
        and (\(day)::date is null or business_date = \(day))
        and (\(recipient)::text is null or recipient = \(recipient))
        and (\(messageID)::text is null or message_id = \(messageID))
      order by id desc
      limit \(Int64(limit))
      """
    ).decode(
      as: (
        String, String, String, String, PostgresDate, String, String?, Int32, Timestamp?,
        Timestamp?,
        Timestamp?
      ).self
    ).map {
      Entry(
        messageID: $0.0, kind: $0.1, recipientKind: $0.2, recipient: $0.3, date: Day($0.4),
        state: $0.5, reason: $0.6, attempts: $0.7, retryAt: $0.8, claimedAt: $0.9, sentAt: $0.10)
    }
  }

  /// The latest message of a reader, on a date or at all.
  package static func stored(
    for recipient: String, on date: Day?, _ connection: Connection
  ) async throws -> (messageID: String, kind: Kind, view: String) {
    let day = date.map { PostgresDate($0) }
    let row = try await connection.oneOrNone(
      """
      select message_id, kind, view::text from mail.outbox
      where recipient = \(recipient) and (\(day)::date is null or business_date = \(day))
      order by business_date desc, id desc
      limit 1
      """, as: (String, Kind, String).self)
    guard let row else {
      throw StoreError(
        .notFound, "no message for \(recipient)\(date.map { " on \($0)" } ?? "")",
        hint: "vivier digest list shows whom there is one for; a night makes them")
    }
    return (messageID: row.0, kind: row.1, view: row.2)
  }

  /// What a person decides about a message.
  package enum Decision: String, Sendable, CaseIterable {
    /// It stays here until it is released.
    case hold
    /// It may leave again.
    case release
    /// It goes out once more, although it was sent, may have arrived, or was given up.
    case resend
    /// It arrived, as the reader or a log says.
    case delivered
    /// It did not arrive, and goes out again.
    case lost
    /// It is never sent.
    case suppress

    /// The states in which it can be decided.
    var states: [String] {
      switch self {
      case .hold: ["pending", "deferred"]
      case .release: ["held"]
      case .resend: ["sent", "dead", "suppressed", "superseded"]
      case .delivered, .lost: ["uncertain"]
      case .suppress: ["pending", "deferred", "held", "uncertain", "dead"]
      }
    }

    /// The state it leads to.
    var state: String {
      switch self {
      case .hold: "held"
      case .release, .resend, .lost: "pending"
      case .delivered: "sent"
      case .suppress: "suppressed"
      }
    }

    /// What the log of actions calls it.
    package var action: String { "outbox.\(rawValue)" }
  }

  /// Carries out what a person decided; the caller's transaction also holds the row of the log.
  ///
  /// - Throws: `StoreError` when there is no such message, or it is in no state for that.
  package static func decide(
    _ decision: Decision, about messageID: String, by author: Author, _ connection: Connection
  ) async throws {
    let row = try await connection.oneOrNone(
      "select id, kind, state from mail.outbox where message_id = \(messageID) for update",
      as: (Int64, Kind, String).self)
    guard let (id, kind, state) = row else {
      throw StoreError(
        .notFound, "no message \(messageID)", hint: "vivier digest list shows what there is")
    }
    guard decision.states.contains(state) else {
      throw StoreError(
        .data,
        "\(messageID) is \(state): \(decision.rawValue) is for what is \(decision.states.joined(separator: ", "))",
        hint: "vivier digest show \(messageID) tells where it stands")
    }
    if decision == .delivered { return try await sent(id, kind, at: author.at, connection) }
    try await connection.run(
      """
      update mail.outbox set state = \(decision.state), reason = \("\(decision.rawValue) by a person"),
        retry_at = null, sent_at = null, first_tried_at = null, attempts = 0
      where id = \(id)
      """)
  }

  /// What would leave now, and what waits for what.
  package static func plan(
    at instant: Timestamp, keepsHours: Bool, _ connection: Connection
  ) async throws -> [(kind: String, leaves: String, count: Int64)] {
    try await place(connection)
    return try await connection.rows(
      """
      select kind, leaves, count(*)
      from (
        select kind, case
            when state = 'held' then 'when a person releases it'
            when state = 'uncertain' then 'never by itself: its fate is unknown'
            when state = 'deferred' and retry_at > \(instant) then 'when it is tried again'
            when \(keepsHours) and time_zone <> all (mail.open_zones(\(instant)))
              then 'in working hours where its reader is'
            else 'now' end as leaves
        from mail.outbox
        where state in ('pending', 'deferred', 'held', 'uncertain')
      ) as waiting
      group by kind, leaves
      order by kind, leaves
      """
    ).decode(as: (String, String, Int64).self).map { (kind: $0.0, leaves: $0.1, count: $0.2) }
  }
}
