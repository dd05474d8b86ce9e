import Mail
import Testing

private func report(
  action: String = "failed", status: String = "5.1.1", recipient: String = "rfc822; a@b.example",
  part: String = "message/rfc822", type: String = "multipart/report; report-type=delivery-status;",
  id: String = "Message-ID: <digest.1.abc@vivier.example>"
) -> [UInt8] {
  Array(
    """
    From: MAILER-DAEMON@relay.example
    To: bounces@vivier.example
    Content-Type: \(type)
     boundary="==x=="
    Subject: Undelivered Mail Returned to Sender

    --==x==
    Content-Type: text/plain

    This is the mail system. Final-Recipient: rfc822; nobody@else.example
    --==x==
    Content-Type: message/delivery-status

    Reporting-MTA: dns; relay.example
    Arrival-Date: Mon, 23 Nov 2026 04:10:00 +0100

    Final-Recipient: \(recipient)
    Action: \(action)
    Status: \(status)
    Diagnostic-Code: smtp; 550 5.1.1 no such user

    --==x==
    Content-Type: \(part)

    From: vivier@vivier.example
    \(id)
    Subject: 2 profils

    Message-ID: <wrong@else.example>
    --==x==--

    """.replacing("\n", with: "\r\n").utf8)
}

@Suite struct `A delivery report` {
  @Test func `tells which message did not reach whom, and why`() throws {
    let read = try #require(BounceReport(report()))
    #expect(read.messageID == "digest.1.abc@vivier.example")
    #expect(read.failures.map(\.address) == ["a@b.example"])
    #expect(read.failures.map(\.status.description) == ["5.1.1"])
    #expect(read.failures.allSatisfy { $0.status.isAboutMailbox })
    #expect(BounceReport(report(part: "text/rfc822-headers")) == read)
    let unixLines = report().filter { $0 != 0x0D }
    #expect(BounceReport(unixLines) == read)
  }

  @Test(
    arguments: [
      ("4.2.2", "delayed", false), ("5.2.2", "failed", false), ("5.7.1", "failed", false),
      ("5.1.10", "failed", true), ("5.2.1 (disabled)", "failed", true),
    ] as [(String, String, Bool)]) func `keeps what a code is about`(
      _ status: String, _ action: String, _ isAboutMailbox: Bool
    ) throws
  {
    let failure = try #require(BounceReport(report(action: action, status: status))?.failures.first)
    #expect(failure.status.isAboutMailbox == isAboutMailbox)
  }

  @Test func `that tells no failure, no message or no address is none`() {
    #expect(BounceReport(report(action: "delivered", status: "2.0.0")) == nil)
    #expect(BounceReport(report(action: "relayed")) == nil)
    #expect(BounceReport(report(status: "nonsense")) == nil)
    #expect(BounceReport(report(recipient: "rfc822; a b@c.example")) == nil)
    #expect(BounceReport(report(recipient: "a@b.example")) == nil)
    #expect(BounceReport(report(id: "Message-ID: <a b>")) == nil)
    #expect(BounceReport(report(type: "multipart/mixed;")) == nil)
    #expect(BounceReport([]) == nil)
    #expect(BounceReport(Array("Content-Type: multipart/report".utf8)) == nil)
  }

  @Test func `cut anywhere or overwritten anywhere does no harm`() {
    let whole = report()
    for end in stride(from: 0, to: whole.count, by: 7) { _ = BounceReport(Array(whole[..<end])) }
    for place in stride(from: 0, to: whole.count, by: 11) {
      var bytes = whole
      bytes[place] = 0xFF
      if let read = BounceReport(bytes) {
        #expect(read.failures.allSatisfy { (try? Address(spec: $0.address)) != nil })
      }
    }
    _ = BounceReport([UInt8](repeating: 0x0A, count: 3_000_000))
  }
}
