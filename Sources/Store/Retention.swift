package import Postgres
package import Programme

/// How long what is kept: terms as dated data, and what their ends do.
package struct RetentionTerm: Sendable {
  /// What it is about, such as `pool`.
  package let subject: String
  /// The day it begins to hold.
  package let validFrom: Day
  /// How long, in `unit`.
  package let amount: Int
  /// `day` or `month`.
  package let unit: String
  /// On whose word.
  package let source: String

  /// The terms in force on a day; with `includesOthers` those of other days as well.
  package static func list(
    on day: Day, includesOthers: Bool = false, _ connection: Connection
  ) async throws -> [RetentionTerm] {
    try await connection.rows(
      """
      select subject, valid_from, amount, unit, source from app.retention_term t
      where \(includesOthers) or valid_from = (
        select max(o.valid_from) from app.retention_term o
        where o.subject = t.subject and o.valid_from <= \(PostgresDate(day)))
      order by subject, valid_from
      """
    ).decode(as: (String, PostgresDate, Int32, String, String).self).map {
      RetentionTerm(
        subject: $0.0, validFrom: Day($0.1), amount: Int($0.2), unit: $0.3, source: $0.4)
    }
  }

  /// Puts a term in force from a day on; one of the same day is replaced.
  package static func set(
    _ subject: String, from day: Day, amount: Int, unit: String, source: String,
    _ connection: Connection
  ) async throws {
    let isKnown = try await connection.one(
      "select exists (select from app.retention_term where subject = \(subject))", as: Bool.self)
    guard isKnown else {
      throw StoreError(
        .notFound, "nothing is kept under the term \"\(subject)\"",
        hint: "run: vivier retention list")
    }
    try await connection.run(
      """
      insert into app.retention_term (subject, valid_from, amount, unit, source)
      values (\(subject), \(PostgresDate(day)), \(Int32(amount)), \(unit), \(source))
      on conflict (subject, valid_from) do update set
        amount = excluded.amount, unit = excluded.unit, source = excluded.source
      """)
  }
}

/// What the ends of terms do in a night.
package enum Retention {
  /// A candidate who is told beforehand that they will be erased.
  package struct Warning: Sendable {
    /// Their id.
    package let candidate: String
    /// The day of the erasure, unless they are heard of.
    package let erasedOn: Day
    /// The term that ends: `application` or `pool`.
    package let term: String
    /// When they were heard of last.
    package let lastContactOn: Day
  }

  /// A candidate who is asked whether they still search.
  package struct SearchQuestion: Sendable {
    /// Their id.
    package let candidate: String
    /// When they were heard of last, and when the search expires without an answer.
    package let lastContactOn, expiresOn: Day
  }

  /// A position whose contact is asked whether it stands.
  package struct PositionQuestion: Sendable {
    /// Who is asked: the id, and civility and name as they were given.
    package let contact: String
    package let civility, name: String?
    /// The position.
    package let position, title, commune: String
    /// When it was confirmed last, and when it expires without an answer.
    package let confirmedOn, expiresOn: Day
  }

  /// The candidates whom a term erases on a day.
  package static func toErase(
    on day: Day, _ connection: Connection
  ) async throws -> [Person] {
    try await connection.rows(try query("retention-erase", PostgresDate(day)))
      .decode(as: String.self).map { Person(.candidate, $0) }
  }

  /// The candidates who are to be warned on a day.
  package static func toWarn(on day: Day, _ connection: Connection) async throws -> [Warning] {
    try await connection.rows(try query("retention-warn", PostgresDate(day)))
      .decode(as: (String, PostgresDate, String, PostgresDate).self).map {
        Warning(candidate: $0.0, erasedOn: Day($0.1), term: $0.2, lastContactOn: Day($0.3))
      }
  }

  /// The candidates who are to be asked on a day.
  package static func searchesToAsk(
    on day: Day, _ connection: Connection
  ) async throws -> [SearchQuestion] {
    try await connection.rows(try query("retention-ask-searches", PostgresDate(day)))
      .decode(as: (String, PostgresDate, PostgresDate).self).map {
        SearchQuestion(candidate: $0.0, lastContactOn: Day($0.1), expiresOn: Day($0.2))
      }
  }

  /// The positions whose contacts are to be asked on a day, by contact.
  package static func positionsToAsk(
    on day: Day, _ connection: Connection
  ) async throws -> [PositionQuestion] {
    try await connection.rows(try query("retention-ask-positions", PostgresDate(day)))
      .decode(
        as: (
          String, String?, String?, String, String, String, PostgresDate, PostgresDate
        ).self
      ).map {
        PositionQuestion(
          contact: $0.0, civility: $0.1, name: $0.2, position: $0.3, title: $0.4, commune: $0.5,
          confirmedOn: Day($0.6), expiresOn: Day($0.7))
      }
  }

  /// Notes who was asked and warned on a day, in the transaction that stores the messages.
  package static func note(
    asked candidates: [String], positions: [String], warned: [String], on day: Day,
    _ connection: Connection
  ) async throws {
    let day = PostgresDate(day)
    try await connection.run(
      "update app.candidate set asked_on = \(day) where id = any(\(candidates))")
    try await connection.run(
      "update app.candidate set warned_on = \(day) where id = any(\(warned))")
    try await connection.run(
      "update app.position set asked_on = \(day) where id = any(\(positions))")
  }

  /// Lets positions and searches expire, and old tombstones forget whom they stand for.
  package static func expire(on day: Day, _ connection: Connection) async throws {
    try await connection.run(try query("retention-expire-positions", PostgresDate(day)))
    try await connection.run(try query("retention-expire-searches", PostgresDate(day)))
    try await connection.run(
      """
      update app.tombstone set hash = null
      where hash is not null
        and erased_on + app.retention_term('tombstone', \(PostgresDate(day))) <= \(PostgresDate(day))
      """)
  }

  /// Empties messages whose term is over and gives the copies that must go with them.
  package static func forgetMessages(
    on day: Day, _ connection: Connection
  ) async throws -> [Erasure.Copy] {
    try await connection.rows(try query("retention-forget-messages", PostgresDate(day)))
      .decode(as: (PostgresDate, String).self).map { (date: Day($0.0), messageID: $0.1) }
  }

  /// What the terms did on a day, counted from the rows, so that a night that was killed in between
  /// counts the same.
  package static func figures(
    on day: Day, _ connection: Connection
  ) async throws -> [(String, Int)] {
    let day = PostgresDate(day)
    let counts = try await connection.one(
      """
      select (select count(*) from app.position where expired_on = \(day)),
        (select count(*) from app.candidate where expired_on = \(day)),
        (select count(*) from app.tombstone where cause = 'term' and erased_on = \(day))
      """, as: (Int64, Int64, Int64).self)
    return [
      ("positions_expired", Int(counts.0)), ("searches_expired", Int(counts.1)),
      ("candidates_erased", Int(counts.2)),
    ]
  }
}
