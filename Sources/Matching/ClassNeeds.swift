/// What skills have to bring for the members of a class to enter the list of one position.
///
/// In the unit of ``SkillGains``. Classes are those of the occupations by falling credit; the lower
/// the credit, the more is needed.
struct ClassNeeds: ~Copyable {
  /// How many of the missions and the sectors an entry wishes are met, or not told.
  enum Met: Int, CaseIterable {
    case both
    case one
    case none
  }

  /// The occupations of a level of credit, and what is needed by kind and by what is met.
  private struct Level {
    var end: Int
    var needs = InlineArray<9, Int>(repeating: 0)
  }

  /// How far classes are read whole, by kind and by what is met: in levels, and in occupations.
  private struct Reach {
    var levels = InlineArray<9, Int>(repeating: 0)
    var ends = InlineArray<9, Int>(repeating: 0)
  }

  private var bar = 0
  private var languages = 0
  private var occupationWeight = 0
  private var levels: [Level] = []
  /// What is needed beside a `side_candidate` where no occupation is wished, by what is met.
  private var wishless = InlineArray<3, Int>(repeating: 0)
  private var reach = Reach()
  private var items: [(item: SkillGains.Item, length: Int)] = []
  /// What everybody's skills are taken to bring.
  private var skills = 0

  /// What everybody is granted beyond the near skills, instead of being looked for.
  private(set) var granted = 0
  /// The skills whose holders are looked for.
  private(set) var counted: [SkillGains.Item] = []

  /// Turns to a position.
  ///
  /// - Parameters:
  ///   - bar: the square of the least score that enters, times the weight of all that is asked.
  ///   - languages: what languages can bring.
  ///   - occupationWeight: the weight of the occupation; 0 where the position has none.
  ///   - levels: the levels of credit of its occupation; nil where it has none.
  ///   - occupationCount: how many there are.
  ///   - bound: what `side_candidate` can be.
  mutating func prepare(
    bar: Int, languages: Int, occupationWeight: Int, levels: ArraySlice<CreditLevels.Level>?,
    occupationCount: Int, _ bound: borrowing CandidateBound
  ) {
    self.bar = bar
    self.languages = languages
    self.occupationWeight = occupationWeight
    self.levels.removeAll(keepingCapacity: true)
    for met in Met.allCases { wishless[met.rawValue] = need(bound.most(nil, met)) }
    if let levels {
      for level in levels { add(Int(level.end), level.most, Int(level.most), bound) }
    } else {
      add(occupationCount, bound.untoldOccupation, 0, bound)
    }
  }

  private mutating func add(
    _ end: Int, _ wished: Int32, _ credit: Int, _ bound: borrowing CandidateBound
  ) {
    var level = Level(end: end)
    let rest = languages + occupationWeight * credit
    let most = languages + occupationWeight * Score.unit
    for met in Met.allCases {
      let need = need(bound.most(wished, met))
      level.needs[ClassNeeds.place(.wished, met)] = need - rest
      level.needs[ClassNeeds.place(.studied, met)] = wishless[met.rawValue] - rest
      level.needs[ClassNeeds.place(.both, met)] = need - most
    }
    levels.append(level)
  }

  private static func place(_ kind: Index.Kind, _ met: Met) -> Int {
    kind.rawValue * 3 + met.rawValue
  }

  /// What `side_position` times its weights has to be beside a `side_candidate`.
  private func need(_ candidateSide: Int) -> Int {
    guard bar > 0 else { return 0 }
    return candidateSide == 0 ? .max / 2 : (bar + candidateSide - 1) / candidateSide
  }

  /// Decides for which skills holders are looked for: each list that is read costs, and so does each
  /// class that has to be read whole because a skill is granted.
  ///
  /// - Parameters:
  ///   - gains: what skills gain.
  ///   - index: where their holders stand.
  ///   - reached: how many entries are within reach.
  mutating func grant(_ gains: borrowing SkillGains, _ index: borrowing Index, reached: Int) {
    items.removeAll(keepingCapacity: true)
    let share = Double(reached) / Double(max(1, index.entries.count))
    var left = 0.0
    for item in gains.items {
      let length = index.postings.range(item.row).count
      items.append((item, length))
      left += Double(length)
    }
    // What gains least for the holders to be read first.
    items.sort { $0.item.most * $1.length < $1.item.most * $0.length }
    reach = Reach()
    skills = gains.base
    granted = 0
    var best = (cost: Double.infinity, count: 0, granted: 0)
    for count in 0...items.count {
      advance()
      let cost = left * share + cost(index, reached: reached)
      if cost < best.cost { best = (cost, count, granted) }
      guard count < items.count else { break }
      granted += items[count].item.most
      skills = gains.base + granted
      left -= Double(items[count].length)
    }
    granted = best.granted
    skills = gains.base + granted
    counted.removeAll(keepingCapacity: true)
    for item in items.dropFirst(best.count) { counted.append(item.item) }
    reach = Reach()
    advance()
  }

  /// Moves the ends on to where the skills do not suffice any more.
  private mutating func advance() {
    for place in 0..<9 {
      var next = reach.levels[place]
      while next < levels.count, levels[next].needs[place] <= skills {
        reach.ends[place] = levels[next].end
        next += 1
      }
      reach.levels[place] = next
    }
  }

  /// What reading the classes costs, in readings of a posting.
  private func cost(_ index: borrowing Index, reached: Int) -> Double {
    // Of all entries, whose gates pass; of these, of whom both, at least one and none of the wishes are
    // met (rough shares: they decide about time only).
    let passing =
      0.2 * Double(reached) / Double(max(1, index.entries.count * index.occupationCount))
    var entries = 0.0
    for kind in [Index.Kind.wished, .studied, .both] {
      let count = Double(index.kindCounts[kind.rawValue])
      for (met, share) in [(Met.both, 0.2), (.one, 0.4), (.none, 0.4)] {
        entries += share * count * Double(reach.ends[ClassNeeds.place(kind, met)])
      }
    }
    return 10 * passing * entries
  }

  /// Up to which occupation the classes of a kind are read whole.
  func end(_ kind: Index.Kind, _ met: Met) -> Int { reach.ends[ClassNeeds.place(kind, met)] }

  /// What somebody of a kind has to gain at least who is not read with a class.
  func leastGain(_ kind: Index.Kind, _ met: Met) -> Int {
    let place = ClassNeeds.place(kind, met)
    guard reach.levels[place] < levels.count else { return .max }
    return levels[reach.levels[place]].needs[place] - skills
  }

  /// Who is read of the class of those who wish and studied nothing known: nobody for nil.
  func open(_ kind: Index.Kind, unknownOccupation: Int) -> Met? {
    let occupation = kind == .several ? Score.unit : unknownOccupation
    let rest = languages + occupationWeight * occupation
    return [Met.none, .one, .both].first { wishless[$0.rawValue] - rest <= skills }
  }
}
