/// A commune in Insee's official geographic code: five characters, `2A` and `2B` for Corsica.
package struct CommuneCode: Identifier {
  package static let name = "Insee commune code"
  package static let expected = "5 characters, such as 06033 or 2A004 (not a postal code)"
  package let text: String

  /// Reads five characters; a lost leading zero is put back.
  ///
  /// A postal code has the same form.
  package init(_ text: String) throws(InvalidIdentifier) {
    let bytes = try Self.bytes(text)
    let code = bytes.count == 4 && bytes.allSatisfy(isDigit) ? padded(bytes[...], to: 5) : bytes
    let isCorsican =
      code.count == 5 && code[0] == UInt8(ascii: "2")
      && (code[1] == UInt8(ascii: "A") || code[1] == UInt8(ascii: "B"))
    guard code.count == 5, isDigit(code[0]), isDigit(code[1]) || isCorsican,
      code[2...].allSatisfy(isDigit)
    else { throw Self.refusal(of: bytes) }
    self.text = Programme.text(code)
  }

  /// The code of the department, three characters overseas.
  package var department: String {
    String(text.prefix(text.hasPrefix("97") || text.hasPrefix("98") ? 3 : 2))
  }
}
