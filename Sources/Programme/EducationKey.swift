/// The key of the ministries of education for a training at a place (clé ministère éducatif).
///
/// Opaque but for its end, which names the place: it changes from one publication to the next, and
/// is never the only key of anything.
package struct EducationKey: Identifier {
  package static let name = "clé ministère éducatif"
  package static let expected =
    "a key that ends in -, an Insee commune code and #L01, or in -99999#LAD for a remote training"
  package let text: String
  /// The commune of the place; nil for a remote training.
  package let commune: CommuneCode?

  /// Reads a key as it is published; only spaces around it are dropped.
  package init(_ text: String) throws(InvalidIdentifier) {
    _ = try Self.bytes(text)
    let isSpace = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
    let scalars = text.unicodeScalars.drop(while: isSpace).reversed().drop(while: isSpace)
    let bytes = Array(String(String.UnicodeScalarView(scalars.reversed())).utf8)
    guard bytes.count <= 200, bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      let mark = bytes.lastIndex(of: UInt8(ascii: "#")), mark >= 7,
      bytes[mark - 6] == UInt8(ascii: "-")
    else { throw Self.invalid(.format) }
    let place = Programme.text(bytes[(mark - 5)..<mark])
    let end = bytes[(mark + 1)...]
    if place == "99999", end.elementsEqual("LAD".utf8) {
      commune = nil
    } else {
      guard let code = try? CommuneCode(place), code.text == place, end.count == 3,
        end.first == UInt8(ascii: "L"), end.dropFirst().allSatisfy(isDigit)
      else { throw Self.invalid(.format) }
      commune = code
    }
    self.text = Programme.text(bytes)
  }
}
