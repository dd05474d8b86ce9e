/// A version of the French nomenclature of activities.
package enum NAFVersion: String, Identifier, CaseIterable {
  case rev2 = "NAFRev2"
  case naf2025 = "NAF2025"

  package static let name = "NAF version"
  package static let expected = "NAFRev2 or NAF2025"
  /// The name the Sirene register gives it.
  package var text: String { rawValue }

  /// Reads the name the register gives it, or what people write.
  package init(_ text: String) throws(InvalidIdentifier) {
    switch fold(text).filter({ $0 != " " }) {
    case "": throw Self.invalid(.empty)
    case "nafrev2", "rev2", "naf2008": self = .rev2
    case "naf2025", "naf25", "2025": self = .naf2025
    default: throw Self.invalid(.format)
    }
  }

  /// The version that the register gives out on a day: NAF 2025 from 2027-01-01 (Insee).
  package static func inForce(on day: Day) -> NAFVersion {
    Day(year: 2027, month: 1, day: 1).map { day < $0 } == true ? .rev2 : .naf2025
  }
}

/// An activity in the version of the nomenclature it was told in, such as `NAFRev2:2562B`.
package struct Activity: Identifier {
  package static let name = "NAF code with its version"
  package static let expected = "NAFRev2: or NAF2025: and a code, such as NAFRev2:2562B"
  /// The code.
  package let code: NAF
  /// The version it means something in.
  package let version: NAFVersion

  /// `NAFRev2:2562B`.
  package var text: String { "\(version):\(code)" }

  /// Takes a code told on a day, with its version if that was told, too.
  ///
  /// Fails when the letter of the code belongs to the other version.
  package init(_ code: NAF, version: NAFVersion?, toldOn day: Day) throws(InvalidIdentifier) {
    if let version, let implied = code.impliedVersion, implied != version {
      throw Self.invalid(.range)
    }
    self.code = code
    self.version = version ?? code.impliedVersion ?? NAFVersion.inForce(on: day)
  }

  /// Reads a version, a colon and a code; the version may be left out where the code's letter tells it.
  package init(_ text: String) throws(InvalidIdentifier) {
    let bytes = try Self.bytes(text)
    let colon = text.utf8.firstIndex(of: UInt8(ascii: ":"))
    let tail = colon.map { text.utf8.index(after: $0) } ?? text.utf8.startIndex
    guard let code = try? NAF(String(decoding: Array(text.utf8[tail...]), as: UTF8.self)) else {
      throw Self.refusal(of: bytes)
    }
    var told: NAFVersion?
    if let colon {
      told = try? NAFVersion(String(decoding: Array(text.utf8[..<colon]), as: UTF8.self))
      if told == nil { throw Self.invalid(.format) }
    }
    guard let version = told ?? code.impliedVersion else { throw Self.invalid(.format) }
    if let implied = code.impliedVersion, implied != version { throw Self.invalid(.range) }
    self.code = code
    self.version = version
  }

  /// Whether the activity is industry: sections B to E, divisions 05 to 39 in both versions.
  package var isIndustry: Bool { (5...39).contains(code.division) }
}
