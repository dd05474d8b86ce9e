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
  /// Where a mail program posts "unsubscribe" (RFC 8058); nil when there is no page for it.
  package let unsubscribe: UnsubscribeLink?
  /// What groups the complaints of readers at a large mailbox provider.
  package let feedbackID: FeedbackID?
  /// The text part, lines ended by `\n`.
  package let text: String
  /// The HTML part.
  package let html: String

  /// Checks the parts of a message.
  ///
  /// - Throws: `MailError.header` when the subject holds a control or a line separator.
  package init(
    from: Address, to: Address, replyTo: Address? = nil, subject: String, date: Int64,
    messageID: MessageID, listID: ListID? = nil, unsubscribe: UnsubscribeLink? = nil,
    feedbackID: FeedbackID? = nil, text: String, html: String
  ) throws(MailError) {
    try Header.check(subject, header: "Subject")
    self.from = from
    self.to = to
    self.replyTo = replyTo
    self.subject = subject
    self.date = date
    self.messageID = messageID
    self.listID = listID
    self.unsubscribe = unsubscribe
    self.feedbackID = feedbackID
    self.text = text
    self.html = html
  }

  /// Whether an address of it can only go through a server that announces SMTPUTF8.
  package var needsUTF8: Bool {
    from.needsUTF8 || to.needsUTF8 || replyTo?.needsUTF8 ?? false
  }
}
