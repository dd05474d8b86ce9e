import Matching

extension BruteForce {
  /// What a comparison of lists with the exact ones found.
  package struct Check: Hashable, Sendable {
    /// How many positions were looked at.
    package var checkedCount = 0
    /// The positions whose lists differ, ascending.
    package var differing: [Int] = []
    /// How many pairs failed no gate.
    package var passingCount = 0
    /// Whether all lists were the exact ones.
    package var isExact: Bool { differing.isEmpty && checkedCount > 0 }
  }

  /// Compares the lists of every so manieth position, entry by entry, in so many tasks.
  package func check(
    _ matches: BenchLists, _ near: BenchEngine.Near, every step: Int, threads: Int
  ) async -> Check {
    let positions = Array(
      stride(from: 0, to: world.positions.occupation.count, by: max(1, step)))
    return await withTaskGroup(of: Check.self) { group in
      for task in 0..<threads {
        group.addTask {
          var check = Check()
          for place in stride(from: task, to: positions.count, by: threads) {
            let position = positions[place]
            let exact = lists(position: position, limit: matches.width, near: near.lists.width)
            check.checkedCount += 1
            check.passingCount += exact.passingCount
            let isEqual =
              matches[position] == exact.matches && near.lists[position] == exact.near
              && near.counts[position] == exact.nearCount
            if !isEqual { check.differing.append(position) }
          }
          return check
        }
      }
      return await group.reduce(into: Check()) { sum, part in
        sum.checkedCount += part.checkedCount
        sum.passingCount += part.passingCount
        sum.differing = (sum.differing + part.differing).sorted()
      }
    }
  }
}
