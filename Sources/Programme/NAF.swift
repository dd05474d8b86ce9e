/// An activity of the French nomenclature (NAF): four digits and a letter, without the dot.
///
/// It means something in its version only: see ``Activity``.
package struct NAF: Identifier {
  package static let name = "NAF code"
  package static let expected =
    "4 digits and a letter, such as 25.62B (3 digits and a letter are a code of before 2008)"
  package let text: String

  /// Reads `25.62B` or `2562B`; a zero lost before the dot is put back.
  ///
  /// `80.2C` and `802C` are codes of the nomenclature of 2003: padding them would make another activity.
  package init(_ text: String) throws(InvalidIdentifier) {
    let bytes = try Self.bytes(text)
    let digits = bytes.dropLast()
    let isDotted = text.utf8.count { $0 == UInt8(ascii: ".") } == 1
    let head = text.utf8.prefix { $0 != UInt8(ascii: ".") }.count(where: isDigit)
    let hasLostZero = isDotted && head == 1 && digits.count == 3
    guard let letter = bytes.last, digits.count == 4 || hasLostZero, digits.allSatisfy(isDigit),
      isCapital(letter), !isDotted || head == 2 || hasLostZero
    else { throw Self.refusal(of: bytes) }
    self.text = Programme.text(padded(digits, to: 4) + [letter])
  }

  /// The division: the first two digits.
  ///
  /// NAF rév. 2 and NAF 2025 share those of industry, 05 to 39.
  package var division: Int { text.utf8.prefix(2).reduce(0) { $0 * 10 + Int($1) - 0x30 } }

  /// The version that the last letter gives away: `Z` ends the undivided classes of NAF rév. 2, `Y`
  /// those of NAF 2025; another letter may belong to both.
  package var impliedVersion: NAFVersion? {
    switch text.utf8.last {
    case UInt8(ascii: "Z"): .rev2
    case UInt8(ascii: "Y"): .naf2025
    default: nil
    }
  }
}
