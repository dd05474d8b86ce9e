/// The identity of one delivery, `left@domain`, without angle brackets.
///
/// Letters, digits and `.-_+=` only, so that it also serves as a file name.
package struct MessageID: Sendable, Hashable {
  /// The identifier, as it stands between the angle brackets.
  package let text: String

  /// Checks an identifier of at most 200 characters.
  ///
  /// - Throws: `MailError.identifier` when it has another form.
  package init(_ text: String) throws(MailError) {
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard text.utf8.count <= 200, parts.count == 2, DotAtom.isValid(parts[0]),
      parts[0].allSatisfy({ DotAtom.isLetterOrDigit($0) || ".-_+=".utf8.contains($0) }),
      DotAtom.isDomain(parts[1])
    else { throw .identifier(header: "Message-ID") }
    self.text = text
  }
}
