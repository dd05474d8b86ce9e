/// A block of skills of an RNCP certification, such as `RNCP37827BC01`.
package struct SkillBlockCode: Identifier {
  package static let name = "skill block code"
  package static let expected = "an RNCP code, BC and 1 or 2 digits, such as RNCP37827BC01"
  /// The certification the block is a part of.
  package let certification: CertificationCode
  /// Its number in the certification, from 1.
  package let number: Int

  /// `RNCP37827BC01`.
  package var text: String { certification.text + "BC" + (number < 10 ? "0" : "") + "\(number)" }

  /// Reads `RNCP`, the number of the certification, `BC` and the number of the block; a lost zero is
  /// put back.
  package init(_ text: String) throws(InvalidIdentifier) {
    let bytes = try Self.bytes(text)
    guard bytes.starts(with: "RNCP".utf8), let mark = bytes.firstIndex(of: UInt8(ascii: "B")),
      bytes[mark...].starts(with: "BC".utf8),
      let certification = try? CertificationCode(Programme.text(bytes[..<mark]))
    else { throw Self.refusal(of: bytes) }
    let digits = bytes[(mark + 2)...]
    guard (1...2).contains(digits.count), digits.allSatisfy(isDigit) else {
      throw Self.refusal(of: bytes)
    }
    self.certification = certification
    number = digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
    guard number > 0 else { throw Self.invalid(.range) }
  }
}
