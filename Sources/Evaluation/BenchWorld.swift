/// People and positions of an invented country, to measure the engine in, as a generator makes them.
///
/// One flat array per field. Skills and occupations are numbers; days count from the business date.
/// What the generator does not say is filled in by ``flat(seed:date:)``.
package struct BenchWorld: Sendable {
  /// How large a world is.
  package struct Size: Hashable, Sendable {
    /// How many candidates.
    package var candidates: Int
    /// How many positions.
    package var positions: Int

    /// A size of so many candidates and positions.
    package init(candidates: Int, positions: Int) {
      self.candidates = candidates
      self.positions = positions
    }

    /// The sizes that have a name: T for tests, then S, M and L.
    package static let named: [String: Size] = [
      "T": Size(candidates: 2_000, positions: 200),
      "S": Size(candidates: 20_000, positions: 2_000),
      "M": Size(candidates: 200_000, positions: 20_000),
      "L": Size(candidates: 2_000_000, positions: 100_000),
    ]
  }

  /// What candidates and positions have in common.
  struct Common: Hashable, Sendable {
    /// Degrees north, five decimals.
    var latitude: [Double] = []
    /// Degrees east, five decimals.
    var longitude: [Double] = []
    /// The level held, or the least asked (5...8).
    var level: [Int8] = []
    /// Kinds of contract, one of five bits each, at least one.
    var contracts: [Int8] = []
    /// Days from the business date until free, or until the start.
    var day: [Int16] = []
    var occupation: [Int16] = []
    /// Where the skills of each row start, and where the last one's end.
    var starts: [Int] = [0]
    /// Skills, ascending within a row.
    var skills: [UInt16] = []
    /// For each skill its proficiency (1...4), or its importance (1...5).
    var degrees: [Int8] = []

    var count: Int { latitude.count }
  }

  /// How many skills there are.
  let skillCount: Int
  /// The family of each occupation.
  let family: [Int16]
  var candidates: Common
  /// The radius each candidate searches in, in kilometres; -1 is the whole country.
  var radius: [Int16]
  var positions: Common
  /// The rarity of each skill, `log(1 + candidates / holders)`.
  var idf: [Double]

  /// How large it is.
  package var size: Size { Size(candidates: candidates.count, positions: positions.count) }
}
