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
        vivier deliver --send
        vivier deliver --dry-run
        vivier deliver --release

      Without --send, messages are left as files below the home, in mail/DATE: one .eml for a mail \
      program and one .html for a browser. With it they go to people, through the transport of the \
      settings (vivier config check), from 08:00 to 18:00 on working days where each reader is. \
      Exit code 75 when some wait for a later delivery, 69 when the server is away, 78 when it \
      refuses us: nothing leaves then until vivier resume.
      """)

  @OptionGroup var options: GlobalOptions
  @OptionGroup var author: AuthorOptions
  @Flag(help: "Write JSON.") var json = false
  @Flag(help: "Deliver what a restore held, too.") var release = false
  @Flag(help: "Send to people, as the settings say.") var send = false
  @Flag(name: [.customShort("n"), .long], help: "Say what would leave, and change nothing.")
  var dryRun = false

  func validate() throws {
    if dryRun && release { throw ValidationError("--dry-run and --release exclude each other.") }
  }

  func run() async throws {
    let context = try Context(options)
    try await context.access.withServer {
      if dryRun { return try await Self.plan(context, send: send, json: json) }
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
      try await Self.deliver(context, send: send, json: json)
    }
  }

  /// How many messages are under way at once into a folder: enough to wait for the disk while others
  /// are rendered.
  private static let workers = 4

  /// Drains the outbox; the caller lends the server.
  static func deliver(_ context: Context, send: Bool = false, json: Bool) async throws {
    // Whoever said stop in the meantime gets nothing more.
    _ = try await AnswerCommand.apply(context)
    let label = context.label("vivier deliver")
    let connection = try await context.access.connect(as: .nightly, label: label)
    if let stop = try await DeliveryStop.current(connection) { return try tell(stop) }
    let settings = try await settings(context, send: send, connection)
    let lock = try await RunLock(.delivery, on: context.access.connect(as: .nightly, label: label))
    let (delivery, place) =
      send ? try toPeople(context, settings, label) : try intoFolder(context, label)
    let report = try await delivery.run(
      isRepeatable: !send, keepsFrequency: send, keepsHours: send,
      pace: send ? settings.pace : Pace(), workers: send ? settings.connections : workers)
    lock.release()
    tell(report, to: place, json: json)
    if send { try await Metrics.write(context, connection) }
    try end(report)
  }

  /// The settings, which must be whole to send, and must not be passed over in silence otherwise.
  private static func settings(
    _ context: Context, send: Bool, _ connection: Connection
  ) async throws -> MailSettings {
    let settings = MailSettings(context.environment)
    guard send else {
      guard settings.route == .folder else {
        throw Failure(
          what: "mail.transport is \(settings.route.rawValue), and messages would be left as files",
          hint: "say --send to send them, or --dry-run to see them; nothing was delivered",
          code: .configuration)
      }
      return settings
    }
    try await settings.requireRealMail(connection)
    return settings
  }

  private static func toPeople(
    _ context: Context, _ settings: MailSettings, _ label: String
  ) throws -> (Delivery, place: String) {
    guard let transport = settings.transport, let sender = settings.sender else {
      throw Failure(
        what: "mail cannot be sent", hint: "vivier config check says why", code: .configuration)
    }
    let access = context.access
    let delivery = Delivery(
      connect: { try await access.connect(as: .nightly, label: label) }, sender: sender,
      links: try context.links, clock: context.clock, log: context.log,
      checkpoint: Failpoint.delivery(context.environment), giveUp: settings.giveUp
    ) { _ in transport }
    return (delivery, settings.route.rawValue)
  }

  private static func intoFolder(
    _ context: Context, _ label: String
  ) throws -> (Delivery, place: String) {
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
    return (delivery, folder)
  }

  // MARK: Telling

  private static func tell(_ stop: DeliveryStop) throws {
    note("nothing leaves: stopped by \(stop.by) at \(stop.since): \(stop.reason)")
    note("vivier resume lets mail leave again")
    if stop.isAlarm { throw ExitCode.configuration }
  }

  private static func tell(_ report: Delivery.Report, to place: String, json: Bool) {
    if json {
      output(
        JSON.text([
          "sent": .integer(report.sent), "suppressed": .integer(report.suppressed),
          "failed": .integer(report.failed), "uncertain": .integer(report.uncertain),
          "put_off": .integer(report.putOff), "folder": .string(place),
        ]))
      return
    }
    output("delivered \(report.sent) messages to \(place)\n")
    if report.suppressed > 0 {
      note("\(report.suppressed) suppressed: no address or no agreement any more")
    }
    if report.putOff > 0 {
      note("\(report.putOff) wait for their turn: their domains had their share")
    }
    if report.uncertain > 0 {
      note(
        "warning: the fate of \(report.uncertain) is unknown: vivier digest list --state uncertain")
    }
  }

  /// Ends with the code that says whether somebody has to look.
  private static func end(_ report: Delivery.Report) throws {
    switch report.stop {
    case .refused(let reason):
      throw Failure(
        what: "everything is stopped, as we are refused: \(reason)",
        hint: "settle it with the mail provider, then: vivier resume", code: .configuration)
    case .serverAway(let reason):
      throw Failure(
        what: reason, hint: "the rest waits for the next delivery", code: .unavailable)
    case .interrupted: throw CancellationError()
    case nil: break
    }
    if report.failed > 0 {
      note(
        "warning: \(report.failed) could not be handed over; see vivier digest list --state deferred"
      )
      throw ExitCode.tryAgain
    }
  }

  /// Says what would leave now and what waits, and what real mail lacks.
  private static func plan(_ context: Context, send: Bool, json: Bool) async throws {
    let connection = try await context.access.connect(as: .nightly)
    var sheet = Sheet(("kind", .left), ("leaves", .left), ("messages", .right))
    let now = context.clock.now()
    let plan = try await connection.withTransaction { connection in
      let rows = try await Outbox.plan(at: now, keepsHours: send, connection)
      return rows
    }
    for row in plan { sheet.add(.string(row.kind), .string(row.leaves), .integer(Int(row.count))) }
    if json {
      output(JSON.text(sheet.json))
    } else {
      output(sheet.table(width: context.terminal.width))
    }
    if let stop = try await DeliveryStop.current(connection) {
      note("nothing would leave: stopped by \(stop.by): \(stop.reason)")
    }
    if send { try await MailSettings(context.environment).requireRealMail(connection) }
  }
}
