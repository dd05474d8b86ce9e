extension Matcher {
  /// Gives each position its candidates so that nobody is shown everywhere.
  ///
  /// Goes through all listed pairs, best first in the order of the lists, and takes a pair while
  /// its position has room and its candidate is below the ceiling. As both sides see the same order
  /// of pairs, this is the one stable assignment: no pair left out is better than what both its
  /// sides hold (a proof by induction over the order; cf. Gale and Shapley 1962).
  ///
  /// - Parameters:
  ///   - lists: the lists of the run, each position once.
  ///   - rules: capacity and ceiling.
  ///   - already: how often a candidate stands in earlier lists of the same date.
  /// - Returns: the pairs, with properties verified and figures computed.
  package func allocate(
    _ lists: [PositionList], rules: AllocationRules = AllocationRules(),
    already: [String: Int] = [:]
  ) -> Allocation {
    var pairs: [(list: Int, match: Match)] = []
    for (index, list) in lists.enumerated() {
      for match in list.matches where match.score >= rules.minimumScore {
        pairs.append((index, match))
      }
    }
    pairs.sort { Match.precedes($0.match, $1.match) }
    var shown = already
    var positions = lists.map {
      Allocation.PositionPairs(position: $0.position, matches: [], near: [])
    }
    for (index, match) in pairs {
      let count = positions[index].matches.count
      guard count < rules.capacity, shown[match.candidate, default: 0] < rules.ceiling else {
        continue
      }
      var taken = match
      taken.rank = count + 1
      positions[index].matches.append(taken)
      shown[match.candidate, default: 0] += 1
    }
    for (index, list) in lists.enumerated()
    where positions[index].matches.count < rules.capacity {
      // Nobody is told of a place outside the area they declared.
      positions[index].near = Array(
        list.near.filter { $0.away != .gate(.area) && $0.score >= rules.minimumScore }
          .prefix(rules.nearPerPosition))
    }
    var allocation = Allocation(
      positions: positions,
      figures: figures(positions, lists: lists, already: already))
    allocation.properties = verify(allocation, lists: lists, rules: rules, already: already)
    return allocation
  }

  /// Checks an allocation against the lists and the gates, whoever made it.
  ///
  /// A broken capacity, ceiling or gate blocks sending; a blocking pair warns.
  package func verify(
    _ allocation: Allocation, lists: [PositionList], rules: AllocationRules = AllocationRules(),
    already: [String: Int] = [:]
  ) -> [Allocation.Property] {
    var overfull = 0
    var shown: [String: Int] = [:]
    var broken = 0
    var held: [String: [Match]] = [:]
    var worst: [String: Match] = [:]
    var seen: Set<[String]> = []
    for pairs in allocation.positions {
      let overNear = pairs.near.count > rules.nearPerPosition
      if pairs.matches.count > rules.capacity || overNear { overfull += 1 }
      held[pairs.position, default: []] += pairs.matches
      for match in pairs.matches {
        shown[match.candidate, default: 0] += 1
        if worst[match.candidate].map({ Match.precedes($0, match) }) ?? true {
          worst[match.candidate] = match
        }
        let isNew = seen.insert([pairs.position, match.candidate]).inserted
        if !isNew || !isAllowed(pairs.position, match.candidate, isNear: false) { broken += 1 }
      }
      for match in pairs.near where !isAllowed(pairs.position, match.candidate, isNear: true) {
        broken += 1
      }
    }
    // Lists of another date may have passed the ceiling; only what is added here counts.
    let above = shown.filter { already[$0.key, default: 0] + $0.value > rules.ceiling }.count
    var blocking = 0
    for list in lists {
      let own = held[list.position] ?? []
      let isFull = own.count >= rules.capacity
      let last = own.max(by: Match.precedes)
      for match in list.matches
      where match.score >= rules.minimumScore
        && !seen.contains([list.position, match.candidate])
      {
        let wants = !isFull || last.map { Match.precedes(match, $0) } ?? false
        let count = shown[match.candidate, default: 0]
        let isBelow = already[match.candidate, default: 0] + count < rules.ceiling
        let prefers =
          isBelow || worst[match.candidate].map { Match.precedes(match, $0) } ?? false
        if wants && prefers { blocking += 1 }
      }
    }
    return [
      Allocation.Property(name: "capacity", breaches: overfull, blocksSending: true),
      Allocation.Property(name: "ceiling", breaches: above, blocksSending: true),
      Allocation.Property(name: "gates", breaches: broken, blocksSending: true),
      Allocation.Property(name: "no_blocking_pair", breaches: blocking, blocksSending: false),
    ]
  }

  /// Whether the snapshot allows a pair: as a match with no failing gate, as a near one with at most
  /// one that allows it.
  private func isAllowed(_ position: String, _ candidate: String, isNear: Bool) -> Bool {
    guard let position = snapshot.positionRow(position),
      let candidate = snapshot.candidateRow(candidate)
    else { return false }
    let mask = snapshot.gates(position: position, candidate: candidate)
    guard let failure = mask.firstFailure else { return true }
    return isNear && mask.failureCount == 1 && failure.allowsNearMatch
  }

  private func figures(
    _ positions: [Allocation.PositionPairs], lists: [PositionList], already: [String: Int]
  ) -> Allocation.Figures {
    var shown: [String: Int] = [:]
    for match in lists.flatMap(\.matches) {
      shown[match.candidate] = already[match.candidate, default: 0]
    }
    var loss = 0
    var count = 0
    for (pairs, list) in zip(positions, lists) {
      for (given, best) in zip(pairs.matches, list.matches) {
        shown[given.candidate, default: 0] += 1
        loss += best.score - given.score
        count += 1
      }
    }
    let counts = shown.values.sorted()
    return Allocation.Figures(
      pairCount: count, positionsServed: positions.count { !$0.matches.isEmpty },
      coverage: counts.isEmpty ? 0 : counts.count { $0 > 0 } * Score.unit / counts.count,
      exposureGini: gini(counts), meanScoreLoss: count == 0 ? 0 : loss / count)
  }
}

/// The Gini coefficient of ascending counts: `(2 Σ i·xᵢ − (n + 1) Σ x) / (n Σ x)`, i from 1.
///
/// Zero where all are equal, towards one where few have everything (Gini 1912).
func gini(_ ascending: [Int]) -> Millionths {
  let total = ascending.reduce(0, +)
  guard total > 0 else { return 0 }
  var weighted = 0
  for (index, count) in ascending.enumerated() { weighted += (index + 1) * count }
  let above = 2 * weighted - (ascending.count + 1) * total
  let whole = ascending.count * total
  // In 128 bits, as the product of a country's counts and a million leaves 64.
  return Int(Int128(above) * Int128(Score.unit) / Int128(whole))
}
