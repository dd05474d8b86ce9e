package import Postgres
package import Programme

/// Changes to what is told of a territory; nil leaves a fact as it is.
package struct TerritoryEdit: Sendable {
  /// Whether it is a pilot; `.some(nil)` forgets it.
  package var isPilot: Bool??
  /// The axes in their order; empty forgets them.
  package var axes: [Axis]?
  /// The key sectors in their order; empty forgets them.
  package var sectors: [TerritoryProfile.Sector]?
  /// The text of welcome; empty forgets it.
  package var welcome: String?
  /// A person who speaks for the territory from now on.
  package var newPerson: NewPerson?
  /// The id of the contact of a person who does so no more.
  package var goingPerson: String?

  /// A person to add (personal data).
  package struct NewPerson: Sendable {
    package var part: TerritoryProfile.Part
    /// Which local pair; nil for a lead.
    package var pair: Int?
    package var name: String
    package var civility, role, email: String?
    /// The code of the region the person speaks for.
    package var region: RegionCode?

    /// Names a person.
    package init(
      part: TerritoryProfile.Part, pair: Int? = nil, name: String, civility: String? = nil,
      role: String? = nil, email: String? = nil, region: RegionCode? = nil
    ) {
      self.part = part
      self.pair = pair
      self.name = name
      self.civility = civility
      self.role = role
      self.email = email
      self.region = region
    }
  }

  /// Changes nothing yet.
  package init() {}

  /// Whether it would change anything at all.
  package var isEmpty: Bool {
    isPilot == nil && axes == nil && sectors == nil && welcome == nil && newPerson == nil
      && goingPerson == nil
  }

  /// Makes the changes in one transaction, with a line in the log for each, and says what changed.
  ///
  /// What is as asked already is no change. Fails without changing anything when a fact does not fit
  /// the territory: an axis of the other phase, a region it has no commune in, a taken place in a pair.
  package func apply(
    to territory: Territory, by author: Author, _ connection: Connection
  ) async throws -> [String] {
    try check(territory)
    let id = territory.id
    let vintage = territory.vintage
    return try await connection.withTransaction { connection in
      try await connection.run(
        """
        insert into app.territory (vintage, territory) values (\(vintage.name), \(id))
        on conflict do nothing
        """)
      try await connection.run(
        """
        select from app.territory where vintage = \(vintage.name) and territory = \(id) for update
        """)
      let before = try await TerritoryProfile.read(id, in: vintage, connection)
      var log = Log(territory: territory, author: author)
      if let isPilot, isPilot != before.isPilot {
        try await connection.run(
          """
          update app.territory set is_pilot = \(isPilot)
          where vintage = \(vintage.name) and territory = \(id)
          """)
        log.note("pilot", before.isPilot.map(Self.word), isPilot.map(Self.word))
      }
      if let axes, axes != before.axes {
        try await connection.run(
          """
          update app.territory set axes = \(axes.map(\.rawValue))
          where vintage = \(vintage.name) and territory = \(id)
          """)
        log.note("axes", Self.list(before.axes), Self.list(axes))
      }
      if let welcome = welcome.map({ $0.isEmpty ? nil : $0 }), welcome != before.welcome {
        try await connection.run(
          """
          update app.territory set welcome = \(welcome)
          where vintage = \(vintage.name) and territory = \(id)
          """)
        log.note("welcome", before.welcome, welcome)
      }
      if let sectors, sectors != before.sectors {
        try await replaceSectors(with: sectors, of: territory, connection)
        log.note("key sectors", Self.list(before.sectors), Self.list(sectors))
      }
      if let goingPerson {
        try await remove(goingPerson, from: territory, connection)
        log.note("person", goingPerson, nil)
      }
      if let newPerson {
        log.note("person", nil, try await add(newPerson, to: territory, connection))
      }
      try await log.write(connection)
      return log.lines.map(\.what)
    }
  }

  /// Refuses what cannot be true of the territory.
  private func check(_ territory: Territory) throws {
    if let axes {
      let known = Axis.ofPhase(territory.vintage.name)
      guard axes.allSatisfy(known.contains), Set(axes).count == axes.count else {
        throw StoreError(
          .data, "these are not axes of the phase \(territory.vintage.name), each once",
          hint: "its axes: " + known.map(\.rawValue).joined(separator: ", "))
      }
    }
    if let sectors, Set(sectors).count != sectors.count {
      throw StoreError(.data, "a key sector is named twice", hint: "name each once")
    }
    if let welcome {
      guard welcome.unicodeScalars.count <= 600,
        welcome.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
      else {
        throw StoreError(
          .data, "the text of welcome is too long or holds control characters",
          hint: "one line of at most 600 characters")
      }
    }
    if let region = newPerson?.region, !territory.regionCodes.contains(region.text) {
      throw StoreError(
        .data, "\(territory.id) has no commune in the region \(region)",
        hint: "its regions: "
          + zip(territory.regionCodes, territory.regions).map { "\($0) \($1)" }
          .joined(separator: ", "))
    }
  }

  private func replaceSectors(
    with sectors: [TerritoryProfile.Sector], of territory: Territory, _ connection: Connection
  ) async throws {
    let vintage = territory.vintage.name
    try await connection.run(
      """
      delete from app.territory_sector where vintage = \(vintage) and territory = \(territory.id)
      """)
    try await connection.run(
      """
      insert into app.territory_sector (vintage, territory, rank, naf, naf_version)
      select \(vintage), \(territory.id), rank, naf, version
      from unnest(\(sectors.map(\.group.text)), \(sectors.map(\.version.rawValue)))
        with ordinality as s (naf, version, rank)
      """)
  }

  /// Adds a person and gives the id of the contact.
  private func add(
    _ person: NewPerson, to territory: Territory, _ connection: Connection
  ) async throws -> String {
    let vintage = territory.vintage.name
    let id = try await contact(of: person, in: territory, connection)
    let isAdded =
      try await connection.run(
        """
        insert into app.contact_scope (contact, kind, vintage, territory, part, pair, region, source)
        values (\(id), 'territory', \(vintage), \(territory.id), \(person.part.rawValue),
          \(person.pair.map { Int32($0) }), \(person.region?.text), 'person')
        on conflict do nothing
        """) == 1
    guard isAdded else {
      let place = person.pair.map { "pair \($0) has its \(person.part.rawValue)" }
      throw StoreError(
        .data, (place ?? "the territory has this lead") + " already",
        hint: "remove the person first: vivier territory edit \(territory.id) --remove K-...")
    }
    return id
  }

  /// The id of the contact with the address of a person, as what is told now of them; of a person
  /// without address one of their own.
  private func contact(
    of person: NewPerson, in territory: Territory, _ connection: Connection
  ) async throws -> String {
    try await connection.one(
      """
      insert into app.contact (id, email, name, civility, role)
      values (
        coalesce(app.contact_id(\(person.email)),
          app.public_id('K', \(territory.vintage.name), \(territory.id), \(person.part.rawValue),
            \(person.pair.map(String.init) ?? ""), lower(\(person.name)))),
        \(person.email), \(person.name), \(person.civility), \(person.role))
      on conflict (id) do update set name = excluded.name,
        civility = coalesce(excluded.civility, app.contact.civility),
        role = coalesce(excluded.role, app.contact.role)
      returning id
      """, as: String.self)
  }

  private func remove(
    _ contact: String, from territory: Territory, _ connection: Connection
  ) async throws {
    let gone = try await connection.run(
      """
      delete from app.contact_scope
      where contact = \(contact) and vintage = \(territory.vintage.name)
        and territory = \(territory.id)
      """)
    guard gone > 0 else {
      throw StoreError(
        .notFound, "\(territory.id) has no person \"\(contact)\"",
        hint: "run: vivier territory show \(territory.id)")
    }
  }

  private static func word(_ flag: Bool) -> String { flag ? "yes" : "no" }

  private static func list(_ values: [some CustomStringConvertible]) -> String? {
    values.isEmpty ? nil : values.map(\.description).joined(separator: ", ")
  }

  /// The lines of one edit on their way to the log.
  private struct Log {
    let territory: Territory
    let author: Author
    private(set) var lines: [(what: String, before: String?, after: String?)] = []

    init(territory: Territory, author: Author) {
      self.territory = territory
      self.author = author
    }

    mutating func note(_ what: String, _ before: String?, _ after: String?) {
      lines.append((what, before, after))
    }

    func write(_ connection: Connection) async throws {
      try await connection.run(
        """
        insert into app.territory_change (vintage, territory, changed_at, changed_by, what, before, after)
        select \(territory.vintage.name), \(territory.id), \(author.at), \(author.name), what, before, after
        from unnest(\(lines.map(\.what)), \(lines.map(\.before)), \(lines.map(\.after)))
          with ordinality as l (what, before, after, place)
        order by place
        """)
    }
  }
}
