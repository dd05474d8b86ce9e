/// A postal code: five digits.
///
/// It never decides a commune or a territory, since the relation is many-to-many.
package struct PostalCode: Identifier {
  package static let name = "postal code"
  package let text: String

  /// Reads five digits; a lost leading zero is put back.
  package init(_ text: String) throws(InvalidIdentifier) {
    let expected = "5 digits, such as 06510"
    let bytes = cleaned(text)
    guard !bytes.isEmpty else { throw Self.invalid(.empty, expected: expected) }
    guard (4...5).contains(bytes.count), bytes.allSatisfy(isDigit) else {
      throw Self.invalid(.format, expected: expected)
    }
    self.text = Programme.text(padded(bytes[...], to: 5))
  }
}
