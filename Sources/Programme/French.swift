/// French as it is printed: spaces that do not break, dates, numbers, plurals.
package enum French {
  /// U+202F, before `;`, `!`, `?` and `%` and between thousands.
  package static let thin = "\u{202F}"
  /// U+00A0, before `:`, inside « » and between a number and its unit.
  package static let hard = "\u{A0}"

  /// Text from outside as one tidy line of at most `limit` characters.
  ///
  /// Controls and line ends become spaces, runs of spaces one; the spaces French asks for before
  /// punctuation are made not to break.
  package static func tidy(_ text: String, limit: Int = 120) -> String {
    let words = text.unicodeScalars.split {
      $0.properties.isWhitespace || $0.properties.generalCategory == .control
        || $0.value == 0x2028 || $0.value == 0x2029 || isDirection($0)
    }.map { String($0) }
    var result = ""
    for word in words {
      switch word.first {
      case nil: continue
      case _ where result.isEmpty: break
      case ":", "»": result += hard
      case ";", "!", "?", "%": result += thin
      default: result += result.hasSuffix("«") ? hard : " "
      }
      result += word
    }
    return clip(result, to: limit)
  }

  /// Marks that turn the direction of writing could make a line read as another.
  private static func isDirection(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// `text`, or its first words and `…` when it is longer than `limit` characters.
  package static func clip(_ text: String, to limit: Int) -> String {
    guard text.count > limit else { return text }
    let cut = text.prefix(limit)
    let end = cut.lastIndex(of: " ").flatMap {
      cut.distance(from: cut.startIndex, to: $0) > limit / 3 ? $0 : nil
    }
    var kept = cut[..<(end ?? cut.dropLast().endIndex)]
    while let last = kept.last, " ,:;(«\u{A0}\u{202F}".contains(last) { kept.removeLast() }
    return kept + "…"
  }

  /// `lundi 23 novembre`, with the year when it is not the one of `today`.
  package static func date(_ day: Day, today: Day) -> String {
    let parts = day.components
    let weekday = [
      "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    ][day.weekday - 1]
    return "\(weekday) \(dayAndMonth(day))"
      + (parts.year == today.components.year ? "" : "\(hard)\(parts.year)")
  }

  /// `2 novembre`, with the year when it is not the one of `today`.
  package static func shortDate(_ day: Day, today: Day) -> String {
    let year = day.components.year
    return dayAndMonth(day) + (year == today.components.year ? "" : "\(hard)\(year)")
  }

  /// `1er octobre 2026`.
  package static func date(_ day: Day) -> String {
    dayAndMonth(day) + "\(hard)\(day.components.year)"
  }

  /// `50 000 000 €`.
  package static func euros(_ amount: Int) -> String { number(amount) + hard + "€" }

  private static func dayAndMonth(_ day: Day) -> String {
    let parts = day.components
    return "\(parts.day == 1 ? "1er" : "\(parts.day)")\(hard)\(month(parts.month))"
  }

  /// A month, 1 to 12.
  package static func month(_ number: Int) -> String {
    [
      "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
      "octobre", "novembre", "décembre",
    ][min(max(number, 1), 12) - 1]
  }

  /// `38 000`.
  package static func number(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { result += thin }
      result.append(digit)
    }
    return (value < 0 ? "-" : "") + result
  }

  /// `1 profil`, `2 profils`: French has no plural below two.
  package static func count(_ value: Int, _ singular: String, _ plural: String) -> String {
    "\(number(value))\(hard)\(value < 2 ? singular : plural)"
  }

  /// `0,87` for 870,000 millionths, rounded down.
  package static func score(_ millionths: Int) -> String {
    let hundredths = min(max(millionths, 0), 1_000_000) / 10_000
    return "\(hundredths / 100),\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }

  /// `« Responsable qualité »`.
  package static func quote(_ text: String) -> String { "«\(hard)\(text)\(hard)»" }

  /// `a, b et c`.
  package static func list(_ items: [String], last: String = "et") -> String {
    guard let end = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " \(last) " + end
  }

  /// `text` with a capital first letter.
  package static func capitalised(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst()
  }

  /// `oui`, `non` or `sans réponse`, which agree with anything.
  package static func word(_ fact: Bool?) -> String {
    switch fact {
    case true?: "oui"
    case false?: "non"
    case nil: "sans réponse"
    }
  }
}

extension Day {
  /// The day in French, such as "1er octobre 2026".
  package var french: String { French.date(self) }
}
