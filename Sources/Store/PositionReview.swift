package import Postgres
package import Programme

/// A position that is held for what was flagged in it.
package struct HeldPosition: Sendable {
  /// Its id, the reference its owner gave it, and its title.
  package let id, reference, title: String
  /// The name of its company.
  package let company: String
  /// What was flagged.
  package let flags: [OfferFlag]
  /// What was decided before about flags it has no more, or had otherwise; the last first.
  package let decisions: [PositionReview]
}

/// What a person decided about a flagged position.
package struct PositionReview: Sendable {
  /// Whether it may be shown.
  package enum Decision: String, SQLValue, Sendable {
    /// It is shown as it is: what was flagged is meant otherwise, or allowed here.
    case accept
    /// It is closed.
    case refuse
  }

  /// What was decided, and who did, when (UTC) and why.
  package let decision: Decision
  package let by, on, reason: String

  /// The positions that wait for a person, the longest open first; of one kind of flag, or all.
  package static func held(
    kind: OfferFlag.Kind? = nil, _ connection: Connection
  ) async throws -> [HeldPosition] {
    let rows = try await connection.rows(
      """
      select p.id, p.reference, p.title, c.name,
        array(select f.kind from app.position_flag f where f.position = p.id order by f.kind, f.found),
        array(select f.found from app.position_flag f where f.position = p.id order by f.kind, f.found)
      from app.position p
      join app.company c using (siren)
      where p.state = 'held' and (\(kind?.rawValue)::text is null or exists (
        select from app.position_flag f where f.position = p.id and f.kind = \(kind?.rawValue)))
      order by p.opened_on, p.id
      """
    ).decode(as: (String, String, String, String, [String], [String]).self)
    let decisions = try await decisions(about: rows.map(\.0), connection)
    return rows.map { row in
      HeldPosition(
        id: row.0, reference: row.1, title: row.2, company: row.3,
        flags: zip(row.4, row.5).compactMap { kind, found in
          OfferFlag.Kind(rawValue: kind).map { OfferFlag($0, found: found) }
        }, decisions: decisions[row.0] ?? [])
    }
  }

  private static func decisions(
    about positions: [String], _ connection: Connection
  ) async throws -> [String: [PositionReview]] {
    let rows = try await connection.rows(
      """
      select position, decision, decided_by, reason,
        to_char(decided_at at time zone 'UTC', 'YYYY-MM-DD')
      from app.position_review
      where position = any(\(positions))
      order by id desc
      """
    ).decode(as: (String, Decision, String, String, String).self)
    return Dictionary(grouping: rows, by: \.0).mapValues {
      $0.map { PositionReview(decision: $0.1, by: $0.2, on: $0.4, reason: $0.3) }
    }
  }

  /// Records a decision about held positions and acts on it; gives how many it concerned.
  ///
  /// Fails, and decides nothing, when one of them is not held.
  package static func decide(
    _ decision: Decision, about positions: [String], because reason: String, by author: Author,
    _ connection: Connection
  ) async throws -> Int {
    try await connection.withTransaction { connection in
      let held = try await connection.rows(
        """
        select id from app.position
        where id = any(\(positions)) and state = 'held' order by id for update
        """
      ).decode(as: String.self)
      if let other = positions.first(where: { !held.contains($0) }) {
        throw StoreError(
          .data, "the position \(other) is not held", hint: "run: vivier position review list")
      }
      try await connection.run(
        """
        insert into app.position_review (siren, position, decision, flags, decided_at, decided_by, reason)
        select p.siren, p.id, \(decision),
          array(select f.kind || ':' || f.found from app.position_flag f
            where f.position = p.id order by f.kind, f.found),
          \(author.at), \(author.name), \(reason)
        from app.position p
        where p.id = any(\(held))
        order by p.id
        """)
      switch decision {
      case .accept: try await connection.run("select app.settle_offers(\(held))")
      case .refuse:
        try await connection.run(
          "update app.position set state = 'closed' where id = any(\(held))")
      }
      return held.count
    }
  }

  /// Looks again at open positions that were last looked at with other word lists, or never, and gives
  /// how many of them are now held.
  ///
  /// Whether an offer was dated is known when it comes in only, so that flag stays as it is.
  package static func lookAgain(_ connection: Connection) async throws -> Int {
    let version = Int32(OfferCheck.version)
    return try await connection.withTransaction { connection in
      let rows = try await connection.rows(
        """
        select p.siren, p.id, p.title,
          array_remove(array[p.description, p.access_without_car, p.working_hours, p.housing_help], null),
          p.pay_min is not null or p.pay_max is not null, c.name
        from app.position p
        join app.company c using (siren)
        where p.check_version <> \(version) and p.state in ('open', 'held')
        order by p.id
        for update of p
        """
      ).decode(as: (String, String, String, [String], Bool, String).self)
      guard !rows.isEmpty else { return 0 }
      let flags = rows.flatMap { row in
        OfferCheck(
          title: row.2, texts: row.3, hasPay: row.4, hasDate: true,
          hidesEmployer: OfferCheck.isAnonymous(row.5)
        ).flags.map { (siren: row.0, position: row.1, flag: $0) }
      }
      let ids = rows.map(\.1)
      try await connection.run(
        "delete from app.position_flag where position = any(\(ids)) and kind <> 'date'")
      try await connection.run(
        """
        insert into app.position_flag (siren, position, kind, found)
        select * from unnest(\(flags.map(\.siren)), \(flags.map(\.position)),
          \(flags.map(\.flag.kind.rawValue)), \(flags.map(\.flag.found)))
        """)
      try await connection.run(
        "update app.position set check_version = \(version) where id = any(\(ids))")
      try await connection.run("select app.settle_offers(\(ids))")
      return Int(
        try await connection.one(
          "select count(*) from app.position where id = any(\(ids)) and state = 'held'",
          as: Int64.self))
    }
  }
}
