/// A school, university or CFA in the national register: seven digits and a check letter.
package struct UAI: Identifier {
  package static let name = "UAI"
  package static let expected = "7 digits and a check letter, such as 0352480F"
  package let text: String

  /// The check letters, in the order of the remainder by 23; I, O and Q are left out.
  private static let letters = Array("ABCDEFGHJKLMNPRSTUVWXYZ".utf8)

  /// Reads seven digits and a letter; a lost leading zero is put back.
  package init(_ text: String) throws(InvalidIdentifier) {
    let bytes = try Self.bytes(text)
    let digits = bytes.dropLast()
    guard let letter = bytes.last, (6...7).contains(digits.count), digits.allSatisfy(isDigit),
      isCapital(letter)
    else { throw Self.refusal(of: bytes) }
    let number = digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
    guard Self.letters[number % 23] == letter else { throw Self.invalid(.checkDigit) }
    self.text = Programme.text(padded(digits, to: 7) + [letter])
  }
}
