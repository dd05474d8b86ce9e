/// Finds the best candidates of one position at a time; the memory one worker reuses.
///
/// Every pair whose gates pass is scored in full, or passed by because a bound on its score lies
/// strictly below the last one listed. A bound is the product of the most `side_candidate` can be
/// (``CandidateBound``) and the most `side_position` can (``SkillGains`` and the occupation). Who is
/// near by occupation is read first, so that the bar rises early (``ClassNeeds``); of the others,
/// classes whose bound is high enough without any asked skill, and whoever holds enough of them.
struct Search: ~Copyable {
  private let snapshot: Snapshot
  private let index: Index
  // What is read most, to be reached without going through the above.
  private let wishes: Shelf<Index.Wishes>
  private let entries: Shelf<Index.Entry>
  private let held: Shelf<CandidateColumns.Held>
  private let postings: Shelf<Postings.Posting>
  private let rows: Shelf<UInt64>
  private let credits: Shelf<Int32>
  private let starts: Shelf<UInt32>
  private let order: Shelf<UInt32>
  private let ties: PairTies
  private var scorer: Scorer
  private var candidateBound: CandidateBound
  private var gains: SkillGains
  private var needs: ClassNeeds
  private var top: TopList
  /// How many pairs have been scored.
  private(set) var scoredCount = 0

  // The position turned to.
  private var position = 0
  private var positionTie: UInt64 = 0
  private var minuend: UInt32 = 0
  private var needsGates = false
  private var isWhole = false
  private var point: Point?
  private var asked = GateBits.Asked()
  /// The places somebody may search in who searches where the position is, and their entries.
  private var reach: [Int] = []
  private var runs: [Range<Int>] = []
  private var reached = 0
  /// The row of the credits of occupations, or nothing where the position has none.
  private var nearness = 0..<0
  private var weight = 0
  private var occupationWeight = 0
  /// What languages can bring to `side_position` times its weights.
  private var languages = 0
  private let unknownOccupation: Int
  /// What an occupation wished is worth where the position has none.
  private let untoldOccupation: Int32

  /// Who passes the gates and has not been taken yet; of entries within reach only.
  private var passing: Scratch<UInt64>
  /// What skills gain each entry beyond what is granted, in steps of ``SkillGains/shift``.
  private var gained: Scratch<UInt16>
  /// The entries that gained something.
  private var touched: Scratch<UInt32>
  private var kept: Scratch<Postings.Posting>
  private var taken: Scratch<UInt32>
  private var promising: Scratch<Promising>
  /// The last position each candidate with several entries was scored for.
  private var stamps: [UInt32]
  private var stamp: UInt32 = 0

  /// An entry whose wishes leave a chance.
  struct Promising {
    var entry: UInt32
    /// The most `side_candidate` can be.
    var candidateSide: Int32
    /// What but skills can bring to `side_position` times its weights; then the bound on the product of
    /// the sides, times the weight of all that is asked.
    var bound: Int
  }

  init(_ snapshot: Snapshot, _ index: Index, limit: Int) {
    self.snapshot = snapshot
    self.index = index
    wishes = Shelf(index.wishes)
    entries = Shelf(index.entries)
    held = Shelf(index.held)
    postings = Shelf(index.postings.values)
    rows = Shelf(index.gates.rows)
    credits = Shelf(snapshot.vocabulary.credits.values)
    starts = Shelf(index.starts)
    order = Shelf(index.levels.order)
    ties = PairTies(key: snapshot.key)
    scorer = Scorer(snapshot)
    candidateBound = CandidateBound(snapshot.method)
    gains = SkillGains(snapshot)
    needs = ClassNeeds()
    top = TopList(limit: limit)
    stamps = [UInt32](repeating: 0, count: snapshot.candidateCount)
    let count = index.entries.count
    passing = Scratch(repeating: 0, capacity: (count + 63) / 64)
    gained = Scratch(repeating: 0, capacity: count)
    touched = Scratch(repeating: 0, capacity: count + 1)
    kept = Scratch(repeating: Postings.Posting(entry: 0, claim: 0), capacity: count + 1)
    taken = Scratch(repeating: 0, capacity: count)
    promising = Scratch(repeating: Promising(entry: 0, candidateSide: 0, bound: 0), capacity: count)
    unknownOccupation = snapshot.method.priorPositionOccupation
    untoldOccupation = Int32(snapshot.method.priorCandidateOccupation)
  }

  /// Finds the best candidates of a position whose gates do not fail, and adds them in order.
  mutating func best(_ position: Int, into lists: inout Ragged<Ranked>) {
    top.reset()
    if snapshot.positions.facts[position].isOpen { find(position) }
    lists.append(top.items)
  }

  private mutating func find(_ position: Int) {
    prepare(position)
    guard !asked.isNobody else { return }
    for run in runs where !run.isEmpty {
      passing.meet(
        rows, any: asked.contracts, all: asked.gates,
        in: run.lowerBound >> 6..<(run.upperBound - 1) >> 6 + 1)
    }
    readNearest()
    needs.prepare(
      bar: bar, languages: languages, occupationWeight: occupationWeight,
      levels: nearness.isEmpty ? nil : index.levels.row(nearness.lowerBound),
      occupationCount: index.occupationCount, candidateBound)
    needs.grant(gains, index, reached: reached)
    addGains()
    readClasses()
    readTouched()
  }

  private mutating func prepare(_ position: Int) {
    self.position = position
    let facts = snapshot.positions.facts[position]
    positionTie = facts.tie
    scorer.prepare(position)
    candidateBound.prepare(facts, index)
    gains.prepare(scorer, index.postings)
    let word = GateWord(facts, date: snapshot.date, method: snapshot.method)
    minuend = word.minuend
    index.gates.find(
      word, mission: facts.mission == .none ? nil : candidateBound.missionBit,
      sector: facts.sector == .none ? nil : candidateBound.sectorBit, &asked)
    let languages = snapshot.positions.languages.range(position)
    needsGates =
      !word.isExact || languages.contains { snapshot.positions.languages.values[$0].isRequired }
    point = facts.point
    reached = 0
    reach.removeAll(keepingCapacity: true)
    runs.removeAll(keepingCapacity: true)
    for place in index.places.indices where index.mayReach(place, facts) {
      reach.append(place)
      let range = index.range(place)
      reached += range.count
      if let last = runs.last, last.upperBound == range.lowerBound {
        runs[runs.count - 1] = last.lowerBound..<range.upperBound
      } else {
        runs.append(range)
      }
    }
    (weight, self.languages) = scorer.weights
    isWhole = self.languages == 0 && candidateBound.isExact
    occupationWeight = facts.occupation == nil ? 0 : snapshot.method.weightPositionOccupation
    nearness = facts.occupation.map { snapshot.vocabulary.credits.range($0) } ?? 0..<0
    stamp += 1
  }

  /// The square of the bar, times the weight of all that is asked.
  private var bar: Int { Int(top.floor) * Int(top.floor) * weight }

  /// How many entries are read before the bar is looked at.
  private static var firstRead: Int { 48 }

  /// Reads who wishes or studied the nearest occupations, those whose wishes are met first.
  private mutating func readNearest() {
    guard !nearness.isEmpty else { return }
    var first = 0
    for level in index.levels.row(nearness.lowerBound) {
      for wishes in ClassNeeds.Met.allCases {
        for kind in [Index.Kind.wished, .studied, .both] {
          take(first..<Int(level.end), kind, wishes)
        }
        if taken.count >= Search.firstRead { return look(granted: gains.all) }
      }
      first = Int(level.end)
    }
    look(granted: gains.all)
  }

  /// Takes the entries of some occupations, by their place in the order of credits.
  private mutating func take(
    _ ranks: Range<Int>, _ kind: Index.Kind, _ wishes: ClassNeeds.Met
  ) {
    guard !ranks.isEmpty, index.kindCounts[kind.rawValue] > 0 else { return }
    let occupations = index.occupationCount
    for place in reach {
      let all = index.range(place, kind)
      // To read a few too many may be less than to ask for each class.
      let others = 1 - Double(ranks.count) / Double(occupations)
      if nearness.isEmpty || 10 * Double(ranks.count) > Double(all.count) * (0.05 + 0.7 * others) {
        take(all, wishes)
        continue
      }
      let first = place * index.classCount + kind.firstClass(of: occupations)
      for rank in ranks {
        let key = first + Int(order[nearness.lowerBound + rank])
        take(Int(starts[key])..<Int(starts[key + 1]), wishes)
      }
    }
  }

  /// Takes the entries of a range that pass the gates, once.
  @inline(__always)
  private mutating func take(_ range: Range<Int>, _ wishes: ClassNeeds.Met) {
    guard !range.isEmpty else { return }
    let last = (range.upperBound - 1) >> 6
    var mask: UInt64 = .max << UInt64(range.lowerBound & 63)
    for word in range.lowerBound >> 6...last {
      if word == last { mask &= .max >> UInt64(63 - (range.upperBound - 1) & 63) }
      var bits = passing[word] & mask
      switch wishes {
      case .both: bits &= missionWord(word) & sectorWord(word)
      case .one: bits &= missionWord(word) | sectorWord(word)
      case .none: break
      }
      mask = .max
      guard bits != 0 else { continue }
      passing[word] &= ~bits
      while bits != 0 {
        taken.append(UInt32(truncatingIfNeeded: word << 6 + bits.trailingZeroBitCount))
        bits &= bits &- 1
      }
    }
  }

  /// Whose missions of sixty-four entries are met or not told.
  @inline(__always)
  private func missionWord(_ word: Int) -> UInt64 {
    asked.mission.map { rows[$0 + word] } ?? .max
  }

  /// Whose sectors of sixty-four entries are met or not told.
  @inline(__always)
  private func sectorWord(_ word: Int) -> UInt64 {
    asked.sector.map { rows[$0 + word] } ?? .max
  }

  /// Adds up what the skills that are not granted gain.
  private mutating func addGains() {
    for item in needs.counted { postings.prefetch(index.postings.range(item.row).lowerBound) }
    for item in needs.counted {
      let holders = index.postings.range(item.row)
      var place = holders.lowerBound
      for run in runs {
        place = Postings.first(
          postings, in: place..<holders.upperBound, of: holders, from: run.lowerBound,
          of: index.entries.count)
        kept.removeAll()
        while place < holders.upperBound {
          let posting = postings[place]
          let entry = posting.entry
          guard entry < run.upperBound else { break }
          let bits = passing[entry >> 6] &>> UInt64(truncatingIfNeeded: entry & 63)
          kept.append(posting, wanted: Int(truncatingIfNeeded: bits & 1))
          place &+= 1
        }
        for place in 0..<kept.count {
          let posting = kept[place]
          let gain = gains.claims[item.claims + posting.claim]
          let before = gained[posting.entry]
          touched.append(
            UInt32(truncatingIfNeeded: posting.entry), wanted: before == 0 && gain > 0 ? 1 : 0)
          gained[posting.entry] = before + gain
        }
      }
    }
  }

  /// Reads the classes whose bound is high enough without the skills that were added up.
  private mutating func readClasses() {
    for kind in [Index.Kind.wished, .studied, .both] {
      var from = 0
      for wishes in [ClassNeeds.Met.none, .one, .both] {
        let end = max(from, needs.end(kind, wishes))
        take(from..<end, kind, wishes)
        from = end
      }
    }
    for kind in [Index.Kind.neither, .several] {
      guard let wishes = needs.open(kind, unknownOccupation: unknownOccupation) else { continue }
      for place in reach { take(index.range(place, kind), wishes) }
    }
    look(granted: min(gains.all, gains.base + needs.granted))
  }

  /// Reads who gained enough and was not read with a class.
  private mutating func readTouched() {
    // Those who search everywhere stand first, by kind: what each kind has to gain is known.
    let isEverywhere = reach.first == 0
    let wishedEnd = isEverywhere ? index.range(0, .wished).upperBound : 0
    let studiedEnd = isEverywhere ? index.range(0, .studied).upperBound : 0
    let bothEnd = isEverywhere ? index.range(0, .both).upperBound : 0
    // What has to be gained in steps, by kind and by what of the wishes is met.
    var least = InlineArray<12, Int>(repeating: 0)
    for met in ClassNeeds.Met.allCases {
      let place = 2 - met.rawValue
      least[place] = needs.leastGain(.wished, met) >> gains.shift
      least[3 + place] = needs.leastGain(.studied, met) >> gains.shift
      least[6 + place] = needs.leastGain(.both, met) >> gains.shift
      least[9 + place] = index.hasOthers ? 0 : min(least[place], least[3 + place], least[6 + place])
    }
    for place in 0..<touched.count {
      let entry = touched[place]
      let number = Int(entry)
      let kind =
        (number < wishedEnd ? 0 : 3) &+ (number < studiedEnd ? 0 : 3) &+ (number < bothEnd ? 0 : 3)
      let bit = UInt64(number & 63)
      let met =
        (missionWord(number >> 6) &>> bit) & 1 &+ (sectorWord(number >> 6) &>> bit) & 1
      let isEnough = Int(gained[number]) >= least[kind &+ Int(truncatingIfNeeded: met)]
      taken.append(
        entry,
        wanted: Int(truncatingIfNeeded: passing[number >> 6] &>> bit & 1) & (isEnough ? 1 : 0))
    }
    look(granted: min(gains.all, gains.base + needs.granted))
    for place in 0..<touched.count { gained[Int(touched[place])] = 0 }
    touched.removeAll()
  }

  /// Reads the entries taken in steps, each of which reads something else of those that are left; so
  /// the memory of many is fetched at a time.
  ///
  /// - Parameter granted: what skills may bring to `side_position` times its weights beyond what was
  ///   gained.
  private mutating func look(granted: Int) {
    var first = 0
    while first < taken.count {
      let last = min(first + Search.step, taken.count)
      weighWishes(first..<last, granted: granted)
      checkPlaces()
      weighSkills()
      scoreBest()
      first = last
    }
    taken.removeAll()
  }

  /// How many entries are read at a time: what was asked for is still near when it is read, and the bar
  /// has risen for the next ones.
  private static var step: Int { 128 }

  /// How many elements ahead the memory of one is asked for.
  private static var ahead: Int { 8 }

  /// Keeps those of some entries taken whose wishes leave a chance.
  private mutating func weighWishes(_ places: Range<Int>, granted: Int) {
    let bar = bar
    let shift = UInt64(gains.shift)
    promising.removeAll()
    for place in places.prefix(Search.ahead) { wishes.prefetch(Int(taken[place])) }
    for place in places {
      if place + Search.ahead < places.upperBound {
        wishes.prefetch(Int(taken[place + Search.ahead]))
      }
      let entry = taken[place]
      let wish = wishes[Int(entry)]
      let wished = wishedCredit(wish)
      let most = candidateBound.most(wished, wish)
      let rest = languages &+ occupationWeight &* occupationCredit(wish, wished)
      let skills = granted &+ Int(truncatingIfNeeded: UInt64(gained[Int(entry)]) &<< shift)
      promising.append(
        Promising(entry: entry, candidateSide: Int32(truncatingIfNeeded: most), bound: rest),
        wanted: (skills &+ rest) &* most >= bar ? 1 : 0)
    }
  }

  /// Keeps those who search where the position is, and whose word passes to the day.
  private mutating func checkPlaces() {
    let found = promising.count
    promising.removeAll()
    for place in 0..<min(Search.ahead, found) { entries.prefetch(Int(promising[place].entry)) }
    for place in 0..<found {
      if place + Search.ahead < found {
        entries.prefetch(Int(promising[place + Search.ahead].entry))
      }
      let item = promising[place]
      let entry = entries[Int(item.entry)]
      if let point, !entry.reaches(point) { continue }
      guard (minuend &- entry.word) & GateWord.guards == GateWord.guards else { continue }
      held.prefetch(Int(entry.heldStart))
      held.prefetch(Int(entry.heldStart) + 16)
      promising.append(item)
    }
  }

  /// Keeps those whose skills leave a chance.
  private mutating func weighSkills() {
    let bar = bar
    let found = promising.count
    promising.removeAll()
    for place in 0..<found {
      var item = promising[place]
      item.bound = (mostSkills(entries[Int(item.entry)]) + item.bound) * Int(item.candidateSide)
      promising.append(item, wanted: item.bound >= bar ? 1 : 0)
    }
  }

  /// The most an entry's skills can bring, told and inferred.
  @inline(__always)
  private func mostSkills(_ entry: Index.Entry) -> Int {
    guard entry.heldCount > 0 else { return gains.empty }
    guard entry.heldCount < UInt16.max else { return gains.all }
    let first = Int(entry.heldStart)
    let told = gains.most(held, first..<first + Int(entry.heldCount))
    return min(gains.all, told + (entry.isWhole ? 0 : gains.inferred))
  }

  /// Scores those that are left, of many the most promising first.
  private mutating func scoreBest() {
    var split = Int.max
    if promising.count > 2 * top.limit {
      var most = 0
      for place in 0..<promising.count { most = max(most, promising[place].bound) }
      split = bound(ofBest: top.limit, most: most)
      for place in 0..<promising.count where promising[place].bound >= split {
        examine(Int(promising[place].entry))
      }
    }
    for place in 0..<promising.count {
      let bound = promising[place].bound
      if bound >= bar, bound < split { examine(Int(promising[place].entry)) }
    }
  }

  /// A bound that about so many of the promising ones reach.
  private func bound(ofBest wanted: Int, most: Int) -> Int {
    var counts = InlineArray<65, Int>(repeating: 0)
    let step = most / 64 + 1
    for place in 0..<promising.count { counts[promising[place].bound / step] += 1 }
    var count = 0
    var bucket = 64
    while bucket > 0, count < wanted {
      bucket -= 1
      count += counts[bucket]
    }
    return bucket * step
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
      let sums = gains.sums(
        held, start..<start + Int(entry.heldCount), requiredCount: scorer.requiredCount)
      sides = (
        scorer.positionSide(
          isTold: entry.heldCount > 0, sums: sums,
          occupation: nearness.isEmpty ? nil : occupation),
        candidateBound.value(wished, wishes, minimumPay: entry.minimumPay)
      )
    } else {
      _ = scorer.weigh(row)
      sides = scorer.sides(row)
    }
    guard sides.position * sides.candidate >= Int(top.floor) * Int(top.floor) else { return }
    let score = Score.combine(sides.position, sides.candidate)
    top.insert(
      Ranked(
        score: Int32(score), exposures: entry.exposures, tie: ties.tie(positionTie, entry.tie),
        row: entry.row,
        positionSide: Int32(sides.position), candidateSide: Int32(sides.candidate)))
  }
}
