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
    /// The box of the centres, and the widest circle.
    var low = Point(x: .max, y: .max, z: .max)
    var high = Point(x: .min, y: .min, z: .min)
    var limit: Int64 = 0
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
          circles[centre.cube, default: Circles()].add(centre, limit, UInt32(row))
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
    low = Point(x: min(low.x, centre.x), y: min(low.y, centre.y), z: min(low.z, centre.z))
    high = Point(x: max(high.x, centre.x), y: max(high.y, centre.y), z: max(high.z, centre.z))
    self.limit = max(self.limit, limit)
  }

  func insert(reaching point: Point, _ set: inout CandidateSet) {
    guard mayReach(point) else { return }
    for index in rows.indices where centres[index].chordSquared(to: point) <= limits[index] {
      set.insert(Int(rows[index]))
    }
  }

  private func mayReach(_ point: Point) -> Bool {
    func apart(_ low: Int32, _ high: Int32, _ value: Int32) -> Int64 {
      max(0, Int64(low) - Int64(value), Int64(value) - Int64(high))
    }
    let x = apart(low.x, high.x, point.x)
    let y = apart(low.y, high.y, point.y)
    let z = apart(low.z, high.z, point.z)
    return x * x + y * y + z * z <= limit
  }
}

extension Point {
  /// The cube of a grid it lies in, some fifty kilometres wide.
  var cube: Int32 { (x >> 23 + 128) << 16 | (y >> 23 + 128) << 8 | (z >> 23 + 128) }
}
