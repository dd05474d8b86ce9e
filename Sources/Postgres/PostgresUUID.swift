/// A `uuid`: 128 bits that name something.
public struct PostgresUUID: Hashable, Comparable, Sendable {
  /// The bits as one number, the first byte highest.
  public let number: UInt128

  /// Makes a name from its bits, the first byte highest.
  public init(number: UInt128) {
    self.number = number
  }

  /// Makes a name from its 16 bytes; nil for any other number of bytes.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 16 else { return nil }
    number = bytes.reduce(0) { $0 << 8 | UInt128($1) }
  }

  /// Makes a random name (version 4 of RFC 9562) from 122 bits of `generator`.
  public static func random(using generator: inout some RandomNumberGenerator) -> PostgresUUID {
    let high = generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    return PostgresUUID(number: UInt128(high) << 64 | UInt128(low))
  }

  /// The 16 bytes.
  public var bytes: [UInt8] {
    (0..<16).map { UInt8(truncatingIfNeeded: number >> (120 - 8 * $0)) }
  }

  /// Whether the server, which compares byte by byte, puts the first before the second.
  public static func < (left: PostgresUUID, right: PostgresUUID) -> Bool {
    left.number < right.number
  }
}

extension PostgresUUID: LosslessStringConvertible {
  /// The name as the server writes it: 32 small hexadecimal digits in groups of 8, 4, 4, 4 and 12.
  public var description: String {
    var text = ""
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text += "-" }
      if byte < 16 { text += "0" }
      text += String(byte, radix: 16)
    }
    return text
  }

  /// Reads what ``description`` writes, in small or capital letters, and nothing else.
  public init?(_ description: String) {
    var number: UInt128 = 0
    var count = 0
    for byte in description.utf8 {
      if [8, 13, 18, 23].contains(count) {
        guard byte == UInt8(ascii: "-") else { return nil }
      } else {
        guard count < 36, let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
          return nil
        }
        number = number << 4 | UInt128(digit)
      }
      count += 1
    }
    guard count == 36 else { return nil }
    self.number = number
  }
}

extension PostgresUUID: SQLValue {
  /// `uuid`.
  public static var sqlType: SQLType { .uuid }

  /// Appends 16 bytes.
  public func encode(into bytes: inout [UInt8]) { bytes.append(integer: number) }

  /// Reads a `uuid`.
  public static func decode(
    _ bytes: Span<UInt8>, of type: SQLType
  ) throws(SQLValueError) -> PostgresUUID {
    guard type == .uuid else { throw .wrongType }
    return PostgresUUID(number: try bytes.integer())
  }
}
