import Matching
package import Programme

/// What a zone's positions ask, set against what is taught in range and what talents hold.
package struct ZoneAlignment: Sendable {
  /// What it is about.
  package let zone: Zone
  /// The day it is for.
  package let day: Day
  /// The key of the sector whose positions alone count.
  package let sector: String?
  /// The zone as a whole.
  package let totals: Totals
  /// What is asked or taught, one row an item, by grain and item.
  package let rows: [Row]
  /// The positions of the zone, by id.
  package let positions: [OpenPosition]
  /// The trainings in range, by id.
  package let offers: [TrainingOffer]
  /// How much of what the positions need is missing.
  package let mismatch: Mismatch
  /// The editions of the demand that others measured, such as `2024` and `2021`; nil where not loaded.
  package let surveyEdition, tensionEdition: String?
  /// The jobs of tomorrow that enough companies told.
  package let tomorrow: [Tomorrow]
  /// Who gives them, the nearest first.
  package let providersInRange: [ProviderInRange]
  /// Who gives the nearest training of level 5 to 7.
  package let nearestHigherOffer: ProviderInRange?

  /// An item with who asks it, teaches it and holds it.
  package struct Row: Sendable {
    /// The item, and what people call it.
    package let item: Item
    package let label: String
    /// The positions that ask it, the one that counts most first.
    package fileprivate(set) var positions: [OpenPosition] = []
    /// How many people they look for.
    package fileprivate(set) var openings = 0
    /// How much they count together, in thousandths of a new opening.
    package fileprivate(set) var weight = 0
    /// The trainings in range that answer it, with how that is known.
    package fileprivate(set) var offers: [(offer: TrainingOffer, content: Content)] = []
    /// How many talents who search in the zone hold it.
    package fileprivate(set) var talents = Guarded(atLeast: nil)
    /// How many were trained to it in range, and how many of these search in the zone.
    package fileprivate(set) var trained = Guarded(atLeast: nil)
    package fileprivate(set) var staying = Guarded(atLeast: nil)

    /// What others measured of the demand for an occupation around the zone.
    package fileprivate(set) var outside: OutsideDemand.Figure?

    /// How many of its positions nobody matches.
    package var starving: Int { positions.count(where: \.isStarving) }
    /// Whether a position asks this very item, rather than one it answers.
    package fileprivate(set) var isAsked = false
    /// Whether a training itself is this, rather than answering it by a higher level.
    package fileprivate(set) var isOwn = false
  }

  /// The zone as a whole.
  package struct Totals: Sendable {
    /// Positions, people looked for, and positions that nobody matches.
    package let positions, openings, starving: Int
    /// Trainings that a CFA tells, and those of the catalogue of 2020.
    package let offersTold, offersCatalogue: Int
    /// Trainings of the catalogue inside the zone, and those of them of level 5 to 7.
    package let catalogueInside, catalogueInsideHigher: Int
    /// How many CFA and schools give them.
    package let providers: Int
    /// Skills asked, and those of them that a training in range teaches, told or concluded.
    package let skillsAsked, skillsTaught: Int
    /// Talents who search in the zone.
    package let talents: Guarded
  }
}

extension Landscape {
  /// Sets what a zone's positions ask against what is taught and held.
  ///
  /// - Parameters:
  ///   - zone: a territory, a region, or what can be reached from a CFA.
  ///   - sector: the key of the sector whose positions alone count; nil for all.
  /// - Returns: one row an item that is asked, or that a training in range is itself.
  package func alignment(of zone: Zone, sector: String? = nil) -> ZoneAlignment {
    let here = positions.indices.filter {
      zone.contains(positions[$0].commune) && (sector == nil || positions[$0].sector == sector)
    }
    let inRange = offersInRange(of: zone)
    var table = Table(self, zone)
    for position in here { table.ask(position) }
    // Whatever gets a row has it before the first training is counted in it.
    for offer in inRange { table.own(offer) }
    for offer in inRange { table.teach(offer) }
    let isHere = talents.map { zone.meets($0.areas) }
    table.hold(isHere)
    let rows = table.rows()
    let skills = rows.filter { $0.item.grain == .skill && !$0.positions.isEmpty }
    let inside = inRange.filter {
      offers[$0].isCatalogue && zone.contains(offers[$0].commune)
    }
    let totals = ZoneAlignment.Totals(
      positions: here.count, openings: here.reduce(0) { $0 + positions[$1].openings },
      starving: here.count { positions[$0].isStarving },
      offersTold: inRange.count { !offers[$0].isCatalogue },
      offersCatalogue: inRange.count { offers[$0].isCatalogue },
      catalogueInside: inside.count, catalogueInsideHigher: inside.count { isHigher(offers[$0]) },
      providers: Set(inRange.map { offers[$0].provider }).count, skillsAsked: skills.count,
      skillsTaught: skills.count { !$0.offers.isEmpty },
      talents: guarded(isHere))
    return ZoneAlignment(
      zone: zone, day: day, sector: sector, totals: totals, rows: rows,
      positions: here.map { positions[$0] }, offers: inRange.map { offers[$0] },
      mismatch: mismatch(of: here), surveyEdition: outside?.surveyEdition,
      tensionEdition: outside?.tensionEdition, tomorrow: tomorrow(of: zone),
      providersInRange: providers(inRange, zone),
      nearestHigherOffer: providers(inRange.filter { isHigher(offers[$0]) }, zone).first)
  }

  /// Whether a training leads to a level from 5 to 7, by what is told of it or by its certification.
  private func isHigher(_ offer: TrainingOffer) -> Bool {
    let level = offer.level ?? offer.certification.flatMap { certifications[$0]?.level }
    return level.map((5...7).contains) ?? false
  }

  /// Who gives some trainings, the nearest first.
  private func providers(_ inRange: [Int], _ zone: Zone) -> [ProviderInRange] {
    Dictionary(grouping: inRange) { offers[$0].provider }.compactMap { siret, given in
      let nearest = Set(given.map { offers[$0].commune }).compactMap { code in
        communes[code].map { (chord: zone.chordSquared(to: $0), code: code, name: $0.name) }
      }.min { ($0.chord, $0.code) < ($1.chord, $1.code) }
      guard let nearest, let first = given.first else { return nil }
      return ProviderInRange(
        siret: siret, name: offers[first].providerName, commune: nearest.name,
        kilometres: kilometres(ofChordSquared: nearest.chord), offers: given.count,
        next: given.flatMap { offers[$0].sessions }.filter { $0.startsOn >= day }
          .min { $0.startsOn < $1.startsOn })
    }.sorted { ($0.kilometres, $0.name, $0.siret) < ($1.kilometres, $1.name, $1.siret) }
  }

  /// The places of the trainings that can be reached from a zone.
  func offersInRange(of zone: Zone) -> [Int] {
    var isInRange: [String: Bool] = [:]
    return offers.indices.filter { index in
      let place = offers[index].commune
      if let known = isInRange[place] { return known }
      let answer = communes[place].map { zone.reaches($0) } ?? false
      isInRange[place] = answer
      return answer
    }
  }

  /// How many of some talents there are, as it may be told.
  func guarded(_ isCounted: [Bool]) -> Guarded {
    var crowd = Crowd()
    for (mark, isCounted) in zip(marks, isCounted) where isCounted { crowd.add(mark) }
    return veil.guarded(crowd)
  }
}

/// Counts item by item.
private struct Table {
  private struct Cell {
    let item: Int
    var positions: [Int] = []
    var offers: [(offer: Int, content: Content)] = []
    var isOwn = false
    var talents = Crowd()
    var trained = Crowd()
    var staying = Crowd()
  }

  private let landscape: Landscape
  private let zone: Zone
  private var cells: [Cell] = []
  private var cellOfItem: [Int32]
  private let basins: Set<String>
  private var taughtByProvider: [String: Set<Int>] = [:]

  init(_ landscape: Landscape, _ zone: Zone) {
    self.landscape = landscape
    self.zone = zone
    basins = landscape.outside?.basins(of: zone) ?? []
    cellOfItem = Array(repeating: -1, count: landscape.items.count)
  }

  private mutating func cell(_ item: Int) -> Int {
    if cellOfItem[item] < 0 {
      cellOfItem[item] = Int32(cells.count)
      cells.append(Cell(item: item))
    }
    return Int(cellOfItem[item])
  }

  mutating func ask(_ position: Int) {
    for item in landscape.asked[position] {
      let cell = cell(item)
      cells[cell].positions.append(position)
    }
  }

  mutating func own(_ offer: Int) {
    // Around a CFA only what it gives itself can turn out to be asked by nobody.
    guard !zone.isOfProvider || zone.kind == .provider(landscape.offers[offer].provider) else {
      return
    }
    for item in landscape.own[offer] {
      let cell = cell(item)
      cells[cell].isOwn = true
    }
  }

  mutating func teach(_ offer: Int) {
    let provider = landscape.offers[offer].provider
    for teaching in landscape.taught[offer] {
      taughtByProvider[provider, default: []].insert(teaching.item)
      let cell = Int(cellOfItem[teaching.item])
      if cell >= 0 { cells[cell].offers.append((offer, teaching.content)) }
    }
  }

  mutating func hold(_ isHere: [Bool]) {
    for (talent, isHere) in zip(landscape.talents.indices, isHere) {
      let taught = landscape.talents[talent].provider.flatMap { taughtByProvider[$0] }
      guard isHere || taught != nil else { continue }
      let mark = landscape.marks[talent]
      for item in landscape.held[talent] {
        let cell = Int(cellOfItem[item])
        guard cell >= 0 else { continue }
        if isHere { cells[cell].talents.add(mark) }
        guard let taught, taught.contains(item) else { continue }
        cells[cell].trained.add(mark)
        if isHere { cells[cell].staying.add(mark) }
      }
    }
  }

  func rows() -> [ZoneAlignment.Row] {
    cells.map(row).sorted {
      ($0.item.grain.rawValue, $0.item) < ($1.item.grain.rawValue, $1.item)
    }
  }

  private func row(_ cell: Cell) -> ZoneAlignment.Row {
    let item = landscape.items[cell.item]
    let asking = askers(cell, item).map { landscape.positions[$0] }
    let day = landscape.day
    var row = ZoneAlignment.Row(item: item, label: landscape.label(item))
    row.positions = asking.sorted { ($1.weight(on: day), $0.id) < ($0.weight(on: day), $1.id) }
    row.openings = asking.reduce(0) { $0 + $1.openings }
    row.weight = asking.reduce(0) { $0 + $1.weight(on: day) }
    row.offers = cell.offers.map { (landscape.offers[$0.offer], $0.content) }
    row.isAsked = !cell.positions.isEmpty
    row.isOwn = cell.isOwn
    if item.grain == .occupation {
      row.outside = landscape.outside?.figure(occupations: [item.code], in: basins)
    }
    row.talents = landscape.veil.guarded(cell.talents)
    row.trained = landscape.veil.guarded(cell.trained)
    row.staying = landscape.veil.guarded(cell.staying)
    return row
  }

  /// The positions that ask an item; of an occupation that is only taught, those it would answer.
  private func askers(_ cell: Cell, _ item: Item) -> [Int] {
    guard item.grain == .occupation, cell.positions.isEmpty else { return cell.positions }
    let levels = item.level.map { [nil] + (3...$0).map(Optional.some) } ?? [nil]
    return levels.flatMap { level in
      landscape.places[.occupation(item.code, level: level)].map { place in
        let cell = Int(cellOfItem[place])
        return cell < 0 ? [] : cells[cell].positions
      } ?? []
    }
  }
}

extension Zone {
  /// Whether it is what can be reached from a CFA.
  package var isOfProvider: Bool {
    if case .provider = kind { return true }
    return false
  }
}
