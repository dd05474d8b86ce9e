/// The plain words of RFC 5322 that addresses and identifiers are made of.
enum DotAtom {
  /// Whether `byte` may stand in an atom; bytes of letters outside ASCII may since RFC 6532.
  static func isAtomText(_ byte: UInt8) -> Bool {
    isLetterOrDigit(byte) || byte >= 0x80 || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
  }

  /// Whether `text` is atoms joined by single dots.
  static func isValid(_ text: some Collection<UInt8>) -> Bool {
    text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .allSatisfy { !$0.isEmpty && $0.allSatisfy(isAtomText) }
  }

  /// Whether `text` is a host name: labels of 1 to 63 letters, digits and inner hyphens.
  ///
  /// - `isUTF8`: whether letters outside ASCII are letters, too.
  static func isDomain(_ text: some Collection<UInt8>, isUTF8: Bool = false) -> Bool {
    text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
      (1...63).contains(label.count) && label.first != UInt8(ascii: "-")
        && label.last.map { $0 != UInt8(ascii: "-") } == true
        && label.allSatisfy {
          isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || isUTF8 && $0 >= 0x80
        }
    }
  }

  /// Whether `byte` is an ASCII letter or digit.
  static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
