/// The list a message belongs to (RFC 2919), so that its reader can file it: `digest.vivier.example`.
package struct ListID: Sendable, Hashable {
  /// The identifier, as it stands between the angle brackets.
  package let text: String

  /// Checks an identifier: at least two labels of a host name, at most 200 characters.
  ///
  /// - Throws: `MailError.identifier` when it has another form.
  package init(_ text: String) throws(MailError) {
    guard text.utf8.count <= 200, text.contains("."), DotAtom.isDomain(text.utf8) else {
      throw .identifier(header: "List-Id")
    }
    self.text = text
  }
}
