/// The address of a page that takes "unsubscribe" without asking anything (RFC 8058).
package struct UnsubscribeLink: Sendable, Hashable {
  /// The address, as it stands between the angle brackets.
  package let text: String

  /// Checks an address: https, and nothing that could end the header or be folded.
  ///
  /// - Throws: `MailError.identifier` when it has another form.
  package init(_ text: String) throws(MailError) {
    let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"<>\"\\".utf8.contains($0) }
    let host = text.utf8.dropFirst("https://".utf8.count).prefix { !"/?#:".utf8.contains($0) }
    guard text.hasPrefix("https://"), isPlain, text.utf8.count <= 900, DotAtom.isDomain(host) else {
      throw .identifier(header: "List-Unsubscribe")
    }
    self.text = text
  }
}
