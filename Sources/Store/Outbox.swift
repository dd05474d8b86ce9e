package import Postgres
package import Programme

/// The messages that are decided and stored before anything is sent, and what recipients were told.
package enum Outbox {
  /// Who a message is for.
  package enum RecipientKind: String, SQLValue, Sendable {
    /// A contact of a company.
    case contact
    /// A candidate.
    case candidate
  }

  /// What a message is.
  package enum Kind: String, SQLValue, Sendable, CaseIterable {
    /// New profiles for the positions of a company.
    case companyDigest = "company_digest"
    /// New positions for a candidate.
    case candidateDigest = "candidate_digest"
    /// What waits for the lead of a territory.
    case leadDigest = "lead_digest"
    /// What is asked and not taught around a CFA, once a quarter.
    case cfaDigest = "cfa_digest"
    /// Whether the sessions and places of a CFA stand.
    case sessionQuestion = "session_question"
    /// Whether positions stand, or a search goes on.
    case stillCurrent = "still_current"
    /// That somebody will be erased.
    case retentionWarning = "retention_warning"
    /// Positions a candidate was told of that are closed since.
    case closure
    /// What somebody entered without agreement is told and asked, once.
    case confirmation
    /// What the other side of a pair agreed to reveal.
    case introduction
  }

  /// A message to store.
  package struct Draft: Sendable {
    /// What it is.
    package let kind: Kind
    /// Who it is for.
    package let recipientKind: RecipientKind
    /// The id of the contact or candidate.
    package let recipient: String
    /// The identity of the delivery: the same decision always has the same one.
    package let messageID: String
    /// The version of templates and words.
    package let templateVersion: Int
    /// The view model as JSON.
    package let view: String
    /// What it tells, as a JSON array of {position, candidate, content}.
    package let items: String
    /// What its links ask.
    package let links: [Link]

    /// A message from its parts.
    package init(
      kind: Kind, recipientKind: RecipientKind, recipient: String, messageID: String,
      templateVersion: Int, view: String, items: String, links: [Link] = []
    ) {
      self.kind = kind
      self.recipientKind = recipientKind
      self.recipient = recipient
      self.messageID = messageID
      self.templateVersion = templateVersion
      self.view = view
      self.items = items
      self.links = links
    }
  }

  /// What one link of a message asks.
  package struct Link: Sendable {
    /// SHA-256 of the token in the link.
    package let tokenDigest: [UInt8]
    /// What is asked.
    package let purpose: String
    /// The reader where it is a contact; else the candidate is.
    package let contact: String?
    /// The reader, or whom a contact is asked about.
    package let candidate: String?
    /// The position it is about.
    package let position: String?
    /// The SIRET of the CFA it is about, and the key of the skill.
    package let provider, skill: String?
    /// How many days it can be used.
    package let daysValid: Int

    /// A link from its parts.
    package init(
      tokenDigest: [UInt8], purpose: String, contact: String?, candidate: String?,
      position: String?, provider: String? = nil, skill: String? = nil, daysValid: Int
    ) {
      self.tokenDigest = tokenDigest
      self.purpose = purpose
      self.contact = contact
      self.candidate = candidate
      self.position = position
      self.provider = provider
      self.skill = skill
      self.daysValid = daysValid
    }
  }

  /// A message that was taken to be sent.
  package struct Delivery: Sendable {
    /// Its row.
    package let id: Int64
    /// What it is.
    package let kind: Kind
    /// Who it is for.
    package let recipientKind: RecipientKind
    package let recipient: String
    /// The identity of the delivery.
    package let messageID: String
    /// The version of templates it was composed for.
    package let templateVersion: Int
    /// The view model as JSON.
    package let view: String
    /// The business date.
    package let date: Day
    /// The Date header, in seconds since 1970.
    package let datedAt: Int64
    /// The address as it stands now; nil when nothing may be sent any more.
    package let email: String?
    /// The day what was agreed to is read for.
    package let today: Day
    /// The pairs in it that may not be shown any more.
    package let gone: [(position: String, candidate: String)]
    /// The introductions in it that do not stand any more.
    package let ended: [String]
  }

  /// What messages of one kind told, by recipient; also what one of unknown fate may have told.
  package static func told(
    _ kind: Kind, _ connection: Connection
  ) async throws -> [String: [(
    position: String, candidate: String, content: String, isUncertain: Bool
  )]] {
    let rows = try await connection.rows(try query("told", kind.rawValue)).decode(
      as: (String, String, String, String, Bool).self)
    return Dictionary(grouping: rows, by: \.0).mapValues {
      $0.map { (position: $0.1, candidate: $0.2, content: $0.3, isUncertain: $0.4) }
    }
  }

  /// The recipients that already have a message of one kind of a date.
  package static func recipients(
    _ kind: Kind, on date: Day, _ connection: Connection
  ) async throws -> Set<String> {
    Set(
      try await connection.rows(
        """
        select recipient from mail.outbox
        where kind = \(kind) and business_date = \(PostgresDate(date))
        """
      ).decode(as: (String).self))
  }

  /// Stores the messages of a run, inside the caller's transaction.
  ///
  /// A message of the same kind and an earlier date that was not sent is superseded: the new one tells
  /// all that was not told, so that missed nights end in one message.
  package static func store(
    _ drafts: [Draft], run: Run, _ connection: Connection
  ) async throws {
    let recipients = drafts.map(\.recipient)
    let kinds = drafts.map(\.kind.rawValue)
    try await connection.run(
      """
      update mail.outbox o set state = 'superseded', reason = 'a later one tells it'
      from unnest(\(kinds), \(recipients)) as n (kind, recipient)
      where o.kind = n.kind and o.recipient = n.recipient
        and o.state in ('pending', 'deferred') and o.business_date < \(PostgresDate(run.date))
      """)
    let datedAt = try await connection.one(
      "select (\(PostgresDate(run.date)) + time '04:10') at time zone 'Europe/Paris'",
      as: Timestamp.self)
    try await connection.copyIn(
      guarded: "mail.outbox",
      """
      run, kind, business_date, recipient_kind, recipient, message_id, template_version, view, items,
      dated_at
      """
    ) { writer in
      for draft in drafts {
        try await writer.row(
          run.id, draft.kind.rawValue, PostgresDate(run.date), draft.recipientKind.rawValue,
          draft.recipient, draft.messageID, Int32(draft.templateVersion), JSONText(draft.view),
          JSONText(draft.items), datedAt)
      }
    }
    guard drafts.contains(where: { !$0.links.isEmpty }) else { return }
    try await connection.copyIn(
      guarded: "mail.link",
      "token_digest, expires_at, message_id, purpose, contact, candidate, position, provider, skill"
    ) { writer in
      for draft in drafts {
        for link in draft.links {
          let expiry = datedAt.microsecondsSince1970 + Int64(link.daysValid) * 86_400_000_000
          try await writer.row(
            link.tokenDigest, Timestamp(microsecondsSince1970: expiry), draft.messageID,
            link.purpose, link.contact, link.candidate, link.position, link.provider, link.skill)
        }
      }
    }
  }

  /// Takes the next message; nil when there is none.
  ///
  /// - `zones`: the time zones where mail may leave now; nil for anywhere.
  /// - `templates`: the newest version of templates that can be rendered.
  package static func claim(
    at instant: Timestamp, in zones: [String]? = nil, templates: Int, _ connection: Connection
  ) async throws -> Delivery? {
    let rows = try await connection.rows(
      try query(
        "claim-delivery", instant, zones, Kind.allCases.map(\.rawValue), Int32(templates))
    ).decode(
      as: (
        Int64, String, Kind, RecipientKind, String, String, Int32, String, PostgresDate, Int64,
        String?, PostgresDate, [String], [String], [String]
      ).self)
    return rows.first.map { row in
      Delivery(
        id: row.0, kind: row.2, recipientKind: row.3, recipient: row.4, messageID: row.5,
        templateVersion: Int(row.6), view: row.7, date: Day(row.8), datedAt: row.9,
        email: row.1 == "sending" ? row.10 : nil, today: Day(row.11),
        gone: zip(row.12, row.13).map { (position: $0, candidate: $1) }, ended: row.14)
    }
  }

  /// Notes that all bytes but the last act are out; false where what it shows, or the right to write
  /// to its reader, was withdrawn since it was claimed: it must not go out then.
  package static func committing(
    _ delivery: Delivery, _ connection: Connection
  ) async throws -> Bool {
    try await connection.oneOrNone(
      try query("commit-delivery", delivery.id, PostgresDate(delivery.today)), as: Int64.self)
      != nil
  }

  /// Puts back a claimed message, to be claimed and looked at anew.
  package static func putBack(_ id: Int64, _ connection: Connection) async throws {
    try await connection.run("update mail.outbox set state = 'pending' where id = \(id)")
  }

  /// Stores what is left of a claimed message without what may not be shown any more.
  package static func shorten(
    _ id: Int64, view: String, items: String, _ connection: Connection
  ) async throws {
    try await connection.run(
      """
      update mail.outbox set view = \(JSONText(view)), items = \(JSONText(items))
      where id = \(id)
      """)
  }

  /// Notes that a message is not sent, as nothing of it may be shown any more.
  package static func suppress(
    _ id: Int64, reason: String, _ connection: Connection
  ) async throws {
    try await connection.run(
      "update mail.outbox set state = 'suppressed', reason = \(reason) where id = \(id)")
  }

  /// Notes that a message is with the other side, and what its recipient was told by it.
  package static func sent(
    _ id: Int64, _ kind: Kind, at instant: Timestamp, _ connection: Connection
  ) async throws {
    try await connection.transaction { connection in
      try await connection.run(
        "update mail.outbox set state = 'sent', sent_at = \(instant) where id = \(id)")
      try await connection.run(
        """
        insert into mail.told (recipient_kind, recipient, kind, position, candidate, content, told_on)
        select o.recipient_kind, o.recipient, o.kind, i.position, i.candidate, i.content, o.business_date
        from mail.outbox o,
          jsonb_to_recordset(o.items) as i (position text, candidate text, content text)
        where o.id = \(id) and i.content <> 'closed'
        on conflict (recipient_kind, recipient, kind, position, candidate)
          do update set content = excluded.content, told_on = excluded.told_on
        """)
      // Of what was told to be closed nothing is remembered: it is news should it open again.
      try await connection.run(
        """
        delete from mail.told t
        using mail.outbox o, jsonb_to_recordset(o.items) as i (position text, candidate text, content text)
        where o.id = \(id) and i.content = 'closed' and t.recipient_kind = o.recipient_kind
          and t.recipient = o.recipient and t.kind = 'candidate_digest'
          and t.position = i.position and t.candidate = i.candidate
        """)
      guard kind == .confirmation else { return }
      // It told the reader of their data.
      try await connection.run(
        """
        insert into app.notice_shown (person_kind, person, notice, shown_at, channel)
        select recipient_kind, recipient, view ->> 'notice', \(instant), 'mail'
        from mail.outbox where id = \(id)
        on conflict do nothing
        """)
    }
  }

  /// Puts off digests that would come sooner than their reader chose.
  package static func holdBack(at instant: Timestamp, _ connection: Connection) async throws {
    try await connection.run(try query("hold-back", instant))
  }

  /// Holds everything that waits, until a person releases it; gives how many.
  ///
  /// A restored backup does not know what was sent after it was made.
  package static func hold(_ connection: Connection) async throws -> Int64 {
    try await connection.one(
      """
      with held as (
        update mail.outbox set state = 'held', reason = 'held since a restore'
        where state in ('pending', 'deferred', 'sending', 'committing') returning id)
      select count(*) from held
      """, as: Int64.self)
  }

  /// Lets what a restore held be sent; gives how many.
  package static func release(_ connection: Connection) async throws -> Int64 {
    try await connection.one(
      """
      with released as (
        update mail.outbox set state = 'pending', reason = null where state = 'held' returning id)
      select count(*) from released
      """, as: Int64.self)
  }

  /// How many messages of a date are in each state.
  package static func counts(
    on date: Day, _ connection: Connection
  ) async throws -> [(state: String, count: Int64)] {
    try await connection.rows(
      """
      select state, count(*) from mail.outbox where business_date = \(PostgresDate(date))
      group by state order by state
      """
    ).decode(as: (String, Int64).self).map { (state: $0.0, count: $0.1) }
  }
}
