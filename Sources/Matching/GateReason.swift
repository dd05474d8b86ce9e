/// What decided a gate; each case has one result, so that reason and result cannot disagree.
///
/// Days are counted since 1970-01-01, levels are those of the cadre national (3...8), language
/// levels 1...6 stand for A1...C2.
package enum GateReason: Hashable, Sendable {
  /// Consent is recorded.
  case consentGiven
  /// No consent is recorded.
  case consentMissing
  /// Both sides are open.
  case bothOpen
  /// The position takes no candidates.
  case positionClosed
  /// The candidate is not looking.
  case candidateClosed
  /// No refusal is recorded.
  case neverRefused
  /// One side refused the other.
  case alreadyRefused
  /// The candidate hides from nobody here.
  case visible
  /// The candidate hides from the company.
  case hidden
  /// Kinds of contract both sides accept.
  case contractShared(ContractSet)
  /// No kind suits both.
  case contractApart(offered: ContractSet, accepted: ContractSet)
  /// One side told no kind.
  case contractNotTold
  /// The level held reaches the one asked.
  case levelHeld(held: Int, asked: Int)
  /// The level prepared in work-study reaches the one asked.
  case levelPrepared(prepared: Int, asked: Int)
  /// The level prepared would do in work-study, which one side left open.
  case levelPreparedContractNotTold(prepared: Int, asked: Int)
  /// The level held is too low.
  case levelTooLow(held: Int, asked: Int)
  /// The position asks no level.
  case levelNotAsked
  /// The candidate told no level held.
  case levelNotTold(asked: Int)
  /// Free by the last day accepted.
  case freeInTime(from: Int, latest: Int)
  /// Free only later.
  case freeTooLate(from: Int, latest: Int)
  /// The candidate told no day.
  case availabilityNotTold
  /// The workplace lies in a declared area.
  case insideArea
  /// It lies in none of them.
  case outsideAreas
  /// The candidate declared no area.
  case areaNotTold
  /// Too little is told of the workplace.
  case placeNotTold
  /// No language is required.
  case languageNotRequired
  /// Every required language is spoken well enough.
  case languagesSpoken
  /// A required language is spoken less well than asked.
  case languageTooLow(LanguageCode, spoken: Int, asked: Int)
  /// A required language was not told.
  case languageNotTold(LanguageCode, asked: Int)
  /// Level and a recent diploma meet the programme.
  case eligibleGraduate(diploma: Int, before: Int)
  /// Level and work-study meet the programme.
  case eligibleStudent
  /// The level held is below every reading of the rule.
  case programmeLevelTooLow(held: Int, asked: Int)
  /// The level held meets one reading of the rule and not another.
  case programmeLevelDisputed(held: Int, lowest: Int, highest: Int)
  /// The candidate told no level held.
  case programmeLevelNotTold(asked: Int)
  /// The diploma is too old at the hire.
  case diplomaTooOld(diploma: Int, before: Int)
  /// The hire falls on the very anniversary or in the months before it on which readings differ.
  case diplomaAtLimit(diploma: Int, before: Int)
  /// The diploma comes after the hire.
  case diplomaAfterHire(diploma: Int, hire: Int)
  /// No date of a diploma was told.
  case diplomaNotTold
  /// Preparing a diploma, and work-study was left open.
  case workStudyNotTold
  /// Preparing a diploma, without work-study: it may be there by the hire.
  case studiesNotTold

  /// What the gate says.
  package var result: GateResult {
    switch self {
    case .consentGiven, .bothOpen, .neverRefused, .visible, .contractShared, .levelHeld,
      .levelPrepared, .levelNotAsked, .freeInTime, .insideArea, .languageNotRequired,
      .languagesSpoken,
      .eligibleGraduate, .eligibleStudent:
      .pass
    case .contractNotTold, .levelPreparedContractNotTold, .levelNotTold,
      .availabilityNotTold, .areaNotTold, .placeNotTold, .languageNotTold, .programmeLevelDisputed,
      .programmeLevelNotTold, .diplomaAtLimit, .diplomaAfterHire, .diplomaNotTold,
      .workStudyNotTold, .studiesNotTold:
      .unknown
    case .consentMissing, .positionClosed, .candidateClosed, .alreadyRefused, .hidden,
      .contractApart, .levelTooLow, .freeTooLate, .outsideAreas, .languageTooLow,
      .programmeLevelTooLow, .diplomaTooOld:
      .fail
    }
  }
}

extension GateReason: CustomStringConvertible {
  package var description: String {
    func date(_ day: Int) -> String { CivilDate(daysSince1970: day).description }
    func cefr(_ level: Int) -> String {
      let names = ["A1", "A2", "B1", "B2", "C1", "C2"]
      return names.indices.contains(level - 1) ? names[level - 1] : "\(level)"
    }
    return switch self {
    case .consentGiven: "consent is recorded"
    case .consentMissing: "no consent is recorded"
    case .bothOpen: "both are open"
    case .positionClosed: "the position is closed"
    case .candidateClosed: "the candidate is not looking"
    case .neverRefused: "no refusal is recorded"
    case .alreadyRefused: "one side refused before"
    case .visible: "the candidate is visible to the company"
    case .hidden: "the candidate is invisible to the company"
    case .contractShared(let shared): "both accept \(shared)"
    case .contractApart(let offered, let accepted): "\(offered) offered, \(accepted) accepted"
    case .contractNotTold: "one side told no kind of contract"
    case .levelHeld(let held, let asked): "level \(held) held, \(asked) asked"
    case .levelPrepared(let prepared, let asked):
      "level \(prepared) prepared in work-study, \(asked) asked"
    case .levelPreparedContractNotTold(let prepared, let asked):
      "level \(prepared) prepared, \(asked) asked; would do in work-study, which was not told"
    case .levelTooLow(let held, let asked): "level \(held) held, \(asked) asked"
    case .levelNotAsked: "the position told no level"
    case .levelNotTold(let asked): "no level held was told, \(asked) asked"
    case .freeInTime(let from, let latest): "free from \(date(from)), \(date(latest)) at the latest"
    case .freeTooLate(let from, let latest):
      "free from \(date(from)), \(date(latest)) at the latest"
    case .availabilityNotTold: "the candidate told no first day"
    case .insideArea: "the workplace lies in a declared area"
    case .outsideAreas: "the workplace lies outside the declared areas"
    case .areaNotTold: "the candidate declared no area"
    case .placeNotTold: "too little is told of the workplace"
    case .languageNotRequired: "no language is required"
    case .languagesSpoken: "the required languages are spoken"
    case .languageTooLow(let code, let spoken, let asked):
      "\(code) \(cefr(spoken)) spoken, \(cefr(asked)) asked"
    case .languageNotTold(let code, let asked): "\(code) was not told, \(cefr(asked)) asked"
    case .eligibleGraduate(let diploma, let before):
      "diploma of \(date(diploma)), hire before \(date(before))"
    case .eligibleStudent: "preparing a diploma in work-study"
    case .programmeLevelTooLow(let held, let asked):
      "level \(held) held, the programme asks \(asked)"
    case .programmeLevelDisputed(let held, let lowest, let highest):
      "level \(held) held, the programme is read as \(lowest) or \(highest)"
    case .programmeLevelNotTold(let asked): "no level held was told, the programme asks \(asked)"
    case .diplomaTooOld(let diploma, let before):
      "diploma of \(date(diploma)), hire not before \(date(before))"
    case .diplomaAtLimit(let diploma, let before):
      "diploma of \(date(diploma)), hire so near to \(date(before)) that readings differ"
    case .diplomaAfterHire(let diploma, let hire):
      "diploma of \(date(diploma)), after the hire on \(date(hire))"
    case .diplomaNotTold: "no date of a diploma was told"
    case .workStudyNotTold: "preparing a diploma; work-study was not told"
    case .studiesNotTold: "preparing a diploma; whether it is there by the hire was not told"
    }
  }
}
