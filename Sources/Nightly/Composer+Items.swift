import Digest
import Matching
import Programme
import Store

// What one pair says to each of its two readers, from the explanation that made its score.
extension Composer {
  /// What a company reads of a candidate; nil when the candidate has left since the snapshot.
  func profile(_ pair: ListedPair, _ position: Audience.Position) -> ProfileItem? {
    guard let candidate = audience.candidates[pair.match.candidate],
      let (traits, shown) = profiles[candidate.id],
      let code = codes[position.siren + candidate.id]
    else { return nil }
    return ProfileItem(
      position: position.id, candidate: candidate.id, code: code, away: away(pair, position),
      score: pair.match.score,
      required: SkillCount(pair.match.requiredMet, of: pair.match.requiredOf),
      desired: SkillCount(pair.match.desiredMet, of: pair.match.desiredOf),
      shown: shown, of: traits, matched: matched(pair),
      toCheck: openPoints(pair, on: shown.rung),
      closingTraining: missingRequired(pair, position).first)
  }

  /// What a candidate reads of a position; nil when it was closed since the snapshot, and where nobody
  /// can be told who would answer.
  func positionItem(_ pair: ListedPair) -> PositionItem? {
    guard let position = audience.positions[pair.match.position], isTold(position) else {
      return nil
    }
    let territory = gazetteer.territory(ofCommune: position.commune)
    return PositionItem(
      position: position.id, candidate: pair.match.candidate, title: position.title,
      companyName: position.companyName, communeName: gazetteer.commune(position.commune)?.name,
      territoryName: territory.flatMap { gazetteer.name(ofTerritory: $0) },
      contracts: contracts(position.contracts), durationInMonths: position.durationMonths,
      payMinimum: position.payMin, payMaximum: position.payMax, label: programme.label(pair),
      startDay: position.startOn, description: position.description,
      dailyLife: DailyLife(
        accessWithoutCar: position.accessWithoutCar, workingHours: position.workingHours,
        remoteDays: position.remoteDays, housingHelp: position.housingHelp),
      away: away(pair, position), score: pair.match.score, matched: matched(pair),
      missing: pair.match.missing.map { missing in
        MissingLine(
          label: nomenclature.label(ofSkill: missing.skill), isRequired: missing.isRequired,
          trainings: lines(missing.skill, position))
      })
  }

  // MARK: Skills

  private func skillItems(_ pair: ListedPair) -> [(item: Explanation.SkillItem, isRequired: Bool)] {
    pair.explanation.sides.flatMap(\.components).flatMap { component in
      component.evidence.compactMap { evidence in
        guard case .skill(let item) = evidence else { return nil }
        return (item, component.component == .requiredSkills)
      }
    }
  }

  private func matched(_ pair: ListedPair) -> [SkillLine] {
    skillItems(pair).filter(\.item.isMet)
      .sorted {
        ($0.isRequired ? 1 : 0, $0.item.importance) > ($1.isRequired ? 1 : 0, $1.item.importance)
      }
      .map { item, isRequired in
        let isInferred = item.held?.evidence.isInferred ?? false
        let through = item.held.flatMap { $0.skill == item.skill ? nil : $0.skill }
        return SkillLine(
          label: nomenclature.label(ofSkill: item.skill), isRequired: isRequired,
          isInferred: isInferred, through: through.map { nomenclature.label(ofSkill: $0) })
      }
  }

  private func missingRequired(_ pair: ListedPair, _ position: Audience.Position) -> [TrainingLine]
  {
    pair.match.missing.filter(\.isRequired).flatMap { lines($0.skill, position) }
  }

  private func lines(_ skill: String, _ position: Audience.Position) -> [TrainingLine] {
    let gap = ClosingTraining.Gap(skill: skill, commune: position.commune)
    return (trainings[gap] ?? []).map { training in
      TrainingLine(
        title: training.title, providerName: training.provider, communeName: training.communeName,
        sessionDay: training.startsOn, remainingPlaces: training.remaining,
        placesToldDay: training.toldOn, durationInMonths: months(training),
        isFromCatalogue2020: training.isCatalogue)
    }
  }

  private func months(_ training: ClosingTraining) -> Int? {
    guard let start = training.startsOn, let end = training.endsOn else { return nil }
    return max(1, Int((Double(end.number - start.number) / 30.44).rounded()))
  }

  // MARK: What is open, and what keeps apart

  /// On a rung that hides a trait, that it was not told is hidden as well.
  private func openPoints(_ pair: ListedPair, on rung: Rung) -> [OpenPoint] {
    let gates = pair.explanation.gates.compactMap { outcome -> OpenPoint? in
      guard outcome.result == .unknown else { return nil }
      return switch outcome.reason {
      case .levelNotTold: rung.showsLevel ? .levelNotTold : nil
      case .contractNotTold:
        audience.positions[pair.match.position]?.contracts.isEmpty == false ? .contractNotTold : nil
      case .availabilityNotTold: rung.showsAvailability ? .availabilityNotTold : nil
      case .areaNotTold: rung.showsArea ? .areaNotTold : nil
      case .languageNotTold(let code, let asked):
        .languageNotTold(code: code.description, asked: asked)
      case .programmeLevelDisputed, .programmeLevelNotTold, .diplomaAtLimit, .diplomaAfterHire,
        .diplomaNotTold, .workStudyNotTold, .studiesNotTold:
        .programmeNotTold
      default: nil
      }
    }
    let inferred = skillItems(pair).filter {
      $0.item.isMet && $0.item.held?.evidence.isInferred == true
    }
    .map { OpenPoint.skillInferred(label: nomenclature.label(ofSkill: $0.item.skill)) }
    let wished = pair.match.missing.filter { !$0.isRequired }
      .map { OpenPoint.skillNotTold(label: nomenclature.label(ofSkill: $0.skill)) }
    return gates + inferred + wished
  }

  private func away(_ pair: ListedPair, _ position: Audience.Position) -> Digest.Away? {
    switch pair.match.away {
    case nil: nil
    case .skill(let key): .skill(label: nomenclature.label(ofSkill: key))
    case .gate(let gate):
      pair.explanation.gates.first { $0.gate == gate }.flatMap { away($0.reason, pair, position) }
    }
  }

  private func away(
    _ reason: GateReason, _ pair: ListedPair, _ position: Audience.Position
  ) -> Digest.Away? {
    switch reason {
    case .contractApart(let offered, let accepted):
      .contract(offered: contracts(offered.names), wished: contracts(accepted.names))
    case .levelTooLow(let held, let asked): .level(asked: asked, held: held)
    case .freeTooLate(let from, _):
      .availability(available: Day(number: Int32(from)), asked: position.startOn)
    case .outsideAreas: .area
    case .languageTooLow(let code, let spoken, let asked):
      .language(code: code.description, asked: asked, held: spoken)
    case .programmeLevelTooLow(_, let asked): .programme(.level(asked: asked))
    case .diplomaTooOld: .programme(.diplomaAge(months: programmeMonths))
    default: nil
    }
  }
}
