package import Matching
package import Programme

/// A class that would graduate, as identical candidates.
package struct Graduates: Sendable {
  /// What people call it.
  package let name: String
  /// The certification it leads to, and its level (3...8).
  package let certification: String?
  package let level: Int?
  /// The occupations it leads to.
  package let occupations: [String]
  /// The keys of the skills it teaches.
  package let skills: [String]
  /// Where it is given.
  package let place: Commune
  /// How many places it has.
  package let places: Int

  /// A class from its parts.
  package init(
    name: String, certification: String?, level: Int?, occupations: [String], skills: [String],
    place: Commune, places: Int
  ) {
    self.name = name
    self.certification = certification
    self.level = level
    self.occupations = occupations
    self.skills = skills
    self.place = place
    self.places = places
  }

  /// The same class with more skills.
  package func with(module skills: [String]) -> Graduates {
    Graduates(
      name: name, certification: certification, level: level, occupations: occupations,
      skills: Set(self.skills + skills).sorted(), place: place, places: places)
  }

  /// One of them, free from a day on, who searches around the place of the training.
  ///
  /// What they say is the least a graduate would: the diploma of that day, the occupations it leads
  /// to, what was taught with an average proficiency, both ordinary contracts, no wish beyond.
  package func candidate(id: String, from day: Day, within range: TravelRange) -> Candidate {
    Candidate(
      id: id, isOpen: true, hasConsent: true, levelHeld: level, diplomaDay: day.number,
      diploma: certification, diplomaOccupations: occupations, occupations: occupations,
      skills: skills.map { HeldSkill(skill: $0, proficiency: 2, evidence: .taught) },
      contracts: [.cdi, .cdd], availableDay: day.number,
      areas: [.circle(place.point, chordSquaredLimit: range.chordSquared)])
  }
}

/// How much of a class comes onto the market, and how far its graduates search: nothing measures it
/// here, so that three readings are told.
package struct Assumption: Sendable {
  /// Its name, such as `central`.
  package let name: String
  /// How many of 100 places lead to a graduate who searches.
  package let percent: Int
  /// How far they search around the place of the training.
  package let range: TravelRange

  /// An assumption from its parts.
  package init(name: String, percent: Int, range: TravelRange) {
    self.name = name
    self.percent = percent
    self.range = range
  }

  /// How many of a class graduate: at least one.
  package func graduates(of places: Int) -> Int { max(1, places * percent / 100) }
}

extension Landscape {
  /// The class that a certification in force makes, with the skills at the base of its occupations.
  ///
  /// - Returns: nil where no such certification is in force.
  package func graduates(of certification: String, at place: Commune, places: Int) -> Graduates? {
    guard let known = certifications[certification] else { return nil }
    return Graduates(
      name: known.title, certification: known.code, level: known.level,
      occupations: known.occupations,
      skills: Set(known.occupations.flatMap { baseSkills[$0] ?? [] }).sorted(), place: place,
      places: places)
  }

  /// The class that a training makes, with all it is known to teach.
  ///
  /// - Returns: nil where its commune is not known.
  package func graduates(of offer: TrainingOffer, places: Int) -> Graduates? {
    guard let index = offers.firstIndex(where: { $0.id == offer.id }),
      let place = communes[offer.commune]
    else { return nil }
    let certification = offer.certification.flatMap { certifications[$0] }
    return Graduates(
      name: offer.title, certification: offer.certification,
      level: offer.level ?? certification?.level,
      occupations: Set((certification?.occupations ?? []) + offer.occupations).sorted(),
      skills: taught[index].map { items[$0.item] }.filter { $0.grain == .skill }.map(\.code),
      place: place, places: places)
  }

  /// The certifications in force that lead to an occupation a zone's positions ask, at their level.
  package func options(in zone: Zone) -> [String] {
    var options: Set<Int> = []
    for (position, asked) in zip(positions, asked) where zone.contains(position.commune) {
      options.formUnion(asked.filter { items[$0].grain == .certification })
    }
    return options.map { items[$0].code }.sorted()
  }
}
