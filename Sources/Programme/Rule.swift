/// A rule of the programme that can be checked from facts.
///
/// What a rule asks and when is data (``RuleVersion``); how facts are compared with it is code
/// (``Reading``).
package enum Rule: String, Hashable, Sendable, CaseIterable {
  /// The level held reaches the minimum of the VTE and the VTE TI.
  case talentLevel = "talent.level"
  /// The level held reaches the minimum of the VTE Vert.
  case talentLevelVert = "talent.level.vert"
  /// The diploma is recent enough at the hire.
  case talentGraduate = "talent.graduate"
  /// A student is hired in work-study.
  case talentStudent = "talent.student"
  /// Where the talent comes from does not matter.
  case talentOrigin = "talent.origin"
  /// The company is a PME or an ETI.
  case companySize = "company.size"
  /// The company is not in difficulty.
  case companyDifficulty = "company.difficulty"
  /// The company is in industry or serves it.
  case companySector = "company.sector"
  /// The workplace lies in a Territoire d'industrie.
  case placeTI = "place.ti"
  /// The contract is of the right kind and lasts long enough.
  case contract
  /// The contract was not signed before the scheme began.
  case contractSigned = "contract.signed"
  /// The position carries responsibility, near the management, in a category of the programme.
  case mission
  /// The mission is ecological, and more than an audit.
  case missionVert = "mission.vert"
  /// No pay is asked beyond the law.
  case pay
  /// When the label must be asked for, and the evidence given.
  case labelDeadline = "label.deadline"
  /// The aid that goes with a VTE TI.
  case aidTI = "aid.ti"
  /// The aid that goes with a VTE Vert.
  case aidVert = "aid.vert"
  /// Both aids for one hire.
  case aidCumul = "aid.cumul"
  /// The aid to the housing of the talent.
  case aidHousing = "aid.housing"
  /// How much aid a company may receive.
  case aidCaps = "aid.caps"
  /// Whether the talent may sign a contrat d'apprentissage; asked as such, never from an age.
  case workStudyAge = "workstudy.age"

  /// Whether it is an aid, which has a status and an amount instead of an answer.
  package var isAid: Bool {
    switch self {
    case .aidTI, .aidVert, .aidCumul, .aidHousing: true
    default: false
    }
  }

  /// Whether its answer decides a scheme; the others inform.
  package var decides: Bool {
    switch self {
    case .talentOrigin, .pay, .labelDeadline, .aidCaps, .workStudyAge: false
    default: !isAid
    }
  }

  /// Whom its facts are about.
  package var subject: Subject {
    switch self {
    case .talentLevel, .talentLevelVert, .talentGraduate, .talentStudent, .talentOrigin,
      .workStudyAge:
      .talent
    case .companySize, .companyDifficulty, .companySector, .aidCaps: .company
    case .placeTI, .contract, .contractSigned, .mission, .missionVert, .pay, .labelDeadline:
      .position
    case .aidTI, .aidVert, .aidCumul, .aidHousing: .programme
    }
  }

  /// Whom facts are about.
  package enum Subject: Hashable, Sendable { case talent, company, position, programme }

  /// What it is called in a checklist, in French.
  package var title: String {
    switch self {
    case .talentLevel, .talentLevelVert: "Niveau du talent"
    case .talentGraduate: "Diplôme récent"
    case .talentStudent: "Étudiant en alternance"
    case .talentOrigin: "Région d'origine"
    case .companySize: "Taille de l'entreprise"
    case .companyDifficulty: "Santé de l'entreprise"
    case .companySector: "Secteur d'activité"
    case .placeTI: "Lieu de travail"
    case .contract: "Contrat"
    case .contractSigned: "Date de signature"
    case .mission: "Mission"
    case .missionVert: "Mission écologique"
    case .pay: "Salaire"
    case .labelDeadline: "Demande du label"
    case .aidTI: "Aide VTE TI"
    case .aidVert: "Aide VTE Vert"
    case .aidCumul: "Cumul des aides TI et Vert"
    case .aidHousing: "Aide au logement MOBILI-JEUNE"
    case .aidCaps: "Plafonds des aides"
    case .workStudyAge: "Accès à l'apprentissage"
    }
  }

  /// The numbers each version of it states.
  package var parameters: [Parameter] {
    switch self {
    case .talentLevel: [Parameter("minimum", 3...8)]
    case .talentLevelVert:
      [Parameter("minimum", 3...8), Parameter("in_work_study", 3...8, isOptional: true)]
    case .talentGraduate:
      [
        Parameter("months", 1...120), Parameter("anniversary", 0...1),
        Parameter("studies_months", 0...24),
      ]
    case .companySize:
      [
        Parameter("pme_staff"), Parameter("pme_turnover_eur"), Parameter("pme_balance_eur"),
        Parameter("eti_staff"), Parameter("eti_turnover_eur"), Parameter("eti_balance_eur"),
        Parameter("tpe_staff"), Parameter("tpe_eur"), Parameter("tpe_accepted", 0...1),
        Parameter("micro_turnover_eur"),
      ]
    case .companyDifficulty: [Parameter("excluded", 0...1)]
    case .companySector:
      [
        Parameter("first_division", 1...99, isOptional: true),
        Parameter("last_division", 1...99, isOptional: true),
      ]
    case .contract: [Parameter("cdd_months", 1...120), Parameter("work_study_months", 1...120)]
    case .contractSigned:
      [Parameter("from", isDay: true), Parameter("ahead_months", 0...120)]
    case .pay: [Parameter("smic_month_cents", isOptional: true)]
    case .labelDeadline:
      [Parameter("label_months", 1...120), Parameter("evidence_months", 1...120)]
    case .aidTI, .aidVert, .aidCumul, .aidHousing: [Parameter("amount_eur", isOptional: true)]
    case .aidCaps: [Parameter("de_minimis_eur")]
    case .talentStudent, .talentOrigin, .placeTI, .mission, .missionVert, .workStudyAge: []
    }
  }

  /// A number that a version of a rule states.
  package struct Parameter: Hashable, Sendable {
    /// Its name; a unit stands at its end.
    package let name: String
    /// What it may be; a day counts from 1970-01-01.
    package let range: ClosedRange<Int>
    /// Whether it is written as a day.
    package let isDay: Bool
    /// Whether a version may leave it out.
    package let isOptional: Bool

    init(
      _ name: String, _ range: ClosedRange<Int> = 0...10_000_000_000, isDay: Bool = false,
      isOptional: Bool = false
    ) {
      self.name = name
      self.range = isDay ? -100_000...100_000 : range
      self.isDay = isDay
      self.isOptional = isOptional
    }
  }
}
