/// A JSON value whose objects keep the order of their keys, so that equal values give equal bytes.
package enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  /// A number of millionths, printed with exactly six decimals: `.millionths(1)` is `0.000001`.
  case millionths(Int)
  case string(String)
  case array([JSON])
  case object([Member])

  /// A key and its value.
  package struct Member: Hashable, Sendable {
    package let key: String
    package let value: JSON

    /// Pairs a key with a value.
    package init(_ key: String, _ value: JSON) {
      self.key = key
      self.value = value
    }
  }

  /// A text, or null.
  package static func optional(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }

  /// A whole number, or null.
  package static func optional(_ number: Int?) -> JSON { number.map { .integer($0) } ?? .null }

  /// The value on one line, without spaces.
  package var compact: String { written(indent: nil) }

  /// The value with one member or element a line, indented by two spaces.
  package var pretty: String { written(indent: 0) }

  private func written(indent: Int?) -> String {
    var bytes: [UInt8] = []
    write(to: &bytes, indent: indent)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(to bytes: inout [UInt8], indent: Int?) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .integer(let value): bytes.append(contentsOf: String(value).utf8)
    case .millionths(let value):
      let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
      let digits = String(rest)
      bytes.append(contentsOf: (value < 0 ? "-" : "").utf8)
      bytes.append(contentsOf: "\(whole).".utf8)
      bytes.append(contentsOf: repeatElement(0x30, count: 6 - digits.utf8.count))
      bytes.append(contentsOf: digits.utf8)
    case .string(let text): JSON.write(text, to: &bytes)
    case .array(let elements):
      JSON.write(elements, between: "[", "]", to: &bytes, indent: indent) {
        element, bytes, indent in
        element.write(to: &bytes, indent: indent)
      }
    case .object(let members):
      JSON.write(members, between: "{", "}", to: &bytes, indent: indent) { member, bytes, indent in
        JSON.write(member.key, to: &bytes)
        bytes.append(contentsOf: (indent == nil ? ":" : ": ").utf8)
        member.value.write(to: &bytes, indent: indent)
      }
    }
  }

  private static func write<Item>(
    _ items: [Item], between open: String, _ close: String, to bytes: inout [UInt8], indent: Int?,
    item: (Item, inout [UInt8], Int?) -> Void
  ) {
    bytes.append(contentsOf: open.utf8)
    let inner = indent.map { $0 + 2 }
    for (index, value) in items.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      breakLine(&bytes, inner)
      item(value, &bytes, inner)
    }
    if !items.isEmpty { breakLine(&bytes, indent) }
    bytes.append(contentsOf: close.utf8)
  }

  private static func breakLine(_ bytes: inout [UInt8], _ indent: Int?) {
    guard let indent else { return }
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: indent))
  }

  private static func write(_ text: String, to bytes: inout [UInt8]) {
    let hex = Array("0123456789abcdef".utf8)
    bytes.append(UInt8(ascii: "\""))
    defer { bytes.append(UInt8(ascii: "\"")) }
    // Most texts hold nothing to escape, and go over as a whole.
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C && $0 != 0x7F }) {
      return bytes.append(contentsOf: text.utf8)
    }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes.append(contentsOf: "\\\"".utf8)
      case UInt8(ascii: "\\"): bytes.append(contentsOf: "\\\\".utf8)
      case 0x0A: bytes.append(contentsOf: "\\n".utf8)
      case 0x0D: bytes.append(contentsOf: "\\r".utf8)
      case 0x09: bytes.append(contentsOf: "\\t".utf8)
      case 0..<0x20, 0x7F:
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(hex[Int(byte >> 4)])
        bytes.append(hex[Int(byte & 15)])
      default: bytes.append(byte)
      }
    }
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// A text.
  package init(stringLiteral value: String) { self = .string(value) }
  /// A whole number.
  package init(integerLiteral value: Int) { self = .integer(value) }
  /// True or false.
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  /// Null.
  package init(nilLiteral: ()) { self = .null }
  /// An array.
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  /// An object whose keys keep the order they are written in.
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
}
