/// A day by which something must be done for a hire, or from which it can be.
package struct HireDeadline: Hashable, Sendable {
  /// What must be done.
  package enum What: String, Hashable, Sendable, CaseIterable {
    /// The last day to ask for the label.
    case label
    /// The first day to give the evidence, and to ask that the aid be paid.
    case evidence
    /// The last day for the training of an apprentice to begin.
    case training
  }

  /// What must be done.
  package let what: What
  /// The day.
  package let on: Day

  /// Pairs a deed with its day.
  package init(what: What, on: Day) {
    self.what = what
    self.on = on
  }

  /// The deadlines of a hire, in the order of their days.
  ///
  /// The label is asked for within six months and paid on evidence after twelve (proven for VTE Vert,
  /// general wording for the others). The training of an apprentice begins at most three months after
  /// the contract: it has no deadline once a beginning in time is known.
  package static func all(
    hiredOn day: Day, contract: Contract?, trainingStartsOn: Day?
  ) -> [HireDeadline] {
    var deadlines = [
      HireDeadline(what: .label, on: day.adding(months: 6)),
      HireDeadline(what: .evidence, on: day.adding(months: 12)),
    ]
    let latest = ApprenticeshipWindow.latestTraining(forContractFrom: day)
    if contract == .apprentissage, trainingStartsOn.map({ $0 > latest }) ?? true {
      deadlines.insert(HireDeadline(what: .training, on: latest), at: 0)
    }
    return deadlines
  }
}
