extension Explanation {
  /// Something that was told and decided nothing for a pair.
  package struct Unused: Hashable, Sendable {
    /// Why it decided nothing.
    package enum Why: Hashable, Sendable {
      /// No gate and no component reads it.
      case neverRead
      /// The other party told nothing it could be compared with.
      case notCompared
      /// Nothing that is asked takes it.
      case notAsked
      /// Something else that was told goes before it.
      case outweighed
      /// It is about other positions or companies.
      case elsewhere
    }

    /// Who told it.
    package let party: SideName
    /// What it is, as import files name it.
    package let field: String
    /// What was told; empty where it concerns others.
    package let values: [String]
    /// Why it decided nothing.
    package let why: Why
  }
}

extension Scorer {
  /// What the position the scorer is turned to and the candidate weighed last told for nothing.
  ///
  /// Taking any of it away changes no gate and no side, but for the last of a list, whose absence
  /// would leave a question unanswered.
  func unused(_ candidate: Int) -> [Explanation.Unused] {
    unusedOfPosition(candidate) + unusedOfCandidate(candidate)
  }

  private func unusedOfPosition(_ candidate: Int) -> [Explanation.Unused] {
    let facts = snapshot.positions.facts[position]
    let other = snapshot.candidates.facts[candidate]
    var result: [Explanation.Unused] = []
    func add(_ field: String, _ value: String?, _ why: Explanation.Unused.Why) {
      guard let value else { return }
      result.append(
        Explanation.Unused(party: .position, field: field, values: [value], why: why))
    }
    let areas = snapshot.candidates.areas[candidate]
    if areas.isEmpty {
      add("commune", snapshot.optionalText(facts.commune), .notCompared)
    } else if areas.contains(where: { if case .country = $0 { true } else { false } }) {
      add("commune", snapshot.optionalText(facts.commune), .outweighed)
    }
    if other.contracts.isEmpty, other.levelPrepared == nil, !facts.contracts.isEmpty {
      add("contracts", "\(facts.contracts)", .notCompared)
    }
    if other.availableDay == nil, other.diplomaDay == nil {
      add(
        "start_on", facts.startDay.map { CivilDate(daysSince1970: Int($0)).description },
        .notCompared)
    }
    add("duration_months", facts.durationMonths.map { "\($0)" }, .neverRead)
    if snapshot.candidates.missions.range(candidate).isEmpty {
      add("mission", snapshot.optionalText(facts.mission), .notCompared)
    }
    if snapshot.candidates.sectors.range(candidate).isEmpty {
      add("sector", snapshot.optionalText(facts.sector), .notCompared)
    }
    let isPayAsked = other.minimumPay != nil
    if !isPayAsked || facts.payMax != nil {
      add("pay_min", facts.payMin.map { "\($0)" }, isPayAsked ? .outweighed : .notCompared)
    }
    if !isPayAsked { add("pay_max", facts.payMax.map { "\($0)" }, .notCompared) }
    return result
  }

  private func unusedOfCandidate(_ candidate: Int) -> [Explanation.Unused] {
    let candidates = snapshot.candidates
    let facts = candidates.facts[candidate]
    let other = snapshot.positions.facts[position]
    var result: [Explanation.Unused] = []
    func add(_ field: String, _ values: [String], _ why: Explanation.Unused.Why) {
      guard !values.isEmpty else { return }
      result.append(
        Explanation.Unused(party: .candidate, field: field, values: values, why: why))
    }
    add("diploma", [snapshot.optionalText(facts.diploma)].compactMap(\.self), .neverRead)
    if snapshot.reason(.programme, position: position, candidate: candidate) == .eligibleStudent,
      let day = facts.diplomaDay
    {
      add("diploma_on", [CivilDate(daysSince1970: Int(day)).description], .outweighed)
    }
    let codes = snapshot.vocabulary.occupationCodes
    if other.occupation == nil, askedCount == 0 {
      add(
        "diploma_occupations", candidates.diplomaOccupations[candidate].map { codes[Int($0)] },
        .notCompared)
    }
    if other.contracts.isEmpty, facts.levelPrepared == nil, !facts.contracts.isEmpty {
      add("contracts", ["\(facts.contracts)"], .notCompared)
    }
    let answering = Set(
      credits.compactMap {
        $0.answer < 0 || $0.evidence.isInferred ? nil : answers[Int($0.answer)].skill
      })
    add(
      "skills",
      candidates.held[candidate].filter { !answering.contains($0.skill) }
        .map { snapshot.vocabulary.skillKeys[Int($0.skill)] }, .notAsked)
    let asked = snapshot.positions.languages[position].map(\.code)
    add(
      "languages",
      candidates.languages[candidate].filter { !asked.contains($0.code) }.map(\.code.description),
      .notAsked)
    // Whom else they avoid or refused concerns nobody who reads of this pair.
    for (field, list, symbol) in [
      ("invisible_to", candidates.invisibleTo, other.company),
      ("refused", candidates.refused, other.id),
    ] where list[candidate].contains(where: { $0 != symbol }) {
      result.append(
        Explanation.Unused(party: .candidate, field: field, values: [], why: .elsewhere))
    }
    return result
  }
}
