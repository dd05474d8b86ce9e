/// An asked skill that is met.
package struct SkillLine: Codable, Sendable, Hashable {
  /// The label of the skill that is asked.
  package var label: String
  /// Whether the position requires it; otherwise it is only desired.
  package var isRequired: Bool
  /// Whether it was not declared but inferred from the diploma or the occupation.
  package var isInferred: Bool
  /// The label of the skill held, when it is a near one and not the one asked.
  package var through: String?

  /// Makes a line from its fields.
  package init(
    label: String, isRequired: Bool, isInferred: Bool = false, through: String? = nil
  ) {
    self.label = label
    self.isRequired = isRequired
    self.isInferred = isInferred
    self.through = through
  }
}

/// How many asked skills are met: `3` of `4`.
package struct SkillCount: Codable, Sendable, Hashable {
  /// The number met.
  package var met: Int
  /// The number asked; 0 when none was.
  package var asked: Int

  /// Makes a count.
  package init(_ met: Int, of asked: Int) {
    self.met = met
    self.asked = asked
  }
}
