/// Finds the best candidates of one position at a time; the memory one worker reuses.
///
/// Every pair whose gates pass is scored in full, or passed by because a bound on its score lies
/// strictly below the last one listed: the product of ``CandidateBound`` and ``SkillBound`` with the
/// occupation. Classes whose best bound is too low are passed by whole; the others are read in an
/// order that lets the bar rise early: near occupations first.
struct Search {
  /// What the entries of a class have in common.
  private struct Class {
    /// The value of the occupation wished in `side_candidate`; nil where none is.
    var wished: Int32?
    /// Whether an entry's studied occupation counts beside the one wished.
    var readsStudied: Bool
    /// The bits of a mission and a sector one of which a word must share.
    var missionBits = UInt64.max
    var sectorBits = UInt64.max
  }

  private let snapshot: Snapshot
  private var scorer: Scorer
  private var candidateBound: CandidateBound
  private var skillBound = SkillBound()
  private var top: TopList
  /// How many pairs have been scored.
  private(set) var scoredCount = 0

  // The position turned to.
  private var position = 0
  private var minuend: UInt64 = 0
  private var contractBits: UInt64 = 0
  private var needsGates = false
  private var point: Point?
  private var reach: [Int] = []
  /// The credit of each occupation, or nothing where the position has none.
  private var nearness = 0..<0
  private var weight = 0
  private var occupationWeight = 0
  /// What languages can bring to `side_position`.
  private var languages = 0
  private var unknownOccupation = 0

  /// The last position each candidate with several entries was scored for.
  private var stamps: [UInt32]
  private var stamp: UInt32 = 0

  init(_ snapshot: Snapshot, limit: Int) {
    self.snapshot = snapshot
    scorer = Scorer(snapshot)
    candidateBound = CandidateBound(snapshot.method)
    top = TopList(limit: limit)
    stamps = [UInt32](repeating: 0, count: snapshot.candidateCount)
  }

  /// The best candidates of a position whose gates do not fail, in order.
  mutating func best(
    _ position: Int, _ index: Index, words: Span<UInt64>, entries: Span<Index.Entry>
  ) -> [Ranked] {
    guard snapshot.positions.facts[position].isOpen else { return [] }
    prepare(position, index)
    top.reset()
    let occupations = occupation(index)
    // Occupations at least half as good as the same, then whoever wishes none, then the others.
    let rest = wished(occupations, 0, above: 500_000, index, words, entries)
    wishless(index, words, entries)
    _ = wished(occupations, rest, above: 0, index, words, entries)
    return top.sorted()
  }

  private mutating func prepare(_ position: Int, _ index: Index) {
    self.position = position
    let facts = snapshot.positions.facts[position]
    scorer.prepare(position)
    candidateBound.prepare(facts)
    skillBound.prepare(scorer)
    let word = GateWord(facts, date: snapshot.date, method: snapshot.method)
    minuend = word.minuend
    contractBits = word.contractBits
    let asked = snapshot.positions.languages.range(position)
    needsGates =
      !word.isExact || asked.contains { snapshot.positions.languages.values[$0].isRequired }
    point = facts.point
    reach.removeAll(keepingCapacity: true)
    for place in index.places.indices where mayReach(place, facts, index) { reach.append(place) }
    (weight, languages) = scorer.weights
    occupationWeight = facts.occupation == nil ? 0 : snapshot.method.weightPositionOccupation
    nearness = facts.occupation.map { snapshot.vocabulary.credits.range($0) } ?? 0..<0
    unknownOccupation = snapshot.method.priorPositionOccupation
    stamp += 1
  }

  private func mayReach(
    _ place: Int, _ facts: PositionColumns.Facts, _ index: Index
  ) -> Bool {
    switch index.places[place] {
    case .anywhere: true
    case .cell: facts.point.map { index.boxes[place].mayReach($0) } ?? true
    case .territory(let id): !facts.hasPlace || facts.territory == id
    case .department(let code): facts.department == .none || facts.department == code
    case .region(let code): facts.region == .none || facts.region == code
    }
  }

  /// The occupations in the order they are read.
  private func occupation(_ index: Index) -> Range<Int> {
    nearness.isEmpty ? 0..<index.occupationCount : nearness
  }

  /// The square of the bar, times the weight of all that is asked.
  private var bar: Int { Int(top.floor) * Int(top.floor) * weight }

  /// Reads the classes of those who wish an occupation, down to a credit.
  ///
  /// - Returns: how many occupations have been read or can be passed by.
  private mutating func wished(
    _ occupations: Range<Int>, _ first: Int, above least: Int32, _ index: Index,
    _ words: Span<UInt64>, _ entries: Span<Index.Entry>
  ) -> Int {
    var step = Int.max
    var plain: Class?
    var other: Class?
    for place in first..<occupations.count {
      var occupation = place
      var credit = Int32(snapshot.method.priorCandidateOccupation)
      if !nearness.isEmpty {
        occupation = Int(index.order[nearness.lowerBound + place])
        credit = snapshot.vocabulary.credits.values[nearness.lowerBound + occupation]
      }
      if credit < least { return place }
      if Index.step(credit) != step {
        step = Index.step(credit)
        let most = nearness.isEmpty ? credit : min(Int32((step + 1) << 14), Int32(Score.unit))
        plain = demands(most, positionSide: Int(most), readsStudied: false)
        other = demands(most, positionSide: Score.unit, readsStudied: true)
        if plain == nil, other == nil { return occupations.count }
      }
      plain?.wished = credit
      other?.wished = credit
      for area in reach {
        let key = area * index.classCount + occupation
        if let plain {
          stream(Int(index.starts[key])..<Int(index.starts[key + 1]), plain, words, entries)
        }
        if let other {
          let key = key + index.occupationCount
          stream(Int(index.starts[key])..<Int(index.starts[key + 1]), other, words, entries)
        }
      }
    }
    return occupations.count
  }

  /// What a class must show in its words to have a chance; nil where it has none.
  private func demands(
    _ wished: Int32?, _ missions: [CandidateBound.Wish] = [.none, .met], positionSide: Int,
    readsStudied: Bool
  ) -> Class? {
    let most = skillBound.all + languages + occupationWeight * positionSide
    let bar = bar
    guard most * candidateBound.most(wished, missions, [.none, .met]) >= bar else { return nil }
    var result = Class(wished: wished, readsStudied: readsStudied)
    let facts = snapshot.positions.facts[position]
    if facts.sector != .none, most * candidateBound.most(wished, missions, [.unmet]) < bar {
      result.sectorBits = GateWord.bit(sector: facts.sector)
    }
    if facts.mission != .none, missions.count > 1,
      most * candidateBound.most(wished, [.unmet], [.none, .met]) < bar
    {
      result.missionBits = GateWord.bit(mission: facts.mission)
    }
    return result
  }

  /// Reads the classes of those who wish no occupation.
  private mutating func wishless(
    _ index: Index, _ words: Span<UInt64>, _ entries: Span<Index.Entry>
  ) {
    let mission = Int(candidateBound.missionBit)
    for kind in [CandidateBound.Wish.met, .none, .unmet] {
      guard let demand = demands(nil, [kind], positionSide: Score.unit, readsStudied: true) else {
        continue
      }
      for missions in 0..<Index.missionClasses {
        let isKind =
          switch kind {
          case .none: missions == 0
          case .met: missions & mission != 0
          case .unmet: missions != 0 && missions & mission == 0
          }
        guard isKind else { continue }
        for area in reach {
          let key = area * index.classCount + 2 * index.occupationCount + missions
          stream(Int(index.starts[key])..<Int(index.starts[key + 1]), demand, words, entries)
        }
      }
    }
  }

  private mutating func stream(
    _ range: Range<Int>, _ kind: Class, _ words: Span<UInt64>, _ entries: Span<Index.Entry>
  ) {
    let minuend = minuend
    let contracts = contractBits
    let guards = GateWord.guards
    for index in range {
      let word = words[index]
      if (minuend &- word) & guards == guards, word & contracts != 0,
        word & kind.sectorBits != 0, word & kind.missionBits != 0
      {
        examine(entries[index], kind)
      }
    }
  }

  private mutating func examine(_ entry: Index.Entry, _ kind: Class) {
    if entry.limit >= 0, let point, !entry.reaches(point) { return }
    let candidateSide = candidateBound.most(kind.wished, entry)
    let rest = languages + occupationWeight * occupationValue(entry, kind)
    let bar = bar
    guard (skillBound.all + rest) * candidateSide >= bar,
      (skillBound.most(entry.signature) + rest) * candidateSide >= bar
    else { return }
    let row = Int(entry.row)
    if entry.isRepeated {
      guard stamps[row] != stamp else { return }
      stamps[row] = stamp
    }
    if needsGates || entry.needsGates {
      guard snapshot.gates(position: position, candidate: row).failureCount == 0 else { return }
    }
    scoredCount += 1
    _ = scorer.weigh(row)
    let sides = scorer.sides(row)
    let score = Score.combine(sides.position, sides.candidate)
    guard top.admits(score) else { return }
    top.insert(
      Ranked(
        score: Int32(score), exposures: snapshot.candidates.facts[row].exposures,
        tie: snapshot.tie(position: position, candidate: row), row: entry.row,
        positionSide: Int32(sides.position), candidateSide: Int32(sides.candidate)))
  }

  /// The most the occupations of a candidate count for the position.
  private func occupationValue(_ entry: Index.Entry, _ kind: Class) -> Int {
    guard !nearness.isEmpty else { return 0 }
    let wished = Int(kind.wished ?? 0)
    guard kind.readsStudied else { return wished }
    switch entry.studied {
    case Index.Entry.several: return Score.unit
    case Index.Entry.unknown: return kind.wished == nil ? unknownOccupation : wished
    case let studied:
      let credits = snapshot.vocabulary.credits.values
      return max(wished, Int(credits[nearness.lowerBound + Int(studied)]))
    }
  }
}

extension Index.Entry {
  /// Whether a point lies in the circle searched.
  fileprivate func reaches(_ point: Point) -> Bool {
    Point(x: x, y: y, z: z).chordSquared(to: point) <= limit
  }
}
