import Schema

/// One forward step of the schema: a numbered file of `SQL/Migrations`.
package struct Migration: Sendable, Hashable {
  /// Its place in the order, from 1 without gaps.
  package let number: Int
  /// The file's name without number and ending.
  package let name: String
  /// The SQL text.
  package let text: String

  /// The file it came from, below `SQL/`.
  package let path: String

  /// Whether programs that do not carry it go on working on a database where it ran.
  ///
  /// It only adds what they do not look at, and its file begins with `-- Expands:` and why.
  var isExpansion: Bool { text.hasPrefix("-- Expands:") }

  /// The migrations that this program carries, in order.
  package static func carried() throws(MigrationError) -> [Migration] {
    var migrations: [Migration] = []
    for file in Schema.files(in: "Migrations") where file.path.hasSuffix(".sql") {
      migrations.append(try Migration(file))
    }
    for (index, migration) in migrations.enumerated() where migration.number != index + 1 {
      throw .gap(number: index + 1)
    }
    return migrations
  }

  /// Reads number and name from a file called `Migrations/NNNN_name.sql`.
  init(_ file: Schema.File) throws(MigrationError) {
    let base = file.path.dropFirst("Migrations/".count).dropLast(".sql".count)
    guard let number = Int(base.prefix(4)), base.dropFirst(4).first == "_" else {
      throw .badName(path: file.path)
    }
    self.init(number: number, name: String(base.dropFirst(5)), text: file.text, path: file.path)
  }

  init(number: Int, name: String, text: String, path: String) {
    self.number = number
    self.name = name
    self.text = text
    self.path = path
  }
}

/// A line of the ledger: a migration that ran here.
package struct AppliedMigration: Sendable, Hashable {
  /// Its number.
  package let number: Int
  /// Its name.
  package let name: String
  /// Whether the file carried under this number has the checksum it had when it ran; false as well
  /// when no such file is carried.
  package let isUnchanged: Bool
  /// Whether the program that ran it said that programs without it go on working.
  package let isExpansion: Bool
}

/// Why the schema and the program do not fit.
package enum MigrationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A file of `SQL/Migrations` is not called `NNNN_name.sql`.
  case badName(path: String)
  /// A number is missing among the carried files.
  case gap(number: Int)
  /// A migration that ran here has been edited since.
  case changed(number: Int, name: String)
  /// The ledger lacks an earlier migration than its last.
  case missing(number: Int)
  /// The database is newer than the program.
  case superseded(number: Int, name: String)
  /// The database is older than the program.
  case pending(count: Int)
  /// The database holds no ledger at all.
  case empty
  /// A statement of a file failed.
  case failed(file: String, line: Int?, reason: String)
  /// Another migrator holds the lock.
  case locked

  /// What is wrong, in one line.
  package var description: String {
    switch self {
    case .badName(let path): "\(path) is not named NNNN_name.sql"
    case .gap(let number): "migration \(number) is missing from the program"
    case .changed(let number, let name):
      "migration \(number) (\(name)) has changed since it ran on this database"
    case .missing(let number): "the database lacks migration \(number) but has later ones"
    case .superseded(let number, let name):
      "the database is newer than this program: it has migration \(number) (\(name))"
    case .pending(let count): "the database is older than this program by \(count) migration(s)"
    case .empty: "the database has no Vivier tables"
    case .failed(let file, let line, let reason):
      "\(file)\(line.map { ":\($0)" } ?? ""): \(reason)"
    case .locked: "another migration is running on this database"
    }
  }

  /// What to do next.
  package var hint: String {
    switch self {
    case .pending, .empty: "run: vivier db migrate"
    case .superseded: "install the newer vivier"
    case .locked: "try again when it is done"
    case .changed, .missing, .badName, .gap:
      "applied files never change: restore the released files"
    case .failed: "nothing of that file was applied"
    }
  }
}

extension Migration {
  /// What is left to run, given what ran: a pure decision.
  ///
  /// Later migrations than the carried ones are passed over where they only add, so that a program can be
  /// taken back by one version.
  ///
  /// Fails when the ledger and the carried files contradict each other.
  package static func plan(
    applied: [AppliedMigration], carried: [Migration]
  ) throws(MigrationError) -> [Migration] {
    for (index, line) in applied.enumerated() {
      guard line.number == index + 1 else { throw .missing(number: index + 1) }
      guard line.number <= carried.count else {
        guard line.isExpansion else {
          throw .superseded(number: line.number, name: line.name)
        }
        continue
      }
      guard line.isUnchanged else { throw .changed(number: line.number, name: line.name) }
    }
    return Array(carried.dropFirst(applied.count))
  }
}
