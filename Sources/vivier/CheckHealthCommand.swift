import ArgumentParser
import Exchange
import Glibc
import Nightly
import Postgres
import Store

/// `vivier check-health`: a plugin for Nagios, Icinga and Centreon.
struct CheckHealthCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-health",
    abstract: "Say in one line whether nights and deliveries fare well.",
    discussion: """
      Examples:
        vivier check-health
        vivier check-health --night-age 26 --waiting 60

      Exit code 0 when all is well, 1 for a warning, 2 when somebody has to act, 3 when nobody knows: \
      as monitoring plugins do, and not as the other commands.
      """)
  @OptionGroup var options: GlobalOptions
  @Option(help: ArgumentHelp("A night older than this is missing.", valueName: "hours"))
  var nightAge = 26
  @Option(
    help: ArgumentHelp(
      "A message that may leave waits too long after this.", valueName: "minutes"))
  var waiting = 60

  func run() async throws {
    let verdict: HealthVerdict
    do {
      verdict = try await Context.with(options, as: .nightly) { context, connection in
        HealthVerdict(
          try await ServiceHealth.read(at: context.clock.now(), connection), nightAge: nightAge,
          waiting: waiting)
      }
    } catch {
      output("VIVIER UNKNOWN - \(Failure(error).what)\n")
      throw ExitCode(3)
    }
    output(verdict.line + "\n")
    if verdict.code != 0 { throw ExitCode(verdict.code) }
  }
}

/// What the health of a service means to who watches it.
struct HealthVerdict {
  /// 0 well, 1 a warning, 2 critical.
  let code: Int32
  /// One line with the numbers behind it.
  let line: String

  /// Judges; `nightAge` in hours, `waiting` in minutes.
  init(_ health: ServiceHealth, nightAge: Int, waiting: Int) {
    var critical: [String] = []
    var warnings: [String] = []
    if let stop = health.stop {
      let told = "nothing leaves, stopped by \(stop.by)"
      if stop.isAlarm { critical.append(told + ": \(stop.reason)") } else { warnings.append(told) }
    }
    switch health.secondsSinceNight {
    case nil: warnings.append("no night was ever done")
    case .some(let age) where age > Int64(nightAge) * 3_600:
      critical.append("no night done for \(age / 3_600) hours")
    default: break
    }
    if health.oldestWaitingSeconds > Int64(waiting) * 60, health.stop == nil {
      critical.append("a message waits for \(health.oldestWaitingSeconds / 60) minutes")
    }
    let uncertain = health.messages["uncertain"] ?? 0
    if uncertain > 0 { warnings.append("the fate of \(uncertain) messages is unknown") }
    let held = health.messages["held"] ?? 0
    if held > 0 { warnings.append("\(held) messages are held") }
    let (word, code): (String, Int32) =
      !critical.isEmpty ? ("CRITICAL", 2) : !warnings.isEmpty ? ("WARNING", 1) : ("OK", 0)
    let told = critical + warnings
    let numbers = [
      health.secondsSinceNight.map { "night_age=\($0)s;;\(nightAge * 3_600);0" },
      "oldest=\(health.oldestWaitingSeconds)s;;\(waiting * 60);0",
      "pending=\(health.messages["pending"] ?? 0)", "deferred=\(health.messages["deferred"] ?? 0)",
      "uncertain=\(uncertain);0", "dead=\(health.messages["dead"] ?? 0)",
    ].compactMap(\.self)
    self.code = code
    line =
      "VIVIER \(word) - \(told.isEmpty ? "nights and deliveries fare well" : told.joined(separator: "; "))"
      + " | " + numbers.joined(separator: " ")
  }
}

/// `vivier metrics`: the numbers of this installation.
struct MetricsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metrics", abstract: "Write the numbers a monitoring reads, about nobody.",
    discussion: """
      Examples:
        vivier metrics
        vivier metrics --textfile /var/lib/prometheus/node-exporter/vivier.prom

      Deliveries write the file of the setting monitoring.textfile by themselves.
      """)
  @OptionGroup var options: GlobalOptions
  @Option(help: "Replace this file, for node_exporter.", completion: .file()) var textfile: String?

  func run() async throws {
    try await Context.with(options, as: .nightly) { context, connection in
      let text = Metrics.text(
        try await ServiceHealth.read(at: context.clock.now(), connection))
      if let textfile { try Metrics.replace(textfile, with: text) } else { output(text) }
    }
  }
}
