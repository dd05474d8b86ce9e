import ArgumentParser
import Cluster
import Glibc
import Postgres
import Store

/// `vivier db`: the private server and the schema.
struct DatabaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "db", abstract: "Start, stop and migrate the database.",
    discussion: """
      Examples:
        vivier db up        start the private server and keep it running
        vivier db status    where it is, who uses it, which migrations ran
        vivier db psql      open psql on it
      """,
    subcommands: [Up.self, Down.self, Status.self, Migrate.self, PsqlCommand.self, Destroy.self])

  /// `vivier db up`.
  struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Start the private server and keep it running until db down.",
      discussion: """
        Example:
          vivier db up
        """)
    @OptionGroup var options: GlobalOptions

    func run() async throws {
      let context = try Context(options)
      let cluster = try context.access.cluster(for: "db up")
      try await context.access.withServer { try await cluster.up() }
      note("the private database of \(context.access.home.path) is up")
    }
  }

  /// `vivier db down`.
  struct Down: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Stop the private server.",
      discussion: """
        Example:
          vivier db down
        """)
    @OptionGroup var options: GlobalOptions
    @Flag(help: "Stop it though other commands use it.") var force = false
    @Flag(help: "End at once; the next start recovers.") var immediate = false

    func run() async throws {
      let context = try Context(options)
      let cluster = try context.access.cluster(for: "db down")
      try await cluster.down(immediate ? .immediate : .fast, force: force)
      note("the private database of \(context.access.home.path) is down")
    }
  }

  /// `vivier db status`.
  struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say where the database is, whether it runs and which migrations ran.",
      discussion: """
        Example:
          vivier db status
        """)
    @OptionGroup var options: GlobalOptions

    func run() async throws {
      let context = try Context(options)
      guard case .embedded(let cluster) = context.access.server else {
        output("server      \(context.access.description)\n")
        let connection = try await context.access.open(as: .superuser)
        output("version     \(connection.serverParameter("server_version") ?? "unknown")\n")
        try await showSchema(connection)
        return
      }
      let status = try await cluster.status()
      output("home        \(context.access.home.path)\n")
      output("data        \(status.data ?? "none yet")\n")
      output("server      \(status.pid.map { "running, process \($0)" } ?? "stopped")\n")
      output("pinned      \(status.isPinned ? "yes (db up)" : "no: stops with its last user")\n")
      output(
        "users       \(status.users.isEmpty ? "none" : status.users.map(String.init).joined(separator: " "))\n"
      )
      if let major = status.major { output("version     \(major)\n") }
      if status.size > 0 { output("size        \(status.size / 1_000_000) MB\n") }
      guard status.pid != nil else { return }
      try await showSchema(context.access.open(as: .superuser))
    }

    private func showSchema(_ connection: Connection) async throws {
      do {
        let pending = try await Migrator(connection).pending()
        output(
          "migrations  \(pending.isEmpty ? "up to date" : "\(pending.count) to run: vivier db migrate")\n"
        )
      } catch let error as MigrationError {
        output("migrations  \(error)\n")
      }
    }
  }

  /// `vivier db migrate`.
  struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Bring the schema to the one of this program.",
      discussion: """
        Examples:
          vivier db migrate --dry-run
          vivier db migrate
        """)
    @OptionGroup var options: GlobalOptions
    @Flag(name: [.customShort("n"), .long], help: "Say what would run.") var dryRun = false

    func run() async throws {
      let context = try Context(options)
      try await context.access.withServer {
        let migrator = Migrator(try await context.access.open(as: .superuser))
        let migrations = dryRun ? try await migrator.pending() : try await migrator.migrate()
        for migration in migrations {
          output("\(dryRun ? "would run" : "ran") \(migration.path)\n")
        }
        if migrations.isEmpty { note("the schema is up to date") }
      }
    }
  }

  /// `vivier db psql`.
  struct PsqlCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "psql",
      abstract: "Open psql on the database, as the superuser of the private server.",
      discussion: """
        Examples:
          vivier db psql
          vivier db psql -c 'select count(*) from app.position'
        """)
    @OptionGroup var options: GlobalOptions
    @Argument(parsing: .allUnrecognized, help: "Arguments for psql, such as -c 'select 1'.")
    var arguments: [String] = []

    func run() async throws {
      let context = try Context(options)
      let status = try await context.access.withServer { try context.access.run(.psql, arguments) }
      throw ExitCode(status)
    }
  }

  /// `vivier db destroy`.
  struct Destroy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove the private database with everything in it.",
      discussion: """
        Example:
          vivier db destroy
        """)
    @OptionGroup var options: GlobalOptions
    @Flag(help: "Do not ask.") var yes = false
    @Flag(help: "Remove it though other commands use it.") var force = false

    func run() async throws {
      let context = try Context(options)
      let cluster = try context.access.cluster(for: "db destroy")
      guard yes || confirm(context.access.home.path) else {
        throw StoreError(.configuration, "nothing was removed", hint: "type the path, or add --yes")
      }
      try await cluster.destroy(force: force)
      note("the private database of \(context.access.home.path) is gone")
    }

    private func confirm(_ path: String) -> Bool {
      guard isatty(STDIN_FILENO) == 1 else { return false }
      note("This removes every company, position and candidate. Type the path to go on:\n\(path)")
      return readLine() == path
    }
  }
}
