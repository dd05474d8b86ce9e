/// A day and a time on a clock whose time zone nobody said, as `timestamp without time zone` holds
/// them.
///
/// It names no instant, and for that reason is another type than ``Timestamp``: in SQL,
/// `column at time zone 'Europe/Paris'` makes an instant of it.
public struct LocalTimestamp: Hashable, Comparable, Sendable {
  /// Microseconds on that clock since it showed 1970-01-01 00:00.
  public var microsecondsSince1970: Int64

  /// Makes a day and time from microseconds on the clock since 1970-01-01 00:00.
  public init(microsecondsSince1970: Int64) {
    self.microsecondsSince1970 = microsecondsSince1970
  }

  /// `infinity`: after every other.
  public static let infinity = LocalTimestamp(microsecondsSince1970: .max)
  /// `-infinity`: before every other.
  public static let minusInfinity = LocalTimestamp(microsecondsSince1970: .min)

  /// Whether the same clock shows the first before the second.
  public static func < (left: LocalTimestamp, right: LocalTimestamp) -> Bool {
    left.microsecondsSince1970 < right.microsecondsSince1970
  }
}

extension LocalTimestamp: CustomStringConvertible {
  /// The day and the time as the server writes them: `2024-02-29 12:00:00.5`.
  public var description: String {
    switch self {
    case .infinity: "infinity"
    case .minusInfinity: "-infinity"
    default: momentText(microsecondsSince1970: microsecondsSince1970, zone: "")
    }
  }
}

extension LocalTimestamp: SQLValue {
  /// `timestamp without time zone`.
  public static var sqlType: SQLType { .timestamp }

  /// Appends microseconds since 2000; refuses what the server's count cannot hold.
  public func encode(into bytes: inout [UInt8]) throws(SQLValueError) {
    // The same count as that of `timestamptz`.
    try Timestamp(microsecondsSince1970: microsecondsSince1970).encode(into: &bytes)
  }

  /// Reads a `timestamp without time zone`.
  public static func decode(
    _ bytes: Span<UInt8>, of type: SQLType
  ) throws(SQLValueError) -> LocalTimestamp {
    guard type == .timestamp else { throw .wrongType }
    let count = try Timestamp.decode(bytes, of: .timestamptz)
    return LocalTimestamp(microsecondsSince1970: count.microsecondsSince1970)
  }
}
