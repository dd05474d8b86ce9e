/// A code that cannot be invalid: whoever holds one knows that its form and its check digit are right.
///
/// A right form does not say that the thing exists: an establishment may have closed.
package protocol Identifier: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The name people know the code by, for messages.
  static var name: String { get }

  /// The code in its one canonical spelling.
  var text: String { get }

  /// Reads a code the way people and spreadsheets write it.
  init(_ text: String) throws(InvalidIdentifier)
}

extension Identifier {
  /// The canonical spelling.
  package var description: String { text }

  /// Orders by canonical spelling.
  package static func < (left: Self, right: Self) -> Bool { left.text < right.text }

  /// The error of this kind of code.
  static func invalid(_ problem: InvalidIdentifier.Problem, expected: String) -> InvalidIdentifier {
    InvalidIdentifier(name: name, problem: problem, expected: expected)
  }
}

/// Why a text is not the code it was taken for; the text itself is never kept.
package struct InvalidIdentifier: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with the text.
  package enum Problem: String, Hashable, Sendable {
    case empty
    case format
    case checkDigit
    case range
  }

  /// The name of the code, such as "SIRET".
  package let name: String
  /// What is wrong.
  package let problem: Problem
  /// What was expected, in words.
  package let expected: String

  /// States a fact about a refused text.
  package init(name: String, problem: Problem, expected: String) {
    self.name = name
    self.problem = problem
    self.expected = expected
  }

  /// One sentence for people: what is wrong and what was expected.
  package var description: String {
    switch problem {
    case .empty: "\(name) is empty: expected \(expected)"
    case .format: "not a \(name): expected \(expected)"
    case .checkDigit: "\(name) fails its check digit: expected \(expected)"
    case .range: "\(name) out of range: expected \(expected)"
    }
  }
}

/// The bytes of a code without what people add for the eye: spaces of any width, dots, hyphens and
/// a spreadsheet's leading apostrophe; ASCII letters in upper case.
func cleaned(_ text: String) -> [UInt8] {
  // Most codes come clean already.
  if text.utf8.allSatisfy({ isDigit($0) || isCapital($0) }) { return Array(text.utf8) }
  var bytes: [UInt8] = []
  bytes.reserveCapacity(text.utf8.count)
  var pending: [UInt8] = []
  for byte in text.utf8 {
    if byte < 0x80 {
      // An unfinished multi-byte character was no space: keep it, so that the form check refuses it.
      if !pending.isEmpty {
        bytes += pending
        pending.removeAll()
      }
      switch byte {
      case 0x09, 0x20, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "'"): break
      case UInt8(ascii: "a")...UInt8(ascii: "z"): bytes.append(byte - 32)
      default: bytes.append(byte)
      }
      continue
    }
    pending.append(byte)
    if isSpace(pending) { pending.removeAll() }
  }
  return bytes + pending
}

/// Whether the bytes are one non-ASCII space, hyphen or byte order mark in UTF-8.
private func isSpace(_ bytes: [UInt8]) -> Bool {
  switch bytes.count {
  case 2: bytes[0] == 0xC2 && bytes[1] == 0xA0
  case 3:
    (bytes[0] == 0xE2 && bytes[1] == 0x80
      && (bytes[2] == 0xAF || (0x80...0x91).contains(bytes[2])))
      || (bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF)
  default: false
  }
}

/// Whether the byte is an ASCII digit.
func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

/// Whether the byte is an ASCII capital.
func isCapital(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }

/// The digits with zeros put back in front, where a spreadsheet took them for a number.
func padded(_ digits: ArraySlice<UInt8>, to count: Int) -> [UInt8] {
  [UInt8](repeating: 0x30, count: max(0, count - digits.count)) + digits
}

/// ASCII bytes as text.
func text(_ bytes: some Sequence<UInt8>) -> String {
  String(decoding: Array(bytes), as: UTF8.self)
}

/// Whether the digits satisfy the Luhn formula (ISO/IEC 7812-1, annex B).
func satisfiesLuhn(_ digits: some BidirectionalCollection<UInt8>) -> Bool {
  var sum = 0
  var isDoubled = false
  for digit in digits.reversed() {
    var value = Int(digit) - 0x30
    if isDoubled {
      value *= 2
      if value > 9 { value -= 9 }
    }
    sum += value
    isDoubled.toggle()
  }
  return sum % 10 == 0
}
