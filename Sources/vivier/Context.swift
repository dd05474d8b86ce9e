import ArgumentParser
import Cluster
import Digest
import Foundation
import Glibc
import Logging
import Nightly
import Postgres
import Programme
import Store

/// What a command works with: the environment, the database, the clock and the terminal.
struct Context: Sendable {
  let environment: [String: String]
  let terminal: Terminal
  let access: Access
  /// As whom the session of this process reads; nil for an operator.
  private(set) var reader: ReaderSession.Kind?

  /// Reads the environment of the process once; only operators get further.
  init(_ options: GlobalOptions) throws {
    environment = try options.environment()
    try Self.refuseSessions(options, environment)
    terminal = Terminal.current(environment: environment)
    access = try Access.resolve(options, environment: environment)
  }

  /// Fails under a session: for commands that are the operators' alone.
  static func refuseSessions(
    _ options: GlobalOptions, _ environment: [String: String]
  ) throws {
    guard try SessionToken.told(options, environment: environment) == nil else {
      throw Failure.notForReaders
    }
  }

  /// What a command works with when it may run under a session, and the token of that.
  private init(
    reading options: GlobalOptions, _ token: inout SessionToken?
  ) throws {
    environment = try options.environment()
    token = try SessionToken.told(options, environment: environment)
    terminal = Terminal.current(environment: environment)
    access = try Access.resolve(options, environment: environment)
  }

  /// Runs a command that only reads: for operators under a role, and under a session as its reader,
  /// in one transaction that sees what they may see.
  static func reading<Value>(
    _ options: GlobalOptions, operatorsAs role: Access.Role = .staff,
    _ body: (Context, Connection) async throws -> Value
  ) async throws -> Value {
    var token: SessionToken?
    let context = try Context(reading: options, &token)
    return try await context.access.withServer {
      guard let token else {
        return try await body(context, context.access.connect(as: role))
      }
      let connection = try await context.access.connect(as: .portal)
      do {
        return try await connection.withTransaction { connection in
          var context = context
          context.reader = try await ReaderSession.begin(token.text, connection)
          return try await body(context, connection)
        }
      } catch {
        throw Failure.forReader(error)
      }
    }
  }

  /// Runs `body` with a connection under a role, starting the private server when there is need.
  static func with<Value>(
    _ options: GlobalOptions, as role: Access.Role,
    _ body: (Context, Connection) async throws -> Value
  ) async throws -> Value {
    let context = try Context(options)
    return try await context.access.withServer {
      try await body(context, context.access.connect(as: role))
    }
  }

  /// The clock of the machine.
  var clock: NightClock {
    let start = ContinuousClock.now
    return NightClock(
      now: { Timestamp(microsecondsSince1970: Int64(Date().timeIntervalSince1970 * 1_000_000)) },
      uptime: {
        let elapsed = (ContinuousClock.now - start).components
        return elapsed.seconds * 1_000 + elapsed.attoseconds / 1_000_000_000_000_000
      })
  }

  /// The day a command speaks of: the one given, or today in Paris by the database's calendar.
  func day(_ given: Day?, _ connection: Connection) async throws -> Day {
    if let given { return given }
    let seconds = Double(clock.now().microsecondsSince1970) / 1_000_000
    return try await Installation.businessDate(of: seconds, connection)
  }

  /// The folder of the seeds: told, else `VIVIER_SEEDS`, else `./Seeds`.
  func seeds(_ told: String?) -> String {
    told ?? environment["VIVIER_SEEDS"].flatMap { $0.isEmpty ? nil : $0 } ?? "Seeds"
  }

  /// How many profiles must read the same before companies are shown what they share.
  var profilesAlike: Int {
    get throws {
      guard let told = environment["VIVIER_PROFILES_ALIKE"], !told.isEmpty else {
        return Coarsening.fewestAlike
      }
      guard let count = Int(told), (2...1_000).contains(count) else {
        throw StoreError(
          .configuration, "profiles_alike is no number from 2 to 1000",
          hint: "see what is set with: vivier config show")
      }
      return count
    }
  }

  /// The domain of Message-IDs and sender addresses.
  var mailDomain: String {
    environment["VIVIER_MAIL_DOMAIN"].flatMap { $0.isEmpty ? nil : $0 } ?? "vivier.example"
  }

  /// The folder of files that a night imports first, where one is set.
  var inbox: String? { environment["VIVIER_INBOX"].flatMap { $0.isEmpty ? nil : $0 } }

  /// What other sessions are told of this one: the command, the process and the host.
  func label(_ command: String) -> String {
    "\(command), process \(getpid()) on \(ProcessInfo.processInfo.hostName)"
  }

  /// The log on standard error: `VIVIER_LOG_LEVEL`, else warnings only.
  var log: Logger {
    let isJSON = environment["VIVIER_LOG_FORMAT"] == "json"
    var log = Logger(label: "vivier") { label -> any LogHandler in
      isJSON ? JSONLogHandler(label: label) : StreamLogHandler.standardError(label: label)
    }
    log.logLevel =
      environment["VIVIER_LOG_LEVEL"].flatMap { Logger.Level(rawValue: $0) } ?? .warning
    return log
  }

  /// How many tasks share the matching: told, else one a core.
  func threads(_ told: Int?) -> Int { max(1, told ?? ProcessInfo.processInfo.activeProcessorCount) }
}

extension Day: ExpressibleByArgument {
  /// A day as a command takes it: 2026-11-21.
  public init?(argument: String) {
    guard let day = try? Day(argument) else { return nil }
    self = day
  }
}
