/// A code that cannot be invalid: whoever holds one knows that its form and its check digit are right.
///
/// A right form does not say that the thing exists: an establishment may have closed.
package protocol Identifier: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The name people know the code by, for messages.
  static var name: String { get }

  /// What a right one looks like, in words.
  static var expected: String { get }

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
  static func invalid(_ problem: InvalidIdentifier.Problem) -> InvalidIdentifier {
    InvalidIdentifier(name: name, problem: problem, expected: expected)
  }

  /// The bytes of a code as ``cleaned(_:)`` leaves them; an empty text is refused.
  static func bytes(_ text: String) throws(InvalidIdentifier) -> [UInt8] {
    let bytes = cleaned(text)
    guard !bytes.isEmpty else { throw invalid(.empty) }
    return bytes
  }

  /// The bytes of a code that is all digits, with the zeros put back that a spreadsheet dropped.
  static func digits(
    _ text: String, _ counts: ClosedRange<Int>
  ) throws(InvalidIdentifier) -> [UInt8] {
    let bytes = try bytes(text)
    guard bytes.allSatisfy(isDigit), counts.contains(bytes.count) else { throw refusal(of: bytes) }
    return padded(bytes[...], to: counts.upperBound)
  }

  /// Why bytes have not the form of this code: what a spreadsheet or a hand did to it, if that shows.
  static func refusal(of bytes: [UInt8]) -> InvalidIdentifier {
    if isExponent(bytes) { return invalid(.exponent) }
    for letters in ["O", "OILS"] {
      let read = bytes.map { letters.utf8.contains($0) ? digit(resembling: $0) : $0 }
      guard read != bytes else { continue }
      do {
        _ = try Self(Programme.text(read))
        return invalid(.lookalike)
      } catch  where error.problem == .checkDigit || error.problem == .range {
        return invalid(.lookalike)
      } catch {
        continue
      }
    }
    return invalid(.format)
  }
}

/// Why a text is not the code it was taken for; the text itself is never kept.
package struct InvalidIdentifier: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with the text.
  package enum Problem: String, Hashable, Sendable, CaseIterable {
    case empty
    case format
    case checkDigit
    case range
    /// A letter stands for the digit it looks like.
    case lookalike
    /// A spreadsheet rounded the code to a power of ten.
    case exponent
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

  /// What is wrong, in a few words.
  package var what: String {
    switch problem {
    case .empty: "\(name) is empty"
    case .format: "not a valid \(name)"
    case .checkDigit: "\(name) fails its check digit"
    case .range: "\(name) out of range"
    case .lookalike: "\(name) has a letter where a digit belongs"
    case .exponent: "\(name) was rounded by a spreadsheet, such as 3.56E+13"
    }
  }

  /// What to do about it.
  package var hint: String {
    switch problem {
    case .empty, .format, .checkDigit, .range: "expected \(expected)"
    case .lookalike: "type the digit: 0 for O, 1 for I or L, 5 for S; expected \(expected)"
    case .exponent: "format the column as text and fill it again: the lost digits cannot be guessed"
    }
  }

  /// One sentence for people: what is wrong and what to do.
  package var description: String { "\(what): \(hint)" }
}

/// The bytes of a code without what people and spreadsheets add: spaces of any width, dots, hyphens,
/// a leading apostrophe, the decimals of a whole number; ASCII letters in upper case.
func cleaned(_ text: String) -> [UInt8] {
  // Most codes come clean already.
  if text.utf8.allSatisfy({ isDigit($0) || isCapital($0) }) { return Array(text.utf8) }
  if let digits = wholeNumber(text) { return digits }
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
      case 0x09, 0x0A, 0x0D, 0x20, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "'"): break
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

/// The digits of a whole number written with one or two decimals, such as `356 000 000.0`.
private func wholeNumber(_ text: String) -> [UInt8]? {
  func isSign(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") }
  let parts = text.utf8.split(
    maxSplits: 2, omittingEmptySubsequences: false, whereSeparator: isSign)
  guard parts.count == 2, (1...2).contains(parts[1].count), parts[1].allSatisfy({ $0 == 0x30 })
  else { return nil }
  let digits = cleaned(Programme.text(parts[0]))
  return !digits.isEmpty && digits.allSatisfy(isDigit) ? digits : nil
}

/// Whether cleaned bytes are a number in powers of ten, such as `3.56E+13`.
private func isExponent(_ bytes: [UInt8]) -> Bool {
  guard let e = bytes.firstIndex(of: UInt8(ascii: "E")), bytes.first.map(isDigit) == true else {
    return false
  }
  let power = bytes[(e + 1)...].drop { $0 == UInt8(ascii: "+") }
  return bytes[..<e].allSatisfy { isDigit($0) || $0 == UInt8(ascii: ",") }
    && (1...3).contains(power.count) && power.allSatisfy(isDigit)
}

/// Whether the bytes are one non-ASCII space, hyphen, joiner or byte order mark in UTF-8.
private func isSpace(_ bytes: [UInt8]) -> Bool {
  switch bytes.count {
  case 2: bytes[0] == 0xC2 && (bytes[1] == 0xA0 || bytes[1] == 0xAD)
  case 3:
    switch (bytes[0], bytes[1]) {
    case (0xE2, 0x80): bytes[2] == 0xAF || (0x80...0x95).contains(bytes[2])
    case (0xE2, 0x81): bytes[2] == 0x9F || bytes[2] == 0xA0
    case (0xE3, 0x80): bytes[2] == 0x80
    case (0xEF, 0xBB): bytes[2] == 0xBF
    default: false
    }
  default: false
  }
}

/// The digit that a letter is typed for.
private func digit(resembling letter: UInt8) -> UInt8 {
  switch letter {
  case UInt8(ascii: "O"): 0x30
  case UInt8(ascii: "S"): 0x35
  default: 0x31
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
