import Exchange
import Foundation
import Nightly
import Postgres
import Store
import Vault

/// A dump of the database and, beside it, what it must be when it is read again.
struct Backup {
  /// The dump, in PostgreSQL's custom format.
  let path: String

  /// The manifest beside the dump.
  var manifestPath: String { path + ".json" }

  /// What a manifest says.
  struct Manifest {
    let digest: String
    let bytes: Int
    let auditHead: String
    let auditRows: Int
  }

  /// Dumps the database; the dump and its manifest appear whole or not at all.
  func make(_ context: Context, _ connection: Connection) async throws -> Manifest {
    // Read before the dump: a log can only have grown by the time it is dumped.
    let head = try await AuditLog.head(connection)
    let draft = path + ".partial"
    // For this user alone from its first byte on.
    try PrivateFile.write("", to: draft)
    let status = try context.access.run(.dump, ["-Fc", "-f", draft])
    guard status == 0 else {
      try? FileManager.default.removeItem(atPath: draft)
      throw Failure(
        what: "pg_dump ended with status \(status)", hint: "see what it says above",
        code: .unavailable)
    }
    let (digest, bytes) = try FileDigest.sha256(of: draft)
    let manifest = Manifest(
      digest: digest, bytes: bytes, auditHead: head.hash, auditRows: Int(head.rows))
    try PrivateFile.write(JSON.text(json(manifest, at: context.clock.now())), to: manifestPath)
    guard unsafe rename(draft, path) == 0 else {
      throw Failure.cannotWrite(path, hint: "name another file")
    }
    return manifest
  }

  private func json(_ manifest: Manifest, at instant: Timestamp) -> JSON {
    [
      "format": "vivier.backup/1", "made_at": .string("\(instant)"),
      "sha256": .string(manifest.digest), "bytes": .integer(manifest.bytes),
      "audit_head": .string(manifest.auditHead), "audit_rows": .integer(manifest.auditRows),
    ]
  }

  /// Reads the manifest and compares the dump with it.
  func check() throws -> Manifest {
    let text: String
    do {
      text = try String(contentsOfFile: manifestPath, encoding: .utf8)
    } catch {
      throw Failure(
        what: "cannot read \(manifestPath)", hint: "a backup is two files: FILE and FILE.json",
        code: .dataError)
    }
    let json = try? JSON(reading: Array(text.utf8))
    guard let json, json["format"]?.text == "vivier.backup/1", let digest = json["sha256"]?.text,
      case .integer(let bytes)? = json["bytes"], let head = json["audit_head"]?.text,
      case .integer(let rows)? = json["audit_rows"]
    else {
      throw Failure(
        what: "\(manifestPath) is no manifest of a backup", hint: "make it with vivier backup",
        code: .dataError)
    }
    let found = try FileDigest.sha256(of: path)
    guard found.digest == digest, found.bytes == bytes else {
      throw Failure(
        what: "\(path) is not what its manifest says: it was damaged or changed",
        hint: "use another backup", code: .dataError)
    }
    return Manifest(digest: digest, bytes: bytes, auditHead: head, auditRows: rows)
  }
}
