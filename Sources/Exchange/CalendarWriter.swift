package import Programme

/// A day of a calendar file.
package struct CalendarEvent: Hashable, Sendable {
  /// What tells it from all others, the same at every writing, such as `H-1-label@vivier.example`.
  package let uid: String
  /// The day it takes, whole.
  package let day: Day
  /// Its title.
  package let summary: String
  /// More about it, on any number of lines.
  package let description: String

  /// States an event.
  package init(uid: String, day: Day, summary: String, description: String) {
    self.uid = uid
    self.day = day
    self.summary = summary
    self.description = description
  }
}

/// Writes days as a calendar file that every calendar reads (RFC 5545).
///
/// Lines end in CR LF and are folded at 75 octets, never inside a character.
package struct CalendarWriter: Sendable {
  private var bytes: [UInt8] = []
  private let stamp: String

  /// Begins a calendar.
  ///
  /// - `title`: what programs call it.
  /// - `microseconds`: the instant it is written, since 1970-01-01 00:00 UTC.
  package init(title: String, writtenAt microseconds: Int64) {
    stamp = Self.moment(microseconds)
    line("BEGIN", "VCALENDAR")
    line("VERSION", "2.0")
    line("PRODID", "-//Vivier//vivier//FR")
    line("CALSCALE", "GREGORIAN")
    line("METHOD", "PUBLISH")
    line("X-WR-CALNAME", Self.escaped(title))
  }

  /// Writes one day; it leaves its owner free.
  package mutating func write(_ event: CalendarEvent) {
    line("BEGIN", "VEVENT")
    line("UID", Self.escaped(event.uid))
    line("DTSTAMP", stamp)
    line("DTSTART;VALUE=DATE", Self.digits(event.day))
    line("DTEND;VALUE=DATE", Self.digits(event.day.adding(days: 1)))
    line("SUMMARY", Self.escaped(event.summary))
    line("DESCRIPTION", Self.escaped(event.description))
    line("TRANSP", "TRANSPARENT")
    line("END", "VEVENT")
  }

  /// Ends the calendar and hands it out.
  package mutating func finish() -> [UInt8] {
    line("END", "VCALENDAR")
    defer { bytes.removeAll() }
    return bytes
  }

  private mutating func line(_ name: String, _ value: String) {
    var room = 75
    for character in (name + ":" + value).unicodeScalars {
      let encoded = Array(UTF8.encode(character) ?? .init())
      if encoded.count > room {
        bytes.append(contentsOf: "\r\n ".utf8)
        room = 74
      }
      bytes.append(contentsOf: encoded)
      room -= encoded.count
    }
    bytes.append(contentsOf: "\r\n".utf8)
  }

  /// A text as a value: backslash, semicolon, comma and line ends escaped, other controls left out.
  private static func escaped(_ text: String) -> String {
    var value = ""
    for scalar in text.replacing("\r\n", with: "\n").unicodeScalars {
      switch scalar {
      case "\\", ";", ",": value += "\\" + String(scalar)
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": value += "\\n"
      case "\t": value += " "
      case _ where scalar.properties.generalCategory == .control: break
      default: value.unicodeScalars.append(scalar)
      }
    }
    return value
  }

  /// `20270528`.
  private static func digits(_ day: Day) -> String { day.description.filter { $0 != "-" } }

  /// `20261128T130000Z`.
  private static func moment(_ microseconds: Int64) -> String {
    let seconds = Int64((Double(microseconds) / 1_000_000).rounded(.down))
    let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let rest = seconds - day * 86_400
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return digits(Day(number: Int32(clamping: day)))
      + "T\(two(rest / 3600))\(two(rest / 60 % 60))\(two(rest % 60))Z"
  }
}
