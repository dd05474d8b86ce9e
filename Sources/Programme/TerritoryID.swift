/// A Territoire d'industrie, such as `ti-2402`.
///
/// The same id means another territory in another vintage.
package struct TerritoryID: Identifier {
  package static let name = "territory id"
  package static let expected = "ti- and 4 digits, such as ti-2402"
  package let text: String

  /// Reads `ti-` and four digits, the prefix being optional.
  package init(_ text: String) throws(InvalidIdentifier) {
    let bytes = try Self.bytes(text)
    let digits = bytes.starts(with: "TI".utf8) ? bytes.dropFirst(2) : bytes[...]
    guard digits.count == 4, digits.allSatisfy(isDigit) else {
      throw Self.refusal(of: bytes)
    }
    self.text = "ti-" + Programme.text(digits)
  }
}
