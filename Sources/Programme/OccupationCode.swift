/// An occupation of the ROME: a letter from A to N and four digits.
///
/// Whether it exists depends on the edition: see ``EditionedOccupation``.
package struct OccupationCode: Identifier {
  package static let name = "ROME code"
  package static let expected = "a letter from A to N and 4 digits, such as H1502"
  package let text: String

  /// Reads a letter and four digits.
  package init(_ text: String) throws(InvalidIdentifier) {
    let bytes = try Self.bytes(text)
    guard bytes.count == 5, let letter = bytes.first,
      (UInt8(ascii: "A")...UInt8(ascii: "N")).contains(letter),
      bytes.dropFirst().allSatisfy(isDigit)
    else { throw Self.refusal(of: bytes) }
    self.text = Programme.text(bytes)
  }

  /// The professional domain, such as "H15".
  package var domain: String { String(text.prefix(3)) }
}
