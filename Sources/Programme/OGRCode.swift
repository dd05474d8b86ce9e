/// A title or a skill of the ROME by its OGR number.
package struct OGRCode: Identifier {
  package static let name = "OGR code"
  package static let expected = "up to 7 digits, such as 124851"
  /// From 1.
  package let number: Int
  /// The number without leading zeros.
  package var text: String { String(number) }

  /// Reads one to seven digits.
  package init(_ text: String) throws(InvalidIdentifier) {
    number = try Self.digits(text, 1...7).reduce(0) { $0 * 10 + Int($1) - 0x30 }
    guard number > 0 else { throw Self.invalid(.range) }
  }
}
