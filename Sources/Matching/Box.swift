/// The centres of some circles: the box that holds them, and the widest circle.
struct Box: Sendable {
  private var low = Point(x: .max, y: .max, z: .max)
  private var high = Point(x: .min, y: .min, z: .min)
  private var limit: Int64 = 0

  /// Takes in a circle by its centre and the square of the chord to its rim.
  mutating func add(_ centre: Point, _ limit: Int64) {
    low = Point(x: min(low.x, centre.x), y: min(low.y, centre.y), z: min(low.z, centre.z))
    high = Point(x: max(high.x, centre.x), y: max(high.y, centre.y), z: max(high.z, centre.z))
    self.limit = max(self.limit, limit)
  }

  /// Whether a circle around a centre in the box may reach a point.
  func mayReach(_ point: Point) -> Bool {
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
  /// The cube of a grid over the globe it lies in, some fifty kilometres wide.
  var cell: Int32 {
    (x >> 23 + 128) << 16 | (y >> 23 + 128) << 8 | (z >> 23 + 128)
  }
}
