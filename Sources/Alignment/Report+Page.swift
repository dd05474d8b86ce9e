import Programme

extension Report {
  /// The report as one page in French that needs nothing else: no script, no link to load.
  package func html() -> String {
    var page = Markup()
    let zone = alignment.zone
    let title = "Offre et demande · \(zone.name) · \(alignment.day.french)"
    page.tag("<!DOCTYPE html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\">")
    page.tag("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
    page.element("title", title)
    page.tag("<style>\(Self.style)</style></head><body><main>\n")
    page.element("h1", "Offre et demande · \(zone.name)")
    page.element("p", subtitle)
    page.element("p", ZoneAlignment.notice, "class=\"notice\"")
    remember(&page)
    figures(&page)
    if !alignment.positions.isEmpty { mismatch(&page) }
    if alignment.positions.isEmpty {
      providers(&page)
    } else {
      pictures(&page)
      for grain in Grain.allCases { lists(grain, &page) }
      providers(&page)
    }
    tomorrow(&page)
    method(&page)
    page.tag("</main></body></html>\n")
    return page.text
  }

  private var subtitle: String {
    let zone = alignment.zone
    let kind =
      switch zone.kind {
      case .territory(let id): "Territoire d'industrie \(id)"
      case .region(let code): "Région \(code)"
      case .provider(let siret): "Autour des lieux du CFA \(siret)"
      }
    let sector = sectorName.map { ". Secteur\(French.hard): \($0)" } ?? ""
    return
      "\(kind)\(sector). État au \(alignment.day.french). Formations à \(zone.kilometres)\(French.hard)km au plus."
  }

  private func remember(_ page: inout Markup) {
    page.element("h2", "À retenir")
    page.tag("<ol class=\"keep\">")
    for sentence in alignment.sentences(.skill) { page.element("li", sentence) }
    page.tag("</ol>\n")
  }

  private func figures(_ page: inout Markup) {
    let totals = alignment.totals
    page.element("h2", "En chiffres")
    page.tag("<dl>")
    for (name, value) in [
      ("Postes ouverts", French.number(totals.positions)),
      ("Personnes cherchées", French.number(totals.openings)),
      ("Postes sans aucun profil", French.number(totals.starving)),
      ("CFA et écoles à portée", French.number(totals.providers)),
      ("Formations déclarées par les CFA", French.number(totals.offersTold)),
      ("Formations du catalogue de novembre 2020", French.number(totals.offersCatalogue)),
      (
        "Compétences demandées et enseignées, déclaré ou déduit",
        "\(French.number(totals.skillsTaught)) sur \(French.number(totals.skillsAsked))"
      ),
      ("Talents qui cherchent ici", totals.talents.french),
      (
        "Formations du catalogue dans la zone même, dont niveau\(French.hard)5 à\(French.hard)7",
        "\(French.number(totals.catalogueInside)), dont \(French.number(totals.catalogueInsideHigher))"
      ),
    ] {
      page.element("dt", name)
      page.element("dd", value)
    }
    page.tag("</dl>\n")
    if let lack = alignment.lackOfHigherOffer { page.element("p", lack) }
  }

  private func mismatch(_ page: inout Markup) {
    let mismatch = alignment.mismatch
    page.element("h2", "Écart entre besoins et talents")
    guard let total = mismatch.total else {
      page.element(
        "p", "Moins de \(Guarded.smallest) postes\(French.hard): l'écart n'est pas calculé.")
      return
    }
    page.element(
      "p",
      "Il faudrait \(Landscape.perOpening) profils par personne cherchée, soit \(French.number(mismatch.need)). Il en manque \(percent(total)). Chaque part dit ce qui les écarte en premier."
    )
    page.table(
      "Écart et ses parts", [("Part", false), ("Sens", false), ("En % du besoin", true)],
      Mismatch.Part.allCases.map {
        [$0.french.name, $0.french.meaning, percent(mismatch.share($0) ?? 0)]
      } + [["Total", "Profils qui manquent", percent(total)]])
    page.element(
      "p",
      "Les nombres sont arrondis de cinq en cinq, pour protéger les personnes. La marge est de quatre profils au plus. L'écart ne compte que les talents connus ici."
    )
  }

  private func percent(_ millionths: Int) -> String {
    "\((millionths + 5_000) / 10_000)\(French.hard)%"
  }

  // MARK: Pictures

  private func pictures(_ page: inout Markup) {
    quadrantSection(&page)
    barSection(&page)
    heatSection(&page)
    mapSection(&page)
    page.element("h2", "Postes ouverts chaque mois")
    page.element("p", "Mois civils. Le mois en cours n'est pas fini.")
    page.picture(
      "trend", width: 570, height: 160, title: "Postes ouverts par mois, sur douze mois",
      description: months.map { "\(monthName($0.first))\(French.hard): \($0.opened)" }
        .joined(separator: ", ") + ".", trend())
    page.table(
      "Postes ouverts par mois, fermés depuis ou non", [("Mois", false), ("Postes", true)],
      months.map { month in
        [
          monthName(month.first)
            + (month.first.adding(months: 1) > alignment.day ? " (en cours)" : ""),
          French.number(month.opened),
        ]
      })
  }

  private func quadrantSection(_ page: inout Markup) {
    let rows = quadrantRows
    page.element("h2", "Métiers\(French.hard): ce qui est demandé, ce qui est enseigné")
    page.element(
      "p",
      "Un point est un métier à un niveau, sous son numéro du tableau. Plus il est haut, plus de postes le demandent. Plus il est à droite, plus de formations à portée y mènent. Les traits sont les moyennes des points. La taille du point suit les places déclarées sous douze mois. Une place déclarée il y a plus de \(TrainingOffer.Session.freshDays) jours est périmée. Un point creux est un petit nombre\(French.hard): moins de \(Guarded.smallest) postes."
    )
    page.picture(
      "quadrant", width: 570, height: 310, title: "Postes et formations par métier",
      description: "Les mêmes nombres sont dans le tableau qui suit.", quadrant())
    let day = alignment.day
    page.table(
      "Métiers du graphique",
      [
        ("N°", true), ("Métier et niveau", false), ("Postes", true), ("Formations", true),
        ("Contenu", false), ("Places sous 12 mois", true), ("Lecture", false),
      ],
      rows.enumerated().map { index, row in
        [
          "\(index + 1)", row.item.french(row.label), French.number(row.positions.count),
          French.number(row.offers.count), row.content?.french ?? "non enseigné (déduit)",
          row.places(from: day).map {
            French.number($0) + (row.arePlacesStale(on: day) ? " (périmé)" : "")
          } ?? "non déclaré",
          (1..<Guarded.smallest).contains(row.positions.count) ? "petit nombre" : "",
        ]
      })
  }

  private func barSection(_ page: inout Markup) {
    let rows = barRows
    page.element("h2", "Compétences les plus demandées")
    page.element(
      "p",
      "À gauche, les postes. À droite, les formations à portée\(French.hard): barre pleine si un CFA au moins le déclare, barre creuse si tout est déduit. Chaque côté a son échelle."
    )
    page.picture(
      "bars", width: 560, height: 26 + 36 * rows.count,
      title: "Postes et formations pour chaque compétence",
      description: "Les mêmes nombres sont dans le tableau qui suit.", bars())
    page.table(
      "Compétences du graphique",
      [
        ("Compétence", false), ("Postes", true), ("Personnes cherchées", true),
        ("Formations", true), ("Contenu", false), ("Talents ici", false),
      ],
      rows.map { row in
        [
          row.label, French.number(row.positions.count), French.number(row.openings),
          French.number(row.offers.count), row.content?.french ?? "non enseigné (déduit)",
          row.talents.french,
        ]
      })
  }

  private func heatSection(_ page: inout Markup) {
    page.element("h2", "Compétences par territoire")
    page.element(
      "p",
      "Nombre de postes qui demandent chaque compétence, ici et dans les autres territoires de la région qui la demandent le plus. Plus la case est foncée, plus il y en a."
    )
    page.tag(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Carte de chaleur\">")
    page.tag(
      "<table class=\"heat\"><caption>Postes qui demandent la compétence</caption><thead><tr>")
    page.element("th", "Compétence", "scope=\"col\"")
    for territory in heat.territories {
      page.element("th", territory.name, "scope=\"col\" class=\"n\"")
    }
    page.tag("</tr></thead><tbody>")
    let most = heat.territories.flatMap(\.counts).max() ?? 0
    for (index, skill) in heat.skills.enumerated() {
      page.tag("<tr>")
      page.element("th", skill, "scope=\"row\"")
      for territory in heat.territories {
        let count = territory.counts[index]
        let shade = most == 0 ? 0 : (count * 4 + most - 1) / most
        page.element("td", French.number(count), "class=\"n h\(shade)\"")
      }
      page.tag("</tr>")
    }
    page.tag("</tbody></table></div>\n")
  }

  private func mapSection(_ page: inout Markup) {
    let map = map()
    page.element("h2", "Carte des communes")
    page.element(
      "p",
      "Petits points\(French.hard): communes. Disques\(French.hard): communes avec des postes. Carrés\(French.hard): lieux de formation à portée, aussi hors des limites."
    )
    page.picture(
      "map", width: 570, height: map.height, title: "Communes, postes et lieux de formation",
      description: "Les communes avec des postes sont dans le tableau qui suit.", map.drawing)
    page.table(
      "Communes avec des postes ouverts",
      [("Commune", false), ("Postes", true), ("dont sans profil", true)],
      workplaces.prefix(20).map {
        [$0.commune.name, French.number($0.positions), French.number($0.starving)]
      })
    rest(workplaces.count, 20, "commune", "communes", &page)
  }

  // MARK: Lists

  /// How many rows of a list a page shows; the spreadsheet has them all.
  private static let shown = 10

  private func lists(_ grain: Grain, _ page: inout Markup) {
    page.element("h2", grain.heading)
    for list in RankedList.allCases {
      let rows = alignment.rows(list, grain)
      guard !rows.isEmpty else { continue }
      page.element("h3", list.heading)
      page.element("p", list.reading)
      let columns = columns(of: list, grain)
      page.table(
        "\(grain.heading). \(list.heading)", columns.map { ($0.name, $0.isNumber) },
        rows.prefix(Self.shown).map { row in columns.map { $0.cell(row) } })
      rest(rows.count, Self.shown, "ligne", "lignes", &page)
    }
  }

  private typealias Column = (
    name: String, isNumber: Bool, cell: (ZoneAlignment.Row) -> String
  )

  /// What a list tells of its rows: nothing that is the same for each.
  private func columns(of list: RankedList, _ grain: Grain) -> [Column] {
    var columns: [Column] = [(grain.column, false, { $0.item.french($0.label) })]
    if list != .taughtNotAsked {
      columns += [
        ("Postes", true, { French.number($0.positions.count) }),
        ("Personnes cherchées", true, { French.number($0.openings) }),
      ]
    }
    if list != .askedNotTaught {
      columns += [
        ("Formations", true, { French.number($0.offers.count) }),
        ("Contenu", false, { $0.content?.french ?? "" }),
      ]
    }
    columns.append(("Talents ici", false, { $0.talents.french }))
    if grain == .occupation {
      columns.append(
        ("Bassin\(French.hard): projets, tension", false, { $0.outside?.french ?? "non connu" }))
    }
    if list == .taughtNotAsked {
      columns.append(("Formations concernées", false, { offers($0) }))
    } else {
      columns.append(("Postes concernés", false, { positions($0) }))
    }
    return columns
  }

  private func positions(_ row: ZoneAlignment.Row) -> String {
    firstOnes(
      row.positions.map { position in
        "\(clipped(position.title, 60)) (\(alignment.name(ofCommune: position.commune)), \(French.count(position.age(on: alignment.day), "jour", "jours"))\(position.isStarving ? ", sans profil" : ""))"
      })
  }

  /// The trainings of a row, those that a CFA tells first; a star stands at those of the catalogue.
  private func offers(_ row: ZoneAlignment.Row) -> String {
    let told = row.offers.map(\.offer)
    return firstOnes(
      (told.filter { !$0.isCatalogue } + told.filter(\.isCatalogue)).map {
        "\(clipped($0.title, 60)), \(clipped($0.providerName, 40))\($0.isCatalogue ? "\(French.hard)*" : "")"
      })
  }

  private func firstOnes(_ all: [String]) -> String {
    var seen: Set<String> = []
    let shown = all.filter { seen.insert($0).inserted }.prefix(3)
    let others = all.count - shown.count
    return shown.joined(separator: "\(French.thin); ") + (others > 0 ? " et \(others) de plus" : "")
  }

  private func rest(
    _ count: Int, _ shown: Int, _ singular: String, _ plural: String, _ page: inout Markup
  ) {
    guard count > shown else { return }
    page.element(
      "p",
      "Et \(French.count(count - shown, singular, plural)) de plus. La feuille de calcul les a toutes."
    )
  }

  private func providers(_ page: inout Markup) {
    page.element("h2", "CFA et écoles à portée")
    page.element(
      "p",
      "Les sessions et les places sont celles que les CFA déclarent. Une place déclarée il y a plus de \(TrainingOffer.Session.freshDays)\(French.hard)jours est périmée. Le catalogue de novembre 2020 est à vérifier auprès du CFA."
    )
    page.table(
      "Les plus proches d'abord",
      [
        ("CFA ou école", false), ("Commune", false), ("Distance (km)", true), ("Formations", true),
        ("Prochaine session", false), ("Places restantes", false),
      ],
      alignment.providersInRange.prefix(15).map { provider in
        [
          clipped(provider.name, 80), provider.commune, French.number(provider.kilometres),
          French.number(provider.offers),
        ] + session(provider.next)
      })
    rest(alignment.providersInRange.count, 15, "CFA", "CFA", &page)
  }

  private func session(_ next: TrainingOffer.Session?) -> [String] {
    let day = alignment.day
    guard let next else { return ["non déclarée", "non déclaré"] }
    guard let remaining = next.remaining, let told = next.toldOn else {
      return [next.startsOn.french, "non déclaré"]
    }
    let isFresh = next.freshRemaining(on: day) != nil
    return [
      next.startsOn.french,
      "\(French.number(remaining)), déclaré le \(told.french)\(isFresh ? "" : " (périmé)")",
    ]
  }

  private func tomorrow(_ page: inout Markup) {
    guard !alignment.tomorrow.isEmpty else { return }
    page.element("h2", "Métiers de demain")
    page.element(
      "p",
      "Ce que \(Tomorrow.fewestCompanies) entreprises ou plus ont annoncé en confiance. En dessous, rien n'est montré."
    )
    page.table(
      "Besoins annoncés", [("Métier et niveau", false), ("Horizon", false), ("Personnes", true)],
      alignment.tomorrow.map {
        [$0.item.french($0.label), $0.horizon.french, French.number($0.number)]
      })
  }

  // MARK: Method

  private func method(_ page: inout Markup) {
    page.element("h2", "Méthode, sources et limites")
    page.tag("<ul>")
    for line in [
      "Postes\(French.hard): ceux qui sont ouverts ce jour. Ils sont comptés un par un, sans pourcentage. Ils ne sont pas toute la demande du bassin.",
      "Ordre des listes\(French.hard): chaque personne cherchée compte pour un, jusqu'à deux après un an d'attente. Un poste sans aucun profil compte double.",
      "Portée\(French.hard): une formation compte si une commune de la zone est à \(alignment.zone.kilometres)\(French.hard)km au plus de son lieu, à vol d'oiseau. Les limites de territoire et de région ne comptent pas.",
      "Contenu déclaré\(French.hard): dit par le CFA. Contenu déduit\(French.hard): conclu des métiers auxquels mène le titre (RNCP, ROME). Un contenu absent peut être enseigné sans que nous le sachions.",
      "Niveau\(French.hard): une formation répond à un poste qui demande son niveau ou un niveau inférieur.",
      "Talents\(French.hard): les personnes qui ont accepté la mise en relation et déclaré chercher ici. Leurs nombres sont arrondis vers le bas, par pas de cinq, à partir d'un seuil tiré au sort. Moins de cinq personnes ne sont jamais montrées.",
      "Formations\(French.hard): catalogue national de l'apprentissage de novembre 2020 (réseau des Carif-Oref) et déclarations des CFA.",
      outside,
      "Écart\(French.hard): cinq profils par personne cherchée. On compte qui souhaite ou a appris le métier, puis on écarte par niveau, compétences exigées, lieu et conditions.",
      "Référentiels\(French.hard): ROME (France Travail), RNCP (France compétences), communes (Insee), territoires (ANCT).",
      "Service indépendant.",
    ] { page.element("li", line) }
    page.tag("</ul>\n")
  }

  /// Where the demand of others comes from, by what is loaded.
  private var outside: String {
    let sources = [
      alignment.surveyEdition.map {
        "projets d'embauche de l'enquête Besoins en main-d'œuvre (France Travail, \($0)), par famille de métiers"
      },
      alignment.tensionEdition.map { "tension de 1 à 5 (Dares, \($0))" },
    ].compactMap(\.self)
    guard !sources.isEmpty else {
      return "Demande du bassin\(French.hard): aucune source n'est chargée."
    }
    return "Demande du bassin\(French.hard): "
      + sources.joined(separator: ", et ")
      + ". La famille compte aussi d'autres métiers. Le bassin dépasse la zone. Le passage des familles au ROME est déduit, pas officiel."
  }

  private static let style = """
    body{font:1rem/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;margin:0}
    main{max-width:60rem;margin:0 auto;padding:1rem}
    h1{font-size:1.6rem;line-height:1.2}h2{font-size:1.25rem;margin-top:2rem}h3{font-size:1.05rem}
    p,li{max-width:42rem}.notice{border-left:4px solid #0b5351;padding-left:.75rem}
    .keep li{margin:.4rem 0;font-size:1.1rem}
    dl{display:grid;grid-template-columns:minmax(8rem,24rem) 1fr;gap:.25rem 1rem}dd{margin:0;font-weight:600;white-space:nowrap}
    figure{margin:1rem 0}svg{width:100%;max-width:570px;height:auto;font:11px system-ui,sans-serif}
    text{fill:#1a1a1a;paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}text.e{text-anchor:end}text.m{text-anchor:middle}
    .axis{stroke:#555}.mean{stroke:#555;stroke-dasharray:4 3}.zone{fill:#f3efe2}
    .point{fill:#0b5351;fill-opacity:.75}.small{fill:#fff;stroke:#0b5351;stroke-width:1.5}
    .asked{fill:#8a4b08}.declared{fill:#0b5351}.deduced{fill:#fff;stroke:#0b5351}
    .commune{stroke:#8a8a8a;stroke-width:2.5;stroke-linecap:round}.cfa{fill:#0b5351}
    .work{fill:#8a4b08;fill-opacity:.6;stroke:#8a4b08}
    .scroll{overflow-x:auto}.scroll svg{min-width:480px}.scroll:focus{outline:3px solid #8a4b08}
    table{border-collapse:collapse;font-size:.9rem;margin:.5rem 0}caption{text-align:left;font-weight:600;padding:.25rem 0}
    th,td{border:1px solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top}thead th{background:#f3efe2}
    tbody th{font-weight:400}tbody th:not(.n){min-width:2rem}.n{text-align:right}td.n{white-space:nowrap}
    .h1{background:#e3efee}.h2{background:#b9d8d6}.h3{background:#7fb8b5}.h4{background:#0b5351;color:#fff}
    table:not(.heat) td:last-child:not(.n){min-width:12rem}
    @page{margin:14mm}
    @media print{body{font-size:.85rem}main{max-width:none;padding:0}.scroll{overflow:visible}tr,figure{break-inside:avoid}h2,h3,h2+p,h3+p,caption,thead{break-after:avoid}dl{break-inside:avoid}
    table{font-size:.75rem}*{print-color-adjust:exact}}
    """
}

extension OutsideDemand.Figure {
  /// The figure as a cell tells it, in French.
  fileprivate var french: String {
    let hires =
      French.count(projects, "projet", "projets")
      + (hidden > 0 ? " (\(French.count(hidden, "nombre secret", "nombres secrets")))" : "")
    guard let tension else { return hires }
    return tension.count == 1
      ? "\(hires), tension \(tension.lowerBound)"
      : "\(hires), tension \(tension.lowerBound) à \(tension.upperBound)"
  }
}

extension Mismatch.Part {
  /// What it is called and what it says, in French.
  fileprivate var french: (name: String, meaning: String) {
    switch self {
    case .quantity: ("Quantité", "Trop peu souhaitent ou ont appris le métier, dans tout le pays")
    case .level: ("Niveau", "Le niveau demandé n'est pas atteint")
    case .skills: ("Compétences", "Une compétence exigée n'est pas déclarée")
    case .place: ("Lieu", "La recherche porte sur d'autres lieux")
    case .attractiveness:
      ("Attractivité", "Le contrat ou la rémunération ne convient pas")
    }
  }
}

extension Grain {
  /// What a chapter on it is called, in French.
  fileprivate var heading: String {
    switch self {
    case .skill: "Par compétence"
    case .occupation: "Par métier et niveau"
    case .certification: "Par titre ou diplôme"
    }
  }

  /// What its column is called.
  fileprivate var column: String {
    switch self {
    case .skill: "Compétence"
    case .occupation: "Métier et niveau"
    case .certification: "Titre ou diplôme"
    }
  }
}

extension ZoneAlignment {
  /// The name of a commune of the zone, or its code.
  fileprivate func name(ofCommune code: String) -> String {
    zone.communes.first { $0.code == code }?.name ?? code
  }
}
