package import Exchange
package import Postgres

/// A change of state by hand: who closed, withdrew or opened a position, candidate or training.
package enum StateChange: String, Sendable {
  /// Nobody is matched or told any more.
  case close
  /// The person takes themselves out.
  case withdraw
  /// As before; a position with something flagged is held again.
  case reopen

  private func states(
    of kind: ImportKind
  ) -> (from: [String], to: String)? {
    switch (self, kind) {
    case (.close, .positions): (["open", "held", "expired"], "closed")
    case (.close, .candidates): (["open", "expired"], "closed")
    case (.close, .trainings): (["open"], "closed")
    case (.withdraw, .candidates): (["open", "closed", "expired"], "withdrawn")
    case (.reopen, .positions): (["closed", "expired"], "open")
    case (.reopen, .candidates): (["closed", "withdrawn", "expired"], "open")
    case (.reopen, .trainings): (["closed"], "open")
    default: nil
    }
  }

  /// Changes the state of what has this id or reference, records it, and gives id and new state.
  ///
  /// Fails when it is in that state already, or cannot be.
  package func change(
    _ kind: ImportKind, _ name: String, because reason: String?, by author: Author,
    _ connection: Connection
  ) async throws -> (id: String, state: String) {
    guard let states = states(of: kind) else {
      throw StoreError(.data, "a \(kind.noun) has no state to \(rawValue)", hint: nil)
    }
    let table: SQL = "app.\(identifier: kind.noun)"
    return try await connection.withTransaction { connection in
      let rows = try await connection.rows(
        "select id, state from \(table) where id = \(name) or reference = \(name) for update"
      ).decode(as: (String, String).self)
      let (id, before) = try Directory.only(rows, name: name, kind: kind.noun, id: \.0)
      guard states.from.contains(before) else {
        throw StoreError(
          .data, "the \(kind.noun) \(id) is \(before): there is nothing to \(rawValue)",
          hint: "run: vivier \(kind.noun) show \(id)")
      }
      try await connection.run("update \(table) set state = \(states.to) where id = \(id)")
      try await noteConfirmation(of: kind, id, at: author.at, connection)
      if kind == .positions { try await connection.run("select app.settle_offers(\([id]))") }
      // Somebody was heard of, from which all terms count.
      try await connection.run(
        """
        select app.note_contact(\(kind == .candidates ? [id] : []), d.day),
          app.confirm_positions(\(kind == .positions ? [id] : []), d.day)
        from (select (\(author.at)::timestamptz at time zone 'Europe/Paris')::date as day) as d
        """)
      let after = try await connection.one(
        "select state from \(table) where id = \(id)", as: String.self)
      if after != before {
        try await connection.run(
          """
          insert into app.state_change (kind, subject, before, after, changed_at, changed_by, reason)
          values (\(kind.noun), \(id), \(before), \(after), \(author.at), \(author.name), \(reason))
          """)
      }
      return (id, after)
    }
  }

  /// Who opens something again, or withdraws, was heard of: terms count from that day.
  private func noteConfirmation(
    of kind: ImportKind, _ id: String, at instant: Timestamp, _ connection: Connection
  ) async throws {
    guard self != .close else { return }
    let day: SQL = "(\(instant)::timestamptz at time zone 'Europe/Paris')::date"
    switch kind {
    case .positions: try await connection.run("select app.confirm_positions(\([id]), \(day))")
    case .candidates: try await connection.run("select app.note_contact(\([id]), \(day))")
    default: break
    }
  }
}
