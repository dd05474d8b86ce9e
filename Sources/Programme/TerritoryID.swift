/// A Territoire d'industrie, such as `ti-2402`.
///
/// The same id means another territory in another vintage.
package struct TerritoryID: Identifier {
  package static let name = "territory id"
  package let text: String

  /// Reads `ti-` and four digits, the prefix being optional.
  package init(_ text: String) throws(InvalidIdentifier) {
    let expected = "ti- and 4 digits, such as ti-2402"
    let bytes = cleaned(text)
    guard !bytes.isEmpty else { throw Self.invalid(.empty, expected: expected) }
    let digits = bytes.starts(with: "TI".utf8) ? bytes.dropFirst(2) : bytes[...]
    guard digits.count == 4, digits.allSatisfy(isDigit) else {
      throw Self.invalid(.format, expected: expected)
    }
    self.text = "ti-" + Programme.text(digits)
  }
}
