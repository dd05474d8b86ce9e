import Mail
import Postgres
import Store

/// What becomes of a message that did not simply leave.
extension Delivery {
  /// Waits for the turn of a message; false when it was put off, so that others go first.
  func takeTurn(
    _ delivery: Outbox.Delivery, to email: String, _ course: Course, _ connection: Connection
  ) async throws -> Bool {
    switch course.turn(for: Self.domain(of: email), at: clock.uptime()) {
    case .after(let milliseconds):
      if milliseconds > 0 { try await Task.sleep(for: .milliseconds(milliseconds)) }
      return true
    case .later(let milliseconds):
      try await Outbox.wait(
        delivery.id, reason: "its domain takes no more for now", until: now(plus: milliseconds),
        connection)
      return false
    }
  }

  /// Notes why a message was not handed over, and decides whether the others go on.
  func settle(
    _ error: MailError, _ delivery: Outbox.Delivery, email: String, _ course: Course,
    _ connection: Connection
  ) async throws -> Report {
    let (id, reason) = (delivery.id, error.description)
    guard case .handover(let fault) = error else {
      if error.kind == .invalidData {
        try await Outbox.bury(id, reason: reason, connection)
        return Report(failed: 1)
      }
      // A full disk, a missing folder or a wrong setting concerns every message: the rest waits as well.
      _ = try await Outbox.putOff(id, reason: reason, at: clock.now(), connection)
      throw error
    }
    let domain = Self.domain(of: email)
    switch fault.verdict {
    case .later:
      _ = try await Outbox.putOff(id, reason: reason, at: clock.now(), connection)
      course.wasTurnedAway(for: domain, at: clock.uptime())
    case .serverAway:
      _ = try await Outbox.putOff(id, reason: reason, at: clock.now(), connection)
      course.serverWasAway(reason, at: clock.uptime())
    case .addressGone:
      try await connection.withTransaction { connection in
        try await Suppression.add(email, .bounced, at: clock.now(), connection)
        try await Outbox.bury(id, reason: reason, connection)
      }
    case .refused:
      try await Outbox.bury(id, reason: reason, connection)
    case .stopEverything:
      try await connection.withTransaction { connection in
        try await Outbox.wait(id, reason: reason, until: clock.now(), connection)
        try await DeliveryStop.stop(
          by: Author(name: "vivier", at: clock.now()), reason: reason, isAlarm: true, connection)
      }
      course.stop(.refused(reason))
    case .unknown:
      try await Outbox.doubt(id, reason: reason, connection)
      return Report(uncertain: 1)
    }
    return Report(failed: 1)
  }

  private func now(plus milliseconds: Int64) -> Timestamp {
    Timestamp(microsecondsSince1970: clock.now().microsecondsSince1970 + milliseconds * 1_000)
  }
}
