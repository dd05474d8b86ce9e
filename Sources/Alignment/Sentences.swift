import Programme

extension RankedList {
  /// What a list is called, in French.
  ///
  /// What nobody declares is never called "non enseigné" alone.
  package var heading: String {
    switch self {
    case .askedNotTaught: "Demandé et non enseigné (déduit)"
    case .taughtNotAsked: "Enseigné et non demandé"
    case .taughtTalentsLack: "Demandé et enseigné, rare chez les talents (orientation)"
    case .trainedLeave: "Demandé et enseigné, sans personnes formées qui restent (attractivité)"
    }
  }

  /// How to read it, in French.
  package var reading: String {
    switch self {
    case .askedNotTaught:
      "Des postes ouverts le demandent. Aucune formation à portée ne le déclare. Le lien entre titres et métiers (RNCP–ROME) n'en laisse déduire aucune."
    case .taughtNotAsked:
      "Des formations à portée y mènent. Aucun poste ouvert ne le demande aujourd'hui. Peu de postes sont connus ici\(French.thin): ce n'est pas la demande de tout le bassin. Une étoile\(French.hard): catalogue de novembre 2020, à vérifier auprès du CFA."
    case .taughtTalentsLack:
      "Des postes le demandent et des formations l'enseignent. Moins de talents le déclarent qu'il n'y a de places à pourvoir."
    case .trainedLeave:
      "Des personnes y ont été formées à portée. Trop peu cherchent un emploi ici pour être montrées."
    }
  }
}

extension Content {
  /// The word beside what a training teaches, in French.
  package var french: String {
    switch self {
    case .deduced: "déduit"
    case .declared: "déclaré"
    }
  }
}

extension Guarded {
  /// The number as a report tells it, in French.
  package var french: String {
    atLeast.map { "au moins \(French.number($0))" } ?? "trop peu pour être montré"
  }
}

extension Item {
  /// What it is called with its level, in French.
  package func french(_ label: String) -> String {
    guard grain == .occupation else { return label }
    return label + (level.map { " (niveau\(French.hard)\($0))" } ?? " (tout niveau)")
  }
}

extension ZoneAlignment {
  /// What must stand on every report: the service decides nothing.
  package static let notice =
    "Ce service n'indique pas ce qu'il faut ouvrir ou fermer. Il donne des éléments, il ne décide pas."

  /// The three sentences to remember at a grain, in French; of an empty zone, that it is empty.
  package func sentences(_ grain: Grain) -> [String] {
    guard !positions.isEmpty else { return [emptiness, inRange] }
    return [
      rows(.askedNotTaught, grain).first.map(asked)
        ?? "Tout ce que demandent les postes est enseigné à portée, déclaré ou déduit.",
      (rows(.taughtTalentsLack, grain).first.map(lacking)
        ?? rows(.trainedLeave, grain).first.map(leaving))
        ?? "Rien de ce qui est demandé et enseigné ne manque aux talents qui cherchent ici.",
      rows(.taughtNotAsked, grain).first.map(taught)
        ?? "Chaque formation à portée est demandée par un poste au moins.",
    ].map { $0 + (totals.positions < Guarded.smallest ? caution : "") }
  }

  /// That the catalogue has nothing of level 5 to 7 inside the zone, and who is nearest; nil where it has.
  package var lackOfHigherOffer: String? {
    guard totals.catalogueInsideHigher == 0, !zone.isOfProvider else { return nil }
    let here =
      totals.catalogueInside == 0
      ? "Le catalogue de novembre 2020 n'a aucune formation dans la zone même."
      : "Le catalogue de novembre 2020 n'a aucune formation de niveau\(French.hard)5 à\(French.hard)7 dans la zone même\(French.hard): ses \(French.count(totals.catalogueInside, "formation est", "formations sont")) d'un autre niveau."
    guard let near = nearestHigherOffer else {
      return here + " Aucun CFA n'en propose à \(zone.kilometres)\(French.hard)km ou moins."
    }
    return here
      + " Au plus près, une formation de niveau\(French.hard)5 à\(French.hard)7, du catalogue ou déclarée, est donnée par \(near.name), à \(near.commune)\(near.kilometres == 0 ? "" : " (\(French.number(near.kilometres))\(French.hard)km)")."
  }

  private var emptiness: String {
    "Aucun poste ouvert \(sector == nil ? "n'est connu" : "de ce secteur n'est connu") ici au \(day.french)."
  }

  private var inRange: String {
    guard let first = providersInRange.first else {
      return "Aucune formation n'est connue à \(zone.kilometres)\(French.hard)km ou moins."
    }
    return
      "\(French.count(totals.providers, "CFA est", "CFA sont")) à portée. Le plus proche\(French.hard): \(first.name), à \(first.commune)."
  }

  private var caution: String { " Petit nombre\(French.hard): à lire avec prudence." }

  private func asked(_ row: Row) -> String {
    "\(named(row))\(French.hard): \(French.count(row.positions.count, "poste le demande", "postes le demandent")), "
      + "aucune formation à \(zone.kilometres)\(French.hard)km ne l'enseigne (déduit)."
  }

  private func lacking(_ row: Row) -> String {
    "\(named(row))\(French.hard): \(French.count(row.openings, "personne cherchée", "personnes cherchées")), "
      + "\(French.count(row.offers.count, "formation", "formations")) à portée. Talents qui le déclarent ici\(French.hard): \(row.talents.french)."
  }

  private func leaving(_ row: Row) -> String {
    "\(named(row))\(French.hard): \(row.trained.french) y ont été formés à portée. Qui cherche ici\(French.hard): \(row.staying.french)."
  }

  private func taught(_ row: Row) -> String {
    "\(named(row))\(French.hard): \(French.count(row.offers.count, "formation y mène", "formations y mènent")), aucun poste ouvert ne le demande."
  }

  private func named(_ row: Row) -> String { French.quote(row.item.french(row.label)) }
}

/// A CFA or school in range of a zone.
package struct ProviderInRange: Sendable {
  /// Its SIRET and name.
  package let siret, name: String
  /// The commune of its nearest place.
  package let commune: String
  /// The distance from the nearest commune of the zone to there, in kilometres; 0 inside.
  package let kilometres: Int
  /// How many trainings in range it gives.
  package let offers: Int
  /// The session that begins next, as it was told; nil where none was.
  package let next: TrainingOffer.Session?
}
