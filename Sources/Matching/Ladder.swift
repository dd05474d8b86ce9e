/// Everybody by what their occupations are worth beside that of a position, so that those with the
/// best chances can be looked at first and the others not at all.
struct Ladder {
  /// Candidates alike in what they wish and about alike in what their occupations are worth.
  struct Rung {
    /// Where they stand in ``rows``.
    var rows: Range<Int>
    /// What they wish at all.
    var wishes: Roster.Wishes
    /// The most their occupations are worth, to the candidate and to the position.
    var wished: Int32 = 0
    var brought: Int32 = 0
  }

  /// The rungs that hold anybody.
  private(set) var rungs: [Rung] = []
  /// The rows of candidates, rung after rung, ascending within each.
  private(set) var rows: [UInt32] = []

  private let snapshot: Snapshot
  private let wishes: [Roster.Wishes]
  private var isRaised = false
  private var occupation: UInt32?
  /// What the occupations of each candidate are worth.
  private var wished: [Int32]
  private var brought: [Int32]

  /// A ladder of the candidates of a snapshot.
  init(_ snapshot: Snapshot, _ roster: Roster) {
    self.snapshot = snapshot
    wishes = roster.wishes
    brought = [Int32](repeating: 0, count: wishes.count)
    wished = brought
  }

  /// Turns to the occupation of the position a scorer is turned to.
  mutating func raise(_ scorer: borrowing Scorer) {
    let asked = snapshot.positions.facts[scorer.position].occupation
    guard !isRaised || occupation != asked else { return }
    isRaised = true
    occupation = asked
    for row in wishes.indices {
      (wished[row], brought[row]) = scorer.occupations(row)
    }
    sort()
  }

  /// The steps in which what occupations are worth is told apart.
  private static var steps: Int { 16 }

  private func key(_ row: Int) -> Int {
    (Int(wished[row]) >> 16 * Ladder.steps + Int(brought[row]) >> 16) << 4
      | Int(wishes[row].rawValue)
  }

  private mutating func sort() {
    var next = [Int](repeating: 0, count: Ladder.steps * Ladder.steps << 4 + 1)
    for row in wishes.indices { next[key(row) + 1] += 1 }
    for key in next.indices.dropFirst() { next[key] += next[key - 1] }
    rungs.removeAll(keepingCapacity: true)
    var numbers = [Int](repeating: -1, count: next.count)
    for key in next.indices.dropLast() where next[key] < next[key + 1] {
      numbers[key] = rungs.count
      rungs.append(
        Rung(
          rows: next[key]..<next[key + 1],
          wishes: Roster.Wishes(rawValue: UInt8(truncatingIfNeeded: key & 15))))
    }
    if rows.isEmpty { rows = [UInt32](repeating: 0, count: wishes.count) }
    for row in wishes.indices {
      let key = key(row)
      rows[next[key]] = UInt32(row)
      next[key] += 1
      rungs[numbers[key]].wished = max(rungs[numbers[key]].wished, wished[row])
      rungs[numbers[key]].brought = max(rungs[numbers[key]].brought, brought[row])
    }
  }
}

extension Scorer {
  /// What the occupations of a candidate are worth in `side_candidate` and in `side_position`; zero
  /// where a side does not ask.
  func occupations(_ candidate: Int) -> (wished: Int32, brought: Int32) {
    (
      Int32(candidateOccupation(candidate)?.value ?? 0),
      Int32(positionOccupation(candidate)?.value ?? 0)
    )
  }
}

/// The most a score can be of a position, by what is known of a candidate before their skills are.
struct ScoreBound {
  private let skills: Int
  private let occupationWeight: Int
  private let weight: Int
  private let emptySide: Int
  /// The weights of what a candidate may wish and the most each is worth, in the order of
  /// ``Roster/Wishes``; of the occupation told apart.
  private let wishes: [(weight: Int, most: Int)]
  private let hasOccupation: Bool
  private let emptyWishes: Int

  /// The bound for the position a scorer is turned to.
  init(_ scorer: borrowing Scorer) {
    let method = scorer.snapshot.method
    let facts = scorer.snapshot.positions.facts[scorer.position]
    var skills = 0
    for asked in 0..<scorer.askedCount {
      let credit = max(scorer.credit(most: Int32(Score.unit)), scorer.bestOther(asked))
      skills += scorer.contribution(asked, credit: credit)
    }
    let (weight, languages) = scorer.weights
    self.skills = max(skills, scorer.unansweredSkills) + languages
    self.weight = weight
    hasOccupation = facts.occupation != nil
    occupationWeight = hasOccupation ? method.weightPositionOccupation : 0
    emptySide = method.priorSidePosition
    emptyWishes = method.priorSideCandidate
    let offersPay = facts.payMax != nil || facts.payMin != nil
    wishes = [
      (method.weightCandidateOccupation, method.priorCandidateOccupation),
      (method.weightMission, facts.mission == .none ? method.priorMission : Score.unit),
      (method.weightSector, facts.sector == .none ? method.priorSector : Score.unit),
      (method.weightPay, offersPay ? Score.unit : method.priorPay),
    ]
  }

  /// The most `side_position` can be with what occupations are worth to it.
  func positionSide(brought: Int) -> Int {
    weight == 0 ? emptySide : (skills + occupationWeight * brought) / weight
  }

  /// The most `side_candidate` can be for those of a rung.
  func candidateSide(_ rung: Ladder.Rung) -> Int {
    var sum = 0
    var total = 0
    for (place, wish) in wishes.enumerated() where rung.wishes.rawValue >> UInt8(place) & 1 == 1 {
      sum += wish.weight * (place == 0 ? Int(rung.wished) : wish.most)
      total += wish.weight
    }
    return total == 0 ? emptyWishes : sum / total
  }
}
