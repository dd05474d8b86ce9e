import Programme

/// Names and numbers that look right and belong to nobody.
enum Invention {
  /// What a company does.
  struct Activity: Hashable {
    /// A code of the NAF, second revision.
    let naf: String
    /// A ROME sector.
    let sector: String
    /// How such a company calls itself.
    let names: [String]
  }

  /// Industries, and a few services to industry.
  static let activities: [Activity] = [
    Activity(naf: "2562B", sector: "100", names: ["Mécanique", "Usinage", "Ateliers mécaniques"]),
    Activity(naf: "2511Z", sector: "100", names: ["Constructions métalliques", "Chaudronnerie"]),
    Activity(naf: "2550B", sector: "100", names: ["Découpage", "Emboutissage"]),
    Activity(naf: "2561Z", sector: "100", names: ["Traitements de surface"]),
    Activity(naf: "2573A", sector: "100", names: ["Moules et outillages"]),
    Activity(naf: "2451Z", sector: "100", names: ["Fonderie", "Forges"]),
    Activity(naf: "2822Z", sector: "84", names: ["Levage", "Convoyeurs"]),
    Activity(naf: "2829B", sector: "84", names: ["Machines spéciales", "Pompes et vannes"]),
    Activity(naf: "2899B", sector: "84", names: ["Équipements industriels", "Robotique"]),
    Activity(naf: "3030Z", sector: "84", names: ["Aérostructures", "Composants aéronautiques"]),
    Activity(naf: "2222Z", sector: "84", names: ["Plasturgie", "Emballages techniques"]),
    Activity(naf: "2229A", sector: "84", names: ["Pièces plastiques", "Composites"]),
    Activity(naf: "2361Z", sector: "84", names: ["Préfabrication"]),
    Activity(naf: "3320A", sector: "84", names: ["Installations industrielles"]),
    Activity(naf: "2711Z", sector: "104", names: ["Moteurs électriques", "Transformateurs"]),
    Activity(naf: "2712Z", sector: "104", names: ["Armoires électriques", "Automatismes"]),
    Activity(naf: "2651B", sector: "104", names: ["Instrumentation", "Capteurs"]),
    Activity(naf: "2612Z", sector: "104", names: ["Cartes électroniques", "Électronique"]),
    Activity(naf: "2059Z", sector: "106", names: ["Chimie fine", "Formulations"]),
    Activity(naf: "2042Z", sector: "106", names: ["Cosmétiques", "Laboratoires"]),
    Activity(naf: "2030Z", sector: "106", names: ["Peintures et vernis"]),
    Activity(naf: "2120Z", sector: "85", names: ["Préparations pharmaceutiques"]),
    Activity(naf: "3250A", sector: "85", names: ["Dispositifs médicaux"]),
    Activity(naf: "1013A", sector: "83", names: ["Salaisons", "Charcuteries"]),
    Activity(naf: "1051C", sector: "83", names: ["Fromageries", "Laiteries"]),
    Activity(naf: "1085Z", sector: "83", names: ["Plats cuisinés", "Conserverie"]),
    Activity(naf: "1071A", sector: "83", names: ["Biscuiterie", "Panification"]),
    Activity(naf: "1623Z", sector: "107", names: ["Charpentes", "Menuiseries"]),
    Activity(naf: "1610A", sector: "107", names: ["Scieries"]),
    Activity(naf: "1721A", sector: "89", names: ["Cartonnages"]),
    Activity(naf: "1812Z", sector: "89", names: ["Imprimeries"]),
    Activity(naf: "1320Z", sector: "90", names: ["Tissages", "Textiles techniques"]),
    Activity(naf: "1512Z", sector: "90", names: ["Maroquinerie"]),
    Activity(naf: "2932Z", sector: "95", names: ["Équipements automobiles"]),
    Activity(naf: "3832Z", sector: "80", names: ["Recyclage", "Valorisation des métaux"]),
    Activity(naf: "3511Z", sector: "108", names: ["Énergies", "Hydroélectricité"]),
    Activity(naf: "7112B", sector: "98", names: ["Études industrielles", "Ingénierie"]),
    Activity(naf: "6202A", sector: "96", names: ["Logiciels industriels"]),
    Activity(naf: "5210B", sector: "113", names: ["Logistique"]),
  ]

  /// Places no map has, so that no name is a real company's.
  static let places = [
    "du Grand Chêne", "des Trois Rivières", "du Val Clair", "de la Combe Noire",
    "des Quatre Vents", "du Vieux Pont", "de la Haute Lande", "du Clos Bleu", "de l'Orée",
    "des Genêts", "du Bois Joli", "de la Roche Grise", "des Deux Vallées", "du Moulin Neuf",
    "de la Source", "des Peupliers", "du Colombier", "de la Butte", "des Marais Blancs",
    "du Lac d'Argent", "de la Clairière", "du Mont Rond", "des Cerisiers", "de l'Écluse",
    "du Petit Port", "des Ormeaux", "de la Garenne", "du Belvédère", "des Fougères",
    "de la Plaine Haute", "du Phare", "des Tilleuls", "du Gué", "de la Falaise", "des Sablons",
    "du Pré Long", "de l'Aubépine", "du Ruisseau", "des Alouettes", "de la Tour Ronde",
    "du Verger", "des Hêtres", "de la Crête", "du Bocage", "des Bruyères", "de l'Estuaire",
  ]

  /// Given names that say neither sex nor age.
  static let givenNames = [
    "Alix", "Andréa", "Ange", "Camille", "Céleste", "Charlie", "Claude", "Dominique", "Eden",
    "Gwenn", "Jessy", "Joan", "Lou", "Loïs", "Maé", "Maël", "Maxime", "Morgan", "Noa", "Noor",
    "Robin", "Sacha", "Sam", "Swann", "Yaël",
  ]

  /// What a contact does in the company.
  static let roles = [
    "Direction", "Direction générale", "Direction technique", "Direction industrielle",
    "Ressources humaines", "Direction administrative et financière",
  ]

  /// Why a language is needed, each with a language.
  static let languageReasons = [
    ("de", "B2", "clients en Allemagne"), ("de", "B1", "fournisseurs en Autriche"),
    ("en", "B2", "documentation et réunions du groupe en anglais"),
    ("en", "C1", "négociation de contrats à l'export"),
    ("it", "B1", "usine sœur dans le Piémont"), ("es", "B1", "clients en Espagne"),
  ]

  /// The SIRET of an invented establishment.
  ///
  /// The register gives communes a SIREN that begins with 21 and the number of their department.
  /// No department has the number 00, so none was ever attributed that begins with 2100.
  /// A company is a number up to 9999, and so is an establishment of it.
  static func siret(company: Int, establishment: Int) -> String {
    let siren = closed("2100" + padded(company, to: 4))
    return closed(siren + padded(establishment, to: 4))
  }

  /// The digits with the check digit that satisfies the Luhn formula (ISO/IEC 7812-1, annex B).
  private static func closed(_ digits: String) -> String {
    var sum = 0
    for (offset, digit) in digits.utf8.reversed().enumerated() {
      let value = Int(digit) - 0x30
      let doubled = value * 2
      sum += offset % 2 == 0 ? (doubled > 9 ? doubled - 9 : doubled) : value
    }
    return digits + String((10 - sum % 10) % 10)
  }

  /// A number with zeros in front.
  static func padded(_ number: Int, to count: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, count - digits.count)) + digits
  }
}
