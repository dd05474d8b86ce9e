import Programme

/// The positions of a demonstration.
struct Positions {
  /// What a candidate or a training is made for.
  struct Position {
    let trade: Trade
    /// The ROME 3 occupation of the trade.
    let parent: String
    let commune: Int
    let territory: Int?
    let siren: String
    let sector: String
    let required: [String]
    let desired: [String]
    let minimumLevel: Int?
    let contracts: [Contract]
    /// Nil for as soon as possible.
    let start: Day?
    let languages: [(code: String, level: String, isRequired: Bool)]
    /// Whether nobody is made to fit it.
    let isStarving: Bool
    let isOpen: Bool
  }

  private(set) var positions: [Position] = []
  private var telling: Telling
  /// The cells of the file.
  private(set) var records: [[String]] = []

  init(
    _ ground: Ground, _ employers: Employers, seed: UInt64, around: Day
  ) throws(DemoError) {
    var generator = Generator(seed: seed, part: 2)
    telling = Telling(seed: seed)
    for establishment in employers.establishments {
      for _ in 0..<establishment.positions {
        guard let trade = Positions.trade(ground, establishment, &generator),
          let occupation = ground.occupations[trade.occupation]
        else { throw .nothingToDrawFrom("trade at \(establishment.siret)") }
        add(ground, establishment, trade, occupation, around, &generator)
      }
    }
  }

  /// A trade of the real demand around an establishment that suits its sector.
  private static func trade(
    _ ground: Ground, _ establishment: Employers.Establishment, _ generator: inout Generator
  ) -> Trade? {
    // A company outside all territories hires as one inside.
    let demand = ground.territories[
      establishment.territory ?? generator.number(0...ground.territories.count - 1)
    ].demand
    for _ in 0..<100 {
      guard let parent = generator.pick(demand, weight: { $0.count })?.parent else { return nil }
      let trades = Trade.all(of: parent, sector: establishment.activity.sector, in: ground)
      guard let trade = generator.pick(trades, weight: { $0.weight }) else { continue }
      if generator.number(1...1000) <= trade.weight { return trade }
    }
    return Trade.all.first { $0.occupation == "H1402" }
  }

  private mutating func add(
    _ ground: Ground, _ establishment: Employers.Establishment, _ trade: Trade,
    _ occupation: Ground.Occupation, _ around: Day, _ generator: inout Generator
  ) {
    let isStarving = generator.chance(9)
    let (required, desired) = Positions.skills(
      ground, occupation.parent, isStarving: isStarving, &generator)
    let contracts: [Contract] =
      switch generator.share(58, 12, 10, 10, 5, 5) {
      case 0: [.cdi]
      case 1: [.cdd]
      case 2: [.cdi, .cdd]
      case 3: [.apprentissage, .professionnalisation]
      case 4: [.apprentissage]
      default: []
      }
    let isWorkStudy = contracts.first?.isWorkStudy ?? false
    // Contracts of one day tell most: work-study begins with the school year.
    let start: Day? =
      generator.chance(20)
      ? nil
      : isWorkStudy
        ? around.adding(days: generator.number(255...295))
        : around.adding(days: generator.number(20...270))
    let level: Int? =
      generator.chance(12)
      ? nil : max(6, trade.level) - (generator.chance(25) && trade.level == 7 ? 1 : 0)
    let duration =
      contracts.contains(.cdd)
      ? generator.pick([12, 12, 18, 24]) : isWorkStudy ? generator.pick([12, 12, 24]) : nil
    let payMin =
      isWorkStudy
      ? generator.number(28...40) * 500 : trade.pay * 1000 + generator.number(-2...6) * 500
    let tellsPay = generator.chance(70)
    let isPayTold = telling.isPayTold()
    let payMax = payMin + generator.number(2...14) * 500
    let mission =
      switch generator.share(65, 15, 12, 8) {
      case 0: trade.missions[0]
      case 1: trade.missions[trade.missions.count - 1]
      case 2: "bras_droit"
      default: ""
      }
    let sector = generator.chance(88) ? establishment.activity.sector : ""
    let languages = Positions.languages(&generator)
    let isElsewhere = generator.chance(4)
    let demand = establishment.territory.map { ground.territories[$0].demand } ?? []
    let commune = (isElsewhere ? generator.pick(demand)?.commune : nil) ?? establishment.commune
    let former = generator.chance(5) ? generator.pick(ground.communes[commune].formerCodes) : nil
    let isOpen = !generator.chance(4)
    let importance = { (generator: inout Generator) in generator.pick([2, 3, 3, 4, 5]) ?? 3 }
    positions.append(
      Position(
        trade: trade, parent: occupation.parent, commune: commune,
        territory: establishment.territory, siren: String(establishment.siret.prefix(9)),
        sector: establishment.activity.sector, required: required, desired: desired,
        minimumLevel: level, contracts: contracts, start: start,
        languages: languages.map { ($0.code, $0.level, $0.reason != nil) },
        isStarving: isStarving, isOpen: isOpen))
    records.append(
      [
        "2026-" + Invention.padded(positions.count, to: 4), establishment.siret,
        generator.pick(occupation.titles) ?? occupation.label, occupation.code,
        required.map { $0 + ":" + String(max(3, importance(&generator))) }.joined(separator: "|"),
        desired.map { $0 + ":" + String(min(4, importance(&generator))) }.joined(separator: "|"),
        level.map(String.init) ?? "", contracts.map(\.rawValue).joined(separator: "|"),
        start?.description ?? "", duration.map(String.init) ?? "",
        tellsPay || isPayTold ? String(payMin) : "",
        tellsPay && generator.chance(85) ? String(payMax) : "",
        mission, sector,
        former ?? (commune == establishment.commune ? "" : ground.communes[commune].code),
        generator.chance(8) ? "2" : "1",
        languages.map { language in
          [language.code, language.level].joined(separator: ":")
            + (language.reason.map { ":required:" + $0 } ?? "")
        }.joined(separator: "|"),
        around.adding(days: -generator.number(1...90)).description,
      ] + telling.cells(mission: mission) + [isOpen ? "open" : "closed"])
  }

  /// What a position asks, without repetitions: the base of the occupation first, as real offers do.
  private static func skills(
    _ ground: Ground, _ parent: String, isStarving: Bool, _ generator: inout Generator
  ) -> (required: [String], desired: [String]) {
    let base = ground.baseSkills[parent] ?? []
    let specific = ground.specificSkills[parent] ?? []
    if isStarving { return (generator.sample(2, of: specific), generator.sample(2, of: base)) }
    if generator.chance(15) { return ([], []) }
    let count = [1, 2, 3][generator.share(40, 40, 20)]
    let rare = generator.chance(70) ? generator.sample(1, of: specific) : []
    // What most occupations ask would let everybody through.
    let telling = base.filter { (ground.spread[$0] ?? 0) <= 3 }
    let first = generator.sample(1, of: telling.isEmpty ? base : telling)
    let required = firsts(generator.order(first + rare) + generator.sample(2, of: base)).prefix(
      count)
    let wished =
      generator.sample(generator.number(1...3), of: base)
      + generator.sample(generator.number(0...1), of: specific)
    return (Array(required), wished.filter { !required.contains($0) })
  }

  /// Two in three positions ask none; a required language comes with its reason.
  private static func languages(
    _ generator: inout Generator
  ) -> [(code: String, level: String, reason: String?)] {
    switch generator.share(66, 30, 4) {
    case 0: return []
    case 1: return [("en", generator.pick(["B1", "B2"]) ?? "B1", nil)]
    default:
      guard
        let (code, level, reason) = generator.pick(Invention.languageReasons, weight: { _ in 1 })
      else { return [] }
      return [(code, level, reason)]
    }
  }
}
