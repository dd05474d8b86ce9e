package import Programme

/// A row of an import file, with every cell understood.
package protocol ImportRow: Sendable {
  /// The kind of file it belongs to.
  static var kind: ImportKind { get }

  /// What tells the row from others of its kind and finds it again at the next import.
  var key: String { get }

  /// Reads the row; nil when a needed value is missing or wrong.
  init?(_ cells: inout RowReader)
}

/// An establishment of a company, and who is written to there.
package struct CompanyRow: ImportRow, Hashable {
  package static let kind = ImportKind.companies
  package let siret: SIRET
  package let companyName: String
  package let establishmentName: String?
  package let commune: CommuneCode?
  package let naf: NAF?
  /// Nil when the file does not tell.
  package let nafVersion: NAFVersion?
  /// People employed.
  package let staff: Int?
  package let contactEmail: String?
  package let contactCivility: Civility?
  package let contactName: String?
  package let contactRole: String?

  package var key: String { siret.text }

  package init?(_ cells: inout RowReader) {
    let siret = cells.value("siret", SIRET.init)
    let companyName = cells.text("company_name")
    establishmentName = cells.text("establishment_name")
    commune = cells.value("commune", CommuneCode.init)
    naf = cells.value("naf", NAF.init)
    nafVersion = cells.value("naf_version", NAFVersion.init)
    if let nafVersion, let implied = naf?.impliedVersion, implied != nafVersion {
      cells.note(
        "naf_version", contradiction: "the code is one of \(implied)",
        hint: "leave naf_version empty or correct the code")
    }
    staff = cells.integer("staff", in: 0...2_000_000)
    contactEmail = cells.value("contact_email", email)
    contactCivility = cells.value("contact_civility", civility)
    contactName = cells.text("contact_name", limit: 120)
    contactRole = cells.text("contact_role", limit: 120)
    guard let siret, let companyName else { return nil }
    self.siret = siret
    self.companyName = companyName
  }
}

/// A position a company wants to fill.
package struct PositionRow: ImportRow, Hashable {
  package static let kind = ImportKind.positions
  package let reference: String
  package let siret: SIRET
  package let title: String
  package let occupation: OccupationCode?
  package let requiredSkills: [AskedSkill]
  package let desiredSkills: [AskedSkill]
  package let minimumLevel: Level?
  /// Empty when the file does not tell.
  package let contracts: [Contract]
  package let startOn: Day?
  package let durationInMonths: Int?
  /// Gross euros a year.
  package let payMin: Int?
  /// Gross euros a year.
  package let payMax: Int?
  package let mission: Mission?
  /// The code of a ROME sector.
  package let sector: String?
  /// Where the work is; nil for the establishment's commune.
  package let commune: CommuneCode?
  package let openings: Int
  package let languages: [AskedLanguage]
  package let openedOn: Day?
  /// The mission in words.
  package let description: String?
  /// How to come without a car, as the company tells it.
  package let accessWithoutCar: String?
  package let workingHours: String?
  /// Days a week.
  package let remoteDays: Int?
  package let housingHelp: String?
  package let status: OpenStatus

  package var key: String { siret.text + " " + reference }

  /// What the law asks of the offer, as far as the row tells it.
  package var check: OfferCheck {
    OfferCheck(
      title: title,
      texts: [description, accessWithoutCar, workingHours, housingHelp].compactMap(\.self),
      hasPay: payMin != nil || payMax != nil, hasDate: openedOn != nil)
  }

  package init?(_ cells: inout RowReader) {
    let reference = cells.value("reference", Exchange.reference)
    let siret = cells.value("siret", SIRET.init)
    let title = cells.text("title")
    occupation = cells.value("occupation", OccupationCode.init)
    requiredSkills = firstOfEach(cells.list("required_skills", askedSkill), by: \.skill)
    desiredSkills = firstOfEach(cells.list("desired_skills", askedSkill), by: \.skill)
    minimumLevel = cells.value("minimum_level", Level.init)
    contracts = cells.list("contracts", Contract.init)
    startOn = cells.day("start_on")
    durationInMonths = cells.integer("duration_months", in: 1...60)
    payMin = cells.value("pay_min", yearlyPay)
    payMax = cells.value("pay_max", yearlyPay)
    mission = cells.value("mission", Mission.init)
    sector = cells.value("sector", sectorCode)
    commune = cells.value("commune", CommuneCode.init)
    openings = cells.integer("openings", in: 1...1000) ?? 1
    languages = firstOfEach(cells.list("languages", limit: 20, askedLanguage), by: \.code)
    openedOn = cells.day("opened_on")
    description = cells.text("description", limit: 2000)
    accessWithoutCar = cells.text("access_without_car")
    workingHours = cells.text("working_hours", limit: 120)
    remoteDays = cells.integer("remote_days", in: 0...5)
    housingHelp = cells.text("housing_help")
    status = cells.value("status", openStatus) ?? .open
    if let payMin, let payMax, payMin > payMax {
      cells.note(
        "pay_min", contradiction: "pay_min is above pay_max", hint: "exchange the two cells")
    }
    if durationInMonths != nil, contracts == [.cdi] {
      cells.note(
        "duration_months", contradiction: "a CDI has no duration",
        hint: "leave duration_months empty or name another contract")
    }
    let required = Set(requiredSkills.map(\.skill))
    if desiredSkills.contains(where: { required.contains($0.skill) }) {
      cells.note(
        "desired_skills", contradiction: "a skill is both required and desired",
        hint: "keep it in one of the two cells")
    }
    guard let reference, let siret, let title else { return nil }
    self.reference = reference
    self.siret = siret
    self.title = title
  }
}

/// A candidate, as they or their school told.
package struct CandidateRow: ImportRow, Hashable {
  package static let kind = ImportKind.candidates
  package let source: CandidateSource
  package let reference: String
  package let givenName: String?
  package let familyName: String?
  package let email: String?
  package let levelHeld: Level?
  package let levelPrepared: Level?
  package let diploma: CertificationCode?
  package let diplomaOn: Day?
  /// Wished, best first.
  package let occupations: [OccupationCode]
  package let skills: [HeldSkill]
  package let languages: [HeldLanguage]
  package let contracts: [Contract]
  package let availableFrom: Day?
  package let areas: [Area]
  package let missions: [Mission]
  /// Codes of ROME sectors.
  package let sectors: [String]
  /// Whether they say that the law lets them sign a contrat d'apprentissage; nil when not told.
  ///
  /// The birth date that decides it is never asked.
  package let isEligibleToApprenticeship: Bool?
  /// Gross euros a year.
  package let minimumPay: Int?
  /// Empty when there is no consent.
  package let consentPurposes: [ConsentPurpose]
  package let consentOn: Day?
  package let consentSource: String?
  /// The last day the consent holds; nil for until it is withdrawn.
  package let consentUntil: Day?
  /// The notice they were shown, such as `talent-2026-11-28.fr`; nil when the file does not tell.
  package let consentNotice: String?
  /// Companies the candidate is not shown to.
  package let invisibleTo: [SIREN]
  /// The present work-study employer, who does not see the candidate unless they lift it.
  package let presentEmployer: SIREN?
  package let status: OpenStatus

  package var key: String { source.description + " " + reference }

  package init?(_ cells: inout RowReader) {
    let source = cells.value("source", candidateSource)
    let reference = cells.value("reference", Exchange.reference)
    givenName = cells.text("given_name", limit: 120)
    familyName = cells.text("family_name", limit: 120)
    email = cells.value("email", Exchange.email)
    levelHeld = cells.value("level_held", Level.init)
    levelPrepared = cells.value("level_prepared", Level.init)
    diploma = cells.value("diploma", CertificationCode.init)
    diplomaOn = cells.day("diploma_on")
    occupations = cells.list("occupations", limit: 20, OccupationCode.init)
    skills = firstOfEach(cells.list("skills", heldSkill), by: \.skill)
    languages = firstOfEach(cells.list("languages", limit: 20, heldLanguage), by: \.code)
    contracts = cells.list("contracts", Contract.init)
    availableFrom = cells.day("available_from")
    areas = cells.list("areas", limit: 50, area)
    missions = cells.list("missions", Mission.init)
    sectors = cells.list("sectors", limit: 50, sectorCode)
    isEligibleToApprenticeship = cells.value("apprenticeship_eligible", toldAnswer)?.fact
    minimumPay = cells.value("min_pay", yearlyPay)
    consentPurposes = cells.list("consent_purposes", consentPurpose)
    consentOn = cells.day("consent_on")
    consentSource = cells.text("consent_source", limit: 60)
    consentUntil = cells.day("consent_until")
    consentNotice = cells.text("consent_notice", limit: 60)
    invisibleTo = cells.list("invisible_to", company)
    presentEmployer = cells.value("present_employer", company)
    status = cells.value("status", openStatus) ?? .open
    if !consentPurposes.isEmpty, consentOn == nil || consentSource == nil {
      cells.note(
        "consent_purposes", contradiction: "a consent without its date or source cannot be proved",
        hint: "fill consent_on and consent_source, or leave consent_purposes empty")
    }
    if let consentOn, let consentUntil, consentUntil < consentOn {
      cells.note(
        "consent_until", contradiction: "the consent ends before it begins",
        hint: "exchange the two dates, or leave consent_until empty")
    }
    guard let source, let reference else { return nil }
    self.source = source
    self.reference = reference
  }
}

/// A training a school offers.
package struct TrainingRow: ImportRow, Hashable {
  package static let kind = ImportKind.trainings
  package let provider: SIRET
  package let providerName: String?
  package let reference: String
  package let certification: CertificationCode?
  package let title: String
  package let level: Level?
  package let commune: CommuneCode?
  package let occupations: [OccupationCode]
  package let skills: [SkillReference]
  package let sessions: [TrainingSession]

  package var key: String { provider.text + " " + reference }

  package init?(_ cells: inout RowReader) {
    let provider = cells.value("provider", SIRET.init)
    let reference = cells.value("reference", Exchange.reference)
    let title = cells.text("title", limit: 300)
    providerName = cells.text("provider_name")
    certification = cells.value("certification", CertificationCode.init)
    level = cells.value("level", Level.init)
    commune = cells.value("commune", CommuneCode.init)
    occupations = cells.list("occupations", OccupationCode.init)
    skills = cells.list("skills", limit: 200, taughtSkill)
    sessions = firstOfEach(cells.list("sessions", session), by: \.start)
    guard let provider, let reference, let title else { return nil }
    self.provider = provider
    self.reference = reference
    self.title = title
  }
}

/// A person who is written to, and what they receive.
///
/// An empty cell leaves a fact as it is known.
package struct ContactRow: ImportRow, Hashable {
  package static let kind = ImportKind.contacts
  package let email: String
  package let scopes: [ScopeReference]
  package let civility: Civility?
  package let name: String?
  package let role: String?
  package let language: LanguageCode?
  package let frequency: Frequency?
  package let pausedUntil: Day?

  /// A person may have several lines, each with other scopes.
  package var key: String {
    email.lowercased() + " " + scopes.map(\.description).sorted().joined(separator: "|")
  }

  package init?(_ cells: inout RowReader) {
    let email = cells.value("email", Exchange.email)
    scopes = cells.list("scopes", limit: 50, scopeReference)
    civility = cells.value("civility", Exchange.civility)
    name = cells.text("name", limit: 120)
    role = cells.text("role", limit: 120)
    language = cells.value("language", LanguageCode.init)
    frequency = cells.value("frequency", Exchange.frequency)
    pausedUntil = cells.day("paused_until")
    guard let email, !scopes.isEmpty else { return nil }
    self.email = email
  }
}

/// The values without those whose key an earlier one already has.
private func firstOfEach<Value, Key: Hashable>(_ values: [Value], by key: (Value) -> Key) -> [Value]
{
  guard values.count > 1 else { return values }
  var seen: Set<Key> = []
  return values.filter { seen.insert(key($0)).inserted }
}
