import Cluster
import Postgres
import Store
import Vault

/// Restores a backup beside the private database, makes it fit to be used, and puts it in its place.
struct Restoration {
  private let cluster: Cluster
  private let access: Access
  private let author: Author
  private let backup: Backup
  /// The database it is restored into, until it takes the place of the other.
  private let beside = "vivier_restored"
  /// What the database before is called while the two change places.
  private let before = "vivier_replaced"

  init(_ cluster: Cluster, _ access: Access, author: Author, backup: Backup) throws {
    self.cluster = cluster
    self.access = access
    self.author = author
    self.backup = backup
  }

  /// What was restored.
  struct Outcome {
    /// How many rows some tables have.
    var rows: [(table: String, count: Int)] = []
    var erasures = 0
    var held = 0
  }

  /// Restores, and for a trial takes it away again.
  func run(_ manifest: Backup.Manifest, isTrial: Bool) async throws -> Outcome {
    let server = try await open("postgres", as: .superuser)
    try await drop(beside, server)
    do {
      try await fill(server)
      var outcome = Outcome()
      outcome.rows = try await counts()
      try await checkLog(manifest)
      if isTrial {
        try await drop(beside, server)
        return outcome
      }
      let head: String
      (outcome.held, outcome.erasures, head) = try await makeFit()
      try await exchange(server)
      // What was logged after the backup is gone for good; the log says where that was.
      try access.anchor.keep(head)
      return outcome
    } catch {
      try? await drop(beside, server)
      throw error
    }
  }

  private func open(_ database: String, as role: Access.Role) async throws -> sending Connection {
    var options = try cluster.options(for: role.rawValue, database: database)
    options.applicationName = "vivier restore"
    return try await Connection.open(options)
  }

  private func drop(_ database: String, _ server: Connection) async throws {
    try await server.run("drop database if exists \(identifier: database) with (force)")
  }

  private func fill(_ server: Connection) async throws {
    try await server.run("create database \(identifier: beside) template template0")
    // What migration 1 grants on the database itself stands in no dump.
    try await server.run(
      "grant create on database \(identifier: beside) to vivier_owner")
    let status = try ClientProgram.restore.run(
      cluster.options(for: Access.Role.superuser.rawValue, database: beside),
      ["--exit-on-error", "--single-transaction", backup.path])
    guard status == 0 else {
      throw Failure(
        what: "pg_restore ended with status \(status)", hint: "see what it says above",
        code: .dataError)
    }
  }

  private func counts() async throws -> [(table: String, count: Int)] {
    let connection = try await open(beside, as: .superuser)
    var counts: [(table: String, count: Int)] = []
    for (schema, table) in [
      ("app", "company"), ("app", "position"), ("app", "candidate"), ("match", "run"),
      ("mail", "outbox"), ("audit", "log"),
    ] {
      let count = try await connection.one(
        "select count(*) from \(identifier: schema).\(identifier: table)", as: Int64.self)
      counts.append(("\(schema).\(table)", Int(count)))
    }
    return counts
  }

  private func checkLog(_ manifest: Backup.Manifest) async throws {
    let connection = try await open(beside, as: .superuser)
    if let broken = try await AuditLog.firstBreak(
      expecting: manifest.auditRows > 0 ? [manifest.auditHead] : [], connection)
    {
      throw Failure(
        what: "the audit log of the backup is not whole: \(broken.what)",
        hint: "use another backup", code: .dataError)
    }
  }

  /// Brings the schema up to date, holds what waits to be sent, and erases whom the backup brought back.
  private func makeFit() async throws -> (held: Int, erasures: Int, head: String) {
    _ = try await Migrator(open(beside, as: .superuser)).migrate()
    let connection = try await open(beside, as: .nightly)
    let held = try await Outbox.hold(connection)
    let replayed = try await access.erasure.replayMissing(by: author, connection)
    let head = try await access.audit.record(
      AuditLog.Event("database.restore", purpose: "restore"), by: author, connection)
    return (Int(held), replayed?.erasures.count ?? 0, head)
  }

  private func exchange(_ server: Connection) async throws {
    try await drop(before, server)
    let name = Cluster.database
    try await server.run(
      """
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname in (\(name), \(beside)) and pid <> pg_backend_pid()
      """)
    try await server.run("alter database \(identifier: name) rename to \(identifier: before)")
    try await server.run("alter database \(identifier: beside) rename to \(identifier: name)")
    try await drop(before, server)
  }
}
