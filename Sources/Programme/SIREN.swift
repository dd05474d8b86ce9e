/// A company in the Sirene register: nine digits with a Luhn check.
package struct SIREN: Identifier {
  package static let name = "SIREN"
  package static let expected = "9 digits, as on the register extract"
  package let text: String

  /// Reads nine digits; spaces and dots are dropped, up to three lost leading zeros are put back.
  package init(_ text: String) throws(InvalidIdentifier) {
    let digits = try Self.digits(text, 6...9)
    guard satisfiesLuhn(digits), digits.contains(where: { $0 != 0x30 }) else {
      throw Self.invalid(.checkDigit)
    }
    self.text = Programme.text(digits)
  }

  /// Takes a text the caller has already checked.
  init(unchecked text: String) { self.text = text }
}
