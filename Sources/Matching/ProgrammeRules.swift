/// What the programme asks of a candidate, as the run's date reads it.
package struct ProgrammeRules: Hashable, Sendable {
  /// The least level held, from the most generous reading of the rule to the strictest.
  ///
  /// Below the first nobody is eligible, from the last on everybody is, in between it is unknown.
  package var minimumLevelHeld: ClosedRange<Int>
  /// How many months after the diploma a hire may be at most.
  package var graduateWithinMonths: Int

  /// Rules with the two readings of the level (1...8) and the months since the diploma (0...1,200).
  package init(minimumLevelHeld: ClosedRange<Int>, graduateWithinMonths: Int) {
    self.minimumLevelHeld = minimumLevelHeld
    self.graduateWithinMonths = graduateWithinMonths
  }

  /// The day from which a diploma is too old.
  func end(ofDiploma day: Int) -> Int {
    CivilDate(daysSince1970: day).adding(months: graduateWithinMonths).daysSince1970
  }
}
