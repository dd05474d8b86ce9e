package import Exchange
package import Postgres
package import Programme

/// What a candidate agreed to: one row an agreement, kept for good.
package struct Consent: Sendable {
  /// What for.
  package let purpose: ConsentPurpose
  /// When it was given; midnight in Paris where only the day was told.
  package let givenAt: Timestamp
  /// The last day it holds; nil for until it is withdrawn.
  package let until: Day?
  /// To whom it was given, and which notice was shown, where told.
  package let controller, notice: String?
  /// From whom or by which channel, and who noted it.
  package let channel, recordedBy: String
  /// When it was withdrawn, by which channel, and who noted that.
  package let withdrawnAt: Timestamp?
  package let withdrawnChannel, withdrawnBy: String?
  /// Whether it holds on the day it was asked for.
  package let holds: Bool

  /// What is told when a candidate agrees.
  package struct Given: Sendable {
    /// What for; at least one.
    package var purposes: [ConsentPurpose]
    /// The day, of which the first moment counts; nil for the moment it is noted.
    package var on: Day?
    /// The last day it holds.
    package var until: Day?
    /// The notice that was shown; nil for the one in use.
    package var notice: String?
    /// From whom or by which channel.
    package var channel: String

    /// States an agreement.
    package init(
      to purposes: [ConsentPurpose], on: Day? = nil, until: Day? = nil,
      notice: String? = nil, channel: String
    ) {
      self.purposes = purposes
      self.on = on
      self.until = until
      self.notice = notice
      self.channel = channel
    }
  }

  /// Notes an agreement.
  ///
  /// Fails when it lies in the future, ran out before it began, or names a notice that is not loaded.
  package static func give(
    _ given: Given, candidate: String, on day: Day, by author: Author, _ connection: Connection
  ) async throws {
    guard given.on.map({ $0 <= day }) ?? true else {
      throw StoreError(
        .data, "an agreement cannot be noted before it is given", hint: "check the date")
    }
    if let until = given.until, until < day {
      throw StoreError(
        .data, "the agreement ran out on \(until)", hint: "tell a day to come, or leave it out")
    }
    if let notice = given.notice { _ = try await PrivacyNotice.find(notice, connection) }
    try await connection.withTransaction { connection in
      let moment = try await connection.one(
        """
        select coalesce(\(given.on.map { PostgresDate($0) })::timestamp at time zone 'Europe/Paris',
          \(author.at))
        """, as: Timestamp.self)
      let shown =
        if let told = given.notice { Optional(told) } else {
          try await PrivacyNotice.inUse(.talent, on: day, connection)
        }
      for purpose in given.purposes {
        try await connection.run(
          """
          insert into app.consent
            (given_at, until, candidate, purpose, controller, notice, channel, recorded_by)
          select \(moment), \(given.until.map { PostgresDate($0) }), \(candidate),
            \(purpose.rawValue), controller, \(shown), \(given.channel), \(author.name)
          from app.installation
          """)
      }
      try await connection.run(
        "select app.note_contact(array[\(candidate)], \(PostgresDate(day)))")
      if let shown {
        try await PrivacyNotice.shown(
          shown, to: .candidate, candidate, at: moment, channel: given.channel, connection)
      }
    }
  }

  /// Notes that a candidate takes back what was agreed, and gives how many agreements ended.
  ///
  /// It acts at once: whatever asks afterwards finds none, and what is under way does not go out.
  package static func withdraw(
    _ purposes: [ConsentPurpose], candidate: String, channel: String, by author: Author,
    _ connection: Connection
  ) async throws -> Int {
    try await connection.run(
      """
      select app.note_contact(array[\(candidate)],
        (\(author.at)::timestamptz at time zone 'Europe/Paris')::date)
      """)
    return try await connection.run(
      """
      update app.consent set withdrawn_at = greatest(given_at, \(author.at)),
        withdrawn_channel = \(channel), withdrawn_by = \(author.name)
      where candidate = \(candidate) and purpose = any(\(purposes.map(\.rawValue)))
        and withdrawn_at is null
      """)
  }

  /// Everything a candidate agreed to and took back, the oldest first.
  package static func history(
    of candidate: String, on day: Day, _ connection: Connection
  ) async throws -> [Consent] {
    try await connection.rows(
      """
      select purpose, given_at, until, controller, notice, channel, recorded_by, withdrawn_at,
        withdrawn_channel, withdrawn_by,
        withdrawn_at is null and (until is null or until >= \(PostgresDate(day)))
          and given_at < (\(PostgresDate(day)) + 1)::timestamp at time zone 'Europe/Paris'
      from app.consent where candidate = \(candidate) order by given_at, id
      """
    ).decode(
      as: (
        String, Timestamp, PostgresDate?, String?, String?, String, String, Timestamp?, String?,
        String?, Bool
      ).self
    ).compactMap { row in
      ConsentPurpose(rawValue: row.0).map { purpose in
        Consent(
          purpose: purpose, givenAt: row.1, until: row.2.map { Day($0) }, controller: row.3,
          notice: row.4, channel: row.5, recordedBy: row.6, withdrawnAt: row.7,
          withdrawnChannel: row.8, withdrawnBy: row.9, holds: row.10)
      }
    }
  }

  /// Those among candidates who do not agree to a purpose on a day.
  package static func lacking(
    _ purpose: ConsentPurpose, among candidates: [String], on day: Day, _ connection: Connection
  ) async throws -> [String] {
    try await connection.rows(
      """
      select c.id from app.candidate c
      where c.id = any(\(candidates))
        and not app.agrees(c.id, \(purpose.rawValue), \(PostgresDate(day)))
      order by c.id
      """
    ).decode(as: String.self)
  }

  /// Refuses to go on where one of these candidates did not agree to the matching: they are kept, and
  /// nothing about them is computed or shown.
  ///
  /// Ids that are not of candidates are passed over.
  package static func require(
    among ids: [String], on day: Day, _ connection: Connection
  ) async throws {
    guard let first = try await lacking(.matching, among: ids, on: day, connection).first else {
      return
    }
    throw StoreError(
      .data, "no agreement of \(first) to the matching is recorded: nothing about it is shown",
      hint: "run: vivier consent list \(first)")
  }
}
