/// The fields of a form as a browser sends them (application/x-www-form-urlencoded).
struct FormFields: Sendable {
  private var pairs: [(name: String, value: String)]

  /// How many fields are read; a form of ours has fewer.
  private static let most = 100

  /// Reads a body; what is no form has no fields.
  ///
  /// Bytes that are no UTF-8 and controls but the end of a line become U+FFFD, so that every value
  /// can be stored and shown.
  init(_ body: [UInt8]) {
    pairs = body.split(separator: UInt8(ascii: "&"), maxSplits: Self.most).prefix(Self.most).map {
      let halves = $0.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      return (Self.decoded(halves[0]), halves.count > 1 ? Self.decoded(halves[1]) : "")
    }
  }

  /// The first value of a name, without spaces around it; nil when there is none.
  func value(_ name: String) -> String? {
    guard let value = pairs.first(where: { $0.name == name })?.value else { return nil }
    let rest = value.drop(while: \.isWhitespace)
    guard let end = rest.lastIndex(where: { !$0.isWhitespace }) else { return nil }
    return String(rest[...end])
  }

  /// Every value of a name.
  func values(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

  private static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var rest = bytes
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): plain.append(0x20)
      case UInt8(ascii: "%"):
        if let high = rest.first.flatMap(digit), let low = rest.dropFirst().first.flatMap(digit) {
          plain.append(high << 4 | low)
          rest = rest.dropFirst(2)
        } else {
          plain.append(byte)
        }
      default: plain.append(byte)
      }
    }
    let scalars = String(decoding: plain, as: UTF8.self).unicodeScalars.map {
      $0.properties.generalCategory == .control && $0 != "\n" && $0 != "\r" ? "\u{FFFD}" : $0
    }
    return String(String.UnicodeScalarView(scalars))
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
