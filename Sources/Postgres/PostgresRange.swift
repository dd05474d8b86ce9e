/// A type whose ranges the server has.
///
/// For a range type of one's own, `create type … as range (subtype = …)`, the type of its bounds
/// conforms with ``SQLType/inferred``.
public protocol SQLRangeBound: SQLValue {
  /// The type of the whole range.
  static var sqlRangeType: SQLType { get }
}

extension Int32: SQLRangeBound {
  /// `int4range`.
  public static var sqlRangeType: SQLType { .int4range }
}

extension Int64: SQLRangeBound {
  /// `int8range`.
  public static var sqlRangeType: SQLType { .int8range }
}

extension Int: SQLRangeBound {
  /// `int8range`.
  public static var sqlRangeType: SQLType { .int8range }
}

extension PostgresNumeric: SQLRangeBound {
  /// `numrange`.
  public static var sqlRangeType: SQLType { .numrange }
}

extension PostgresDate: SQLRangeBound {
  /// `daterange`.
  public static var sqlRangeType: SQLType { .daterange }
}

extension Timestamp: SQLRangeBound {
  /// `tstzrange`.
  public static var sqlRangeType: SQLType { .tstzrange }
}

extension LocalTimestamp: SQLRangeBound {
  /// `tsrange`.
  public static var sqlRangeType: SQLType { .tsrange }
}

/// All values between two bounds, or none, as `int4range`, `int8range`, `numrange`, `daterange`,
/// `tsrange` and `tstzrange` hold them.
///
/// The server rewrites ranges of whole numbers and of days: `[1,3]` comes back as `[1,4)`, and a
/// range that holds nothing as ``empty``. Two ranges are equal here when they are written alike.
public enum PostgresRange<Bound: SQLRangeBound>: Sendable {
  /// Where a range begins or ends.
  public enum Limit: Sendable {
    /// Nowhere.
    case unbounded
    /// At a value that belongs to the range.
    case including(Bound)
    /// At a value that does not.
    case excluding(Bound)
  }

  /// Nothing.
  case empty
  /// Everything between two limits.
  case between(Limit, Limit)

  /// Makes a range of Swift's half-open one, which is empty when its bounds are equal.
  public init(_ range: Range<Bound>) where Bound: Comparable {
    self =
      range.isEmpty ? .empty : .between(.including(range.lowerBound), .excluding(range.upperBound))
  }

  /// Makes a range of Swift's closed one.
  public init(_ range: ClosedRange<Bound>) where Bound: Comparable {
    self = .between(.including(range.lowerBound), .including(range.upperBound))
  }

  /// Whether a value lies in the range.
  public func contains(_ value: Bound) -> Bool where Bound: Comparable {
    guard case .between(let lower, let upper) = self else { return false }
    switch lower {
    case .unbounded: break
    case .including(let bound): if value < bound { return false }
    case .excluding(let bound): if value <= bound { return false }
    }
    switch upper {
    case .unbounded: return true
    case .including(let bound): return value <= bound
    case .excluding(let bound): return value < bound
    }
  }
}

extension PostgresRange: Equatable where Bound: Equatable {}
extension PostgresRange.Limit: Equatable where Bound: Equatable {}
extension PostgresRange: Hashable where Bound: Hashable {}
extension PostgresRange.Limit: Hashable where Bound: Hashable {}

extension PostgresRange: CustomStringConvertible {
  /// The range as the server writes it, with the bounds as their own descriptions: `[1,4)`, `(,5]`,
  /// `empty`.
  public var description: String {
    guard case .between(let lower, let upper) = self else { return "empty" }
    return
      "\(lower.isIncluded ? "[" : "(")\(lower.text),\(upper.text)\(upper.isIncluded ? "]" : ")")"
  }
}

extension PostgresRange.Limit {
  fileprivate var isIncluded: Bool { if case .including = self { true } else { false } }

  fileprivate var bound: Bound? {
    switch self {
    case .unbounded: nil
    case .including(let bound), .excluding(let bound): bound
    }
  }

  fileprivate var text: String {
    guard let bound else { return "" }
    let text = "\(bound)"
    guard text.isEmpty || text.contains(where: { "\"\\()[], ".contains($0) }) else { return text }
    let escaped = text.map { $0 == "\"" || $0 == "\\" ? "\($0)\($0)" : "\($0)" }.joined()
    return "\"\(escaped)\""
  }
}

/// The first byte of a range.
private enum Flag {
  static let empty: UInt8 = 0x01
  static let includesLower: UInt8 = 0x02
  static let includesUpper: UInt8 = 0x04
  static let hasNoLower: UInt8 = 0x08
  static let hasNoUpper: UInt8 = 0x10
}

extension PostgresRange: SQLValue {
  /// The range type of the bound.
  public static var sqlType: SQLType { Bound.sqlRangeType }

  /// Appends what kind of limits there are, and the bounds.
  public func encode(into bytes: inout [UInt8]) throws(SQLValueError) {
    guard case .between(let lower, let upper) = self else {
      bytes.append(Flag.empty)
      return
    }
    var flags: UInt8 = 0
    if lower.isIncluded { flags |= Flag.includesLower }
    if upper.isIncluded { flags |= Flag.includesUpper }
    if lower.bound == nil { flags |= Flag.hasNoLower }
    if upper.bound == nil { flags |= Flag.hasNoUpper }
    bytes.append(flags)
    for bound in [lower.bound, upper.bound] {
      guard let bound else { continue }
      guard !bound.isNull else { throw .malformed("NULL as the bound of a range") }
      try bytes.append(field: bound)
    }
  }

  /// Reads a range of the bound's type.
  public static func decode(
    _ bytes: Span<UInt8>, of type: SQLType
  ) throws(SQLValueError) -> PostgresRange {
    guard type == sqlType || sqlType == .inferred && type.isUserDefined else { throw .wrongType }
    guard !bytes.isEmpty else { throw .malformed("a range is cut short") }
    let flags = bytes[0]
    var offset = 1
    func limit(
      isMissing: UInt8, isIncluded: UInt8
    ) throws(SQLValueError) -> Limit {
      if flags & isMissing != 0 { return .unbounded }
      let bound: Bound = try bytes.field(at: &offset, of: Bound.sqlType)
      return flags & isIncluded != 0 ? .including(bound) : .excluding(bound)
    }
    let range: PostgresRange
    if flags & Flag.empty != 0 {
      range = .empty
    } else {
      let lower = try limit(isMissing: Flag.hasNoLower, isIncluded: Flag.includesLower)
      let upper = try limit(isMissing: Flag.hasNoUpper, isIncluded: Flag.includesUpper)
      range = .between(lower, upper)
    }
    guard offset == bytes.count else { throw .malformed("bytes behind the end of a range") }
    return range
  }
}
