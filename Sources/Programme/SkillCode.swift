/// A skill by code: an OGR number of ROME 3 or ROME 4, or a know-how of ROME 4 named `sf-` and ten
/// hexadecimal digits.
///
/// A bare OGR number names no edition; reference data decides which one is meant.
package struct SkillCode: Identifier {
  package static let name = "skill code"
  package static let expected =
    "rome3: or rome4: and an OGR number, an OGR number, or sf- and 10 hex digits"

  /// The edition of the ROME a code belongs to.
  package enum Edition: String, Hashable, Sendable {
    case rome3
    case rome4
  }

  /// The edition, or nil for a bare OGR number.
  package let edition: Edition?
  /// The code inside its edition, such as `124851` or `sf-00c1d2e3f4`.
  package let code: String

  /// `rome3:124851`, `rome4:sf-00c1d2e3f4`, or the bare number.
  package var text: String {
    guard let edition else { return code }
    return edition.rawValue + ":" + code
  }

  /// Reads `rome3:` or `rome4:` and a code, a bare OGR number, or `sf-` and ten hexadecimal digits.
  package init(_ text: String) throws(InvalidIdentifier) {
    var bytes = try Self.bytes(text)[...]
    var edition: Edition?
    if bytes.starts(with: "ROME3:".utf8) { edition = .rome3 }
    if bytes.starts(with: "ROME4:".utf8) { edition = .rome4 }
    if edition != nil { bytes = bytes.dropFirst(6) }
    if bytes.starts(with: "SF".utf8) {
      let digits = bytes.dropFirst(2)
      guard digits.count == 10, edition != .rome3,
        digits.allSatisfy({ isDigit($0) || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0) })
      else { throw Self.refusal(of: Array(bytes)) }
      self.edition = .rome4
      self.code = "sf-" + Programme.text(digits.map { $0 >= 0x41 ? $0 + 32 : $0 })
      return
    }
    guard (1...10).contains(bytes.count), bytes.allSatisfy(isDigit) else {
      throw Self.refusal(of: Array(bytes))
    }
    self.edition = edition
    self.code = Programme.text(bytes)
  }
}
