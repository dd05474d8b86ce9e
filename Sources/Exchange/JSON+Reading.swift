/// Where a text stops being JSON.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The first byte that cannot be read, from 0.
  package let offset: Int
  /// What stands in the way.
  package let reason: String

  /// Place and reason.
  package var description: String { "byte \(offset + 1): \(reason)" }
}

extension JSON {
  /// Reads one value (RFC 8259), as large and as deep as a line of data may be.
  ///
  /// A number with a fraction or an exponent becomes millionths, rounded half away from zero. Of a
  /// doubled key both members are kept, in their order.
  package init(reading bytes: some Collection<UInt8>) throws(JSONError) {
    var parser = JSONParser(bytes: Array(bytes))
    self = try parser.document()
  }

  /// The value of the first member with this key; nil where there is none, or this is no object.
  package subscript(_ key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The text, where this is one.
  package var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The elements, where this is an array.
  package var elements: [JSON]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The number in millionths, where this is one that fits.
  package var asMillionths: Int? {
    switch self {
    case .integer(let number):
      let product = number.multipliedReportingOverflow(by: 1_000_000)
      return product.overflow ? nil : product.partialValue
    case .millionths(let number): return number
    default: return nil
    }
  }
}

/// Reads JSON byte by byte.
private struct JSONParser {
  let bytes: [UInt8]
  private var place = 0
  private var depth = 0

  /// How deep values may be nested, so that no input exhausts the stack.
  private static let deepest = 64

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(JSONError) -> JSON {
    let value = try value()
    skipSpace()
    guard place == bytes.count else { throw broken("more after the value") }
    return value
  }

  private func broken(_ reason: String) -> JSONError { JSONError(offset: place, reason: reason) }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      place += 1
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    place += 1
    return true
  }

  private mutating func value() throws(JSONError) -> JSON {
    skipSpace()
    guard depth < JSONParser.deepest else { throw broken("nested too deep") }
    depth += 1
    defer { depth -= 1 }
    switch next {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case .some(0x2D), .some(0x30...0x39): return try number()
    default: throw broken("a value is expected")
    }
  }

  private mutating func word(_ word: String, _ value: JSON) throws(JSONError) -> JSON {
    guard bytes[place...].starts(with: word.utf8) else { throw broken("a value is expected") }
    place += word.utf8.count
    return value
  }

  private mutating func object() throws(JSONError) -> JSON {
    place += 1
    var members: [JSON.Member] = []
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object([]) }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw broken("a key is expected") }
      let key = try string()
      skipSpace()
      guard take(UInt8(ascii: ":")) else { throw broken("a colon is expected") }
      members.append(JSON.Member(key, try value()))
      skipSpace()
      if take(UInt8(ascii: "}")) { return .object(members) }
      guard take(UInt8(ascii: ",")) else { throw broken("a comma or } is expected") }
    }
  }

  private mutating func array() throws(JSONError) -> JSON {
    place += 1
    var elements: [JSON] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array([]) }
    while true {
      elements.append(try value())
      skipSpace()
      if take(UInt8(ascii: "]")) { return .array(elements) }
      guard take(UInt8(ascii: ",")) else { throw broken("a comma or ] is expected") }
    }
  }

  private mutating func string() throws(JSONError) -> String {
    place += 1
    var text: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw broken("a text is not UTF-8")
        }
        place += 1
        return string
      case UInt8(ascii: "\\"):
        place += 1
        try escape(into: &text)
      case 0..<0x20: throw broken("a control character in a text")
      default:
        text.append(byte)
        place += 1
      }
    }
    throw broken("a text does not end")
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
    guard let byte = next else { throw broken("a text does not end") }
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code) {
        guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
          throw broken("half a pair of surrogates")
        }
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw broken("half a pair of surrogates") }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw broken("half a pair of surrogates") }
      text.append(contentsOf: String(scalar).utf8)
    default:
      place -= 1
      throw broken("an unknown escape")
    }
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw broken("four hexadecimal digits are expected")
      }
      code = code << 4 | UInt32(digit)
      place += 1
    }
    return code
  }

  private mutating func digits() throws(JSONError) {
    let start = place
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
    guard place > start else { throw broken("a digit is expected") }
  }

  private mutating func number() throws(JSONError) -> JSON {
    let start = place
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try digits() }
    var isWhole = true
    if take(UInt8(ascii: ".")) {
      isWhole = false
      try digits()
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isWhole = false
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    if isWhole {
      guard let number = Int(text) else { throw broken("a number too large") }
      return .integer(number)
    }
    guard let number = Double(text),
      let millionths = Int(exactly: (number * 1_000_000).rounded())
    else { throw broken("a number too large") }
    return .millionths(millionths)
  }
}
