package import Matching

/// A number of persons, told so that nobody can be found in it.
///
/// It is rounded down to a multiple of five from a threshold nobody knows. So what is told is never more
/// than what is, fewer than five are never told, and two reports that differ may differ by nobody:
/// random rounding to base 5, as statistical offices use it against differences (Statistics Canada),
/// turned downwards. ``Veil`` draws the threshold.
package struct Guarded: Hashable, Sendable {
  /// The groups that are too small to be told of.
  package static let smallest = 5

  /// At least so many; nil where there are too few to be told.
  package let atLeast: Int?

  /// A number that is told as it is: what another told already.
  init(atLeast: Int?) { self.atLeast = atLeast }

  /// A count, from a threshold of 0...4.
  package init(_ count: Int, threshold: Int) {
    let shown = (count - threshold) / Self.smallest * Self.smallest
    atLeast = shown >= Self.smallest ? shown : nil
  }

  /// The number that may be reckoned with.
  package var value: Int { atLeast ?? 0 }
}

/// Some persons, by how many they are and by a mark that stands for who they are.
struct Crowd {
  private(set) var count = 0
  fileprivate private(set) var mark: UInt64 = 0

  /// Adds a person by their own mark.
  mutating func add(_ mark: UInt64) {
    count += 1
    self.mark &+= mark
  }
}

/// Draws the thresholds that numbers of persons are rounded from.
///
/// The same persons are rounded from the same threshold wherever and whenever they are counted, so that
/// no mean over zones, ranges or days comes near their number. As soon as anybody in the country
/// comes, goes or tells something new, every threshold is drawn anew, so that what changed in a
/// report does not say whom it was about.
struct Veil {
  private let key: (UInt64, UInt64)
  private let population: UInt64

  /// A veil over some talents.
  ///
  /// - Parameters:
  ///   - talents: all of them, in an order of their own.
  ///   - secret: sixteen bytes nobody knows.
  init(_ talents: [Talent], secret: [UInt8]) {
    key = KeyedHash.words(secret)
    var hash = KeyedHash(key: key)
    for talent in talents { talent.combine(into: &hash) }
    population = hash.finish()
  }

  /// The mark of a person.
  func mark(of id: String) -> UInt64 {
    var hash = KeyedHash(key: key)
    hash.combine(id)
    return hash.finish()
  }

  /// How many some persons are, as it may be told.
  func guarded(_ crowd: Crowd) -> Guarded {
    Guarded(crowd.count, threshold: threshold(crowd))
  }

  /// The threshold of some persons, 0...4.
  func threshold(_ crowd: Crowd) -> Int {
    var hash = KeyedHash(key: key)
    hash.combine(population)
    hash.combine(crowd.mark)
    return Int(hash.finish() % UInt64(Guarded.smallest))
  }
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
