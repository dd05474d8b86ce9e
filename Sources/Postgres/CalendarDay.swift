/// A day by year, month and day of the Gregorian calendar, extended to all of time as PostgreSQL does.
struct CalendarDay {
  /// The year as astronomers count: 0 is 1 BC.
  var year: Int
  var month: Int
  var day: Int

  /// Finds the day that is so many days after 1970-01-01.
  init(daysSince1970: Int) {
    // By eras of 400 years that begin on 1 March, where the leap day comes last.
    let shiftedDay = daysSince1970 + 719_468
    let era = (shiftedDay >= 0 ? shiftedDay : shiftedDay - 146_096) / 146_097
    let dayOfEra = shiftedDay - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
  }

  /// Takes a day by its numbers; nil when the calendar has no such day.
  init?(year: Int, month: Int, day: Int) {
    guard (1...12).contains(month), (1...31).contains(day), abs(year) < 6_000_000 else {
      return nil
    }
    self.year = year
    self.month = month
    self.day = day
    let found = CalendarDay(daysSince1970: daysSince1970)
    guard (found.month, found.day) == (month, day) else { return nil }
  }

  /// Days after 1970-01-01.
  var daysSince1970: Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The day as ISO 8601 writes it, without saying whether the year is before Christ.
  var text: String {
    "\(padded(year > 0 ? year : 1 - year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
  }

  /// What the server writes behind a year before Christ.
  var era: String { year > 0 ? "" : " BC" }
}

/// Writes microseconds since midnight as the server does: `04:05:06.789`.
func clockText(microseconds: UInt64) -> String {
  let seconds = microseconds / 1_000_000
  var text =
    "\(padded(seconds / 3_600, to: 2)):\(padded(seconds / 60 % 60, to: 2)):\(padded(seconds % 60, to: 2))"
  var fraction = padded(microseconds % 1_000_000, to: 6)[...]
  while fraction.hasSuffix("0") { fraction.removeLast() }
  if !fraction.isEmpty { text += "." + fraction }
  return text
}

/// Writes microseconds since 1970-01-01 00:00 as a day and a time, with `zone` behind.
func momentText(microsecondsSince1970: Int64, zone: String) -> String {
  let (whole, rest) = microsecondsSince1970.quotientAndRemainder(dividingBy: 86_400_000_000)
  let day = CalendarDay(daysSince1970: Int(rest < 0 ? whole - 1 : whole))
  let time = UInt64(rest < 0 ? rest + 86_400_000_000 : rest)
  return "\(day.text) \(clockText(microseconds: time))\(zone)\(day.era)"
}

/// Writes a number that is not negative with at least `width` digits.
func padded(_ number: some BinaryInteger, to width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
