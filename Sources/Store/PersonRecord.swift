package import Exchange
package import Postgres
package import Programme

/// Everything that is held about one person, table by table.
package struct PersonRecord: Sendable {
  /// Who it is about.
  package let person: Person
  /// The rows of each table that has any, in the order of the list.
  package let tables: [(table: PersonalTable, rows: [JSON])]
  /// The companies and other readers that were shown the person, and when last.
  package let shownTo: [(reader: String, day: Day)]
  /// The business dates whose frozen input holds the person.
  package let frozenOn: [Day]
  /// What the log says was done about the person, the newest first.
  package let log: [AuditLog.Row]

  /// Reads it all.
  package static func read(
    of person: Person, _ audit: AuditLog, _ connection: Connection
  ) async throws -> PersonRecord {
    var tables: [(table: PersonalTable, rows: [JSON])] = []
    for table in PersonalTable.all where table.kinds.contains(person.kind) {
      let rows = try await table.rows(of: person, connection)
      if !rows.isEmpty { tables.append((table, rows)) }
    }
    let shown = try await connection.rows(
      """
      select coalesce(c.name, t.recipient_kind || ' ' || t.recipient), max(t.told_on)
      from mail.told t
      left join app.position p on t.recipient_kind = 'contact' and p.id = t.position
      left join app.company c on c.siren = p.siren
      where \(person.kind) = 'candidate' and t.candidate = \(person.id)
        and t.recipient_kind <> 'candidate'
      group by 1 order by 2 desc, 1
      """
    ).decode(as: (String, PostgresDate).self)
    let frozen = try await connection.rows(
      """
      select distinct r.business_date from match.run r
      join match.run_snapshot s on s.run = r.id
      where \(person.kind) = 'candidate'
        and not exists (
          select from match.run_blanked b where b.run = r.id and b.candidate = \(person.id))
        and exists (select from app.candidate where id = \(person.id))
      order by 1
      """
    ).decode(as: PostgresDate.self)
    return PersonRecord(
      person: person, tables: tables, shownTo: shown.map { ($0.0, Day($0.1)) },
      frozenOn: frozen.map { Day($0) },
      log: try await audit.rows(about: person, limit: 100_000, connection))
  }

  /// The rows of a table by its name; none where nothing is held.
  package func rows(_ name: String) -> [JSON] {
    tables.first { $0.table.name == name }?.rows ?? []
  }
}

extension PersonalTable {
  /// The rows about a person as objects of what is told, in a fixed order.
  func rows(of person: Person, _ connection: Connection) async throws -> [JSON] {
    guard let condition = condition(person) else { return [] }
    let texts = try await connection.rows(
      """
      select (to_jsonb(t) - \(kept)::text[])::text
      from \(identifier: schema).\(identifier: table) t
      where \(condition)
      order by 1
      """
    ).decode(as: String.self)
    return try texts.map { try JSON(reading: Array($0.utf8)) }
  }

  private func condition(_ person: Person) -> SQL? {
    switch link {
    case .id(let column): "t.\(identifier: column) = \(person.id)"
    case .kindAndID(let kind, let id):
      "t.\(identifier: kind) = \(person.kind) and t.\(identifier: id) = \(person.id)"
    case .ids(let column): "\(person.id) = any(t.\(identifier: column))"
    case .address(let column):
      """
      t.\(identifier: column) in (
        select lower(i.email) from app.candidate_identity i
        where \(person.kind) = 'candidate' and i.candidate = \(person.id)
        union all
        select lower(k.email) from app.contact k
        where \(person.kind) = 'contact' and k.id = \(person.id))
      """
    case .mention(let columns):
      """
      not (t.recipient_kind = \(person.kind) and t.recipient = \(person.id)) and exists (
        select from jsonb_each(to_jsonb(t)) as part
        where part.key = any(\(columns)) and jsonb_path_exists(
          part.value, '$.** ? (@ == $person)', jsonb_build_object('person', \(person.id)::text)))
      """
    case .text(let columns):
      """
      exists (
        select from jsonb_each_text(to_jsonb(t)) as part
        where part.key = any(\(columns)) and strpos(part.value, \(person.id)) > 0)
      """
    case .opaque: nil
    }
  }
}
