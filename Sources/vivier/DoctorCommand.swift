import ArgumentParser
import Exchange
import Postgres
import Store

/// `vivier doctor`: what is well, what to watch and what to repair.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Check the installation and say how to repair what is wrong.",
    discussion: """
      Examples:
        vivier doctor
        vivier doctor --json
        vivier doctor --repair     make profiles anew that are out of step, then check
        vivier doctor --dns        ask the DNS as well: SPF, DKIM and DMARC of the sender

      Exit code 0 when nothing is wrong (things to watch do not count), else 78.
      """)

  @OptionGroup var options: GlobalOptions
  @OptionGroup var format: FormatOptions
  @Flag(help: "Make the profiles anew that are out of step with their candidates.")
  var repair = false
  @Flag(help: "Ask the DNS for SPF, DKIM and DMARC of the domain mail comes from (needs dig).")
  var dns = false

  func run() async throws {
    try Context.refuseSessions(options, ProcessEnvironment.current)
    var examination = Examination()
    await examination.examine(options, repair: repair)
    if dns { examination.examineSender(options, Dig.ask) }
    if format.json {
      output(JSON.text(.array(examination.findings.map(\.json))))
    } else {
      let terminal = Terminal.current(environment: ProcessEnvironment.current)
      output(examination.findings.map { $0.text(terminal) }.joined())
    }
    if examination.findings.contains(where: { $0.state == .problem }) {
      throw ExitCode.configuration
    }
  }
}

/// What one check found.
struct Finding {
  /// How a check ended.
  enum State: String {
    case good
    /// Something to watch; not a fault.
    case warning
    case problem

    var sign: String {
      switch self {
      case .good: "✓"
      case .warning: "!"
      case .problem: "✗"
      }
    }

    var colour: Terminal.Colour {
      switch self {
      case .good: .good
      case .warning: .warning
      case .problem: .missing
      }
    }
  }

  let check: String
  let state: State
  let what: String
  /// The command or deed that repairs it.
  let fix: String?

  var json: JSON {
    [
      "check": .string(check), "state": .string(state.rawValue), "what": .string(what),
      "fix": .optional(fix),
    ]
  }

  /// One line, and one more with the fix.
  func text(_ terminal: Terminal) -> String {
    "\(terminal.coloured(state.sign, state.colour)) \(check): \(what)\n"
      + (fix.map { "  → \(pasteable($0))\n" } ?? "")
  }
}
