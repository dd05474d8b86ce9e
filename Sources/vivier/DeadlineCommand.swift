import ArgumentParser
import Exchange
import Nightly
import Postgres
import Programme
import Store

/// `vivier deadline`: what must be done for hires, by when.
struct DeadlineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deadline", abstract: "List what must be done for hires, by when.",
    discussion: """
      Examples:
        vivier deadline list --territory anjou-bleu
        vivier deadline list --hired-on 2026-10-01
        vivier deadline list --territory anjou-bleu --ics   > deadlines.ics
      """,
    subcommands: [List.self])

  /// `vivier deadline list`.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the deadlines of recorded hires, or of one that is only thought of.",
      discussion: """
        Examples:
          vivier deadline list --territory anjou-bleu
          vivier deadline list --hired-on 2026-10-01 --contract apprentissage
          vivier deadline list --territory anjou-bleu --from 2026-01-01 --ics   > deadlines.ics

        label: the last day to ask for the label. evidence: the first day to give it, and to ask \
        for payment. training: the last day for an apprentice's training to begin. Each is to be \
        confirmed with Bpifrance or the CFA.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Option(
      help: ArgumentHelp("With the work in this territory.", valueName: "id or name"),
      completion: Completion.territories)
    var territory: String?
    @Option(
      help: ArgumentHelp("A hire on this day, instead of recorded ones.", valueName: "date"))
    var hiredOn: Day?
    @Option(
      help: ArgumentHelp("The contract of that hire.", valueName: "contract"))
    var contract: String?
    @Option(
      help: ArgumentHelp("The day the training of that hire begins.", valueName: "date"))
    var trainingOn: Day?
    @Option(help: ArgumentHelp("Only from this day on (default: today).", valueName: "date"))
    var from: Day?
    @Option(help: ArgumentHelp("Only until this day.", valueName: "date")) var to: Day?
    @Flag(help: "Write a calendar file (RFC 5545).") var ics = false

    func validate() throws {
      if hiredOn != nil, territory != nil {
        throw ValidationError("--hired-on excludes --territory.")
      }
      if hiredOn == nil, contract != nil || trainingOn != nil {
        throw ValidationError("--contract and --training-on go with --hired-on.")
      }
      if ics, format.json { throw ValidationError("--ics excludes --json.") }
    }

    func run() async throws {
      let contract = try contract.map { try Contract($0) }
      try await Context.with(options, as: .staff) { context, connection in
        let today = try await context.day(nil, connection)
        let book = try await RuleBook.read(connection)
        let lines =
          if let hiredOn {
            DeadlineLine.all(
              hiredOn: hiredOn, contract: contract, trainingStartsOn: trainingOn, by: book)
          } else {
            try await RecordedHire.list(
              communes: HireCommand.communes(of: territory, context, connection), connection
            ).flatMap { DeadlineLine.all($0, by: book) }
          }
        // What was asked about one day is told whole; of recorded hires, what is still to come.
        let first = from ?? (hiredOn == nil ? today : Day(number: .min))
        let shown = lines.filter { first <= $0.on && to.map($0.on.isUpTo) ?? true }
          .sorted { ($0.on, $0.key) < ($1.on, $1.key) }
        if ics {
          output(calendar(shown, context))
        } else {
          format.write(Self.sheet(shown), context.terminal)
          if shown.isEmpty {
            note(
              hiredOn.map { "no deadline is known for a hire on \($0)" }
                ?? "no deadline from \(first)")
          }
        }
      }
    }

    private static func sheet(_ lines: [DeadlineLine]) -> Sheet {
      var sheet = Sheet(
        ("on", .left), ("what", .left), ("hire", .left), ("hired_on", .left), ("contract", .left),
        ("siret", .left), ("position", .left), ("company", .left), programsOnly: ["siret"])
      for line in lines {
        sheet.add(
          .string("\(line.on)"), .string(line.what.rawValue), .optional(line.hire?.id),
          .string("\(line.hiredOn)"), .optional(line.contract?.rawValue),
          .optional(line.hire?.siret), .optional(line.hire?.position?.code),
          .optional(line.hire?.company))
      }
      return sheet
    }

    private func calendar(_ lines: [DeadlineLine], _ context: Context) -> String {
      var writer = CalendarWriter(
        title: "Échéances VTE", writtenAt: context.clock.now().microsecondsSince1970)
      for line in lines { writer.write(line.event(domain: context.mailDomain)) }
      return String(decoding: writer.finish(), as: UTF8.self)
    }
  }
}

extension Day {
  /// Whether it is a day or an earlier one.
  fileprivate func isUpTo(_ last: Day) -> Bool { self <= last }
}
