extension Day {
  /// The day in French, such as "1er octobre 2026", with spaces that do not break.
  package var inFrench: String {
    let (year, month, day) = components
    let name = [
      "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
      "octobre", "novembre", "décembre",
    ][month - 1]
    return (day == 1 ? "1er" : "\(day)") + "\u{A0}\(name)\u{A0}\(year)"
  }
}
