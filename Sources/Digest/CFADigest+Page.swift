import Programme

extension CFADigest {
  /// What the mail says.
  package var page: Page {
    var number = 0
    let sections = schools.flatMap { school in
      school.sections(today: date, hasTitle: schools.count > 1, isLinked: isLinked == true) {
        number += 1
        return number
      }
    }
    return Page(
      subject: subject, preheader: preheader, demoNotice: isDemo ? Words.demo : nil,
      origin: (["Vivier"] + names + [French.date(date, today: date)]).joined(separator: Words.dot),
      headline: "Ce que les postes demandent autour de "
        + (schools.count > 1 ? "vos CFA" : "votre CFA"),
      greeting: Words.greeting(reader),
      introduction: ["Voici ce que demandent les postes ouverts, et ce qui s'enseigne à portée."],
      sections: sections, closing: closing, footer: footer)
  }

  private var names: [String] { Words.each(schools.map(\.name), limit: 60) }
  private var asked: [UntaughtSkill] { schools.flatMap(\.asked) }
  private var gaps: [GapLine] { schools.flatMap(\.gaps) }

  private var closing: [String] {
    var lines: [String] = []
    if hiddenCount > 0 {
      let others = French.count(
        hiddenCount, "autre compétence demandée n'est pas montrée ici",
        "autres compétences demandées ne sont pas montrées ici")
      lines.append("\(others). Pour le rapport complet, répondez à ce message.")
    }
    return lines + [French.tidy(notice, limit: 200)]
  }

  private var footer: [String] {
    let place = schools.count > 1 ? "ces CFA" : "ce CFA"
    return [
      "Vous recevez ce message, car vous représentez \(place) dans Vivier.",
      "Il vient une fois par trimestre au plus, s'il y a du nouveau.", Words.stop,
      "Postes\(French.hard): ceux ouverts dans Vivier au \(French.shortDate(date, today: date)). "
        + "Ce n'est pas toute la demande du bassin.",
      "Ordre\(French.hard): un poste qui attend longtemps ou sans profil compte davantage.",
      "Formations\(French.hard): ce que disent les CFA, et le catalogue de novembre\(French.hard)2020 (Carif-Oref).",
      "Déduit\(French.hard): conclu des métiers du titre (RNCP de France compétences, ROME de France Travail). "
        + "Un contenu absent peut être enseigné sans que nous le sachions.",
      "Personnes\(French.hard): à partir de cinq seulement, arrondies vers le bas.",
      Words.cfa,
      "RNCP\(French.hard): répertoire national des certifications professionnelles.",
      "ROME\(French.hard): répertoire opérationnel des métiers et des emplois.",
    ]
  }

  private var subject: String {
    guard !asked.isEmpty else {
      let count = French.count(gaps.count, "écart", "écarts")
      return "\(count) entre postes et formations près de chez vous"
    }
    return French.count(
      asked.count, "compétence demandée et non enseignée (déduit)",
      "compétences demandées et non enseignées (déduit)")
  }

  private var preheader: String {
    Words.preheader(
      asked.map {
        "\(French.tidy($0.label, limit: 60))\(French.hard): "
          + French.count($0.positionCount, "poste", "postes")
      } + gaps.map { French.tidy($0.label, limit: 60) }, filler: "Le détail est dans ce message.")
  }
}

extension SchoolBlock {
  fileprivate func sections(
    today: Day, hasTitle: Bool, isLinked: Bool, number: () -> Int
  ) -> [Page.Section] {
    let range = "\(kilometres)\(French.hard)km"
    var sections = [
      Page.Section(
        sectionTitle: "À retenir", sectionFacts: [figures], cards: [],
        remarks: sentences.enumerated().map { place, sentence in
          "\(place + 1). \(French.tidy(sentence, limit: 300))"
        }, partTitle: hasTitle ? French.tidy(name, limit: 60) : nil, isPart: hasTitle)
    ]
    if !asked.isEmpty {
      sections.append(
        Page.Section(
          sectionTitle: "Demandé et non enseigné (déduit)",
          sectionFacts: [
            "Aucune formation à \(range) ne le déclare. "
              + "Les titres (RNCP) n'en laissent déduire aucune."
          ], cards: asked.map { $0.card(number()) }, remarks: [], isPart: hasTitle))
    }
    if !gaps.isEmpty {
      sections.append(
        Page.Section(
          sectionTitle: "Les autres écarts", sectionFacts: [], cards: [],
          remarks: gaps.map(\.words), isPart: hasTitle))
    }
    sections.append(
      SessionLine.section(
        sessions, of: provider, title: "Vos sessions et vos places", today: today,
        isLinked: isLinked, isPart: hasTitle))
    return sections
  }

  private var figures: String {
    guard positionCount > 0 else { return "Postes ouverts autour de vous\(French.hard): aucun." }
    return French.count(positionCount, "poste ouvert", "postes ouverts") + " pour "
      + French.count(openingCount, "personne cherchée", "personnes cherchées")
      + ". Postes ouverts en douze mois\(French.hard): \(French.number(openedCount))."
  }
}

extension UntaughtSkill {
  fileprivate func card(_ number: Int) -> Page.Card {
    var facts = [French.count(openingCount, "personne cherchée", "personnes cherchées")]
    if starvingCount > 0 {
      facts.append(
        French.count(starvingCount, "poste sans aucun profil", "postes sans aucun profil"))
    }
    if !communeNames.isEmpty {
      facts.append("Lieux\(French.hard): \(French.list(Words.each(communeNames, limit: 60)))")
    }
    var card = Page.Card(
      number: number, cardTitle: French.tidy(label), tag: Words.tag(standing), isNear: true,
      fit: French.count(positionCount, "poste le demande", "postes le demandent"), facts: facts,
      groups: [], code: nil, why: nil)
    card.taught = (provider, skill)
    return card
  }
}

extension GapLine {
  /// The line.
  fileprivate var words: String {
    let name = French.quote(French.tidy(label))
    func told(_ number: Int?) -> String {
      number.map { "au moins \(French.number($0))" } ?? "trop peu pour être montré"
    }
    switch kind {
    case .taughtNotAsked(let trainings):
      return "Enseigné, non demandé aujourd'hui\(French.hard): \(name), "
        + French.count(trainings, "formation", "formations") + " à portée."
    case .talentsLack(let openings, let trainings, let talents):
      return "Orientation\(French.hard): \(name), "
        + French.count(openings, "personne cherchée", "personnes cherchées") + ", "
        + French.count(trainings, "formation", "formations")
        + " à portée. Talents qui le déclarent ici\(French.hard): \(told(talents))."
    case .trainedLeave(let trained, let staying):
      return "Attractivité\(French.hard): \(name), personnes formées à portée\(French.hard): "
        + "\(told(trained)). Qui cherchent ici\(French.hard): \(told(staying))."
    }
  }
}

extension SessionLine {
  /// How many sessions a mail shows of one CFA.
  private static let most = 6

  /// The sessions of a CFA with the way to tell them anew.
  static func section(
    _ sessions: [SessionLine], of provider: String, title: String, today: Day, isLinked: Bool,
    isPart: Bool = false
  ) -> Page.Section {
    var remarks = sessions.prefix(most).map { $0.words(today: today) }
    if sessions.count > most {
      remarks.append(
        "Et \(French.count(sessions.count - most, "autre session", "autres sessions")).")
    }
    if sessions.isEmpty { remarks = ["Aucune session à venir n'est connue."] }
    if !isLinked {
      remarks.append(
        "Pour \(sessions.isEmpty ? "en indiquer" : "les confirmer ou les corriger"), "
          + "répondez à ce message.")
    }
    var section = Page.Section(
      sectionTitle: title, sectionFacts: [], cards: [], remarks: remarks, isPart: isPart)
    section.provider = provider
    return section
  }

  /// The session with its places, and how old they are.
  private func words(today: Day) -> String {
    let day = French.date(startsOn, today: today)
    let head = "\(French.quote(French.tidy(title, limit: 80))), le \(day)\(French.hard): "
    guard let toldOn, let remaining else {
      let all = capacity.map { ", \(French.count($0, "place", "places")) en tout" } ?? ""
      return head + "places libres non indiquées\(all)."
    }
    let all = capacity.map { " sur \(French.number($0))" } ?? ""
    let places =
      French.count(remaining, "place libre", "places libres") + all
      + " au \(French.shortDate(toldOn, today: today))"
    return head + places + (isStale ? ". Ces places datent de plus de 60\(French.hard)jours." : ".")
  }
}
