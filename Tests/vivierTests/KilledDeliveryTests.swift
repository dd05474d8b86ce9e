import Exchange
import Foundation
import Glibc
import Postgres
import Store
import TestSupport
import Testing

/// A delivery through a server, by the built program.
private struct PostOffice {
  let database: TestDatabase
  let server: ScriptedSMTP
  let program: ServerProgram

  static let deliver = ["deliver", "--send"]

  /// Puts everything back to where nothing was sent.
  func reset() async throws {
    let connection = try await database.open()
    try await connection.run(
      """
      update mail.outbox set state = 'pending', reason = null, attempts = 0, sent_at = null,
        retry_at = null, first_tried_at = null
      """)
    try await connection.run("delete from mail.told")
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
private func withPostOffice(
  _ more: [String: String] = [:], _ body: (PostOffice) async throws -> Void
) async throws {
  let database = try TestDatabase.current
  try await database.open(as: .superuser).run("update app.installation set is_demo = false")
  try await database.take(.companies, [World.company(1)])
  try await database.take(.positions, ["A", "B"].map { World.position($0, of: 1) })
  try await database.take(
    .candidates, (1...4).map { World.candidate("Q\($0)", ["areas": "territory:ti-9305"]) })
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
private let mayTrace: Bool = {
  let strace = Process()
  strace.executableURL = URL(filePath: "/usr/bin/strace")
  strace.arguments = ["-qq", "-o", "/dev/null", "true"]
  guard (try? strace.run()) != nil else { return false }
  strace.waitUntilExit()
  return strace.terminationStatus == 0
}()

@Suite(.database) struct `Mail to people` {
  @Test func `leaves with --send, a transport and everything named, and not otherwise`()
    async throws
  {
    try await withPostOffice { office in
      let all = try await office.states.count
      try #require(all > 4)
      let without = try await office.program.run(["deliver"])
      #expect(without.code == 78 && without.errors.contains("--send"), "\(without.errors)")
      let nameless = try await office.program.run(
        PostOffice.deliver, ["VIVIER_MAIL_FROM": "", "VIVIER_NOTICE_LINK": ""])
      #expect(nameless.code == 78)
      #expect(nameless.errors.contains("mail.from") && nameless.errors.contains("notice_link"))
      let folder = try await office.program.run(
        PostOffice.deliver, ["VIVIER_MAIL_TRANSPORT": "folder"])
      #expect(folder.code == 78)
      #expect(office.server.connections == 0)

      #expect(try await office.program.run(["pause", "--reason", "a test"]).code == 0)
      let paused = try await office.program.run(PostOffice.deliver)
      #expect(paused.code == 0 && paused.errors.contains("a test"))
      #expect(office.server.connections == 0)
      #expect(try await office.program.run(["resume"]).code == 0)

      let sent = try await office.program.run(PostOffice.deliver)
      #expect(sent.code == 0, "\(sent.errors)")
      #expect(office.taken.count == all)
      // No page to unsubscribe, no link to it.
      #expect(!office.server.accepted.contains { $0.contains("List-Unsubscribe") })
    }
  }

  @Test func `carries one-click unsubscribing where there are pages for it`() async throws {
    let pages = ["VIVIER_PUBLIC_ADDRESS": "https://vivier.test"]
    try await withPostOffice(pages) { office in
      let sent = try await office.program.run(PostOffice.deliver)
      #expect(sent.code == 0, "\(sent.errors)")
      let lines = office.server.accepted.last?.split(separator: "\r\n") ?? []
      #expect(
        lines.contains {
          $0.hasPrefix("List-Unsubscribe: <https://vivier.test/r/") && $0.hasSuffix(">")
        })
      #expect(lines.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"))
      // Whoever looks at the mail is not given its reader's way to answer.
      let contact = try await office.database.open().one(
        "select recipient from mail.outbox where kind = 'company_digest'", as: String.self)
      let preview = try await office.program.run(["digest", "preview", "--to", contact])
      #expect(preview.output.contains("Je souhaite rencontrer cette personne :\n   https://vivier"))
      #expect(!preview.output.contains("/r/"))
    }
  }

  @Test func `never leaves a demo`() async throws {
    try await withPostOffice { office in
      try await office.database.open(as: .superuser).run(
        "update app.installation set is_demo = true")
      for command in [PostOffice.deliver, ["mail", "test", "--to", "a@b.example"]] {
        let outcome = try await office.program.run(command)
        #expect(outcome.code == 78 && outcome.errors.contains("demo"), "\(outcome.errors)")
      }
      #expect(office.server.connections == 0)
    }
  }

  /// `EVERY=1` takes every system call, from the first to the last; else a sample is taken.
  @Test(.enabled(if: mayTrace, "strace is missing, or this place lets nobody be traced"))
  func `killed at a system call is neither lost nor doubled`() async throws {
    let isWhole = ProcessInfo.processInfo.environment["EVERY"] == "1"
    let sample = [
      1, 2, 3, 4, 5, 6, 7, 9, 11, 13, 16, 19, 22, 25, 29, 33, 37, 42, 46, 51, 56, 67, 79,
    ]
    try await withPostOffice { office in
      let all = try await office.states.count
      let (kills, doubts) = try await killed(office, at: isWhole ? Array(1...20_000) : sample, all)
      print("\(kills) kills, \(doubts) messages in doubt, \(all) messages each time")
      #expect(kills > 10)
    }
  }

  /// Kills a delivery at each of these calls, until one is never reached.
  private func killed(
    _ office: PostOffice, at calls: [Int], _ all: Int
  ) async throws -> (kills: Int, doubts: Int) {
    var (kills, doubts) = (0, 0)
    for call in calls {
      try await office.reset()
      let before = office.taken.count
      var dying = office.program
      dying.under = [
        "/usr/bin/strace", "-f", "-qq", "-o", "/dev/null", "-e",
        "trace=sendto,write,fsync,fdatasync", "-e",
        "inject=sendto,write,fsync,fdatasync:signal=KILL:when=\(call)",
      ]
      let outcome = try await dying.run(PostOffice.deliver)
      if outcome.signal == nil { break }
      kills += 1
      try await office.finish()
      let states = try await office.states
      let taken = office.taken.dropFirst(before)
      #expect(Set(taken).count == taken.count, "doubled after call \(call)")
      let inDoubt = Set(states.filter { $0.value == "uncertain" }.keys)
      let sent = Set(states.filter { $0.value == "sent" }.keys)
      #expect(sent.count + inDoubt.count == all, "after call \(call): \(states.values)")
      #expect(sent.isSubset(of: taken), "lost after call \(call)")
      #expect(Set(taken).subtracting(sent).isSubset(of: inDoubt), "unflagged after call \(call)")
      // At most the messages that were under way.
      #expect(inDoubt.count <= 2)
      doubts += inDoubt.count
    }
    return (kills, doubts)
  }
}
