/// A mailbox: an address, and the name to show with it.
///
/// An address with letters outside ASCII goes through servers that announce SMTPUTF8 only (RFC 6531).
package struct Address: Sendable, Hashable {
  /// The name to show, in any language.
  package let name: String?
  /// The address itself, `local@domain`.
  package let spec: String

  /// Checks an address.
  ///
  /// - Throws: `MailError.address` when the address is not one we can write to, `MailError.header`
  ///   when the name holds a control or a line separator.
  package init(name: String? = nil, spec: String) throws(MailError) {
    if let name { try Header.check(name, header: "address") }
    try Self.check(spec)
    self.name = name == "" ? nil : name
    self.spec = spec
  }

  private static func check(_ spec: String) throws(MailError) {
    let bytes = Array(spec.utf8)
    // A letter of any language, and nothing that could hide or end something.
    for scalar in spec.unicodeScalars where !scalar.isASCII {
      guard
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || scalar.properties.generalCategory == .nonspacingMark
      else { throw .address(.forbiddenCharacter) }
    }
    if bytes.contains(where: { $0 <= 0x20 || $0 == 0x7F || #"<>,;:"()[]\"#.utf8.contains($0) }) {
      throw .address(.forbiddenCharacter)
    }
    let parts = bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { throw .address(.notOneAt) }
    guard parts[0].count <= 64, bytes.count <= 254 else { throw .address(.tooLong) }
    guard DotAtom.isValid(parts[0]), DotAtom.isDomain(parts[1], isUTF8: true) else {
      throw .address(.malformed)
    }
  }

  /// Whether it can only go through a server that announces SMTPUTF8.
  package var needsUTF8: Bool { spec.utf8.contains { $0 >= 0x80 } }

  /// The part after the `@`, in lower case.
  package var domain: String {
    String(spec.drop { $0 != "@" }.dropFirst()).lowercased()
  }

  /// The mailbox as a header shows it: words that a header may be folded between.
  var words: [String] {
    guard let name else { return [spec] }
    let isPlain = name.utf8.allSatisfy { $0 < 0x80 && (DotAtom.isAtomText($0) || $0 == 0x20) }
    let isTidy = !name.hasPrefix(" ") && !name.hasSuffix(" ") && !name.contains("  ")
    guard isPlain, isTidy, !name.contains("=?"), name.utf8.count <= 60 else {
      return EncodedWord.words(of: name) + ["<\(spec)>"]
    }
    return name.split(separator: " ").map(String.init) + ["<\(spec)>"]
  }
}
