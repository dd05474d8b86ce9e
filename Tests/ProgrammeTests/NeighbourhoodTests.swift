import Programme
import Testing

@Suite struct `Neighbours` {
  private func point(_ code: String, _ latitude: Double, _ longitude: Double) -> Neighbourhood.Point
  {
    Neighbourhood.Point(commune: code, latitude: latitude, longitude: longitude)
  }

  private func border(_ points: [Neighbourhood.Point], of communes: Set<String>) -> [String] {
    Neighbourhood(points).border(of: communes).map { "\($0.inside)-\($0.outside)" }
  }

  @Test func `have no third commune between them`() {
    let line = [
      point("A", 47, 0), point("B", 47, 0.1), point("C", 47, 0.2), point("D", 47.1, -0.05),
    ]
    #expect(border(line, of: ["A"]) == ["A-B", "A-D"])
    #expect(border(line, of: ["A", "B"]) == ["A-D", "B-C"])
    #expect(border(line, of: ["C"]) == ["C-B"])
    #expect(border(line, of: []).isEmpty)
    #expect(border(line, of: ["A", "B", "C", "D"]).isEmpty)
  }

  @Test func `are no more than fifty kilometres apart, so that the sea parts them`() throws {
    // Near the equator a degree to the east is 111 km.
    #expect(border([point("A", 0, 0), point("B", 0, 0.44)], of: ["A"]) == ["A-B"])
    #expect(border([point("A", 0, 0), point("B", 0, 0.46)], of: ["A"]).isEmpty)
    #expect(border([point("A", 0, 0), point("B", 0.44, 0)], of: ["A"]) == ["A-B"])
    #expect(border([point("A", 51, 2), point("B", 51, 2.7)], of: ["A"]) == ["A-B"])
    let pair = try #require(
      Neighbourhood([point("A", 48, 2), point("B", 48, 2.2)]).border(of: ["A"]).first)
    // 0.2 degrees along the 48th parallel.
    #expect(abs(pair.kilometres - 14.88) < 0.02, "\(pair.kilometres)")
  }

  @Test func `are named by group, the nearest group first, where no border is common`() {
    let points = [
      point("A", 47, 0), point("B", 47, 0.1), point("C", 47, 0.5), point("D", 47.3, 0),
      point("E", 49, 0), point("F", 47, 0.2),
    ]
    let groups = ["C": "near", "D": "nearer", "E": "far", "B": "home"]
    let found = Neighbourhood(points).nearest(to: ["A", "B"], within: 100) { groups[$0] }
    #expect(found.map { "\($0.group) \($0.inside)-\($0.outside)" } == ["near B-C", "nearer A-D"])
    #expect(found.map { Int($0.kilometres.rounded()) } == [30, 33])
  }

  @Test func `are the same by brute force, and on both sides of the border`() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<40 {
      let base = Double.random(in: -20...50, using: &generator)
      let points = (0..<40).map { index in
        point(
          "\(100 + index)", base + Double.random(in: 0...1, using: &generator),
          Double.random(in: -1...1, using: &generator))
      }
      let inside = Set(points.prefix(15).map(\.commune))
      let found = border(points, of: inside)
      #expect(found == bruteForce(points, of: inside), "seed \(seed)")
      let outside = Set(points.map(\.commune)).subtracting(inside)
      let mirrored = border(points, of: outside).map {
        $0.split(separator: "-").reversed().joined(separator: "-")
      }
      #expect(mirrored.sorted() == found.sorted(), "seed \(seed)")
    }
  }

  /// Every pair against every third commune, on the plane that touches the middle of the pair.
  private func bruteForce(_ points: [Neighbourhood.Point], of communes: Set<String>) -> [String] {
    func squared(_ left: Neighbourhood.Point, _ right: Neighbourhood.Point) -> Double {
      let north = (left.latitude - right.latitude) * 111.195
      let angle = (left.latitude + right.latitude) / 2 * .pi / 180
      var cosine = 0.0
      var term = 1.0
      for index in 1...8 {
        cosine += term
        term *= -angle * angle / Double((2 * index - 1) * (2 * index))
      }
      let east = (left.longitude - right.longitude) * 111.195 * cosine
      return north * north + east * east
    }
    var pairs: [String] = []
    for left in points where communes.contains(left.commune) {
      for right in points where !communes.contains(right.commune) {
        let length = squared(left, right)
        let isClear = points.allSatisfy { third in
          third.commune == left.commune || third.commune == right.commune
            || squared(left, third) + squared(third, right) >= length
        }
        if length <= 2500, isClear { pairs.append("\(left.commune)-\(right.commune)") }
      }
    }
    return pairs.sorted()
  }
}
