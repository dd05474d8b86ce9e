/// A place on the globe: a vector of length one, each coordinate times 2³⁰.
///
/// Made when rows are loaded, so that matching compares integers and no rounding of a distance can
/// differ between machines.
package struct Point: Hashable, Sendable {
  /// Towards latitude 0, longitude 0.
  package let x: Int32
  /// Towards latitude 0, longitude 90° east.
  package let y: Int32
  /// Towards the north pole.
  package let z: Int32

  /// A point from its three coordinates times 2³⁰.
  package init(x: Int32, y: Int32, z: Int32) {
    self.x = x
    self.y = y
    self.z = z
  }

  /// The square of the straight line to another point, in units of 2⁻⁶⁰.
  ///
  /// For a distance d along the ground and the Earth's radius r it is (2 sin(d / 2r))² · 2⁶⁰.
  package func chordSquared(to other: Point) -> Int64 {
    let x = Int64(x) - Int64(other.x)
    let y = Int64(y) - Int64(other.y)
    let z = Int64(z) - Int64(other.z)
    return x * x + y * y + z * z
  }

  /// Whether the length is one, but for the rounding of coordinates; only then a chord fits 64 bits.
  var isOnTheGlobe: Bool {
    let limit: Int32 = 1 << 30 + 1
    guard (-limit...limit).contains(x), (-limit...limit).contains(y), (-limit...limit).contains(z)
    else { return false }
    let x = Int64(x)
    let y = Int64(y)
    let z = Int64(z)
    let one: Int64 = 1 << 60
    return abs(x * x + y * y + z * z - one) <= 1 << 34
  }
}
