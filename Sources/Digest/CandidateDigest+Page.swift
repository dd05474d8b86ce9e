import Programme

extension CandidateDigest {
  /// What the mail says.
  package var page: Page {
    Page(
      subject: subject, preheader: preheader, demoNotice: isDemo ? Words.demo : nil,
      origin: ["Vivier", French.date(date, today: date)].joined(separator: Words.dot),
      headline: headline, greeting: "Bonjour,", introduction: introduction, sections: sections,
      closing: closing, footer: footer)
  }

  private var news: [PositionItem] { items.filter(\.isNews) }
  private var matches: [PositionItem] { news.filter { $0.away == nil } }
  private var near: [PositionItem] { news.filter { $0.away != nil } }

  private var headline: String {
    let new = matches.count { $0.standing == .new }
    let again = matches.count { $0.standing == .reminder }
    let changed = matches.count - new - again
    var parts: [String] = []
    if new > 0 { parts.append(French.count(new, "nouveau poste", "nouveaux postes")) }
    if changed > 0 {
      parts.append(French.count(changed, "poste mis à jour", "postes mis à jour"))
    }
    if again > 0 { parts.append(French.count(again, "poste à revoir", "postes à revoir")) }
    if !near.isEmpty { parts.append(French.count(near.count, "poste proche", "postes proches")) }
    return French.list(parts)
  }

  private var introduction: [String] {
    var lines: [String] = []
    if !areas.isEmpty { lines.append(Words.areas(areas) + ".") }
    lines.append(
      isLinked == true
        ? "Un poste vous intéresse\(French.thin)? Répondez en deux clics, sans compte."
        : "Un poste vous intéresse\(French.thin)? Répondez à ce message en citant le poste et l'entreprise."
    )
    return lines
  }

  private var sections: [Page.Section] {
    let cards = (matches + near).enumerated().map { card($1, number: $0 + 1) }
    var sections = waiting.map { [$0.section(to: .candidate, today: date)] } ?? []
    if !matches.isEmpty {
      sections.append(
        Page.Section(
          sectionTitle: matches.count < 2
            ? "Un poste qui correspond" : "Les postes qui correspondent",
          sectionFacts: ["À ce que vous avez indiqué"], cards: Array(cards.prefix(matches.count)),
          remarks: []))
    }
    if !near.isEmpty {
      sections.append(
        Page.Section(
          sectionTitle: near.count < 2 ? "Un poste proche" : "Les postes proches",
          sectionFacts: ["Tout correspond, sauf un point"],
          cards: Array(cards.dropFirst(matches.count)), remarks: []))
    }
    let known = items.filter { !$0.isNews }
    if !known.isEmpty {
      sections.append(
        Page.Section(
          sectionTitle: known.count < 2
            ? "Déjà présenté, toujours ouvert" : "Déjà présentés, toujours ouverts",
          sectionFacts: [], cards: [],
          remarks: known.map { [French.tidy($0.title), place($0)].joined(separator: ", ") + "." }))
    }
    if let closed, !closed.isEmpty { sections.append(ClosedPosition.section(closed)) }
    return sections
  }

  private func card(_ item: PositionItem, number: Int) -> Page.Card {
    let title = French.tidy(item.title)
    var groups: [Page.Group] = []
    if let away = item.away {
      groups.append(
        Page.Group(
          groupTitle: "Le point qui diffère",
          lines: [Page.Line(words(away, of: item), details: closing(away, of: item))]))
    }
    if !item.matched.isEmpty {
      groups.append(
        Page.Group(
          groupTitle: "Ce qui vous correspond",
          lines: Words.matched(
            item.matched, inferred: "déduite de votre diplôme ou de votre métier")))
    }
    let others = item.missing.filter { $0.label != item.away?.skillLabel }
    if !others.isEmpty {
      groups.append(
        Page.Group(
          groupTitle: "À préparer",
          lines: Words.shortened(others, limit: 4) { line in
            Page.Line(
              "\(French.tidy(line.label)) (\(line.isRequired ? "exigée" : "souhaitée"), "
                + "vous ne l'avez pas indiquée)", details: trainings(line))
          }))
    }
    if let daily = item.dailyLife {
      groups.append(Page.Group(groupTitle: "À savoir", lines: daily.lines))
    }
    return Page.Card(
      number: number,
      cardTitle: item.away == nil ? title : "Poste proche\(French.hard): \(title)",
      tag: Words.tag(item.standing), isNear: item.away != nil, fit: nil, facts: facts(item),
      groups: groups, code: nil,
      why: "Pourquoi ce poste\(French.hard): adéquation \(French.score(item.score)) sur 1.",
      pair: (item.position, item.candidate), asksSkill: !item.missing.isEmpty)
  }

  private func place(_ item: PositionItem) -> String {
    var place = French.tidy(item.companyName, limit: 80)
    if let communeName = item.communeName { place += ", \(French.tidy(communeName, limit: 60))" }
    return place
  }

  private func facts(_ item: PositionItem) -> [String] {
    var workplace = place(item)
    if let territoryName = item.territoryName {
      workplace += "\(Words.dot)\(French.tidy(territoryName, limit: 60))"
    }
    var terms: [String] = []
    if !item.contracts.isEmpty {
      var contract = French.capitalised(Words.contracts(item.contracts))
      if let months = item.durationInMonths { contract += " de \(months)\(French.hard)mois" }
      terms.append(contract)
    }
    terms.append(terms.isEmpty ? French.capitalised(pay(item)) : pay(item))
    let start = item.startDay.flatMap { $0 > date ? $0 : nil }
    let begins = start.map { French.date($0, today: date) } ?? "dès maintenant"
    var facts = [workplace, terms.joined(separator: Words.dot), "Début\(French.hard): \(begins)"]
    if let label = item.label { facts.append(label.words) }
    if let description = item.description { facts.append(French.tidy(description, limit: 300)) }
    if item.standing == .reminder {
      facts.append("Ce poste figurait peut-être déjà dans un message précédent.")
    }
    return facts
  }

  private func pay(_ item: PositionItem) -> String {
    let unit = "\(French.hard)€ brut par an"
    switch (item.payMinimum, item.payMaximum) {
    case (nil, nil): return "rémunération non indiquée"
    case (let low?, nil): return "à partir de \(French.number(low))\(unit)"
    case (nil, let high?): return "jusqu'à \(French.number(high))\(unit)"
    case (let low?, let high?):
      return low == high
        ? "\(French.number(low))\(unit)"
        : "\(French.number(low)) à \(French.number(high))\(unit)"
    }
  }

  private func trainings(_ line: MissingLine) -> [String] {
    line.trainings.prefix(2).map { Words.training($0, today: date) }
  }

  private func closing(_ away: Away, of item: PositionItem) -> [String] {
    guard let label = away.skillLabel, let line = item.missing.first(where: { $0.label == label })
    else { return [] }
    return trainings(line)
  }

  private func words(_ away: Away, of item: PositionItem) -> String {
    switch away {
    case .contract(let offered, let wished):
      return "contrat proposé\(French.hard): \(Words.contracts(offered))\(French.thin); "
        + "vous souhaitez\(French.hard): \(Words.contracts(wished))"
    case .level(let asked, let held):
      return "niveau demandé \(Words.level(asked)), niveau indiqué \(Words.level(held))"
    case .availability(let available, let asked):
      let start =
        asked.flatMap { $0 > date ? "le \(French.date($0, today: date))" : nil } ?? "dès maintenant"
      return "début \(start), vous êtes disponible le \(French.date(available, today: date))"
    case .area:
      let place = item.communeName.map { French.tidy($0, limit: 60) } ?? "le lieu de travail"
      return "\(place) est hors de la zone de recherche que vous avez déclarée"
    case .language(let code, let asked, let held):
      return "\(Words.language(code))\(French.hard): \(Words.languageLevel(asked)) demandé, "
        + "vous avez indiqué \(Words.languageLevel(held))"
    case .programme(let gap): return Words.programme(gap)
    case .skill(let label):
      return "\(French.tidy(label)) (exigée, vous ne l'avez pas indiquée)"
    }
  }

  private var closing: [String] {
    var lines: [String] = []
    if hiddenCount > 0 {
      let positions = French.count(hiddenCount, "autre poste", "autres postes")
      lines.append("\(positions) à découvrir dans un prochain message.")
    }
    lines.append(Words.answerReader(leadName))
    lines.append("Votre nom n'est transmis à une entreprise qu'après votre accord.")
    if news.contains(where: { $0.missing.contains { !$0.trainings.isEmpty } }) {
      lines.append(Words.cfa)
    }
    lines += Words.programme(
      named: news.contains { $0.away?.isProgramme == true }, labels: news.compactMap(\.label))
    return lines
  }

  private var footer: [String] {
    [
      "Vous recevez ce message, car vous avez accepté de recevoir des postes de Vivier.",
      Words.stop,
    ]
      + Words.method
  }

  private var subject: String {
    let counted = matches.isEmpty ? near : matches
    let positions =
      matches.isEmpty
      ? French.count(counted.count, "poste proche", "postes proches")
      : French.count(counted.count, "poste", "postes")
    guard let first = counted.first else { return positions }
    let title = French.tidy(first.title)
    if counted.count > 1 {
      let start = "\(positions) pour vous, dont "
      return start + French.quote(French.clip(title, to: 60 - start.count - 4))
    }
    let start = "\(positions) pour vous\(French.hard): "
    let short = start + French.quote(French.clip(title, to: 60 - start.count - "«  »".count))
    guard let communeName = first.communeName else { return short }
    return Words.subject([
      "\(start)\(French.quote(title)) (\(French.tidy(communeName, limit: 60)))", short,
    ])
  }

  private var preheader: String {
    Words.preheader(
      news.map { [French.tidy($0.title, limit: 60), place($0)].joined(separator: ", ") },
      filler: isLinked == true
        ? "Répondez en deux clics, sans compte." : "Répondez à ce message pour en savoir plus.")
  }
}

extension Away {
  /// The label of the skill that is away, when it is a skill.
  fileprivate var skillLabel: String? {
    guard case .skill(let label) = self else { return nil }
    return label
  }
}
