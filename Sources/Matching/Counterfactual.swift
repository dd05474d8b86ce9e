/// A copy of a snapshot in which all that must not matter is different.
///
/// Ids of positions and candidates are dealt out anew, and so are the codes that only name something
/// (companies, territories, communes, departments, regions, diplomas); rows come in another order;
/// the centres of search areas lie elsewhere, as far as the same workplaces stay inside. Identities
/// (``Candidate/identity``), which ties are drawn with, stay. Matched and allocated again, the copy
/// must give the same lists up to the renaming: whatever lets one of these in is found out.
package struct Counterfactual: Sendable {
  /// The copy.
  package let snapshot: Snapshot
  /// How many centres of search areas lie elsewhere.
  package let movedCentres: Int
  private let positionNames: [String: String]
  private let candidateNames: [String: String]

  /// Makes the copy; what comes where is drawn with the key of the snapshot.
  ///
  /// - Throws: ``SnapshotError``, only where the original could not have been made either.
  package init(of original: Snapshot) throws(SnapshotError) {
    var chance = Chance(original.key)
    let positions = (0..<original.positionCount).map { original.position(at: $0) }
    let candidates = (0..<original.candidateCount).map { original.candidate(at: $0) }
    let positionNames = chance.renaming(positions.map(\.id))
    let candidateNames = chance.renaming(candidates.map(\.id))
    self.positionNames = positionNames
    self.candidateNames = candidateNames
    let names = Names(positions, candidates, &chance)
    let places = Places(positions.compactMap(\.point))
    var builder = Snapshot.Builder(reference: original.reference)
    var moved = 0
    for position in positions.shuffled(using: &chance) {
      builder.add(names.rename(position, to: positionNames[position.id] ?? position.id))
    }
    for candidate in candidates.shuffled(using: &chance) {
      var twin = names.rename(candidate, to: candidateNames[candidate.id] ?? candidate.id)
      twin.refused = candidate.refused.map { positionNames[$0] ?? $0 }
      for case (let index, .circle(let centre, let limit)) in twin.areas.enumerated() {
        guard let other = places.another(centre, limit, &chance) else { continue }
        twin.areas[index] = .circle(other, chordSquaredLimit: limit)
        moved += 1
      }
      builder.add(twin)
    }
    movedCentres = moved
    snapshot = try builder.build(
      date: original.date, week: original.week, key: original.key, method: original.method,
      programme: original.programme)
  }

  /// Numbers by candidate, under the ids of the copy.
  package func renamed(_ already: [String: Int]) -> [String: Int] {
    Dictionary(uniqueKeysWithValues: already.map { (candidateNames[$0] ?? $0, $1) })
  }

  /// How many positions have another list or another short list in the copy.
  ///
  /// A list is the same when all of it is, but for the names: pairs, order, scores, what is missing
  /// and what decided ties.
  package func differences(
    between original: (lists: [PositionList], allocation: Allocation),
    and copy: (lists: [PositionList], allocation: Allocation), threads: Int = 1
  ) async -> Int {
    let lists = Dictionary(copy.lists.map { ($0.position, $0) }) { first, _ in first }
    let pairs = Dictionary(copy.allocation.positions.map { ($0.position, $0) }) { first, _ in first
    }
    let given = Array(zip(original.lists, original.allocation.positions))
    let differ = await inParts(of: given, threads: threads, largest: 512) { part in
      part.map { list, short in
        let name = renamed(position: list.position)
        let expected = PositionList(
          position: name, matches: renamed(list.matches), near: renamed(list.near),
          matchCount: list.matchCount, nearCount: list.nearCount)
        let expectedPairs = Allocation.PositionPairs(
          position: renamed(position: short.position), matches: renamed(short.matches),
          near: renamed(short.near))
        return lists[name] != expected || pairs[expectedPairs.position] != expectedPairs
      }
    }
    return abs(original.lists.count - copy.lists.count) + differ.count { $0 }
  }

  private func renamed(position: String) -> String { positionNames[position] ?? position }

  private func renamed(_ matches: [Match]) -> [Match] {
    matches.map {
      $0.renamed(
        position: renamed(position: $0.position),
        candidate: candidateNames[$0.candidate] ?? $0.candidate)
    }
  }
}

/// The codes that only name something, under other names.
private struct Names {
  private let companies, territories, communes, departments, regions, diplomas: [String: String]

  init(_ positions: [Position], _ candidates: [Candidate], _ chance: inout Chance) {
    companies = chance.renaming(positions.map(\.company) + candidates.flatMap(\.invisibleTo))
    communes = chance.renaming(positions.compactMap(\.commune))
    diplomas = chance.renaming(candidates.compactMap(\.diploma))
    var territories = positions.compactMap(\.territory)
    var departments = positions.compactMap(\.department)
    var regions = positions.compactMap(\.region)
    for area in candidates.lazy.flatMap(\.areas) {
      switch area {
      case .territory(let id): territories.append(id)
      case .department(let code): departments.append(code)
      case .region(let code): regions.append(code)
      case .circle, .country: break
      }
    }
    self.territories = chance.renaming(territories)
    self.departments = chance.renaming(departments)
    self.regions = chance.renaming(regions)
  }

  func rename(_ position: Position, to id: String) -> Position {
    var position = position
    position.id = id
    position.company = companies[position.company] ?? position.company
    position.territory = position.territory.flatMap { territories[$0] }
    position.commune = position.commune.flatMap { communes[$0] }
    position.department = position.department.flatMap { departments[$0] }
    position.region = position.region.flatMap { regions[$0] }
    return position
  }

  func rename(_ candidate: Candidate, to id: String) -> Candidate {
    var candidate = candidate
    candidate.id = id
    candidate.diploma = candidate.diploma.flatMap { diplomas[$0] }
    candidate.invisibleTo = candidate.invisibleTo.map { companies[$0] ?? $0 }
    candidate.areas = candidate.areas.map { area in
      switch area {
      case .territory(let id): .territory(territories[id] ?? id)
      case .department(let code): .department(departments[code] ?? code)
      case .region(let code): .region(regions[code] ?? code)
      case .circle, .country: area
      }
    }
    return candidate
  }
}

/// Where the workplaces are, so that a circle can be moved without losing or gaining one.
private struct Places {
  /// Each place once, by x.
  private let points: [Point]

  init(_ points: [Point]) {
    self.points = unique(points.sorted { ($0.x, $0.y, $0.z) < ($1.x, $1.y, $1.z) })
  }

  /// Another centre with the same places inside; nil where none of a few attempts gives one.
  func another(_ centre: Point, _ limit: Int64, _ chance: inout Chance) -> Point? {
    let radius = Double(limit).squareRoot()
    // Where a circle is a point, some six kilometres are tried first.
    var shift = max(radius, 1_000_000)
    for _ in 0..<5 {
      shift /= 2
      let other = centre.moved(by: shift, &chance)
      if other != centre, other.isOnTheGlobe, isSame(centre, other, limit, radius) { return other }
    }
    return nil
  }

  private func isSame(_ one: Point, _ other: Point, _ limit: Int64, _ radius: Double) -> Bool {
    let reach = Int64(radius) + 1
    let last = Int64(max(one.x, other.x)) + reach
    var index = first(from: Int64(min(one.x, other.x)) - reach)
    while index < points.count, Int64(points[index].x) <= last {
      let point = points[index]
      if (one.chordSquared(to: point) <= limit) != (other.chordSquared(to: point) <= limit) {
        return false
      }
      index += 1
    }
    return true
  }

  private func first(from x: Int64) -> Int {
    var low = 0
    var high = points.count
    while low < high {
      let middle = (low + high) / 2
      if Int64(points[middle].x) < x { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Point {
  /// A point so far away on the globe, in a direction that is drawn.
  fileprivate func moved(by shift: Double, _ chance: inout Chance) -> Point {
    let one = Double(1 << 30)
    let from = SIMD3(Double(x), Double(y), Double(z)) / one
    let drawn = SIMD3<Double>.random(in: -1...1, using: &chance)
    let along = drawn - (from * drawn).sum() * from
    let length = (along * along).sum().squareRoot()
    guard length > 0 else { return self }
    let to = from + along * (shift / one / length)
    let rounded = (to * (one / (to * to).sum().squareRoot())).rounded(.toNearestOrEven)
    return Point(x: Int32(rounded.x), y: Int32(rounded.y), z: Int32(rounded.z))
  }
}

/// Numbers drawn with a run's key (SplitMix64, Steele and others 2014).
private struct Chance: RandomNumberGenerator {
  private var state: UInt64

  init(_ key: [UInt8]) {
    var hash = KeyedHash(key: KeyedHash.words(key))
    hash.combine("counterfactual")
    state = hash.finish()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }

  /// Deals names out among those who have them.
  mutating func renaming(_ names: [String]) -> [String: String] {
    let names = unique(names.sorted())
    return Dictionary(uniqueKeysWithValues: zip(names, names.shuffled(using: &self)))
  }
}
