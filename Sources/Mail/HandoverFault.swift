/// Why a server did not take a message, or why nobody knows whether it did.
///
/// Holds codes only: the words of a server may quote an address.
package struct HandoverFault: Sendable, Hashable {
  /// How far the conversation was.
  package enum Stage: String, Sendable, Hashable, CaseIterable {
    case connect = "the connection"
    case hello = "EHLO"
    case startTLS = "STARTTLS"
    case login = "AUTH"
    case sender = "MAIL FROM"
    case recipient = "RCPT TO"
    case data = "DATA"
    case body = "the message"
    case finalDot = "the final dot"
  }

  /// What went wrong.
  package enum Cause: Sendable, Hashable {
    /// The server said no.
    case refused(SMTPReply)
    /// The connection could not be made, ended, or gave no answer in time.
    case lost(timedOut: Bool)
    /// What came is no reply, or came before it was asked for.
    case garbled
    /// TLS is missing, or the certificate is not one we trust.
    case insecure
    /// The server does not announce SMTPUTF8, which this address needs.
    case noUTF8
    /// The sendmail command ended with this status.
    case exit(Int32)
  }

  /// What to do about a message.
  package enum Verdict: Sendable, Hashable {
    /// Try this message again later.
    case later
    /// Nobody reads at this address: never write to it again.
    case addressGone
    /// This message will never be taken.
    case refused
    /// The server takes nothing now: every message waits.
    case serverAway
    /// We are refused, not the recipient: stop everything and tell the operator.
    case stopEverything
    /// The server may have the message: it is never sent again by itself.
    case unknown
  }

  /// How far the conversation was.
  package let stage: Stage
  /// What went wrong.
  package let cause: Cause

  /// A fault from its parts.
  package init(_ cause: Cause, at stage: Stage) {
    self.cause = cause
    self.stage = stage
  }

  /// What to do about the message.
  package var verdict: Verdict {
    switch cause {
    case .lost, .garbled: stage == .finalDot ? .unknown : .serverAway
    case .insecure: .stopEverything
    case .noUTF8: .refused
    case .exit(let status): Self.verdict(ofExit: status)
    case .refused(let reply): reply.code < 500 ? temporary(reply) : permanent(reply)
    }
  }

  private func temporary(_ reply: SMTPReply) -> Verdict {
    // 421: the server closes the connection; before MAIL it is not about a message at all.
    if reply.code == 421 { return .serverAway }
    switch stage {
    case .recipient, .data, .body, .finalDot: return .later
    default: return .serverAway
    }
  }

  private func permanent(_ reply: SMTPReply) -> Verdict {
    switch stage {
    case .connect, .hello, .startTLS, .login: return .stopEverything
    case .sender: return reply.status?.subject == 3 ? .refused : .stopEverything
    case .recipient, .data, .body, .finalDot:
      guard let status = reply.status else {
        // Without an enhanced code only RCPT tells whom a 550, 551 or 553 is about.
        return stage == .recipient && [550, 551, 553].contains(reply.code) ? .addressGone : .refused
      }
      if status.subject == 7 { return .stopEverything }
      return status.isAboutMailbox ? .addressGone : .refused
    }
  }

  /// The statuses of sysexits.h, as sendmail uses them.
  private static func verdict(ofExit status: Int32) -> Verdict {
    switch status {
    case 67, 68: .addressGone
    case 65: .refused
    case 69, 71, 74, 75: .serverAway
    case 64, 70, 72, 73, 76, 77, 78, 126, 127: .stopEverything
    default: .unknown
    }
  }
}

extension HandoverFault: CustomStringConvertible {
  /// One line: what happened, and when.
  package var description: String {
    switch cause {
    case .refused(let reply): "the mail server refused \(stage.rawValue): \(reply)"
    case .lost(timedOut: true): "no answer from the mail server in time, at \(stage.rawValue)"
    case .lost(timedOut: false): "no connection to the mail server, at \(stage.rawValue)"
    case .garbled: "the mail server's answer is none, at \(stage.rawValue)"
    case .insecure: "the mail server offers no TLS we can trust, at \(stage.rawValue)"
    case .noUTF8: "the mail server does not take addresses outside ASCII"
    case .exit(let status): "the sendmail command ended with status \(status)"
    }
  }
}
