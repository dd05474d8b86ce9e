/// A certification of France compétences: `RNCP` and three to five digits, or `RS` and one to five.
package struct CertificationCode: Identifier {
  package static let name = "RNCP or RS code"
  package static let expected = "RNCP and 3 to 5 digits, or RS and 1 to 5 digits"
  package let text: String

  /// Reads a code; without a prefix the digits are taken for an RNCP number.
  ///
  /// A skill block (`RNCP37827BC01`) is part of a certification and is refused.
  package init(_ text: String) throws(InvalidIdentifier) {
    let bytes = try Self.bytes(text)
    let isSpecific = bytes.starts(with: "RS".utf8)
    let prefix = isSpecific ? 2 : bytes.starts(with: "RNCP".utf8) ? 4 : 0
    let digits = bytes.dropFirst(prefix).drop { $0 == 0x30 }
    guard digits.allSatisfy(isDigit), ((isSpecific ? 1 : 3)...5).contains(digits.count) else {
      throw Self.refusal(of: bytes)
    }
    self.text = (isSpecific ? "RS" : "RNCP") + Programme.text(digits)
  }
}
