import Programme

/// The words all digests use for the same things.
enum Words {
  /// Between facts on one line; never at the start of the next.
  static let dot = "\(French.hard)· "

  /// The greeting, with the name only where the reader told how to be addressed.
  static func greeting(_ reader: Reader?) -> String {
    guard let reader else { return "Bonjour," }
    let civility = reader.civility == .madame ? "Madame" : "Monsieur"
    return "Bonjour \(civility) \(French.tidy(reader.name, limit: 60)),"
  }

  /// Names as tidy lines, each once, in their order.
  static func each(_ names: [String], limit: Int) -> [String] {
    var seen: Set<String> = []
    return names.map { French.tidy($0, limit: limit) }.filter { seen.insert($0).inserted }
  }

  /// The diplomas people know a level by.
  static func level(_ level: Int) -> String {
    switch level {
    case ...3: "CAP"
    case 4: "Bac"
    case 5: "Bac+2"
    case 6: "Bac+3 ou Bac+4"
    case 7: "Bac+5"
    default: "Bac+8"
    }
  }

  /// The CEFR level 1 to 6 as `A1` to `C2`.
  static func languageLevel(_ level: Int) -> String {
    LanguageLevel(rawValue: min(max(level, 1), 6)).map(\.description) ?? ""
  }

  /// A language by its ISO 639-1 code.
  static func language(_ code: String) -> String {
    switch code {
    case "ar": "arabe"
    case "cs": "tchèque"
    case "da": "danois"
    case "de": "allemand"
    case "el": "grec"
    case "en": "anglais"
    case "es": "espagnol"
    case "fi": "finnois"
    case "fr": "français"
    case "hu": "hongrois"
    case "it": "italien"
    case "ja": "japonais"
    case "ko": "coréen"
    case "nl": "néerlandais"
    case "no": "norvégien"
    case "pl": "polonais"
    case "pt": "portugais"
    case "ro": "roumain"
    case "ru": "russe"
    case "sv": "suédois"
    case "tr": "turc"
    case "uk": "ukrainien"
    case "zh": "chinois"
    default: "langue « \(French.tidy(code, limit: 8)) »".replacing(" ", with: French.hard)
    }
  }

  /// A contract.
  static func contract(_ contract: Contract) -> String {
    switch contract {
    case .cdi: "CDI"
    case .cdd: "CDD"
    case .apprentissage: "contrat d'apprentissage"
    case .professionnalisation: "contrat de professionnalisation"
    }
  }

  /// Contracts, any of which will do.
  static func contracts(_ contracts: [Contract]) -> String {
    let names = contracts.map(contract)
    let prefix = "contrat "
    guard let first = names.firstIndex(where: { $0.hasPrefix(prefix) }) else {
      return French.list(names, last: "ou")
    }
    // "contrat d'apprentissage ou de professionnalisation": the word once.
    return French.list(
      names.enumerated().map {
        $0 > first && $1.hasPrefix(prefix) ? String($1.dropFirst(prefix.count)) : $1
      },
      last: "ou")
  }

  /// What a diploma leads to, by the great domain of the ROME; nil for a letter it does not have.
  static func field(_ letter: String) -> String? {
    switch letter {
    case "A": "agriculture et espaces naturels"
    case "B": "arts et façonnage d'ouvrages d'art"
    case "C": "banque, assurance, immobilier"
    case "D": "commerce et vente"
    case "E": "communication et multimédia"
    case "F": "construction et travaux publics"
    case "G": "hôtellerie, restauration, tourisme"
    case "H": "industrie"
    case "I": "installation et maintenance"
    case "J": "santé"
    case "K": "services à la personne et à la collectivité"
    case "L": "spectacle"
    case "M": "support à l'entreprise"
    case "N": "transport et logistique"
    default: nil
    }
  }

  /// From when somebody is free, after "disponible".
  static func availability(_ availability: ShownTraits.Availability) -> String {
    switch availability {
    case .now: "dès maintenant"
    case .month(let year, let month): "en \(French.month(month))\(French.hard)\(year)"
    case .half(let year, let half):
      "au \(half == 1 ? "premier" : "second") semestre\(French.hard)\(year)"
    }
  }

  /// The search area, whole.
  static func areas(_ areas: [SearchArea]) -> String {
    let names = areas.map { area in
      switch area {
      case .circle(let communeName, let kilometres):
        "\(French.tidy(communeName, limit: 60)) (\(kilometres)\(French.hard)km autour)"
      case .territory(let name), .department(let name), .region(let name):
        French.tidy(name, limit: 60)
      case .country: "toute la France"
      }
    }
    let shown = names.count > 5 ? names.prefix(4) + ["\(names.count - 4) autres zones"] : names[...]
    return "Zone de recherche\(French.hard): \(French.list(Array(shown)))"
  }

  /// A condition of the programme, as what it asks.
  static func programme(_ gap: ProgrammeGap) -> String {
    let asked =
      switch gap {
      case .level(let level): "diplôme \(level == 6 ? "Bac+3" : Words.level(level)) ou plus"
      case .diplomaAge(let months): "diplôme de moins de \(months)\(French.hard)mois à l'embauche"
      case .workStudy: "pendant les études, contrat en alternance"
      }
    return "condition du VTE\(French.hard): \(asked)"
  }

  /// `Nouveau`, what changed, or `Rappel`.
  static func tag(_ standing: Standing) -> String {
    switch standing {
    case .new: return "Nouveau"
    case .reminder: return "Rappel"
    case .stillOpen: return "Déjà présenté"
    case .changed(let topics):
      return "Mis à jour\(French.hard): \(French.list(topics.map(topic)))"
    }
  }

  private static func topic(_ topic: Topic) -> String {
    switch topic {
    case .contract: "contrat"
    case .pay: "rémunération"
    case .start: "date de début"
    case .availability: "disponibilité"
    case .level: "diplôme"
    case .place: "lieu"
    case .skills: "compétences"
    case .away: "correspondance"
    case .deadline: "échéance"
    case .reach: "contact"
    case .remedy: "condition"
    case .demand: "nombre de postes"
    case .dailyLife: "informations pratiques"
    }
  }

  /// Asked skills that are met, at most four lines; `inferred` says of one that it was not declared.
  static func matched(_ skills: [SkillLine], inferred: String) -> [Page.Line] {
    shortened(skills, limit: 4) { skill in
      var notes = [skill.isRequired ? "exigée" : "souhaitée"]
      if let through = skill.through {
        notes.append("par une compétence proche\(French.hard): \(French.tidy(through))")
      }
      if skill.isInferred { notes.append(inferred) }
      return Page.Line("\(French.tidy(skill.label)) (\(notes.joined(separator: ", ")))")
    }
  }

  /// At most `limit` lines, the last of which counts those left out.
  static func shortened<Item>(_ items: [Item], limit: Int, line: (Item) -> Page.Line) -> [Page.Line]
  {
    guard items.count > limit else { return items.map(line) }
    let rest = items.count - (limit - 1)
    return items.prefix(limit - 1).map(line) + [Page.Line("et \(rest)\(French.hard)autres")]
  }

  /// A training in one or two sentences.
  static func training(_ training: TrainingLine, today: Day) -> String {
    var place = French.tidy(training.providerName, limit: 80)
    if let communeName = training.communeName {
      place += " (\(French.tidy(communeName, limit: 60)))"
    }
    var sentence = "Formation \(French.quote(French.tidy(training.title))), \(place)"
    if let months = training.durationInMonths { sentence += ", \(months)\(French.hard)mois" }
    if training.isFromCatalogue2020 {
      return sentence
        + ". Source\(French.hard): catalogue de novembre 2020, à vérifier auprès du CFA."
    }
    guard let session = training.sessionDay, session >= today else { return sentence + "." }
    sentence += ". Session le \(French.date(session, today: today))"
    if let places = training.remainingPlaces, places >= 0, let told = training.placesToldDay {
      sentence += ", \(French.count(places, "place libre", "places libres"))"
      sentence += " au \(French.shortDate(told, today: today))"
    }
    return sentence + "."
  }

  /// The meaning of CFA, once, where a training is named.
  static let cfa = "CFA\(French.hard): centre de formation d'apprentis."

  /// The meaning of VTE, once, where a condition of it is named.
  static let vte = "VTE\(French.hard): volontariat territorial en entreprise."

  /// The meaning of VTE TI, once, where that label is named.
  static let vteTI =
    "VTE\(French.hard)TI\(French.hard): VTE dans un Territoire d'industrie."

  /// What the labels mean that are named, and VTE where it is.
  static func programme(named: Bool, labels: [LabelLine]) -> [String] {
    (named || !labels.isEmpty ? [vte] : [])
      + (labels.contains { $0.scheme == .vteTI } ? [vteTI] : [])
  }

  /// The aid, never as certain.
  static func aid(checked day: Day, today: Day) -> String {
    "Aide VTE\(French.hard)TI\(French.hard): à confirmer auprès de Bpifrance "
      + "(vérifié le \(French.shortDate(day, today: today)))."
  }

  /// What every mail says of the ranking.
  static let method = [
    "Classement calculé automatiquement\(French.thin); vous décidez.",
    "Méthode\(French.hard): les conditions d'abord, puis les compétences, le métier et les souhaits de chacun.",
    "Jamais utilisés\(French.hard): nom, sexe, âge, photo, nationalité, adresse.",
  ]

  /// How many positions are closed.
  static func noLongerOpen(_ count: Int) -> String {
    French.count(count, "poste n'est plus à pourvoir", "postes ne sont plus à pourvoir")
  }

  /// How to stop the mails.
  static let stop =
    "Pour ne plus recevoir ces messages, répondez \(French.quote("stop"))."

  /// What a demo says first.
  static let demo =
    "Données fictives (démonstration)\(French.hard): aucune personne ni entreprise réelle."

  /// Who reads an answer.
  static func answerReader(_ leadName: String?) -> String {
    leadName.map { "Votre réponse est lue par \(French.tidy($0, limit: 60))." }
      ?? "Votre réponse est lue par une personne."
  }

  /// The first of `attempts` of at most 60 characters, or the last one cut.
  static func subject(_ attempts: [String]) -> String {
    attempts.first { $0.count <= 60 } ?? French.clip(attempts.last ?? "", to: 60)
  }

  /// As many `pieces` as fit in 100 characters, and `filler` when they make less than 40.
  static func preheader(_ pieces: [String], filler: String) -> String {
    var result = ""
    for piece in pieces {
      let next = result.isEmpty ? piece : "\(result) · \(piece)"
      if next.count > 100 { break }
      result = next
    }
    if result.isEmpty { result = French.clip(pieces.first ?? "", to: 100) }
    return result.count >= 40 ? result : French.clip("\(result). \(filler)", to: 100)
  }
}
