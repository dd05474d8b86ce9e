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

    /// A sender from its two addresses.
    package init(from: Address, replyTo: Address) {
      self.from = from
      self.replyTo = replyTo
    }
  }

  /// What a delivery did.
  package struct Report: Sendable {
    /// How many were handed over, were suppressed because nothing may be sent any more, and failed.
    package var sent = 0
    package var suppressed = 0
    package var failed = 0

    static func += (left: inout Report, right: Report) {
      left.sent += right.sent
      left.suppressed += right.suppressed
      left.failed += right.failed
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

  /// A delivery whose workers open sessions of their own.
  ///
  /// - `links`: what makes the links of messages; nil where there is no public address.
  /// - `transport`: gives the transport for messages of a business date.
  /// - `checkpoint`: is called at each arrow between states, for tests that kill it there.
  package init(
    connect: @escaping Connect, sender: Sender, links: LinkMaker? = nil, clock: NightClock,
    log: Logger,
    checkpoint: @escaping @Sendable (String) async throws -> Void = { _ in },
    transport: @escaping @Sendable (Day) -> any Transport
  ) {
    self.connect = connect
    self.sender = sender
    self.links = links
    self.transport = transport
    self.clock = clock
    self.log = log
    self.checkpoint = checkpoint
  }

  /// Hands over everything that waits; the caller holds the ``RunLock`` of deliveries.
  ///
  /// One message that fails stops no other: it waits for the next delivery.
  /// - `isRepeatable`: whether sending a message again can never make a second copy.
  /// - `keepsFrequency`: whether digests wait that would come sooner than their reader chose; nothing
  ///   waits that goes into a folder, nor in a demo.
  /// - `workers`: how many messages are under way at once.
  package func run(
    isRepeatable: Bool, keepsFrequency: Bool, workers: Int = 1
  ) async throws -> Report {
    let connection = try await connect()
    try await Outbox.recover(isRepeatable: isRepeatable, connection)
    try await Outbox.retryDeferred(connection)
    if keepsFrequency { try await Outbox.holdBack(at: clock.now(), connection) }
    connection.close()
    return try await withThrowingTaskGroup { group in
      for _ in 0..<max(1, workers) {
        group.addTask { try await drain(isRepeatable: isRepeatable) }
      }
      var total = Report()
      for try await part in group { total += part }
      return total
    }
  }

  /// Takes one message after the other until none waits.
  private func drain(isRepeatable: Bool) async throws -> Report {
    let connection = try await connect()
    if isRepeatable {
      // A state that a crash of the server loses is found out by sending again, which is harmless
      // here; a disk that need not be waited for three times a message is not.
      try await connection.run("set synchronous_commit = off")
    }
    var report = Report()
    while let delivery = try await Outbox.claim(at: clock.now(), connection) {
      report += try await handOver(delivery, connection)
    }
    return report
  }

  /// What a message shows, or the right to send it, was withdrawn while it was under way.
  private struct Withdrawn: Error {}

  private func handOver(
    _ delivery: Outbox.Delivery, _ connection: Connection
  ) async throws -> Report {
    try await checkpoint("claimed")
    guard let email = delivery.email else { return Report(suppressed: 1) }
    guard let rendered = try await rendered(delivery, connection) else {
      try await Outbox.suppress(
        delivery.id, reason: "nothing in it may be shown any more", connection)
      return Report(suppressed: 1)
    }
    do {
      _ = try await transport(delivery.date).send(message(delivery, rendered, to: email)) {
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
      try await Outbox.failed(
        delivery.id, reason: error.description, isFinal: error.kind == .invalidData,
        connection)
      // A full disk or a missing folder concerns every message: the rest waits as well.
      if error.kind != .invalidData { throw error }
      return Report(failed: 1)
    }
    try await checkpoint("handed over")
    try await Outbox.sent(delivery.id, delivery.kind, at: clock.now(), connection)
    try await checkpoint("sent")
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

  private func message(
    _ delivery: Outbox.Delivery, _ rendered: Rendered, to email: String
  ) throws -> Message {
    try Message(
      from: sender.from, to: Address(spec: email), replyTo: sender.replyTo,
      subject: rendered.subject,
      date: delivery.datedAt, messageID: MessageID(delivery.messageID),
      listID: ListID("digest." + domain(of: delivery.messageID)), text: rendered.text,
      html: rendered.html)
  }

  private func domain(of messageID: String) -> String {
    String(messageID.drop { $0 != "@" }.dropFirst())
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
