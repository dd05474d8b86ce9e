package import Postgres
package import Programme

/// A contact of CFA who is to be told or asked something on a day (personal data).
package struct CFAContact: Sendable {
  /// Its public id.
  package let id: String
  /// As they were given, never guessed.
  package let civility, name: String?
  /// Whether nothing was looked for in this calendar quarter that a digest could tell.
  package let isTold: Bool
  /// The CFA in its scope that give a training.
  package fileprivate(set) var schools: [School]

  /// A CFA of a contact.
  package struct School: Sendable {
    /// Its SIRET and name.
    package let siret, name: String
    /// Whether it is to be asked whether its places stand.
    package let isAsked: Bool
  }

  /// A session to come of a CFA, as it was told.
  package struct Session: Sendable {
    /// The title of its training.
    package let title: String
    /// Its first day.
    package let startsOn: Day
    /// All its places, those left, and the day they were told.
    package let capacity, remaining: Int?
    package let toldOn: Day?
  }

  /// How many days pass between two questions to a CFA.
  private static let daysBetweenQuestions: Int32 = 60

  /// The contacts who are to be told or asked something on a day, by id.
  ///
  /// - `days`: after how many days the places of a session are asked for again.
  package static func due(
    on day: Day, askingAfter days: Int32, _ connection: Connection
  ) async throws -> [CFAContact] {
    let rows = try await connection.rows(
      try query("audience-cfa", PostgresDate(day), days, daysBetweenQuestions)
    ).decode(as: (String, String?, String?, String, String, Bool, Bool).self)
    var contacts: [CFAContact] = []
    for row in rows {
      if contacts.last?.id != row.0 {
        contacts.append(
          CFAContact(id: row.0, civility: row.1, name: row.2, isTold: row.5, schools: []))
      }
      contacts[contacts.count - 1].schools.append(
        School(siret: row.3, name: row.4, isAsked: row.6))
    }
    return contacts
  }

  /// The sessions to come of some CFA, by SIRET, the next first.
  package static func sessions(
    of sirets: [String], on day: Day, _ connection: Connection
  ) async throws -> [String: [Session]] {
    let rows = try await connection.rows(try query("cfa-sessions", sirets, PostgresDate(day)))
      .decode(as: (String, String, PostgresDate, Int32?, Int32?, PostgresDate?).self)
    return Dictionary(grouping: rows, by: \.0).mapValues { rows in
      rows.map {
        Session(
          title: $0.1, startsOn: Day($0.2), capacity: $0.3.map(Int.init),
          remaining: $0.4.map(Int.init), toldOn: $0.5.map { Day($0) })
      }
    }
  }

  /// Notes whose digest was looked for and which CFA were asked on a day, in the transaction that stores
  /// the messages.
  package static func note(
    told contacts: [String], asked sirets: [String], on day: Day, _ connection: Connection
  ) async throws {
    let day = PostgresDate(day)
    try await connection.run(
      "update app.contact set surveyed_on = \(day) where id = any(\(contacts))")
    try await connection.run(
      "update app.provider set asked_on = \(day) where siret = any(\(sirets))")
  }
}
