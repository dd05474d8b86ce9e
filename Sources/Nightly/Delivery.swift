import Digest
package import Logging
package import Mail
package import Postgres
package import Programme
import Store

/// Drains the outbox: each message is claimed, handed over and noted, one after the other.
package struct Delivery {
  /// Who the messages come from.
  package struct Sender: Sendable {
    /// The author.
    package let from: Address
    /// The person who reads answers.
    package let replyTo: Address
    /// Who reads them instead, by the id of the territory.
    package let replyToByTerritory: [String: Address]

    /// A sender from its addresses.
    package init(from: Address, replyTo: Address, replyToByTerritory: [String: Address] = [:]) {
      self.from = from
      self.replyTo = replyTo
      self.replyToByTerritory = replyToByTerritory
    }
  }

  /// Why a delivery ended before everything was handed over.
  package enum Stop: Sendable, Hashable {
    /// The server was away, or asked for less, several times in a row.
    case serverAway(String)
    /// The server refuses us: nothing leaves until a person resumes.
    case refused(String)
    /// The program was asked to end.
    case interrupted
  }

  /// What a delivery did.
  package struct Report: Sendable {
    /// How many were handed over, were suppressed because nothing may be sent any more, and failed.
    package var sent = 0
    package var suppressed = 0
    package var failed = 0
    /// How many have a fate that nobody knows, those a killed delivery left included.
    package var uncertain = 0
    /// How many wait for their turn, as their domain has had its share.
    package var putOff = 0
    /// Why it ended early; nil when it did not.
    package var stop: Stop?

    static func += (left: inout Report, right: Report) {
      left.sent += right.sent
      left.suppressed += right.suppressed
      left.failed += right.failed
      left.uncertain += right.uncertain
      left.putOff += right.putOff
    }
  }

  /// Opens a session of its own for a worker.
  package typealias Connect = @Sendable () async throws -> sending Connection

  let connect: Connect
  let sender: Sender
  let links: LinkMaker?
  let transport: @Sendable (Day) -> any Transport
  let clock: NightClock
  let log: Logger
  let checkpoint: @Sendable (String) async throws -> Void
  let giveUp: @Sendable () -> Void

  /// A delivery whose workers open sessions of their own.
  ///
  /// - `links`: what makes the links of messages; nil where there is no public address.
  /// - `transport`: gives the transport for messages of a business date.
  /// - `checkpoint`: is called at each arrow between states, for tests that kill it there.
  /// - `giveUp`: ends the waiting for a server's answer, when the program has to end.
  package init(
    connect: @escaping Connect, sender: Sender, links: LinkMaker? = nil, clock: NightClock,
    log: Logger,
    checkpoint: @escaping @Sendable (String) async throws -> Void = { _ in },
    giveUp: @escaping @Sendable () -> Void = {},
    transport: @escaping @Sendable (Day) -> any Transport
  ) {
    self.connect = connect
    self.sender = sender
    self.links = links
    self.transport = transport
    self.clock = clock
    self.log = log
    self.checkpoint = checkpoint
    self.giveUp = giveUp
  }

  /// Hands over everything that waits; the caller holds the ``RunLock`` of deliveries.
  ///
  /// One message that fails stops no other: it waits for a later delivery. When the task is cancelled
  /// the messages under way are brought to their end, and no other is taken.
  /// - `isRepeatable`: whether sending a message again can never make a second copy.
  /// - `keepsFrequency`: whether digests wait that would come sooner than their reader chose; nothing
  ///   waits that goes into a folder, nor in a demo.
  /// - `keepsHours`: whether mail leaves only in the working hours of its reader.
  /// - `workers`: how many messages are under way at once.
  package func run(
    isRepeatable: Bool, keepsFrequency: Bool, keepsHours: Bool = false, pace: Pace = Pace(),
    workers: Int = 1
  ) async throws -> Report {
    let course = Course(pace)
    // A task of its own, which no cancellation reaches in the middle of a message.
    let work = Task {
      try await run(
        isRepeatable: isRepeatable, keepsFrequency: keepsFrequency, keepsHours: keepsHours,
        workers: workers, course)
    }
    return try await withTaskCancellationHandler {
      try await work.value
    } onCancel: { [giveUp] in
      course.stop(.interrupted)
      Task {
        try await Task.sleep(for: Self.patienceAtTheEnd)
        giveUp()
      }
    }
  }

  /// How long an answer is waited for when the program has to end.
  private static let patienceAtTheEnd = Duration.seconds(8)

  private func run(
    isRepeatable: Bool, keepsFrequency: Bool, keepsHours: Bool, workers: Int, _ course: Course
  ) async throws -> Report {
    let connection = try await connect()
    var total = Report()
    total.uncertain = try await Outbox.recover(isRepeatable: isRepeatable, connection)
    try await Outbox.retryDeferred(at: isRepeatable ? nil : clock.now(), connection)
    if keepsFrequency { try await Outbox.holdBack(at: clock.now(), connection) }
    try await Outbox.place(connection)
    connection.close()
    try await withThrowingTaskGroup(of: Report.self) { group in
      for _ in 0..<max(1, workers) {
        group.addTask {
          try await drain(isRepeatable: isRepeatable, keepsHours: keepsHours, course)
        }
      }
      for try await part in group { total += part }
    }
    total.stop = course.stop
    return total
  }

  /// Takes one message after the other until none may leave.
  private func drain(
    isRepeatable: Bool, keepsHours: Bool, _ course: Course
  ) async throws -> Report {
    let connection = try await connect()
    if isRepeatable {
      // A state that a crash of the server loses is found out by sending again, which is harmless
      // here; a disk that need not be waited for three times a message is not.
      try await connection.run("set synchronous_commit = off")
    }
    var report = Report()
    while course.stop == nil {
      let now = clock.now()
      let zones = keepsHours ? try await Outbox.openZones(at: now, connection) : nil
      guard
        let delivery = try await Outbox.claim(
          at: now, in: zones, templates: Templates.version, connection)
      else { break }
      report += try await handOver(delivery, course, connection)
    }
    return report
  }

  /// What a message shows, or the right to send it, was withdrawn while it was under way.
  private struct Withdrawn: Error {}

  private func handOver(
    _ delivery: Outbox.Delivery, _ course: Course, _ connection: Connection
  ) async throws -> Report {
    try await checkpoint("claimed")
    guard let email = delivery.email else { return Report(suppressed: 1) }
    guard try await takeTurn(delivery, to: email, course, connection) else {
      return Report(putOff: 1)
    }
    guard let rendered = try await rendered(delivery, connection) else {
      try await Outbox.suppress(
        delivery.id, reason: "nothing in it may be shown any more", connection)
      return Report(suppressed: 1)
    }
    do {
      let replyTo = try await replyTo(of: delivery, connection)
      let message = try message(delivery, rendered, to: email, replyTo: replyTo)
      _ = try await transport(delivery.date).send(message) {
        try await checkpoint("sending")
        guard try await Outbox.committing(delivery, connection) else { throw Withdrawn() }
        try await checkpoint("committing")
      }
    } catch is Withdrawn {
      // Claimed again it goes out without what was withdrawn, or not at all.
      try await Outbox.putBack(delivery.id, connection)
      return Report()
    } catch let error as MailError {
      log.error(
        "not handed over", metadata: ["message": "\(delivery.messageID)", "reason": "\(error)"])
      return try await settle(error, delivery, email: email, course, connection)
    }
    try await checkpoint("handed over")
    try await Outbox.sent(delivery.id, delivery.kind, at: clock.now(), connection)
    try await checkpoint("sent")
    course.wasTaken(for: Self.domain(of: email))
    return Report(sent: 1)
  }

  /// The mail without what may not be shown any more, and with what an introduction reveals; nil when
  /// nothing is left to say.
  private func rendered(
    _ delivery: Outbox.Delivery, _ connection: Connection
  ) async throws -> Rendered? {
    var view = delivery.view
    if !delivery.gone.isEmpty || !delivery.ended.isEmpty {
      guard let rest = try Rendering.rest(of: delivery) else { return nil }
      try await Outbox.shorten(delivery.id, view: rest.view, items: rest.items, connection)
      view = rest.view
    }
    guard delivery.kind == .introduction else {
      return try Rendering.rendered(
        delivery.kind, view: view, links: links, of: delivery.messageID)
    }
    let mail = try IntroductionMail(json: view)
    let people = try await Introduction.reveal(
      mail.introductions.map(\.introduction), to: delivery.recipientKind.rawValue,
      delivery.recipient, on: delivery.today, at: clock.now(), connection)
    return try mail.rendered(revealing: people.map(IntroductionMail.Person.init))
  }

  private func replyTo(
    of delivery: Outbox.Delivery, _ connection: Connection
  ) async throws -> Address {
    guard !sender.replyToByTerritory.isEmpty else { return sender.replyTo }
    let territory = try await Outbox.territory(of: delivery.id, connection)
    return territory.flatMap { sender.replyToByTerritory[$0] } ?? sender.replyTo
  }

  private func message(
    _ delivery: Outbox.Delivery, _ rendered: Rendered, to email: String, replyTo: Address
  ) throws -> Message {
    try Message(
      from: sender.from, to: Address(spec: email), replyTo: replyTo,
      subject: rendered.subject,
      date: delivery.datedAt, messageID: MessageID(delivery.messageID),
      listID: ListID("digest." + Self.domain(of: delivery.messageID)),
      // Nobody is offered a way that is not safe: a page of one's own machine gets no header.
      unsubscribe: rendered.unsubscribe.flatMap { try? UnsubscribeLink($0) },
      feedbackID: FeedbackID([delivery.kind.rawValue, "vivier"]), text: rendered.text,
      html: rendered.html)
  }

  /// What stands after the `@` of an address or an identifier.
  static func domain(of text: String) -> String {
    String(text.drop { $0 != "@" }.dropFirst()).lowercased()
  }
}

extension IntroductionMail.Person {
  /// What was revealed, as a mail writes it: civility, given name, family name.
  fileprivate init(_ revealed: Introduction.Revealed) {
    let names = [revealed.civility, revealed.givenName, revealed.familyName].compactMap(\.self)
    self.init(
      introduction: revealed.introduction,
      name: revealed.familyName == nil && revealed.givenName == nil
        ? nil : names.joined(separator: " "),
      role: revealed.role, email: revealed.email)
  }
}
