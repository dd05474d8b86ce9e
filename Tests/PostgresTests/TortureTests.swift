import Glibc
import Postgres
import Synchronization
import Testing

/// Sessions are killed and tasks cancelled at random moments while a pool's transactions count.
///
/// Two hundred times as a rule; `TORTURE=10000` says how often, `SEED` where the choices begin, so
/// that `TORTURE=10000 swift test --filter TortureTests` is the whole of it.
@Suite struct `Transactions tortured at random` {
  @Test func `are each there or not, as the program believes, and none twice`() async throws {
    let count = unsafe getenv("TORTURE").flatMap { unsafe Int(String(cString: $0)) } ?? 200
    let chance = Chance()
    let server = await ThrowawayServer.started("tortured", settings: ["listen_addresses": ""])
    let observer = try await server.open()
    try await observer.script(Self.tables)
    let name = "tortured"
    var options = server.options
    options.applicationName = name
    // Superusers may ask for it, and rivals that wait for each other are to be many.
    options.parameters["deadlock_timeout"] = "20ms"
    let pool = Pool(options, limit: 6)
    let blows = Blows(count: count)

    try await withThrowingTaskGroup { group in
      group.addTask { try await Self.kill(name, on: server, blows, chance.child(0)) }
      for worker in 1...8 {
        group.addTask { try await Self.work(pool, on: server, blows, chance.child(worker)) }
      }
      try await group.waitForAll()
    }

    let told = blows.told
    let note: Comment = "seed \(chance.seed): \(told.description)"
    print("Torture,", note)
    let there = try await observer.rows("select id from ledger order by id").decode(as: Int.self)
    #expect(there == told.committed.sorted(), note)
    let sum = try await observer.one("select sum(n)::bigint from counter", as: Int.self)
    #expect(sum == 2 * told.committed.count, note)
    // It was worth the name.
    #expect(told.committed.count > 0 && told.kills > 0 && told.cancels > 0, note)
    #expect(told.longest < .seconds(60), note)
    let metrics = pool.metrics
    #expect(metrics.lent == 0 && metrics.waiting == 0 && metrics.open <= 6, note)
    #expect(await pool.close() == 0)
    #expect(try await server.isFree(of: name), note)
  }

  private static let tables = """
    create table ledger (id bigint primary key);
    create table counter (id int primary key, n bigint not null default 0);
    insert into counter select generate_series(0, 7);
    """

  /// Kills sessions, or cancels what they run, until there were enough blows.
  private static func kill(
    _ name: String, on server: ThrowawayServer, _ blows: Blows, _ chance: Chance
  ) async throws {
    var chance = chance
    let killer = try await server.open()
    while !blows.areEnough {
      let victims = try await killer.rows(
        "select pid from pg_stat_activity where application_name = \(name)"
      ).decode(as: Int32.self)
      if let victim = victims.randomElement(using: &chance) {
        if Bool.random(using: &chance) {
          try await killer.run("select pg_terminate_backend(\(victim))")
        } else {
          try await killer.run("select pg_cancel_backend(\(victim))")
        }
        blows.note { $0.kills += 1 }
      }
      try await Task.sleep(for: .microseconds(.random(in: 0..<8_000, using: &chance)))
    }
  }

  /// Runs transactions, many of which are cancelled or get too little time, and notes which are
  /// believed to be there.
  private static func work(
    _ pool: Pool, on server: ThrowawayServer, _ blows: Blows, _ chance: Chance
  ) async throws {
    var chance = chance
    while !blows.areEnough {
      let id = blows.nextID()
      let began = ContinuousClock.now
      let plan = Plan(id: id, using: &chance)
      let task = Task { try await plan.carryOut(pool) }
      if let patience = plan.patience {
        try await Task.sleep(for: patience)
        task.cancel()
        blows.note { $0.cancels += 1 }
      }
      if plan.limit != nil { blows.note { $0.cancels += 1 } }
      var isThere: Bool
      do {
        try await task.value
        isThere = true
      } catch let error as TransactionError<any Error> {
        isThere = try await fate(error, server, blows)
      } catch {
        // No session was had, or the transaction was lost, refused or given up before its end.
        isThere = false
      }
      let duration = ContinuousClock.now - began
      blows.note {
        if isThere { $0.committed.append(id) } else { $0.undone += 1 }
        $0.longest = max($0.longest, duration)
      }
    }
  }

  /// Whether a transaction that failed is there all the same.
  private static func fate(
    _ error: TransactionError<any Error>, _ server: ThrowawayServer, _ blows: Blows
  ) async throws -> Bool {
    guard case .outcomeUnknown(let reason) = error else { return false }
    blows.note { $0.unknown += 1 }
    let transaction = try #require(reason.transaction)
    let connection = try await server.open()
    while true {
      switch try await connection.outcome(of: transaction) {
      case .committed: return true
      case .rolledBack: return false
      case .inProgress: try await Task.sleep(for: .milliseconds(1))
      case .undecidable:
        Issue.record("undecidable without a crash")
        return false
      }
    }
  }

  /// What one transaction does, and how it is disturbed.
  private struct Plan {
    let id: Int
    let first: Int
    let second: Int
    let isSerializable: Bool
    let isPipelined: Bool
    /// Whether the pool repeats it and finds out what became of it.
    let isLeftToPool: Bool
    /// When its task is cancelled.
    let patience: Duration?
    /// How long its statements may take.
    let limit: Duration?

    init(id: Int, using chance: inout Chance) {
      self.id = id
      first = .random(in: 0..<8, using: &chance)
      second = (first + .random(in: 1..<8, using: &chance)) % 8
      isSerializable = Bool.random(using: &chance)
      isPipelined = Bool.random(using: &chance)
      isLeftToPool = Bool.random(using: &chance)
      let disturbance = Int.random(in: 0..<4, using: &chance)
      let time = Duration.microseconds(.random(in: 0..<10_000, using: &chance))
      patience = disturbance == 0 ? time : nil
      limit = disturbance == 1 ? time : nil
    }

    func carryOut(_ pool: Pool) async throws {
      let mode: TransactionMode = isSerializable ? .serializable : .readWrite
      if isLeftToPool {
        try await pool.transaction(mode) { try await count($0) }
      } else {
        try await pool.withConnection { connection in
          try await connection.transaction(mode.traced) { try await count($0) }
        }
      }
    }

    private func count(_ connection: Connection) async throws {
      if isPipelined {
        _ = try await connection.pipeline(
          [
            "insert into ledger values (\(id))",
            "update counter set n = n + 1 where id = \(first)",
            "update counter set n = n + 1 where id = \(second)",
          ], within: limit)
      } else {
        try await connection.copyIn("copy ledger from stdin (format binary)", within: limit) {
          try await $0.row(id)
        }
        for counter in [first, second] {
          try await connection.run(
            "update counter set n = n + 1 where id = \(counter)", within: limit)
        }
      }
    }
  }
}

/// What was done to transactions so far, and what became of them.
private final class Blows: Sendable {
  struct Told: CustomStringConvertible {
    var kills = 0
    var cancels = 0
    var unknown = 0
    var undone = 0
    var committed: [Int] = []
    var longest = Duration.zero

    var description: String {
      """
      \(kills) kills, \(cancels) cancelled or short of time, \(committed.count) committed, \
      \(undone) undone, \(unknown) unknown at first, the longest took \(longest)
      """
    }
  }

  private let count: Int
  private let state = Mutex(Told())
  private let lastID = Atomic(0)

  init(count: Int) { self.count = count }

  var told: Told { state.withLock { $0 } }
  var areEnough: Bool { state.withLock { $0.kills + $0.cancels >= count } }

  func note(_ change: (inout Told) -> Void) { state.withLock { change(&$0) } }

  func nextID() -> Int { lastID.add(1, ordering: .relaxed).newValue }
}
