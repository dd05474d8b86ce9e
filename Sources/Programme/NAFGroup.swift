/// A part of the French nomenclature of activities: a division, group, class or single activity,
/// such as `25`, `25.6`, `25.62` or `25.62B`.
package struct NAFGroup: Identifier {
  package static let name = "part of the NAF"
  package static let expected = "2 to 4 digits, or a whole code, such as 25, 25.6, 25.62 or 25.62B"
  /// The digits, and the letter of a whole code, without the dot.
  package let text: String

  /// Reads a division of two digits, more digits after it, or a whole code.
  package init(_ text: String) throws(InvalidIdentifier) {
    let bytes = try Self.bytes(text)
    if bytes.count == 5, let code = try? NAF(text) {
      self.text = code.text
      return
    }
    guard (2...4).contains(bytes.count), bytes.allSatisfy(isDigit),
      text.utf8.prefix(while: { $0 != UInt8(ascii: ".") }).count(where: isDigit) == 2
        || !text.utf8.contains(UInt8(ascii: "."))
    else { throw Self.refusal(of: bytes) }
    self.text = Programme.text(bytes)
  }

  /// Whether an activity belongs to it.
  package func contains(_ code: NAF) -> Bool { code.text.hasPrefix(text) }
}
