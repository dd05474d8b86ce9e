package import Postgres
package import Programme

/// What a CFA tells of one of its trainings after it was imported.
package struct TrainingTold: Sendable {
  /// The SIRET of who gives it, and its id.
  package let provider, id: String
  /// Whether it stands in the catalogue of November 2020.
  package let isCatalogue: Bool

  /// The training of that id or reference, else the catalogue offer of that id.
  package static func find(_ name: String, _ connection: Connection) async throws -> TrainingTold {
    let found = try await connection.rows(
      """
      select provider, id, false from app.training where id = \(name) or reference = \(name)
      union all
      select provider, id, true from ref.training_offer
      where edition = (select id from ref.current_edition where set_name = 'training_catalogue')
        and id = \(name)
      """
    ).decode(as: (String, String, Bool).self)
    guard let first = found.first else {
      throw StoreError(
        .notFound, "there is no training \"\(name)\"", hint: "run: vivier training list")
    }
    guard found.count == 1 else {
      throw StoreError(
        .notFound, "\"\(name)\" names \(found.count) trainings",
        hint: "use an id: " + found.prefix(5).map(\.1).joined(separator: ", "))
    }
    return TrainingTold(provider: first.0, id: first.1, isCatalogue: first.2)
  }

  /// A session as it was told.
  package struct Session: Sendable {
    /// The first and the last day.
    package var startsOn: Day
    package var endsOn: Day?
    /// All its places, and those left.
    package var capacity, remaining: Int?
    /// The day that was told.
    package var toldOn: Day

    /// A session from its parts.
    package init(startsOn: Day, endsOn: Day?, capacity: Int?, remaining: Int?, toldOn: Day) {
      self.startsOn = startsOn
      self.endsOn = endsOn
      self.capacity = capacity
      self.remaining = remaining
      self.toldOn = toldOn
    }
  }

  /// Keeps a session; one that begins on the same day is told anew, and what is not told stays.
  ///
  /// Fails for an offer of the catalogue, which has no owner who could tell, and where more places
  /// are left than there are or it ends before it begins.
  package func set(_ session: Session, _ connection: Connection) async throws {
    guard !isCatalogue else {
      throw StoreError(
        .data, "\(id) is an offer of the catalogue of 2020, which tells no session",
        hint: "import the training first: vivier import trainings FILE")
    }
    do {
      try await connection.run(
        """
        insert into app.training_session as s
          (provider, training, starts_on, ends_on, capacity, remaining, told_on)
        values (\(provider), \(id), \(PostgresDate(session.startsOn)),
          \(session.endsOn.map { PostgresDate($0) }), \(session.capacity.map { Int16(clamping: $0) }),
          \(session.remaining.map { Int16(clamping: $0) }), \(PostgresDate(session.toldOn)))
        on conflict (provider, training, starts_on) do update set
          ends_on = coalesce(excluded.ends_on, s.ends_on),
          capacity = coalesce(excluded.capacity, s.capacity),
          remaining = coalesce(excluded.remaining, s.remaining),
          told_on = excluded.told_on
        """)
    } catch {
      switch error.constraint {
      case "training_session_in_order":
        throw StoreError(.data, "the session would end before it begins", hint: "check --ends-on")
      case "training_session_remaining_within_capacity":
        throw StoreError(
          .data, "more places would be left than the session has", hint: "tell --capacity as well")
      default: throw error
      }
    }
  }

  /// Forgets the sessions that begin on some days.
  package func forget(sessionsOn days: [Day], _ connection: Connection) async throws {
    try await connection.run(
      """
      delete from app.training_session
      where provider = \(provider) and training = \(id)
        and starts_on = any(\(days.map { PostgresDate($0) }))
      """)
  }

  /// Keeps what a CFA says of its content; the last word holds, above what the register lets conclude.
  package func set(
    skill: String, isTaught: Bool, on day: Day, by author: Author, _ connection: Connection
  ) async throws {
    try await connection.run(
      """
      insert into app.training_content (provider, training, skill, is_taught, told_on, told_by)
      values (\(provider), \(id), \(skill), \(isTaught), \(PostgresDate(day)), \(author.name))
      on conflict (provider, training, skill) do update set
        is_taught = excluded.is_taught, told_on = excluded.told_on, told_by = excluded.told_by
      """)
  }
}
