/// How to reach a server and how its sessions behave.
///
/// Options made from values or from a conninfo say everything themselves: no `PG…` variable of the
/// process changes them (but a `PGSERVICE` that names no known service makes libpq refuse). Only
/// ``environment`` reads those variables, the service file included, and a conninfo that names a
/// `service` lets them fill what the service leaves open. In both cases libpq looks for
/// a missing password in `~/.pgpass`.
///
/// What nobody sets is set for safety: a server elsewhere than on this machine must prove who it is
/// (``TLS/verifyFull``, against the authorities of the system where libpq's own file is missing),
/// and a connection that has gone silent ends within about a minute (keepalives every 30 s,
/// `tcp_user_timeout` of 30 s).
///
/// Unless the environment was asked for, a session speaks in `UTC` and ISO dates where `PGTZ` or
/// `PGDATESTYLE` would say otherwise; ``parameters`` decide over both. Text is always UTF-8.
public struct Options: Sendable {
  /// libpq's keywords and their values.
  private(set) var settings: [String: String] = [:]
  /// Whether `PG…` variables fill what is not set here.
  let readsEnvironment: Bool

  /// How long opening a session may take, all hosts and all steps together.
  public var connectTimeout: Duration = .seconds(10)
  /// How long a statement may take when its call does not say: five minutes; nil for no limit.
  public var statementTimeout: Duration? = .seconds(300)
  /// How many statements a session keeps prepared on the server; 0 prepares none, which a pooler
  /// that shares sessions between transactions needs.
  public var statementCacheLimit = 100
  /// The use of a statement at which it is prepared.
  public var prepareThreshold = 5
  /// Server parameters a session starts with, such as `search_path`.
  public var parameters: [String: String] = [:]
  /// Told of each warning and notice; without it they are dropped, never printed.
  ///
  /// It is called while a statement waits, on a thread of the session, and must not block.
  public var notices: (@Sendable (Notice) -> Void)?

  /// What the `PG…` variables of the process say, with libpq's defaults for the rest.
  public static let environment = Options(readsEnvironment: true)

  private init(readsEnvironment: Bool) {
    self.readsEnvironment = readsEnvironment
  }

  /// Makes options from values; what is nil takes libpq's compiled default.
  ///
  /// - Parameters:
  ///   - host: A name, an address, or the folder of a Unix socket; several with commas between.
  ///   - port: The port, also part of a socket's name.
  ///   - database: The database; by default named like the user.
  ///   - user: The role; by default the account the process runs under.
  ///   - password: The password, never shown.
  ///   - applicationName: What `pg_stat_activity` shows for the session.
  public init(
    host: String? = nil, port: Int? = nil, database: String? = nil, user: String? = nil,
    password: Secret? = nil, applicationName: String? = nil
  ) {
    self.init(readsEnvironment: false)
    self.host = host
    self.port = port
    self.database = database
    self.user = user
    self.password = password
    self.applicationName = applicationName
  }

  /// Makes options from a conninfo: `host=… dbname=…` or `postgresql://…`.
  public init(
    conninfo: String, file: String = #fileID, line: Int = #line
  ) throws(PostgresError) {
    self.init(readsEnvironment: false)
    settings = try LibPQ.parse(conninfo: conninfo, at: Site(file: file, line: line))
  }

  /// The value of one of libpq's keywords, such as `sslmode`.
  public subscript(keyword: String) -> String? {
    get { settings[keyword] }
    set { settings[keyword] = newValue }
  }

  /// A name, an address, or the folder of a Unix socket.
  public var host: String? {
    get { self["host"] }
    set { self["host"] = newValue }
  }

  /// The port, also part of a socket's name.
  public var port: Int? {
    get { self["port"].flatMap { Int($0) } }
    set { self["port"] = newValue.map(String.init) }
  }

  /// The database.
  public var database: String? {
    get { self["dbname"] }
    set { self["dbname"] = newValue }
  }

  /// The role.
  public var user: String? {
    get { self["user"] }
    set { self["user"] = newValue }
  }

  /// The password, never shown.
  public var password: Secret? {
    get { self["password"].map { Secret($0) } }
    set { self["password"] = newValue?.value }
  }

  /// How the connection is encrypted; nil for ``TLS/verifyFull`` with a server elsewhere and for
  /// ``TLS/preferred`` on this machine.
  public var tls: TLS? {
    get { self["sslmode"].flatMap { TLS(rawValue: $0) } }
    set { self["sslmode"] = newValue?.rawValue }
  }

  /// Whether the password's exchange is tied to the encrypted connection, so that nobody between
  /// can pass it on; by default where the server can.
  public var channelBinding: ChannelBinding? {
    get { self["channel_binding"].flatMap { ChannelBinding(rawValue: $0) } }
    set { self["channel_binding"] = newValue?.rawValue }
  }

  /// What `pg_stat_activity` shows for the session.
  public var applicationName: String? {
    get { self["application_name"] }
    set { self["application_name"] = newValue }
  }

  /// The conninfo libpq gets; it names every keyword a variable could fill, unless variables may.
  func conninfo() -> String {
    var all = settings
    // What is named here is stronger than the service, and no default may be.
    if !readsEnvironment, settings["service"] == nil {
      all = LibPQ.defaultsOfVariables().merging(settings) { _, own in own }
    }
    all["client_encoding"] = "UTF8"
    // For ping, which blocks in libpq; a session's own deadline is kept by `Connection.open`.
    all["connect_timeout"] = String(max(2, connectTimeout.components.seconds))
    if !parameters.isEmpty {
      var options = all["options"] ?? ""
      for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
        options += " -c " + Self.escaped("\(name)=\(value)", before: " \\")
      }
      all["options"] = options
    }
    return Self.conninfo(all)
  }

  /// Settings as libpq reads them; of two for the same keyword it takes the later.
  static func conninfo(_ settings: [String: String]) -> String {
    settings.sorted { $0.key < $1.key }
      .map { " \($0.key)='\(escaped($0.value, before: "'\\"))'" }
      .joined()
  }

  private static func escaped(_ text: String, before special: String) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      if special.unicodeScalars.contains(character) { escaped += "\\" }
      escaped.unicodeScalars.append(character)
    }
    return escaped
  }
}

extension Options: CustomStringConvertible, CustomReflectable {
  /// Where it leads, without any secret.
  public var description: String {
    let shown = ["host", "hostaddr", "port", "dbname", "user", "service"]
      .compactMap { keyword in settings[keyword].map { "\(keyword)=\($0)" } }
    return ((readsEnvironment ? ["environment"] : []) + shown).joined(separator: " ")
  }

  /// Nothing but ``description``.
  public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}

/// A password, which shows as `<redacted>` wherever it is printed.
public struct Secret: Sendable, ExpressibleByStringLiteral, CustomStringConvertible,
  CustomDebugStringConvertible, CustomReflectable
{
  let value: String

  /// Wraps a password.
  public init(_ value: String) { self.value = value }

  /// Wraps a password written in a program, as tests do.
  public init(stringLiteral value: String) { self.value = value }

  /// `<redacted>`.
  public var description: String { "<redacted>" }

  /// `<redacted>`.
  public var debugDescription: String { description }

  /// Nothing.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// How a connection is encrypted, in libpq's words for `sslmode`.
public enum TLS: String, Hashable, Sendable {
  /// Never.
  case disabled = "disable"
  /// Only where the server insists.
  case allowed = "allow"
  /// Where the server can; protects from nobody who can change what is sent.
  case preferred = "prefer"
  /// Always, with whoever answers.
  case required = "require"
  /// Always, with a server whose certificate a trusted authority signed.
  case verifyAuthority = "verify-ca"
  /// Always, with a server whose certificate a trusted authority signed for the host's name.
  case verifyFull = "verify-full"
}

/// Whether authentication is tied to the encrypted connection, in libpq's words.
public enum ChannelBinding: String, Hashable, Sendable {
  /// Never.
  case disabled = "disable"
  /// Where the server can.
  case preferred = "prefer"
  /// Always; refuses servers and methods that cannot.
  case required = "require"
}
