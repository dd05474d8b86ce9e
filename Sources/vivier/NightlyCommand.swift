import ArgumentParser
import Exchange
import Logging
import Matching
import Nightly
import Programme
import Store

/// `vivier nightly`: the run of a night.
struct NightlyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nightly",
    abstract: "Run the night: match, decide and store what everyone is told.",
    discussion: """
      Examples:
        vivier nightly --deliver
        vivier nightly --territory anjou-bleu --dry-run
        vivier nightly --inbox /srv/vivier/inbox --deliver
        vivier nightly --date 2027-01-11

      The same date again goes on where it stopped or says that it is done. Two at once: one works, \
      the other ends with exit code 75.

      Files in the inbox are imported first: entreprises*.csv, postes*.csv, talents*.csv and \
      formations*.csv, in that order. They are then moved to done/DATE, their rejected rows beside them.
      """)

  @OptionGroup var options: GlobalOptions
  @Option(help: "The business date (default: today in Paris).") var date: Day?
  @Option(
    help: ArgumentHelp("Cover only this territory; may be repeated.", valueName: "id or name"),
    completion: Completion.territories)
  var territory: [String] = []
  @Option(
    help: ArgumentHelp(
      "A folder whose files are imported first (default: VIVIER_INBOX, else none).",
      valueName: "dir"))
  var inbox: String?
  @Flag(help: "Deliver the outbox afterwards.") var deliver = false
  @Flag(name: [.customShort("n"), .long], help: "Do everything and roll it back.") var dryRun =
    false
  @Flag(help: "Write JSON.") var json = false
  @Option(help: "How many tasks share the matching (default: one a core).") var threads: Int?

  func validate() throws {
    if deliver && dryRun { throw ValidationError("--deliver and --dry-run exclude each other.") }
  }

  func run() async throws {
    let context = try Context(options)
    guard !dryRun else { return try await work(context) }
    try await NightWatch.over(context) { try await work(context) }
  }

  private func work(_ context: Context) async throws {
    try await context.access.withServer {
      if !dryRun { _ = try await AnswerCommand.apply(context) }
      let label = context.label("vivier nightly")
      let lock = try await RunLock(.nightly, on: context.access.connect(as: .nightly, label: label))
      let taken = try await takeInbox(context, label: label)
      let report = try await night(context, label: label)
      lock.release()
      let reader = try await context.access.connect(as: .nightly, label: label)
      var starving: [StarvingPage] = []
      var unreachable: [UnreachablePage] = []
      for run in report.runs {
        starving.append(try await StarvingPage.read(run.starving, reader))
        unreachable.append(try await UnreachablePage.read(run.unreachable, reader))
      }
      tell(report, starving, unreachable, taken)
      if !dryRun { try await Metrics.write(context, reader) }
      if deliver { try await DeliverCommand.deliver(context, json: json) }
    }
  }

  /// Takes in what others left, and looks again at offers that were last looked at with other words.
  private func takeInbox(_ context: Context, label: String) async throws -> [Inbox.Taken] {
    let connection = try await context.access.connect(as: .nightly, label: label)
    if !dryRun {
      let held = try await PositionReview.lookAgain(connection)
      if held > 0 {
        note(
          "\(held) position(s) are held by the words of this program: vivier position review list")
      }
    }
    guard let folder = inbox ?? context.inbox else { return [] }
    return try await Inbox(
      folder, on: context.day(date, connection), isDryRun: dryRun,
      checkpoint: Failpoint.inbox(context.environment)
    ).take(connection)
  }

  private func night(_ context: Context, label: String) async throws -> Night.Report {
    let connection = try await context.access.connect(as: .nightly, label: label)
    let reader = try await context.access.connect(as: .nightly, label: label)
    if !dryRun { try await MailSettings.nameController(context.environment, reader) }
    var request = Night.Request()
    request.date = date
    request.threads = context.threads(threads)
    request.isDryRun = dryRun
    request.mailDomain = context.mailDomain
    request.profilesAlike = try context.profilesAlike
    request.links = try context.links
    request.territories = try await TerritoryName.resolve(
      territory, on: context.day(date, reader), reader)
    let night = Night(
      connection, reader: reader, clock: context.clock, log: context.log,
      database: context.access.description, erasure: try context.access.erasure,
      checkpoint: checkpoint(context))
    let report = try await night.run(request)
    Progress(terminal: context.terminal).clear()
    return report
  }

  /// Tells who watches what comes next, and dies where a test wants it.
  private func checkpoint(_ context: Context) -> Night.Checkpoint {
    let failpoint = Failpoint.night(context.environment)
    let progress = Progress(terminal: context.terminal)
    return { step, isCommitted in
      if isCommitted, let next = step.next { progress.show("night: \(next.word)") }
      try await failpoint(step, isCommitted)
    }
  }

  private func tell(
    _ report: Night.Report, _ starving: [StarvingPage], _ unreachable: [UnreachablePage],
    _ taken: [Inbox.Taken]
  ) {
    if json {
      output(JSON.text(Self.json(report, starving, unreachable, taken)))
      return
    }
    for file in taken { note("inbox: " + file.words) }
    if report.runs.isEmpty { note("the night of \(report.date) is done already") }
    for (run, pages) in zip(report.runs, zip(starving, unreachable)) {
      let scope =
        run.territories.count > 3
        ? "\(run.territories.count) territories" : run.territories.joined(separator: ", ")
      output("night of \(report.date), \(scope)\(run.wasInterrupted ? ", taken up again" : "")\n")
      for figure in run.figures {
        output("  \(figure.name.replacing("_", with: " ")): \(figure.value)\n")
      }
      for property in run.properties where !property.isHeld {
        note(
          "warning: \(property.name.rawValue) is beyond what the method tolerates; see vivier run show"
        )
      }
      output(pages.0.text + pages.1.text)
      if let head = run.auditHead { output("  audit head: \(head)\n") }
    }
    for message in report.planned {
      output("would tell \(message.recipientKind) \(message.recipient): \(message.subject)\n")
    }
  }

  private static func json(
    _ report: Night.Report, _ starving: [StarvingPage], _ unreachable: [UnreachablePage],
    _ taken: [Inbox.Taken]
  ) -> JSON {
    [
      "date": .string("\(report.date)"), "inbox": .array(taken.map(\.json)),
      "runs": .array(
        zip(report.runs, zip(starving, unreachable)).map { run, pages in
          [
            "run": .integer(Int(run.run)),
            "territories": .array(run.territories.map { .string($0) }),
            "interrupted": .bool(run.wasInterrupted),
            "figures": .object(run.figures.map { JSON.Member($0.name, .integer($0.value)) }),
            "starving": pages.0.json, "unreachable": pages.1.json,
            "audit_head": .optional(run.auditHead),
            "properties": .object(
              run.properties.map { property in
                JSON.Member(
                  property.name.rawValue,
                  [
                    "value": property.kind == .reported
                      ? .millionths(property.value) : .integer(property.value),
                    "held": .bool(property.isHeld),
                  ])
              }),
          ]
        }),
      "planned": .array(
        report.planned.map {
          [
            "recipient_kind": .string($0.recipientKind), "recipient": .string($0.recipient),
            "subject": .string($0.subject),
          ]
        }),
    ]
  }
}

extension Inbox.Taken {
  /// What became of a file, in one line.
  fileprivate var words: String {
    switch outcome {
    case .imported(let kind, let report):
      "\(name): \(kind.rawValue), \(report.new) new, \(report.updated) updated, "
        + "\(report.unchanged) unchanged, \(report.rejected.count) rejected"
        + (report.held > 0 ? ", \(report.held) held: see vivier position review list" : "")
    case .moved: "\(name): was imported before, and is moved now"
    case .refused(let reason): "warning: \(name) stays: \(reason)"
    }
  }

  /// The same for programs.
  fileprivate var json: JSON {
    switch outcome {
    case .imported(let kind, let report):
      [
        "name": .string(name), "outcome": "imported", "kind": .string(kind.rawValue),
        "new": .integer(report.new), "updated": .integer(report.updated),
        "unchanged": .integer(report.unchanged), "rejected": .integer(report.rejected.count),
        "held": .integer(report.held),
      ]
    case .moved: ["name": .string(name), "outcome": "moved"]
    case .refused(let reason):
      ["name": .string(name), "outcome": "refused", "reason": .string(reason)]
    }
  }
}
