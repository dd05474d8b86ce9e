import ArgumentParser
import Cluster
import Foundation
import Glibc
import Hummingbird
import Logging
import Portal
import Postgres

/// Serves the pages that the links of mails lead to.
@main
struct Main: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vivier-portal",
    abstract: "Serve the pages that the links of mails lead to.",
    discussion: """
      Behind a proxy that speaks TLS; it answers on loopback. It connects as vivier_portal, which may
      ask and answer by token and read no table. SIGTERM ends it once what is under way is answered.

      Variables: DATABASE_URL (or the PG ones), VIVIER_HOME, VIVIER_LOG_LEVEL.
      """)

  @Option(help: "Where to listen, as HOST:PORT.")
  var listen = "127.0.0.1:8740"

  @Option(help: "The state folder of an installation with its own PostgreSQL, which must run.")
  var home: String?

  @Option(help: "The database, as libpq's URL or conninfo.")
  var database: String?

  @Option(
    help:
      "The header in which a proxy of yours tells the address of the client; its last value counts."
  )
  var clientHeader: String?

  @Option(help: "How many sessions with the database at most.")
  var sessions = 8

  func validate() throws {
    guard address != nil else {
      throw ValidationError("--listen is HOST:PORT, such as 127.0.0.1:8740")
    }
    guard (1...100).contains(sessions) else {
      throw ValidationError("--sessions is between 1 and 100")
    }
  }

  func run() async throws {
    signal(SIGPIPE, SIG_IGN)
    guard let address else { return }
    let pool = Pool(try options(), limit: sessions, patience: .seconds(5))
    var log = Logger(label: "vivier-portal") { StreamLogHandler.standardError(label: $0) }
    log.logLevel =
      ProcessInfo.processInfo.environment["VIVIER_LOG_LEVEL"].flatMap {
        Logger.Level(rawValue: $0)
      } ?? .notice
    let server = Server(
      site: Site(Answers(pool)), clientHeader: clientHeader, host: address.host,
      port: address.port, log: log)
    do {
      try await server.run()
    } catch {
      await pool.close()
      throw error
    }
    await pool.close()
  }

  private var address: (host: String, port: Int)? {
    guard let colon = listen.lastIndex(of: ":"), let port = UInt16(listen[colon...].dropFirst())
    else { return nil }
    let host = listen[..<colon].drop { $0 == "[" }.prefix { $0 != "]" }
    return host.isEmpty ? nil : (String(host), Int(port))
  }

  /// The database: told, named by the environment, or the private one of a home.
  private func options() throws -> Options {
    let environment = ProcessInfo.processInfo.environment
    var options: Options
    if let conninfo = database ?? environment["DATABASE_URL"], !conninfo.isEmpty {
      options = try Options(conninfo: conninfo)
    } else if home == nil,
      ["PGHOST", "PGSERVICE", "PGHOSTADDR"].contains(where: { environment[$0]?.isEmpty == false })
    {
      options = .environment
    } else {
      let path = try Home.path(
        argument: home, environment: environment, uid: geteuid(), userHome: environment["HOME"])
      options = try Cluster(home: Home(making: path), tell: { _ in }).options(for: "vivier_portal")
    }
    options.applicationName = "vivier-portal"
    options.statementTimeout = .seconds(10)
    return options
  }
}
