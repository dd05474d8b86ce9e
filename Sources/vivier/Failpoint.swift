import Glibc
import Nightly

/// Where a debug build kills itself on purpose: `VIVIER_FAILPOINT=match:committed`, `sending`.
///
/// A release build never reads the variable.
enum Failpoint {
  /// Dies at a step of the night, before (`match:done`) or after (`match:committed`) its commit.
  static func night(_ environment: [String: String]) -> Night.Checkpoint {
    let point = wanted(environment)
    return { step, isCommitted in
      if point == "\(step.word):\(isCommitted ? "committed" : "done")" { die() }
    }
  }

  /// Dies at an arrow between two states of a message.
  static func delivery(_ environment: [String: String]) -> @Sendable (String) async throws -> Void {
    let point = wanted(environment)
    return { arrow in if point == arrow { die() } }
  }

  /// Dies before (`inbox:done`) or after (`inbox:committed`) the commit of the first file of the inbox.
  static func inbox(
    _ environment: [String: String]
  ) -> (_ name: String, _ isCommitted: Bool) async throws -> Void {
    let point = wanted(environment)
    return { _, isCommitted in
      if point == "inbox:\(isCommitted ? "committed" : "done")" { die() }
    }
  }

  private static func wanted(_ environment: [String: String]) -> String? {
    #if DEBUG
      environment["VIVIER_FAILPOINT"]
    #else
      nil
    #endif
  }

  private static func die() { kill(getpid(), SIGKILL) }
}
