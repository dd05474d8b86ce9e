extension Matcher {
  /// Gives each position its candidates, so that as many hires as possible can be expected from all.
  ///
  /// All pairs listed at or above the least score go into one ``HirePlan``, with the numbers of the
  /// method. How likely a pair comes about is `chance_of_best · side_position · side_candidate`:
  /// both sides say yes by themselves, and no pair of a lower score is likelier. Where two choices
  /// are worth the same, the order of the lists decides.
  ///
  /// - Parameters:
  ///   - lists: the lists of the run, each position once; their order does not matter.
  ///   - already: how often a candidate stands in earlier lists of the same date.
  /// - Returns: the pairs, in the order of the lists, with the shortages that were proven.
  package func allocate(_ lists: [PositionList], already: [String: Int] = [:]) -> Allocation {
    let method = snapshot.method
    let order = pairs(of: lists)
    var numbers: [String: Int] = [:]
    var candidates: [String] = []
    let pairs = order.enumerated().map { place, pair in
      let match = lists[pair.list].matches[pair.place]
      let number = numbers[match.candidate] ?? candidates.count
      if number == candidates.count {
        numbers[match.candidate] = number
        candidates.append(match.candidate)
      }
      return HirePlan.Pair(
        position: pair.list, candidate: number,
        chance: Score.part(
          method.chanceOfBest, Score.part(match.sidePosition, match.sideCandidate)),
        merit: Score.part(method.worthOfScore, match.score), tie: UInt64(place))
    }
    let plan = HirePlan(
      pairs, positionCount: lists.count, candidateCount: candidates.count,
      capacity: method.capacity, ceiling: method.ceiling,
      already: candidates.map { already[$0, default: 0] }, servesAll: method.floor > 0)
    return Allocation(
      positions: zip(lists, plan.lists).map { list, chosen in
        shortList(list, Set(chosen.map { candidates[$0] }))
      },
      shortages: plan.shortages.map { shortage in
        Allocation.Shortage(
          positions: shortage.positions.map { lists[$0].position }.sorted(),
          candidates: shortage.candidates.map { candidates[$0] }.sorted(), room: shortage.room)
      }.sorted { $0.positions.lexicographicallyPrecedes($1.positions) })
  }

  /// The pairs worth showing by list and place in it, best first.
  private func pairs(of lists: [PositionList]) -> [(list: Int, place: Int)] {
    var order: [(score: Int, exposures: Int, tie: UInt64, list: Int, place: Int)] = []
    for (index, list) in lists.enumerated() {
      for (place, match) in list.matches.enumerated()
      where match.score >= snapshot.method.minimumScore {
        order.append((match.score, match.exposures, match.tie, index, place))
      }
    }
    order.sort { left, right in
      if left.score != right.score { return left.score > right.score }
      if left.exposures != right.exposures { return left.exposures < right.exposures }
      if left.tie != right.tie { return left.tie < right.tie }
      return Match.precedes(
        lists[left.list].matches[left.place], lists[right.list].matches[right.place])
    }
    return order.map { ($0.list, $0.place) }
  }

  private func shortList(_ list: PositionList, _ chosen: Set<String>) -> Allocation.PositionPairs {
    let method = snapshot.method
    var pairs = Allocation.PositionPairs(position: list.position, matches: [], near: [])
    for match in list.matches where chosen.contains(match.candidate) {
      pairs.matches.append(match)
    }
    if pairs.matches.count < method.capacity {
      // Nobody is told of a place outside the area they declared.
      pairs.near = Array(
        list.near.filter { $0.away != .gate(.area) && $0.score >= method.minimumScore }
          .prefix(method.nearPerPosition))
    }
    for place in pairs.matches.indices { pairs.matches[place].rank = place + 1 }
    for place in pairs.near.indices { pairs.near[place].rank = place + 1 }
    return pairs
  }
}
