/// What is known of a hire; nil means that nobody told.
package struct HireFacts: Hashable, Sendable {
  /// The day the question is asked for.
  package var date: Day?
  /// The position, its contract and its dates.
  package var position: Position
  /// Who hires.
  package var company: Company
  /// Who is hired.
  package var talent: Talent

  /// States what is known, by default nothing.
  package init(
    date: Day? = nil, position: Position = Position(), company: Company = Company(),
    talent: Talent = Talent()
  ) {
    self.date = date
    self.position = position
    self.company = company
    self.talent = talent
  }

  /// The day whose rules apply: that of the hire, else of the signature, else of the question.
  package var day: Day? { position.hiredOn ?? position.signedOn ?? date }

  /// What is known of a position.
  package struct Position: Hashable, Sendable {
    /// The contract that is signed; the programme is a label on it.
    package var contract: Contract?
    /// How long the contract lasts; nil also for one without an end.
    package var durationInMonths: Int?
    /// Where the work is.
    package var workplace: Workplace?
    /// The day the contract was signed.
    package var signedOn: Day?
    /// The first working day.
    package var hiredOn: Day?
    /// The category the mission falls in.
    package var mission: Mission?
    /// Whether it carries responsibility.
    package var isResponsible: Bool?
    /// Whether it is in direct link with the management.
    package var reportsToManagement: Bool?
    /// Whether its mission is ecological.
    package var isGreen: Bool?
    /// Whether it does nothing but audit or raise awareness.
    package var isAuditOnly: Bool?

    /// Knows nothing.
    package init() {}
  }

  /// What is known of a company.
  package struct Company: Hashable, Sendable {
    /// The establishment that hires.
    package var siret: SIRET?
    /// Its activity.
    package var naf: NAF?
    /// People employed, in full-time years; fractions dropped.
    package var staff: Int?
    /// Euros a year, fractions rounded up.
    package var turnover: Int?
    /// Euros, fractions rounded up.
    package var balance: Int?
    /// Whether it has the status of a micro-entrepreneur.
    package var isMicroEntrepreneur: Bool?
    /// Whether it is in difficulty, as it declares.
    package var isInDifficulty: Bool?
    /// Whether a person decided that the establishment is industry or serves it, or not, whatever
    /// its activity.
    package var isIndustry: Bool?
    /// Whether a person found that it serves industry.
    package var servesIndustry: Bool?
    /// De minimis aids of three rolling years, in euros, fractions rounded up.
    package var deMinimis: Int?

    /// Knows nothing.
    package init() {}
  }

  /// What is known of a talent.
  package struct Talent: Hashable, Sendable {
    /// The highest level already held.
    package var levelHeld: Level?
    /// The level in preparation.
    package var levelPrepared: Level?
    /// The day of the diploma held.
    package var diplomaOn: Day?
    /// Whether they study in work-study.
    package var isWorkStudyStudent: Bool?
    /// Whether they may sign a contrat d'apprentissage, as they say themselves.
    package var isEligibleToApprenticeship: Bool?

    /// Knows nothing.
    package init() {}
  }
}

extension HireFacts {
  /// These facts with those that others tell beside them; where both tell one, theirs counts.
  package func completed(by told: HireFacts) -> HireFacts {
    var facts = self
    func take<Value>(_ path: WritableKeyPath<HireFacts, Value?>) {
      if let value = told[keyPath: path] { facts[keyPath: path] = value }
    }
    take(\.date)
    take(\.position.contract)
    take(\.position.durationInMonths)
    take(\.position.workplace)
    take(\.position.signedOn)
    take(\.position.hiredOn)
    take(\.position.mission)
    take(\.position.isResponsible)
    take(\.position.reportsToManagement)
    take(\.position.isGreen)
    take(\.position.isAuditOnly)
    take(\.company.siret)
    take(\.company.naf)
    take(\.company.staff)
    take(\.company.turnover)
    take(\.company.balance)
    take(\.company.isMicroEntrepreneur)
    take(\.company.isInDifficulty)
    take(\.company.servesIndustry)
    take(\.company.deMinimis)
    take(\.talent.levelHeld)
    take(\.talent.levelPrepared)
    take(\.talent.diplomaOn)
    take(\.talent.isWorkStudyStudent)
    take(\.talent.isEligibleToApprenticeship)
    return facts
  }
}

/// Where the work is: a commune, and the territory it lies in by vintage.
package struct Workplace: Hashable, Sendable {
  /// The commune, by its current code.
  package let commune: CommuneCode
  /// The Territoire d'industrie, by vintage; none where it lies in none.
  package let territories: [String: TerritoryID]

  /// Places the work.
  package init(commune: CommuneCode, territories: [String: TerritoryID]) {
    self.commune = commune
    self.territories = territories
  }
}
