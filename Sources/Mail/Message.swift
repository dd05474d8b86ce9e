/// A mail with a text part and an HTML part, checked so that its bytes are always well formed.
package struct Message: Sendable, Hashable {
  /// The author.
  package let from: Address
  /// The recipient.
  package let to: Address
  /// The person who reads answers, when it is not the author.
  package let replyTo: Address?
  /// The subject, in any language.
  package let subject: String
  /// The instant of sending, in seconds since 1970; printed in UTC.
  package let date: Int64
  /// The identity of this delivery: the same message always has the same one.
  package let messageID: MessageID
  /// The list this message belongs to, for filters.
  package let listID: ListID?
  /// The text part, lines ended by `\n`.
  package let text: String
  /// The HTML part.
  package let html: String

  /// Checks the parts of a message.
  ///
  /// - Throws: `MailError.header` when the subject holds a control or a line separator.
  package init(
    from: Address, to: Address, replyTo: Address? = nil, subject: String, date: Int64,
    messageID: MessageID, listID: ListID? = nil, text: String, html: String
  ) throws(MailError) {
    try Header.check(subject, header: "Subject")
    self.from = from
    self.to = to
    self.replyTo = replyTo
    self.subject = subject
    self.date = date
    self.messageID = messageID
    self.listID = listID
    self.text = text
    self.html = html
  }
}
