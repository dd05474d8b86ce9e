import Cluster
import Foundation
import Mail
import Postgres
import Programme
import Store
import Vault

/// What the home keeps beside the database: keys of persons, whom was erased, the head of the log.
extension Access {
  /// The audit log, which seals under the keys of the home.
  var audit: AuditLog {
    get throws { AuditLog(keys: KeyFolder(try home.folder("keys"))) }
  }

  /// What erases people, and the copies of messages about them in the home.
  var erasure: Erasure {
    get throws {
      let mail = home.file("mail")
      return Erasure(audit: try audit, journal: journal) { copies in
        for copy in copies {
          try FolderCopies.remove(messageID: copy.messageID, in: "\(mail)/\(copy.date)")
        }
      }
    }
  }

  /// Whom was erased, outside the database.
  var journal: ErasureJournal { ErasureJournal(home.file("erasures")) }

  /// The head of the audit log when it was last found whole.
  var anchor: Anchor { Anchor(home.file("audit-head")) }

  /// Erases once more whom a restored database brought back, before anything else is done with it.
  func replayErasures(_ connection: Connection, as role: Role) async throws {
    guard try await erasure.isBehind(connection) else { return }
    let author = Author(
      name: "restore",
      at: Timestamp(microsecondsSince1970: Int64(Date().timeIntervalSince1970 * 1_000_000)))
    let outcome =
      role == .nightly
      ? try await erasure.replayMissing(by: author, connection)
      : try await erasure.replayMissing(by: author, open(as: .nightly, label: "vivier erasures"))
    if let outcome {
      note("\(outcome.erasures.count) erasure(s) that this database lacked were carried out again")
    }
  }
}

extension Context {
  /// Logs something that was done, as the last statement of its transaction.
  @discardableResult
  func audit(
    _ event: AuditLog.Event, by author: Author, _ connection: Connection
  ) async throws -> String {
    try await access.audit.record(event, by: author, connection)
  }

  /// Does something and logs it: both, or neither.
  func logged<Value>(
    by author: Author, _ connection: Connection,
    _ body: (Connection) async throws -> (Value, AuditLog.Event)
  ) async throws -> Value {
    try await connection.withTransaction { connection in
      let (value, event) = try await body(connection)
      try await audit(event, by: author, connection)
      return value
    }
  }
}
