/// A day of the Gregorian calendar as `date` holds it, in days since 1970-01-01.
public struct PostgresDate: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01.
  public var daysSince1970: Int32

  /// Makes a day from days since 1970-01-01.
  @inlinable public init(daysSince1970: Int32) {
    self.daysSince1970 = daysSince1970
  }

  /// Makes a day from its numbers; nil when the calendar has no such day.
  ///
  /// The year is as astronomers count: 0 is 1 BC, -43 is 44 BC.
  public init?(year: Int, month: Int, day: Int) {
    guard let calendar = CalendarDay(year: year, month: month, day: day),
      let days = Int32(exactly: calendar.daysSince1970)
    else { return nil }
    daysSince1970 = days
  }

  /// `infinity`: after every other day.
  @inlinable public static var infinity: PostgresDate { PostgresDate(daysSince1970: .max) }
  /// `-infinity`: before every other day.
  @inlinable public static var minusInfinity: PostgresDate { PostgresDate(daysSince1970: .min) }

  /// The year as astronomers count (0 is 1 BC), the month and the day; without meaning for the
  /// infinities.
  public var components: (year: Int, month: Int, day: Int) {
    let calendar = CalendarDay(daysSince1970: Int(daysSince1970))
    return (calendar.year, calendar.month, calendar.day)
  }

  /// Whether the first day is before the second.
  public static func < (left: PostgresDate, right: PostgresDate) -> Bool {
    left.daysSince1970 < right.daysSince1970
  }

  /// From 1970 to 2000, where the server counts from.
  @inlinable static var epoch: Int32 { 10_957 }
}

extension PostgresDate: LosslessStringConvertible {
  /// The day as ISO 8601 and as the server write it: `2024-02-29`, `0044-03-15 BC`, `infinity`.
  public var description: String {
    switch self {
    case .infinity: return "infinity"
    case .minusInfinity: return "-infinity"
    default:
      let calendar = CalendarDay(daysSince1970: Int(daysSince1970))
      return calendar.text + calendar.era
    }
  }

  /// Reads what ``description`` writes, and nothing else.
  public init?(_ description: String) {
    switch description {
    case "infinity": self = .infinity
    case "-infinity": self = .minusInfinity
    default:
      let isBeforeChrist = description.hasSuffix(" BC")
      let numbers = description.dropLast(isBeforeChrist ? 3 : 0).split(
        separator: "-", omittingEmptySubsequences: false)
      guard numbers.count == 3, numbers[0].utf8.count >= 4, numbers[1].utf8.count == 2,
        numbers[2].utf8.count == 2,
        numbers.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
        let year = Int(numbers[0]), let month = Int(numbers[1]), let day = Int(numbers[2]),
        year > 0
      else { return nil }
      self.init(year: isBeforeChrist ? 1 - year : year, month: month, day: day)
    }
  }
}

extension PostgresDate: SQLValue {
  /// `date`.
  @inlinable public static var sqlType: SQLType { .date }

  /// Appends days since 2000; refuses what the server's count cannot hold.
  @inlinable public func encode(into bytes: inout [UInt8]) throws(SQLValueError) {
    bytes.append(integer: try count())
  }

  /// Appends it behind its length.
  @_documentation(visibility: internal)
  @inlinable public func encode(field buffer: inout FieldBuffer) throws(SQLValueError) {
    buffer.append(field: try count())
  }

  /// What the server counts; both ends of the count stand for the infinities, here as there.
  @inlinable func count() throws(SQLValueError) -> Int32 {
    if daysSince1970 == .max || daysSince1970 == .min { return daysSince1970 }
    let (count, overflow) = daysSince1970.subtractingReportingOverflow(Self.epoch)
    guard !overflow else { throw .malformed("before the first day of date") }
    return count
  }

  /// Reads a `date`.
  @inlinable public static func decode(
    _ bytes: Span<UInt8>, of type: SQLType
  ) throws(SQLValueError) -> PostgresDate {
    guard type == .date else { throw .wrongType }
    let count: Int32 = try bytes.integer()
    if count == .max || count == .min { return PostgresDate(daysSince1970: count) }
    let (sum, overflow) = count.addingReportingOverflow(epoch)
    guard !overflow else { throw .malformed("after the last day that can be held") }
    return PostgresDate(daysSince1970: sum)
  }
}
