package import Programme

/// Decides how fine each profile is shown, so that nobody is found by a rare combination.
package enum Coarsening {
  /// The fewest profiles that read the same, where an installation does not say otherwise.
  package static let fewestAlike = 5

  /// What is shown of each profile of a pool, in its order.
  ///
  /// On the finest rung, what at least `count` profiles share is shown; those left over go down one rung
  /// together, and so on. So whatever is shown reads exactly the same for at least `count` profiles,
  /// and that somebody stands on a coarse rung sets them apart from nobody on it; only who is left over
  /// at the end is shown by skills alone. Linear in the pool for each rung.
  package static func shown(
    _ pool: [ProfileTraits], today: Day, sharedBy count: Int
  ) -> [ShownTraits] {
    var result = pool.map { Rung.nothing.shown($0, today: today) }
    var left = Array(pool.indices)
    for rung in Rung.allCases.dropLast() where !left.isEmpty {
      var alike: [ShownTraits: [Int]] = [:]
      for index in left { alike[rung.shown(pool[index], today: today), default: []].append(index) }
      left.removeAll()
      // In any order: no group has a say in what becomes of another.
      for (traits, group) in alike {
        if group.count >= count {
          for index in group { result[index] = traits }
        } else {
          left += group
        }
      }
    }
    return result
  }
}
