package import Matching

/// A number of persons, told so that nobody can be found in it.
///
/// It is rounded down to a multiple of five from a threshold nobody knows, which is drawn anew for
/// every cell and every week. So what is told is never more than what is, fewer than five are never
/// told, and two reports that differ may differ by nobody: random rounding to base 5, as statistical
/// offices use it against differences (Statistics Canada), turned downwards.
package struct Guarded: Hashable, Sendable {
  /// The groups that are too small to be told of.
  package static let smallest = 5

  /// At least so many; nil where there are too few to be told.
  package let atLeast: Int?

  /// A number that is told as it is: what another told already.
  init(atLeast: Int?) { self.atLeast = atLeast }

  /// A count, from a threshold of 0...4 drawn from a keyed hash of its cell.
  package init(_ count: Int, draw: UInt64) {
    let shown = (count - Int(draw % UInt64(Self.smallest))) / Self.smallest * Self.smallest
    atLeast = shown >= Self.smallest ? shown : nil
  }

  /// The number that may be reckoned with.
  package var value: Int { atLeast ?? 0 }
}

/// A share with what it is a share of.
package struct Estimate: Hashable, Sendable {
  /// So many of so many.
  package let part, whole: Int

  /// Where the share lies in 95 of 100 such groups, in millionths (Wilson 1927); nil of nothing.
  package var interval: ClosedRange<Millionths>? {
    guard whole > 0 else { return nil }
    let z = 1.959_963_984_540_054
    let n = Double(whole)
    let rate = Double(part) / n
    let scale = 1 + z * z / n
    let middle = (rate + z * z / (2 * n)) / scale
    let reach = z * (rate * (1 - rate) / n + z * z / (4 * n * n)).squareRoot() / scale
    func millionths(_ share: Double) -> Int { Int((min(1, max(0, share)) * 1_000_000).rounded()) }
    return millionths(middle - reach)...millionths(middle + reach)
  }

  /// The share in millionths; nil of nothing.
  package var share: Millionths? { whole > 0 ? part * 1_000_000 / whole : nil }
}
