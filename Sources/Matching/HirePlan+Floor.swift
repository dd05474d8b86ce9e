extension HirePlan.Planner {
  /// Gives every position with a pair somebody, as far as that can be done; why not for the others.
  ///
  /// A position that came too late takes a candidate who may stand in one more list, or one from a
  /// position with several, or from one that finds another in the same way: an augmenting path,
  /// searched breadth first. What a search in vain has seen is closed for good: nobody in there can
  /// give anything away, now or after a later path (Berge 1957).
  mutating func serveAll() -> [HirePlan.Shortage] {
    var search = FloorSearch(self)
    for position in own.indices.sorted(by: { tie($0) < tie($1) })
    where listed[position].isEmpty && !own[position].isEmpty {
      search.serve(position, &self)
    }
    return search.shortages(self)
  }

  /// Takes a listed pair out again.
  mutating func drop(_ index: Int) {
    let pair = pairs[index]
    listed[pair.position].removeAll { $0 == index }
    shown[pair.candidate] -= 1
    positionHope[pair.position] -= hope[index]
    candidateHope[pair.candidate] -= hope[index]
    hope[index] = 0
  }
}

/// The search for positions that can give somebody away.
private struct FloorSearch {
  /// The listed pairs of each candidate, by tie.
  private var holders: [[Int]]
  /// The pair through which a candidate was reached, or -1.
  private var through: [Int]
  /// The pair a reached position would give away, or -1.
  private var given: [Int]
  /// The reached positions, those of searches in vain first.
  private var reached: [Int] = []
  private var reachedCandidates: [Int] = []

  init(_ plan: HirePlan.Planner) {
    holders = Array(repeating: [], count: plan.shown.count)
    through = Array(repeating: -1, count: plan.shown.count)
    given = Array(repeating: -1, count: plan.own.count)
    for index in plan.listed.joined().sorted() {
      holders[plan.pairs[index].candidate].append(index)
    }
  }

  /// Finds somebody for a position that has nobody.
  mutating func serve(_ start: Int, _ plan: inout HirePlan.Planner) {
    var next = reached.count
    let firstCandidate = reachedCandidates.count
    let first = next
    reached.append(start)
    while next < reached.count {
      let position = reached[next]
      next += 1
      for index in plan.own[position] {
        let candidate = plan.pairs[index].candidate
        guard through[candidate] < 0 else { continue }
        through[candidate] = index
        reachedCandidates.append(candidate)
        if plan.shown[candidate] < plan.ceiling {
          move(candidate, from: nil, to: start, &plan)
          return forget(from: first, firstCandidate)
        }
        for held in holders[candidate] {
          let holder = plan.pairs[held].position
          if plan.listed[holder].count > 1 {
            move(candidate, from: held, to: start, &plan)
            return forget(from: first, firstCandidate)
          }
          if given[holder] < 0 {
            given[holder] = held
            reached.append(holder)
          }
        }
      }
    }
  }

  /// Hands candidates on along the path that was found, from its end to its start.
  private mutating func move(
    _ last: Int, from held: Int?, to start: Int, _ plan: inout HirePlan.Planner
  ) {
    var candidate = last
    var freed = held
    while true {
      let taken = through[candidate]
      if let freed {
        plan.drop(freed)
        holders[candidate].removeAll { $0 == freed }
      }
      let position = plan.pairs[taken].position
      let isLast = position == start
      plan.take(taken, hope: plan.worth(taken).hope)
      holders[candidate].append(taken)
      holders[candidate].sort()
      if isLast { return }
      freed = given[position]
      candidate = plan.pairs[given[position]].candidate
    }
  }

  /// Opens what a successful search has seen, as the next may pass there.
  private mutating func forget(from first: Int, _ firstCandidate: Int) {
    for position in reached[first...] { given[position] = -1 }
    for candidate in reachedCandidates[firstCandidate...] { through[candidate] = -1 }
    reached.removeSubrange(first...)
    reachedCandidates.removeSubrange(firstCandidate...)
  }

  /// What the searches in vain have seen, each connected part by itself.
  func shortages(_ plan: HirePlan.Planner) -> [HirePlan.Shortage] {
    var owners = [[Int]](repeating: [], count: through.count)
    for position in reached {
      for index in plan.own[position] { owners[plan.pairs[index].candidate].append(position) }
    }
    var isTold = [Bool](repeating: false, count: given.count)
    var isMet = [Bool](repeating: false, count: through.count)
    var shortages: [HirePlan.Shortage] = []
    for start in reached where !isTold[start] {
      isTold[start] = true
      var positions = [start]
      var candidates: [Int] = []
      var next = 0
      while next < positions.count {
        for index in plan.own[positions[next]] {
          let candidate = plan.pairs[index].candidate
          if isMet[candidate] { continue }
          isMet[candidate] = true
          candidates.append(candidate)
          for position in owners[candidate] where !isTold[position] {
            isTold[position] = true
            positions.append(position)
          }
        }
        next += 1
      }
      // Everybody met here stands in as many lists as allowed, and each of them in lists of these.
      let served = positions.count { !plan.listed[$0].isEmpty }
      shortages.append(
        HirePlan.Shortage(
          positions: positions.sorted(), candidates: candidates.sorted(), room: served))
    }
    return shortages
  }
}
