import Exchange
import Programme

/// What codes and days are called on a page.
enum Phrase {
  /// When a position starts; a day that has passed is not told.
  static func start(_ day: Day?, today: Day) -> String {
    guard let day, day > today else { return "as soon as possible" }
    return "\(day)"
  }

  /// From when a candidate is free; a day that has passed is not told.
  static func free(_ day: Day?, today: Day) -> String {
    guard let day else { return "not told" }
    return day > today ? "\(day)" : "now"
  }

  /// Pay in euros a year, gross.
  static func pay(_ low: Int?, _ high: Int?) -> String {
    switch (low, high) {
    case (let low?, let high?) where low == high: "\(low) euros a year, gross"
    case (let low?, let high?): "\(low) to \(high) euros a year, gross"
    case (let low?, nil): "from \(low) euros a year, gross"
    case (nil, let high?): "up to \(high) euros a year, gross"
    case (nil, nil): "not told"
    }
  }

  /// A level of the national framework: 3 is CAP, 8 is a doctorate.
  static func level(_ number: Int?) -> String {
    guard let number else { return "not told" }
    let names = ["CAP", "bac", "bac+2", "bac+3 or 4", "bac+5", "doctorate"]
    return names.indices.contains(number - 3) ? "\(number) (\(names[number - 3]))" : "\(number)"
  }

  /// A level of the CEFR, 1 to 6.
  static func language(_ code: String, _ level: Int) -> String {
    let names = ["A1", "A2", "B1", "B2", "C1", "C2"]
    return code + " " + (names.indices.contains(level - 1) ? names[level - 1] : "\(level)")
  }

  /// A code with its label, as a page shows it.
  static func named(_ code: String?, _ label: String?) -> String {
    guard let code else { return "not told" }
    return label.map { "\($0) (\(code))" } ?? code
  }

  /// A code with its label, as an object.
  static func object(_ key: String, _ code: String?, _ label: String?) -> JSON {
    guard let code else { return .null }
    return .object([JSON.Member(key, .string(code)), JSON.Member("label", .optional(label))])
  }
}
