import ArgumentParser
import Cluster
import Exchange
import Glibc
import Postgres
import Store
import Vault

/// `vivier backup`: the database as one file.
struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Write the whole database into one file, with a manifest beside it.",
    discussion: """
      Example:
        vivier backup vivier-2026-11-28.dump

      The keys of persons and the list of erasures stay in the home and are in no backup: keep the \
      home by other means, and not beside this file.
      """)
  @OptionGroup var options: GlobalOptions
  @OptionGroup var format: FormatOptions
  @OptionGroup var author: AuthorOptions
  @Argument(help: "The file; FILE.json is written beside it.") var file: String

  func run() async throws {
    try await Context.with(options, as: .nightly) { context, connection in
      try await context.audit(
        AuditLog.Event("database.backup", purpose: "backup"), by: author.author(context),
        connection)
      let manifest = try await Backup(path: file).make(context, connection)
      var card = Card()
      card.add("file", .string(file))
      card.add("bytes", .integer(manifest.bytes))
      card.add("sha256", .string(manifest.digest))
      card.add("audit_head", .string(manifest.auditHead))
      format.write(card)
    }
  }
}

/// `vivier restore`: a backup, put in the place of the database.
struct RestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Put a backup in the place of the private database, or try one.",
    discussion: """
      Examples:
        vivier restore vivier-2026-11-28.dump --verify
        vivier restore vivier-2026-11-28.dump --yes

      Whoever was erased since is erased once more before anybody can look, and what waited to be sent \
      is held until vivier deliver --release, as it may have been sent since. --verify restores beside \
      the database, checks the audit log, counts, and takes it away again.
      """)
  @OptionGroup var options: GlobalOptions
  @OptionGroup var format: FormatOptions
  @OptionGroup var author: AuthorOptions
  @Argument(help: "The file; FILE.json must lie beside it.") var file: String
  @Flag(help: "Try the backup and leave the database as it is.") var verify = false
  @Flag(help: "Do not ask.") var yes = false

  func run() async throws {
    let context = try Context(options)
    let cluster = try context.access.cluster(for: "restore")
    let backup = Backup(path: file)
    let manifest = try backup.check()
    guard verify || yes || Self.confirm(context.access.home.path) else {
      throw StoreError(.data, "nothing was restored", hint: "type the path, or add --yes")
    }
    try await context.access.withServer {
      let restoration = try Restoration(
        cluster, context.access, author: author.author(context), backup: backup)
      let outcome = try await restoration.run(manifest, isTrial: verify)
      var card = Card()
      card.add(verify ? "verified" : "restored", .string(file))
      card.add(
        "rows", .object(outcome.rows.map { JSON.Member($0.table, .integer($0.count)) }),
        as: outcome.rows.map { "\($0.table): \($0.count)" })
      if !verify {
        card.add("erasures_replayed", .integer(outcome.erasures))
        card.add("messages_held", .integer(outcome.held))
      }
      format.write(card)
    }
  }

  private static func confirm(_ path: String) -> Bool {
    guard isatty(STDIN_FILENO) == 1 else { return false }
    note("This puts the backup in the place of the database. Type the path to go on:\n\(path)")
    return readLine() == path
  }
}
