/// Makes the lists of one position at a time; the memory one worker reuses.
///
/// ``Sieve`` tells who stands where. Of those the best are looked for down a ``Ladder``, and a
/// candidate is scored in full only where a bound on their score does not lie below the last one
/// listed, so that the lists are what scoring everybody gives.
struct Lister: ~Copyable {
  private let matcher: Matcher
  private let limit: Int
  private let near: Int
  private var scorer: Scorer
  private var sieve: Sieve
  private var ladder: Ladder
  /// The rungs of the ladder by the most a score can be there, squared.
  private var order: [(most: Int, rung: Int)] = []

  /// Up to so many candidates are looked at one by one.
  private static var few: Int { 512 }

  /// A lister for a matcher and the roster of its snapshot.
  init(_ matcher: Matcher, _ roster: Roster, limit: Int, near: Int) {
    self.matcher = matcher
    self.limit = limit
    self.near = near
    scorer = Scorer(matcher.snapshot)
    sieve = Sieve(roster, count: matcher.snapshot.candidateCount)
    ladder = Ladder(matcher.snapshot, roster)
  }

  /// The list of a position.
  mutating func list(_ position: Int) -> PositionList {
    guard matcher.snapshot.positions.facts[position].isOpen else {
      return matcher.list(position, matches: [], near: [], counts: (0, 0), &scorer)
    }
    scorer.prepare(position)
    sieve.sift(scorer)
    order.removeAll(keepingCapacity: true)
    let bound = ScoreBound(scorer)
    let standings = sieve.standings
    let (matchCount, nearCount) = (standings.matches.count, standings.near.count)
    let matches = best(of: standings.matches, matchCount, limit: limit, bound)
    var others = best(of: standings.near, nearCount, limit: near, bound)
    if others.count < near {
      let outside = standings.outside
      others += best(of: outside, outside.count, limit: near - others.count, bound)
    }
    return matcher.list(
      position, matches: matches, near: others, counts: (matchCount, nearCount), &scorer)
  }

  /// The best of some candidates, so many in number.
  private mutating func best(
    of set: CandidateSet, _ count: Int, limit: Int, _ bound: ScoreBound
  ) -> [Ranked] {
    guard limit > 0, count > 0 else { return [] }
    var list = TopList(limit: limit)
    guard count > Lister.few else {
      set.forEach { consider($0, bound, &list) }
      return list.sorted()
    }
    climb(bound)
    for (most, rung) in order where most >= Int(list.floor) * Int(list.floor) {
      for place in ladder.rungs[rung].rows {
        let row = Int(ladder.rows[place])
        if set[row] { consider(row, bound, &list) }
      }
    }
    return list.sorted()
  }

  private mutating func consider(_ row: Int, _ bound: ScoreBound, _ list: inout TopList) {
    let candidateSide = scorer.candidateSide(row).value
    let brought = scorer.positionOccupation(row)?.value ?? 0
    guard candidateSide * bound.positionSide(brought: brought) >= Int(list.floor) * Int(list.floor)
    else { return }
    _ = scorer.weigh(row)
    let score = Score.combine(scorer.positionSide(row).value, candidateSide)
    if list.admits(score) {
      list.insert(matcher.ranked(scorer.position, row, score, row: row))
    }
  }

  /// Brings the rungs of the ladder into the order in which they are looked at.
  private mutating func climb(_ bound: ScoreBound) {
    guard order.isEmpty else { return }
    ladder.raise(scorer)
    for (index, rung) in ladder.rungs.enumerated() {
      let positionSide = bound.positionSide(brought: Int(rung.brought))
      order.append((positionSide * bound.candidateSide(rung), index))
    }
    order.sort { ($1.most, $0.rung) < ($0.most, $1.rung) }
  }
}
