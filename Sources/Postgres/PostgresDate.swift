/// A day of the Gregorian calendar as `date` holds it, in days since 1970-01-01.
public struct PostgresDate: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01.
  public var daysSince1970: Int32

  /// Makes a day from days since 1970-01-01.
  public init(daysSince1970: Int32) {
    self.daysSince1970 = daysSince1970
  }

  /// `infinity`: after every other day.
  public static let infinity = PostgresDate(daysSince1970: .max)
  /// `-infinity`: before every other day.
  public static let minusInfinity = PostgresDate(daysSince1970: .min)

  /// Whether the first day is before the second.
  public static func < (left: PostgresDate, right: PostgresDate) -> Bool {
    left.daysSince1970 < right.daysSince1970
  }

  /// From 1970 to 2000, where the server counts from.
  private static let epoch: Int32 = 10_957
}

extension PostgresDate: CustomStringConvertible {
  /// The day as ISO 8601 and as the server write it: `2024-02-29`, `0044-03-15 BC`, `infinity`.
  public var description: String {
    switch self {
    case .infinity: return "infinity"
    case .minusInfinity: return "-infinity"
    default: break
    }
    // Days to civil by eras of 400 years that begin on 1 March, where the leap day comes last.
    let day = Int(daysSince1970) + 719_468
    let era = (day >= 0 ? day : day - 146_096) / 146_097
    let dayOfEra = day - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let dayOfMonth = dayOfYear - (153 * shifted + 2) / 5 + 1
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let text =
      "\(padded(year > 0 ? year : 1 - year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))"
    return year > 0 ? text : text + " BC"
  }
}

extension PostgresDate: SQLValue {
  /// `date`.
  public static var sqlType: SQLType { .date }

  /// Appends days since 2000; refuses what the server's count cannot hold.
  public func encode(into bytes: inout [UInt8]) throws(SQLValueError) {
    switch self {
    case .infinity, .minusInfinity: bytes.append(integer: daysSince1970)
    default:
      let (count, overflow) = daysSince1970.subtractingReportingOverflow(Self.epoch)
      guard !overflow else { throw .malformed("before the first day of date") }
      bytes.append(integer: count)
    }
  }

  /// Reads a `date`.
  public static func decode(
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
