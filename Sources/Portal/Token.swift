/// What a link carries: 128 bits as 22 letters of base64url (RFC 4648, section 5).
package struct Token: Sendable, Hashable {
  /// The letters.
  package let text: String

  /// A token as it stands in an address; nil for anything that can be none.
  package init?(_ text: some StringProtocol) {
    guard text.utf8.count == 22, text.utf8.allSatisfy(Self.isLetter) else { return nil }
    self.text = String(text)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
    default: false
    }
  }
}
