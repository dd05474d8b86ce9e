/// A department in Insee's official geographic code: two characters, three overseas.
package struct DepartmentCode: Identifier {
  package static let name = "department code"
  package static let expected = "2 characters, such as 06 or 2A, or 3 overseas, such as 974"
  package let text: String

  /// Reads `06`, `2A` or `974`; a lost leading zero is put back.
  package init(_ text: String) throws(InvalidIdentifier) {
    let bytes = try Self.bytes(text)
    let isNumber = bytes.allSatisfy(isDigit)
    let isCorsican = bytes.elementsEqual("2A".utf8) || bytes.elementsEqual("2B".utf8)
    let isOverseas =
      bytes.count == 3 && (bytes.starts(with: "97".utf8) || bytes.starts(with: "98".utf8))
    guard isCorsican || (isNumber && (bytes.count <= 2 || isOverseas)) else {
      throw Self.refusal(of: bytes)
    }
    self.text = Programme.text(isNumber ? padded(bytes[...], to: 2) : bytes)
  }
}

/// A region in Insee's official geographic code: two digits.
package struct RegionCode: Identifier {
  package static let name = "region code"
  package static let expected = "2 digits, such as 93"
  package let text: String

  /// Reads two digits; a lost leading zero is put back.
  package init(_ text: String) throws(InvalidIdentifier) {
    self.text = Programme.text(try Self.digits(text, 1...2))
  }
}
