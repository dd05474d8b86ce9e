extension Matcher {
  /// Every gate, both sides and all evidence of a pair, by the functions that made the lists.
  package func explain(
    position: String, candidate: String
  ) throws(MatchingError) -> Explanation {
    var scorer = Scorer(snapshot)
    scorer.prepare(try positionRow(position))
    return explain(try candidateRow(candidate), &scorer)
  }

  /// Explains a pair of the position the scorer is turned to.
  func explain(_ candidate: Int, _ scorer: inout Scorer) -> Explanation {
    let position = scorer.position
    _ = scorer.weigh(candidate)
    let positionSide = scorer.positionSide(candidate)
    let candidateSide = scorer.candidateSide(candidate)
    return Explanation(
      position: snapshot.text(snapshot.positions.facts[position].id),
      candidate: snapshot.text(snapshot.candidates.facts[candidate].id),
      score: Score.combine(positionSide.value, candidateSide.value),
      gates: Gate.allCases.map { gate in
        GateOutcome(
          gate: gate,
          reason: snapshot.reason(gate, position: position, candidate: candidate))
      },
      sides: [
        told(.position, positionSide, candidate, scorer),
        told(.candidate, candidateSide, candidate, scorer),
      ], missing: scorer.missing(candidate), method: snapshot.method.version)
  }

  private func told(
    _ name: SideName, _ side: SideValues, _ candidate: Int, _ scorer: Scorer
  ) -> Explanation.Side {
    let contributions = side.contributions
    var components: [Explanation.Component] = []
    var isAnyAsked = false
    for (index, component) in name.components.enumerated() {
      let found = side[index]
      if found != nil { isAnyAsked = true }
      components.append(
        Explanation.Component(
          component: component, isAsked: found != nil,
          weight: found == nil ? 0 : side.weight(index), value: found?.value ?? 0,
          contribution: contributions[index], state: found?.state ?? .unknown,
          evidence: found == nil ? [] : scorer.evidence(component, candidate)))
    }
    if !isAnyAsked {
      // Nothing was asked, so the side is its prior; told as a component the sum still holds.
      components.append(
        Explanation.Component(
          component: .prior, isAsked: false, weight: 0, value: side.prior,
          contribution: side.prior, state: .unknown, evidence: []))
    }
    return Explanation.Side(side: name, value: side.value, components: components)
  }
}

extension Scorer {
  /// What a component of the candidate weighed last is made of.
  func evidence(_ component: ComponentName, _ candidate: Int) -> [Explanation.Item] {
    let facts = snapshot.positions.facts[position]
    let candidates = snapshot.candidates
    switch component {
    case .requiredSkills: return (0..<requiredCount).map { .skill(item($0)) }
    case .desiredSkills: return (requiredCount..<askedCount).map { .skill(item($0)) }
    case .positionOccupation:
      let wished = candidates.wished[candidate]
      let studied = candidates.diplomaOccupations[candidate].filter { !wished.contains($0) }
      guard wished.isEmpty, studied.isEmpty else { return occupations(wished + studied) }
      return occupations(
        candidates.inferredOccupations[candidate], factor: snapshot.method.occupationInferred)
    case .candidateOccupation: return occupations(candidates.wished[candidate])
    case .languages: return languageItems(candidate)
    case .mission: return wishItems(candidates.missions, candidate, facts.mission)
    case .sector: return wishItems(candidates.sectors, candidate, facts.sector)
    case .pay:
      let least = Int(candidates.facts[candidate].minimumPay ?? 0)
      let offered = (facts.payMax ?? facts.payMin).map { Int($0) }
      return [
        answer(
          "\(least)", offered.map { "\($0)" },
          offered.map { payValue(offered: $0, least: least) })
      ]
    case .prior: return []
    }
  }

  private func answer(
    _ asked: String, _ answered: String?, _ value: Millionths?, _ link: OccupationLink? = nil
  ) -> Explanation.Item {
    .answer(Explanation.AnswerItem(asked: asked, answered: answered, value: value, link: link))
  }

  private func item(_ index: Int) -> Explanation.SkillItem {
    let asked = snapshot.positions.asked[position]
    let skill = asked[asked.startIndex + index]
    let credit = credits[index]
    var held: Explanation.Held?
    if credit.answer >= 0 {
      let answer = answers[Int(credit.answer)]
      held = Explanation.Held(
        skill: snapshot.vocabulary.skillKeys[Int(answer.skill)], match: answer.kind,
        base: Int(answer.base), proficiency: Int(credit.proficiency), evidence: credit.evidence,
        strength: Int(credit.strength))
    }
    return Explanation.SkillItem(
      skill: snapshot.vocabulary.skillKeys[Int(skill.skill)], importance: Int(skill.importance),
      idf: Int(snapshot.vocabulary.idf[Int(skill.skill)]), credit: Int(credit.credit),
      isMet: isMet(index), held: held)
  }

  /// One item per occupation of the candidate, or one without an answer where a side told none.
  private func occupations(
    _ list: ArraySlice<UInt32>, factor: Millionths = Score.unit
  ) -> [Explanation.Item] {
    let codes = snapshot.vocabulary.occupationCodes
    let told = snapshot.positions.facts[position].occupation.map { codes[Int($0)] }
    guard !list.isEmpty else { return [answer(told ?? "", nil, nil)] }
    return list.map { occupation in
      let code = codes[Int(occupation)]
      guard told != nil else { return answer(code, nil, nil) }
      return answer(
        told ?? "", code, Score.part(credit(ofOccupation: occupation), factor),
        links[Int(occupation)])
    }
  }

  private func languageItems(_ candidate: Int) -> [Explanation.Item] {
    snapshot.positions.languages[position].filter { !$0.isRequired }.map { asked in
      let spoken = snapshot.spokenLevel(candidate, asked.code)
      return answer(
        "\(asked.code) \(asked.level)", spoken.map { "\(asked.code) \($0)" },
        spoken.map { languageValue(spoken: $0, asked: Int(asked.level)) })
    }
  }

  private func wishItems(
    _ wishes: Ragged<Symbol>, _ candidate: Int, _ told: Symbol
  ) -> [Explanation.Item] {
    let asked = wishes[candidate].map { snapshot.text($0) }.joined(separator: ", ")
    guard let text = snapshot.optionalText(told) else { return [answer(asked, nil, nil)] }
    return [
      answer(asked, text, snapshot.contains(wishes, candidate, told) ? Score.unit : 0)
    ]
  }
}
