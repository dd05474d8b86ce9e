import Matching

extension BruteForce {
  /// What a comparison of lists with the exact ones found.
  package struct Check: Hashable, Sendable {
    /// How many positions were looked at.
    package var checkedCount = 0
    /// The positions whose lists of matches differ, ascending.
    package var differingMatches: [Int] = []
    /// The positions whose near lists differ, or how many near matches they have, ascending.
    package var differingNear: [Int] = []
    /// How many pairs failed no gate.
    package var passingCount = 0
    /// Whether all lists were the exact ones.
    package var isExact: Bool {
      differingMatches.isEmpty && differingNear.isEmpty && checkedCount > 0
    }
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
            if matches[position] != exact.matches { check.differingMatches.append(position) }
            if near.lists[position] != exact.near || near.counts[position] != exact.nearCount {
              check.differingNear.append(position)
            }
          }
          return check
        }
      }
      return await group.reduce(into: Check()) { sum, part in
        sum.checkedCount += part.checkedCount
        sum.passingCount += part.passingCount
        sum.differingMatches = (sum.differingMatches + part.differingMatches).sorted()
        sum.differingNear = (sum.differingNear + part.differingNear).sorted()
      }
    }
  }
}
