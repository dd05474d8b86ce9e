/// Finds the best candidates of one position at a time; the memory one worker reuses.
///
/// Every pair whose gates pass is scored in full, or passed by because a bound on its score lies
/// strictly below the last one listed. A bound is the product of the most `side_candidate` can be
/// (``CandidateBound``) and the most `side_position` can (``SkillBound`` and the occupation): of a
/// chunk first, then of an entry. Whoever wishes a near occupation is read first, so that the bar
/// rises early.
struct Search: ~Copyable {
  private let snapshot: Snapshot
  private let index: Index
  // What is read most, to be reached without going through the above.
  private let words: [UInt64]
  private let wishes: [Index.Wishes]
  private let entries: [Index.Entry]
  private let signatures: [Index.Signature]
  private let held: [CandidateColumns.Held]
  private let credits: [Int32]
  private let facts: [CandidateColumns.Facts]
  private let ties: PairTies
  private var scorer: Scorer
  private var candidateBound: CandidateBound
  private var skillBound = SkillBound()
  private var top: TopList
  /// How many pairs have been scored.
  private(set) var scoredCount = 0

  // The position turned to.
  private var position = 0
  private var positionTie: UInt64 = 0
  private var minuend: UInt64 = 0
  private var contractBits: UInt64 = 0
  private var missionBits: UInt64 = 0
  private var sectorBits: UInt64 = 0
  private var tellsMission = false
  private var tellsSector = false
  private var needsGates = false
  private var isWhole = false
  private var point: Point?
  private var reach: [Int] = []
  /// The row of the credits of occupations, or nothing where the position has none.
  private var nearness = 0..<0
  /// The highest credit of each sixteen occupations.
  private var blocks: [Int32] = []
  private var weight = 0
  private var occupationWeight = 0
  /// What languages can bring to `side_position` times its weights.
  private var languages = 0
  private let unknownOccupation: Int
  /// What an occupation wished is worth where the position has none.
  private let untoldOccupation: Int32

  /// The most `side_candidate` can be, by step of the credit of the occupation wished.
  private var wishedMost: [Most] = []
  /// The same where no occupation is wished, by what the missions say.
  private var wishlessMost: [Most] = []
  /// What the skills held in a chunk can add to `side_position` times its weights.
  private var gains: [Int]
  private var survivors: [Survivor] = []
  private var passing: [UInt32] = []
  private var promising: [Promising] = []
  /// The last position each candidate with several entries was scored for.
  private var stamps: [UInt32]
  private var stamp: UInt32 = 0

  /// The most `side_candidate` can be: of all, of those whose sectors, of those whose missions do
  /// not meet the position.
  private struct Most {
    var all = 0
    var otherSector = 0
    var otherMission = 0

    init(_ bound: borrowing CandidateBound, _ occupation: Int32?, _ missions: [CandidateBound.Wish])
    {
      all = bound.most(occupation, missions, [.none, .met])
      otherSector = bound.most(occupation, missions, [.unmet])
      otherMission = missions.count > 1 ? bound.most(occupation, [.unmet], [.none, .met]) : all
    }

    init(_ left: Most, _ right: Most) {
      all = max(left.all, right.all)
      otherSector = max(left.otherSector, right.otherSector)
      otherMission = max(left.otherMission, right.otherMission)
    }
  }

  /// An entry whose wishes leave a chance.
  private struct Promising {
    var place: UInt32
    /// The most `side_candidate` can be.
    var candidateSide: Int32
    /// What but skills can bring to `side_position` times its weights.
    var rest: Int
  }

  /// A part of a chunk that may hold somebody good enough.
  private struct Survivor {
    var range: Range<Int>
    /// What skills can bring to `side_position` times its weights.
    var skills: Int
    var positionSide: Int
    var most: Most

    /// The bound on the product of the sides.
    var bound: Int { positionSide * most.all }
  }

  init(_ snapshot: Snapshot, _ index: Index, limit: Int) {
    self.snapshot = snapshot
    self.index = index
    words = index.words
    wishes = index.wishes
    entries = index.entries
    signatures = index.signatures
    held = index.held
    credits = snapshot.vocabulary.credits.values
    facts = snapshot.candidates.facts
    ties = PairTies(key: snapshot.key)
    scorer = Scorer(snapshot)
    candidateBound = CandidateBound(snapshot.method)
    top = TopList(limit: limit)
    stamps = [UInt32](repeating: 0, count: snapshot.candidateCount)
    gains = [Int](repeating: 0, count: index.chunks.count)
    unknownOccupation = snapshot.method.priorPositionOccupation
    untoldOccupation = Int32(snapshot.method.priorCandidateOccupation)
  }

  /// The best candidates of a position whose gates do not fail, in order.
  mutating func best(_ position: Int) -> [Ranked] {
    guard snapshot.positions.facts[position].isOpen else { return [] }
    prepare(position)
    top.reset()
    readNear()
    findSurvivors()
    // The best chunks first, for the bar to rise.
    let split = 2 * bar
    for place in survivors.indices where survivors[place].bound >= split { read(place) }
    for place in survivors.indices where survivors[place].bound < split { read(place) }
    return top.sorted()
  }

  private mutating func prepare(_ position: Int) {
    self.position = position
    let facts = snapshot.positions.facts[position]
    positionTie = facts.tie
    scorer.prepare(position)
    candidateBound.prepare(facts, index)
    skillBound.prepare(scorer)
    let word = GateWord(facts, date: snapshot.date, method: snapshot.method)
    minuend = word.minuend
    contractBits = word.contractBits
    tellsMission = facts.mission != .none
    tellsSector = facts.sector != .none
    missionBits = GateWord.missions(candidateBound.missionBit)
    sectorBits = GateWord.sectors(candidateBound.sectorBit)
    let asked = snapshot.positions.languages.range(position)
    needsGates =
      !word.isExact || asked.contains { snapshot.positions.languages.values[$0].isRequired }
    point = facts.point
    reach.removeAll(keepingCapacity: true)
    for place in index.places.indices where index.mayReach(place, facts) { reach.append(place) }
    (weight, languages) = scorer.weights
    isWhole = languages == 0 && candidateBound.isExact
    occupationWeight = facts.occupation == nil ? 0 : snapshot.method.weightPositionOccupation
    nearness = facts.occupation.map { snapshot.vocabulary.credits.range($0) } ?? 0..<0
    prepareOccupations()
    stamp += 1
  }

  private mutating func prepareOccupations() {
    blocks.removeAll(keepingCapacity: true)
    for first in stride(from: nearness.lowerBound, to: nearness.upperBound, by: 16) {
      var most: Int32 = 0
      for place in first..<min(first + 16, nearness.upperBound) {
        most = max(most, credits[place])
      }
      blocks.append(most)
    }
    wishedMost.removeAll(keepingCapacity: true)
    for step in 0...Index.step(Int32(Score.unit)) {
      wishedMost.append(
        Most(candidateBound, min(Int32((step + 1) << 14), Int32(Score.unit)), [.none, .met]))
    }
    wishlessMost.removeAll(keepingCapacity: true)
    for missions in [CandidateBound.Wish.none, .met, .unmet] {
      wishlessMost.append(Most(candidateBound, nil, [missions]))
    }
  }

  /// The square of the bar, times the weight of all that is asked.
  private var bar: Int { Int(top.floor) * Int(top.floor) * weight }

  private static var nearCredit: Int32 { 500_000 }

  /// Reads the classes of those who wish an occupation at least half as good as the same.
  private mutating func readNear() {
    for place in nearness {
      let occupation = Int(index.order[place])
      let credit = credits[nearness.lowerBound + occupation]
      guard credit >= Search.nearCredit else { return }
      for area in reach {
        for kind in [occupation, index.occupationCount + occupation] {
          let key = area * index.classCount + kind
          stream(
            Int(index.starts[key])..<Int(index.starts[key + 1]), skills: skillBound.all,
            isNear: true, missions: .max, sectors: .max)
        }
      }
    }
  }

  /// Finds the chunks whose best member could enter the list.
  private mutating func findSurvivors() {
    survivors.removeAll(keepingCapacity: true)
    let bar = bar
    for area in reach {
      let first = Int(index.starts[area * index.classCount])
      let end = Int(index.starts[(area + 1) * index.classCount])
      guard first < end else { continue }
      let chunks = first >> Index.chunkShift...(end - 1) >> Index.chunkShift
      addGains(chunks)
      for chunk in chunks {
        let (occupation, most) = most(index.chunks[chunk])
        let skills = min(skillBound.base + gains[chunk], skillBound.all)
        let side = skills + languages + occupationWeight * Int(occupation)
        guard side * most.all >= bar else { continue }
        let start = chunk << Index.chunkShift
        survivors.append(
          Survivor(
            range: max(first, start)..<min(end, start + 1 << Index.chunkShift),
            skills: skills, positionSide: side, most: most))
      }
    }
  }

  /// Sums what the skills held in some chunks can add.
  private mutating func addGains(_ chunks: ClosedRange<Int>) {
    for chunk in chunks { gains[chunk] = 0 }
    let words = chunks.lowerBound >> 6...chunks.upperBound >> 6
    for (row, gain) in skillBound.rows {
      let start = row * index.rowLength
      for word in words {
        var bits = index.bitmap[start + word]
        if word == words.lowerBound { bits &= .max << UInt64(chunks.lowerBound & 63) }
        if word == words.upperBound { bits &= .max >> UInt64(63 - chunks.upperBound & 63) }
        while bits != 0 {
          gains[word << 6 + bits.trailingZeroBitCount] += gain
          bits &= bits &- 1
        }
      }
    }
  }

  /// The most a chunk's occupations count for the position, and the most `side_candidate` can be.
  @inline(__always)
  private func most(_ chunk: Index.Chunk) -> (occupation: Int32, Most) {
    let unit = Int32(Score.unit)
    let count = index.occupationCount
    let first = Int(chunk.firstClass)
    let last = Int(chunk.lastClass)
    if last < count {
      let credit = highest(first...last)
      return (credit, wishedMost[Index.step(credit)])
    }
    let studied: Int32 =
      if chunk.highStudied == Index.Wishes.several {
        unit
      } else if chunk.lowStudied <= chunk.highStudied {
        max(
          Int32(unknownOccupation), highest(Int(chunk.lowStudied)...Int(chunk.highStudied)))
      } else {
        Int32(unknownOccupation)
      }
    if first >= count, last < 2 * count {
      let credit = highest(first - count...last - count)
      return (max(credit, studied), wishedMost[Index.step(credit)])
    }
    let wishless = Most(Most(wishlessMost[0], wishlessMost[1]), wishlessMost[2])
    guard first >= 2 * count else {
      return (unit, Most(wishless, wishedMost[wishedMost.count - 1]))
    }
    guard first == last else { return (studied, wishless) }
    let missions = UInt8(first - 2 * count)
    let kind = missions == 0 ? 0 : missions & candidateBound.missionBit != 0 ? 1 : 2
    return (studied, wishlessMost[kind])
  }

  /// The highest credit of some occupations, or a little more.
  @inline(__always)
  private func highest(_ occupations: ClosedRange<Int>) -> Int32 {
    guard !nearness.isEmpty else { return untoldOccupation }
    guard occupations.count > 1 else {
      return credits[nearness.lowerBound + occupations.lowerBound]
    }
    var most: Int32 = 0
    for block in occupations.lowerBound >> 4...occupations.upperBound >> 4 {
      most = max(most, blocks[block])
    }
    return most
  }

  /// Reads a part of a chunk, of those only who have a chance by their missions and sectors.
  private mutating func read(_ place: Int) {
    let part = survivors[place]
    let bar = bar
    guard part.bound >= bar else { return }
    let needsSector = tellsSector && part.positionSide * part.most.otherSector < bar
    let needsMission = tellsMission && part.positionSide * part.most.otherMission < bar
    stream(
      part.range, skills: part.skills, isNear: false, missions: needsMission ? missionBits : .max,
      sectors: needsSector ? sectorBits : .max)
  }

  /// Reads entries in steps, each of which reads something else of those that are left; so the memory
  /// of many is fetched at a time.
  private mutating func stream(
    _ range: Range<Int>, skills: Int, isNear: Bool, missions: UInt64, sectors: UInt64
  ) {
    let minuend = minuend
    let contracts = contractBits
    let guards = GateWord.guards
    passing.removeAll(keepingCapacity: true)
    for place in range {
      let word = words[place]
      if (minuend &- word) & guards == guards, word & contracts != 0, word & sectors != 0,
        word & missions != 0
      {
        passing.append(UInt32(truncatingIfNeeded: place))
      }
    }
    guard !passing.isEmpty else { return }
    let bar = bar
    promising.removeAll(keepingCapacity: true)
    for place in passing {
      let wish = wishes[Int(place)]
      let wished = wishedCredit(wish)
      if !isNear, let wished, wished >= Search.nearCredit, !nearness.isEmpty { continue }
      let most = candidateBound.most(wished, wish)
      let rest = languages + occupationWeight * occupationCredit(wish, wished)
      if (skills + rest) * most >= bar {
        promising.append(Promising(place: place, candidateSide: Int32(most), rest: rest))
      }
    }
    var kept = 0
    for index in promising.indices {
      let item = promising[index]
      let entry = entries[Int(item.place)]
      if entry.limit >= 0, let point, !entry.reaches(point) { continue }
      promising[kept] = item
      kept += 1
    }
    for index in 0..<kept {
      let item = promising[index]
      let signature = signatures[Int(item.place)]
      let side = Int(item.candidateSide)
      let isEmpty = entries[Int(item.place)].heldCount == 0
      let most = isEmpty ? skillBound.empty : skillBound.most(signature)
      guard (most + item.rest) * side >= bar,
        isEmpty || (skillBound.mostWithNear(signature) + item.rest) * side >= bar
      else { continue }
      examine(Int(item.place))
    }
  }

  private mutating func examine(_ place: Int) {
    let entry = entries[place]
    let row = Int(entry.row)
    if entry.isRepeated {
      guard stamps[row] != stamp else { return }
      stamps[row] = stamp
    }
    if needsGates || entry.needsGates {
      guard snapshot.gates(position: position, candidate: row).failureCount == 0 else { return }
    }
    let wish = wishes[place]
    let wished = wishedCredit(wish)
    score(entry, wish, wished, occupationCredit(wish, wished))
  }

  /// What the occupation wished is worth; nil where none is.
  @inline(__always)
  private func wishedCredit(_ entry: Index.Wishes) -> Int32? {
    guard entry.wished != Index.Wishes.none else { return nil }
    guard !nearness.isEmpty else { return untoldOccupation }
    return credits[nearness.lowerBound + Int(entry.wished)]
  }

  /// What the occupations count for the position, of several studied at most.
  @inline(__always)
  private func occupationCredit(_ entry: Index.Wishes, _ wished: Int32?) -> Int {
    guard !nearness.isEmpty else { return 0 }
    switch entry.studied {
    case Index.Wishes.none: return wished.map { Int($0) } ?? unknownOccupation
    case Index.Wishes.several: return Score.unit
    case let studied:
      let credit = credits[nearness.lowerBound + Int(studied)]
      return Int(max(wished ?? 0, credit))
    }
  }

  private mutating func score(
    _ entry: Index.Entry, _ wishes: Index.Wishes, _ wished: Int32?, _ occupation: Int
  ) {
    scoredCount += 1
    let row = Int(entry.row)
    let sides: (position: Millionths, candidate: Millionths)
    if isWhole, entry.isWhole {
      let start = Int(entry.heldStart)
      scorer.weigh(held, start..<start + Int(entry.heldCount))
      sides = (
        scorer.positionSide(
          isTold: entry.heldCount > 0, occupation: nearness.isEmpty ? nil : occupation),
        candidateBound.value(wished, wishes)
      )
    } else {
      _ = scorer.weigh(row)
      sides = scorer.sides(row)
    }
    let score = Score.combine(sides.position, sides.candidate)
    guard top.admits(score) else { return }
    top.insert(
      Ranked(
        score: Int32(score), exposures: facts[row].exposures,
        tie: ties.tie(positionTie, facts[row].tie), row: entry.row,
        positionSide: Int32(sides.position), candidateSide: Int32(sides.candidate)))
  }
}
