/// A digest as it is read.
package struct Rendered: Sendable, Hashable {
  /// The subject, at most 60 characters, without line ends.
  package var subject: String
  /// The words a mail program shows beside the subject, 40 to 100 characters; also hidden in `html`.
  package var preheader: String
  /// The HTML part, at most 30 kB, complete without images, links or a style sheet.
  package var html: String
  /// The text part, lines of at most 72 characters ended by `\n`.
  package var text: String
  /// Where one POST stops these messages (RFC 8058); nil where there is no such page.
  package var unsubscribe: String?

  /// Makes a rendering from its parts.
  package init(subject: String, preheader: String, html: String, text: String) {
    self.subject = subject
    self.preheader = preheader
    self.html = html
    self.text = text
  }
}
