extension Matcher {
  /// Measures the short lists of a run by the gates and the lists alone, whoever chose them.
  ///
  /// Nothing of the allocation's making is used, so that a mistake there is found here; the same is
  /// asked of what was stored.
  ///
  /// - Parameters:
  ///   - showings: the pairs that are shown.
  ///   - shortages: why positions have nobody; each is checked and counts only where it is right.
  ///   - lists: the lists of the run, each position once.
  ///   - already: how often a candidate stands in earlier lists of the same date.
  /// - Returns: the properties in the order of their names, the counterfactual and the recorded ones
  ///   left out.
  package func verify(
    _ showings: [Showing], shortages: [Allocation.Shortage], lists: [PositionList],
    already: [String: Int] = [:]
  ) -> [Property] {
    let method = snapshot.method
    let examined = Examination(showings, lists: lists, already: already, method: method)
    let broken = showings.count { !isAllowed($0) }
    return [
      Property(.gates, value: broken),
      Property(.ceiling, value: examined.aboveCeiling),
      Property(.capacity, value: examined.overfull),
      Property(.floor, value: max(0, examined.unserved - examined.proven(shortages))),
      Property(.listed, value: examined.unlisted),
      Property(
        .blockingPairs, value: examined.blockingPairs, tolerance: method.toleratedBlockingPairs),
      Property(
        .exposureGini, value: examined.exposureGini, tolerance: method.toleratedExposureGini),
      Property(.coverage, value: examined.coverage, tolerance: method.toleratedCoverage),
      Property(.fresh, value: examined.fresh, tolerance: method.toleratedFresh),
      Property(.meanScoreLoss, value: examined.meanScoreLoss, tolerance: method.toleratedScoreLoss),
    ]
  }

  /// Whether the snapshot allows a pair: as a match with no failing gate, as a near one with at most
  /// one that allows it and is not the area.
  private func isAllowed(_ showing: Showing) -> Bool {
    guard let position = snapshot.positionRow(showing.position),
      let candidate = snapshot.candidateRow(showing.candidate)
    else { return false }
    let mask = snapshot.gates(position: position, candidate: candidate)
    guard let failure = mask.firstFailure else { return true }
    return showing.isNear && mask.failureCount == 1 && failure.allowsNearMatch && failure != .area
  }
}

/// Short lists beside the lists they were chosen from.
private struct Examination {
  private let lists: [PositionList]
  private let already: [String: Int]
  private let method: Method
  /// The listed matches that are shown for each position.
  private var held: [String: [Match]] = [:]
  /// The last in the order of the lists of the matches each candidate is shown in.
  private var worst: [String: Match] = [:]
  /// How often each candidate is shown as a match.
  private var shown: [String: Int] = [:]
  private(set) var unlisted = 0
  private(set) var overfull = 0

  init(_ showings: [Showing], lists: [PositionList], already: [String: Int], method: Method) {
    self.lists = lists
    self.already = already
    self.method = method
    let places = Dictionary(lists.map { ($0.position, $0) }) { first, _ in first }
    for (position, own) in Dictionary(grouping: showings, by: \.position) {
      examineSlots(own)
      examine(own, of: places[position])
    }
    for match in held.values.joined()
    where worst[match.candidate].map({ Match.precedes($0, match) }) ?? true {
      worst[match.candidate] = match
    }
  }

  /// Whether the places of a position are as many as allowed and count from 1.
  private mutating func examineSlots(_ showings: [Showing]) {
    let slots = showings.filter { !$0.isNear }.map(\.slot).sorted()
    let near = showings.filter(\.isNear).map(\.slot).sorted()
    let nearAllowed = slots.count < method.capacity ? method.nearPerPosition : 0
    let isRight =
      slots.count <= method.capacity && near.count <= nearAllowed
      && slots.elementsEqual(1..<slots.count + 1) && near.elementsEqual(1..<near.count + 1)
    if !isRight { overfull += 1 }
  }

  /// Whether what is shown for a position is listed there, worth it, and shown once.
  private mutating func examine(_ showings: [Showing], of list: PositionList?) {
    var listed: [String: Match] = [:]
    for match in (list?.near ?? []) + (list?.matches ?? []) { listed[match.candidate] = match }
    var seen: Set<String> = []
    for showing in showings {
      let isNew = seen.insert(showing.candidate).inserted
      let match = listed[showing.candidate]
      let isListed = match.map { $0.score == showing.score && ($0.away != nil) == showing.isNear }
      if !isNew || isListed != true || showing.score < method.minimumScore { unlisted += 1 }
      guard !showing.isNear else { continue }
      shown[showing.candidate, default: 0] += 1
      if let match, isListed == true { held[showing.position, default: []].append(match) }
    }
  }

  /// What of a list is worth showing.
  private func worthListing(_ list: PositionList) -> [Match] {
    list.matches.filter { $0.score >= method.minimumScore }
  }

  /// How many lists of the date a candidate stands in.
  private func count(_ candidate: String) -> Int {
    already[candidate, default: 0] + shown[candidate, default: 0]
  }

  /// Lists of other runs may have passed the ceiling; only who is added to here counts.
  var aboveCeiling: Int { shown.keys.count { count($0) > method.ceiling } }

  var unserved: Int {
    method.floor == 0
      ? 0 : lists.count { held[$0.position] == nil && !worthListing($0).isEmpty }
  }

  /// How many empty positions shortages prove unavoidable; one that is not right proves nothing.
  func proven(_ shortages: [Allocation.Shortage]) -> Int {
    let places = Dictionary(lists.map { ($0.position, $0) }) { first, _ in first }
    var used: Set<String> = []
    var usedCandidates: Set<String> = []
    var count = 0
    for shortage in shortages {
      let candidates = Set(shortage.candidates)
      let positions = Set(shortage.positions)
      let room = candidates.reduce(0) { $0 + max(0, method.ceiling - already[$1, default: 0]) }
      let isRight =
        room == shortage.room && used.isDisjoint(with: positions)
        && usedCandidates.isDisjoint(with: candidates)
        && positions.allSatisfy { position in
          let list = places[position].map { worthListing($0) } ?? []
          return !list.isEmpty && list.allSatisfy { candidates.contains($0.candidate) }
        }
      guard isRight else { continue }
      used.formUnion(positions)
      usedCandidates.formUnion(candidates)
      count += max(0, positions.count - room)
    }
    return count
  }

  /// Pairs that both sides would rather have than what they hold, for each position.
  var blockingPairs: Millionths {
    guard !lists.isEmpty else { return 0 }
    var blocking = 0
    for list in lists {
      let own = held[list.position] ?? []
      let names = Set(own.map(\.candidate))
      let last = own.count < method.capacity ? nil : own.max(by: Match.precedes)
      for match in worthListing(list) where !names.contains(match.candidate) {
        let isWanted = last.map { Match.precedes(match, $0) } ?? true
        let wants =
          count(match.candidate) < method.ceiling
          || worst[match.candidate].map { Match.precedes(match, $0) } ?? false
        if isWanted && wants { blocking += 1 }
      }
    }
    return blocking * Score.unit / lists.count
  }

  /// How often each candidate worth listing is shown, ascending, earlier lists included.
  private var exposures: [Int] {
    Set(lists.flatMap { worthListing($0).map(\.candidate) }).map { count($0) }.sorted()
  }

  var exposureGini: Millionths { gini(exposures) }

  var coverage: Millionths {
    let exposures = exposures
    return exposures.isEmpty
      ? Score.unit : exposures.count { $0 > 0 } * Score.unit / exposures.count
  }

  /// One list and two others are three.
  var fresh: Millionths {
    let listed = lists.filter { !worthListing($0).isEmpty }
    let count = listed.count { list in
      (held[list.position] ?? []).contains { self.count($0.candidate) <= 3 }
    }
    return listed.isEmpty ? Score.unit : count * Score.unit / listed.count
  }

  /// The mean, over the pairs shown, of the score at the same place of the position's own list less
  /// the score shown.
  var meanScoreLoss: Millionths {
    var loss = 0
    var count = 0
    for list in lists {
      let own = (held[list.position] ?? []).sorted(by: Match.precedes)
      for (given, best) in zip(own, list.matches) {
        loss += best.score - given.score
        count += 1
      }
    }
    return count == 0 ? 0 : loss / count
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
