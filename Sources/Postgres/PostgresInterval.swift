/// A length of time as `interval` holds it: months, days and microseconds, each for itself.
///
/// The three do not mix, because a month has no fixed number of days and a day no fixed number of
/// hours. So 1 month and 30 days are different values here, although the server's `=` calls them
/// equal, and there is no `<`. The infinite intervals of PostgreSQL 17 read as the greatest and the
/// least of all three.
public struct PostgresInterval: Hashable, Sendable {
  /// Months, with 12 for each year.
  public var months: Int32
  /// Days.
  public var days: Int32
  /// Microseconds.
  public var microseconds: Int64

  /// Makes an interval of its three parts.
  public init(months: Int32 = 0, days: Int32 = 0, microseconds: Int64 = 0) {
    self.months = months
    self.days = days
    self.microseconds = microseconds
  }

  /// Makes an interval without months and days; nil when it takes more than microseconds to tell, or
  /// more of them than fit.
  public init?(exactly duration: Duration) {
    let (seconds, attoseconds) = duration.components
    let (whole, rest) = attoseconds.quotientAndRemainder(dividingBy: 1_000_000_000_000)
    let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
    let (sum, carry) = scaled.addingReportingOverflow(whole)
    guard rest == 0, !overflow, !carry else { return nil }
    self.init(microseconds: sum)
  }
}

extension Duration {
  /// Makes a duration of an interval; nil when that has months or days, whose length nobody knows.
  public init?(exactly interval: PostgresInterval) {
    guard interval.months == 0, interval.days == 0 else { return nil }
    self = .microseconds(interval.microseconds)
  }
}

extension PostgresInterval: CustomStringConvertible {
  /// The interval as the server writes it in its own style: `1 year 2 mons -3 days +04:05:06.789`.
  public var description: String {
    var text = ""
    var followsNegative = false
    func sign(_ isNegative: Bool) -> String { isNegative ? "-" : followsNegative ? "+" : "" }
    let parts = [(months / 12, "year"), (months % 12, "mon"), (days, "day")]
    for (count, unit) in parts where count != 0 {
      if !text.isEmpty { text += " " }
      text += "\(sign(count < 0))\(count.magnitude) \(unit)\(count == 1 ? "" : "s")"
      followsNegative = count < 0
    }
    if text.isEmpty || microseconds != 0 {
      if !text.isEmpty { text += " " }
      text += sign(microseconds < 0) + clockText(microseconds: microseconds.magnitude)
    }
    return text
  }
}

extension PostgresInterval: SQLValue {
  /// `interval`.
  public static var sqlType: SQLType { .interval }

  /// Appends microseconds, days and months.
  public func encode(into bytes: inout [UInt8]) {
    bytes.append(integer: microseconds)
    bytes.append(integer: days)
    bytes.append(integer: months)
  }

  /// Reads an `interval`.
  public static func decode(
    _ bytes: Span<UInt8>, of type: SQLType
  ) throws(SQLValueError) -> PostgresInterval {
    guard type == .interval else { throw .wrongType }
    guard bytes.count == 16 else { throw .malformed("an interval has 16 bytes") }
    return PostgresInterval(
      months: bytes.integer(at: 12), days: bytes.integer(at: 8), microseconds: bytes.integer(at: 0))
  }
}
