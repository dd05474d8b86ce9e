/// An edition of the ROME: its version, 3 or 4, and the number of its publication.
package struct ROMEEdition: Identifier {
  package static let name = "ROME edition"
  package static let expected = "rome3 or rome4, a hyphen and a number, such as rome4-460"
  /// 3 or 4.
  package let version: Int
  /// The number France Travail gives the publication, such as 460.
  package let number: Int

  /// `rome4-460`.
  package var text: String { "rome\(version)-\(number)" }

  /// Reads `rome3-` or `rome4-` and up to four digits.
  package init(_ text: String) throws(InvalidIdentifier) {
    let bytes = try Self.bytes(text)
    let isThree = bytes.starts(with: "ROME3".utf8)
    let digits = bytes.dropFirst(5)
    guard isThree || bytes.starts(with: "ROME4".utf8), (1...4).contains(digits.count),
      digits.allSatisfy(isDigit)
    else { throw Self.refusal(of: bytes) }
    version = isThree ? 3 : 4
    number = digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
  }
}

/// An occupation in the edition of the ROME it was written in, such as `rome4-460:H1502`.
///
/// Up to three editions a year add and reword occupations, so a code alone may change its meaning.
package struct EditionedOccupation: Identifier {
  package static let name = "ROME code with its edition"
  package static let expected = "an edition, a colon and a code, such as rome4-460:H1502"
  /// The edition it was written in.
  package let edition: ROMEEdition
  /// The code.
  package let code: OccupationCode

  /// `rome4-460:H1502`.
  package var text: String { "\(edition):\(code)" }

  /// Puts a code and its edition together.
  package init(_ code: OccupationCode, in edition: ROMEEdition) {
    self.code = code
    self.edition = edition
  }

  /// Reads an edition, a colon and a code.
  package init(_ text: String) throws(InvalidIdentifier) {
    let bytes = try Self.bytes(text)
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
      let edition = try? ROMEEdition(Programme.text(bytes[..<colon])),
      let code = try? OccupationCode(Programme.text(bytes[(colon + 1)...]))
    else { throw Self.refusal(of: bytes) }
    self.init(code, in: edition)
  }
}
