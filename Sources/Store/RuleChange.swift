package import Postgres
import Programme

/// One time that other rules of the programme came into use.
package struct RuleChange: Sendable {
  /// How they came.
  package enum Kind: String, Sendable {
    /// With the reference data of a release.
    case reference
    /// From a file.
    case load
    /// Back, as they were before a change.
    case revert
  }

  /// The number of the change.
  package let number: Int
  /// How the rules came.
  package let kind: Kind
  /// The label of the edition that came into use; nil when it was removed since.
  package let edition: String?
  /// The file they were read from.
  package let file: String?
  /// SHA-256 of that file, in hexadecimal.
  package let digest: String?
  /// Who did it, and why.
  package let by: String
  /// Why, where it was told.
  package let why: String?
  /// When, in Paris.
  package let at: String

  /// Who changes the rules, and why.
  package struct Author: Sendable {
    /// A login or a name.
    package let name: String
    /// A reason, where one is told.
    package let why: String?

    /// Names an author.
    package init(name: String, why: String? = nil) {
      self.name = name
      self.why = why
    }
  }

  /// Every change, the latest first.
  package static func all(_ connection: Connection) async throws -> [RuleChange] {
    try await connection.rows(
      """
      select c.id, c.kind, e.label, c.file, encode(c.digest, 'hex'), c.changed_by, c.why,
        to_char(c.changed_at at time zone 'Europe/Paris', 'YYYY-MM-DD HH24:MI')
      from ref.programme_rule_change c left join ref.edition e on e.id = c.edition
      order by c.id desc
      """
    ).decode(as: (Int32, String, String?, String?, String?, String, String?, String).self).map {
      RuleChange(
        number: Int($0.0), kind: Kind(rawValue: $0.1) ?? .reference, edition: $0.2, file: $0.3,
        digest: $0.4, by: $0.5, why: $0.6, at: $0.7)
    }
  }

  /// Puts the rules of a file in use as a new edition; false when they are in use already.
  ///
  /// The rules in use before stay beside them, so that ``revert(_:by:_:)`` brings them back.
  package static func load(
    _ bytes: [UInt8], from file: String, by author: Author, _ connection: Connection
  ) async throws -> Bool {
    let book = try RuleBook(bytes, called: file)
    let rows = try RuleBook.rows(bytes)
    return try await connection.withTransaction { connection in
      // The checksum of a set is that over the checksums of its files, of which it has one.
      let checksum = try await connection.one("select sha256(sha256(\(bytes)))", as: [UInt8].self)
      let known = try await connection.oneOrNone(
        "select id, is_current from ref.edition where set_name = 'programme' and checksum = \(checksum)",
        as: (Int32, Bool).self)
      if known?.1 == true { return false }
      let edition: Int32
      if let known {
        edition = known.0
      } else {
        let checked = book.versions.values.joined().map(\.checkedOn).max()
        edition = try await insert(
          rows, checksum: checksum, checkedOn: checked ?? Day(number: 0), file: file, author,
          connection)
      }
      try await use(edition, .load, file: (name: file, bytes: bytes), by: author, connection)
      return true
    }
  }

  private static func insert(
    _ rows: [[String?]], checksum: [UInt8], checkedOn: Day, file: String, _ author: Author,
    _ connection: Connection
  ) async throws -> Int32 {
    let edition = try await connection.one(
      """
      insert into ref.edition
        (set_name, label, edition_date, publisher, licence, source, checksum, row_count)
      values ('programme', 'file-' || left(encode(\(checksum), 'hex'), 12),
        \(PostgresDate(checkedOn)), \(author.name), 'not stated', \(file), \(checksum),
        \(Int64(rows.count)))
      returning id
      """, as: Int32.self)
    for row in rows {
      try await connection.run(
        """
        insert into ref.programme_rule
          (edition, rule, version, schemes, valid_from, valid_to, parameters, status, source,
           checked_on, doubt, text_fr, remedy_fr, question_fr)
        values (\(edition), \(row[0]), \(row[1]), \(row[2]), \(row[3])::text::date,
          \(row[4])::text::date, \(row[5]), \(row[6]), \(row[7]), \(row[8])::text::date, \(row[9]),
          \(row[10]), \(row[11]), \(row[12]))
        """)
    }
    return edition
  }

  /// Puts the rules in use that were in use before a change, by default before the last one.
  ///
  /// Gives the label of the edition that is back in use.
  package static func revert(
    _ number: Int?, by author: Author, _ connection: Connection
  ) async throws -> String {
    try await connection.withTransaction { connection in
      let last = try await connection.oneOrNone(
        "select max(id) from ref.programme_rule_change", as: Int32?.self)
      let wanted = number.map { Int32(clamping: $0) } ?? last ?? nil
      let change = try await connection.oneOrNone(
        """
        select c.id, c.previous, e.label from ref.programme_rule_change c
        left join ref.edition e on e.id = c.previous where c.id = \(wanted)
        """, as: (Int32, Int32?, String?).self)
      guard let change else {
        throw StoreError(
          .notFound,
          number.map { "there is no change \($0) of the rules" } ?? "the rules never changed",
          hint: "run: vivier rule log")
      }
      guard let previous = change.1, let label = change.2 else {
        throw StoreError(
          .data, "change \(change.0) was the first one, or the rules before it were removed",
          hint: "run: vivier rule log")
      }
      try await use(previous, .revert, file: nil, by: author, connection)
      return label
    }
  }

  /// Puts an edition of the rules in use and notes who did it.
  static func use(
    _ edition: Int32, _ kind: Kind, file: (name: String, bytes: [UInt8])?, by author: Author,
    _ connection: Connection
  ) async throws {
    let previous = try await connection.oneOrNone(
      "select id from ref.current_edition where set_name = 'programme'", as: Int32.self)
    guard previous != edition else { return }
    // Rules the program cannot judge by never come into use.
    let book = try await RuleBook.read(edition: edition, connection)
    try await checkVintages(of: book, connection)
    try await connection.run(
      "update ref.edition set is_current = false where set_name = 'programme' and is_current")
    try await connection.run("update ref.edition set is_current = true where id = \(edition)")
    try await connection.run(
      """
      insert into ref.programme_rule_change (kind, edition, previous, file, digest, changed_by, why)
      values (\(kind.rawValue), \(edition), \(previous), \(file?.name), sha256(\(file?.bytes)),
        \(author.name), \(author.why))
      """)
  }

  /// Refuses a vintage that no territory has: every place would then lie outside.
  private static func checkVintages(of book: RuleBook, _ connection: Connection) async throws {
    let known = try await connection.rows(
      """
      select distinct vintage from ref.territory
      where edition = (select id from ref.current_edition where set_name = 'territories')
      """
    ).decode(as: String.self)
    let unknown = book.all(.placeTI).first { !known.isEmpty && !known.contains($0.version) }
    if let unknown {
      throw StoreError(
        .data, "place.ti: there are no territories of the vintage \(unknown.version)",
        hint: "load them first: vivier reference load --from DIR")
    }
  }

  /// Whether the rules in use were loaded from a file, so that a release must not replace them.
  static func isByHand(_ connection: Connection) async throws -> Bool {
    try await connection.one(
      """
      select exists (
        select from ref.programme_rule_change c
        join ref.current_edition e on e.set_name = 'programme' and e.id = c.edition
        where c.kind = 'load')
      """, as: Bool.self)
  }
}
