/// Bounds on what a row may hold; they keep every sum of the formula within 64 bits.
enum Limit {
  /// The highest idf times 65,536.
  static let idf = 1 << 24
  /// The most skills a position may ask: 2²⁴ · 5 · 10⁶ · 4,096 stays below 2⁶³.
  static let askedSkills = 4_096
  /// The highest pay in € a year: its square in millionths stays below 2⁶³.
  static let pay = 2_000_000
  /// The most skills there may be: a held one keeps its number in 20 bits.
  static let skills = 1 << 20
  /// The most occupations there may be.
  static let occupations = 65_000
  /// The longest span of months.
  static let months = 1_200
}
