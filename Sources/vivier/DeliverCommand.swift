import ArgumentParser
import Cluster
import Exchange
import Mail
import Nightly
import Postgres
import Store

/// `vivier deliver`: the outbox, handed over.
struct DeliverCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deliver", abstract: "Hand over the messages that wait in the outbox.",
    discussion: """
      Examples:
        vivier deliver
        vivier deliver --release

      Messages are left as files below the home, in mail/DATE: one .eml for a mail program and one \
      .html for a browser. Nothing is sent to anybody.
      """)

  @OptionGroup var options: GlobalOptions
  @OptionGroup var author: AuthorOptions
  @Flag(help: "Write JSON.") var json = false
  @Flag(help: "Deliver what a restore held, too.") var release = false

  func run() async throws {
    let context = try Context(options)
    try await context.access.withServer {
      if release {
        let connection = try await context.access.connect(as: .nightly)
        try await connection.withTransaction { connection in
          let count = try await Outbox.release(connection)
          try await context.audit(
            AuditLog.Event(
              "outbox.release", purpose: "delivery", detail: ["messages": .integer(Int(count))]),
            by: author.author(context), connection)
        }
      }
      try await Self.deliver(context, json: json)
    }
  }

  /// How many messages are under way at once: enough to wait for the disk while others are rendered.
  private static let workers = 4

  /// Drains the outbox into the folder of the home; the caller lends the server.
  static func deliver(_ context: Context, json: Bool) async throws {
    // Whoever said stop in the meantime gets nothing more.
    _ = try await AnswerCommand.apply(context)
    let label = context.label("vivier deliver")
    let lock = try await RunLock(.delivery, on: context.access.connect(as: .nightly, label: label))
    let access = context.access
    let folder = try context.access.home.folder("mail")
    let domain = context.mailDomain
    let delivery = Delivery(
      connect: { try await access.connect(as: .nightly, label: label) },
      sender: Delivery.Sender(
        from: try Address(name: "Vivier", spec: "vivier@\(domain)"),
        replyTo: try Address(spec: "chef-de-projet@\(domain)")),
      links: try context.links, clock: context.clock,
      log: context.log, checkpoint: Failpoint.delivery(context.environment)
    ) { date in FolderTransport(directory: "\(folder)/\(date)", writesPages: true) }
    let report = try await delivery.run(
      isRepeatable: true, keepsFrequency: false, workers: workers)
    lock.release()
    if json {
      output(
        JSON.text([
          "sent": .integer(report.sent), "suppressed": .integer(report.suppressed),
          "failed": .integer(report.failed), "folder": .string(folder),
        ]))
    } else {
      output("delivered \(report.sent) messages to \(folder)\n")
      if report.suppressed > 0 {
        note("\(report.suppressed) suppressed: no address or no agreement any more")
      }
    }
    if report.failed > 0 {
      note("warning: \(report.failed) could not be handed over; they wait for the next delivery")
      throw ExitCode.tryAgain
    }
  }
}
