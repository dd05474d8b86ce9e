/// Makes the lists of one position at a time; the memory one worker reuses.
///
/// ``Sieve`` tells who stands where, ``Estimator`` the most each of these can score; only those are
/// scored in full whose estimate does not lie below the last one listed. So the lists are what
/// scoring everybody gives.
struct Lister: ~Copyable {
  private let matcher: Matcher
  private let limit: Int
  private let near: Int
  private var scorer: Scorer
  private var sieve: Sieve
  private var estimator: Estimator
  private var contenders: [Contender] = []
  /// How many contenders have an estimate of each share of the highest there can be.
  private var counts: [Int]

  private struct Contender {
    var row: Int
    var most: Int
    /// Which share of the highest estimate there can be this is.
    var share: Int
  }

  private static var shares: Int { 1_024 }

  /// A lister for a matcher and the roster of its snapshot.
  init(_ matcher: Matcher, _ roster: Roster, limit: Int, near: Int) {
    self.matcher = matcher
    self.limit = limit
    self.near = near
    scorer = Scorer(matcher.snapshot)
    sieve = Sieve(roster, count: matcher.snapshot.candidateCount)
    estimator = Estimator(matcher.snapshot, roster)
    counts = [Int](repeating: 0, count: Lister.shares + 1)
  }

  /// The list of a position.
  mutating func list(_ position: Int) -> PositionList {
    guard matcher.snapshot.positions.facts[position].isOpen else {
      return matcher.list(position, matches: [], near: [], counts: (0, 0), &scorer)
    }
    scorer.prepare(position)
    sieve.sift(scorer)
    estimator.turn(to: scorer)
    let standings = sieve.standings
    let matches = best(of: standings.matches, limit: limit)
    var others = best(of: standings.near, limit: near)
    if others.count < near { others += best(of: standings.outside, limit: near - others.count) }
    return matcher.list(
      position, matches: matches, near: others,
      counts: (standings.matches.count, standings.near.count), &scorer)
  }

  /// The best of some candidates.
  private mutating func best(of set: CandidateSet, limit: Int) -> [Ranked] {
    guard limit > 0 else { return [] }
    estimate(set)
    let first = leastShare(ofBest: limit)
    var list = TopList(limit: limit)
    for contender in contenders where contender.share >= first { score(contender, &list) }
    for contender in contenders where contender.share < first { score(contender, &list) }
    return list.sorted()
  }

  private mutating func estimate(_ set: CandidateSet) {
    contenders.removeAll(keepingCapacity: true)
    for index in counts.indices { counts[index] = 0 }
    // An estimate may be a little above what the sides can be.
    let highest = Score.unit * Score.unit * estimator.weight
    let shift = Int.bitWidth - (highest / Lister.shares).leadingZeroBitCount
    set.forEach { row in
      let most = estimator.most(row, scorer)
      let share = min(most >> shift, Lister.shares)
      contenders.append(Contender(row: row, most: most, share: share))
      counts[share] += 1
    }
  }

  /// The share that so many contenders reach, or zero.
  private func leastShare(ofBest limit: Int) -> Int {
    var left = limit
    for share in counts.indices.reversed() {
      left -= counts[share]
      if left <= 0 { return share }
    }
    return 0
  }

  private mutating func score(_ contender: Contender, _ list: inout TopList) {
    let floor = Int(list.floor)
    guard contender.most >= floor * floor * estimator.weight else { return }
    _ = scorer.weigh(contender.row)
    let score = scorer.score(contender.row)
    if list.admits(score) {
      list.insert(matcher.ranked(scorer.position, contender.row, score, row: contender.row))
    }
  }
}
