/// The base letters of U+00C0 to U+017F (Unicode canonical decompositions); "?" keeps a character as it is.
private let baseLetters = Array(
  """
  aaaaaa?ceeeeiiii?nooooo??uuuuy??aaaaaa?ceeeeiiii?nooooo??uuuuy?yaaaaaaccccccccdd??eeeeeeeeeegggg\
  gggghh??iiiiiiiii???jjkk?llllll????nnnnnn???oooooo??rrrrrrsssssssstttt??uuuuuuuuuuuuwwyyyzzzzzz?
  """.utf8)

/// A text for comparison: lower case, without accents, every run of other signs one space.
///
/// "Établissement_n°1" and "etablissement n 1" fold to the same text. Ligatures are spelt out.
package func fold(_ text: some StringProtocol) -> String {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(text.utf8.count)
  var needsSpace = false
  func append(_ byte: UInt8) {
    if needsSpace && !bytes.isEmpty { bytes.append(0x20) }
    needsSpace = false
    bytes.append(byte)
  }
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0x30...0x39, 0x61...0x7A: append(UInt8(truncatingIfNeeded: scalar.value))
    case 0x41...0x5A: append(UInt8(truncatingIfNeeded: scalar.value) + 32)
    case 0x2B, 0x23: append(UInt8(truncatingIfNeeded: scalar.value))  // C++ and C# are not C
    case 0...0x7F, 0x80...0xBF, 0x2000...0x206F: needsSpace = true
    case 0x300...0x36F: break  // a combining accent after its letter
    case 0xC6, 0xE6:
      append(0x61)
      append(0x65)
    case 0x152, 0x153:
      append(0x6F)
      append(0x65)
    case 0xDF:
      append(0x73)
      append(0x73)
    case 0xC0...0x17F where baseLetters[Int(scalar.value) - 0xC0] != UInt8(ascii: "?"):
      append(baseLetters[Int(scalar.value) - 0xC0])
    default:
      for byte in String(scalar).lowercased().utf8 { append(byte) }
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}
