/// A company in the Sirene register: nine digits with a Luhn check.
package struct SIREN: Identifier {
  package static let name = "SIREN"
  package let text: String

  /// Reads nine digits; spaces and dots are dropped, up to three lost leading zeros are put back.
  package init(_ text: String) throws(InvalidIdentifier) {
    let expected = "9 digits, as on the register extract"
    let bytes = cleaned(text)
    guard !bytes.isEmpty else { throw Self.invalid(.empty, expected: expected) }
    guard bytes.allSatisfy(isDigit), (6...9).contains(bytes.count) else {
      throw Self.invalid(.format, expected: expected)
    }
    let digits = padded(bytes[...], to: 9)
    guard satisfiesLuhn(digits), digits.contains(where: { $0 != 0x30 }) else {
      throw Self.invalid(.checkDigit, expected: expected)
    }
    self.text = Programme.text(digits)
  }

  /// Takes a text the caller has already checked.
  init(unchecked text: String) { self.text = text }
}
