import Synchronization

/// What the workers of one delivery share: how fast they go, and whether they go on.
final class Course: Sendable {
  private let state: Mutex<State>

  private struct State {
    var pace: Pace
    var timesAwayInARow = 0
    var stop: Delivery.Stop?
  }

  /// After this many times in a row a server that is away is left alone until the next delivery.
  private static let timesAwayBeforeStop = 3

  init(_ pace: Pace) { state = Mutex(State(pace: pace)) }

  /// Why the workers take no more messages; nil while they do.
  var stop: Delivery.Stop? { state.withLock { $0.stop } }

  /// Ends the delivery after the messages under way; the first reason stays.
  func stop(_ reason: Delivery.Stop) { state.withLock { $0.stop = $0.stop ?? reason } }

  func turn(for domain: String, at now: Int64) -> Pace.Turn {
    state.withLock { $0.pace.turn(for: domain, at: now) }
  }

  func wasTaken(for domain: String) {
    state.withLock {
      $0.timesAwayInARow = 0
      $0.pace.wasTaken(for: domain)
    }
  }

  func wasTurnedAway(for domain: String, at now: Int64) {
    state.withLock {
      $0.timesAwayInARow = 0
      $0.pace.wasTurnedAway(for: domain, at: now)
    }
  }

  func serverWasAway(_ reason: String, at now: Int64) {
    state.withLock {
      $0.timesAwayInARow += 1
      $0.pace.serverWasAway(at: now)
      if $0.timesAwayInARow >= Self.timesAwayBeforeStop { $0.stop = $0.stop ?? .serverAway(reason) }
    }
  }
}
