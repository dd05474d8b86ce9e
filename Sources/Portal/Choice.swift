import Digest

/// One answer of a closed list, and how it reads.
struct Choice: Sendable, Hashable {
  /// The code that is stored.
  let code: String
  /// What the reader chooses.
  let label: String

  /// The answers a reader chooses from, in their order; empty where the button alone says it.
  static func all(_ purpose: Purpose, _ party: Party) -> [Choice] {
    func choices(_ pairs: KeyValuePairs<String, String>) -> [Choice] {
      pairs.map { Choice(code: $0.key, label: $0.value) }
    }
    switch (purpose, party) {
    case (.decline, .company):
      return choices([
        "skill": "Une compétence exigée manque", "level": "Le niveau ou le diplôme",
        "availability": "La date de disponibilité", "pay": "La rémunération",
        "filled": "Le poste est déjà pourvu", "known": "Je connais déjà ce profil",
        "other": "Une autre raison",
      ])
    case (.decline, .candidate):
      return choices([
        "place": "Le lieu ou le trajet", "pay": "La rémunération, absente ou trop basse",
        "mission": "Les missions", "contract": "Le contrat ou sa durée", "sector": "Le secteur",
        "engaged": "J'ai déjà un autre engagement",
        "other": "Une autre raison",
      ])
    case (.close, _):
      return choices([
        "hired_through_us": "Pourvu avec une personne présentée par Vivier",
        "hired_elsewhere": "Pourvu autrement", "given_up": "Le recrutement est abandonné",
        "other": "Une autre raison",
      ])
    case (.found, _):
      return choices(["through_us": "Grâce à Vivier", "elsewhere": "Autrement"])
    case (.frequency, .cfa):
      return choices([
        "quarterly": "Une fois par trimestre au plus, s'il y a du nouveau", "never": "Jamais",
      ])
    case (.frequency, _):
      return choices([
        "daily": "Chaque jour, s'il y a du nouveau", "weekly": "Une fois par semaine au plus",
        "monthly": "Une fois par mois au plus", "never": "Jamais",
      ])
    case (.pause, _):
      return choices([
        "month": "Pendant un mois", "quarter": "Pendant trois mois",
        "end": "Reprendre les messages dès maintenant",
      ])
    default: return []
    }
  }

  /// The code of a purpose that has no list.
  static let yes = "yes"
}
