/// A school, university or CFA in the national register: seven digits and a check letter.
package struct UAI: Identifier {
  package static let name = "UAI"
  package let text: String

  /// The check letters, in the order of the remainder by 23; I, O and Q are left out.
  private static let letters = Array("ABCDEFGHJKLMNPRSTUVWXYZ".utf8)

  /// Reads seven digits and a letter; a lost leading zero is put back.
  package init(_ text: String) throws(InvalidIdentifier) {
    let expected = "7 digits and a check letter, such as 0352480F"
    let bytes = cleaned(text)
    guard let letter = bytes.last else { throw Self.invalid(.empty, expected: expected) }
    let digits = bytes.dropLast()
    guard (6...7).contains(digits.count), digits.allSatisfy(isDigit), isCapital(letter) else {
      throw Self.invalid(.format, expected: expected)
    }
    let number = digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
    guard Self.letters[number % 23] == letter else {
      throw Self.invalid(.checkDigit, expected: expected)
    }
    self.text = Programme.text(padded(digits, to: 7) + [letter])
  }
}
