import Foundation
import Mail
import Synchronization
import TestSupport
import Testing

/// The settings of a server of a test.
private func settings(
  _ server: ScriptedSMTP, security: SMTPServer.Security = .none, login: SMTPServer.Login? = nil,
  reply: Double = 60
) throws -> SMTPServer {
  var patience = SMTPServer.Patience()
  patience.reply = reply
  patience.finalReply = reply
  return try SMTPServer(
    host: "127.0.0.1", port: server.port, security: security, login: login,
    ehloName: "vivier.example", patience: patience)
}

/// The fault of what is thrown; nil when nothing is.
private func fault(_ body: () async throws -> Void) async throws -> HandoverFault? {
  do {
    try await body()
    return nil
  } catch MailError.handover(let fault) {
    return fault
  }
}

@Suite struct `An SMTP transport` {
  @Test func `hands over one message after the other through one connection`() async throws {
    let server = try ScriptedSMTP()
    defer { server.stop() }
    let transport = SMTPTransport(try settings(server))
    var calls = 0
    for number in 1...3 {
      let message = try message(text: "point\n.\n..\nfin\n", id: "d\(number)@vivier.example")
      let reply = try await transport.send(message) { calls += 1 }
      #expect(reply == "250 2.0.0")
      #expect(server.accepted.last == String(decoding: message.bytes, as: UTF8.self))
    }
    #expect(calls == 3)
    #expect(server.connections == 1)
    #expect(
      server.lines.prefix(4) == [
        "EHLO vivier.example", "MAIL FROM:<vivier@vivier.example>",
        "RCPT TO:<c.perrin@plastiform.example>", "DATA",
      ])
  }

  @Test func `has every byte out and no dot when it asks`() async throws {
    let server = try ScriptedSMTP()
    defer { server.stop() }
    let long = try message(text: String(repeating: "ligne é\n", count: 40_000))
    _ = try await SMTPTransport(try settings(server)).send(long) {
      try await Task.sleep(for: .milliseconds(300))
      #expect(server.complete == [])
    }
    #expect(server.accepted == [String(decoding: long.bytes, as: UTF8.self)])
  }

  @Test func `that is told not to never ends the message`() async throws {
    struct Refusal: Error {}
    let server = try ScriptedSMTP()
    defer { server.stop() }
    let transport = SMTPTransport(try settings(server))
    await #expect(throws: Refusal.self) { try await transport.send(message()) { throw Refusal() } }
    _ = try await transport.send(message(id: "d2@vivier.example")) {}
    #expect(server.complete.count == 1)
    #expect(server.accepted.first?.contains("d2@vivier.example") == true)
  }

  @Test func `killed while it asks has sent nothing`() async throws {
    let server = try ScriptedSMTP()
    defer { server.stop() }
    await #expect(processExitsWith: .signal(SIGKILL)) { [port = server.port as UInt16] in
      let settings = try SMTPServer(
        host: "127.0.0.1", port: port, security: .none, ehloName: "vivier.example")
      _ = try await SMTPTransport(settings).send(message()) { kill(getpid(), SIGKILL) }
    }
    #expect(server.lines.last == "DATA")
    #expect(server.complete == [])
  }

  @Test func `logs in, and never over a wire others can read`() async throws {
    let server = try ScriptedSMTP(extensions: ["AUTH PLAIN LOGIN"])
    defer { server.stop() }
    let login = SMTPServer.Login(user: "vivier", password: "tr0ub4dor")
    _ = try await SMTPTransport(try settings(server, login: login)).send(message()) {}
    #expect(server.lines.contains { $0.hasPrefix("AUTH PLAIN") })
    for host in ["relay.example", "192.0.2.7", "127.0.0.1.example", "2001:db8::1"] {
      #expect(throws: MailError.self) {
        try SMTPServer(host: host, port: 25, security: .none, ehloName: "vivier.example")
      }
    }
  }

  @Test func `refuses a server that hides STARTTLS, and says nothing to it`() async throws {
    let server = try ScriptedSMTP(extensions: ["AUTH PLAIN"])
    defer { server.stop() }
    let login = SMTPServer.Login(user: "vivier", password: "tr0ub4dor")
    let transport = SMTPTransport(try settings(server, security: .startTLS, login: login))
    let fault = try await fault { _ = try await transport.send(message()) {} }
    #expect(fault?.cause == .insecure)
    #expect(fault?.verdict == .stopEverything)
    #expect(!server.lines.contains { $0.hasPrefix("AUTH") || $0.hasPrefix("MAIL") })
  }

  @Test func `writes to letters outside ASCII only where they are taken`() async throws {
    let foreign = try Message(
      from: Address(spec: "vivier@vivier.example"), to: Address(spec: "é@b.example"), subject: "à",
      date: 0, messageID: MessageID("d@vivier.example"), text: "", html: "")
    let plain = try ScriptedSMTP()
    let able = try ScriptedSMTP(extensions: ["8BITMIME", "SMTPUTF8"])
    defer {
      plain.stop()
      able.stop()
    }
    let refused = try await fault {
      _ = try await SMTPTransport(try settings(plain)).send(foreign) {}
    }
    #expect(refused?.cause == .noUTF8)
    #expect(refused?.verdict == .refused)
    #expect(!plain.lines.contains { $0.hasPrefix("RCPT") })
    let transport = SMTPTransport(try settings(able))
    for _ in 0..<2 { _ = try await transport.send(foreign) {} }
    #expect(able.lines.contains("MAIL FROM:<vivier@vivier.example> SMTPUTF8"))
    #expect(able.lines.contains("RCPT TO:<é@b.example>"))
    #expect(able.accepted.last?.contains("To: é@b.example\r\n") == true)
    #expect(able.accepted.count == 2)
  }

  @Test func `makes a connection anew that ended between two messages`() async throws {
    for act in [ScriptedSMTP.Act.close, .drop] {
      let senders = Atomic(0)
      let server = try ScriptedSMTP { event in
        guard event.stage == .sender else { return nil }
        return senders.add(1, ordering: .relaxed).newValue == 2 ? act : nil
      }
      defer { server.stop() }
      let transport = SMTPTransport(try settings(server))
      for number in 1...3 { _ = try await transport.send(message(id: "d\(number)@v.example")) {} }
      #expect(server.accepted.count == 3)
      #expect(server.connections == 2)
    }
  }

  @Test func `does not take a word that came too early for the answer to the dot`() async throws {
    let server = try ScriptedSMTP { event in
      event.stage == .data ? .say("354 go on\r\n250 2.0.0 taken") : nil
    }
    defer { server.stop() }
    let transport = SMTPTransport(try settings(server))
    let fault = try await fault {
      _ = try await transport.send(message()) { try await Task.sleep(for: .milliseconds(50)) }
    }
    #expect(fault?.verdict == .serverAway)
    #expect(server.complete == [])
  }

  @Test(arguments: [
    String(repeating: "250-x\r\n", count: 5_000) + "250 ok",
    "250 " + String(repeating: "x", count: 3_000_000), "25", "250", "099 ok", "250\u{0}ok",
  ])
  func `is not led astray by strange replies`(_ reply: String) async throws {
    let server = try ScriptedSMTP { $0.stage == .sender ? .say(reply) : nil }
    defer { server.stop() }
    let fault = try await fault {
      _ = try await SMTPTransport(try settings(server, reply: 1)).send(message()) {}
    }
    #expect(fault == nil || fault?.verdict == .serverAway, "\(fault as Any)")
    #expect((fault == nil) == (reply == "250"))
  }

  @Test func `stops waiting when it is told to give up`() async throws {
    let server = try ScriptedSMTP { $0.stage == .finalDot ? .stall : nil }
    defer { server.stop() }
    let transport = SMTPTransport(try settings(server))
    let start = ContinuousClock.now
    let fault = try await fault {
      _ = try await transport.send(message()) { transport.giveUp() }
    }
    #expect(fault?.verdict == .unknown)
    // The server would be waited for a minute; other tests take the cores.
    #expect(ContinuousClock.now - start < .seconds(45))
  }
}

@Suite struct `Each stage and each fault of a server` {
  enum Fault: String, CaseIterable { case temporary, permanent, closing, drop, delay, garbage }

  struct Cell: CustomTestStringConvertible, Sendable {
    let stage: ScriptedSMTP.Stage
    let fault: Fault
    var testDescription: String { "\(fault.rawValue) at \(stage.rawValue)" }

    var act: ScriptedSMTP.Act {
      switch fault {
      case .temporary: .say("451 4.3.0 not now")
      case .permanent: .say(stage == .recipient ? "550 5.1.1 nobody" : "554 5.7.1 no")
      case .closing: .close
      case .drop: stage == .finalDot ? .takeAndDrop : .drop
      case .delay: .stall
      case .garbage: .say("\u{1}\u{2}ÿ%%% no reply")
      }
    }

    /// What has to be done about the message; the last stage but one and the last tell the most.
    var verdict: HandoverFault.Verdict {
      switch fault {
      case .temporary: [.recipient, .data, .finalDot].contains(stage) ? .later : .serverAway
      case .permanent: stage == .recipient ? .addressGone : .stopEverything
      case .closing: .serverAway
      case .drop, .delay, .garbage: stage == .finalDot ? .unknown : .serverAway
      }
    }

    static let all = ScriptedSMTP.Stage.allCases.flatMap { stage in
      Fault.allCases.map { Cell(stage: stage, fault: $0) }
    }
  }

  @Test(arguments: Cell.all) func `is told for what it is, and the next message goes out`(
    _ cell: Cell
  ) async throws {
    let isFaulty = Atomic(true)
    let server = try ScriptedSMTP(extensions: ["AUTH PLAIN", "STARTTLS"]) { event in
      event.stage == cell.stage && isFaulty.load(ordering: .relaxed) ? cell.act : nil
    }
    defer { server.stop() }
    let login = SMTPServer.Login(user: "vivier", password: "tr0ub4dor")
    let security: SMTPServer.Security = cell.stage == .startTLS ? .startTLS : .none
    let transport = SMTPTransport(
      try settings(server, security: security, login: login, reply: cell.fault == .delay ? 1 : 60))
    var wasAsked = false
    let fault = try await fault {
      _ = try await transport.send(message()) { wasAsked = true }
    }
    #expect(fault?.verdict == cell.verdict, "\(fault as Any)")
    #expect(wasAsked == (cell.stage == .finalDot))
    #expect(server.complete.count == (cell.stage == .finalDot ? 1 : 0))
    #expect("\(fault as Any)".contains("perrin") == false)

    // A server without TLS of its own can go no further.
    guard cell.stage != .startTLS else { return }
    isFaulty.store(false, ordering: .relaxed)
    let before = server.accepted.count
    _ = try await transport.send(message(id: "next@vivier.example")) {}
    #expect(server.accepted.count == before + 1)
    #expect(server.accepted.last?.contains("next@vivier.example") == true)
  }

  @Test func `comes to 48`() { #expect(Cell.all.count == 48) }
}

@Suite(.serialized) struct `A sendmail command` {
  private func command(_ script: String, _ body: (String, String) async throws -> Void) async throws
  {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "sendmail-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.path() + "/sendmail"
    let text = "#!/bin/sh\nout='\(folder.path())'\n\(script)\n"
    try Data(text.utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
    // A process that is being started just now holds the script open for a moment.
    try await Task.sleep(for: .milliseconds(20))
    try await body(path, folder.path())
  }

  @Test func `gets the envelope as arguments and the message as input`() async throws {
    try await command(#"printf '%s\n' "$@" > "$out/arguments"; cat > "$out/message""#) {
      path, folder in
      let message = try message(text: String(repeating: "ligne\n.\n", count: 20_000))
      _ = try await SendmailTransport(command: path).send(message) {}
      let arguments = try String(contentsOfFile: folder + "/arguments", encoding: .utf8)
      #expect(
        arguments == "-i\n-f\nvivier@vivier.example\n--\nc.perrin@plastiform.example\n")
      let written = try String(contentsOfFile: folder + "/message", encoding: .utf8)
      #expect(
        written == String(decoding: message.bytes, as: UTF8.self).replacing("\r\n", with: "\n"))
    }
  }

  @Test(
    arguments: [
      (0, nil), (75, .serverAway), (67, .addressGone), (65, .refused), (78, .stopEverything),
      (1, .unknown),
    ] as [(Int, HandoverFault.Verdict?)])
  func `is told by its status`(_ status: Int, _ verdict: HandoverFault.Verdict?) async throws {
    try await command("cat > /dev/null; exit \(status)") { path, _ in
      let fault = try await fault {
        _ = try await SendmailTransport(command: path).send(message()) {}
      }
      #expect(fault?.verdict == verdict)
    }
  }

  @Test func `that dies at the end of the message leaves its fate unknown`() async throws {
    try await command("cat > /dev/null; kill -9 $$") { path, _ in
      let fault = try await fault {
        _ = try await SendmailTransport(command: path).send(message()) {}
      }
      #expect(fault?.verdict == .unknown)
    }
  }

  @Test func `takes nothing when it is told not to`() async throws {
    struct Refusal: Error {}
    try await command(#"cat > "$out/part"; mv "$out/part" "$out/taken""#) { path, folder in
      await #expect(throws: Refusal.self) {
        try await SendmailTransport(command: path).send(message()) { throw Refusal() }
      }
      try await Task.sleep(for: .milliseconds(100))
      #expect(!FileManager.default.fileExists(atPath: folder + "/taken"))
    }
  }

  @Test func `that is not there is told`() async throws {
    await #expect(throws: MailError.self) {
      try await SendmailTransport(command: "/nowhere/sendmail").send(message()) {}
    }
    #expect(throws: MailError.self) { try SendmailTransport(command: "sendmail") }
  }
}
