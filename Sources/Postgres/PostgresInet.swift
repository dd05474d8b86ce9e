/// An address of the Internet with the length of its network's prefix, as `inet` and `cidr` hold it.
public struct PostgresInet: Hashable, Sendable {
  /// 4 bytes of an address of version 4, or 16 of version 6.
  public let address: [UInt8]
  /// How many bits of the address name its network; all of them for a single host.
  public let prefixLength: Int

  /// Makes an address of its bytes; nil unless they are 4 or 16, with no more bits of prefix than
  /// those have.
  public init?(address: [UInt8], prefixLength: Int? = nil) {
    let bits = 8 * address.count
    guard bits == 32 || bits == 128, (0...bits).contains(prefixLength ?? bits) else { return nil }
    self.address = address
    self.prefixLength = prefixLength ?? bits
  }

  /// Whether it names one host rather than a network or a host in a network.
  public var isHost: Bool { prefixLength == 8 * address.count }
}

extension PostgresInet: LosslessStringConvertible {
  /// The address as the server writes an `inet`: `192.0.2.1`, `10.1.2.3/8`, `2001:db8::/32`.
  public var description: String {
    let host = address.count == 4 ? Self.dotted(address[...]) : versionSix
    return isHost ? host : "\(host)/\(prefixLength)"
  }

  /// Reads `192.0.2.1`, `10.1.2.3/8`, `2001:db8::1`, `::ffff:192.0.2.1`; nil for any other text.
  public init?(_ description: String) {
    let parts = description.split(
      separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    var prefixLength: Int?
    if parts.count > 1 {
      guard let length = Self.number(parts[1], below: 129) else { return nil }
      prefixLength = length
    }
    guard let address = Self.versionFour(parts[0]) ?? Self.versionSix(parts[0]) else { return nil }
    self.init(address: address, prefixLength: prefixLength)
  }

  private static func dotted(_ bytes: ArraySlice<UInt8>) -> String {
    bytes.map { String($0) }.joined(separator: ".")
  }

  /// Eight groups, the longest run of zeros left out, in the manner of `inet_ntop`.
  private var versionSix: String {
    let words = stride(from: 0, to: 16, by: 2).map {
      UInt16(address[$0]) << 8 | UInt16(address[$0 + 1])
    }
    var gap = 0..<0
    var start = 0
    for index in 0...8 where index == 8 || words[index] != 0 {
      if index - start > max(1, gap.count) { gap = start..<index }
      start = index + 1
    }
    let holdsVersionFour =
      gap.lowerBound == 0 && (gap.count == 6 || gap.count == 5 && words[5] == 0xFFFF)
    let hex = words.map { String($0, radix: 16) }
    var tail = hex[max(gap.upperBound, 0)...].joined(separator: ":")
    if holdsVersionFour {
      tail = (gap.count == 5 ? "ffff:" : "") + Self.dotted(address[12...])
    }
    return gap.isEmpty ? tail : hex[..<gap.lowerBound].joined(separator: ":") + "::" + tail
  }

  private static func number(_ text: Substring, below limit: Int) -> Int? {
    guard (1...3).contains(text.utf8.count),
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text), number < limit
    else { return nil }
    return number
  }

  private static func versionFour(_ text: Substring) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let bytes = parts.compactMap { number($0, below: 256).map { UInt8($0) } }
    return parts.count == 4 && bytes.count == 4 ? bytes : nil
  }

  private static func versionSix(_ text: Substring) -> [UInt8]? {
    // At most one gap, and what stands before and behind it.
    guard let gap = text.firstRange(of: "::") else {
      return groups(text).flatMap { $0.count == 16 ? $0 : nil }
    }
    guard let head = groups(text[..<gap.lowerBound]), let tail = groups(text[gap.upperBound...]),
      head.count + tail.count <= 14, head.isEmpty || !text[..<gap.lowerBound].contains(".")
    else { return nil }
    return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
  }

  /// The bytes of groups between colons, of which the last may be an address of version 4.
  private static func groups(_ text: Substring) -> [UInt8]? {
    if text.isEmpty { return [] }
    var bytes: [UInt8] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, let four = versionFour(part) {
        bytes += four
      } else {
        guard (1...4).contains(part.utf8.count), part.allSatisfy(\.isHexDigit),
          let word = UInt16(part, radix: 16)
        else { return nil }
        bytes += [UInt8(word >> 8), UInt8(word & 0xFF)]
      }
    }
    return bytes
  }
}

extension PostgresInet: SQLValue {
  /// `inet`.
  public static var sqlType: SQLType { .inet }

  /// Appends the version, the length of the prefix and the address.
  public func encode(into bytes: inout [UInt8]) {
    // The numbers of the versions are the server's own; the third byte, which tells a `cidr`, is not
    // read by it.
    bytes += [
      address.count == 4 ? 2 : 3, UInt8(truncatingIfNeeded: prefixLength), 0,
      UInt8(truncatingIfNeeded: address.count),
    ]
    bytes += address
  }

  /// Reads an `inet` or `cidr`.
  public static func decode(
    _ bytes: Span<UInt8>, of type: SQLType
  ) throws(SQLValueError) -> PostgresInet {
    guard type == .inet || type == .cidr else { throw .wrongType }
    guard bytes.count >= 4, bytes.count == 4 + Int(bytes[3]),
      let value = PostgresInet(
        address: (4..<bytes.count).map { bytes[$0] }, prefixLength: Int(bytes[1])),
      bytes[0] == (value.address.count == 4 ? 2 : 3)
    else { throw .malformed("no address of version 4 or 6") }
    return value
  }
}
