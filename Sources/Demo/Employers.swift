import Programme

/// The companies of a demonstration, with the territories they are in.
struct Employers {
  /// An establishment that hires.
  struct Establishment {
    let siret: String
    let activity: Invention.Activity
    let commune: Int
    /// The territory whose demand it draws its positions from; nil outside all.
    let territory: Int?
    /// How many positions it opens.
    var positions = 0
  }

  /// In the order of the file.
  private(set) var establishments: [Establishment] = []
  /// The cells of the file.
  private(set) var records: [[String]] = []

  /// Territories a demonstration always shows, each with many positions.
  static let shown = ["ti-9305", "ti-2402", "ti-5202", "ti-7510"]

  private var generator: Generator
  private var names: Set<String> = []

  init(_ ground: Ground, seed: UInt64) throws(DemoError) {
    generator = Generator(seed: seed, part: 1)
    for (territory, positions) in try Employers.territories(ground, &generator) {
      try settle(ground, territory, positions: positions)
    }
    for commune in try Employers.elsewhere(ground, &generator) {
      found(ground, at: commune, territory: nil, positions: 1)
    }
  }

  /// The territories the world is in, with the number of positions each gets.
  private static func territories(
    _ ground: Ground, _ generator: inout Generator
  ) throws(DemoError) -> [(territory: Int, positions: Int)] {
    var chosen: [(Int, Int)] = []
    for id in shown {
      guard let index = ground.territories.firstIndex(where: { $0.id == id }) else {
        throw .nothingToDrawFrom("demand in \(id)")
      }
      chosen.append((index, 26))
    }
    var rest = ground.territories.indices.filter { !shown.contains(ground.territories[$0].id) }
    let overseas = rest.filter {
      ["01", "02", "03", "04", "06"].contains(ground.territories[$0].region)
    }
    for region in ["01", "02", "03", "04", "06"] {
      let there = overseas.filter { ground.territories[$0].region == region }
      if let index = there.max(by: { ground.territories[$0].volume < ground.territories[$1].volume }
      ) {
        chosen.append((index, 4))
      }
    }
    rest.removeAll { overseas.contains($0) }
    while chosen.count < 56,
      let index = generator.pick(rest, weight: { ground.territories[$0].volume })
    {
      rest.removeAll { $0 == index }
      chosen.append((index, generator.number(8...14)))
    }
    return chosen
  }

  /// A few large communes outside every territory.
  private static func elsewhere(
    _ ground: Ground, _ generator: inout Generator
  ) throws(DemoError) -> [Int] {
    let outside = ground.communes.indices.filter {
      ground.communes[$0].territory == nil && ground.communes[$0].population >= 20_000
    }
    var chosen: [Int] = []
    while chosen.count < 12,
      let commune = generator.pick(outside, weight: { ground.communes[$0].population })
    {
      if !chosen.contains(commune) { chosen.append(commune) }
    }
    guard chosen.count == 12 else { throw .nothingToDrawFrom("town outside the territories") }
    return chosen
  }

  /// Companies for the positions of one territory, at the places of its real demand.
  private mutating func settle(
    _ ground: Ground, _ territory: Int, positions: Int
  ) throws(DemoError) {
    let place = ground.territories[territory]
    // Carros is what people of Nice Côte d'Azur look for first.
    var pinned = place.id == "ti-9305" ? [ground.commune("06033")].compactMap(\.self) : []
    var left = positions
    while left > 0 {
      let opened = min(left, generator.number(1...3))
      let drawn = generator.pick(place.demand, weight: { $0.count })?.commune
      guard let commune = pinned.popLast() ?? drawn else {
        throw .nothingToDrawFrom("demand in \(place.id)")
      }
      found(ground, at: commune, territory: territory, positions: opened)
      left -= opened
    }
  }

  /// Founds a company, one in twelve with a second establishment.
  private mutating func found(
    _ ground: Ground, at commune: Int, territory: Int?, positions: Int
  ) {
    let isFirst = establishments.isEmpty
    var activity = generator.pick(Invention.activities) ?? Invention.activities[0]
    var name = "Mécanique du Paillon"
    if isFirst {
      activity = Invention.activities[0]
    } else {
      repeat {
        name = [generator.pick(activity.names), generator.pick(Invention.places)]
          .compactMap(\.self).joined(separator: " ")
      } while names.contains(name)
    }
    names.insert(name)
    let company = establishments.last.map { Int($0.siret.dropFirst(4).prefix(4)) ?? 0 } ?? 41
    let number = company + 1
    let staff =
      switch generator.share(55, 35, 10) {
      case 0: generator.number(11...49)
      case 1: generator.number(50...249)
      default: generator.number(250...1800)
      }
    open(ground, number, 1, name, activity, commune, territory, positions, staff)
    let places = territory.map { ground.territories[$0].demand } ?? []
    if !isFirst, generator.chance(8), let other = generator.pick(places)?.commune, other != commune
    {
      open(ground, number, 2, name, activity, other, territory, 1, staff)
    }
  }

  private mutating func open(
    _ ground: Ground, _ company: Int, _ establishment: Int, _ name: String,
    _ activity: Invention.Activity, _ commune: Int, _ territory: Int?, _ positions: Int,
    _ staff: Int
  ) {
    let siret = Invention.siret(company: company, establishment: establishment)
    establishments.append(
      Establishment(
        siret: siret, activity: activity, commune: commune, territory: territory,
        positions: positions))
    let number = Invention.padded(establishments.count, to: 4)
    let place = ground.communes[commune]
    let civility = ["M.", "Mme", ""][generator.share(40, 40, 20)]
    let given = generator.pick(Invention.givenNames) ?? ""
    records.append([
      siret, name + " (fictif)", "Site (\(place.name))",
      generator.chance(4) ? generator.pick(place.formerCodes) ?? place.code : place.code,
      activity.naf, NAFVersion.rev2.text, generator.chance(90) ? String(staff) : "",
      generator.chance(96) ? "contact-\(number)@entreprise-\(number).example" : "",
      civility, given + " Exemple \(number)", generator.pick(Invention.roles) ?? "",
    ])
  }
}
