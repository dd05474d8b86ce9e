import Synchronization

/// A value that is waited for once and may be given several times, of which the first counts.
final class Answer<Value: Sendable>: Sendable {
  private enum State {
    case open
    case expected(CheckedContinuation<Value?, Never>)
    case given(Value?)
    case over
  }

  private let state = Mutex(State.open)

  /// Waits for the value; nil when the deadline comes or the task is cancelled before.
  func value(until deadline: ContinuousClock.Instant) async -> Value? {
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        // Cancelled together with the caller, or once the value is there.
        try? await Task.sleep(until: deadline, clock: .continuous)
        self.give(nil)
      }
      let value = await withCheckedContinuation { self.expect($0) }
      group.cancelAll()
      return value
    }
  }

  /// Gives the value, or nil for none; false when one was given before.
  @discardableResult
  func give(_ value: Value?) -> Bool {
    let (isFirst, waiting) = state.withLock { state in
      switch state {
      case .open:
        state = .given(value)
        return (true, nil as CheckedContinuation<Value?, Never>?)
      case .expected(let continuation):
        state = .over
        return (true, continuation)
      case .given, .over: return (false, nil)
      }
    }
    waiting?.resume(returning: value)
    return isFirst
  }

  private func expect(_ continuation: CheckedContinuation<Value?, Never>) {
    let early: Value?? = state.withLock { state in
      guard case .given(let value) = state else {
        state = .expected(continuation)
        return nil
      }
      state = .over
      return .some(value)
    }
    if let early { continuation.resume(returning: early) }
  }
}
