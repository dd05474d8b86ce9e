import Programme

extension LeadDigest {
  /// The mail; see `StoredDigest`.
  package func rendered() throws(TemplateError) -> Rendered { try Templates.render(page) }

  /// What the mail says.
  var page: Page {
    var number = 0
    let sections = territories.flatMap { block in
      block.sections(today: date, partTitle: hasParts ? French.tidy(block.name, limit: 60) : nil) {
        number += 1
        return number
      }
    }
    return Page(
      subject: subject, preheader: preheader, demoNotice: isDemo ? Words.demo : nil,
      origin: (["Vivier"] + names + [French.date(date, today: date)]).joined(separator: " · "),
      headline: toDoCount > 0 ? "À faire cette semaine" : "Nouveaux profils cette semaine",
      greeting: Words.greeting(reader), introduction: [introduction], sections: sections,
      closing: closing, footer: footer)
  }

  private var hasParts: Bool { territories.count > 1 }
  private var names: [String] { Words.each(territories.map(\.name), limit: 60) }
  private var toDoCount: Int { territories.reduce(0) { $0 + $1.toDoCount } }
  private var proposed: [ProposedPosition] { territories.flatMap(\.proposed) }

  private var introduction: String {
    let place = hasParts ? "vos territoires" : "votre territoire"
    return toDoCount > 0
      ? "Voici ce qui demande une action dans \(place)."
      : "Voici les profils proposés aux entreprises de \(place)."
  }

  private var closing: [String] {
    var lines: [String] = []
    if hiddenCount > 0 {
      let others = French.count(hiddenCount, "autre nouveauté", "autres nouveautés")
      lines.append("\(others) à suivre dans un prochain message.")
    }
    if territories.contains(where: { !$0.unreachable.isEmpty }) {
      lines.append("Pour indiquer un contact, répondez à ce message.")
    }
    let deeds = territories.flatMap(\.deadlines).map(\.item.what)
    if deeds.contains(.training) { lines.append(Words.cfa) }
    let namesProgramme = territories.flatMap(\.starving).contains { $0.remedy == .programme }
    return lines
      + Words.programme(named: namesProgramme || deeds.contains { $0 != .training }, labels: [])
  }

  private var footer: [String] {
    let place = hasParts ? "ces territoires" : "ce territoire"
    return ["Vous recevez ce message, car vous suivez \(place) dans Vivier.", Words.stop]
      + Words.method
  }

  private var subject: String {
    let profiles = proposed.reduce(0) { $0 + $1.profiles.count }
    let counted =
      toDoCount > 0
      ? French.count(toDoCount, "point à suivre", "points à suivre")
      : French.count(profiles, "nouveau profil", "nouveaux profils")
    let short = "\(counted) cette semaine"
    return Words.subject(["\(short)\(French.hard): \(French.list(names))", short])
  }

  private var preheader: String {
    Words.preheader(
      territories.flatMap { block in
        block.unreachable.map { "Sans contact\(French.hard): \($0.name.shortTitle)" }
          + block.starving.map { "Sans profil\(French.hard): \($0.name.shortTitle)" }
          + block.deadlines.map { $0.item.short(today: date) }
          + block.proposed.map {
            "\(French.count($0.profiles.count, "profil", "profils"))\(French.hard): "
              + $0.name.shortTitle
          }
      }, filler: "Le détail est dans ce message.")
  }
}

extension TerritoryBlock {
  /// How many things are to be done.
  fileprivate var toDoCount: Int { unreachable.count + starving.count + deadlines.count }

  fileprivate func sections(
    today: Day, partTitle: String?, number: () -> Int
  ) -> [Page.Section] {
    var sections: [Page.Section] = []
    func add(_ title: String, _ facts: [String], _ cards: [Page.Card], _ remarks: [String]) {
      guard !cards.isEmpty || !remarks.isEmpty else { return }
      sections.append(
        Page.Section(
          sectionTitle: title, sectionFacts: facts, cards: cards, remarks: remarks,
          partTitle: sections.isEmpty ? partTitle : nil, isPart: partTitle != nil))
    }
    add(
      unreachable.count < 2 ? "Un poste sans contact" : "Des postes sans contact",
      ["Personne ne peut répondre\(French.hard): ces postes ne sont pas proposés aux jeunes."],
      unreachable.map { $0.card(number()) }, [])
    add(
      starving.count < 2 ? "Un poste sans profil" : "Des postes sans profil",
      ["Personne ne remplit toutes les conditions."], starving.map { $0.card(number()) }, [])
    add(
      deadlines.count < 2 ? "Une échéance" : "Des échéances", [], [],
      deadlines.map { $0.item.note(today: today, company: $0.companyName) })
    add(
      "Nouveaux profils proposés",
      [
        "Les entreprises les reçoivent sous d'autres codes.",
        "Les noms sont transmis après l'accord des deux parties.",
      ], [], proposed.map(\.words))
    return sections
  }
}

extension PositionName {
  /// The title as one short line.
  fileprivate var shortTitle: String { French.tidy(title, limit: 60) }

  /// The company and the commune.
  fileprivate var place: String {
    let company = French.tidy(companyName, limit: 80)
    return communeName.map { "\(company), \(French.tidy($0, limit: 60))" } ?? company
  }
}

extension Standing {
  /// The tag of something that stays in the mail until it is done.
  fileprivate var toDoTag: String { self == .stillOpen ? "Toujours à faire" : Words.tag(self) }
}

extension UnreachablePosition {
  fileprivate func card(_ number: Int) -> Page.Card {
    Page.Card(
      number: number, cardTitle: French.tidy(name.title), tag: standing.toDoTag, isNear: true,
      fit: nil, facts: [name.place, reasonWords, waiting],
      groups: [
        Page.Group(groupTitle: "À faire", lines: [Page.Line(action)])
      ], code: nil, why: nil)
  }

  private var reasonWords: String {
    switch reason {
    case .none: "Aucun contact n'est noté."
    case .noAddress: "Le contact noté n'a pas d'adresse."
    case .never: "Le contact ne souhaite plus recevoir de messages."
    case .suppressed: "L'adresse du contact ne reçoit plus de messages."
    }
  }

  private var waiting: String {
    matchCount > 0
      ? French.count(matchCount, "profil correspond.", "profils correspondent.")
      : French.count(nearCount, "profil proche.", "profils proches.")
  }

  private var action: String {
    reason == .never
      ? "demander à l'entreprise qui peut répondre pour ce poste"
      : "demander à l'entreprise le nom et l'adresse d'un contact"
  }
}

extension StarvingPosition {
  fileprivate func card(_ number: Int) -> Page.Card {
    let advice =
      remedy.map { [Page.Line("\($0.words) (\(French.count(gain, "profil", "profils")) de plus)")] }
      ?? [Page.Line("aucune condition ne suffit à elle seule")]
    return Page.Card(
      number: number, cardTitle: French.tidy(name.title), tag: standing.toDoTag, isNear: true,
      fit: nil, facts: [name.place],
      groups: [Page.Group(groupTitle: "Ce qui aiderait le plus", lines: advice)], code: nil,
      why: nil)
  }
}

extension StarvingPosition.Remedy {
  /// What to relax.
  fileprivate var words: String {
    switch self {
    case .contract: "accepter tous les contrats"
    case .level: "ne demander aucun niveau de diplôme"
    case .availability: "laisser la date de début ouverte"
    case .area: "permettre le travail à distance"
    case .programme: "recruter sans les conditions du VTE"
    case .language(let code): "\(Words.language(code))\(French.hard): ne pas l'exiger"
    case .skillWished(let label):
      "\(French.quote(French.tidy(label)))\(French.hard): souhaitée plutôt qu'exigée"
    case .skillDropped(let label):
      "\(French.quote(French.tidy(label)))\(French.hard): ne pas la demander"
    }
  }
}

extension ProposedPosition {
  /// The position and the codes.
  fileprivate var words: String {
    let codes = profiles.map { French.tidy($0.code, limit: 20) }
    return "\(French.tidy(name.title)), \(name.place)\(French.hard): \(French.list(codes))."
  }
}
