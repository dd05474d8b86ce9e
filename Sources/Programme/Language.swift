/// A language by its two-letter ISO 639-1 code, in lower case.
package struct LanguageCode: Identifier {
  package static let name = "language code"
  package static let expected = "a two-letter ISO 639-1 code, such as en"
  package let text: String

  /// Whether two letters are a code of ISO 639-1, at 26 times the first letter plus the second.
  private static let isCode: [Bool] = {
    var isCode = [Bool](repeating: false, count: 26 * 26)
    let codes = """
      aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs
      cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv
      ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl
      km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt
      my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru
      rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn
      to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
      """
    for code in codes.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }) {
      let letters = code.map { Int($0) - 0x61 }
      isCode[letters[0] * 26 + letters[1]] = true
    }
    return isCode
  }()

  /// Reads a two-letter code.
  package init(_ text: String) throws(InvalidIdentifier) {
    let bytes = try Self.bytes(text)
    guard bytes.count == 2, bytes.allSatisfy(isCapital),
      Self.isCode[(Int(bytes[0]) - 0x41) * 26 + Int(bytes[1]) - 0x41]
    else { throw Self.invalid(.format) }
    self.text = Programme.text(bytes.map { $0 + 32 })
  }
}

/// A level of the Common European Framework of Reference for Languages.
package enum LanguageLevel: Int, Hashable, Sendable, CaseIterable, Comparable,
  CustomStringConvertible
{
  case a1 = 1
  case a2
  case b1
  case b2
  case c1
  case c2

  /// "A1" to "C2".
  package var description: String { ["A1", "A2", "B1", "B2", "C1", "C2"][rawValue - 1] }

  /// Orders from beginner to master.
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// Reads "A1" to "C2", in either case.
  package init(_ text: String) throws(InvalidIdentifier) {
    let bytes = cleaned(text)
    guard bytes.count == 2, (0x41...0x43).contains(bytes[0]), (0x31...0x32).contains(bytes[1]),
      let level = Self(rawValue: Int(bytes[0] - 0x41) * 2 + Int(bytes[1] - 0x30))
    else {
      throw InvalidIdentifier(
        name: "language level", problem: bytes.isEmpty ? .empty : .format,
        expected: "A1, A2, B1, B2, C1 or C2")
    }
    self = level
  }
}
