/// What one version of a rule says of the facts of a hire.
///
/// Every comparison is three-valued: a fact nobody told makes the answer unknown, unless the other
/// facts decide it.
struct Reading {
  let facts: HireFacts
  /// What the requested aid brings at least and at most, for the ceilings.
  let requested: ClosedRange<Int>

  private var position: HireFacts.Position { facts.position }
  private var company: HireFacts.Company { facts.company }
  private var talent: HireFacts.Talent { facts.talent }

  /// The answer of a version; facts that make the rule not apply are the caller's affair.
  func answer(_ version: RuleVersion) -> Answer {
    switch version.rule {
    case .talentLevel: Answer(talent.levelHeld.map { $0.number >= version.number("minimum") })
    case .talentLevelVert: levelVert(version)
    case .talentGraduate: graduate(version)
    case .talentStudent: Answer(position.contract?.isWorkStudy)
    case .companySize: size(version)
    case .companyDifficulty:
      version.number("excluded") == 0 ? .yes : Answer(company.isInDifficulty).not
    case .companySector: sector(version)
    case .placeTI: place(version)
    case .contract: contract(version)
    case .contractSigned: signed(version)
    case .mission: mission
    case .missionVert: Answer(isGreen).and(Answer(position.isAuditOnly).not)
    case .labelDeadline: label(version)
    case .aidCaps: caps(version)
    case .workStudyAge: Answer(talent.isEligibleToApprenticeship)
    case .talentOrigin, .pay: .yes
    case .aidTI, .aidVert, .aidCumul, .aidHousing: .unknown
    }
  }

  // MARK: Talent

  /// The minimum held, or a lower one held while the minimum is prepared in work-study.
  private func levelVert(_ version: RuleVersion) -> Answer {
    let minimum = version.number("minimum")
    let isHeld = Answer(talent.levelHeld.map { $0.number >= minimum })
    guard let lower = version.parameters["in_work_study"] else { return isHeld }
    let prepares = Answer(talent.levelHeld.map { $0.number >= lower })
      .and(Answer(talent.levelPrepared.map { $0.number >= minimum }))
      .and(Answer(position.contract?.isWorkStudy))
    return isHeld.or(prepares)
  }

  /// Whether the diploma, or the end of the studies before it, is younger than some months.
  private func graduate(_ version: RuleVersion) -> Answer {
    // A diploma dated after the hire says nothing of the one held that day.
    guard let diploma = talent.diplomaOn, let day = facts.day, diploma <= day else {
      return .unknown
    }
    let months = version.number("months")
    let anniversary = diploma.adding(months: months)
    if day > anniversary || (day == anniversary && version.number("anniversary") == 0) {
      return .no
    }
    // Nobody tells when the studies ended: at the earliest so many months before the diploma.
    let surelyBefore = diploma.adding(months: months - version.number("studies_months"))
    return day < surelyBefore || version.number("studies_months") == 0 ? .yes : .unknown
  }

  // MARK: Company

  /// PME or ETI by the European definition, and no micro-entrepreneur.
  private func size(_ version: RuleVersion) -> Answer {
    func below(_ value: Int?, _ name: String) -> Answer {
      Answer(value.map { $0 < version.number(name) })
    }
    func within(_ value: Int?, _ name: String) -> Answer {
      Answer(value.map { $0 <= version.number(name) })
    }
    let isPME = below(company.staff, "pme_staff").and(
      within(company.turnover, "pme_turnover_eur").or(within(company.balance, "pme_balance_eur")))
    let isETI = below(company.staff, "eti_staff").and(
      within(company.turnover, "eti_turnover_eur").or(within(company.balance, "eti_balance_eur")))
    let isTPE = below(company.staff, "tpe_staff").and(
      within(company.turnover, "tpe_eur").or(within(company.balance, "tpe_eur")))
    // Ten people or more turnover than the status allows are no micro-entrepreneur, told or not.
    let isTooLarge = below(company.staff, "tpe_staff").not
      .or(within(company.turnover, "micro_turnover_eur").not)
    let isMicro =
      company.isMicroEntrepreneur.map { Answer($0) } ?? (isTooLarge == .yes ? .no : .unknown)
    let isTaken = version.number("tpe_accepted") == 1 ? Answer.yes : isTPE.not
    return isPME.or(isETI).and(isTaken).and(isMicro.not)
  }

  /// What a person decided, else in industry by its code, or serving it as a person found.
  private func sector(_ version: RuleVersion) -> Answer {
    guard let first = version.parameters["first_division"],
      let last = version.parameters["last_division"], first <= last
    else { return .yes }
    if let isIndustry = company.isIndustry { return Answer(isIndustry) }
    let isIndustry = Answer(company.naf.map { (first...last).contains($0.division) })
    return isIndustry.or(Answer(company.servesIndustry))
  }

  /// De minimis aids with the requested one, as little or as much as it may bring.
  private func caps(_ version: RuleVersion) -> Answer {
    guard let received = company.deMinimis else { return .unknown }
    let ceiling = version.number("de_minimis_eur")
    return .agreement(
      of: [requested.lowerBound, requested.upperBound].map { Answer(received + $0 <= ceiling) })
  }

  // MARK: Position

  private func place(_ version: RuleVersion) -> Answer {
    guard facts.day != nil, let workplace = position.workplace else { return .unknown }
    return Answer(workplace.territories[version.version] != nil)
  }

  private func contract(_ version: RuleVersion) -> Answer {
    guard let contract = position.contract else { return .unknown }
    if contract == .cdi { return .yes }
    let least = version.number(contract.isWorkStudy ? "work_study_months" : "cdd_months")
    return Answer(position.durationInMonths.map { $0 >= least })
  }

  /// An unknown signature is placed by the hire: not after it, nor longer before than anybody signs.
  private func signed(_ version: RuleVersion) -> Answer {
    let from = Day(number: Int32(clamping: version.number("from")))
    if let signed = position.signedOn { return Answer(signed >= from) }
    if let hired = position.hiredOn, hired < from { return .no }
    guard let day = facts.day else { return .unknown }
    return day.adding(months: -version.number("ahead_months")) >= from ? .yes : .unknown
  }

  private var mission: Answer {
    Answer(position.mission.map { $0 != .autre })
      .and(Answer(position.isResponsible)).and(Answer(position.reportsToManagement))
  }

  /// The category of the ecological transition says that the mission is ecological.
  private var isGreen: Bool? {
    position.isGreen ?? (position.mission == .ecologie ? true : nil)
  }

  /// In time while the last day has not passed; afterwards it may have been asked for or not.
  private func label(_ version: RuleVersion) -> Answer {
    guard let hired = position.hiredOn, let date = facts.date else { return .unknown }
    return date <= hired.adding(months: version.number("label_months")) ? .yes : .unknown
  }
}
