/// When the contract of an apprentice may begin, beside the training it goes with.
///
/// The training begins at most three months after the contract (Code du travail, L6222-12); a CFA may
/// keep somebody without an employer for at most three months from the beginning of the training
/// (L6222-12-1).
package struct ApprenticeshipWindow: Hashable, Sendable {
  /// The first day the contract may begin.
  package let opensOn: Day
  /// The last day until which the CFA may wait for a contract.
  package let closesOn: Day

  private static let months = 3

  /// The window of a training that begins on a day.
  package init(trainingStartsOn start: Day) {
    var first = start.adding(months: -Self.months)
    // Three months from the last days of February may end before the training begins.
    while first.adding(months: Self.months) < start { first = first.adding(days: 1) }
    opensOn = first
    closesOn = start.adding(months: Self.months)
  }

  /// The last day a training may begin for a contract that begins on a day.
  package static func latestTraining(forContractFrom day: Day) -> Day { day.adding(months: months) }
}
