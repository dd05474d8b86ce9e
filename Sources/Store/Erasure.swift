package import Postgres
package import Programme
package import Vault

/// Erases people, and once more what a restored backup brought back.
///
/// An erasure is first written into the journal outside the database and then carried out; whatever a
/// killed command left undone, the next one finds in the journal and finishes.
package struct Erasure: Sendable {
  /// Why somebody is erased.
  package enum Cause: String, Sendable {
    /// The person asked.
    case asked
    /// A term of keeping is over.
    case term
  }

  /// A stored message whose copy outside the database must go.
  package typealias Copy = (date: Day, messageID: String)

  /// What an erasure did.
  package struct Outcome: Sendable {
    /// The ids of the erasures, which name nobody.
    package var erasures: [String] = []
    /// How many stored messages were blanked, and how many kept inputs of nights.
    package var messages = 0
    package var inputs = 0
    /// The head of the audit log behind it.
    package var head: String?
  }

  /// The log, and the keys that go with whom they belong to.
  package let audit: AuditLog
  /// Whom was erased, outside the database.
  package let journal: ErasureJournal
  /// Removes copies of messages that stand in files.
  package let removeCopies: @Sendable ([Copy]) throws -> Void

  /// What erases.
  ///
  /// - `removeCopies`: removes copies of messages that stand in files.
  package init(
    audit: AuditLog, journal: ErasureJournal,
    removeCopies: @escaping @Sendable ([Copy]) throws -> Void
  ) {
    self.audit = audit
    self.journal = journal
    self.removeCopies = removeCopies
  }

  /// Erases people for good.
  ///
  /// - `holdsNight`: whether the caller is the night, which holds the lock that keeps nights out.
  package func erase(
    _ people: [Person], on day: Day, _ cause: Cause, by author: Author, holdsNight: Bool = false,
    _ connection: Connection
  ) async throws -> Outcome {
    var marked: [(person: Person, line: ErasureJournal.Line)] = []
    for person in people {
      let hash = try await connection.one(
        "select encode(app.person_hash(\(person.kind), \(person.id)), 'hex')", as: String.self)
      marked.append(
        (
          person,
          ErasureJournal.Line(
            erasure: ErasureJournal.Line.newID(), kind: person.kind.rawValue, hash: hash,
            day: day.description, cause: cause.rawValue)
        ))
    }
    return try await withoutNights(holdsNight, connection) {
      for (_, line) in marked { try journal.append(line) }
      return try await carryOut(marked, by: author, connection)
    }
  }

  /// Carries out what the journal holds and the database does not, and says what that was.
  ///
  /// A database that was restored from a backup lacks the erasures since; so does one whose command
  /// was killed in the middle of one.
  package func replayMissing(
    by author: Author, _ connection: Connection
  ) async throws -> Outcome? {
    let lines = try await missing(connection)
    guard !lines.isEmpty else { return nil }
    return try await withoutNights(false, connection) {
      // Another command may have been first.
      let lines = try await missing(connection)
      return try await carryOut(try await people(of: lines, connection), by: author, connection)
    }
  }

  /// Whether the journal holds erasures that the database lacks; any role may ask.
  package func isBehind(_ connection: Connection) async throws -> Bool {
    try await !missing(connection).isEmpty
  }

  private func missing(_ connection: Connection) async throws -> [ErasureJournal.Line] {
    let lines = try journal.lines()
    guard !lines.isEmpty else { return [] }
    let unknown = Set(
      try await connection.rows("select app.unknown_erasures(\(lines.map(\.erasure)))")
        .decode(as: String.self))
    return lines.filter { unknown.contains($0.erasure) }
  }

  /// Whom lines of the journal are about: somebody a restored database holds, or nobody it knows.
  private func people(
    of lines: [ErasureJournal.Line], _ connection: Connection
  ) async throws -> [(person: Person?, line: ErasureJournal.Line)] {
    let hashes = lines.map(\.hash)
    let known = try await connection.rows(
      """
      select 'candidate', id, encode(app.person_hash('candidate', id), 'hex') from app.candidate
      where encode(app.person_hash('candidate', id), 'hex') = any(\(hashes))
      union all
      select 'contact', id, encode(app.person_hash('contact', id), 'hex') from app.contact
      where encode(app.person_hash('contact', id), 'hex') = any(\(hashes))
      """
    ).decode(as: (Person.Kind, String, String).self)
    return lines.map { line in
      let found = known.first { $0.2 == line.hash && $0.0.rawValue == line.kind }
      return (found.map { Person($0.0, $0.1) }, line)
    }
  }

  // MARK: Carrying out

  private func carryOut(
    _ marked: [(person: Person?, line: ErasureJournal.Line)], by author: Author,
    _ connection: Connection
  ) async throws -> Outcome {
    var outcome = Outcome()
    let candidates = marked.compactMap { $0.person?.kind == .candidate ? $0.person?.id : nil }
    if !candidates.isEmpty {
      outcome.inputs = try await Run.blank(candidates: candidates, connection).count
    }
    for (person, line) in marked {
      let (messages, head) = try await connection.withTransaction { connection in
        // A message under way would leave its copy behind.
        try await RunLock.waitForDeliveries(connection)
        let copies = try await erase(person, line, connection)
        try removeCopies(copies)
        if let person { try audit.keys.destroy(keyOf: person.id) }
        let head = try await audit.record(
          AuditLog.Event("person.erase", row: "erasure \(line.erasure)", purpose: line.cause),
          by: author, connection)
        return (copies.count, head)
      }
      outcome.erasures.append(line.erasure)
      outcome.messages += messages
      outcome.head = head
    }
    return outcome
  }

  private func erase(
    _ person: Person?, _ line: ErasureJournal.Line, _ connection: Connection
  ) async throws -> [Copy] {
    let day = PostgresDate(try Day(line.day))
    guard let person else {
      try await connection.run(
        """
        insert into app.tombstone (erasure, kind, hash, erased_on, cause)
        values (\(line.erasure), \(line.kind), decode(\(line.hash), 'hex'), \(day), \(line.cause))
        on conflict (erasure) do nothing
        """)
      return []
    }
    return try await connection.rows(
      """
      select business_date, message_id
      from app.erase_person(\(line.erasure), \(person.kind), \(person.id), \(day), \(line.cause))
      """
    ).decode(as: (PostgresDate, String).self).map { (date: Day($0.0), messageID: $0.1) }
  }

  /// A night at work has frozen whom it saw: it is not disturbed, and keeps nobody who was erased.
  private func withoutNights<Value>(
    _ isHeld: Bool, _ connection: Connection, _ body: () async throws -> Value
  ) async throws -> Value {
    if isHeld { return try await body() }
    try await RunLock.keepNightsOut(connection)
    do {
      let value = try await body()
      try await RunLock.letNightsIn(connection)
      return value
    } catch {
      try? await RunLock.letNightsIn(connection)
      throw error
    }
  }
}
