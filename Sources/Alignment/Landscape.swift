import Matching
package import Programme

/// Everything an alignment reads, at one moment: what positions ask, trainings teach, talents hold.
package struct Landscape: Sendable {
  /// The day it was read for.
  package let day: Day
  /// Every commune of the current edition, by code.
  package let communes: [String: Commune]
  /// The open positions.
  package let positions: [OpenPosition]
  /// The trainings.
  package let offers: [TrainingOffer]
  /// The certifications in force, by code.
  package let certifications: [String: Certification]
  /// What people call skills, ROME 3 occupations and certifications.
  package let names: Names

  /// What people call things.
  package struct Names: Sendable {
    /// The labels of skills by key, of ROME 3 occupations by code, and of territories by id.
    package let skills, occupations, territories: [String: String]

    /// Names from their tables.
    package init(
      skills: [String: String], occupations: [String: String], territories: [String: String]
    ) {
      self.skills = skills
      self.occupations = occupations
      self.territories = territories
    }
  }

  /// What others measured of the demand.
  package let outside: OutsideDemand?

  let needs: [FutureNeed]
  private let communesOfTerritory: [String: [Commune]]
  let talents: [Talent]
  /// The talents of each ROME 3 occupation.
  let talentsByOccupation: [String: [Int]]
  let baseSkills: [String: [String]]
  let veil: Veil
  /// The mark of each talent under the veil.
  let marks: [UInt64]
  /// Every item, each once; what follows names them by their place.
  let items: [Item]
  let places: [Item: Int]
  /// What each position asks.
  let asked: [[Int]]
  /// What each training answers, and how that is known.
  let taught: [[Teaching]]
  /// Of what each training answers, what it is itself: an occupation at its own level.
  let own: [[Int]]
  /// What each talent holds.
  let held: [[Int]]

  /// An item that a training answers.
  struct Teaching: Sendable {
    let item: Int
    let content: Content
  }

  /// A landscape from its rows.
  ///
  /// - Parameters:
  ///   - day: the day it is read for.
  ///   - communes: every commune.
  ///   - positions: the open positions.
  ///   - offers: the trainings.
  ///   - talents: the candidates who are open and agreed to the matching.
  ///   - certifications: the certifications in force.
  ///   - baseSkills: the skills at the base of each ROME 3 occupation.
  ///   - names: what people call things.
  ///   - outside: what others measured of the demand; nil where no such set is loaded.
  ///   - needs: the jobs of tomorrow that companies told.
  ///   - secret: sixteen bytes that thresholds of numbers of persons are drawn with.
  package init(
    day: Day, communes: [Commune], positions: [OpenPosition], offers: [TrainingOffer],
    talents: [Talent], certifications: [Certification], baseSkills: [String: [String]],
    names: Names, outside: OutsideDemand? = nil, needs: [FutureNeed] = [], secret: [UInt8]
  ) {
    self.day = day
    self.communes = Dictionary(communes.map { ($0.code, $0) }) { first, _ in first }
    communesOfTerritory = Dictionary(grouping: communes) { $0.territory ?? "" }
    self.positions = positions
    self.offers = offers
    self.talents = talents
    self.outside = outside
    self.needs = needs
    var byOccupation: [String: [Int]] = [:]
    for (place, talent) in talents.enumerated() {
      for occupation in talent.occupations { byOccupation[occupation, default: []].append(place) }
    }
    talentsByOccupation = byOccupation
    self.baseSkills = baseSkills
    self.certifications = Dictionary(certifications.map { ($0.code, $0) }) { first, _ in first }
    self.names = names
    let veil = Veil(talents, secret: secret)
    self.veil = veil
    marks = talents.map { veil.mark(of: $0.id) }
    var coder = Coder(self.certifications, baseSkills)
    asked = positions.map { coder.asked(by: $0) }
    let contents = offers.map { coder.content(of: $0) }
    taught = contents.map(\.taught)
    own = contents.map(\.own)
    held = talents.map { coder.held(by: $0) }
    items = coder.items
    places = coder.places
  }

  /// What a choice of classes for a zone fills and lacks, as it may be told.
  package func told(_ additions: BestAdditions, of zone: Zone) -> BestAdditions.Told {
    var crowd = Crowd()
    crowd.add(veil.mark(of: zone.kind.id))
    return additions.told(threshold: veil.threshold(crowd))
  }

  /// What people call an item.
  package func label(_ item: Item) -> String {
    switch item.grain {
    case .skill: names.skills[item.code] ?? item.code
    case .certification: certifications[item.code]?.title ?? item.code
    case .occupation: names.occupations[item.code] ?? item.code
    }
  }

  /// The zone of a territory of the vintage in force; nil where no commune lies in it.
  ///
  /// - Parameters:
  ///   - id: the territory's id with its vintage, such as `2023-2027:ti-5202`.
  ///   - name: what people call it.
  ///   - range: how far people travel to a training.
  /// - Returns: its communes and the trainings within range.
  package func zone(territory id: String, name: String, _ range: TravelRange) -> Zone? {
    let short = String(id.drop { $0 != ":" }.dropFirst())
    return zone(.territory(short), name, range, communesOfTerritory[id] ?? [])
  }

  /// The zone of a region; nil where no commune lies in it.
  package func zone(region code: String, name: String, _ range: TravelRange) -> Zone? {
    zone(.region(code), name, range, communes.values.filter { $0.region == code })
  }

  /// What can be reached from the places of a CFA; nil where it gives no training.
  package func zone(provider siret: String, _ range: TravelRange) -> Zone? {
    let own = offers.filter { $0.provider == siret }
    guard let name = own.first?.providerName else { return nil }
    let centres = Set(own.map(\.commune)).compactMap { communes[$0]?.point }
    let reached = communes.values.filter { commune in
      centres.contains { $0.chordSquared(to: commune.point) <= range.chordSquared }
    }
    return zone(.provider(siret), name, range, reached)
  }

  private func zone(
    _ kind: Zone.Kind, _ name: String, _ range: TravelRange, _ inside: [Commune]
  ) -> Zone? {
    guard !inside.isEmpty else { return nil }
    return Zone(
      kind, name: name, communes: inside.sorted { $0.code < $1.code }, kilometres: range.kilometres,
      chordSquared: range.chordSquared)
  }
}

/// How far people travel to a training.
package struct TravelRange: Hashable, Sendable {
  /// In kilometres, as the crow flies.
  package let kilometres: Int
  /// The same as a squared chord, in units of 2⁻⁶⁰.
  package let chordSquared: Int64

  /// A range; whoever makes it computes both.
  package init(kilometres: Int, chordSquared: Int64) {
    self.kilometres = kilometres
    self.chordSquared = chordSquared
  }
}

/// Gives each item a place, and each row the places of what it asks, answers or holds.
private struct Coder {
  private(set) var items: [Item] = []
  private(set) var places: [Item: Int] = [:]
  private let certifications: [String: Certification]
  private let baseSkills: [String: [String]]
  private let leadingTo: [String: [Certification]]
  /// The skills that a certification lets conclude.
  private var deduced: [String: [Int]] = [:]

  init(_ certifications: [String: Certification], _ baseSkills: [String: [String]]) {
    self.certifications = certifications
    self.baseSkills = baseSkills
    var leadingTo: [String: [Certification]] = [:]
    for certification in certifications.values.sorted(by: { $0.code < $1.code }) {
      for occupation in certification.occupations {
        leadingTo[occupation, default: []].append(certification)
      }
    }
    self.leadingTo = leadingTo
  }

  private mutating func place(_ item: Item) -> Int {
    if let known = places[item] { return known }
    places[item] = items.count
    items.append(item)
    return items.count - 1
  }

  mutating func asked(by position: OpenPosition) -> [Int] {
    var asked = Set(position.required + position.desired).sorted().map { place(.skill($0)) }
    guard let occupation = position.occupation else { return asked }
    asked.append(place(.occupation(occupation, level: position.minimumLevel)))
    for certification in leadingTo[occupation] ?? [] {
      guard let level = certification.level, level >= position.minimumLevel ?? 0 else { continue }
      asked.append(place(.certification(certification.code)))
    }
    return asked
  }

  mutating func content(
    of offer: TrainingOffer
  ) -> (taught: [Landscape.Teaching], own: [Int]) {
    let certification = offer.certification.flatMap { certifications[$0] }
    let level = offer.level ?? certification?.level
    var contents: [Int: Content] = [:]
    if let certification {
      for skill in self.deduced(from: certification) { contents[skill] = .deduced }
      for skill in offer.denied { contents[place(.skill(skill))] = nil }
      for occupation in certification.occupations {
        for item in answers(occupation, level) { contents[item] = .deduced }
      }
    }
    for skill in offer.skills { contents[place(.skill(skill))] = .declared }
    for occupation in offer.occupations {
      for item in answers(occupation, level) { contents[item] = .declared }
    }
    if let certification { contents[place(.certification(certification.code))] = .declared }
    let taught = contents.sorted { $0.key < $1.key }.map {
      Landscape.Teaching(item: $0.key, content: $0.value)
    }
    let own = taught.map(\.item).filter {
      items[$0].grain != .occupation || items[$0].level == level
    }
    return (taught, own)
  }

  mutating func held(by talent: Talent) -> [Int] {
    var held = Set(talent.skills.map { place(.skill($0)) })
    for occupation in talent.occupations {
      held.formUnion(answers(occupation, talent.levelHeld))
    }
    if let certification = talent.certification {
      held.insert(place(.certification(certification)))
    }
    return held.sorted()
  }

  private mutating func deduced(from certification: Certification) -> [Int] {
    if let known = deduced[certification.code] { return known }
    let skills = Set(certification.occupations.flatMap { baseSkills[$0] ?? [] }).sorted()
    let found = skills.map { place(.skill($0)) }
    deduced[certification.code] = found
    return found
  }

  /// What somebody of a level answers in an occupation: that level, lower ones, and any.
  private mutating func answers(_ occupation: String, _ level: Int?) -> [Int] {
    var answers = [place(.occupation(occupation, level: nil))]
    if let level, level >= 3 {
      for lower in 3...level { answers.append(place(.occupation(occupation, level: lower))) }
    }
    return answers
  }
}
