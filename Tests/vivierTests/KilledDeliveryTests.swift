import Exchange
import Foundation
import Glibc
import Postgres
import Store
import TestSupport
import Testing

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
