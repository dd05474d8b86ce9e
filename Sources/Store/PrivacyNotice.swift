package import Postgres
package import Programme

/// What persons are told of their data: a dated text that never changes once it is loaded.
package struct PrivacyNotice: Sendable {
  /// Whom it speaks to.
  package enum Audience: String, SQLValue, Sendable {
    /// Young talents.
    case talent
    /// Contacts of companies and CFA.
    case company
  }

  /// `talent-2026-11-28.fr`: audience, first day, language.
  package let id: String
  /// Whom it speaks to.
  package let audience: Audience
  /// ISO 639-1.
  package let language: String
  /// The first day it is shown.
  package let validFrom: Day
  /// The text, in Markdown.
  package let body: String

  /// Reads a notice from a file `AUDIENCE-YYYY-MM-DD.LANGUAGE.md`.
  ///
  /// Fails when the name does not say what it is, or the file cannot be read or holds no text.
  package init(file: String) throws {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    guard let parts = name.wholeMatch(of: /([a-z]+)-(\d{4}-\d\d-\d\d)\.([a-z]{2})\.md/),
      let audience = Audience(rawValue: String(parts.1)), let day = try? Day(String(parts.2))
    else {
      throw StoreError(
        .data, "\(file) is not named as a notice",
        hint: "name it talent-2026-11-28.fr.md or company-2026-11-28.fr.md, with its first day")
    }
    guard let body = String(validating: try FileReader.bytes(of: file), as: UTF8.self),
      body.contains(where: { !$0.isWhitespace })
    else { throw StoreError(.data, "\(file) holds no text in UTF-8", hint: "save it as UTF-8") }
    id = String(name.dropLast(".md".count))
    self.audience = audience
    language = String(parts.3)
    validFrom = day
    self.body = body
  }

  private init(id: String, audience: Audience, language: String, validFrom: Day, body: String) {
    self.id = id
    self.audience = audience
    self.language = language
    self.validFrom = validFrom
    self.body = body
  }

  /// Stores the notice; false when it was there already.
  ///
  /// Fails when another text was loaded under its name: people were shown that one.
  package func load(_ connection: Connection) async throws -> Bool {
    let before = try await connection.oneOrNone(
      "select body from app.notice where id = \(id)", as: String.self)
    if let before {
      guard before == body else {
        throw StoreError(
          .data, "the notice \(id) was loaded with another text, which people may have seen",
          hint: "a new text gets a new first day: \(audience.rawValue)-YYYY-MM-DD.\(language).md")
      }
      return false
    }
    try await connection.run(
      """
      insert into app.notice (id, audience, language, valid_from, sha256, body)
      values (\(id), \(audience), \(language), \(PostgresDate(validFrom)),
        sha256(\(Array(body.utf8))), \(body))
      """)
    return true
  }

  /// Every notice, by audience, the newest first.
  package static func all(_ connection: Connection) async throws -> [PrivacyNotice] {
    try await connection.rows(
      """
      select id, audience, language, valid_from, body from app.notice
      order by audience, language, valid_from desc
      """
    ).decode(as: (String, Audience, String, PostgresDate, String).self)
      .map {
        PrivacyNotice(id: $0.0, audience: $0.1, language: $0.2, validFrom: Day($0.3), body: $0.4)
      }
  }

  /// The notice of that id.
  package static func find(_ id: String, _ connection: Connection) async throws -> PrivacyNotice {
    guard let notice = try await all(connection).first(where: { $0.id == id }) else {
      throw StoreError(
        .notFound, "there is no notice \"\(id)\"", hint: "run: vivier notice list")
    }
    return notice
  }

  /// The notice an audience is shown on a day; nil when none is loaded.
  package static func inUse(
    _ audience: Audience, on day: Day, _ connection: Connection
  ) async throws -> String? {
    try await connection.one(
      "select app.notice_in_use(\(audience.rawValue), \(PostgresDate(day)))", as: String?.self)
  }

  /// Notes that a person saw a notice; the first time counts.
  package static func shown(
    _ id: String, to kind: Outbox.RecipientKind, _ person: String, at instant: Timestamp,
    channel: String, _ connection: Connection
  ) async throws {
    try await connection.run(
      """
      insert into app.notice_shown (person_kind, person, notice, shown_at, channel)
      values (\(kind), \(person), \(id), \(instant), \(channel))
      on conflict do nothing
      """)
  }
}
