/// How near each occupation of a space is to each other, and from there how near profiles are that
/// a few skills tell of.
///
/// The nearness of two profiles is `Σ share(a) · share(b) · nearness(a, b)` over their occupations:
/// two short lists without a skill in common meet where their occupations are near.
package struct NearnessTable: Sendable {
  /// The occupations in their order.
  package let space: OccupationSpace
  private let rows: [[Int32]]

  /// The table of some occupations.
  package init(_ occupations: [DescribedOccupation]) {
    let space = OccupationSpace(occupations)
    self.space = space
    rows = occupations.map { space.nearness(to: $0).map(Int32.init) }
  }

  /// How near one occupation is to another, in millionths.
  package func nearness(_ first: Int, _ second: Int) -> Int { Int(rows[first][second]) }

  /// How near each occupation is to a profile, in millionths.
  package func nearness(to profile: [OccupationShare]) -> [Int] {
    var sums = [Int](repeating: 0, count: rows.count)
    for part in profile {
      for (index, nearness) in rows[part.occupation].enumerated() {
        sums[index] += part.share * Int(nearness)
      }
    }
    return sums.map { $0 / unit }
  }

  /// The nearness of a profile to another, of which ``nearness(to:)`` is given, in millionths.
  package static func nearness(of profile: [OccupationShare], to other: [Int]) -> Int {
    profile.reduce(0) { $0 + $1.share * other[$1.occupation] } / unit
  }
}
