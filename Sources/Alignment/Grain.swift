/// What positions, trainings and talents are compared by.
package enum Grain: String, CaseIterable, Sendable {
  /// A skill under its canonical key.
  case skill
  /// A ROME 3 occupation at a level: the register names occupations by their ROME 3 code.
  case occupation
  /// A certification in force (RNCP).
  case certification
}

/// One thing that is asked, taught or held.
package struct Item: Hashable, Sendable {
  /// What kind of thing.
  package let grain: Grain
  /// The key of the skill, the code of the occupation or of the certification.
  package let code: String
  /// Of an occupation the level asked or taught (3...8); nil where any level will do.
  package let level: Int?

  /// A skill.
  package static func skill(_ key: String) -> Item {
    Item(grain: .skill, code: key, level: nil)
  }

  /// An occupation at a level, or at any.
  package static func occupation(_ code: String, level: Int?) -> Item {
    Item(grain: .occupation, code: code, level: level)
  }

  /// A certification.
  package static func certification(_ code: String) -> Item {
    Item(grain: .certification, code: code, level: nil)
  }

  /// The key in JSON and in spreadsheets, such as `H1403@6`.
  package var key: String { level.map { "\(code)@\($0)" } ?? code }
}

extension Item: Comparable {
  /// By code, then by level, any level first.
  package static func < (left: Item, right: Item) -> Bool {
    (left.code, left.level ?? 0) < (right.code, right.level ?? 0)
  }
}
