/// What the rules of its own day say of a hire: every rule for every scheme, and why.
package struct Eligibility: Sendable {
  /// What a rule says of a hire for a scheme.
  package enum Result: String, Hashable, Sendable {
    case yes
    case no
    case unknown
    /// The rule is not about such a hire, and counts for nothing.
    case notApplicable = "not_applicable"

    /// A three-valued answer.
    init(_ answer: Answer) {
      switch answer {
      case .yes: self = .yes
      case .no: self = .no
      case .unknown: self = .unknown
      }
    }
  }

  /// A rule for a scheme.
  package struct Outcome: Sendable {
    /// The rule and the scheme.
    package let rule: Rule
    package let scheme: Scheme
    /// What it says.
    package let result: Result
    /// The versions that were asked; none where the rule does not apply or none covers the day.
    package let versions: [RuleVersion]
    /// The facts and what the rule asks, in French.
    package let because: String
    /// What to do, in French; nil where there is nothing to do.
    package let remedy: String?
  }

  /// Every rule but the aids, for every scheme, in the order of the programme.
  package let outcomes: [Outcome]
  /// The aids as they stand that day, whatever the hire.
  package let aids: [Aid]
  /// By when what must be done; empty where no day of a hire is told.
  package let deadlines: [Deadline]
  /// The territory of the workplace that day.
  package let territory: (id: TerritoryID, vintage: String)?

  /// No when a rule that decides says no, else unknown when one is, else yes.
  package func result(_ scheme: Scheme) -> Answer {
    result(scheme) { _ in true }
  }

  /// The same, by the rules about some of the parties alone.
  package func result(_ scheme: Scheme, about subjects: Set<Rule.Subject>) -> Answer {
    result(scheme) { subjects.contains($0.subject) }
  }

  private func result(_ scheme: Scheme, where isWanted: (Rule) -> Bool) -> Answer {
    var answer = Answer.yes
    for outcome in outcomes
    where outcome.scheme == scheme && outcome.rule.decides && isWanted(outcome.rule) {
      switch outcome.result {
      case .no: return .no
      case .unknown: answer = .unknown
      case .yes, .notApplicable: break
      }
    }
    return answer
  }
}

extension RuleBook {
  /// Judges a hire by the rules of its own day.
  ///
  /// Versions that hold at the same time are asked side by side: their common answer counts, and
  /// unknown where they differ.
  package func judge(_ facts: HireFacts) -> Eligibility {
    let day = facts.day
    var outcomes: [Eligibility.Outcome] = []
    for scheme in Scheme.allCases {
      let reading = Reading(facts: facts, requested: requested(scheme, on: day))
      for rule in Rule.allCases where !rule.isAid {
        outcomes.append(outcome(rule, scheme, reading))
      }
    }
    return Eligibility(
      outcomes: outcomes, aids: aids(on: day),
      deadlines: facts.position.hiredOn.map(deadlines(hiredOn:)) ?? [],
      territory: territory(of: facts))
  }

  /// What the aid of a scheme brings at least and at most on a day: nothing where it is closed.
  private func requested(_ scheme: Scheme, on day: Day?) -> ClosedRange<Int> {
    let rule: Rule
    switch scheme {
    case .vte: return 0...0
    case .vteTI: rule = .aidTI
    case .vteVert: rule = .aidVert
    }
    let aid = aid(rule, on: day)
    if aid.status == .closed { return 0...0 }
    if let amount = aid.amount { return amount...amount }
    return 0...(all(rule).compactMap { $0.parameters["amount_eur"] }.max() ?? 0)
  }

  private func territory(of facts: HireFacts) -> (id: TerritoryID, vintage: String)? {
    guard let day = facts.day, let workplace = facts.position.workplace else { return nil }
    for version in inForce(.placeTI, on: day) {
      if let id = workplace.territories[version.version] { return (id, version.version) }
    }
    return nil
  }

  private func outcome(
    _ rule: Rule, _ scheme: Scheme, _ reading: Reading
  ) -> Eligibility.Outcome {
    let words = ReadingWords(facts: reading.facts, requested: reading.requested)
    func plain(_ result: Eligibility.Result, _ because: String, _ remedy: String? = nil)
      -> Eligibility.Outcome
    {
      Eligibility.Outcome(
        rule: rule, scheme: scheme, result: result, versions: [], because: because, remedy: remedy)
    }
    switch verdict(rule, scheme, reading) {
    case .otherScheme:
      return plain(.notApplicable, "Cette règle ne concerne pas le \(scheme.name).")
    case .otherHire: return plain(.notApplicable, words.notApplicable(rule))
    case .noVersion:
      return plain(
        .unknown, words.fact(rule) + " Aucune règle n'est connue à cette date.",
        "Demandez à Bpifrance la règle en vigueur ce jour-là.")
    case .judged(let versions, let answers, let mayNotApply):
      let answer = mayNotApply ? .unknown : Answer.agreement(of: answers)
      return Eligibility.Outcome(
        rule: rule, scheme: scheme, result: Eligibility.Result(answer), versions: versions,
        because: words.because(rule, versions, answers)
          + (mayNotApply ? " Cette règle peut ne pas s'appliquer." : ""),
        remedy: mayNotApply ? words.whetherApplies(rule) : words.remedy(versions, answers, answer))
    }
  }

  /// What a rule comes to, before it is put into words.
  private enum Verdict {
    case otherScheme
    case otherHire
    case noVersion
    /// What each version answers; `mayNotApply` where a common no may not concern the hire at all,
    /// and so is not sure.
    case judged([RuleVersion], [Answer], mayNotApply: Bool)
  }

  private func verdict(_ rule: Rule, _ scheme: Scheme, _ reading: Reading) -> Verdict {
    guard concerns(rule, scheme) else { return .otherScheme }
    let applies = reading.facts.applies(rule)
    if applies == .no { return .otherHire }
    let versions = inForce(rule, for: scheme, on: reading.facts.day)
    guard !versions.isEmpty else { return .noVersion }
    let answers = versions.map(reading.answer)
    return .judged(
      versions, answers,
      mayNotApply: applies == .unknown && Answer.agreement(of: answers) == .no)
  }

  /// What a rule that decides answers for a scheme; yes where it is not about such a hire.
  func answer(_ rule: Rule, _ scheme: Scheme, of facts: HireFacts) -> Answer {
    // Only the ceilings ask what an aid brings, and they decide nothing.
    switch verdict(rule, scheme, Reading(facts: facts, requested: 0...0)) {
    case .otherScheme, .otherHire: .yes
    case .noVersion: .unknown
    case .judged(_, let answers, let mayNotApply):
      mayNotApply ? .unknown : Answer.agreement(of: answers)
    }
  }
}

extension HireFacts {
  /// Whether a rule is about such a hire at all.
  func applies(_ rule: Rule) -> Answer {
    switch rule {
    // Nobody who studies can be hired by an ordinary contract: whoever signs one is a graduate.
    case .talentGraduate:
      isStudent == .unknown && position.contract != nil ? .yes : isStudent.not
    case .talentStudent: isStudent
    case .workStudyAge: Answer(position.contract.map { $0 == .apprentissage })
    default: .yes
    }
  }

  /// Whether the talent is a student in work-study.
  ///
  /// Where nobody told, a work-study contract is signed by a student; an ordinary one tells nothing.
  var isStudent: Answer {
    if let told = talent.isWorkStudyStudent { return Answer(told) }
    return position.contract?.isWorkStudy == true ? .yes : .unknown
  }
}
