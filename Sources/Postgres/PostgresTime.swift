/// A time of day as `time without time zone` holds it, from `00:00:00` to `24:00:00`.
///
/// `time with time zone` has no type here, because an offset without a day does not fix a time;
/// read it as text with `::text`.
public struct PostgresTime: Hashable, Comparable, Sendable {
  /// Microseconds since midnight, at most 86,400,000,000.
  public let microseconds: Int64

  /// Makes a time from microseconds since midnight; nil when a day has not as many.
  public init?(microseconds: Int64) {
    guard (0...86_400_000_000).contains(microseconds) else { return nil }
    self.microseconds = microseconds
  }

  /// Makes a time from what a clock shows; nil when no clock does, except 24:00:00.
  public init?(hour: Int, minute: Int, second: Int = 0, microsecond: Int = 0) {
    guard (0...24).contains(hour), (0...59).contains(minute), (0...59).contains(second),
      (0...999_999).contains(microsecond)
    else { return nil }
    self.init(
      microseconds: Int64(((hour * 60 + minute) * 60 + second) * 1_000_000 + microsecond))
  }

  /// Whether the first time is before the second.
  public static func < (left: PostgresTime, right: PostgresTime) -> Bool {
    left.microseconds < right.microseconds
  }
}

extension PostgresTime: CustomStringConvertible {
  /// The time as the server writes it: `04:05:06.789`.
  public var description: String { clockText(microseconds: microseconds.magnitude) }
}

extension PostgresTime: SQLValue {
  /// `time without time zone`.
  public static var sqlType: SQLType { .time }

  /// Appends microseconds since midnight.
  public func encode(into bytes: inout [UInt8]) { bytes.append(integer: microseconds) }

  /// Reads a `time without time zone`.
  public static func decode(
    _ bytes: Span<UInt8>, of type: SQLType
  ) throws(SQLValueError) -> PostgresTime {
    guard type == .time else { throw .wrongType }
    guard let time = PostgresTime(microseconds: try bytes.integer()) else {
      throw .malformed("no time of a day")
    }
    return time
  }
}
