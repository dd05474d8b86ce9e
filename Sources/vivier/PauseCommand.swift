import ArgumentParser
import Nightly
import Postgres
import Store

/// `vivier pause`: nothing leaves.
struct PauseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause", abstract: "Stop every delivery until vivier resume.",
    discussion: """
      Example:
        vivier pause --reason "wrong subject in tonight's digests"

      A delivery under way ends after its current messages.
      """)
  @OptionGroup var options: GlobalOptions
  @OptionGroup var author: AuthorOptions
  @Option(help: "Why, for those who find it stopped.") var reason = "no reason told"

  func run() async throws {
    try await Context.with(options, as: .nightly) { context, connection in
      let author = author.author(context)
      try await connection.withTransaction { connection in
        try await DeliveryStop.stop(
          by: author, reason: reason.oneLine ?? "no reason told", isAlarm: false, connection)
        try await context.audit(
          AuditLog.Event("delivery.pause", purpose: "delivery"), by: author, connection)
      }
      note("nothing leaves any more; vivier resume lets mail leave again")
    }
  }
}

/// `vivier resume`: mail leaves again.
struct ResumeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Let mail leave again after a pause, or after a refusal.",
    discussion: """
      Example:
        vivier resume
      """)
  @OptionGroup var options: GlobalOptions
  @OptionGroup var author: AuthorOptions

  func run() async throws {
    try await Context.with(options, as: .nightly) { context, connection in
      let author = author.author(context)
      let wasStopped = try await connection.withTransaction { connection in
        let wasStopped = try await DeliveryStop.resume(connection)
        if wasStopped {
          try await context.audit(
            AuditLog.Event("delivery.resume", purpose: "delivery"), by: author, connection)
        }
        return wasStopped
      }
      note(wasStopped ? "mail leaves with the next vivier deliver" : "nothing was stopped")
    }
  }
}
