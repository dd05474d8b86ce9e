/// What companies tell candidates of a position beyond what is matched, as unevenly as they do.
struct Telling {
  private var generator: Generator

  /// A stream of its own, so that what is matched stays the same.
  init(seed: UInt64) { generator = Generator(seed: seed, part: 5) }

  /// Whether a position whose company does not tell the pay at once tells it after all: all but a few,
  /// which wait for a person's decision.
  mutating func isPayTold() -> Bool { generator.chance(92) }

  /// Mission in words, access without a car, hours, remote days and housing, each empty where untold.
  mutating func cells(mission: String) -> [String] {
    let description = Telling.missions[mission].flatMap { generator.pick($0) } ?? ""
    return [
      generator.chance(45) ? description : "",
      generator.chance(40) ? generator.pick(Telling.access) ?? "" : "",
      generator.chance(50) ? generator.pick(Telling.hours) ?? "" : "",
      generator.chance(45) ? String(generator.share(35, 40, 20, 5)) : "",
      generator.chance(15) ? generator.pick(Telling.housing) ?? "" : "",
    ]
  }

  private static let access = [
    "Bus depuis la gare, 12 min", "Navette de l'entreprise matin et soir", "Gare à 900 m",
    "Covoiturage organisé entre collègues", "Piste cyclable jusqu'au site",
    "Tramway, puis 8 min à pied",
  ]
  private static let hours = [
    "35 h, de 8 h à 16 h", "39 h avec RTT", "Forfait jours", "37 h sur quatre jours et demi",
    "Horaires variables entre 7 h 30 et 18 h",
  ]
  private static let housing = [
    "Un mois de logement à l'arrivée", "Aide à la recherche d'un logement",
    "Studio meublé au tarif du bailleur social", "Action Logement : dossier accompagné",
  ]
  private static let missions: [String: [String]] = [
    "bras_droit": [
      "Seconder la direction sur les projets de l'année et en suivre les résultats.",
      "Préparer les décisions de la direction et animer leur mise en œuvre.",
    ],
    "transformation": [
      "Moderniser les méthodes de l'atelier, de l'étude à la mise en route.",
      "Conduire le passage au numérique de la gestion de production.",
    ],
    "technologie": [
      "Développer un nouveau produit avec le bureau d'études et l'atelier.",
      "Mettre au point un nouveau procédé et le porter jusqu'à la série.",
    ],
    "international": ["Ouvrir un premier marché à l'export et y suivre les clients."],
    "finance": ["Construire le contrôle de gestion et les tableaux de bord de la direction."],
    "marketing": [
      "Faire connaître l'offre de l'entreprise et suivre les demandes qui en viennent."
    ],
    "rh_rse": ["Structurer l'accueil, la formation et la politique sociale de l'entreprise."],
    "ecologie": [
      "Réduire l'énergie et les rejets du site, de la mesure aux travaux.",
      "Piloter le plan de transition écologique du site.",
    ],
  ]
}
