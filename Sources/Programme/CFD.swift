/// A diploma in the nomenclature of the education ministry (code formation diplôme).
///
/// Its first digit is the level of 1969, not that of the national framework of qualifications.
package struct CFD: Identifier {
  package static let name = "CFD"
  package static let expected =
    "3 letters or digits, 3 digits, 2 letters or digits, such as 32322111"
  package let text: String

  /// Reads eight characters; a lost leading zero is put back.
  package init(_ text: String) throws(InvalidIdentifier) {
    let bytes = try Self.bytes(text)
    let code = bytes.count == 7 && bytes.allSatisfy(isDigit) ? padded(bytes[...], to: 8) : bytes
    guard code.count == 8, code.allSatisfy({ isDigit($0) || isCapital($0) }),
      code[3..<6].allSatisfy(isDigit)
    else { throw Self.refusal(of: bytes) }
    self.text = Programme.text(code)
  }
}
