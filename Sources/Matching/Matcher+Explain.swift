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
      ], missing: scorer.missing(candidate),
      unused: scorer.unused(candidate),
      tie: Explanation.Tie(
        exposures: Int(snapshot.candidates.facts[candidate].exposures),
        word: snapshot.tie(position: position, candidate: candidate)),
      method: snapshot.method.version)
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
          prior: found?.state == .unknown ? snapshot.method.prior(component) : nil,
          evidence: found == nil ? [] : scorer.evidence(component, candidate)))
    }
    if !isAnyAsked {
      // Nothing was asked, so the side is its prior; told as a component the sum still holds.
      components.append(
        Explanation.Component(
          component: .prior, isAsked: false, weight: 0, value: side.prior,
          contribution: side.prior, state: .unknown, prior: side.prior, evidence: []))
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
      if wished.isEmpty, studied.isEmpty {
        return occupations([(.inferred, candidates.inferredOccupations[candidate])])
      }
      return occupations([(.wished, wished), (.studied, studied[...])])
    case .candidateOccupation: return occupations([(.wished, candidates.wished[candidate])])
    case .languages: return languageItems(candidate)
    case .mission: return wishItems(candidates.missions, candidate, facts.mission)
    case .sector: return wishItems(candidates.sectors, candidate, facts.sector)
    case .pay:
      let least = Int(candidates.facts[candidate].minimumPay ?? 0)
      guard let offered = (facts.payMax ?? facts.payMin).map({ Int($0) }) else {
        return [unanswered("\(least)")]
      }
      return [
        answer(
          "\(least)", "\(offered)", payValue(offered: offered, least: least),
          .pay(offered: offered, least: least, floor: snapshot.method.payFloor))
      ]
    case .prior: return []
    }
  }

  private func answer(
    _ asked: String, _ answered: String, _ value: Millionths, _ basis: Explanation.Basis
  ) -> Explanation.Item {
    .answer(
      Explanation.AnswerItem(asked: asked, answered: answered, value: value, basis: basis))
  }

  private func unanswered(_ asked: String) -> Explanation.Item {
    .answer(Explanation.AnswerItem(asked: asked, answered: nil, value: nil, basis: nil))
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
        base: Int(answer.base), proficiency: Int(credit.proficiency),
        proficiencyFactor: snapshot.method.factor(proficiency: Int(credit.proficiency)),
        evidence: credit.evidence,
        evidenceFactor: snapshot.method.factor(evidence: credit.evidence),
        strength: Int(credit.strength))
    }
    return Explanation.SkillItem(
      skill: snapshot.vocabulary.skillKeys[Int(skill.skill)], importance: Int(skill.importance),
      idf: Int(snapshot.vocabulary.idf[Int(skill.skill)]), credit: Int(credit.credit),
      isMet: isMet(index), held: held)
  }

  /// One item per occupation of the candidate, or one without an answer where a side told none.
  private func occupations(
    _ lists: [(source: Explanation.OccupationBasis.Source, occupations: ArraySlice<UInt32>)]
  ) -> [Explanation.Item] {
    let codes = snapshot.vocabulary.occupationCodes
    let told = snapshot.positions.facts[position].occupation
    var items: [Explanation.Item] = []
    for (source, occupations) in lists {
      for occupation in occupations {
        let code = codes[Int(occupation)]
        guard let told else {
          items.append(unanswered(code))
          continue
        }
        let credit = credit(ofOccupation: occupation)
        let link = links[Int(occupation)]
        let factor = source == .inferred ? snapshot.method.occupationInferred : Score.unit
        items.append(
          answer(
            codes[Int(told)], code, Score.part(credit, factor),
            .occupation(
              Explanation.OccupationBasis(
                source: source, link: link,
                nearness: link == .content ? snapshot.nearness(of: occupation, to: told) : nil,
                credit: credit, factor: factor))))
      }
    }
    return items.isEmpty ? [unanswered(told.map { codes[Int($0)] } ?? "")] : items
  }

  private func languageItems(_ candidate: Int) -> [Explanation.Item] {
    snapshot.positions.languages[position].filter { !$0.isRequired }.map { asked in
      guard let spoken = snapshot.spokenLevel(candidate, asked.code) else {
        return unanswered("\(asked.code) \(asked.level)")
      }
      return answer(
        "\(asked.code) \(asked.level)", "\(asked.code) \(spoken)",
        languageValue(spoken: spoken, asked: Int(asked.level)),
        .language(spoken: spoken, asked: Int(asked.level)))
    }
  }

  private func wishItems(
    _ wishes: Ragged<Symbol>, _ candidate: Int, _ told: Symbol
  ) -> [Explanation.Item] {
    let asked = wishes[candidate].map { snapshot.text($0) }
    guard let text = snapshot.optionalText(told) else {
      return [unanswered(asked.joined(separator: ", "))]
    }
    return [
      answer(
        asked.joined(separator: ", "), text,
        snapshot.contains(wishes, candidate, told) ? Score.unit : 0, .wishes(asked))
    ]
  }
}

extension Snapshot {
  /// What the table says of a candidate's occupation beside a position's, or nil where it is silent.
  fileprivate func nearness(of occupation: UInt32, to asked: UInt32) -> Millionths? {
    let held3 = vocabulary.parentCodes[Int(vocabulary.parent[Int(occupation)])]
    let asked3 = vocabulary.parentCodes[Int(vocabulary.parent[Int(asked)])]
    return reference.nearness(of: held3, to: asked3)
  }
}

extension Reference {
  /// Of the table in canonical order, by halving.
  fileprivate func nearness(of held3: String, to asked3: String) -> Millionths? {
    var low = 0
    var high = occupationNear.count
    while low < high {
      let middle = (low + high) / 2
      let link = occupationNear[middle]
      if (link.occupation3, link.near3) < (asked3, held3) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low < occupationNear.count, occupationNear[low].occupation3 == asked3,
      occupationNear[low].near3 == held3
    else { return nil }
    return occupationNear[low].nearness
  }
}
