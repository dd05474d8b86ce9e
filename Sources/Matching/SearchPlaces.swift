/// Where candidates search: from a workplace to those whose areas do not leave it out.
struct SearchPlaces: Sendable {
  /// Those who search everywhere or told nothing.
  private var anywhere: CandidateSet
  private var circles: [Int32: Circles] = [:]
  private var territories: [Symbol: [UInt32]] = [:]
  private var departments: [Symbol: [UInt32]] = [:]
  private var regions: [Symbol: [UInt32]] = [:]

  /// Circles whose centres lie in the same cube of a grid over the globe.
  fileprivate struct Circles {
    var centres: [Point] = []
    var limits: [Int64] = []
    var rows: [UInt32] = []
    var box = Box()
  }

  /// What of a workplace decides who searches there.
  struct Workplace: Hashable {
    private let hasPlace: Bool
    private let territory: Symbol
    private let department: Symbol
    private let region: Symbol
    private let point: Point?

    init(_ facts: PositionColumns.Facts) {
      hasPlace = facts.hasPlace
      territory = facts.territory
      department = facts.department
      region = facts.region
      point = facts.point
    }
  }

  /// Gathers the areas of candidates.
  init(_ candidates: CandidateColumns) {
    let count = candidates.facts.count
    anywhere = CandidateSet(of: count)
    for row in 0..<count {
      let areas = candidates.areas.range(row)
      if areas.isEmpty { anywhere.insert(row) }
      for index in areas {
        switch candidates.areas.values[index] {
        case .country: anywhere.insert(row)
        case .circle(let centre, let limit):
          circles[centre.cell, default: Circles()].add(centre, limit, UInt32(row))
        case .territory(let id): territories[id, default: []].append(UInt32(row))
        case .department(let code): departments[code, default: []].append(UInt32(row))
        case .region(let code): regions[code, default: []].append(UInt32(row))
        }
      }
    }
  }

  /// Those whom the gate of the area does not keep from a workplace: it lies in an area of theirs, or
  /// of one of them that cannot be told.
  func searching(_ facts: PositionColumns.Facts) -> CandidateSet {
    var set = anywhere
    for cell in circles.values {
      if let point = facts.point {
        cell.insert(reaching: point, &set)
      } else {
        set.insert(cell.rows)
      }
    }
    func insert(_ areas: [Symbol: [UInt32]], _ told: Symbol, isKnown: Bool) {
      if isKnown {
        if let rows = areas[told] { set.insert(rows) }
      } else {
        for rows in areas.values { set.insert(rows) }
      }
    }
    // A workplace that is told and has no territory lies outside every territory.
    insert(territories, facts.territory, isKnown: facts.hasPlace)
    insert(departments, facts.department, isKnown: facts.department != .none)
    insert(regions, facts.region, isKnown: facts.region != .none)
    return set
  }
}

extension SearchPlaces.Circles {
  mutating func add(_ centre: Point, _ limit: Int64, _ row: UInt32) {
    centres.append(centre)
    limits.append(limit)
    rows.append(row)
    box.add(centre, limit)
  }

  func insert(reaching point: Point, _ set: inout CandidateSet) {
    guard box.mayReach(point) else { return }
    for index in rows.indices where centres[index].chordSquared(to: point) <= limits[index] {
      set.insert(Int(rows[index]))
    }
  }
}
