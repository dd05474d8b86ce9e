import ArgumentParser

/// What every command understands.
struct GlobalOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "State folder of the private database (default: VIVIER_HOME, else the XDG state folder).",
      valueName: "dir"))
  var home: String?

  @Option(
    help: ArgumentHelp(
      "An existing PostgreSQL instead (default: DATABASE_URL, else PGHOST).", valueName: "conninfo")
  )
  var database: String?

  @Option(
    help: ArgumentHelp(
      "Read as the session whose token is in this file (default: VIVIER_SESSION).",
      valueName: "file"),
    completion: .file())
  var session: String?

  @Option(
    help: ArgumentHelp(
      "The file of settings (default: VIVIER_CONFIG, else /etc/vivier/vivier.yaml if it is there).",
      valueName: "file"))
  var config: String?

  /// The environment with what the file of settings tells.
  func environment() throws -> [String: String] {
    let told = ProcessEnvironment.current
    let file = try SettingsFile.read(config, environment: told)
    try file.check()
    return file.environment(over: told)
  }
}
