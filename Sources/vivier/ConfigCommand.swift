import ArgumentParser
import Exchange
import Glibc

/// `vivier config`: the settings a command reads, and where they come from.
struct ConfigCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "See the settings in force and where they come from.",
    discussion: """
      Examples:
        vivier config show --origin
        vivier config check --config /etc/vivier/vivier.yaml
      """,
    subcommands: [Show.self, Check.self])

  /// `vivier config show`.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show every setting; passwords are redacted.",
      discussion: """
        Examples:
          vivier config show --origin
          vivier config show --home /tmp/other --origin --json

        A flag is stronger than a variable, a variable than the file, and that than the default.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Flag(help: "Say where each value comes from.") var origin = false

    func run() async throws {
      let environment = ProcessEnvironment.current
      try Context.refuseSessions(options, environment)
      let file = try SettingsFile.read(options.config, environment: environment)
      let settings = Setting.all(
        home: options.home, database: options.database, file: file, environment: environment,
        uid: geteuid())
      var sheet =
        origin
        ? Sheet(("setting", .left), ("origin", .left), ("value", .left))
        : Sheet(("setting", .left), ("value", .left))
      for setting in settings {
        let (name, value) = (JSON.string(setting.name), JSON.optional(setting.value))
        if origin {
          sheet.add(name, .string(setting.origin), value)
        } else {
          sheet.add(name, value)
        }
      }
      format.write(sheet, .current(environment: environment))
    }
  }

  /// `vivier config check`.
  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say what is wrong with the settings, and what real mail still needs.",
      discussion: """
        Examples:
          vivier config check
          vivier config check --config /etc/vivier/vivier.yaml --json

        Exit code 0 when mail can be sent to people, else 78. Nothing is connected to: vivier mail \
        test tries the server.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions

    func run() async throws {
      let told = ProcessEnvironment.current
      let file = try SettingsFile.read(options.config, environment: told)
      var sheet = Sheet(("line", .right), ("setting", .left), ("problem", .left))
      for problem in file.problems {
        sheet.add(
          .integer(problem.line), .optional(file.entries.first { $0.line == problem.line }?.name),
          .string("\(problem.what): \(problem.hint)"))
      }
      let settings = MailSettings(file.environment(over: told))
      for problem in settings.problems {
        sheet.add(
          .optional(file.entries.first { $0.name == problem.name }?.line), .string(problem.name),
          .string(problem.what))
      }
      format.write(sheet, .current(environment: told))
      guard sheet.count == 0 else { throw ExitCode.configuration }
      note("mail can be sent: vivier mail test --to YOU tries it, vivier deliver --send does it")
    }
  }
}
