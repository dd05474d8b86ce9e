/// A postal code: five digits.
///
/// It never decides a commune or a territory, since the relation is many-to-many.
package struct PostalCode: Identifier {
  package static let name = "postal code"
  package static let expected = "5 digits, such as 06510"
  package let text: String

  /// Reads five digits; a lost leading zero is put back.
  package init(_ text: String) throws(InvalidIdentifier) {
    self.text = Programme.text(try Self.digits(text, 4...5))
  }
}
