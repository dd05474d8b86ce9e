extension Snapshot {
  /// What a gate says of a pair, and why; the lists and the explanation both ask here.
  ///
  /// Rules: METHOD 2.1 (which gates, which may be unknown); the programme's dated rules come in as
  /// ``ProgrammeRules``.
  func reason(_ gate: Gate, position: Int, candidate: Int) -> GateReason {
    switch gate {
    case .consent:
      candidates.facts[candidate].hasConsent ? .consentGiven : .consentMissing
    case .open:
      if !positions.facts[position].isOpen {
        .positionClosed
      } else {
        candidates.facts[candidate].isOpen ? .bothOpen : .candidateClosed
      }
    case .refusedBefore:
      contains(candidates.refused, candidate, positions.facts[position].id)
        ? .alreadyRefused : .neverRefused
    case .invisibleTo:
      contains(candidates.invisibleTo, candidate, positions.facts[position].company)
        ? .hidden : .visible
    case .contract: contract(position, candidate)
    case .level: level(position, candidate)
    case .availability: availability(position, candidate)
    case .area: area(position, candidate)
    case .language: language(position, candidate)
    case .programme: eligibility(position, candidate)
    }
  }

  /// All gates of a pair.
  func gates(position: Int, candidate: Int) -> GateMask {
    var mask = GateMask()
    for gate in Gate.allCases {
      mask.note(gate, reason(gate, position: position, candidate: candidate).result)
    }
    return mask
  }

  /// Whether the list of a row holds a symbol.
  func contains(_ lists: Ragged<Symbol>, _ row: Int, _ symbol: Symbol) -> Bool {
    for index in lists.range(row) where lists.values[index] == symbol { return true }
    return false
  }

  private func contract(_ position: Int, _ candidate: Int) -> GateReason {
    let offered = positions.facts[position].contracts
    let accepted = candidates.facts[candidate].contracts
    guard !offered.isEmpty, !accepted.isEmpty else { return .contractNotTold }
    let shared = offered.intersection(accepted)
    return shared.isEmpty
      ? .contractApart(offered: offered, accepted: accepted) : .contractShared(shared)
  }

  /// Whether the pair could sign a work-study contract; unknown where one side left it open.
  private func workStudy(_ position: Int, _ candidate: Int) -> GateResult {
    let offered = positions.facts[position].contracts
    let accepted = candidates.facts[candidate].contracts
    let possible = (offered.isEmpty ? ContractSet.all : offered)
      .intersection(accepted.isEmpty ? .all : accepted)
    guard !possible.isDisjoint(with: .workStudy) else { return .fail }
    return offered.isEmpty || accepted.isEmpty ? .unknown : .pass
  }

  private func level(_ position: Int, _ candidate: Int) -> GateReason {
    guard let asked = positions.facts[position].minimumLevel.map({ Int($0) }) else {
      return .levelNotAsked
    }
    let held = candidates.facts[candidate].levelHeld.map { Int($0) }
    if let held, held >= asked { return .levelHeld(held: held, asked: asked) }
    if let prepared = candidates.facts[candidate].levelPrepared.map({ Int($0) }), prepared >= asked
    {
      switch workStudy(position, candidate) {
      case .pass: return .levelPrepared(prepared: prepared, asked: asked)
      case .unknown: return .levelPreparedContractNotTold(prepared: prepared, asked: asked)
      case .fail: break
      }
    }
    guard let held else { return .levelNotTold(asked: asked) }
    return .levelTooLow(held: held, asked: asked)
  }

  private func availability(_ position: Int, _ candidate: Int) -> GateReason {
    guard let from = candidates.facts[candidate].availableDay.map({ Int($0) }) else {
      return .availabilityNotTold
    }
    let latest = Int(positions.facts[position].hireDay) + method.availabilityDays
    return from <= latest
      ? .freeInTime(from: from, latest: latest) : .freeTooLate(from: from, latest: latest)
  }

  /// Inside any declared area passes; only where none contains it and one cannot be told, unknown.
  private func area(_ position: Int, _ candidate: Int) -> GateReason {
    let range = candidates.areas.range(candidate)
    guard !range.isEmpty else { return .areaNotTold }
    let facts = positions.facts[position]
    var isOpen = false
    for index in range {
      let isInside: Bool?
      switch candidates.areas.values[index] {
      case .country: isInside = true
      case .circle(let centre, let limit):
        isInside = facts.point.map { centre.chordSquared(to: $0) <= limit }
      case .territory(let territory):
        // A workplace that is told and has no territory lies outside every territory.
        isInside = facts.hasPlace ? facts.territory == territory : nil
      case .department(let department):
        isInside = facts.department == .none ? nil : facts.department == department
      case .region(let region):
        isInside = facts.region == .none ? nil : facts.region == region
      }
      if isInside == true { return .insideArea }
      if isInside == nil { isOpen = true }
    }
    return isOpen ? .placeNotTold : .outsideAreas
  }

  private func language(_ position: Int, _ candidate: Int) -> GateReason {
    var answer: GateReason = .languageNotRequired
    for index in positions.languages.range(position) {
      let asked = positions.languages.values[index]
      guard asked.isRequired else { continue }
      if answer == .languageNotRequired { answer = .languagesSpoken }
      guard let spoken = spokenLevel(candidate, asked.code) else {
        if answer == .languagesSpoken {
          answer = .languageNotTold(asked.code, asked: Int(asked.level))
        }
        continue
      }
      guard spoken >= Int(asked.level) else {
        return .languageTooLow(asked.code, spoken: spoken, asked: Int(asked.level))
      }
    }
    return answer
  }

  /// The level at which a candidate speaks a language, or nil where it was not told.
  func spokenLevel(_ candidate: Int, _ code: LanguageCode) -> Int? {
    var best: Int?
    for index in candidates.languages.range(candidate) {
      let told = candidates.languages.values[index]
      // Told twice, the levels ascend: the last one is the best.
      if told.code == code { best = Int(told.level) }
    }
    return best
  }

  /// The programme, level first: what fails is told before what is unknown.
  private func eligibility(_ position: Int, _ candidate: Int) -> GateReason {
    let status = graduateOrStudent(position, candidate)
    let lowest = programme.minimumLevelHeld.lowerBound
    let highest = programme.minimumLevelHeld.upperBound
    guard let held = candidates.facts[candidate].levelHeld.map({ Int($0) }) else {
      return status.result == .fail ? status : .programmeLevelNotTold(asked: lowest)
    }
    if held < lowest { return .programmeLevelTooLow(held: held, asked: lowest) }
    if held < highest, status.result != .fail {
      return .programmeLevelDisputed(held: held, lowest: lowest, highest: highest)
    }
    return status
  }

  /// A diploma young enough on the day of the hire, or one being prepared in work-study.
  ///
  /// Whoever prepares a diploma may have it by the hire, and then it is the one that counts.
  private func graduateOrStudent(_ position: Int, _ candidate: Int) -> GateReason {
    let facts = candidates.facts[candidate]
    if facts.levelPrepared != nil {
      switch workStudy(position, candidate) {
      case .pass: return .eligibleStudent
      case .unknown: return .workStudyNotTold
      case .fail: return .studiesNotTold
      }
    }
    guard let day = facts.diplomaDay.map({ Int($0) }),
      let before = facts.diplomaEnd.map({ Int($0) })
    else { return .diplomaNotTold }
    let hire = Int(positions.facts[position].hireDay)
    if day > hire { return .diplomaAfterHire(diploma: day, hire: hire) }
    if hire > before { return .diplomaTooOld(diploma: day, before: before) }
    return hire == before || isDisputed(diploma: day, before: before, hire: hire)
      ? .diplomaAtLimit(diploma: day, before: before)
      : .eligibleGraduate(diploma: day, before: before)
  }

  private func isDisputed(diploma: Int, before: Int, hire: Int) -> Bool {
    // No month is longer: most hires lie far from the last months and need no calendar.
    before - hire <= programme.graduateDisputedMonths * 31
      && hire >= programme.disputed(ofDiploma: diploma)
      && programme.graduateDisputedMonths > 0
  }
}
