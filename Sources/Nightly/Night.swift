import Digest
import Exchange
package import Logging
package import Matching
package import Postgres
package import Programme
package import Store

/// The run of a night: steps, each committed before the next, each repeatable.
///
/// Killed anywhere and started again it ends in the same state: what it reads is frozen and stored
/// first, and everything after is a function of that.
package struct Night {
  /// What a night is asked to do.
  package struct Request: Sendable {
    /// The business date; nil for the day it is in Paris.
    package var date: Day?
    /// The territories to cover; empty for the whole country.
    package var territories: [String] = []
    /// How many tasks share the matching; it changes nothing but the time.
    package var threads = 1
    /// Whether everything is rolled back at the end.
    package var isDryRun = false
    /// How many profiles must read the same before what they share is shown to companies.
    package var profilesAlike = Coarsening.fewestAlike
    /// The domain of Message-IDs.
    package var mailDomain = "vivier.example"
    /// What makes the links of messages; nil where there is no public address.
    package var links: LinkMaker?

    /// The night of today for the whole country.
    package init() {}
  }

  /// What a night did.
  package struct Report: Sendable {
    /// The business date.
    package var date: Day
    /// The runs that were worked on; empty when everything was done before.
    package var runs: [RunSummary] = []
    /// The subjects and recipients that a dry run would have stored.
    package var planned: [PlannedMessage] = []
  }

  /// One run in a report.
  package struct RunSummary: Sendable {
    /// Its id and territories.
    package let run: Int64
    package let territories: [String]
    /// Whether it had been interrupted before.
    package let wasInterrupted: Bool
    /// The positions without a match, those that one change would help most first.
    package var starving: [Starving] = []
    /// What was new for companies and could be told to nobody, establishment by establishment.
    package var unreachable: [Unreachable] = []
    /// What it counted, in order.
    package var figures: [(name: String, value: Int)] = []
    /// What was measured of its short lists; empty when that was done before it was interrupted.
    package var properties: [Property] = []
    /// The head of the audit log behind the run, in hexadecimal; to be kept outside the database.
    package var auditHead: String?
  }

  /// A message that a dry run would have stored.
  package struct PlannedMessage: Sendable {
    /// Who would get it: the kind and id of the recipient, never an address.
    package let recipientKind, recipient: String
    /// The subject.
    package let subject: String
  }

  /// Where a night can be stopped on purpose, for tests that kill it.
  package typealias Checkpoint = @Sendable (_ step: Step, _ isCommitted: Bool) async throws -> Void

  /// For how many days the frozen inputs of runs are kept.
  package static let daysSnapshotsAreKept = 30

  let connection: Connection
  let reader: Connection
  let clock: NightClock
  let log: Logger
  let database: String
  let erasure: Erasure
  let engine: Engine
  let checkpoint: Checkpoint

  /// A night on two connections: one that writes, one that reads the snapshot.
  ///
  /// - `database`: what to call the database when it holds nobody to match.
  /// - `erasure`: what erases those whose term is over.
  /// - `engine`: what ranks and allocates; tests put broken ones in its place.
  /// - `checkpoint`: is called when a step's work is done and again when it is committed.
  package init(
    _ connection: Connection, reader: Connection, clock: NightClock, log: Logger, database: String,
    erasure: Erasure, engine: Engine = Engine(), checkpoint: @escaping Checkpoint = { _, _ in }
  ) {
    self.connection = connection
    self.reader = reader
    self.clock = clock
    self.log = log
    self.database = database
    self.erasure = erasure
    self.engine = engine
    self.checkpoint = checkpoint
  }

  private struct RolledBack: Error { let report: Report }

  /// Runs the night, or what an interrupted one left; nothing when the date is done.
  ///
  /// The caller holds the ``RunLock``.
  package func run(_ request: Request) async throws -> Report {
    guard request.isDryRun else { return try await work(request) }
    do {
      return try await connection.withTransaction { _ in
        throw RolledBack(report: try await work(request))
      }
    } catch let dryRun as RolledBack {
      return dryRun.report
    }
  }

  private func work(_ request: Request) async throws -> Report {
    let date = try await businessDate(request)
    try await requirePeople()
    let gazetteer = try await Gazetteer.read(on: date, reader)
    var report = Report(date: date)
    while let (run, wasInterrupted) = try await next(request, date: date, gazetteer) {
      let summary = try await finish(
        run, wasInterrupted: wasInterrupted, request, gazetteer, planned: &report.planned)
      report.runs.append(summary)
    }
    return report
  }

  private func businessDate(_ request: Request) async throws -> Day {
    if let date = request.date { return date }
    let seconds = Double(clock.now().microsecondsSince1970) / 1_000_000
    return try await Installation.businessDate(of: seconds, reader)
  }

  /// A night on a database that holds nobody is a night on the wrong one.
  ///
  /// With nothing open there is still something to do: who never agreed is asked, and whose term is over erased.
  private func requirePeople() async throws {
    let isInhabited = try await reader.one(
      "select exists (select from app.position) or exists (select from app.candidate)",
      as: Bool.self)
    guard isInhabited else {
      throw StoreError(
        .configuration, "there is no position and no candidate in \(database)",
        hint: "import some, or name the database that was meant with --home or --database")
    }
  }

  /// The run to work on next: an interrupted one of the date, a new one, or none.
  private func next(
    _ request: Request, date: Day, _ gazetteer: Gazetteer
  ) async throws -> (Run, wasInterrupted: Bool)? {
    let plan = RunPlan.decide(
      requested: request.territories, all: gazetteer.allTerritories + [Run.outside],
      covered: try await Run.coveredTerritories(on: date, connection),
      unfinished: try await Run.all(on: date, connection).first {
        $0.state != Step.report.rawValue
      }?.id)
    switch plan {
    case .done: return nil
    case .resume(let id): return (try await Run.find(id, connection), true)
    case .begin(let territories):
      let run = try await Run.claim(
        date: date, territories: territories,
        method: try await StoredMethod.inUse(on: date, connection).version,
        vintage: gazetteer.vintage, at: clock.now(), connection)
      log.info("claimed", metadata: ["run": "\(run.id)", "date": "\(date)"])
      try await checkpoint(.claim, true)
      return (run, false)
    }
  }

  // MARK: Steps

  private func finish(
    _ run: Run, wasInterrupted: Bool, _ request: Request, _ gazetteer: Gazetteer,
    planned: inout [PlannedMessage]
  ) async throws -> RunSummary {
    let last = Step(rawValue: run.state) ?? .claim
    var summary = RunSummary(
      run: run.id, territories: run.territories, wasInterrupted: wasInterrupted)

    var start = clock.uptime()
    if !request.isDryRun, !Step.retention.isDone(after: last) { try await keepTerms(of: run) }
    try await commit(.retention, of: run, after: last, since: start, [], &summary) {
      try await Retention.expire(on: run.date, connection)
      return try await Retention.figures(on: run.date, connection)
    }

    start = clock.uptime()
    let snapshot = try await snapshot(of: run, after: last, gazetteer)
    // Made while the snapshot is stored.
    async let counterfactual =
      Step.allocate.isDone(after: last) ? nil : Counterfactual(of: snapshot)
    let frozen = [("positions", snapshot.positionCount), ("candidates", snapshot.candidateCount)]
    try await commit(.snapshot, of: run, after: last, since: start, frozen, &summary) {
      try await run.store(snapshot: snapshot.encoded(), connection)
      return []
    }

    start = clock.uptime()
    let matcher = Matcher(snapshot)
    let lists = try await engine.rank(matcher, request.threads)
    try await commit(.match, of: run, after: last, since: start, matchFigures(lists), &summary)

    start = clock.uptime()
    let already = try await Listing.alreadyListed(on: run.date, before: run, connection)
    let decision = Decision(
      matcher: matcher, lists: lists, allocation: engine.allocate(matcher, lists, already),
      already: already)
    let figures = [
      ("listed", decision.allocation.pairCount), ("served", decision.allocation.positionsServed),
    ]
    if let counterfactual = try await counterfactual {
      let properties = try await properties(
        of: decision, beside: counterfactual, threads: request.threads)
      try await require(properties, of: run, areRecorded: false, &summary)
    }
    try await commit(.allocate, of: run, after: last, since: start, figures, &summary)

    start = clock.uptime()
    let starving =
      Step.record.isDone(after: last)
      ? [] : try await matcher.starving(among: lists, threads: request.threads)
    try await commit(.record, of: run, after: last, since: start, [], &summary) {
      try await Listing.store(
        lists, showings: decision.allocation.showings, run: run, connection)
      try await run.store(decision.allocation.shortages, connection)
      try await Starving.store(starving, run: run, connection)
      return []
    }
    summary.starving = try await Starving.read(of: run, connection)

    start = clock.uptime()
    if !Step.compose.isDone(after: last) {
      let properties = try await recordedProperties(of: decision, run)
      try await require(properties, of: run, areRecorded: true, &summary)
    }
    try await commit(.compose, of: run, after: last, since: start, [], &summary) {
      // A message under way while this is decided would be told here a second time.
      try await RunLock.waitForDeliveries(connection)
      let composer = try await Composer(
        run: run, matcher: matcher, lists: lists, allocation: decision.allocation,
        gazetteer: gazetteer,
        mailDomain: request.mailDomain, links: request.links, threads: request.threads,
        profilesAlike: request.profilesAlike, connection)
      let drafts = try await composer.drafts(connection)
      if request.isDryRun { planned += try drafts.map(plannedMessage) }
      try await Outbox.store(drafts, run: run, connection)
      let unreachable = composer.unreachable
      try await Unreachable.store(unreachable, run: run, connection)
      return [
        ("company_digests", drafts.count { $0.kind == .companyDigest }),
        ("candidate_digests", drafts.count { $0.kind == .candidateDigest }),
        ("lead_digests", drafts.count { $0.kind == .leadDigest }),
        ("cfa_digests", drafts.count { $0.kind == .cfaDigest }),
        ("session_questions", drafts.count { $0.kind == .sessionQuestion }),
        ("unreachable", Set(unreachable.map(\.siret)).count),
        ("questions", drafts.count { $0.kind == .stillCurrent }),
        ("warnings", drafts.count { $0.kind == .retentionWarning }),
        ("closures", drafts.count { $0.kind == .closure }),
        ("introductions", drafts.count { $0.kind == .introduction }),
        ("confirmations", drafts.count { $0.kind == .confirmation }),
      ]
    }
    summary.unreachable = try await Unreachable.read(of: run, connection)

    start = clock.uptime()
    try await run.forgetSnapshots(olderThan: Night.daysSnapshotsAreKept, connection)
    var head: String?
    try await commit(.report, of: run, after: last, since: start, [], &summary) {
      head = try await erasure.audit.record(
        AuditLog.Event(
          "run.finish", row: "run \(run.id)", purpose: "night",
          detail: ["date": .string("\(run.date)"), "territories": .integer(run.territories.count)]),
        by: night, connection)
      if let head { try await run.note(auditHead: head, connection) }
      return []
    }
    summary.auditHead = head
    return summary
  }

  /// The night as the log knows it.
  private var night: Author { Author(name: "night", at: clock.now()) }

  /// Erases those whose term is over, each for good before the run freezes whom it sees.
  private func keepTerms(of run: Run) async throws {
    let people = try await Retention.toErase(on: run.date, connection)
    if !people.isEmpty {
      let outcome = try await erasure.erase(
        people, on: run.date, .term, by: night, holdsNight: true, connection)
      log.info("erased", metadata: ["run": "\(run.id)", "candidates": "\(outcome.erasures.count)"])
    }
    try await connection.withTransaction { connection in
      try erasure.removeCopies(try await Retention.forgetMessages(on: run.date, connection))
    }
  }

  /// The frozen input: as it was stored, or made now.
  private func snapshot(
    of run: Run, after last: Step, _ gazetteer: Gazetteer
  ) async throws -> Snapshot {
    guard Step.snapshot.isDone(after: last) else {
      return try await SnapshotLoader(day: run.date, gazetteer: gazetteer, reader).load(
        territories: Set(run.territories), week: run.week, key: Array(run.tieKey.prefix(16)),
        method: try await StoredMethod.find(run.method, connection).method())
    }
    guard let bytes = try await run.snapshot(connection) else {
      throw NightError.snapshotGone(run: run.id)
    }
    return try Snapshot(decoding: bytes)
  }

  /// Commits a step with what it counted before and in its transaction, unless it was committed.
  private func commit(
    _ step: Step, of run: Run, after last: Step, since start: Int64,
    _ counted: [(String, Int)], _ summary: inout RunSummary,
    _ work: () async throws -> [(String, Int)] = { [] }
  ) async throws {
    guard !step.isDone(after: last) else {
      summary.figures += counted.map { (name: $0.0, value: $0.1) }
      return
    }
    summary.figures += try await connection.withTransaction { connection in
      let figures = counted + (try await work())
      let milliseconds = clock.uptime() - start
      try await run.note(
        step.rawValue, ordinal: step.ordinal, milliseconds: milliseconds, figures: figures,
        at: clock.now(), connection)
      log.info(
        "\(step.word)",
        metadata: ["run": "\(run.id)", "milliseconds": "\(milliseconds)"].merging(
          figures.map { ($0.0, "\($0.1)") }, uniquingKeysWith: { $1 }))
      try await checkpoint(step, false)
      return figures.map { (name: $0.0, value: $0.1) }
    }
    try await checkpoint(step, true)
  }

  private func matchFigures(_ lists: [PositionList]) -> [(String, Int)] {
    [
      ("matches", lists.reduce(0) { $0 + $1.matchCount }),
      ("near", lists.reduce(0) { $0 + $1.nearCount }),
      ("starving", lists.count { $0.matchCount == 0 }),
    ]
  }

  private func plannedMessage(_ draft: Outbox.Draft) throws -> PlannedMessage {
    PlannedMessage(
      recipientKind: draft.recipientKind.rawValue, recipient: draft.recipient,
      subject: try Rendering.rendered(draft.kind, view: draft.view).subject)
  }
}

/// Why a night stopped, other than for its database.
package enum NightError: Error, Sendable, CustomStringConvertible {
  /// Properties of the short lists do not hold, as they were decided or as they are stored.
  case propertiesBroken([Property], run: Int64, areRecorded: Bool)
  /// The frozen input of an interrupted run is not there any more.
  case snapshotGone(run: Int64)
  /// A stored view model cannot be read.
  case unreadableView(messageID: String)

  /// What happened, in one line.
  package var description: String {
    switch self {
    case .propertiesBroken(let properties, let run, let areRecorded):
      """
      the \(areRecorded ? "stored short lists" : "short lists") of run \(run) break \
      \(properties.map { "\($0.name.rawValue) (\($0.value))" }.joined(separator: ", ")); \
      nothing was composed or sent
      """
    case .snapshotGone(let run): "the stored input of run \(run) is gone, so it cannot go on"
    case .unreadableView(let id): "the stored message \(id) cannot be read by this program"
    }
  }
}
