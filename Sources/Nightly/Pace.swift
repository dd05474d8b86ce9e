/// How fast messages may leave: the whole of them, and those for one domain.
///
/// Times are milliseconds of one clock that never goes backwards.
package struct Pace: Sendable {
  /// When a message may leave.
  package enum Turn: Sendable, Hashable {
    /// After this many milliseconds.
    case after(Int64)
    /// Its domain has had its share: not before this many milliseconds, while others go on.
    case later(Int64)
  }

  /// Milliseconds between two messages, and between two for one domain.
  private var interval: Int64
  private let domainInterval: Int64
  private var next: Int64 = 0
  private var domains: [String: Domain] = [:]

  private struct Domain {
    var next: Int64 = 0
    var interval: Int64
    var refusalsInARow = 0
  }

  /// How long a domain that turns messages away is left alone, after this many in a row.
  static let rest: Int64 = 300_000
  static let refusalsBeforeRest = 3
  /// A wait up to this is spent waiting; a longer one lets others go first.
  static let shortWait: Int64 = 2_000

  /// A pace from its limits in messages a minute; nil for none.
  package init(perMinute: Int? = nil, perDomainAndMinute: Int? = nil) {
    interval = perMinute.map { 60_000 / Int64(max(1, $0)) } ?? 0
    domainInterval = perDomainAndMinute.map { 60_000 / Int64(max(1, $0)) } ?? 0
  }

  /// Takes a turn for a message to a domain.
  package mutating func turn(for domain: String, at now: Int64) -> Turn {
    var own = domains[domain] ?? Domain(interval: domainInterval)
    guard own.next - now <= Self.shortWait else { return .later(own.next - now) }
    let start = max(now, next, own.next)
    next = start + interval
    own.next = start + own.interval
    domains[domain] = own
    return .after(start - now)
  }

  /// Notes that a message was taken.
  package mutating func wasTaken(for domain: String) {
    domains[domain]?.refusalsInARow = 0
  }

  /// Notes that a message was turned away for now: its domain is written to half as fast, and is
  /// left alone for a while when it goes on.
  package mutating func wasTurnedAway(for domain: String, at now: Int64) {
    var own = domains[domain] ?? Domain(interval: domainInterval)
    own.interval = Self.halved(own.interval)
    own.refusalsInARow += 1
    if own.refusalsInARow >= Self.refusalsBeforeRest {
      own.refusalsInARow = 0
      own.next = now + Self.rest
    }
    domains[domain] = own
  }

  /// Notes that the server was away or asked for less: everything leaves half as fast.
  package mutating func serverWasAway(at now: Int64) {
    interval = Self.halved(interval)
    next = max(next, now + interval)
  }

  private static func halved(_ interval: Int64) -> Int64 {
    interval == 0 ? 500 : min(interval * 2, 60_000)
  }
}
