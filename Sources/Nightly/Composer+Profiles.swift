import Digest
import Programme
import Store

// What a company reads of profiles: as much as enough others share.
extension Composer {
  /// The traits of the listed candidates and what is shown of them, by id; everybody counts who is open
  /// and agrees.
  static func profiles(
    _ candidates: [String: Audience.Candidate], listed: Set<String>, on day: Day,
    sharedBy count: Int, _ nomenclature: Nomenclature, _ gazetteer: Gazetteer
  ) -> [String: (traits: ProfileTraits, shown: ShownTraits)] {
    guard !listed.isEmpty else { return [:] }
    let pool = candidates.values.sorted { $0.id < $1.id }
    let traits = pool.map { Self.traits($0, nomenclature, gazetteer) }
    let shown = Coarsening.shown(traits, today: day, sharedBy: count)
    return pool.indices.reduce(into: [:]) { profiles, index in
      guard listed.contains(pool[index].id) else { return }
      profiles[pool[index].id] = (traits[index], shown[index])
    }
  }

  private static func traits(
    _ candidate: Audience.Candidate, _ nomenclature: Nomenclature, _ gazetteer: Gazetteer
  ) -> ProfileTraits {
    ProfileTraits(
      level: candidate.levelHeld,
      levelPrepared: candidate.levelPrepared.flatMap { $0 > candidate.levelHeld ?? 0 ? $0 : nil },
      diplomaTitle: candidate.diploma.flatMap { nomenclature.title(ofCertification: $0) },
      field: field(candidate.diplomaOccupations), areas: areas(candidate, gazetteer),
      departments: wider(candidate, gazetteer, departments),
      regions: wider(candidate, gazetteer, regions), availableDay: candidate.availableOn)
  }

  /// The great domain of the ROME that most occupations of a diploma belong to.
  private static func field(_ occupations: [String]) -> String? {
    let letters = Dictionary(grouping: occupations.map { String($0.prefix(1)) }, by: \.self)
    return letters.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.key
  }

  /// A search area in wider terms, each once and sorted; the whole country swallows the rest.
  private static func wider(
    _ candidate: Audience.Candidate, _ gazetteer: Gazetteer,
    _ widened: (String, String, Gazetteer) -> [SearchArea]
  ) -> [SearchArea] {
    let areas = Set(candidate.areas.flatMap { widened($0.kind, $0.code, gazetteer) })
    return areas.contains(.country) ? [.country] : areas.sorted { $0.name < $1.name }
  }

  private static func departments(
    _ kind: String, _ code: String, _ gazetteer: Gazetteer
  ) -> [SearchArea] {
    let codes =
      switch kind {
      case "circle": [gazetteer.commune(code)?.department].compactMap(\.self)
      case "territory": gazetteer.departments(ofTerritory: territory(code))
      case "department": [code]
      default: [String]()
      }
    guard codes.isEmpty else {
      return codes.compactMap { gazetteer.name(ofDepartment: $0) }.map { .department(name: $0) }
    }
    return regions(kind, code, gazetteer)
  }

  private static func regions(
    _ kind: String, _ code: String, _ gazetteer: Gazetteer
  ) -> [SearchArea] {
    if kind == "country" { return [.country] }
    let codes: [String?] =
      switch kind {
      case "circle": [gazetteer.commune(code)?.region]
      case "territory":
        gazetteer.departments(ofTerritory: territory(code)).map {
          gazetteer.region(ofDepartment: $0)
        }
      case "department": [gazetteer.region(ofDepartment: code)]
      case "region": [code]
      default: []
      }
    return codes.compactMap { $0.flatMap { gazetteer.name(ofRegion: $0) } }
      .map { .region(name: $0) }
  }
}

extension SearchArea {
  /// The name of a place; empty for the country.
  fileprivate var name: String {
    switch self {
    case .circle(let name, _), .territory(let name), .department(let name), .region(let name): name
    case .country: ""
    }
  }
}
