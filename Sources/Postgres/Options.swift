/// How to reach a server and how its sessions behave.
///
/// Options made from values or from a conninfo say everything themselves: no `PG…` variable of the
/// process changes them (but a `PGSERVICE` that names no known service makes libpq refuse). Only
/// ``environment`` reads those variables, the service file included. In both cases libpq looks for
/// a missing password in `~/.pgpass`.
///
/// A session opened with options of its own speaks in `UTC` and ISO dates until ``parameters`` say
/// otherwise. Text is always UTF-8.
public struct Options: Sendable {
  /// libpq's keywords and their values.
  private(set) var settings: [String: String] = [:]
  /// Whether `PG…` variables fill what is not set here.
  let readsEnvironment: Bool

  /// How long opening a session may take, all hosts and all steps together.
  public var connectTimeout: Duration = .seconds(10)
  /// How long a statement may take when its call does not say; nil for no limit.
  public var statementTimeout: Duration?
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
  ///   - host: A name, an address, or the folder of a Unix socket.
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

  /// What `pg_stat_activity` shows for the session.
  public var applicationName: String? {
    get { self["application_name"] }
    set { self["application_name"] = newValue }
  }

  /// The conninfo libpq gets; it names every keyword a variable could fill, unless variables may.
  func conninfo() -> String {
    var all = settings
    if !readsEnvironment {
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
    return all.sorted { $0.key < $1.key }
      .map { "\($0.key)='\(Self.escaped($0.value, before: "'\\"))'" }
      .joined(separator: " ")
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
