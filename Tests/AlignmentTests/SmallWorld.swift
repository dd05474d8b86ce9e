import Matching
import Programme

@testable import Alignment

/// A country of three communes in two territories, with what a test puts there.
struct SmallWorld {
  static let day = Day(number: 20_788)
  static let range = TravelRange(kilometres: 50, chordSquared: 1 << 40)
  static let secret = [UInt8](repeating: 7, count: 16)

  var positions: [OpenPosition] = []
  var offers: [TrainingOffer] = []
  var talents: [Talent] = []
  var certifications: [Certification] = []
  var baseSkills: [String: [String]] = [:]

  var landscape: Landscape {
    Landscape(
      day: Self.day,
      communes: [
        Self.commune("49001", 0, "52", "t1"), Self.commune("49002", 100_000, "52", "t1"),
        Self.commune("06001", 1_000_000_000, "93", "t2"),
      ],
      positions: positions, offers: offers, talents: talents, certifications: certifications,
      baseSkills: baseSkills,
      names: Landscape.Names(skills: [:], occupations: [:], territories: [:]),
      secret: Self.secret)
  }

  private static func commune(
    _ code: String, _ x: Int32, _ region: String, _ territory: String
  ) -> Commune {
    Commune(
      code: code, name: "C\(code)", point: Point(x: x, y: 0, z: 0), latitude: 47,
      longitude: -1, department: String(code.prefix(2)), region: region,
      territory: "v:\(territory)")
  }

  static func position(
    _ id: String, in commune: String = "49001", occupation: String? = nil, level: Int? = nil,
    required: [String] = [], openings: Int = 1, matches: Int = 0
  ) -> OpenPosition {
    OpenPosition(
      id: id, title: id, commune: commune, sector: nil, occupation: occupation,
      minimumLevel: level, required: required, desired: [], openings: openings, openedOn: day,
      matchCount: matches)
  }

  static func offer(
    _ id: String, of provider: String = "A", in commune: String = "49001", level: Int? = nil,
    certification: String? = nil, occupations: [String] = [], skills: [String] = [],
    sessions: [TrainingOffer.Session] = [], isCatalogue: Bool = false
  ) -> TrainingOffer {
    TrainingOffer(
      id: id, provider: provider, providerName: provider, title: id, level: level,
      certification: certification, commune: commune, occupations: occupations, skills: skills,
      denied: [], sessions: sessions, isCatalogue: isCatalogue)
  }

  static func talent(
    _ id: String, from provider: String? = nil, level: Int? = nil, occupations: [String] = [],
    skills: [String] = [], areas: [Matching.Area] = [.country]
  ) -> Talent {
    Talent(
      id: id, provider: provider, levelHeld: level, certification: nil, occupations: occupations,
      skills: skills, areas: areas)
  }
}

extension Landscape {
  /// The first territory of the small world, with what can be told of it.
  var first: ZoneAlignment? {
    zone(territory: "v:t1", name: "T1", SmallWorld.range).map { alignment(of: $0) }
  }
}

extension ZoneAlignment {
  /// The row of an item.
  func row(_ item: Item) -> Row? { rows.first { $0.item == item } }
}
