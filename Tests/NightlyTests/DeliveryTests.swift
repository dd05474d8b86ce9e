import Exchange
import Foundation
import Logging
import Mail
import Postgres
import Programme
import Store
import Synchronization
import TestSupport
import Testing

@testable import Nightly

/// Deliveries of one test through a server that forgets nothing.
private struct Post {
  let database: TestDatabase
  let server: ScriptedSMTP

  /// An instant of 2026 in UTC; by itself a Monday in the working hours of Paris.
  static func instant(_ text: String = "2026-11-23 10:00") throws -> Timestamp {
    let form = DateFormatter()
    form.locale = Locale(identifier: "en_US_POSIX")
    form.timeZone = TimeZone(identifier: "UTC")
    form.dateFormat = "yyyy-MM-dd HH:mm"
    let date = try #require(form.date(from: text))
    return Timestamp(microsecondsSince1970: Int64(date.timeIntervalSince1970) * 1_000_000)
  }

  /// A delivery through SMTP, as `vivier deliver --send` runs it.
  @discardableResult
  func deliver(
    at instant: Timestamp? = nil, keepsHours: Bool = false, workers: Int = 1,
    checkpoint: @escaping @Sendable (String) async throws -> Void = { _ in }
  ) async throws -> Delivery.Report {
    let database = database
    let now = try instant ?? Self.instant()
    var patience = SMTPServer.Patience()
    patience.reply = 5
    patience.finalReply = 5
    let transport = SMTPTransport(
      try SMTPServer(
        host: "127.0.0.1", port: server.port, security: .none, ehloName: "vivier.example",
        patience: patience))
    let delivery = Delivery(
      connect: { try await database.open() },
      sender: Delivery.Sender(
        from: try Address(name: "Vivier", spec: "vivier@vivier.example"),
        replyTo: try Address(spec: "projet@vivier.example"),
        replyToByTerritory: ["ti-2402": try Address(spec: "chartres@vivier.example")]),
      clock: NightClock(
        now: { now }, uptime: { Int64(ProcessInfo.processInfo.systemUptime * 1_000) }),
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, checkpoint: checkpoint
    ) { _ in transport }
    return try await delivery.run(
      isRepeatable: false, keepsFrequency: false, keepsHours: keepsHours, workers: workers)
  }

  /// How many messages are in each state.
  var states: [String: Int] {
    get async throws { try await HealthCheck.outbox(try await database.open()) }
  }

  /// The Message-IDs the server took, in order.
  var taken: [String] {
    server.accepted.compactMap { message in
      message.split(separator: "\r\n").first { $0.hasPrefix("Message-ID: ") }.map(String.init)
    }
  }
}

/// The messages of a night, and a server for them.
private func withPost(
  _ script: @escaping @Sendable (ScriptedSMTP.Event) -> ScriptedSMTP.Act? = { _ in nil },
  _ body: (Post, borrowing Nights) async throws -> Void
) async throws {
  let database = try TestDatabase.current
  try await database.takeWorld()
  let nights = try Nights(database)
  try await nights.run()
  let server = try ScriptedSMTP(script: script)
  defer { server.stop() }
  try await body(Post(database: database, server: server), nights)
}

@Suite(.database) struct `A delivery through a server` {
  @Test func `hands over each message once, with answers to the lead of its territory`()
    async throws
  {
    try await withPost { post, _ in
      let waiting = try await post.states["pending"] ?? 0
      try #require(waiting > 4)
      let report = try await post.deliver(workers: 3)
      #expect(report.sent == waiting && report.failed == 0)
      #expect(Set(post.taken).count == waiting && post.taken.count == waiting)
      let answers = post.server.accepted.compactMap { message in
        message.split(separator: "\r\n").first { $0.hasPrefix("Reply-To: ") }
      }
      #expect(
        Set(answers) == ["Reply-To: projet@vivier.example", "Reply-To: chartres@vivier.example"])
      #expect(try await post.deliver().sent == 0)
    }
  }

  @Test func `never sends again what may have arrived, and the next digest recalls it`()
    async throws
  {
    let isBroken = Atomic(true)
    try await withPost {
      $0.stage == .finalDot && isBroken.load(ordering: .relaxed)
        && $0.text.contains("company_digest") ? .takeAndDrop : nil
    } _: { post, nights in
      let report = try await post.deliver()
      #expect(report.uncertain == 2)
      let before = post.taken
      isBroken.store(false, ordering: .relaxed)
      #expect(try await post.deliver().sent == 0)
      #expect(post.taken == before)
      // Nothing changed but the doubt: it alone justifies a mail, marked as a reminder.
      try await nights.run(on: Day(number: World.today.number + 1))
      #expect(try await post.deliver().sent == 2)
      let recalled = post.server.accepted.suffix(2)
      #expect(recalled.allSatisfy { $0.contains("company_digest") })
      let views = try await post.database.open().rows(
        "select view::text from mail.outbox where business_date > \(PostgresDate(World.today))"
      ).decode(as: String.self)
      #expect(views.count == 2 && views.allSatisfy { $0.contains("reminder") })
      // And once it was told again, all is said.
      try await nights.run(on: Day(number: World.today.number + 2))
      #expect(try await post.deliver().sent == 0)
      #expect(try await post.states["uncertain"] == 2)
    }
  }

  @Test func `puts off what is not taken now, for longer each time, and for five days at most`()
    async throws
  {
    let isBroken = Atomic(true)
    try await withPost {
      $0.stage == .recipient && isBroken.load(ordering: .relaxed) ? .say("450 4.2.1 later") : nil
    } _: { post, _ in
      let all = try await post.states["pending"] ?? 0
      // Three in a row, and a domain is left alone: the rest waits without having been tried.
      let report = try await post.deliver()
      #expect(report.failed + report.putOff == all && report.putOff > 0)
      #expect(try await post.states == ["deferred": all])
      #expect(try await post.deliver(at: Post.instant("2026-11-23 10:04")).failed == 0)
      try await post.deliver(at: Post.instant("2026-11-23 10:06"))
      let waits = try await post.database.open().rows(
        """
        select distinct extract(epoch from retry_at - timestamptz '2026-11-23 10:06Z')::bigint
        from mail.outbox where attempts = 2
        """
      ).decode(as: Int64.self)
      #expect(waits == [600])
      try await post.deliver(at: Post.instant("2026-11-28 10:30"))
      #expect(try await post.states["dead"] ?? 0 > 0)
      isBroken.store(false, ordering: .relaxed)
      let rest = try await post.states["deferred"] ?? 0
      #expect(try await post.deliver(at: Post.instant("2026-12-01 10:00")).sent == rest)
    }
  }

  @Test func `never writes again to an address where nobody reads, and goes on`() async throws {
    try await withPost {
      $0.stage == .recipient && $0.text.lowercased().contains("q1") ? .say("550 5.1.1 nobody") : nil
    } _: { post, nights in
      let all = try await post.states["pending"] ?? 0
      let report = try await post.deliver()
      #expect(report.failed == 1 && report.sent == all - 1)
      let connection = try await post.database.open()
      let list = try await Suppression.all(connection)
      #expect(list.map(\.reason) == [.bounced])
      try await post.database.take(.positions, [World.position("A", of: 1, ["pay_max": "39000"])])
      try await nights.run(on: Day(number: World.today.number + 1))
      let lines = post.server.lines.count
      try await post.deliver()
      #expect(try await post.states["suppressed"] == 1)
      #expect(!post.server.lines.dropFirst(lines).contains { $0.lowercased().contains("q1") })
    }
  }

  @Test func `stops altogether when we are refused, until a person resumes`() async throws {
    let isBroken = Atomic(true)
    try await withPost {
      $0.stage == .finalDot && isBroken.load(ordering: .relaxed) ? .say("554 5.7.1 spam") : nil
    } _: { post, _ in
      let all = try await post.states["pending"] ?? 0
      let report = try await post.deliver()
      guard case .refused = report.stop else {
        Issue.record("not stopped: \(report)")
        return
      }
      #expect(post.server.complete.count == 1)
      let connection = try await post.database.open()
      let stop = try #require(try await DeliveryStop.current(connection))
      #expect(stop.isAlarm && stop.reason.contains("5.7.1"))
      #expect(try await DeliveryStop.resume(connection))
      #expect(try await DeliveryStop.current(connection) == nil)
      isBroken.store(false, ordering: .relaxed)
      #expect(try await post.deliver().sent == all)
    }
  }

  @Test func `leaves a server alone that is away, and loses nothing`() async throws {
    let isBroken = Atomic(true)
    try await withPost {
      $0.stage == .sender && isBroken.load(ordering: .relaxed) ? .close : nil
    } _: { post, _ in
      let all = try await post.states["pending"] ?? 0
      let report = try await post.deliver()
      guard case .serverAway = report.stop else {
        Issue.record("not stopped: \(report)")
        return
      }
      #expect(report.failed == 3)
      isBroken.store(false, ordering: .relaxed)
      #expect(try await post.deliver(at: Post.instant("2026-11-23 10:06")).sent == all)
    }
  }

  @Test func `leaves alone what a person holds`() async throws {
    try await withPost { post, _ in
      let connection = try await post.database.open()
      let all = try await post.states["pending"] ?? 0
      try await connection.run(
        """
        update mail.outbox set state = 'held'
        where id = (select min(id) from mail.outbox)
        """)
      #expect(try await post.deliver().sent == all - 1)
      #expect(try await post.states["held"] == 1)
    }
  }

  @Test func `leaves to a newer program what that composed`() async throws {
    try await withPost { post, _ in
      let superuser = try await post.database.open(as: .superuser)
      let all = try await post.states["pending"] ?? 0
      try await superuser.script(
        """
        alter table mail.outbox drop constraint outbox_kind_known;
        update mail.outbox set kind = 'telegram' where id = (select min(id) from mail.outbox);
        update mail.outbox set template_version = 1000 where id = (select max(id) from mail.outbox);
        """)
      #expect(try await post.deliver().sent == all - 2)
      #expect(try await post.states["pending"] == 2)
    }
  }
}

@Suite(.database) struct `A person at the desk` {
  private func decide(
    _ decision: Outbox.Decision, _ id: String, _ post: Post
  ) async throws {
    try await Outbox.decide(
      decision, about: id, by: Author(name: "a test", at: Post.instant()),
      try await post.database.open())
  }

  @Test func `says what became of a message nobody knows the fate of`() async throws {
    let isBroken = Atomic(true)
    try await withPost {
      $0.stage == .finalDot && isBroken.load(ordering: .relaxed) ? .drop : nil
    } _: { post, nights in
      let all = try await post.states["pending"] ?? 0
      #expect(try await post.deliver().uncertain == all)
      isBroken.store(false, ordering: .relaxed)
      let connection = try await post.database.open()
      let ids = try await Outbox.entries(state: "uncertain", limit: 99, connection).map(\.messageID)
      try await decide(.delivered, ids[0], post)
      for id in ids.dropFirst() { try await decide(.lost, id, post) }
      #expect(try await post.deliver().sent == all - 1)
      #expect(try await post.states == ["sent": all])
      // All was told, that of the first on a person's word.
      try await nights.run(on: Day(number: World.today.number + 1))
      #expect(try await post.deliver().sent == 0)
    }
  }

  @Test func `holds, releases, suppresses and sends again, each only where it fits`() async throws {
    try await withPost { post, _ in
      let connection = try await post.database.open()
      let all = try await post.states["pending"] ?? 0
      let ids = try await Outbox.entries(limit: 99, connection).map(\.messageID)
      try await decide(.hold, ids[0], post)
      try await decide(.suppress, ids[1], post)
      #expect(try await post.deliver().sent == all - 2)
      for wrong in [Outbox.Decision.release, .delivered, .lost, .hold] {
        await #expect(throws: StoreError.self) { try await decide(wrong, ids[2], post) }
      }
      await #expect(throws: StoreError.self) { try await decide(.hold, "none@v.example", post) }
      try await decide(.release, ids[0], post)
      try await decide(.resend, ids[2], post)
      #expect(try await post.deliver().sent == 2)
      #expect(post.taken.count { $0.contains(ids[2]) } == 2)
      #expect(!post.taken.contains { $0.contains(ids[1]) })
    }
  }

  @Test func `believes a report about a mail of ours, once, and no other`() async throws {
    try await withPost { post, _ in
      try await post.deliver()
      let connection = try await post.database.open()
      let entry = try #require(
        try await Outbox.entries(limit: 99, connection).first { $0.recipientKind == "candidate" })
      let address = try await connection.one(
        "select email from app.candidate_identity where candidate = \(entry.recipient)",
        as: String.self)
      func take(
        _ report: String, _ address: String, _ status: String, gone: Bool,
        on day: String = "2026-11-23 12:00"
      ) async throws -> Bounces.Effect {
        try await Bounces.take(
          report: Array(report.utf8), messageID: entry.messageID, address: address, status: status,
          isAboutMailbox: gone, at: Post.instant(day), connection)
      }
      #expect(try await take("a", "somebody@else.example", "5.1.1", gone: true) == .ignored)
      #expect(try await take("b", address.uppercased(), "4.2.2", gone: false) == .counted)
      #expect(try await take("b", address, "4.2.2", gone: false) == .known)
      #expect(
        try await take("c", address, "4.2.2", gone: false, on: "2027-01-23 12:00") == .counted)
      #expect(
        try await take("d", address, "4.2.2", gone: false, on: "2027-01-24 12:00") == .counted)
      #expect(try await post.states["dead"] == nil)
      #expect(
        try await take("e", address, "5.2.2", gone: false, on: "2027-01-25 12:00") == .suppressed)
      #expect(try await Suppression.all(connection).map(\.address) == [address.lowercased()])
      #expect(try await post.states["dead"] == 1)
    }
  }
}

@Suite(.database) struct `A delivery that is killed` {
  @Test(arguments: [1, 3], ["claimed", "sending", "committing", "handed over", "sent"])
  func `at any arrow loses and doubles nothing`(message: Int, arrow: String) async throws {
    try await withPost { post, _ in
      let all = try await post.states["pending"] ?? 0
      let hits = Atomic(0)
      await #expect(throws: Killed.self) {
        try await post.deliver { now in
          guard now == arrow else { return }
          if hits.add(1, ordering: .relaxed).newValue == message { throw Killed() }
        }
      }
      try await post.deliver()
      let states = try await post.states
      let isInDoubt = ["committing", "handed over"].contains(arrow)
      #expect(states["uncertain"] ?? 0 == (isInDoubt ? 1 : 0))
      #expect(states["sent"] ?? 0 == all - (isInDoubt ? 1 : 0))
      #expect(Set(post.taken).count == post.taken.count)
      // Before the dot nothing had arrived; after it all had.
      #expect(post.taken.count == (arrow == "committing" ? all - 1 : all))
    }
  }

  @Test func `by a request to end brings the message under way to its end`() async throws {
    try await withPost { post, _ in
      let all = try await post.states["pending"] ?? 0
      let (asked, ask) = AsyncStream<Void>.makeStream()
      let running = Task {
        try await post.deliver { arrow in
          guard arrow == "committing" else { return }
          ask.yield()
          try? await Task.sleep(for: .milliseconds(200))
        }
      }
      for await _ in asked { break }
      running.cancel()
      let report = try await running.value
      #expect(report.stop == .interrupted)
      #expect(report.sent == 1 && post.taken.count == 1)
      #expect(try await post.states == ["sent": 1, "pending": all - 1])
    }
  }
}

@Suite(.database) struct `Working hours` {
  @Test(
    arguments: [
      // Winter and summer, first and last minute.
      ("Europe/Paris", "2026-11-23 06:59", false), ("Europe/Paris", "2026-11-23 07:00", true),
      ("Europe/Paris", "2026-11-23 16:59", true), ("Europe/Paris", "2026-11-23 17:00", false),
      ("Europe/Paris", "2026-07-13 06:00", true), ("Europe/Paris", "2026-07-13 16:00", false),
      // A Saturday, and holidays fixed and moving.
      ("Europe/Paris", "2026-11-28 10:00", false), ("Europe/Paris", "2026-11-11 10:00", false),
      ("Europe/Paris", "2026-04-06 10:00", false), ("Europe/Paris", "2026-05-14 10:00", false),
      ("Europe/Paris", "2026-05-25 10:00", false), ("Europe/Paris", "2026-05-26 10:00", true),
      // Overseas, where the day is another and so are some holidays.
      ("Indian/Reunion", "2026-11-23 04:00", true), ("Indian/Reunion", "2026-11-23 14:00", false),
      ("America/Guadeloupe", "2026-11-23 11:59", false),
      ("America/Guadeloupe", "2026-11-23 12:00", true),
      ("America/Cayenne", "2026-06-10 15:00", false), ("Pacific/Noumea", "2026-11-22 21:00", true),
      ("Pacific/Tahiti", "2026-11-28 03:00", true),
    ] as [(String, String, Bool)]) func `are those of the reader's place`(
      _ zone: String, _ text: String, _ isOpen: Bool
    ) async throws
  {
    let instant = try Post.instant(text)
    let connection = try await TestDatabase.current.open()
    #expect(
      try await connection.one("select mail.is_open(\(zone), \(instant))", as: Bool.self) == isOpen)
    #expect(try await Outbox.openZones(at: instant, connection).contains(zone) == isOpen)
  }

  /// The tables of Easter of the Bureau des longitudes.
  @Test func `know Easter`() async throws {
    let known = [
      "2000-04-23", "2008-03-23", "2011-04-24", "2016-03-27", "2019-04-21", "2024-03-31",
      "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2038-04-25", "2076-04-19",
    ]
    let connection = try await TestDatabase.current.open()
    for day in known {
      let year = try #require(Int32(day.prefix(4)))
      #expect(try await connection.one("select mail.easter(\(year))::text", as: String.self) == day)
    }
    // It is a Sunday between 22 March and 25 April, for ever.
    let wrong = try await connection.rows(
      """
      select y from generate_series(1900, 2300) y
      where extract(isodow from mail.easter(y)) <> 7
        or to_char(mail.easter(y), 'MMDD') not between '0322' and '0425'
      """
    ).decode(as: Int32.self)
    #expect(wrong == [])
  }

  @Test func `are waited for, by each reader's own`() async throws {
    try await withPost { post, _ in
      let all = try await post.states["pending"] ?? 0
      let connection = try await post.database.open()
      try await Outbox.place(connection)
      let zones = try await connection.rows("select distinct time_zone from mail.outbox")
        .decode(as: String?.self)
      #expect(zones == ["Europe/Paris"])
      try await connection.run(
        """
        update mail.outbox set time_zone = 'Indian/Reunion'
        where id = (select max(id) from mail.outbox)
        """)
      #expect(
        try await post.deliver(at: Post.instant("2026-11-22 10:00"), keepsHours: true).sent == 0)
      #expect(
        try await post.deliver(at: Post.instant("2026-11-23 05:00"), keepsHours: true).sent == 1)
      #expect(
        try await post.deliver(at: Post.instant("2026-11-23 08:00"), keepsHours: true).sent == all
          - 1)
    }
  }
}

@Suite struct `A pace` {
  @Test func `lets as many leave in a minute as it is told`() {
    var pace = Pace(perMinute: 120)
    let turns = (0..<4).map { _ in pace.turn(for: "a.example", at: 0) }
    #expect(turns == [.after(0), .after(500), .after(1_000), .after(1_500)])
    #expect(pace.turn(for: "a.example", at: 60_000) == .after(0))
    var free = Pace()
    #expect((0..<1_000).allSatisfy { _ in free.turn(for: "a.example", at: 0) == .after(0) })
  }

  @Test func `lets other domains go first when one has had its share`() {
    var pace = Pace(perDomainAndMinute: 10)
    #expect(pace.turn(for: "a.example", at: 0) == .after(0))
    #expect(pace.turn(for: "a.example", at: 0) == .later(6_000))
    #expect(pace.turn(for: "b.example", at: 0) == .after(0))
    #expect(pace.turn(for: "a.example", at: 5_000) == .after(1_000))
  }

  @Test func `halves for who turns away, and leaves them alone after three times`() {
    var pace = Pace(perDomainAndMinute: 60)
    _ = pace.turn(for: "a.example", at: 0)
    pace.wasTurnedAway(for: "a.example", at: 0)
    #expect(pace.turn(for: "a.example", at: 1_000) == .after(0))
    #expect(pace.turn(for: "a.example", at: 1_000) == .after(2_000))
    for _ in 0..<2 { pace.wasTurnedAway(for: "a.example", at: 3_000) }
    #expect(pace.turn(for: "a.example", at: 3_000) == .later(300_000))
    #expect(pace.turn(for: "b.example", at: 3_000) == .after(0))
  }

  @Test func `halves for everybody when the server asks for less`() {
    var pace = Pace(perMinute: 60)
    pace.serverWasAway(at: 0)
    #expect(pace.turn(for: "a.example", at: 0) == .after(2_000))
    #expect(pace.turn(for: "b.example", at: 2_000) == .after(2_000))
  }
}
