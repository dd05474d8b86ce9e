import Digest
import Matching
import Postgres
import Programme
import Store

/// Turns the short lists of a run into the messages its readers get: who is told what.
struct Composer: Sendable {
  let run: Run
  let gazetteer: Gazetteer
  let mailDomain: String
  let threads: Int
  let installation: Installation
  /// How many months after the diploma a hire may be, as the run's date reads the rule.
  let programmeMonths: Int
  let nomenclature: Nomenclature
  let audience: Audience
  let programme: ProgrammeNews
  let pairs: [ListedPair]
  let trainings: [ClosingTraining.Gap: [ClosingTraining]]
  /// The code under which a company knows a candidate, by SIREN and candidate.
  let codes: [String: String]
  /// What distinguishes each listed candidate, and as much of it as a company reads.
  let profiles: [String: (traits: ProfileTraits, shown: ShownTraits)]

  /// A pair of the short lists with what explains it.
  struct ListedPair {
    let match: Match
    let explanation: Explanation
  }

  /// How many trainings are looked up for a gap; a mail shows two.
  private static let trainingsPerGap = 2

  /// Reads what the messages of a run need.
  init(
    run: Run, matcher: Matcher, allocation: Allocation, gazetteer: Gazetteer, mailDomain: String,
    threads: Int, profilesAlike: Int, _ connection: Connection
  ) async throws {
    self.run = run
    self.gazetteer = gazetteer
    self.mailDomain = mailDomain
    self.threads = threads
    programmeMonths = matcher.snapshot.programme.graduateWithinMonths
    installation = try await Installation.read(connection)
    nomenclature = try await Nomenclature.read(connection)
    let matches = allocation.positions.flatMap { $0.matches + $0.near }
    // While the database is asked for what follows.
    async let explanations = matcher.explanations(
      of: matches.map { ($0.position, $0.candidate) }, threads: threads)
    let positions = Array(Set(matches.map(\.position))).sorted()
    programme = try await ProgrammeNews.read(
      positions: positions, run: run, gazetteer: gazetteer, connection)
    let audience = try await Audience.read(
      positions: positions, pairs: matches.map { ($0.position, $0.candidate) },
      establishments: programme.deadlines.keys.sorted(), on: run.date, connection)
    self.audience = audience
    var gaps: Set<ClosingTraining.Gap> = []
    for match in matches {
      guard let commune = audience.positions[match.position]?.commune else { continue }
      for missing in match.missing where missing.isRequired || match.away == nil {
        gaps.insert(ClosingTraining.Gap(skill: missing.skill, commune: commune))
      }
    }
    trainings = try await ClosingTraining.nearest(
      to: gaps, on: run.date, limit: Self.trainingsPerGap, gazetteer: gazetteer, connection)
    let readers = matches.compactMap { match in
      audience.positions[match.position].map {
        (reader: $0.siren, candidate: match.candidate)
      }
    }
    let made = try await Audience.codes(for: readers, connection)
    codes = Dictionary(
      zip(readers, made).map { ($0.reader + $0.candidate, $1) },
      uniquingKeysWith: { first, _ in first })
    pairs = zip(matches, try await explanations).map { ListedPair(match: $0, explanation: $1) }
      .filter {
        !audience.withheld.contains(
          Audience.Pair(position: $0.match.position, candidate: $0.match.candidate))
      }
    profiles = Self.profiles(
      audience.candidates, listed: Set(matches.map(\.candidate)), on: run.date,
      sharedBy: profilesAlike, nomenclature, gazetteer)
  }

  private var isDemo: Bool { installation.isDemo }

  /// The messages: one for each contact and each candidate with something new, and nobody twice a date.
  func drafts(_ connection: Connection) async throws -> [Outbox.Draft] {
    try await companyDrafts(connection) + candidateDrafts(connection)
      + introductionDrafts(connection) + confirmationDrafts(connection)
  }

  // MARK: Companies

  private func companyDrafts(_ connection: Connection) async throws -> [Outbox.Draft] {
    let told = try await Outbox.told(.contact, connection)
    let served = try await Outbox.recipients(
      .contact, of: .companyDigest, on: run.date, connection)
    let pairsOfPosition = Dictionary(grouping: pairs, by: \.match.position)
    let positionsOfSite = Dictionary(grouping: audience.positions.values, by: \.siret)
    return try await inParallel(audience.contacts.filter { !served.contains($0.id) }) { contact in
      let positions = (positionsOfSite[contact.siret] ?? []).sorted {
        ($0.title, $0.id) < ($1.title, $1.id)
      }
      let draft = companyDigest(for: contact, positions, pairsOfPosition)
      guard let digest = draft?.planned(after: items(told[contact.id])) else { return nil }
      return try stored(digest, .companyDigest, .contact, contact.id)
    }
  }

  private func companyDigest(
    for contact: Audience.Contact, _ positions: [Audience.Position],
    _ pairsOfPosition: [String: [ListedPair]]
  ) -> CompanyDigest? {
    guard let name = positions.first?.companyName ?? programme.companyNames[contact.siret] else {
      return nil
    }
    let territories = Set(positions.compactMap { gazetteer.territory(ofCommune: $0.commune) })
    return CompanyDigest(
      date: run.date, reader: reader(contact), companyName: name,
      establishmentName: positions.first?.establishmentName,
      territoryNames: territories.sorted().compactMap { gazetteer.name(ofTerritory: $0) },
      isDemo: isDemo, deadlines: programme.deadlines[contact.siret],
      aidCheckedDay: programme.aidCheckedDay,
      positions: positions.map { block($0, pairsOfPosition[$0.id] ?? []) })
  }

  private func reader(_ contact: Audience.Contact) -> Reader? {
    guard let name = contact.name else { return nil }
    switch contact.civility {
    case "Mme": return Reader(civility: .madame, name: name)
    case "M.": return Reader(civility: .monsieur, name: name)
    default: return nil
    }
  }

  private func block(_ position: Audience.Position, _ pairs: [ListedPair]) -> PositionBlock {
    var advice: [Advice] = []
    if position.payMin == nil, position.payMax == nil { advice.append(.payMissing) }
    if !position.hasSkills { advice.append(.skillsMissing) }
    if position.startOn == nil { advice.append(.startMissing) }
    return PositionBlock(
      position: position.id, title: position.title,
      communeName: gazetteer.commune(position.commune)?.name,
      contracts: contracts(position.contracts), label: programme.labels[position.id],
      items: pairs.compactMap { profile($0, position) }, advice: advice)
  }

  // MARK: Candidates

  private func candidateDrafts(_ connection: Connection) async throws -> [Outbox.Draft] {
    let told = try await Outbox.told(.candidate, connection)
    let served = try await Outbox.recipients(
      .candidate, of: .candidateDigest, on: run.date, connection)
    let pairsOfCandidate = Dictionary(grouping: pairs, by: \.match.candidate)
    let readers = pairsOfCandidate.keys.compactMap { audience.candidates[$0] }
      .filter { $0.receivesDigests && !served.contains($0.id) }.sorted { $0.id < $1.id }
    return try await inParallel(readers) { candidate in
      let listed = (pairsOfCandidate[candidate.id] ?? []).sorted {
        Match.precedes($0.match, $1.match)
      }
      let draft = CandidateDigest(
        date: run.date, areas: Self.areas(candidate, gazetteer), isDemo: isDemo,
        items: listed.compactMap { positionItem($0) })
      guard let digest = draft.planned(after: items(told[candidate.id])) else { return nil }
      return try stored(digest, .candidateDigest, .candidate, candidate.id)
    }
  }

  // MARK: Both

  /// The drafts that readers get, in the order of the readers.
  private func inParallel<Reader: Sendable>(
    _ readers: [Reader], _ draft: @escaping @Sendable (Reader) throws -> Outbox.Draft?
  ) async throws -> [Outbox.Draft] {
    try await inParts(of: readers, threads: threads, largest: 128) { part in
      part.map { reader in Result { try draft(reader) } }
    }.compactMap { try $0.get() }
  }

  private func items(
    _ told: [(position: String, candidate: String, content: String)]?
  ) -> [ToldItem] {
    (told ?? []).map {
      ToldItem(position: $0.position, candidate: $0.candidate, content: $0.content)
    }
  }

  /// The Message-ID follows from date and recipient, so that the same decision has the same one.
  func stored(
    _ digest: some StoredDigest, _ kind: Outbox.Kind, _ recipientKind: Outbox.RecipientKind,
    _ recipient: String
  ) throws -> Outbox.Draft {
    Outbox.Draft(
      kind: kind, recipientKind: recipientKind, recipient: recipient,
      messageID:
        "\(kind.rawValue.replacing("_", with: "-")).\(run.date).\(recipient)@\(mailDomain)",
      templateVersion: digest.templateVersion, view: try digest.json(), items: try digest.toldJSON()
    )
  }

  func contracts(_ codes: [String]) -> [Contract] { codes.compactMap { Contract(rawValue: $0) } }

  static func areas(
    _ candidate: Audience.Candidate, _ gazetteer: Gazetteer
  ) -> [SearchArea] {
    candidate.areas.compactMap { area in
      switch area.kind {
      case "circle":
        gazetteer.commune(area.code).map {
          .circle(communeName: $0.name, kilometres: area.radius)
        }
      case "territory":
        gazetteer.name(ofTerritory: territory(area.code)).map { .territory(name: $0) }
      case "department": gazetteer.name(ofDepartment: area.code).map { .department(name: $0) }
      case "region": gazetteer.name(ofRegion: area.code).map { .region(name: $0) }
      case "country": .country
      default: nil
      }
    }
  }

  /// The id of a territory without its vintage.
  static func territory(_ code: String) -> String {
    String(code.drop { $0 != ":" }.dropFirst())
  }
}
