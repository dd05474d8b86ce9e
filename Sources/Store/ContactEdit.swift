package import Exchange
package import Postgres
package import Programme

/// Changes to a contact; nil leaves a fact as it is, `.some(nil)` forgets it.
package struct ContactEdit: Sendable {
  /// Another address.
  package var email: String?
  package var civility: Civility??
  package var name: String??
  package var role: String??
  package var language: LanguageCode?
  package var frequency: Frequency?
  package var pausedUntil: Day??
  /// Why nothing may be sent to the address any more: bounced, complained or asked.
  package var suppression: String??
  /// What the contact receives from now on, and no more.
  package var newScopes: [ContactScope] = []
  package var goingScopes: [ContactScope] = []

  /// Changes nothing yet.
  package init() {}

  /// Adds a contact, or what is told to the one that has this address already; gives its id and what
  /// changed, nothing where all of it was known.
  package func add(
    _ email: String, by author: Author, _ connection: Connection
  ) async throws -> (id: String, changes: [String]) {
    try await connection.withTransaction { connection in
      let id = try await connection.one("select app.contact_id(\(email))", as: String.self)
      let isNew =
        try await connection.run(
          "insert into app.contact (id, email) values (\(id), \(email)) on conflict do nothing")
        == 1
      let changes = try await changes(to: id, on: author, connection)
      let told = isNew ? ["added"] + changes : changes
      try await Self.note(told, of: id, by: author, connection)
      return (id, told)
    }
  }

  /// Makes the changes in one transaction, with a line in the log for each, and says what changed.
  ///
  /// Fails without changing anything when another contact has the address, or when nothing would be
  /// left that the contact receives.
  package func apply(
    to id: String, by author: Author, _ connection: Connection
  ) async throws -> [String] {
    try await connection.withTransaction { connection in
      let changes = try await changes(to: id, on: author, connection)
      try await Self.note(changes, of: id, by: author, connection)
      return changes
    }
  }

  private func changes(
    to id: String, on author: Author, _ connection: Connection
  ) async throws -> [String] {
    let row = try await connection.oneOrNone(
      """
      select email, civility, name, role, language, frequency, paused_until from app.contact
      where id = \(id) for update
      """,
      as: (String?, String?, String?, String?, String, String, PostgresDate?).self)
    guard let row else {
      throw StoreError(
        .notFound, "there is no contact \"\(id)\"", hint: "run: vivier contact list")
    }
    var changes: [String] = []
    if let email, email.lowercased() != row.0?.lowercased() {
      try await refuse(email, of: id, connection)
      changes.append("address")
    }
    if let civility, civility?.rawValue != row.1 { changes.append("civility") }
    if let name, name != row.2 { changes.append("name") }
    if let role, role != row.3 { changes.append("role") }
    if let language, language.text != row.4 { changes.append("language") }
    if let frequency, frequency.rawValue != row.5 { changes.append("frequency") }
    if let pausedUntil, pausedUntil != row.6.map({ Day($0) }) { changes.append("pause") }
    if !changes.isEmpty {
      try await connection.run(
        """
        update app.contact set email = \(email ?? row.0),
          civility = \(civility.map { $0?.rawValue } ?? row.1), name = \(name ?? row.2),
          role = \(role ?? row.3), language = \(language?.text ?? row.4),
          frequency = \(frequency?.rawValue ?? row.5),
          paused_until = \(pausedUntil.map { $0.map { PostgresDate($0) } } ?? row.6)
        where id = \(id)
        """)
    }
    if let suppression, try await suppress(suppression, email ?? row.0, on: author, connection) {
      changes.append("suppression")
    }
    for scope in newScopes where try await add(scope, to: id, connection) {
      changes.append("scope \(scope)")
    }
    for scope in goingScopes {
      try await take(scope, from: id, connection)
      changes.append("no more scope \(scope)")
    }
    return changes
  }

  private func refuse(_ email: String, of id: String, _ connection: Connection) async throws {
    let other = try await connection.oneOrNone(
      "select id from app.contact where lower(email) = lower(\(email)) and id <> \(id)",
      as: String.self)
    guard let other else { return }
    throw StoreError(
      .data, "\(other) has this address already",
      hint: "one address is one contact: give its scopes to \(other) and remove \(id)")
  }

  /// Suppresses an address, or lets it be written to again; says whether anything changed.
  private func suppress(
    _ reason: String?, _ email: String?, on author: Author, _ connection: Connection
  ) async throws -> Bool {
    guard let email else {
      throw StoreError(.data, "the contact has no address", hint: "tell it with --email")
    }
    guard let reason else {
      return try await connection.run(
        "delete from mail.suppression where address = lower(\(email))") == 1
    }
    return try await connection.run(
      """
      insert into mail.suppression (address, reason, suppressed_on)
      values (lower(\(email)), \(reason), (\(author.at) at time zone 'Europe/Paris')::date)
      on conflict (address) do update set reason = excluded.reason
        where mail.suppression.reason <> excluded.reason
      """) == 1
  }

  private func add(
    _ scope: ContactScope, to id: String, _ connection: Connection
  ) async throws -> Bool {
    if let territory = scope.territory {
      try await connection.run(
        """
        insert into app.territory (vintage, territory) values (\(scope.vintage), \(territory))
        on conflict do nothing
        """)
    }
    return try await connection.run(
      """
      insert into app.contact_scope
        (contact, kind, siren, siret, position, provider, vintage, territory, part, region, source)
      values (\(id), \(scope.kind.rawValue), \(scope.siren), \(scope.siret), \(scope.position),
        \(scope.provider), \(scope.vintage), \(scope.territory), \(scope.part?.rawValue),
        \(scope.region), 'person')
      on conflict on constraint contact_scope_key do update set region = excluded.region
        where app.contact_scope.region is distinct from excluded.region
      """) == 1
  }

  private func take(
    _ scope: ContactScope, from id: String, _ connection: Connection
  ) async throws {
    let gone = try await connection.run(
      """
      delete from app.contact_scope
      where contact = \(id) and kind = \(scope.kind.rawValue)
        and siren is not distinct from \(scope.siren)
        and siret is not distinct from \(scope.siret)
        and position is not distinct from \(scope.position)
        and provider is not distinct from \(scope.provider)
        and vintage is not distinct from \(scope.vintage)
        and territory is not distinct from \(scope.territory)
        and part is not distinct from \(scope.part?.rawValue)
      """)
    guard gone == 1 else {
      throw StoreError(
        .notFound, "\(id) does not receive \(scope)", hint: "run: vivier contact show \(id)")
    }
    let isLeft = try await connection.one(
      "select exists (select from app.contact where id = \(id))", as: Bool.self)
    guard isLeft else {
      throw StoreError(
        .data, "\(id) would receive nothing any more",
        hint: "run: vivier contact remove \(id)")
    }
  }

  /// Writes what changed into the log; never a value, which may be personal.
  static func note(
    _ changes: [String], of id: String, by author: Author, _ connection: Connection
  ) async throws {
    try await connection.run(
      """
      insert into app.contact_change (contact, changed_at, changed_by, what)
      select \(id), \(author.at), \(author.name), what
      from unnest(\(changes)) with ordinality as c (what, place) order by place
      """)
  }
}
