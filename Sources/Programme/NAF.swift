/// An activity of the French nomenclature (NAF): four digits and a letter, without the dot.
package struct NAF: Identifier {
  package static let name = "NAF code"
  package let text: String

  /// Reads `25.62B` or `2562B`; a lost leading zero is put back.
  package init(_ text: String) throws(InvalidIdentifier) {
    let expected = "4 digits and a letter, such as 25.62B"
    let bytes = cleaned(text)
    guard let letter = bytes.last else { throw Self.invalid(.empty, expected: expected) }
    let digits = bytes.dropLast()
    guard (3...4).contains(digits.count), digits.allSatisfy(isDigit), isCapital(letter) else {
      throw Self.invalid(.format, expected: expected)
    }
    self.text = Programme.text(padded(digits, to: 4) + [letter])
  }

  /// The division: the first two digits.
  ///
  /// NAF rév. 2 and NAF 2025 share those of industry, 05 to 39.
  package var division: Int { text.utf8.prefix(2).reduce(0) { $0 * 10 + Int($1) - 0x30 } }
}
