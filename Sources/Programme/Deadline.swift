/// A day by which something must be done for a hire.
package struct Deadline: Hashable, Sendable {
  /// What must be done.
  package enum What: String, Hashable, Sendable, CaseIterable {
    /// The label must have been asked for.
    case label
    /// The evidence can be given, and the aid asked to be paid: the contract is a year old.
    case evidence
    /// The training of an apprentice must have begun.
    case training
  }

  /// What must be done.
  package let what: What
  /// The day: the last one for the label and the training, the first one for the evidence.
  package let on: Day

  /// Pairs a deed with its day.
  package init(what: What, on: Day) {
    self.what = what
    self.on = on
  }
}

extension RuleBook {
  /// The deadlines of a hire, by the rules of its own day; none where no rule is known that day.
  ///
  /// Months are counted as the law does: to the same day of a later month, or its last one (Code de
  /// procédure civile, article 641). Of several readings the earliest label and the latest evidence
  /// are safe in all.
  package func deadlines(hiredOn day: Day) -> [Deadline] {
    let versions = inForce(.labelDeadline, on: day)
    let label = versions.map { day.adding(months: $0.number("label_months")) }.min()
    let evidence = versions.map { day.adding(months: $0.number("evidence_months")) }.max()
    return [
      label.map { Deadline(what: .label, on: $0) },
      evidence.map { Deadline(what: .evidence, on: $0) },
    ]
    .compactMap(\.self)
  }

  /// The deadlines of a hire under a contract, in the order of their days.
  ///
  /// The training of an apprentice has one until a beginning in time is known.
  package func deadlines(
    hiredOn day: Day, contract: Contract?, trainingStartsOn: Day?
  ) -> [Deadline] {
    var deadlines = deadlines(hiredOn: day)
    let latest = ApprenticeshipWindow.latestTraining(forContractFrom: day)
    if contract == .apprentissage, trainingStartsOn.map({ $0 > latest }) ?? true {
      deadlines.append(Deadline(what: .training, on: latest))
    }
    return deadlines.sorted { ($0.on, $0.what.rawValue) < ($1.on, $1.what.rawValue) }
  }
}
