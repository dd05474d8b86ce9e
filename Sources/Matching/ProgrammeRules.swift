/// What the programme asks of a candidate, as the run's date reads it.
package struct ProgrammeRules: Hashable, Sendable {
  /// The least level held, from the most generous reading of the rule to the strictest.
  ///
  /// Below the first nobody is eligible, from the last on everybody is, in between it is unknown.
  package var minimumLevelHeld: ClosedRange<Int>
  /// How many months after the diploma a hire may be at most.
  package var graduateWithinMonths: Int
  /// In how many of the last of these months readings differ, as studies may have ended earlier.
  package var graduateDisputedMonths: Int

  /// Rules with the two readings of the level (1...8), the months since the diploma (0...1,200) and
  /// those of them that are disputed.
  package init(
    minimumLevelHeld: ClosedRange<Int>, graduateWithinMonths: Int, graduateDisputedMonths: Int = 0
  ) {
    self.minimumLevelHeld = minimumLevelHeld
    self.graduateWithinMonths = graduateWithinMonths
    self.graduateDisputedMonths = graduateDisputedMonths
  }

  /// The months as one number, so that stored snapshots without disputed months read as before.
  var packedMonths: Int { graduateDisputedMonths * Self.packing + graduateWithinMonths }

  /// Rules with the months as one number.
  init(minimumLevelHeld: ClosedRange<Int>, packedMonths: Int) {
    self.init(
      minimumLevelHeld: minimumLevelHeld, graduateWithinMonths: packedMonths % Self.packing,
      graduateDisputedMonths: packedMonths / Self.packing)
  }

  /// More than the most months there may be.
  private static let packing = 10_000

  /// The day from which readings differ about a diploma.
  func disputed(ofDiploma day: Int) -> Int {
    CivilDate(daysSince1970: day).adding(months: graduateWithinMonths - graduateDisputedMonths)
      .daysSince1970
  }

  /// The day from which a diploma is too old.
  func end(ofDiploma day: Int) -> Int {
    CivilDate(daysSince1970: day).adding(months: graduateWithinMonths).daysSince1970
  }
}
