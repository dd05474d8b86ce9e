import Synchronization

/// What a pool has and has done since it was made.
public struct PoolMetrics: Hashable, Sendable {
  /// Sessions that are open or being opened.
  public internal(set) var open = 0
  /// Of these, those nobody uses.
  public internal(set) var idle = 0
  /// Of these, those that are lent.
  public internal(set) var lent = 0
  /// Tasks that wait for a session now.
  public internal(set) var waiting = 0
  /// How often a session was lent.
  public internal(set) var lends = 0
  /// Sessions opened.
  public internal(set) var opened = 0
  /// Sessions dropped because they were broken or could not be cleaned.
  public internal(set) var dropped = 0
  /// How often a task had to wait.
  public internal(set) var waits = 0
  /// How often a task waited in vain.
  public internal(set) var vainWaits = 0
  /// The time tasks have waited, together.
  public internal(set) var waited: Duration = .zero
  /// The longest a task has waited.
  public internal(set) var longestWait: Duration = .zero
}

/// What a task that asked for a session gets.
enum Grant: Sendable {
  /// An idle session.
  case slot(PoolSlot)
  /// The right to open one.
  case permit
  /// Nothing: the pool is closed.
  case closed
}

/// An idle session.
final class PoolSlot: Sendable {
  private let session: Mutex<Session?>
  /// When it was last used.
  let since: ContinuousClock.Instant

  init(_ session: consuming sending Session, since: ContinuousClock.Instant) {
    self.session = Mutex(session)
    self.since = since
  }

  /// Takes the session out, once.
  func take() -> Session? { session.withLock { $0.take() } }

  /// Closes the session.
  func close() { _ = take() }
}

/// Who has which session of a pool and who waits; decides, and does nothing by itself.
struct PoolState: Sendable {
  /// What to do with a session that came back.
  enum Action {
    /// Give this to a task that waits.
    case give(Grant, Answer<Grant>)
    /// Close it.
    case close(PoolSlot)
    /// Nothing.
    case none
  }

  private struct Lent {
    let lease: Lease
    let canceller: Canceller
  }

  private let limit: Int
  private var idle: [PoolSlot] = []
  private var lent: [Lent] = []
  /// Sessions that are on their way between these places.
  private var moving = 0
  private var waiters: [Answer<Grant>] = []
  private var isClosed = false
  /// Who waits for the last session to come back.
  private var closers: [Answer<Void>] = []
  private var counts = PoolMetrics()

  init(limit: Int) { self.limit = limit }

  var metrics: PoolMetrics {
    var metrics = counts
    metrics.idle = idle.count
    metrics.lent = lent.count
    metrics.open = idle.count + lent.count + moving
    metrics.waiting = waiters.count
    return metrics
  }

  /// Asks for a session; nil to wait.
  mutating func request(_ waiter: Answer<Grant>) -> Grant? {
    guard !isClosed else { return .closed }
    // Nobody overtakes those who wait already.
    if waiters.isEmpty {
      if let slot = idle.popLast() {
        moving += 1
        return .slot(slot)
      }
      if lent.count + moving < limit {
        moving += 1
        return .permit
      }
    }
    waiters.append(waiter)
    return nil
  }

  /// Stops waiting.
  mutating func giveUp(_ waiter: Answer<Grant>) {
    waiters.removeAll { $0 === waiter }
  }

  /// Counts a wait that is over.
  mutating func waited(_ time: Duration, inVain: Bool) {
    counts.waits += 1
    counts.vainWaits += inVain ? 1 : 0
    counts.waited += time
    counts.longestWait = max(counts.longestWait, time)
  }

  /// Notes that a session taken from the idle ones is lent.
  mutating func lend(_ lease: Lease, _ canceller: Canceller) {
    moving -= 1
    counts.lends += 1
    lent.append(Lent(lease: lease, canceller: canceller))
  }

  /// Notes that a session was opened and is lent.
  mutating func opened(_ lease: Lease, _ canceller: Canceller) {
    counts.opened += 1
    lend(lease, canceller)
  }

  /// Counts an idle session that turned out to be broken; its place is kept.
  mutating func dropped() { counts.dropped += 1 }

  /// Takes back a session, or the place of one that is gone.
  mutating func giveBack(_ slot: PoolSlot?, from lease: Lease?) -> Action {
    if let lease {
      lent.removeAll { $0.lease === lease }
      moving += 1
    }
    if slot == nil, lease != nil { counts.dropped += 1 }
    return passOn(slot.map(Grant.slot) ?? .permit)
  }

  /// Finds the next to get what is on its way.
  mutating func passOn(_ grant: Grant) -> Action {
    if !isClosed, !waiters.isEmpty { return .give(grant, waiters.removeFirst()) }
    moving -= 1
    defer { tellWhenEmpty() }
    guard case .slot(let slot) = grant else { return .none }
    guard !isClosed else { return .close(slot) }
    idle.append(slot)
    return .none
  }

  /// Refuses everyone from now on; what comes last is given when no session is lent any more.
  mutating func close() -> (idle: [PoolSlot], waiting: [Answer<Grant>], emptied: Answer<Void>) {
    let emptied = Answer<Void>()
    isClosed = true
    closers.append(emptied)
    defer {
      idle = []
      waiters = []
      tellWhenEmpty()
    }
    return (idle, waiters, emptied)
  }

  /// Cancels what the lent sessions run and refuses more; tells how many there are.
  func interrupt() -> Int {
    for lent in lent {
      lent.lease.revoke()
      lent.canceller.send()
    }
    return lent.count
  }

  private func tellWhenEmpty() {
    guard lent.isEmpty, moving == 0 else { return }
    for closer in closers { closer.give(()) }
  }
}
