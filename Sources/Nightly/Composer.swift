import Digest
import Matching
import Postgres
import Programme
import Store

/// Turns the short lists of a run into the messages its readers get: who is told what.
struct Composer: Sendable {
  let run: Run
  /// The frozen positions and candidates, and what the matching found for each position.
  let snapshot: Snapshot
  let lists: [PositionList]
  let gazetteer: Gazetteer
  let mailDomain: String
  /// What makes the links of messages; without it they ask for a reply.
  let links: LinkMaker?
  let threads: Int
  let installation: Installation
  /// How many months after the diploma a hire may be, as the run's date reads the rule.
  let programmeMonths: Int
  let nomenclature: Nomenclature
  let audience: Audience
  let programme: ProgrammeNews
  let pairs: [ListedPair]
  /// The positions without a match, where a lead is to be told of them.
  let starving: [Starving]
  /// Who is told of what.
  let coverage: Coverage
  let trainings: [ClosingTraining.Gap: [ClosingTraining]]
  /// The codes under which readers know candidates, by reader and candidate: a company by its SIREN,
  /// the leads of a territory by vintage and id.
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
    run: Run, matcher: Matcher, lists: [PositionList], allocation: Allocation, gazetteer: Gazetteer,
    mailDomain: String,
    links: LinkMaker?, threads: Int, profilesAlike: Int, _ connection: Connection
  ) async throws {
    self.run = run
    snapshot = matcher.snapshot
    self.lists = lists
    self.gazetteer = gazetteer
    self.mailDomain = mailDomain
    self.links = links
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
    let leads = try await Audience.leads(
      of: run.territories, in: run.vintage, on: run.date, connection)
    starving = leads.isEmpty ? [] : try await Starving.read(of: run, connection)
    let audience = try await Audience.read(
      positions: positions + starving.map(\.position),
      pairs: matches.map { ($0.position, $0.candidate) },
      establishments: Array(Set(programme.due.map(\.hire.siret))).sorted(), leads: leads,
      on: run.date, connection)
    self.audience = audience
    coverage = Coverage(audience, programme.due)
    var gaps: Set<ClosingTraining.Gap> = []
    for match in matches {
      guard let commune = audience.positions[match.position]?.commune else { continue }
      for missing in match.missing where missing.isRequired || match.away == nil {
        gaps.insert(ClosingTraining.Gap(skill: missing.skill, commune: commune))
      }
    }
    trainings = try await ClosingTraining.nearest(
      to: gaps, on: run.date, limit: Self.trainingsPerGap, gazetteer: gazetteer, connection)
    let led = Set(leads.flatMap(\.territories).map(\.id))
    let readers = matches.flatMap { match -> [(reader: String, candidate: String)] in
      guard let position = audience.positions[match.position] else { return [] }
      let territory = gazetteer.territory(ofCommune: position.commune).flatMap {
        led.contains($0) ? Self.reader(ofTerritory: $0, in: run) : nil
      }
      return [position.siren, territory].compactMap { reader in
        reader.map { (reader: $0, candidate: match.candidate) }
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

  /// The messages: one for each contact, candidate, lead and CFA with something new, and nobody twice a
  /// date; what two sides agreed to reveal, what a person entered without agreement is asked, and what
  /// is asked and told before terms end.
  func drafts(_ connection: Connection) async throws -> [Outbox.Draft] {
    try await companyDrafts(connection) + candidateDrafts(connection) + leadDrafts(connection)
      + cfaDrafts(connection) + introductionDrafts(connection) + confirmationDrafts(connection)
      + termDrafts(connection)
  }

  var isDemo: Bool { installation.isDemo }

  /// The reader that all leads of a territory are, for the codes of candidates.
  static func reader(ofTerritory id: String, in run: Run) -> String { "\(run.vintage):\(id)" }

  // MARK: Candidates

  private func candidateDrafts(_ connection: Connection) async throws -> [Outbox.Draft] {
    let told = try await Outbox.told(.candidateDigest, connection)
    let served = try await Outbox.recipients(.candidateDigest, on: run.date, connection)
    let pairsOfCandidate = Dictionary(grouping: pairs, by: \.match.candidate)
    let closures = try await closures(connection)
    let readers = pairsOfCandidate.keys.compactMap { audience.candidates[$0] }
      .filter { $0.receivesDigests && !served.contains($0.id) }.sorted { $0.id < $1.id }
    let waiting = try await waiting(for: readers.map(\.id), connection) { answer, _ in
      answer.company
    }
    let digests = try await inParallel(readers) { candidate in
      let listed = (pairsOfCandidate[candidate.id] ?? []).sorted {
        Match.precedes($0.match, $1.match)
      }
      let draft = CandidateDigest(
        date: run.date, areas: Self.areas(candidate, gazetteer), isDemo: isDemo,
        waiting: waiting[candidate.id], items: listed.compactMap { positionItem($0) })
      guard var digest = draft.planned(after: items(told[candidate.id])) else { return nil }
      digest.closed = closures[candidate.id]
      return try stored(digest, .candidateDigest, .candidate, candidate.id)
    }
    let reached = served.union(digests.map(\.recipient))
    let notices = closures.filter { !reached.contains($0.key) }.sorted { $0.key < $1.key }
    return try digests
      + notices.map { candidate, closed in
        try stored(
          ClosureNotice(date: run.date, candidate: candidate, isDemo: isDemo, closed: closed),
          .closure, .candidate, candidate)
      }
  }

  /// The positions of the run's territories that candidates have to be told closed, by candidate.
  private func closures(
    _ connection: Connection
  ) async throws -> [String: [ClosedPosition]] {
    let territories = Set(run.territories)
    return try await Closure.due(on: run.date, connection).compactMapValues { due in
      let closed = due.filter {
        territories.contains(gazetteer.territory(ofCommune: $0.commune) ?? Run.outside)
      }.map {
        ClosedPosition(
          position: $0.position, title: $0.title, companyName: $0.company,
          communeName: gazetteer.commune($0.commune)?.name, isFilled: $0.isFilled)
      }
      return closed.isEmpty ? nil : closed
    }
  }

  // MARK: All

  /// The answers that are waited for, by reader.
  ///
  /// - `name`: what the reader knows the other side by, of a pair and its candidate's code.
  func waiting(
    for readers: [String], _ connection: Connection, name: (Unanswered, String) -> String
  ) async throws -> [String: [WaitingAnswer]] {
    let unanswered = try await Unanswered.read(for: readers, on: run.date, connection)
      .values.flatMap(\.self)
    let codes = try await Audience.codes(
      for: unanswered.map { (reader: $0.siren, candidate: $0.candidate) }, connection)
    var waiting: [String: [WaitingAnswer]] = [:]
    for (answer, code) in zip(unanswered, codes) {
      guard let state = WaitingAnswer.State(rawValue: answer.state) else { continue }
      waiting[answer.reader, default: []].append(
        WaitingAnswer(
          position: answer.position, candidate: answer.candidate, title: answer.title,
          name: name(answer, code), state: state, since: answer.since))
    }
    return waiting
  }

  /// How to address somebody who told it.
  func reader(_ civility: String?, _ name: String?) -> Reader? {
    guard let name else { return nil }
    switch civility {
    case "Mme": return Reader(civility: .madame, name: name)
    case "M.": return Reader(civility: .monsieur, name: name)
    default: return nil
    }
  }

  /// The drafts that readers get, in the order of the readers.
  func inParallel<Reader: Sendable>(
    _ readers: [Reader], _ draft: @escaping @Sendable (Reader) throws -> Outbox.Draft?
  ) async throws -> [Outbox.Draft] {
    try await inParts(of: readers, threads: threads, largest: 128) { part in
      part.map { reader in Result { try draft(reader) } }
    }.compactMap { try $0.get() }
  }

  func items(
    _ told: [(position: String, candidate: String, content: String, isUncertain: Bool)]?
  ) -> [ToldItem] {
    (told ?? []).map {
      ToldItem(
        position: $0.position, candidate: $0.candidate, content: $0.content,
        isUncertain: $0.isUncertain)
    }
  }

  /// A message without links.
  func stored(
    _ digest: some StoredDigest, _ kind: Outbox.Kind, _ recipientKind: Outbox.RecipientKind,
    _ recipient: String
  ) throws -> Outbox.Draft {
    try draft(digest, kind, recipientKind, recipient, links: [])
  }

  /// A message with what its links ask, where there is a public address.
  func stored(
    _ digest: some LinkedDigest, _ kind: Outbox.Kind, _ recipientKind: Outbox.RecipientKind,
    _ recipient: String
  ) throws -> Outbox.Draft {
    guard let links else { return try draft(digest, kind, recipientKind, recipient, links: []) }
    var digest = digest
    digest.isLinked = true
    let asked = try links.stored(
      digest.askedLinks, of: messageID(kind, recipient), for: recipientKind, recipient)
    return try draft(digest, kind, recipientKind, recipient, links: asked)
  }

  private func draft(
    _ digest: some StoredDigest, _ kind: Outbox.Kind, _ recipientKind: Outbox.RecipientKind,
    _ recipient: String, links: [Outbox.Link]
  ) throws -> Outbox.Draft {
    Outbox.Draft(
      kind: kind, recipientKind: recipientKind, recipient: recipient,
      messageID: messageID(kind, recipient), templateVersion: digest.templateVersion,
      view: try digest.json(), items: try digest.toldJSON(), links: links)
  }

  /// The Message-ID follows from date and recipient, so that the same decision has the same one.
  private func messageID(_ kind: Outbox.Kind, _ recipient: String) -> String {
    "\(kind.rawValue.replacing("_", with: "-")).\(run.date).\(recipient)@\(mailDomain)"
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
