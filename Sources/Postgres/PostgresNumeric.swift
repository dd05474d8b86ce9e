/// A decimal number as `numeric` holds it: exact, of up to 131,072 digits before the point and
/// 16,383 behind it, or NaN, or infinite.
///
/// It carries a number from and to the server unchanged and compares as the server does; to
/// calculate, let the server do it, or convert to an integer or a `Double` first.
///
///     let price: PostgresNumeric = try await connection.one("select \(cents) / 100.0")
///     let cents = Int64(exactly: price)  // nil when it is not whole
public struct PostgresNumeric: Sendable {
  enum Kind: UInt16 {
    case positive = 0
    case negative = 0x4000
    case notANumber = 0xC000
    case infinity = 0xD000
    case minusInfinity = 0xF000
  }

  let kind: Kind
  /// The power of 10,000 that the first group counts; 0 when there is no group.
  let weight: Int
  /// Groups of four decimal digits, none of zeros only at either end; empty for zero.
  let groups: [UInt16]
  /// How many digits the number shows behind the point; equal numbers may differ in it.
  public let scale: Int

  private init(special kind: Kind) {
    self.kind = kind
    weight = 0
    groups = []
    scale = 0
  }

  /// The value that is no number; equal to itself and greater than all others, as for the server.
  public static let notANumber = PostgresNumeric(special: .notANumber)
  /// Greater than every number; servers know it since version 14.
  public static let infinity = PostgresNumeric(special: .infinity)
  /// Less than every number; servers know it since version 14.
  public static let minusInfinity = PostgresNumeric(special: .minusInfinity)

  /// Takes groups with the scale they fit.
  private init(isNegative: Bool, normalizing groups: [UInt16], weight: Int, scale: Int) {
    let trimmed = groups.drop { $0 == 0 }
    self.weight = trimmed.isEmpty ? 0 : weight - trimmed.startIndex
    var end = trimmed.endIndex
    while end > trimmed.startIndex, trimmed[end - 1] == 0 { end -= 1 }
    self.groups = Array(trimmed[..<end])
    self.scale = scale
    kind = isNegative && !trimmed.isEmpty ? .negative : .positive
  }

  /// Takes groups; nil when a digit would stand behind the scale, or there are more digits than
  /// `numeric` has.
  private init?(isNegative: Bool, groups: [UInt16], weight: Int, scale: Int) {
    self.init(isNegative: isNegative, normalizing: groups, weight: weight, scale: scale)
    guard (0...0x3FFF).contains(scale), self.weight <= Int(Int16.max) else { return nil }
    guard let last = self.groups.last else { return }
    let zeros = last % 1_000 == 0 ? 3 : last % 100 == 0 ? 2 : last % 10 == 0 ? 1 : 0
    guard 4 * (self.groups.count - 1 - self.weight) - zeros <= scale else { return nil }
  }

  /// Takes decimal digits of which `point` stand before the point; nil as above.
  private init?(isNegative: Bool, digits: [UInt8], point: Int, scale: Int) {
    self.init(
      isNegative: isNegative, groups: Self.groups(of: digits, point: point),
      weight: ((point + 3) >> 2) - 1, scale: scale)
  }

  /// Puts decimal digits together by four, counted from the point.
  private static func groups(of digits: [UInt8], point: Int) -> [UInt16] {
    var groups: [UInt16] = []
    var group: UInt16 = 0
    // The first group may begin before the first digit, and the last end behind the last.
    var count = -point & 3
    for digit in digits {
      group = group * 10 + UInt16(digit)
      count += 1
      if count == 4 {
        groups.append(group)
        (group, count) = (0, 0)
      }
    }
    if count > 0 {
      for _ in count..<4 { group *= 10 }
      groups.append(group)
    }
    return groups
  }

  /// Whether it is neither NaN nor infinite.
  public var isFinite: Bool { kind == .positive || kind == .negative }
}

extension PostgresNumeric: Hashable, Comparable {
  /// Whether both are the same number, however many zeros they show behind the point.
  public static func == (left: PostgresNumeric, right: PostgresNumeric) -> Bool {
    left.kind == right.kind && left.weight == right.weight && left.groups == right.groups
  }

  /// Feeds what makes numbers equal.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    hasher.combine(weight)
    hasher.combine(groups)
  }

  /// Whether the server would put the first before the second.
  public static func < (left: PostgresNumeric, right: PostgresNumeric) -> Bool {
    guard left.rank == right.rank else { return left.rank < right.rank }
    switch left.kind {
    case .positive: return left.isSmaller(than: right)
    case .negative: return right.isSmaller(than: left)
    case .notANumber, .infinity, .minusInfinity: return false
    }
  }

  private var rank: Int {
    switch kind {
    case .minusInfinity: 0
    case .negative: 1
    case .positive: groups.isEmpty ? 2 : 3
    case .infinity: 4
    case .notANumber: 5
    }
  }

  private func isSmaller(than other: PostgresNumeric) -> Bool {
    weight == other.weight
      ? groups.lexicographicallyPrecedes(other.groups) : weight < other.weight
  }
}

extension PostgresNumeric: LosslessStringConvertible {
  /// The number as the server writes it: all digits, with as many behind the point as ``scale``
  /// says, without exponent.
  public var description: String {
    switch kind {
    case .notANumber: return "NaN"
    case .infinity: return "Infinity"
    case .minusInfinity: return "-Infinity"
    case .positive, .negative: break
    }
    var text = kind == .negative ? "-" : ""
    text += wholeDigits
    guard scale > 0 else { return text }
    text += "."
    var fraction = ""
    var index = weight + 1
    while fraction.utf8.count < scale {
      fraction += padded(group(index), to: 4)
      index += 1
    }
    return text + fraction.prefix(scale)
  }

  /// Reads a number as the server does: `-12.50`, `.5`, `1e-3`, `NaN`, `inf`; nil for any other text,
  /// spaces included, and for one with more digits than `numeric` has.
  public init?(_ description: String) {
    var text = description.utf8[...]
    let sign = text.first
    let isNegative = sign == UInt8(ascii: "-")
    if isNegative || sign == UInt8(ascii: "+") { text.removeFirst() }
    switch String(text)?.lowercased() {
    case "nan" where text.count == description.utf8.count: self = .notANumber
    case "inf", "infinity": self = isNegative ? .minusInfinity : .infinity
    default:
      let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) {
        $0 | 0x20 == UInt8(ascii: "e")
      }
      let numbers = parts[0].split(
        separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
      let (whole, fraction) = (numbers[0], numbers.count > 1 ? numbers[1] : "".utf8[...])
      let digits = [whole, fraction].joined().map { $0 &- UInt8(ascii: "0") }
      guard !digits.isEmpty, digits.allSatisfy({ $0 < 10 }) else { return nil }
      var exponent = 0
      if parts.count > 1 {
        // What does not fit a number of 32 bits is out of every range.
        guard let written = String(parts[1]).flatMap({ Int32($0) }) else { return nil }
        exponent = Int(written)
      }
      self.init(
        isNegative: isNegative, digits: digits, point: whole.count + exponent,
        scale: max(0, fraction.count - exponent))
    }
  }

  /// The digits before the point; at least one.
  fileprivate var wholeDigits: String {
    guard weight >= 0, !groups.isEmpty else { return "0" }
    var text = String(group(0))
    for index in 0..<weight { text += padded(group(index + 1), to: 4) }
    return text
  }

  /// The group so many places behind the first that stands before the point, counted from ``weight``.
  private func group(_ index: Int) -> UInt16 {
    groups.indices.contains(index) ? groups[index] : 0
  }
}

extension PostgresNumeric {
  /// Makes a whole number, exactly.
  public init(_ value: some FixedWidthInteger) {
    let digits = String(value.magnitude).utf8.map { $0 - UInt8(ascii: "0") }
    self.init(
      isNegative: value < 0, normalizing: Self.groups(of: digits, point: digits.count),
      weight: ((digits.count + 3) >> 2) - 1, scale: 0)
  }

  /// Makes the number that a `Double` holds, exactly: `0.1` becomes
  /// `0.1000000000000000055511151231257827021181583404541015625`.
  ///
  /// For the shortest text that stands for the `Double`, pass that text: `PostgresNumeric("\(value)")`.
  public init(_ value: Double) {
    guard value.isFinite else {
      self = value.isNaN ? .notANumber : value > 0 ? .infinity : .minusInfinity
      return
    }
    // The value is significand · 2^exponent; a negative power of two is a power of five with as many
    // digits behind the point.
    var significand = value.significandBitPattern
    var exponent = -1_074
    if value.isNormal {
      significand |= 1 << 52
      exponent = Int(value.exponentBitPattern) - 1_075
    }
    while exponent < 0, significand & 1 == 0, significand > 0 {
      significand >>= 1
      exponent += 1
    }
    if significand == 0 { exponent = 0 }
    // Groups of four digits, the least first.
    var groups: [UInt32] = []
    while significand > 0 {
      groups.append(UInt32(significand % 10_000))
      significand /= 10_000
    }
    for _ in 0..<abs(exponent) {
      var carry: UInt32 = 0
      for index in groups.indices {
        let product = groups[index] * (exponent < 0 ? 5 : 2) + carry
        groups[index] = product % 10_000
        carry = product / 10_000
      }
      if carry > 0 { groups.append(carry) }
    }
    let digits = groups.reversed().flatMap { group in
      [1_000, 100, 10, 1].map { UInt8(truncatingIfNeeded: group / $0 % 10) }
    }
    let scale = max(0, -exponent)
    let point = digits.count - scale
    self.init(
      isNegative: value < 0, normalizing: Self.groups(of: digits, point: point),
      weight: ((point + 3) >> 2) - 1, scale: scale)
  }
}

extension FixedWidthInteger {
  /// Makes an integer of a decimal number; nil when that is not whole or not in range.
  public init?(exactly number: PostgresNumeric) {
    guard number.isFinite, number.groups.count <= number.weight + 1 else { return nil }
    self.init((number.kind == .negative ? "-" : "") + number.wholeDigits)
  }
}

extension Double {
  /// Makes the `Double` nearest to a decimal number, which beyond its range is an infinity.
  public init(_ number: PostgresNumeric) {
    switch number.kind {
    case .notANumber: self = .nan
    case .infinity: self = .infinity
    case .minusInfinity: self = -.infinity
    case .positive, .negative: self = Double(number.description) ?? .nan
    }
  }

  /// Makes a `Double` of a decimal number; nil when it would not be the same number.
  public init?(exactly number: PostgresNumeric) {
    self.init(number)
    guard PostgresNumeric(self) == number else { return nil }
  }
}

extension PostgresNumeric: SQLValue {
  /// `numeric`.
  public static var sqlType: SQLType { .numeric }

  /// Appends the header and the groups of four digits.
  public func encode(into bytes: inout [UInt8]) {
    bytes.append(integer: UInt16(truncatingIfNeeded: groups.count))
    bytes.append(integer: Int16(truncatingIfNeeded: weight))
    bytes.append(integer: kind.rawValue)
    bytes.append(integer: UInt16(truncatingIfNeeded: scale))
    for group in groups { bytes.append(integer: group) }
  }

  /// Reads a `numeric`, or exactly a `smallint`, `integer` or `bigint`.
  public static func decode(
    _ bytes: Span<UInt8>, of type: SQLType
  ) throws(SQLValueError) -> PostgresNumeric {
    guard type == .numeric else { return PostgresNumeric(try Int64.decode(bytes, of: type)) }
    guard bytes.count >= 8 else { throw .malformed("a numeric has at least 8 bytes") }
    let count = Int(bytes.integer(at: 0, as: UInt16.self))
    guard bytes.count == 8 + 2 * count else { throw .malformed("a numeric is cut short") }
    switch Kind(rawValue: bytes.integer(at: 4)) {
    case .notANumber: return .notANumber
    case .infinity: return .infinity
    case .minusInfinity: return .minusInfinity
    case let kind?:
      let groups = (0..<count).map { bytes.integer(at: 8 + 2 * $0, as: UInt16.self) }
      guard groups.allSatisfy({ $0 < 10_000 }),
        let number = PostgresNumeric(
          isNegative: kind == .negative, groups: groups,
          weight: Int(bytes.integer(at: 2, as: Int16.self)),
          scale: Int(bytes.integer(at: 6, as: UInt16.self)))
      else { throw .malformed("no digits of a numeric") }
      return number
    case nil: throw .malformed("unknown sign of a numeric")
    }
  }
}
