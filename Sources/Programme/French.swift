/// French as it is printed, with spaces that do not break.
package enum French {
  /// U+202F, before `;`, `!`, `?` and `%` and between thousands.
  package static let thin = "\u{202F}"
  /// U+00A0, before `:`, inside « » and between a number and its unit.
  package static let hard = "\u{A0}"

  private static let months = [
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
  ]

  /// `1er octobre 2026`.
  package static func date(_ day: Day) -> String {
    let (year, month, number) = day.components
    return (number == 1 ? "1er" : "\(number)") + "\(hard)\(months[month - 1])\(hard)\(year)"
  }

  /// `50 000 000 €`.
  package static func euros(_ amount: Int) -> String { number(amount) + hard + "€" }

  /// `5 000`.
  package static func number(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var text = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text += thin }
      text.append(digit)
    }
    return text
  }

  /// `1 poste`, `2 postes`: French has no plural below two.
  package static func count(_ value: Int, _ singular: String, _ plural: String) -> String {
    number(value) + hard + (value < 2 ? singular : plural)
  }

  /// `« Soudage »`.
  package static func quote(_ text: String) -> String { "«\(hard)\(text)\(hard)»" }

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
