import Alignment
import Digest
import Matching
import Postgres
import Programme
import Store

// What contacts of CFA are told once a quarter, and asked before their places are too old to count.
extension Composer {
  /// How far people travel to a training, in kilometres.
  private static let kilometres = 50
  /// After how many days places are asked for again: ten days before they do not count any more.
  private static let askedAfter = TrainingOffer.Session.freshDays - 10
  /// How many communes a skill is told with.
  private static let communesShown = 3

  /// One digest for each contact with something new, and one question where places are growing old and
  /// no digest of the night asks for them.
  ///
  /// Nothing but a list of contacts is read in a night that has neither. What is asked around a CFA is
  /// known to a run of the whole country alone; another leaves the digests to the next that is one.
  func cfaDrafts(_ connection: Connection) async throws -> [Outbox.Draft] {
    let contacts = try await CFAContact.due(
      on: run.date, askingAfter: Self.askedAfter, connection)
    guard !contacts.isEmpty else { return [] }
    let isWhole = Set(run.territories).isSuperset(of: gazetteer.allTerritories + [Run.outside])
    let told = isWhole ? contacts.filter(\.isTold) : []
    let sirets = Set(contacts.flatMap(\.schools).map(\.siret)).sorted()
    let sessions = try await CFAContact.sessions(of: sirets, on: run.date, connection)
      .mapValues { $0.map(line) }
    let digests = try await cfaDigests(for: told, sessions, connection)
    let reached = Set(digests.map(\.recipient))
    let asked = contacts.filter {
      !reached.contains($0.id) && $0.schools.contains(where: \.isAsked)
    }
    let questions = try asked.map { contact in
      try stored(question(contact, sessions), .sessionQuestion, .contact, contact.id)
    }
    let inMails = contacts.filter { reached.contains($0.id) } + asked
    try await CFAContact.note(
      told: told.map(\.id),
      asked: Set(inMails.flatMap(\.schools).filter(\.isAsked).map(\.siret)).sorted(),
      on: run.date, connection)
    return digests + questions
  }

  private func line(_ session: CFAContact.Session) -> SessionLine {
    let isFresh =
      TrainingOffer.Session(
        startsOn: session.startsOn, endsOn: nil, capacity: session.capacity,
        remaining: session.remaining, toldOn: session.toldOn
      ).freshRemaining(on: run.date) != nil
    return SessionLine(
      title: session.title, startsOn: session.startsOn, capacity: session.capacity,
      remaining: session.remaining, toldOn: session.toldOn,
      isStale: session.remaining != nil && !isFresh)
  }

  private func question(
    _ contact: CFAContact, _ sessions: [String: [SessionLine]]
  ) -> SessionQuestion {
    SessionQuestion(
      date: run.date, reader: reader(contact.civility, contact.name), isDemo: isDemo,
      schools: contact.schools.filter(\.isAsked).map {
        SessionQuestion.School(
          provider: $0.siret, name: $0.name, sessions: sessions[$0.siret] ?? [])
      })
  }

  // MARK: Digests

  private func cfaDigests(
    for contacts: [CFAContact], _ sessions: [String: [SessionLine]], _ connection: Connection
  ) async throws -> [Outbox.Draft] {
    guard !contacts.isEmpty else { return [] }
    let told = try await Outbox.told(.cfaDigest, connection)
    let reader = LandscapeReader(day: run.date, gazetteer: gazetteer, connection)
    let landscape = try await reader.read(
      snapshot, lists, nomenclature,
      secret: Array(try await Installation.tieKey(connection).prefix(16)))
    let opened = try await reader.openedLately()
    // Contacts of one CFA read the same of it.
    let schools = Set(contacts.flatMap(\.schools).map(\.siret)).sorted()
    let blocks = await inParts(of: schools, threads: threads, largest: 8) { part in
      part.map { block($0, landscape, opened, sessions[$0] ?? []) }
    }
    let blockOf = Dictionary(zip(schools, blocks).map { ($0, $1) }) { first, _ in first }
    return try contacts.compactMap { contact in
      let draft = CFADigest(
        date: run.date, reader: self.reader(contact.civility, contact.name), isDemo: isDemo,
        notice: ZoneAlignment.notice,
        schools: contact.schools.compactMap { blockOf[$0.siret] ?? nil })
      guard let digest = draft.planned(after: items(told[contact.id])) else { return nil }
      return try stored(digest, .cfaDigest, .contact, contact.id)
    }
  }

  /// What the report on the surroundings of a CFA says; nil where no commune lies there.
  private func block(
    _ siret: String, _ landscape: Landscape, _ opened: [OpenedPosition], _ sessions: [SessionLine]
  ) -> SchoolBlock? {
    guard
      let zone = landscape.zone(provider: siret, TravelRange(kilometres: Self.kilometres))
    else { return nil }
    let report = landscape.report(
      landscape.alignment(of: zone), sectorName: nil, opened: opened)
    let alignment = report.alignment
    return SchoolBlock(
      provider: siret, name: zone.name, kilometres: zone.kilometres,
      sentences: alignment.sentences(.skill), positionCount: alignment.totals.positions,
      openingCount: alignment.totals.openings,
      openedCount: report.months.reduce(0) { $0 + $1.opened },
      asked: alignment.rows(.askedNotTaught, .skill).map { asked($0, siret) },
      gaps: gaps(alignment, siret), sessions: sessions)
  }

  private func asked(_ row: ZoneAlignment.Row, _ siret: String) -> UntaughtSkill {
    let counts = Dictionary(grouping: row.positions, by: \.commune).mapValues(\.count)
    let communes = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return UntaughtSkill(
      provider: siret, skill: row.item.code, label: row.label,
      positionCount: row.positions.count, openingCount: row.openings, starvingCount: row.starving,
      communeNames: communes.prefix(Self.communesShown).compactMap {
        gazetteer.commune($0.key)?.name
      })
  }

  /// The first of the other lists: titles that nobody asks, skills that talents lack or leave with.
  private func gaps(_ alignment: ZoneAlignment, _ siret: String) -> [GapLine] {
    func lines(
      _ list: RankedList, _ grain: Grain, _ kind: (ZoneAlignment.Row) -> GapLine.Kind
    ) -> [GapLine] {
      alignment.rows(list, grain).prefix(5).map {
        GapLine(provider: siret, item: $0.item.key, label: $0.label, kind: kind($0))
      }
    }
    return lines(.taughtNotAsked, .certification) { .taughtNotAsked(trainings: $0.offers.count) }
      + lines(.taughtTalentsLack, .skill) {
        .talentsLack(
          openings: $0.openings, trainings: $0.offers.count, talents: $0.talents.atLeast)
      }
      + lines(.trainedLeave, .skill) {
        .trainedLeave(trained: $0.trained.atLeast, staying: $0.staying.atLeast)
      }
  }
}
