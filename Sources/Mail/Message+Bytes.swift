extension Message {
  /// The message as it goes over the wire or into a file: CRLF, the same every time, and ASCII only
  /// unless an address is not.
  package var bytes: [UInt8] {
    // No quoted-printable text holds "=_", so no part can hold the boundary, whatever it says.
    let boundary = "=_\(Self.fingerprint(of: messageID.text))"
    var result = ""
    result += Header.field("From", from.words)
    result += Header.field("To", to.words)
    if let replyTo { result += Header.field("Reply-To", replyTo.words) }
    result += Header.field("Subject", Header.words(ofText: subject))
    result += Header.field("Date", [InternetDate.text(of: date)])
    result += Header.field("Message-ID", ["<\(messageID.text)>"])
    if let listID { result += Header.field("List-Id", ["<\(listID.text)>"]) }
    if let unsubscribe {
      result += Header.field("List-Unsubscribe", ["<\(unsubscribe.text)>"])
      result += Header.field("List-Unsubscribe-Post", ["List-Unsubscribe=One-Click"])
    }
    if let feedbackID { result += Header.field("Feedback-ID", [feedbackID.text]) }
    result += Header.field("Auto-Submitted", ["auto-generated"])
    result += Header.field("MIME-Version", ["1.0"])
    result += Header.field("Content-Type", ["multipart/alternative;", "boundary=\"\(boundary)\""])
    result += "\r\n"
    for (kind, body) in [("plain", text), ("html", html)] {
      result += "--\(boundary)\r\n"
      result += Header.field("Content-Type", ["text/\(kind);", "charset=utf-8"])
      result += Header.field("Content-Transfer-Encoding", ["quoted-printable"])
      // The last CRLF belongs to the boundary that follows.
      result += "\r\n" + QuotedPrintable.encode(body) + "\r\n"
    }
    result += "--\(boundary)--\r\n"
    return Array(result.utf8)
  }

  /// FNV-1a, 64 bits, as hexadecimal digits.
  private static func fingerprint(of text: String) -> String {
    let value = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
    }
    return String(value, radix: 16)
  }
}
