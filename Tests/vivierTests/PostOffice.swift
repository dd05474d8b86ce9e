import Exchange
import Foundation
import Postgres
import Store
import TestSupport
import Testing

/// A delivery through a server, by the built program.
struct PostOffice {
  let database: TestDatabase
  var server: ScriptedSMTP
  var program: ServerProgram

  static let deliver = ["deliver", "--send"]

  /// Puts everything back to where nothing was sent.
  func reset() async throws {
    let connection = try await database.open()
    try await connection.run(
      """
      update mail.outbox set state = 'pending', reason = null, attempts = 0, sent_at = null,
        retry_at = null, first_tried_at = null
      """)
    for table: SQL in ["mail.told", "mail.stop", "mail.suppression"] {
      try await connection.run("delete from \(table)")
    }
  }

  /// Delivers until nothing is left to do, waiting a moment where a killed one's lock is still held.
  func finish() async throws {
    for _ in 0..<100 {
      let outcome = try await program.run(Self.deliver)
      if outcome.code == 0 { return }
      guard outcome.code == 75 else {
        Issue.record("\(outcome.code ?? -1): \(outcome.errors)")
        return
      }
      try await Task.sleep(for: .milliseconds(50))
    }
    Issue.record("the delivery never came to its end")
  }

  /// The Message-IDs the server took, in order.
  var taken: [String] {
    server.accepted.compactMap { message in
      message.split(separator: "\r\n").first { $0.hasPrefix("Message-ID: <") }
        .map { String($0.dropFirst(13).dropLast()) }
    }
  }

  /// The states of all messages.
  var states: [String: String] {
    get async throws {
      Dictionary(
        uniqueKeysWithValues: try await database.open().rows(
          "select message_id, state from mail.outbox"
        ).decode(as: (String, String).self))
    }
  }
}

/// A night's messages, all of which may leave now, and a program that knows where to.
///
/// - `companies`: how many, each with two positions and four candidates.
/// - `database`: where; nil for that of the test.
func withPostOffice(
  _ more: [String: String] = [:], companies: Int = 1, in database: TestDatabase? = nil,
  _ body: (PostOffice) async throws -> Void
) async throws {
  let database = try database ?? TestDatabase.current
  try await database.open(as: .superuser).run("update app.installation set is_demo = false")
  let owners = 1...companies
  try await database.take(.companies, owners.map { World.company($0) })
  try await database.take(
    .positions,
    owners.flatMap { owner in ["A", "B"].map { World.position("\($0)\(owner)", of: owner) } })
  try await database.take(
    .candidates,
    (1...4 * companies).map { World.candidate("Q\($0)", ["areas": "territory:ti-9305"]) })
  let folder = try TemporaryFolder()
  let server = try ScriptedSMTP()
  defer { server.stop() }
  let program = ServerProgram(
    folder: folder.path,
    environment: [
      "DATABASE_URL": database.conninfo, "VIVIER_MAIL_TRANSPORT": "smtp",
      "VIVIER_SMTP_HOST": "127.0.0.1", "VIVIER_SMTP_PORT": "\(server.port)",
      "VIVIER_SMTP_SECURITY": "none", "VIVIER_SMTP_EHLO_NAME": "vivier.test",
      "VIVIER_MAIL_DOMAIN": "vivier.test", "VIVIER_MAIL_FROM": "Vivier <vivier@vivier.test>",
      "VIVIER_MAIL_REPLY_TO": "vte@vivier.test", "VIVIER_MAIL_CONNECTIONS": "2",
      "VIVIER_CONTROLLER": "Agglo", "VIVIER_DATA_PROTECTION_CONTACT": "dpo@vivier.test",
      "VIVIER_NOTICE_LINK": "https://vivier.test/donnees",
    ].merging(more) { $1 })
  let night = try await program.run(["nightly", "--date", "2026-11-21"])
  #expect(night.code == 0, "\(night.errors)")
  // Whatever the time these tests run at, it is in working hours.
  try await database.open(as: .superuser).run(
    """
    create or replace function mail.is_open(zone text, instant timestamptz) returns boolean
    language sql stable strict as 'select true'
    """)
  try await body(PostOffice(database: database, server: server, program: program))
}

/// Whether processes can be traced here: containers may forbid it.
let mayTrace: Bool = {
  let strace = Process()
  strace.executableURL = URL(filePath: "/usr/bin/strace")
  strace.arguments = ["-qq", "-o", "/dev/null", "true"]
  guard (try? strace.run()) != nil else { return false }
  strace.waitUntilExit()
  return strace.terminationStatus == 0
}()
