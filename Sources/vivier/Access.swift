import Cluster
import Glibc
import Postgres
import Store

/// How a command reaches its database: a server of someone else's, or the private one of the home.
struct Access: Sendable {
  /// The roles of migrations 1 and 19, each with its own rights.
  enum Role: String, Sendable {
    /// The bootstrap superuser of the private server; only `db` commands use it.
    case superuser = "postgres"
    /// Migrates, and loads reference data.
    case migrate = "vivier_migrate"
    /// Runs the night, and reads and writes companies, positions and candidates.
    case nightly = "vivier_nightly"
    /// Reads what operators list and show: never the name or the address of a person.
    case staff = "vivier_staff"
    /// Reads what the session of its transaction may see; without one, nothing.
    case portal = "vivier_portal"
    /// Reads everything for a dump, past row-level security, and writes nothing.
    case backup = "vivier_backup"
  }

  /// Where the database is.
  enum Server: Sendable {
    /// Told by `--database`, `DATABASE_URL` or the `PG…` variables.
    case external(Options, origin: String)
    /// The private one of a home.
    case embedded(Cluster)
  }

  /// Where the database is.
  let server: Server
  /// The state folder.
  let home: Home

  /// Decides from the options of a command and the environment.
  static func resolve(_ options: GlobalOptions, environment: [String: String]) throws -> Access {
    let path = try Home.path(
      argument: options.home, environment: environment, uid: geteuid(),
      userHome: environment["HOME"])
    let home = try Home(making: path)
    // A home that was named on the command line means its own database, whatever the environment.
    let isNamed = options.home != nil && options.database == nil
    if !isNamed, let external = try externalOptions(options, environment: environment) {
      return Access(server: .external(external.options, origin: external.origin), home: home)
    }
    return Access(server: .embedded(Cluster(home: home, tell: { note($0) })), home: home)
  }

  private static func externalOptions(
    _ options: GlobalOptions, environment: [String: String]
  ) throws -> (options: Options, origin: String)? {
    guard var found = try namedServer(options, environment: environment) else { return nil }
    // An import or a step of the night may take its time.
    found.options.statementTimeout = .seconds(3600)
    return found
  }

  private static func namedServer(
    _ options: GlobalOptions, environment: [String: String]
  ) throws -> (options: Options, origin: String)? {
    if let conninfo = options.database {
      return (try Options(conninfo: conninfo), "--database")
    }
    if let conninfo = environment["DATABASE_URL"], !conninfo.isEmpty {
      return (try Options(conninfo: conninfo), "DATABASE_URL")
    }
    for name in ["PGHOST", "PGSERVICE", "PGHOSTADDR"] where !(environment[name] ?? "").isEmpty {
      return (.environment, name)
    }
    return nil
  }

  /// What the database is, for people: never a password.
  var description: String {
    switch server {
    case .external(let options, let origin): "\(options) (from \(origin))"
    case .embedded: "the private database of \(home.path)"
    }
  }

  /// Lends the server to `body`, starting the private one when it does not run and making its
  /// tables when it has just been made.
  func withServer<Value>(_ body: () async throws -> Value) async throws -> Value {
    guard case .embedded(let cluster) = server else { return try await body() }
    return try await cluster.withServer(as: Role.superuser.rawValue) { superuser in
      try await Self.makeTablesWhenNew(cluster, superuser: superuser)
      return try await body()
    }
  }

  /// A private database that was just made has no roles: it then gets roles and tables.
  ///
  /// One that has them is left as it is, even when it is older than the program: that is for
  /// `db migrate`, which a person decides.
  private static func makeTablesWhenNew(_ cluster: Cluster, superuser: Options) async throws {
    do {
      let connection = try await Connection.open(cluster.options(for: Role.nightly.rawValue))
      // The last table of the first release: without it, whoever began to make them was killed.
      let isWhole = try await connection.one(
        "select to_regclass('mail.told') is not null", as: Bool.self)
      if isWhole { return }
    } catch let error as PostgresError where error.state == .invalidAuthorizationSpecification {
      // No roles yet.
    }
    _ = try await Migrator(Connection.open(superuser)).migrate()
  }

  /// What a server says of a role it does not have, at login and of `set role`.
  private static let lacksRole: [SQLState?] = [
    .invalidAuthorizationSpecification, .invalidParameterValue,
  ]

  /// Opens a connection under a role; the schema must be the one of this program.
  func connect(as role: Role, label: String = "vivier") async throws -> sending Connection {
    do {
      let connection = try await open(as: role, label: label)
      try await Migrator(connection).check()
      try await replayErasures(connection, as: role)
      return connection
    } catch let error as PostgresError
      where role != .nightly && Self.lacksRole.contains(error.state)
    {
      // An older schema may lack the role: that is then what is told.
      try await Migrator(open(as: .nightly, label: label)).check()
      throw error
    }
  }

  /// Opens a connection under a role, whatever the schema.
  func open(as role: Role, label: String = "vivier") async throws -> sending Connection {
    switch server {
    case .embedded(let cluster):
      var options = try cluster.options(for: role.rawValue)
      options.applicationName = label
      return try await Connection.open(options)
    case .external(var options, _):
      options.applicationName = label
      let connection = try await Connection.open(options)
      // `db` commands take the rights they were given; the others step down to their role.
      if role != .superuser { try await Self.stepDown(to: role, connection) }
      return connection
    }
  }

  /// Takes a role of less rights on a server that is not ours.
  private static func stepDown(to role: Role, _ connection: Connection) async throws {
    // Where the login may not be staff it reads as the night, as it did before there was staff.
    let mayBe = try await connection.one(
      "select coalesce(pg_has_role(to_regrole(\(role.rawValue)), 'member'), false)", as: Bool.self)
    let taken = role == .staff && !mayBe ? Role.nightly : role
    try await connection.run("set role \(identifier: taken.rawValue)")
  }

  /// The private server, for the commands that only make sense there.
  func cluster(for command: String) throws -> Cluster {
    guard case .embedded(let cluster) = server else {
      throw StoreError(
        .configuration, "\(command) is about the private server, and \(description) was named",
        hint: "leave out --database, or name the home with --home")
    }
    return cluster
  }

  /// Runs a client program on the database and gives its exit status.
  func run(_ program: ClientProgram, _ arguments: [String]) throws -> Int32 {
    switch server {
    case .embedded(let cluster):
      let role = program == .dump ? Role.backup : .superuser
      return try program.run(cluster.options(for: role.rawValue), arguments)
    case .external(let options, _): return try program.run(options, arguments)
    }
  }
}
