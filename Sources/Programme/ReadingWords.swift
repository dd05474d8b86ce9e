/// The French of a judgement: the facts, what the rule asks, what to do.
struct ReadingWords {
  let facts: HireFacts
  let requested: ClosedRange<Int>

  private var position: HireFacts.Position { facts.position }
  private var company: HireFacts.Company { facts.company }
  private var talent: HireFacts.Talent { facts.talent }
  private var colon: String { French.hard + ": " }

  /// The facts, then what the rule asks: every reading of it where they do not agree.
  func because(_ rule: Rule, _ versions: [RuleVersion], _ answers: [Answer]) -> String {
    var parts = [fact(rule)]
    if facts.day == nil { parts.append("Aucune date n'est connue.") }
    let agree = Set(answers).count == 1 && (versions.count == 1 || answers[0] != .unknown)
    if agree {
      parts.append("Règle\(colon)" + versions[0].text)
      if versions.count > 1 { parts.append("Toutes les lectures donnent ici la même réponse.") }
    } else {
      parts.append(
        Set(answers).count == 1
          ? "Plusieurs lectures de la règle existent."
          : "Plusieurs lectures de la règle existent, et ne s'accordent pas ici.")
      for (number, text) in Self.once(versions.map(\.text)).enumerated() {
        parts.append("Lecture \(number + 1)\(colon)\(text)")
      }
    }
    // Readings that agree leave nothing to doubt.
    if versions.count == 1 || !agree { parts += Self.once(versions.compactMap(\.doubt)) }
    return parts.joined(separator: " ")
  }

  private static func once(_ texts: [String]) -> [String] {
    texts.indices.filter { texts.firstIndex(of: texts[$0]) == $0 }.map { texts[$0] }
  }

  /// What to do about a no, what to tell about an unknown; nothing about a yes.
  func remedy(_ versions: [RuleVersion], _ answers: [Answer], _ answer: Answer) -> String? {
    let pairs = zip(versions, answers)
    switch answer {
    case .yes: return nil
    case .no: return pairs.first { $0.1 == .no }?.0.remedy
    case .unknown:
      return pairs.first { $0.1 == .unknown }?.0.question
        ?? "Demandez à Bpifrance quelle lecture s'applique."
    }
  }

  /// Why a rule is not about this hire.
  func notApplicable(_ rule: Rule) -> String {
    switch rule {
    case .talentGraduate:
      "Le talent étudie en alternance\(colon)la date de son diplôme ne compte pas."
    case .talentStudent:
      "Rien n'indique un étudiant en alternance\(colon)cette règle ne compte pas."
    case .workStudyAge: "Seul le contrat d'apprentissage a cette condition."
    default: "Cette règle ne s'applique pas ici."
    }
  }

  /// What to tell so that it is known whether a rule is about this hire.
  func whetherApplies(_ rule: Rule) -> String {
    rule == .workStudyAge
      ? "Indiquez le contrat proposé." : "Indiquez si le talent étudie en alternance."
  }

  /// What is known of the facts a rule looks at.
  func fact(_ rule: Rule) -> String {
    switch rule {
    case .talentLevel: levelHeld
    case .talentLevelVert: levelHeld + levelPrepared
    case .talentGraduate: diploma
    case .talentStudent:
      (facts.isStudent == .yes
        ? "Le talent étudie en alternance. " : "Rien ne dit si le talent étudie en alternance. ")
        + contract
    case .talentOrigin: "Aucune région d'origine n'est demandée."
    case .companySize: size
    case .companyDifficulty: difficulty
    case .companySector: sector
    case .placeTI: place
    case .contract: contract
    case .contractSigned: signature
    case .mission: mission
    case .missionVert:
      "Mission écologique\(colon)\(French.word(position.isGreen ?? (position.mission == .ecologie ? true : nil))). "
        + "Audit ou sensibilisation seulement\(colon)\(French.word(position.isAuditOnly))."
    case .pay: "Aucun salaire n'est vérifié ici."
    case .labelDeadline: hire
    case .aidCaps: deMinimis
    case .workStudyAge:
      "Accès à l'apprentissage\(colon)\(French.word(talent.isEligibleToApprenticeship))."
    case .aidTI, .aidVert, .aidCumul, .aidHousing: ""
    }
  }

  // MARK: Talent

  private var levelHeld: String {
    guard let level = talent.levelHeld else { return "Le niveau déjà obtenu n'est pas connu." }
    return "Niveau déjà obtenu\(colon)\(level) (\(Self.name(level)))."
  }

  private var levelPrepared: String {
    talent.levelPrepared.map { " Niveau en préparation\(colon)\($0) (\(Self.name($0)))." } ?? ""
  }

  private static func name(_ level: Level) -> String {
    switch level.number {
    case 3: "CAP"
    case 4: "Bac"
    case 5: "Bac+2"
    case 6: "Bac+3 ou Bac+4"
    case 7: "Bac+5"
    default: "doctorat"
    }
  }

  private var diploma: String {
    guard let diploma = talent.diplomaOn else { return "La date du diplôme n'est pas connue." }
    guard let day = facts.day else {
      return "Diplôme du \(diploma.french). La date d'embauche n'est pas connue."
    }
    return diploma > day
      ? "Le diplôme du \(diploma.french) suit l'embauche. Celui déjà obtenu n'est pas daté."
      : "Diplôme du \(diploma.french), \(position.hiredOn == nil ? "règles du" : "embauche le") \(day.french)."
  }

  // MARK: Company

  private var size: String {
    if company.isMicroEntrepreneur == true {
      return "L'entreprise a le statut de micro-entrepreneur."
    }
    func told(_ value: Int?, _ form: (Int) -> String) -> String {
      value.map(form) ?? "non déclaré"
    }
    return "Effectif\(colon)\(told(company.staff, French.number)). "
      + "Chiffre d'affaires\(colon)\(told(company.turnover, French.euros)). "
      + "Bilan\(colon)\(told(company.balance, French.euros))."
  }

  private var difficulty: String {
    switch company.isInDifficulty {
    case true?: "L'entreprise déclare être en difficulté."
    case false?: "L'entreprise déclare ne pas être en difficulté."
    case nil: "Rien n'est déclaré sur d'éventuelles difficultés."
    }
  }

  private var sector: String {
    let code = company.naf.map { "Code NAF\(colon)\($0)." } ?? "Le code NAF n'est pas connu."
    if let isIndustry = company.isIndustry {
      return code
        + " Industrie ou services à l'industrie, décidé par une personne\(colon)\(French.word(isIndustry))."
    }
    return code + " Services à l'industrie\(colon)\(French.word(company.servesIndustry))."
  }

  private var deMinimis: String {
    guard let sum = company.deMinimis else {
      return "Les aides de minimis reçues sur trois ans ne sont pas connues."
    }
    let aid =
      requested.lowerBound < requested.upperBound
      ? "au plus " + French.euros(requested.upperBound)
      : requested.upperBound == 0 ? "aucune" : French.euros(requested.upperBound)
    return
      "Aides de minimis sur trois ans\(colon)\(French.euros(sum)). Aide demandée\(colon)\(aid)."
  }

  // MARK: Position

  private var place: String {
    guard let workplace = position.workplace else {
      return "La commune du lieu de travail n'est pas connue."
    }
    let territories = workplace.territories.sorted { $0.key < $1.key }
      .map { "\($0.value) (\($0.key))" }
    return "Commune \(workplace.commune)\(colon)"
      + (territories.isEmpty
        ? "hors de tout territoire." : territories.joined(separator: ", ") + ".")
  }

  private var contract: String {
    guard let contract = position.contract else { return "Le contrat n'est pas connu." }
    let name =
      switch contract {
      case .cdi: "CDI"
      case .cdd: "CDD"
      case .apprentissage: "contrat d'apprentissage"
      case .professionnalisation: "contrat de professionnalisation"
      }
    if contract == .cdi { return "Contrat\(colon)\(name)." }
    let months = position.durationInMonths.map { "\($0) mois" } ?? "durée non connue"
    return "Contrat\(colon)\(name), \(months)."
  }

  private var signature: String {
    if let signed = position.signedOn { return "Contrat signé le \(signed.french)." }
    guard let day = facts.day else { return "La date de signature n'est pas connue." }
    return "La date de signature n'est pas connue. Elle est estimée d'après le \(day.french)."
  }

  private var mission: String {
    let name =
      switch position.mission {
      case nil: "non déclarée"
      case .brasDroit?: "bras droit de la direction"
      case .transformation?: "transformation ou numérique"
      case .technologie?: "technologie ou production"
      case .international?: "développement international"
      case .finance?: "finance"
      case .marketing?: "marketing"
      case .rhRSE?: "ressources humaines ou RSE"
      case .ecologie?: "transition écologique"
      case .autre?: "autre"
      }
    return "Mission\(colon)\(name). Responsabilité\(colon)\(French.word(position.isResponsible)). "
      + "Lien direct avec la direction\(colon)\(French.word(position.reportsToManagement))."
  }

  private var hire: String {
    guard let hired = position.hiredOn else { return "La date d'embauche n'est pas connue." }
    return "Embauche du \(hired.french)."
  }
}
