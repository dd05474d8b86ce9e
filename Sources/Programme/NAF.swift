/// An activity of the French nomenclature (NAF): four digits and a letter, without the dot.
///
/// It means something in its version only: see ``Activity``.
package struct NAF: Identifier {
  package static let name = "NAF code"
  package static let expected =
    "4 digits and a letter, such as 25.62B (3 digits and a letter are a code of before 2008)"
  package let text: String

  /// Reads `25.62B` or `2562B`; a lost zero is put back where it is sure: before a dot, or where the
  /// code is one of divisions 01 to 09 and was none of the nomenclature of 2003.
  ///
  /// `80.2C` and `802C` are codes of 2003: padding them would make a school a mine.
  package init(_ text: String) throws(InvalidIdentifier) {
    let bytes = try Self.bytes(text)
    let digits = bytes.dropLast()
    let isDotted = text.utf8.count { $0 == UInt8(ascii: ".") } == 1
    let head = text.utf8.prefix { $0 != UInt8(ascii: ".") }.count(where: isDigit)
    let hasLostZero =
      digits.count == 3
      && (isDotted
        ? head == 1 : Self.isUndivided(bytes) && Self.lackingZero.contains(Array(digits)))
    guard let letter = bytes.last, digits.count == 4 || hasLostZero, digits.allSatisfy(isDigit),
      isCapital(letter), !isDotted || head == 2 || hasLostZero
    else { throw Self.refusal(of: bytes) }
    self.text = Programme.text(padded(digits, to: 4) + [letter])
  }

  /// Whether the code ends an undivided class, as all of divisions 01 to 09 do.
  private static func isUndivided(_ bytes: [UInt8]) -> Bool {
    bytes.last == UInt8(ascii: "Z") || bytes.last == UInt8(ascii: "Y")
  }

  /// The classes of divisions 01 to 09 without their zero, of both versions.
  ///
  /// Those are missing that were codes of 2003 as well: 111, 112, 143, 144, 145, 721 and 990.
  private static let lackingZero = Set(
    """
    113 114 115 116 119 121 122 123 124 125 126 127 128 129 130 141 142 146 147 148 149 150 161 162
    163 164 170 210 220 230 240 311 312 321 322 330 510 520 610 620 710 729 811 812 891 892 893 899
    910
    """.utf8.split { !isDigit($0) }.map(Array.init))

  /// The division: the first two digits.
  ///
  /// NAF rév. 2 and NAF 2025 share those of industry, 05 to 39.
  package var division: Int { text.utf8.prefix(2).reduce(0) { $0 * 10 + Int($1) - 0x30 } }

  /// The version that the last letter gives away; nil for a letter that may belong to both.
  ///
  /// `Z` ends the undivided classes of NAF rév. 2, `Y` those of NAF 2025.
  package var impliedVersion: NAFVersion? {
    switch text.utf8.last {
    case UInt8(ascii: "Z"): .rev2
    case UInt8(ascii: "Y"): .naf2025
    default: nil
    }
  }
}
