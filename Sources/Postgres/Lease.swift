import Synchronization

/// By what a pool ends the use of a session it has lent.
final class Lease: Sendable {
  private let revoked = Atomic(false)

  /// Whether no further statement may be run.
  var isRevoked: Bool { revoked.load(ordering: .acquiring) }

  /// Refuses every further statement.
  func revoke() { revoked.store(true, ordering: .releasing) }
}
