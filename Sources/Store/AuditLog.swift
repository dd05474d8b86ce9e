package import Exchange
package import Postgres
package import Vault

/// The log of who did what, when and why: appended to, never changed, each row chained to the one
/// before.
///
/// What is about a person is sealed under that person's key.
package struct AuditLog: Sendable {
  /// The keys of persons.
  package let keys: KeyFolder

  /// The log, with the keys it seals under.
  package init(keys: KeyFolder) { self.keys = keys }

  /// Something that was done.
  package struct Event: Sendable {
    /// What was done, such as `person.export`.
    package var action: String
    /// The row it was done to, such as `run 12`; a person is told in `person` alone.
    package var row: String?
    /// The person it was done to.
    package var person: Person?
    /// What for.
    package var purpose: String?
    /// What else to remember; about a person it is sealed.
    package var detail: JSON?

    /// An event from its parts.
    package init(
      _ action: String, row: String? = nil, about person: Person? = nil, purpose: String? = nil,
      detail: JSON? = nil
    ) {
      self.action = action
      self.row = row
      self.person = person
      self.purpose = purpose
      self.detail = detail
    }
  }

  /// A row of the log.
  package struct Row: Sendable {
    /// Its place, from 1.
    package let id: Int64
    /// When it was done.
    package let at: Timestamp
    /// Who did it, and what.
    package let actor, action: String
    /// The row it was done to, what for, and what else is known; nil where the key is gone.
    package let row, purpose, detail: String?
    /// Whether it is about a person.
    package let isAboutPerson: Bool
    /// The hash of the chain up to here, in hexadecimal.
    package let hash: String
  }

  /// What is wrong with the log.
  package struct Break: Sendable {
    /// The first row that does not follow; nil where rows at the end are gone.
    package let row: Int64?
    /// What is wrong.
    package let what: String
  }

  /// Appends an event and gives the new head in hexadecimal.
  ///
  /// It goes into the caller's transaction as its last statement: other writers wait from here to
  /// its end.
  @discardableResult
  package func record(
    _ event: Event, by author: Author, _ connection: Connection
  ) async throws -> String {
    var row = event.row
    var detail = event.detail?.compact
    var subject: [UInt8]?
    var sealed: [UInt8]?
    if let person = event.person {
      let key = try keys.keyOrNew(of: person.id)
      let content: JSON = [
        "row": .string(row ?? "\(person.kind.rawValue) \(person.id)"),
        "detail": event.detail ?? .null,
      ]
      subject = try key.mark(Self.subjectWord)
      sealed = try key.seal(content.compact, bound: Self.bound(event.action, author.at))
      row = nil
      detail = nil
    }
    return try await connection.one(
      """
      select encode(audit.append(\(author.at), \(author.name), \(event.action), \(row),
        \(event.purpose), \(detail), \(subject), \(sealed)), 'hex')
      """, as: String.self)
  }

  private static let subjectWord = "subject"

  private static func bound(_ action: String, _ at: Timestamp) -> String {
    "\(action) \(at.microsecondsSince1970)"
  }

  /// The newest rows.
  ///
  /// - `action`: how their action begins; empty for all.
  /// - `person`: whom they are about; nil for all. Of somebody without a key there is nothing.
  package func rows(
    action: String = "", about person: Person? = nil, limit: Int, _ connection: Connection
  ) async throws -> [Row] {
    var key: PersonKey?
    if let person {
      key = try keys.key(of: person.id)
      if key == nil { return [] }
    }
    return try await connection.rows(
      try query("audit-log", action, try key?.mark(Self.subjectWord), Int64(limit))
    ).decode(
      as: (
        Int64, Timestamp, String, String, String?, String?, String?, [UInt8]?, String
      ).self
    ).map { row in
      var name = row.4
      var detail = row.6
      if let sealed = row.7, let key {
        let text = try key.open(sealed, bound: Self.bound(row.3, row.1))
        let content = try JSON(reading: Array(text.utf8))
        name = content["row"]?.text
        detail = content["detail"].flatMap { $0 == .null ? nil : $0.compact }
      }
      return Row(
        id: row.0, at: row.1, actor: row.2, action: row.3, row: name, purpose: row.5,
        detail: detail, isAboutPerson: row.7 != nil, hash: row.8)
    }
  }

  /// How many rows the log has, and the hash over all of them in hexadecimal.
  package static func head(
    _ connection: Connection
  ) async throws -> (rows: Int64, hash: String) {
    let head = try await connection.one(
      "select id, encode(hash, 'hex') from audit.head", as: (Int64, String).self)
    return (head.0, head.1)
  }

  /// The first thing that is wrong with the log; nil when it is whole.
  ///
  /// - `expecting`: heads that somebody kept outside the database, in hexadecimal. Every finished run
  ///   kept one as well.
  package static func firstBreak(
    expecting heads: [String] = [], _ connection: Connection
  ) async throws -> Break? {
    let broken = try await connection.rows(try query("audit-broken"))
      .decode(as: (Int64, String).self).first
    if let broken { return Break(row: broken.0, what: broken.1) }
    let missing = try await connection.rows(try query("audit-missing", heads))
      .decode(as: (String, String).self).first
    return missing.map {
      Break(row: nil, what: "rows at the end are gone: the \($0.0) is in it no more")
    }
  }
}
