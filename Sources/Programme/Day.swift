/// A day of the proleptic Gregorian calendar, counted from 1970-01-01.
package struct Day: Hashable, Comparable, Sendable, CustomStringConvertible, Codable {
  /// Days since 1970-01-01; negative before.
  package let number: Int32

  /// Takes a day number.
  package init(number: Int32) { self.number = number }

  /// Takes a date of the calendar; nil when there is no such day or the year is outside 1 to 9999.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month),
      (1...Day.length(ofMonth: month, year: year)).contains(day)
    else { return nil }
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil: years begin
    // in March, so that the leap day comes last.
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = Int32(era * 146_097 + dayOfEra - 719_468)
  }

  /// Reads `2027-01-11`, `11/01/2027` (also with dots or hyphens) or `11 janvier 2027`.
  package init(_ text: String) throws(InvalidIdentifier) {
    let expected = "a date such as 2027-01-11 or 11/01/2027"
    if let day = Day(iso: text) {
      self = day
      return
    }
    var parts = text.utf8.split(maxSplits: 8, omittingEmptySubsequences: true) {
      $0 == 0x20 || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
    }.map { Array($0) }
    guard !parts.isEmpty else {
      throw InvalidIdentifier(name: "date", problem: .empty, expected: expected)
    }
    if parts.count == 4, Day.weekdays.contains(fold(Programme.text(parts[0]))) {
      parts.removeFirst()
    }
    guard parts.count == 3 else {
      throw InvalidIdentifier(name: "date", problem: .format, expected: expected)
    }
    let isISO = parts[0].count == 4
    let year = Day.number(parts[isISO ? 0 : 2], digits: 4...4)
    let month =
      Day.number(parts[1], digits: 1...2)
      ?? Day.months.firstIndex(of: fold(Programme.text(parts[1]))).map { $0 + 1 }
    let first = parts[0].elementsEqual("1er".utf8) ? [0x31] : parts[0]
    let day = Day.number(isISO ? parts[2] : first, digits: 1...2)
    guard let year, let month, let day else {
      throw InvalidIdentifier(name: "date", problem: .format, expected: expected)
    }
    guard let found = Day(year: year, month: month, day: day) else {
      throw InvalidIdentifier(
        name: "date", problem: .range, expected: "a day that exists, day/month/year")
    }
    self = found
  }

  /// Reads exactly `2027-01-11`, which is what large files hold; nil for any other text or day.
  package init?(iso text: String) {
    var number = 0
    var count = 0
    for byte in text.utf8 {
      count += 1
      if count == 5 || count == 8 {
        guard byte == UInt8(ascii: "-") else { return nil }
      } else {
        guard isDigit(byte), count <= 10 else { return nil }
        number = number * 10 + Int(byte) - 0x30
      }
    }
    guard count == 10 else { return nil }
    self.init(year: number / 10_000, month: number / 100 % 100, day: number % 100)
  }

  /// Year, month 1 to 12, and day of the month.
  package var components: (year: Int, month: Int, day: Int) {
    // civil_from_days of the same source.
    let shifted = Int(number) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }

  /// The day of the week, 1 for Monday to 7 for Sunday.
  package var weekday: Int {
    // 1970-01-01 was a Thursday.
    let remainder = (Int(number) + 3) % 7
    return (remainder < 0 ? remainder + 7 : remainder) + 1
  }

  /// The week of ISO 8601, such as "2026-W47"; it belongs to the year of its Thursday.
  package var week: String {
    let thursday = Day(number: Int32(clamping: Int(number) - weekday + 4))
    let year = thursday.components.year
    let first = Day(year: year, month: 1, day: 1)?.number ?? thursday.number
    let week = Int(thursday.number - first) / 7 + 1
    return Day.padded(year, to: 4) + "-W" + Day.padded(week, to: 2)
  }

  /// The same day some months later or earlier, or the last day of a month too short for it.
  ///
  /// Stays where it is when the result would leave the years 1 to 9999.
  package func adding(months: Int) -> Day {
    guard (-120_000...120_000).contains(months) else { return self }
    let (year, month, day) = components
    let index = year * 12 + month - 1 + months
    let newYear = index >= 0 ? index / 12 : (index - 11) / 12
    let newMonth = index - newYear * 12 + 1
    guard (1...9999).contains(newYear) else { return self }
    let last = Day.length(ofMonth: newMonth, year: newYear)
    return Day(year: newYear, month: newMonth, day: min(day, last)) ?? self
  }

  /// The day so many days later, or earlier when negative.
  package func adding(days: Int) -> Day {
    Day(number: Int32(clamping: Int(number) + Int(Int32(clamping: days))))
  }

  /// The days from another day to this one.
  package func days(since other: Day) -> Int { Int(number) - Int(other.number) }

  /// ISO 8601, such as "2026-11-21".
  package var description: String {
    let (year, month, day) = components
    return Day.padded(year, to: 4) + "-" + Day.padded(month, to: 2) + "-" + Day.padded(day, to: 2)
  }

  /// Earlier days come first.
  package static func < (left: Day, right: Day) -> Bool { left.number < right.number }

  /// Reads the ISO text.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    self = try Day(container.decode(String.self))
  }

  /// Writes the ISO text.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// The days in a month.
  private static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func number(_ bytes: [UInt8], digits: ClosedRange<Int>) -> Int? {
    guard digits.contains(bytes.count), bytes.allSatisfy(isDigit) else { return nil }
    return bytes.reduce(0) { $0 * 10 + Int($1) - 0x30 }
  }

  private static func padded(_ number: Int, to count: Int) -> String {
    let digits = String(number.magnitude)
    return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, count - digits.count))
      + digits
  }

  private static let months = [
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre",
    "octobre", "novembre", "decembre",
  ]
  private static let weekdays: Set<String> = [
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
  ]
}
