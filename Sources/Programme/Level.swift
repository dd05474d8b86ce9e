/// A level of the national framework of qualifications: 3 (CAP) to 8 (doctorate).
package struct Level: Identifier {
  package static let name = "level"
  package static let expected =
    "a number from 3 to 8 (3 CAP, 4 Bac, 5 Bac+2, 6 Bac+3 or Bac+4, 7 Bac+5, 8 doctorate)"
  /// 3 to 8.
  package let number: Int
  /// The number as text.
  package var text: String { String(number) }

  /// Takes a number; nil outside 3 to 8.
  package init?(_ number: Int) {
    guard (3...8).contains(number) else { return nil }
    self.number = number
  }

  /// Reads a digit from 3 to 8, with or without "niveau" before it.
  ///
  /// "Bac+n" is refused rather than guessed: Bac+4 is level 6, Bac+5 is level 7.
  package init(_ text: String) throws(InvalidIdentifier) {
    let bytes = try Self.bytes(text)
    let digits = bytes.starts(with: "NIVEAU".utf8) ? bytes.dropFirst(6) : bytes[...]
    guard (1...2).contains(digits.count), digits.allSatisfy(isDigit) else {
      throw Self.refusal(of: bytes)
    }
    guard let level = Level(digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }) else {
      throw Self.invalid(.range)
    }
    self = level
  }
}
