import Exchange
package import Postgres
package import Programme

/// That one side of a pair wants to meet the other, and what it agreed to reveal.
package struct Interest: Sendable {
  /// A side of a pair.
  package enum Party: String, SQLValue, Sendable, CaseIterable {
    case company
    case candidate
  }

  /// What a side can reveal.
  package enum Field: String, Sendable, Hashable, CaseIterable {
    /// The name; of a contact with civility and role.
    case name
    /// The mail address.
    case mail
  }

  /// What is told when a side says yes.
  package struct New: Sendable {
    /// The pair, by ids.
    package var position, candidate: String
    /// Which side.
    package var party: Party
    /// What it reveals; at least one.
    package var reveals: [Field]
    /// Whether the lead of the territory may be told by name.
    package var tellsLead = false
    /// Who answers for the company; nil for the only contact in whose scope the position is.
    package var contact: String?
    /// From whom or by which channel.
    package var channel: String

    /// States an interest.
    package init(
      position: String, candidate: String, party: Party, reveals: [Field], channel: String
    ) {
      self.position = position
      self.candidate = candidate
      self.party = party
      self.reveals = reveals
      self.channel = channel
    }
  }

  /// The pair.
  package let position, candidate: String
  /// Which side, and what it reveals.
  package let party: Party
  package let reveals: [String]
  package let tellsLead: Bool
  /// The contact that answers for the company, and the notice in use then.
  package let contact, notice: String?
  /// When and by whom it was noted.
  package let recordedAt: Timestamp
  package let recordedBy: String
  /// When it was withdrawn; nil while it stands.
  package let withdrawnAt: Timestamp?
  /// The introduction it led to; nil while the other side has not said yes.
  package let introduction: String?

  /// Every interest in a pair, a position or a candidate, the oldest first.
  package static func list(
    of id: String? = nil, _ connection: Connection
  ) async throws -> [Interest] {
    try await connection.rows(
      """
      select i.position, i.candidate, i.party, i.reveals, i.tells_lead, i.contact, i.notice,
        i.recorded_at, i.recorded_by, i.withdrawn_at, d.id
      from match.interest i
      left join match.introduction d on i.id in (d.company_interest, d.candidate_interest)
      where \(id)::text is null or i.position = \(id) or i.candidate = \(id)
      order by i.recorded_at, i.id
      """
    ).decode(
      as: (
        String, String, Party, [String], Bool, String?, String?, Timestamp, String, Timestamp?,
        String?
      ).self
    ).map {
      Interest(
        position: $0.0, candidate: $0.1, party: $0.2, reveals: $0.3, tellsLead: $0.4,
        contact: $0.5, notice: $0.6, recordedAt: $0.7, recordedBy: $0.8, withdrawnAt: $0.9,
        introduction: $0.10)
    }
  }

  /// Notes that a side says yes, and gives the introduction when the other side had said so.
  ///
  /// A candidate who says yes agrees to be introduced. Fails when the pair may not meet: closed, without
  /// agreement to the matching, hidden from the company, refused; or when it said so already.
  package static func record(
    _ new: New, on day: Day, by author: Author, _ connection: Connection
  ) async throws -> Introduction? {
    try await connection.withTransaction { connection in
      // Both sides at the same moment make one introduction.
      let siren = try await connection.oneOrNone(
        "select siren from app.position where id = \(new.position) and state = 'open' for update",
        as: String.self)
      guard let siren else {
        throw StoreError(
          .data, "the position \(new.position) is not open",
          hint: "run: vivier position list --all")
      }
      try await refuseUnlessMeeting(new, siren: siren, on: day, connection)
      let contact = new.party == .company ? try await contact(new, siren, connection) : nil
      let audience = new.party == .company ? PrivacyNotice.Audience.company : .talent
      let notice = try await PrivacyNotice.inUse(audience, on: day, connection)
      if new.party == .candidate,
        try await !Consent.lacking(.introduction, among: [new.candidate], on: day, connection)
          .isEmpty
      {
        try await Consent.give(
          Consent.Given(to: [.introduction], channel: new.channel), candidate: new.candidate,
          on: day, by: author, connection)
      }
      try await connection.run(
        """
        insert into match.interest (tells_lead, recorded_at, siren, position, candidate, party,
          contact, reveals, notice, channel, recorded_by)
        values (\(new.tellsLead), \(author.at), \(siren), \(new.position), \(new.candidate),
          \(new.party), \(contact), \(new.reveals.map(\.rawValue)), \(notice), \(new.channel),
          \(author.name))
        """)
      return try await Introduction.make(
        position: new.position, candidate: new.candidate, siren: siren, at: author.at, connection)
    }
  }

  /// Notes that a side takes its yes back; what was not sent yet is not sent.
  package static func withdraw(
    position: String, candidate: String, party: Party, by author: Author, _ connection: Connection
  ) async throws {
    let count = try await connection.run(
      """
      update match.interest set withdrawn_at = greatest(recorded_at, \(author.at)),
        withdrawn_by = \(author.name)
      where position = \(position) and candidate = \(candidate) and party = \(party)
        and withdrawn_at is null
      """)
    guard count == 1 else {
      throw StoreError(
        .notFound, "the \(party.rawValue) has no standing interest in \(position) and \(candidate)",
        hint: "run: vivier interest list \(position)")
    }
  }

  private static func refuseUnlessMeeting(
    _ new: New, siren: String, on day: Day, _ connection: Connection
  ) async throws {
    try await Consent.require(among: [new.candidate], on: day, connection)
    let (isOpen, isHidden, refusedBy, said) = try await connection.one(
      """
      select exists (select from app.candidate where id = \(new.candidate) and state = 'open'),
        app.is_hidden(\(new.candidate), \(siren)),
        (select min(party) from match.refusal
          where position = \(new.position) and candidate = \(new.candidate)),
        exists (select from match.interest
          where position = \(new.position) and candidate = \(new.candidate)
            and party = \(new.party) and withdrawn_at is null)
      """, as: (Bool, Bool, String?, Bool).self)
    let pair = "\(new.position) and \(new.candidate)"
    guard isOpen, !isHidden else {
      throw StoreError(
        .data, "\(new.candidate) is not open to the company of \(new.position)",
        hint: "run: vivier candidate show \(new.candidate)")
    }
    if let refusedBy {
      throw StoreError(
        .data, "the \(refusedBy) refused the pair \(pair): a refusal stays",
        hint: "run: vivier why-not \(new.position) \(new.candidate)")
    }
    guard !said else {
      throw StoreError(
        .data, "the \(new.party.rawValue) has said yes to \(pair) already",
        hint: "run: vivier interest list \(new.position)")
    }
  }

  /// The contact that answers: the one named, or the only one in whose scope the position is.
  private static func contact(
    _ new: New, _ siren: String, _ connection: Connection
  ) async throws -> String {
    let known = try await connection.rows(
      """
      select distinct s.contact from app.contact_scope s
      join app.position p on p.siren = s.siren
        and (s.kind = 'company' or s.siret = p.siret or s.position = p.id)
      where p.id = \(new.position) and s.contact = coalesce(\(new.contact), s.contact)
      order by s.contact
      """
    ).decode(as: String.self)
    if known.count == 1 { return known[0] }
    guard known.isEmpty || new.contact != nil else {
      throw StoreError(
        .data, "\(known.count) contacts receive what concerns the position",
        hint: "name who answers with --contact: \(known.prefix(5).joined(separator: ", "))")
    }
    throw StoreError(
      .notFound,
      new.contact.map { "the position is in the scope of no contact \"\($0)\"" }
        ?? "the position has no contact who could be introduced",
      hint: "run: vivier contact list")
  }
}
