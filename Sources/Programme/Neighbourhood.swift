/// Which communes lie side by side, told from a point in each.
///
/// No polygons are in the reference data, so that contiguity is inferred: two communes are neighbours
/// when the circle between their points (of which the points are a diameter) holds no third commune.
/// This is the Gabriel graph (Gabriel and Sokal, 1969); it has no distance to choose and follows the
/// size of communes, from cities to Guyane. A limit in kilometres keeps it from crossing the sea.
package struct Neighbourhood: Sendable {
  /// A commune's point.
  package struct Point: Sendable {
    /// Its Insee code.
    package let commune: String
    /// Degrees north and east.
    package let latitude, longitude: Double

    /// Places a commune.
    package init(commune: String, latitude: Double, longitude: Double) {
      self.commune = commune
      self.latitude = latitude
      self.longitude = longitude
    }
  }

  /// Farther apart than this, no two communes are neighbours.
  package static let limitInKilometres = 50.0

  private let points: [Point]
  private let cells: [Cell: [Int]]

  /// A square of half a degree.
  private struct Cell: Hashable {
    let north, east: Int

    init(_ latitude: Double, _ longitude: Double) {
      north = Int((latitude * 2).rounded(.down))
      east = Int((longitude * 2).rounded(.down))
    }

    init(north: Int, east: Int) {
      self.north = north
      self.east = east
    }
  }

  /// Takes the points of every commune, each commune once.
  package init(_ points: [Point]) {
    self.points = points
    var cells: [Cell: [Int]] = [:]
    for (index, point) in points.enumerated() {
      cells[Cell(point.latitude, point.longitude), default: []].append(index)
    }
    self.cells = cells
  }

  /// The pairs of neighbours of which exactly one commune is in a set: its border, sorted by codes.
  package func border(
    of communes: Set<String>
  ) -> [(inside: String, outside: String, kilometres: Double)] {
    var pairs: [(inside: String, outside: String, kilometres: Double)] = []
    for point in points where communes.contains(point.commune) {
      let around = around(point)
      for (index, squared) in around where !communes.contains(points[index].commune) {
        guard isClear(around, to: index, squared) else { continue }
        pairs.append((point.commune, points[index].commune, squared.squareRoot()))
      }
    }
    return pairs.sorted { ($0.inside, $0.outside) < ($1.inside, $1.outside) }
  }

  /// The nearest commune of every group to any commune of a set, the nearest group first.
  ///
  /// - `group`: the group a commune belongs to; nil for none.
  /// - `kilometres`: groups farther away are left out; up to some hundred the plane fits.
  package func nearest(
    to communes: Set<String>, within kilometres: Double, group: (String) -> String?
  ) -> [(group: String, inside: String, outside: String, kilometres: Double)] {
    let inside = points.filter { communes.contains($0.commune) }
    var found: [String: (inside: String, outside: String, squared: Double)] = [:]
    for point in points where !communes.contains(point.commune) {
      guard let group = group(point.commune) else { continue }
      for near in inside {
        let squared = Self.squared(near, point)
        guard squared <= kilometres * kilometres, squared < found[group]?.squared ?? .infinity
        else {
          continue
        }
        found[group] = (near.commune, point.commune, squared)
      }
    }
    return found.map { ($0, $1.inside, $1.outside, $1.squared.squareRoot()) }
      .sorted { ($0.3, $0.0) < ($1.3, $1.0) }
  }

  /// The communes within the limit around one with the squares of their distances, the nearest first.
  private func around(_ point: Point) -> [(index: Int, squared: Double)] {
    let home = Cell(point.latitude, point.longitude)
    let limit = Self.limitInKilometres * Self.limitInKilometres
    // Half a degree is 55 km to the north, and at 51° north, where France ends, 35 km to the east.
    var found: [(index: Int, squared: Double)] = []
    for north in (home.north - 1)...(home.north + 1) {
      for east in (home.east - 2)...(home.east + 2) {
        for index in cells[Cell(north: north, east: east)] ?? [] {
          let squared = Self.squared(point, points[index])
          guard points[index].commune != point.commune, squared <= limit else { continue }
          found.append((index, squared))
        }
      }
    }
    return found.sorted { ($0.squared, $0.index) < ($1.squared, $1.index) }
  }

  /// Whether no third commune lies in the circle between one and another, of those around the first.
  private func isClear(
    _ around: [(index: Int, squared: Double)], to right: Int, _ length: Double
  ) -> Bool {
    for (index, squared) in around where index != right {
      // What is in the circle is nearer than the other end of its diameter.
      guard squared < length else { return true }
      // By Thales, the angle at a point in the circle is obtuse.
      if squared + Self.squared(points[index], points[right]) < length { return false }
    }
    return true
  }

  /// The square of the distance in kilometres, on a plane that fits within some dozen kilometres.
  private static func squared(_ left: Point, _ right: Point) -> Double {
    let kilometresPerDegree = 111.195
    let north = (left.latitude - right.latitude) * kilometresPerDegree
    let middle = (left.latitude + right.latitude) / 2 * .pi / 180
    let east = (left.longitude - right.longitude) * kilometresPerDegree * cosine(middle)
    return north * north + east * east
  }

  /// The cosine of an angle of at most a right one, by its series: the standard library has none.
  ///
  /// Exact to 3e-5.
  private static func cosine(_ angle: Double) -> Double {
    let square = angle * angle
    return 1 - square / 2 * (1 - square / 12 * (1 - square / 30 * (1 - square / 56)))
  }
}
