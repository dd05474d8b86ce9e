import ArgumentParser
import Exchange
import Glibc

/// `vivier config`: the settings a command reads, and where they come from.
struct ConfigCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "See the settings in force and where they come from.",
    discussion: """
      Example:
        vivier config show --origin
      """,
    subcommands: [Show.self])

  /// `vivier config show`.
  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show every setting; passwords are redacted.",
      discussion: """
        Examples:
          vivier config show --origin
          vivier config show --home /tmp/other --origin --json

        A flag is stronger than a variable, and a variable than the default.
        """)
    @OptionGroup var options: GlobalOptions
    @OptionGroup var format: FormatOptions
    @Flag(help: "Say where each value comes from.") var origin = false

    func run() async throws {
      let environment = ProcessEnvironment.current
      try Context.refuseSessions(options, environment)
      let settings = Setting.all(
        home: options.home, database: options.database, environment: environment, uid: geteuid())
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
}
