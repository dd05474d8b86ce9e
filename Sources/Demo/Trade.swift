import Programme

/// An occupation a company may fill by a VTE, and what such a position is like.
///
/// The choice, levels, pay and weights are ours, made so that a demonstration reads like the real
/// programme: positions of responsibility in industry and what serves it.
struct Trade: Hashable {
  /// A ROME 4 code.
  let occupation: String
  /// The level usually asked, 5 to 7.
  let level: Int
  /// The usual least pay of a beginner, in thousands of gross euros a year.
  let pay: Int
  /// Categories of mission, the most usual first.
  let missions: [String]
  /// Per mille of the real demand for its ROME 3 occupation that counts.
  let weight: Int
  /// Codes of the sectors it belongs to; empty for all.
  var sectors: [String] = []

  /// The trades of a demonstration.
  static let all: [Trade] = [
    // Sales engineering and support
    Trade(
      occupation: "H1102", level: 7, pay: 36, missions: ["international", "marketing"], weight: 500),
    Trade(occupation: "H1106", level: 6, pay: 32, missions: ["transformation"], weight: 400),
    Trade(occupation: "H1101", level: 7, pay: 34, missions: ["technologie"], weight: 500),
    // Design, research and development
    Trade(
      occupation: "H1202", level: 5, pay: 27, missions: ["technologie"], weight: 500,
      sectors: ["104", "108"]),
    Trade(occupation: "H1203", level: 5, pay: 27, missions: ["technologie"], weight: 600),
    Trade(
      occupation: "H1204", level: 6, pay: 31, missions: ["technologie", "marketing"], weight: 600),
    Trade(occupation: "H1206", level: 7, pay: 37, missions: ["technologie"], weight: 500),
    Trade(
      occupation: "H1218", level: 7, pay: 38, missions: ["technologie", "transformation"],
      weight: 500),
    Trade(
      occupation: "H1237", level: 7, pay: 37, missions: ["ecologie", "technologie"], weight: 350,
      sectors: ["108", "80", "98", "84"]),
    Trade(occupation: "H1207", level: 6, pay: 28, missions: ["transformation"], weight: 600),
    Trade(
      occupation: "H1208", level: 6, pay: 31, missions: ["technologie", "transformation"],
      weight: 900),
    Trade(
      occupation: "H1209", level: 6, pay: 29, missions: ["technologie"], weight: 900,
      sectors: ["104", "108"]),
    Trade(occupation: "H1210", level: 6, pay: 28, missions: ["technologie"], weight: 600),
    // Safety and environment
    Trade(occupation: "H1302", level: 7, pay: 36, missions: ["ecologie", "rh_rse"], weight: 900),
    Trade(occupation: "H1304", level: 6, pay: 34, missions: ["ecologie"], weight: 900),
    Trade(occupation: "H1303", level: 6, pay: 28, missions: ["ecologie", "rh_rse"], weight: 600),
    Trade(occupation: "H1308", level: 6, pay: 28, missions: ["ecologie", "rh_rse"], weight: 600),
    // Flows, methods, industrialisation
    Trade(occupation: "H1401", level: 6, pay: 32, missions: ["transformation"], weight: 700),
    Trade(occupation: "H1405", level: 7, pay: 37, missions: ["transformation"], weight: 700),
    Trade(
      occupation: "H1402", level: 7, pay: 35, missions: ["technologie", "transformation"],
      weight: 900),
    Trade(occupation: "H1403", level: 6, pay: 28, missions: ["transformation"], weight: 500),
    Trade(
      occupation: "H1404", level: 6, pay: 28, missions: ["technologie", "transformation"],
      weight: 500),
    // Laboratory and quality
    Trade(
      occupation: "H1501", level: 7, pay: 38, missions: ["technologie"], weight: 900,
      sectors: ["106", "83", "85"]),
    Trade(
      occupation: "H1503", level: 6, pay: 26, missions: ["technologie"], weight: 600,
      sectors: ["106", "83", "85"]),
    Trade(
      occupation: "H1502", level: 7, pay: 37, missions: ["transformation", "bras_droit"],
      weight: 350),
    Trade(occupation: "H1518", level: 7, pay: 36, missions: ["transformation"], weight: 250),
    Trade(occupation: "H1523", level: 6, pay: 35, missions: ["ecologie", "rh_rse"], weight: 350),
    Trade(occupation: "H1524", level: 6, pay: 30, missions: ["transformation"], weight: 250),
    Trade(
      occupation: "H1527", level: 7, pay: 35, missions: ["technologie", "transformation"],
      weight: 250),
    Trade(
      occupation: "H1506", level: 5, pay: 26, missions: ["technologie"], weight: 500,
      sectors: ["100", "95"]),
    // Production
    Trade(
      occupation: "H2502", level: 7, pay: 37, missions: ["bras_droit", "transformation"],
      weight: 400),
    Trade(
      occupation: "H2507", level: 6, pay: 34, missions: ["transformation", "bras_droit"],
      weight: 400),
    Trade(
      occupation: "H2504", level: 6, pay: 31, missions: ["transformation"], weight: 800,
      sectors: ["83", "106"]),
    Trade(
      occupation: "H2506", level: 6, pay: 31, missions: ["transformation"], weight: 800,
      sectors: ["83"]),
    // Maintenance
    Trade(
      occupation: "I1102", level: 7, pay: 36, missions: ["technologie", "transformation"],
      weight: 900),
    Trade(occupation: "I1302", level: 5, pay: 28, missions: ["technologie"], weight: 300),
    Trade(occupation: "I1326", level: 6, pay: 32, missions: ["transformation"], weight: 120),
    Trade(
      occupation: "I1305", level: 5, pay: 27, missions: ["technologie"], weight: 500,
      sectors: ["104", "108"]),
    Trade(
      occupation: "K2306", level: 7, pay: 36, missions: ["ecologie"], weight: 600, sectors: ["80"]),
    Trade(occupation: "K2311", level: 6, pay: 32, missions: ["ecologie"], weight: 800),
    // Finance and management
    Trade(occupation: "M1204", level: 6, pay: 33, missions: ["finance"], weight: 150),
    Trade(
      occupation: "M1206", level: 6, pay: 34, missions: ["finance", "bras_droit"], weight: 150),
    Trade(occupation: "M1207", level: 7, pay: 35, missions: ["finance"], weight: 400),
    Trade(occupation: "M1302", level: 7, pay: 38, missions: ["bras_droit"], weight: 500),
    Trade(
      occupation: "M1402", level: 7, pay: 36, missions: ["transformation", "bras_droit"],
      weight: 350),
    Trade(occupation: "M1406", level: 7, pay: 35, missions: ["rh_rse", "ecologie"], weight: 350),
    Trade(
      occupation: "M1424", level: 7, pay: 34, missions: ["international", "technologie"],
      weight: 100),
    Trade(occupation: "M1426", level: 7, pay: 38, missions: ["transformation"], weight: 200),
    Trade(occupation: "M1502", level: 6, pay: 30, missions: ["rh_rse"], weight: 80),
    Trade(occupation: "M1504", level: 6, pay: 31, missions: ["rh_rse"], weight: 80),
    Trade(occupation: "M1503", level: 7, pay: 37, missions: ["rh_rse"], weight: 200),
    // Sales and marketing
    Trade(
      occupation: "M1701", level: 6, pay: 31, missions: ["international", "marketing"], weight: 350),
    Trade(
      occupation: "M1703", level: 7, pay: 34, missions: ["marketing", "international"], weight: 350),
    Trade(occupation: "M1705", level: 7, pay: 34, missions: ["marketing"], weight: 200),
    Trade(
      occupation: "M1717", level: 7, pay: 37, missions: ["technologie", "transformation"],
      weight: 200),
    Trade(occupation: "M1718", level: 6, pay: 29, missions: ["marketing"], weight: 200),
    Trade(
      occupation: "M1707", level: 7, pay: 36, missions: ["international", "marketing"], weight: 200),
    // Data and information systems
    Trade(occupation: "M1801", level: 6, pay: 32, missions: ["transformation"], weight: 120),
    Trade(
      occupation: "M1811", level: 7, pay: 38, missions: ["transformation", "technologie"],
      weight: 120),
    Trade(occupation: "M1812", level: 7, pay: 39, missions: ["transformation"], weight: 100),
    Trade(
      occupation: "M1805", level: 6, pay: 33, missions: ["transformation", "technologie"],
      weight: 40),
    Trade(occupation: "M1806", level: 7, pay: 36, missions: ["transformation"], weight: 120),
    Trade(occupation: "M1828", level: 7, pay: 36, missions: ["transformation"], weight: 120),
    Trade(
      occupation: "M1419", level: 7, pay: 36, missions: ["transformation", "technologie"],
      weight: 150),
    // Logistics
    Trade(occupation: "N1301", level: 6, pay: 32, missions: ["transformation"], weight: 350),
    Trade(occupation: "N1305", level: 7, pay: 35, missions: ["transformation"], weight: 250),
    Trade(
      occupation: "N1302", level: 6, pay: 33, missions: ["transformation", "bras_droit"],
      weight: 400),
    Trade(occupation: "N1303", level: 6, pay: 28, missions: ["transformation"], weight: 80),
    Trade(
      occupation: "N1205", level: 6, pay: 31, missions: ["international"], weight: 300,
      sectors: ["113"]),
  ]

  /// The trades of a ROME 3 occupation in a sector.
  static func all(of parent: String, sector: String?, in ground: Ground) -> [Trade] {
    all.filter { trade in
      ground.occupations[trade.occupation]?.parent == parent
        && (sector.map { trade.sectors.isEmpty || trade.sectors.contains($0) } ?? true)
    }
  }

  /// Whether a company of the demonstration may write a title: short enough for a list, and of no
  /// trade that needs another kind of employer.
  static func isFit(title: String) -> Bool {
    title.count <= 64
      && !fold(title).split(separator: " ").contains { word in
        unfit.contains { word.hasPrefix($0) }
      }
  }

  /// How words begin that make a title unfit.
  private static let unfit = [
    "armee", "dieteti", "brasseu", "pharma", "navire", "voyage", "cooperative", "scop", "nucleaire",
    "spatial", "naval", "radioacti", "commissaire", "officier", "incineration", "enfouissement",
    "hospital", "medic", "sport", "agence", "groupe",
    "publique", "directeur", "directrice",
  ]
}
