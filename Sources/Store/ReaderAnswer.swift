import Exchange
package import Postgres
package import Programme

/// What a reader of a mail answered on the page of a link: who, what, when, and from which message.
package struct ReaderAnswer: Sendable {
  /// Its row.
  package let id: Int64
  /// When it was given, and when it took effect; nil while it has not.
  package let givenAt: Timestamp
  package let appliedAt: Timestamp?
  /// What was asked, such as `meet`, and the choice out of the closed list.
  package let purpose, choice: String
  /// The reader where it is a contact; else the candidate is.
  package let contact: String?
  /// The reader, or whom a contact was asked about.
  package let candidate: String?
  /// The position it is about.
  package let position: String?
  /// The message whose link was used.
  package let messageID: String
  /// What the reader wrote (personal data).
  package let note: String?
  /// What else was filled, as a JSON object.
  package let details: String
  /// What came of it; nil while it has not taken effect.
  package let outcome: String?
  /// The SIRET of the CFA it is about, and the key of the skill.
  package let provider, skill: String?

  /// The reader, by id.
  package var reader: String { contact ?? candidate ?? "" }
  /// Who answered, as logs have it.
  private var author: Author {
    Author(name: "\(contact == nil ? "candidate" : "contact") \(reader)", at: givenAt)
  }

  /// What comes of an answer.
  package enum Outcome: String, Sendable {
    /// It took effect.
    case done
    /// A person must do something.
    case waits = "waits for a person"
    /// It had been said before.
    case known = "known already"
  }

  /// Answers, the newest first: all, those of one reader or about one position or candidate, or those
  /// that wait for a person.
  package static func list(
    about id: String? = nil, onlyWaiting: Bool = false, _ connection: Connection
  ) async throws -> [ReaderAnswer] {
    try await connection.rows(try query("answers", id, onlyWaiting)).decode(as: Columns.self).map {
      ReaderAnswer($0)
    }
  }

  /// The answer of a number; fails with `notFound` where there is none.
  package static func find(_ id: Int64, _ connection: Connection) async throws -> ReaderAnswer {
    let found = try await connection.rows(try query("answer", id)).decode(as: Columns.self).first
    guard let found else {
      throw StoreError(.notFound, "there is no answer \(id)", hint: "run: vivier answer list")
    }
    return ReaderAnswer(found)
  }

  /// Notes that somebody saw to an answer that waited for a person.
  package static func close(
    _ id: Int64, by author: Author, _ connection: Connection
  ) async throws {
    let waits = Outcome.waits.rawValue
    let count = try await connection.run(
      "update mail.answer set outcome = \("done by " + author.name) where id = \(id) and outcome = \(waits)"
    )
    guard count == 1 else {
      throw StoreError(
        .data, "no answer \(id) waits for a person", hint: "run: vivier answer list --waiting")
    }
  }

  private typealias Columns = (
    Int64, Timestamp, Timestamp?, String, String, String?, String?, String?, String, String?,
    String, String?, String?, String?
  )

  private init(_ row: Columns) {
    id = row.0
    givenAt = row.1
    appliedAt = row.2
    purpose = row.3
    choice = row.4
    contact = row.5
    candidate = row.6
    position = row.7
    messageID = row.8
    note = row.9
    details = row.10
    outcome = row.11
    provider = row.12
    skill = row.13
  }

  // MARK: Taking effect

  /// What taking effect did.
  package struct Report: Sendable {
    /// How many took effect, how many wait for a person, and how many could not be done.
    package var done = 0
    package var waiting = 0
    package var refused = 0
  }

  /// Erases a person who asked for it; throws where that cannot be done here.
  package typealias Erase = (Person, Author) async throws -> Void

  /// Lets every answer that has not taken effect do so, the oldest first, each in a transaction of
  /// its own.
  ///
  /// One that cannot be done says why and is not tried again.
  ///
  /// - `erase`: carries out an erasure outside any transaction.
  package static func applyAll(
    on day: Day, at instant: Timestamp, erase: Erase, _ connection: Connection
  ) async throws -> Report {
    try await connection.run("select mail.forget_answers(\(instant))")
    var report = Report()
    var last: Int64 = 0
    while let answer = try await next(after: last, connection) {
      last = answer.id
      if answer.purpose == "my_data", answer.choice == "erase" {
        // The answer goes with the person, and is tried again until it has.
        let person = Person(answer.contact == nil ? .candidate : .contact, answer.reader)
        do {
          try await erase(person, answer.author)
          report.done += 1
        } catch let error as StoreError where error.kind == .busy {
          // A night at work keeps whom it saw; the next delivery tries again.
          report.waiting += 1
        }
        continue
      }
      let outcome = try await answer.apply(on: day, at: instant, connection)
      switch outcome {
      case Outcome.done.rawValue, Outcome.known.rawValue: report.done += 1
      case Outcome.waits.rawValue: report.waiting += 1
      default: report.refused += 1
      }
    }
    return report
  }

  private static func next(
    after last: Int64, _ connection: Connection
  ) async throws -> ReaderAnswer? {
    try await connection.rows(try query("answers-to-apply", last)).decode(as: Columns.self).first
      .map { ReaderAnswer($0) }
  }

  private func apply(
    on day: Day, at instant: Timestamp, _ connection: Connection
  ) async throws -> String {
    do {
      return try await connection.withTransaction { connection in
        // Of two commands at once, the second finds it done.
        let isMine =
          try await connection.rows(
            "select 1 from mail.answer where id = \(id) and applied_at is null for update"
          ).count == 1
        guard isMine else { return Outcome.known.rawValue }
        let outcome = try await effect(on: day, connection).rawValue
        try await noteHeard(on: day, connection)
        try await settle(outcome, at: instant, connection)
        return outcome
      }
    } catch let error as StoreError where error.kind == .data || error.kind == .notFound {
      try await settle(error.what, at: instant, connection)
      return error.what
    }
  }

  private func settle(
    _ outcome: String, at instant: Timestamp, _ connection: Connection
  ) async throws {
    try await connection.run(
      """
      update mail.answer set applied_at = \(instant), outcome = \(outcome)
      where id = \(id) and applied_at is null
      """)
  }

  /// Whoever answers was heard of: their terms begin again.
  private func noteHeard(on day: Day, _ connection: Connection) async throws {
    if contact == nil, let candidate, purpose != "found" {
      try await connection.run("select app.note_contact(\([candidate]), \(PostgresDate(day)))")
    }
    if contact != nil, let position, purpose != "close" {
      try await connection.run("select app.confirm_positions(\([position]), \(PostgresDate(day)))")
    }
  }

  private func effect(on day: Day, _ connection: Connection) async throws -> Outcome {
    switch (purpose, contact, candidate, position) {
    case ("meet", _, let candidate?, let position?):
      return try await meet(position, candidate, on: day, connection)
    case ("decline", _, let candidate?, let position?):
      return try await decline(position, candidate, on: day, connection)
    case ("extend", _, _, .some), ("later", _, _, _), ("stay", nil, _, _): return .done
    case ("close", _, _, let position?): return try await close(position, connection)
    case ("declare_skill", nil, let candidate?, _):
      return try await declareSkills(candidate, connection)
    case ("found", nil, let candidate?, _):
      let count = try await connection.run(
        "update app.candidate set state = 'closed' where id = \(candidate) and state = 'open'")
      return count == 1 ? .done : .known
    // A digest that comes once a quarter at most is within any frequency but never.
    case ("frequency", _, _, _) where choice == "quarterly":
      return try await set(frequency: Frequency.monthly.rawValue, connection)
    case ("frequency", _, _, _): return try await set(frequency: choice, connection)
    case ("sessions", _?, _, _): return try await keepSessions(connection)
    case ("teach", _?, _, _): return try await keepTeaching(connection)
    case ("pause", _, _, _): return try await pause(from: day, connection)
    case ("unsubscribe", _?, _, _): return try await set(frequency: "never", connection)
    case ("unsubscribe", nil, let candidate?, _):
      let count = try await Consent.withdraw(
        [.digest], candidate: candidate, channel: Self.channel, by: author, connection)
      return count > 0 ? .done : .known
    default: return .waits
    }
  }

  private static let channel = "link"

  // MARK: Pairs and positions

  private var party: Interest.Party { contact == nil ? .candidate : .company }

  private func meet(
    _ position: String, _ candidate: String, on day: Day, _ connection: Connection
  ) async throws -> Outcome {
    let isSaid = try await connection.one(
      """
      select exists (select from match.interest
        where position = \(position) and candidate = \(candidate) and party = \(party)
          and withdrawn_at is null)
      """, as: Bool.self)
    if isSaid { return .known }
    var new = Interest.New(
      position: position, candidate: candidate, party: party, reveals: [.name, .mail],
      channel: Self.channel)
    new.contact = contact
    new.tellsLead = try await connection.one(
      "select coalesce((details ->> 'lead')::boolean, false) from mail.answer where id = \(id)",
      as: Bool.self)
    _ = try await Interest.record(new, on: day, by: author, connection)
    return .done
  }

  private func decline(
    _ position: String, _ candidate: String, on day: Day, _ connection: Connection
  ) async throws -> Outcome {
    // Who said yes before takes it back by this.
    try await connection.run(
      """
      update match.interest set withdrawn_at = greatest(recorded_at, \(givenAt)),
        withdrawn_by = \(author.name)
      where position = \(position) and candidate = \(candidate) and party = \(party)
        and withdrawn_at is null
      """)
    let count = try await connection.run(
      """
      insert into match.refusal (position, candidate, party, reason, refused_on)
      values (\(position), \(candidate), \(party), \(choice), \(PostgresDate(day)))
      on conflict do nothing
      """)
    return count == 1 ? .done : .known
  }

  private func close(_ position: String, _ connection: Connection) async throws -> Outcome {
    let count = try await connection.run(
      """
      update app.position set state = 'closed'
      where id = \(position) and state in ('open', 'held', 'expired')
      """)
    guard count == 1 else { return .known }
    // A hire has deadlines, which somebody must record with its dates.
    return choice == "hired_through_us" ? .waits : .done
  }

  private func declareSkills(
    _ candidate: String, _ connection: Connection
  ) async throws -> Outcome {
    // As an import takes a skill told without more: applied, and declared.
    let count = try await connection.run(
      """
      insert into app.candidate_skill (candidate, skill, proficiency, evidence)
      select \(candidate), s.skill, 2, 'declared'
      from mail.answer a, jsonb_array_elements_text(a.details -> 'skills') as s (skill)
      where a.id = \(id)
      on conflict do nothing
      """)
    try await connection.run("select match.refresh_profile(\([candidate]))")
    return count > 0 ? .done : .known
  }

  // MARK: Trainings

  /// The day it was given, in Paris: what was told then is not older because it was applied later.
  private func toldOn(_ connection: Connection) async throws -> Day {
    Day(
      try await connection.one(
        "select (\(givenAt) at time zone 'Europe/Paris')::date", as: PostgresDate.self))
  }

  private func keepSessions(_ connection: Connection) async throws -> Outcome {
    let toldOn = try await toldOn(connection)
    let rows = try await connection.rows(
      """
      select t.provider, t.id, s.was::date, s.starts_on::date, s.ends_on::date, s.capacity, s.remaining
      from mail.answer a
      cross join jsonb_to_recordset(a.details -> 'sessions') as s (
        training text, was text, starts_on text, ends_on text, capacity integer, remaining integer)
      join app.training t on t.provider = a.provider and t.id = s.training and t.state = 'open'
      where a.id = \(id)
      order by t.id, s.starts_on
      """
    ).decode(
      as: (String, String, PostgresDate?, PostgresDate, PostgresDate?, Int32?, Int32?).self)
    // What the page showed is told as a whole, and days may have changed places.
    let told = rows.map { TrainingTold(provider: $0.0, id: $0.1, isCatalogue: false) }
    for (training, row) in zip(told, rows) {
      try await training.forget(
        sessionsOn: [row.2, row.3].compactMap { $0.map { Day($0) } }, connection)
    }
    for (training, row) in zip(told, rows) {
      try await training.set(
        TrainingTold.Session(
          startsOn: Day(row.3), endsOn: row.4.map { Day($0) }, capacity: row.5.map(Int.init),
          remaining: row.6.map(Int.init), toldOn: toldOn), connection)
    }
    return note == nil ? .done : .waits
  }

  private func keepTeaching(_ connection: Connection) async throws -> Outcome {
    guard let skill else { return .waits }
    let toldOn = try await toldOn(connection)
    let trainings = try await connection.rows(
      """
      select t.provider, t.id, t.is_catalogue
      from mail.answer a
      join (
        select provider, id, false as is_catalogue from app.training
        union all
        select provider, id, true from ref.training_offer
        where edition = (select id from ref.current_edition where set_name = 'training_catalogue')) t
        on t.provider = a.provider and a.details -> 'trainings' ? t.id
      where a.id = \(id)
      order by t.id
      """
    ).decode(as: (String, String, Bool).self)
    for training in trainings {
      try await TrainingTold(provider: training.0, id: training.1, isCatalogue: training.2).set(
        skill: skill, isTaught: true, on: toldOn, by: author, connection)
    }
    return trainings.isEmpty ? .known : .done
  }

  // MARK: Messages

  private func set(frequency: String, _ connection: Connection) async throws -> Outcome {
    if let contact {
      guard let frequency = Frequency(rawValue: frequency) else { return .waits }
      var edit = ContactEdit()
      edit.frequency = frequency
      return try await edit.apply(to: contact, by: author, connection).isEmpty ? .known : .done
    }
    let count = try await connection.run(
      """
      update app.candidate set frequency = \(frequency)
      where id = \(candidate) and frequency <> \(frequency)
      """)
    return count == 1 ? .done : .known
  }

  private func pause(from day: Day, _ connection: Connection) async throws -> Outcome {
    let until = try await connection.one(
      """
      select (\(PostgresDate(day)) + case \(choice) when 'month' then interval '1 month'
        when 'quarter' then interval '3 months' end)::date
      """, as: PostgresDate?.self)
    if let contact {
      var edit = ContactEdit()
      edit.pausedUntil = .some(until.map { Day($0) })
      return try await edit.apply(to: contact, by: author, connection).isEmpty ? .known : .done
    }
    let count = try await connection.run(
      """
      update app.candidate set paused_until = \(until)
      where id = \(candidate) and paused_until is distinct from \(until)
      """)
    return count == 1 ? .done : .known
  }
}
