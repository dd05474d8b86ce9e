import Programme

extension CompanyDigest {
  /// What the mail says.
  package var page: Page {
    var number = 0
    let places = Dictionary(
      hasParts ? sites.map { ($0.siret, place($0)) } : [], uniquingKeysWith: { first, _ in first })
    let todo = deadlines.map { [$0.section(today: date, places: places)] } ?? []
    let recalled = waiting.map { [$0.section(to: .company, today: date)] } ?? []
    let sections = sites.flatMap { site in
      positions.filter { $0.siret == site.siret }.enumerated().map { index, block in
        section(block, partTitle: hasParts && index == 0 ? heading(site) : nil) {
          number += 1
          return number
        }
      }
    }
    let territories = Words.each(sites.flatMap(\.territoryNames), limit: 60)
    return Page(
      subject: subject, preheader: preheader, demoNotice: isDemo ? Words.demo : nil,
      origin: (["Vivier"] + territories + [French.date(date, today: date)]).joined(
        separator: " · "),
      headline: headline, greeting: Words.greeting(reader), introduction: introduction,
      sections: recalled + todo + sections,
      closing: closing, footer: footer)
  }

  /// Whether the mail has parts: one a site.
  private var hasParts: Bool { sites.count > 1 }
  private var companyNames: [String] { Words.each(sites.map(\.companyName), limit: 80) }

  /// A site among several of its reader.
  private func place(_ site: Site) -> String {
    let name = (site.establishmentName ?? site.communeName).map { French.tidy($0, limit: 60) }
    let company = French.tidy(site.companyName, limit: 80)
    guard companyNames.count > 1 else { return name ?? company }
    return ([company] + (name.map { [$0] } ?? [])).joined(separator: ", ")
  }

  private func heading(_ site: Site) -> String {
    ([place(site)] + site.territoryNames.map { French.tidy($0, limit: 60) })
      .joined(separator: Words.dot)
  }

  private var news: [ProfileItem] { positions.flatMap(\.items).filter(\.isNews) }

  private var headline: String {
    let matches = news.filter { $0.away == nil }
    let new = matches.count { $0.standing == .new }
    let again = matches.count { $0.standing == .reminder }
    let near = news.count - matches.count
    var parts: [String] = []
    if new > 0 { parts.append(French.count(new, "nouveau profil", "nouveaux profils")) }
    let changed = matches.count - new - again
    if changed > 0 {
      parts.append(French.count(changed, "profil mis à jour", "profils mis à jour"))
    }
    if again > 0 { parts.append(French.count(again, "profil à revoir", "profils à revoir")) }
    if near > 0 { parts.append(French.count(near, "profil proche", "profils proches")) }
    if let deadlines {
      parts.append(French.count(deadlines.items.count, "échéance", "échéances"))
    }
    return French.list(parts)
  }

  private var introduction: [String] {
    var place = French.list(companyNames)
    if !hasParts, let establishmentName = sites.first?.establishmentName {
      place += " (\(French.tidy(establishmentName, limit: 60)))"
    }
    guard !news.isEmpty else { return ["Voici ce qui est à faire chez \(place)."] }
    var first =
      news.count < 2
      ? "Voici le profil trouvé pour \(place)." : "Voici les profils trouvés pour \(place)."
    if news.contains(where: { $0.away == nil }) {
      first +=
        isLinked == true
        ? " Répondez en deux clics, sans compte."
        : " Une personne vous intéresse\(French.thin)? Répondez à ce message en citant son code."
    }
    let nearWords = "Un profil proche répond à tout ce que vous demandez, sauf un point."
    return news.contains { $0.away != nil } ? [first, nearWords] : [first]
  }

  private func section(
    _ block: PositionBlock, partTitle: String?, number: () -> Int
  ) -> Page.Section {
    var facts: [String] = []
    if let communeName = block.communeName { facts.append(French.tidy(communeName, limit: 60)) }
    if !block.contracts.isEmpty {
      facts.append(French.capitalised(Words.contracts(block.contracts)))
    }
    let shown = block.items.filter(\.isNews)
    let cards =
      shown.filter { $0.away == nil }.map { card($0, of: block, number: number()) }
      + shown.filter { $0.away != nil }.map { card($0, of: block, number: number()) }
    var remarks: [String] = []
    let known = block.items.filter { !$0.isNews }.map { French.tidy($0.code, limit: 20) }
    if !known.isEmpty {
      let shown = known.count < 2 ? "Déjà présenté" : "Déjà présentés"
      remarks.append("\(shown), toujours d'actualité\(French.hard): \(French.list(known)).")
    }
    return Page.Section(
      sectionTitle: French.tidy(block.title),
      sectionFacts: (facts.isEmpty ? [] : [facts.joined(separator: Words.dot)])
        + (block.label.map { [$0.words] } ?? []),
      cards: cards, remarks: remarks + block.advice.map(words), partTitle: partTitle,
      isPart: hasParts, position: block.position)
  }

  private func card(_ item: ProfileItem, of block: PositionBlock, number: Int) -> Page.Card {
    let code = French.tidy(item.code, limit: 20)
    var groups: [Page.Group] = []
    if let away = item.away {
      let training = item.closingTraining.map { Words.training($0, today: date) }
      groups.append(
        Page.Group(
          groupTitle: "Le point qui diffère",
          lines: [Page.Line(words(away, of: block), details: training.map { [$0] } ?? [])]))
    }
    if !item.matched.isEmpty {
      groups.append(
        Page.Group(
          groupTitle: "Ce qui correspond",
          lines: Words.matched(item.matched, inferred: "à vérifier")))
    }
    if !item.toCheck.isEmpty {
      groups.append(
        Page.Group(
          groupTitle: "À vérifier en entretien",
          lines: Words.shortened(item.toCheck, limit: 4) { Page.Line(words($0)) }))
    }
    return Page.Card(
      number: number,
      cardTitle: item.away == nil ? "Profil \(code)" : "Profil proche\(French.hard): \(code)",
      tag: Words.tag(item.standing), isNear: item.away != nil, fit: item.fit,
      facts: facts(item), groups: groups,
      code: code,
      why: "Pourquoi ce profil\(French.hard): adéquation \(French.score(item.score)) sur 1.",
      pair: (item.position, item.candidate))
  }

  private func facts(_ item: ProfileItem) -> [String] {
    var facts: [String] = []
    var training: [String] = []
    let shown = item.shown
    if let level = shown.level { training.append(Words.level(level)) }
    if let prepared = shown.levelPrepared {
      training.append("\(Words.level(prepared)) en préparation")
    }
    if let title = shown.diplomaTitle { training.append(French.tidy(title)) }
    if let field = shown.field.flatMap(Words.field) {
      training.append("domaine\(French.hard): \(field)")
    }
    if !training.isEmpty { facts.append(French.capitalised(training.joined(separator: Words.dot))) }
    if let availability = shown.availability {
      facts.append("Disponible \(Words.availability(availability))")
    }
    if !shown.areas.isEmpty { facts.append(Words.areas(shown.areas)) }
    if item.standing == .reminder {
      facts.append("Ce profil figurait peut-être déjà dans un message précédent.")
    }
    return facts
  }

  private func words(_ away: Away, of block: PositionBlock) -> String {
    switch away {
    case .contract(let offered, let wished):
      return "contrat proposé\(French.hard): \(Words.contracts(offered))\(French.thin); "
        + "contrat souhaité\(French.hard): \(Words.contracts(wished))"
    case .level(let asked, let held):
      return "niveau demandé \(Words.level(asked)), niveau indiqué \(Words.level(held))"
    case .availability(let available, let asked):
      let start =
        asked.flatMap { $0 > date ? "le \(French.date($0, today: date))" : nil } ?? "dès maintenant"
      let (year, month, _) = available.components
      return "poste à pourvoir \(start), disponible plus tard, "
        + Words.availability(.month(year: year, month: month))
    case .area:
      let place = block.communeName.map { French.tidy($0, limit: 60) } ?? "votre commune"
      return "\(place) est hors de la zone de recherche déclarée"
    case .language(let code, let asked, let held):
      return "\(Words.language(code))\(French.hard): \(Words.languageLevel(asked)) demandé, "
        + "\(Words.languageLevel(held)) indiqué"
    case .programme(let gap): return Words.programme(gap)
    case .skill(let label):
      return "\(French.tidy(label)) (exigée, non indiquée)"
    }
  }

  private func words(_ point: OpenPoint) -> String {
    let untold = "non indiqué"
    switch point {
    case .levelNotTold: return "niveau de diplôme\(French.hard): \(untold)"
    case .contractNotTold: return "contrat souhaité\(French.hard): \(untold)"
    case .availabilityNotTold: return "disponibilité\(French.hard): \(untold)e"
    case .areaNotTold: return "zone de recherche\(French.hard): \(untold)e"
    case .languageNotTold(let code, let asked):
      return "\(Words.language(code))\(French.hard): \(Words.languageLevel(asked)) attendu, "
        + "niveau \(untold)"
    case .languageBelow(let code, let asked, let held):
      return "\(Words.language(code))\(French.hard): \(Words.languageLevel(asked)) souhaité, "
        + "\(Words.languageLevel(held)) indiqué"
    case .programmeNotTold:
      return "conditions du VTE\(French.hard): à confirmer"
    case .skillInferred(let label):
      return "\(French.tidy(label)) (déduite du diplôme ou du métier)"
    case .skillNotTold(let label):
      return "\(French.tidy(label)) (souhaitée, \(untold)e)"
    }
  }

  private func words(_ advice: Advice) -> String {
    switch advice {
    case .payMissing:
      "Rémunération\(French.hard): non indiquée. Répondez avec une fourchette annuelle brute, les candidats la verront."
    case .skillsMissing:
      "Compétences\(French.hard): aucune n'est précisée. Citez-en trois à cinq pour affiner le classement."
    case .startMissing:
      "Date de début\(French.hard): non indiquée. Le poste est présenté comme à pourvoir dès maintenant."
    }
  }

  private var closing: [String] {
    var lines: [String] = []
    if hiddenCount > 0 {
      let profiles = French.count(hiddenCount, "autre profil", "autres profils")
      lines.append("\(profiles) à découvrir dans un prochain message.")
    }
    if let aidCheckedDay, labels.contains(where: { $0.scheme == .vteTI }) {
      lines.append(Words.aid(checked: aidCheckedDay, today: date))
    }
    lines.append(Words.answerReader(leadName))
    if !news.isEmpty { lines.append("Les noms sont transmis après l'accord des deux parties.") }
    let deeds = (deadlines?.items ?? []).map(\.what)
    if deeds.contains(.training) || news.contains(where: { $0.closingTraining != nil }) {
      lines.append(Words.cfa)
    }
    let namesProgramme = news.contains {
      $0.away?.isProgramme == true || $0.toCheck.contains(.programmeNotTold)
    }
    return lines
      + Words.programme(
        named: namesProgramme || deeds.contains { $0 != .training }, labels: labels)
  }

  private var labels: [LabelLine] { positions.compactMap(\.label) }

  private var footer: [String] {
    guard !news.isEmpty else {
      return [
        "Vous recevez ce message, car une embauche de votre entreprise est notée dans Vivier.",
        Words.stop,
      ]
    }
    return [
      "Vous recevez ce message, car un poste de votre entreprise est ouvert dans Vivier.",
      Words.stop,
    ]
      + Words.method
  }

  private var subject: String {
    if let deadlines, news.isEmpty { return deadlines.subject }
    let matches = news.filter { $0.away == nil }
    let counted = matches.isEmpty ? news : matches
    let profiles =
      matches.isEmpty
      ? French.count(counted.count, "profil proche", "profils proches")
      : French.count(counted.count, "profil", "profils")
    let shown = positions.filter { block in counted.contains { $0.position == block.position } }
    guard let first = shown.first else { return profiles }
    let title = French.tidy(first.title)
    if shown.count > 1 {
      let start = "\(profiles) pour \(French.count(shown.count, "poste", "postes")), dont "
      return start + French.quote(French.clip(title, to: 60 - start.count - 4))
    }
    let room = 60 - profiles.count - " pour «  »".count
    let short = "\(profiles) pour \(French.quote(French.clip(title, to: room)))"
    guard let communeName = first.communeName else { return short }
    let place = " (\(French.tidy(communeName, limit: 60)))"
    return Words.subject(["\(profiles) pour \(French.quote(title))\(place)", short])
  }

  private var preheader: String {
    if let deadlines, news.isEmpty {
      return Words.preheader(
        deadlines.items.map { $0.short(today: date) },
        filler: "Ces dates sont à confirmer auprès de Bpifrance ou du CFA.")
    }
    return Words.preheader(
      news.map { item in
        let code = French.tidy(item.code, limit: 20)
        return item.fit.map { "\(code)\(French.hard): \($0)" } ?? "Profil \(code)"
      },
      filler: isLinked == true
        ? "Répondez en deux clics, sans compte." : "Répondez à ce message en citant le code.")
  }
}

extension ProfileItem {
  /// How many asked skills are met, in words; nil when none was asked.
  fileprivate var fit: String? {
    let requiredWords = French.count(required.met, "compétence exigée", "compétences exigées")
    let desiredWords = French.count(desired.met, "souhaitée", "souhaitées")
    switch (required.asked > 0, desired.asked > 0) {
    case (true, true):
      return "\(requiredWords) sur \(required.asked), \(desiredWords) sur \(desired.asked)"
    case (true, false): return "\(requiredWords) sur \(required.asked)"
    case (false, true):
      let words = French.count(desired.met, "compétence souhaitée", "compétences souhaitées")
      return "\(words) sur \(desired.asked)"
    case (false, false): return nil
    }
  }
}
