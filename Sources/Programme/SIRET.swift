/// An establishment in the Sirene register: its company's SIREN and five more digits, with a Luhn
/// check, or La Poste's own rule.
package struct SIRET: Identifier {
  package static let name = "SIRET"
  package static let expected = "14 digits, as on the register extract"
  package let text: String

  /// Reads fourteen digits; spaces and dots are dropped, up to four lost leading zeros are put back.
  ///
  /// The establishments of La Poste (SIREN 356000000) pass when their digits sum to a multiple of
  /// five, its head office by Luhn (Insee, documentation of the Sirene register).
  package init(_ text: String) throws(InvalidIdentifier) {
    let bytes = try Self.bytes(text)
    guard bytes.count != 9 || !bytes.allSatisfy(isDigit) else {
      throw InvalidIdentifier(
        name: Self.name, problem: .format,
        expected: "14 digits; 9 digits are a SIREN, add the NIC")
    }
    let digits = try Self.digits(text, 10...14)
    let isPoste = digits.starts(with: "356000000".utf8)
    let sum = digits.reduce(0) { $0 + Int($1) - 0x30 }
    guard satisfiesLuhn(digits.prefix(9)), digits.prefix(9).contains(where: { $0 != 0x30 }),
      satisfiesLuhn(digits) || (isPoste && sum % 5 == 0)
    else { throw Self.invalid(.checkDigit) }
    self.text = Programme.text(digits)
    self.siren = SIREN(unchecked: Programme.text(digits.prefix(9)))
  }

  /// The company the establishment belongs to.
  package let siren: SIREN
}
