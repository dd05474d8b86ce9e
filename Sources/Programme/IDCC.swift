/// A collective agreement by its number in the ministry of labour's list: four digits.
package struct IDCC: Identifier {
  package static let name = "IDCC"
  package static let expected = "up to 4 digits, such as 3248"
  package let text: String

  /// Reads one to four digits; leading zeros are put back.
  package init(_ text: String) throws(InvalidIdentifier) {
    self.text = Programme.text(try Self.digits(text, 1...4))
  }
}
