/// Ranks, explains and allocates over a frozen snapshot.
///
/// Pure: the same snapshot gives the same answers, with any number of threads, on any machine.
package struct Matcher: Sendable {
  /// What it reads.
  package let snapshot: Snapshot
  /// Its candidates arranged, where ``indexed()`` did it ahead.
  let index: Index?

  /// A matcher over a snapshot.
  package init(_ snapshot: Snapshot) {
    self.init(snapshot, nil)
  }

  private init(_ snapshot: Snapshot, _ index: Index?) {
    self.snapshot = snapshot
    self.index = index
  }

  /// The same matcher with its candidates arranged ahead, for those who ask it more than once.
  package func indexed() -> Matcher { Matcher(snapshot, Index(snapshot)) }

  /// The list of one position.
  package func list(
    position id: String, limit: Int = 20, near: Int = 10
  ) throws(MatchingError) -> PositionList {
    let row = try positionRow(id)
    var scorer = Scorer(snapshot)
    scorer.prepare(row)
    return list(limit: limit, near: near, &scorer)
  }

  /// The lists of some positions, in the order given, or of every open one, ordered by id.
  ///
  /// - Parameters:
  ///   - positions: ids of positions; nil means every open one.
  ///   - limit: how many matches a list holds at most.
  ///   - near: how many near matches a list holds at most.
  ///   - threads: how many tasks share the work; it changes nothing but the time.
  /// - Returns: one list per position.
  /// - Throws: ``MatchingError`` where the snapshot does not hold one of them.
  package func lists(
    positions: [String]? = nil, limit: Int = 20, near: Int = 10, threads: Int = 1
  ) async throws(MatchingError) -> [PositionList] {
    var rows: [Int] = []
    if let positions {
      for id in positions { rows.append(try positionRow(id)) }
    } else {
      rows = snapshot.positions.facts.indices.filter { snapshot.positions.facts[$0].isOpen }
    }
    // For a few lists everybody is looked at sooner than arranged.
    guard rows.count > 8 else {
      var scorer = Scorer(snapshot)
      return rows.map { row in
        scorer.prepare(row)
        return list(limit: limit, near: near, &scorer)
      }
    }
    // Arranging the candidates takes memory and time, and pays where many positions ask.
    let arranged = rows.count > snapshot.candidateCount / 64 ? Matcher(snapshot.arranged) : self
    let roster = Roster(arranged.snapshot)
    let alike = alike(rows)
    let parts = await byWorkers(
      of: alike, threads: threads, { Lister(arranged, roster, limit: limit, near: near) },
      { [rows] lister, places in
        var lists: [PositionList] = []
        for place in places { lists.append(lister.list(rows[place])) }
        return lists
      })
    var lists = [PositionList?](repeating: nil, count: rows.count)
    for (places, part) in zip(alike, parts) {
      for (place, list) in zip(places, part) { lists[place] = list }
    }
    return lists.compactMap { $0 }
  }

  /// The places of some rows of positions, those of one occupation together: they read much the same.
  private func alike(_ rows: [Int]) -> [[Int]] {
    let facts = snapshot.positions.facts
    let byOccupation = Dictionary(grouping: rows.indices) { facts[rows[$0]].occupation }
    return byOccupation.values.sorted { ($1.count, $0[0]) < ($0.count, $1[0]) }
  }

  /// The positions for one candidate, with the same scores.
  package func list(
    candidate id: String, limit: Int = 20, near: Int = 10
  ) throws(MatchingError) -> CandidateList {
    let lists = candidateLists([try candidateRow(id)], limit: limit, near: near)
    guard let list = lists.first else { throw .unknownCandidate(id) }
    return list
  }

  /// The lists of some candidates, in the order given, or of all, ordered by id.
  ///
  /// - Parameters:
  ///   - candidates: ids of candidates; nil means all.
  ///   - limit: how many matches a list holds at most.
  ///   - near: how many near matches a list holds at most.
  ///   - threads: how many tasks share the work; it changes nothing but the time.
  /// - Returns: one list per candidate.
  /// - Throws: ``MatchingError`` where the snapshot does not hold one of them.
  package func lists(
    candidates: [String]?, limit: Int = 20, near: Int = 10, threads: Int = 1
  ) async throws(MatchingError) -> [CandidateList] {
    var rows = Array(snapshot.candidates.facts.indices)
    if let candidates {
      rows = []
      for id in candidates { rows.append(try candidateRow(id)) }
    }
    return await inParts(of: rows, threads: threads, largest: 8_192) { part in
      candidateLists(part, limit: limit, near: near)
    }
  }

  func positionRow(_ id: String) throws(MatchingError) -> Int {
    guard let row = snapshot.positionRow(id) else { throw .unknownPosition(id) }
    return row
  }

  func candidateRow(_ id: String) throws(MatchingError) -> Int {
    guard let row = snapshot.candidateRow(id) else { throw .unknownCandidate(id) }
    return row
  }

  /// The list of the position a scorer is turned to, from a look at everybody.
  private func list(limit: Int, near: Int, _ scorer: inout Scorer) -> PositionList {
    let position = scorer.position
    var matches = TopList(limit: limit)
    var nearMatches = NearList(limit: near)
    let count = snapshot.positions.facts[position].isOpen ? snapshot.candidateCount : 0
    for candidate in 0..<count {
      switch scorer.standing(candidate) {
      case .out: continue
      case .match:
        let score = scorer.score(candidate)
        if matches.admits(score) {
          matches.insert(ranked(position, candidate, score, row: candidate))
        }
      case .near:
        let score = scorer.score(candidate)
        let isOutside = snapshot.isOutside(position: position, candidate: candidate)
        if nearMatches.admits(score, isOutside: isOutside) {
          nearMatches.insert(
            ranked(position, candidate, score, row: candidate), isOutside: isOutside)
        }
      }
    }
    let counts = (matches.count, nearMatches.count)
    return list(
      position, matches: matches.sorted(), near: nearMatches.sorted(), counts: counts, &scorer)
  }

  /// Tells the list of a position, to which the scorer is turned where there is anybody in it.
  func list(
    _ position: Int, matches: [Ranked], near: [Ranked], counts: (matches: Int, near: Int),
    _ scorer: inout Scorer
  ) -> PositionList {
    PositionList(
      position: snapshot.text(snapshot.positions.facts[position].id),
      matches: matches.enumerated().map { index, item in
        match(Int(item.row), item, rank: index + 1, &scorer)
      },
      near: near.enumerated().map { index, item in
        match(Int(item.row), item, rank: index + 1, &scorer)
      }, matchCount: counts.matches, nearCount: counts.near)
  }

  /// Goes through the positions once for all the candidates.
  private func candidateLists(_ rows: [Int], limit: Int, near: Int) -> [CandidateList] {
    var scorer = Scorer(snapshot)
    var matches = rows.map { _ in TopList(limit: limit) }
    var nearMatches = rows.map { _ in NearList(limit: near) }
    for position in 0..<snapshot.positionCount where snapshot.positions.facts[position].isOpen {
      scorer.prepare(position)
      for (index, candidate) in rows.enumerated() {
        switch scorer.standing(candidate) {
        case .out: continue
        case .match:
          let score = scorer.score(candidate)
          if matches[index].admits(score) {
            matches[index].insert(ranked(position, candidate, score, row: position))
          }
        case .near:
          let score = scorer.score(candidate)
          let isOutside = snapshot.isOutside(position: position, candidate: candidate)
          if nearMatches[index].admits(score, isOutside: isOutside) {
            nearMatches[index].insert(
              ranked(position, candidate, score, row: position), isOutside: isOutside)
          }
        }
      }
    }
    return tell(
      rows, matches.map { $0.sorted() }, nearMatches.map { $0.sorted() },
      counts: zip(matches, nearMatches).map { ($0.count, $1.count) }, &scorer)
  }

  /// Tells every listed pair, position by position, so that each position is turned to once.
  private func tell(
    _ rows: [Int], _ matches: [[Ranked]], _ near: [[Ranked]],
    counts: [(matches: Int, near: Int)], _ scorer: inout Scorer
  ) -> [CandidateList] {
    var order: [(position: UInt32, list: Int, place: Int)] = []
    for list in rows.indices {
      for (place, item) in (matches[list] + near[list]).enumerated() {
        order.append((item.row, list, place))
      }
    }
    order.sort { $0 < $1 }
    var told = rows.indices.map {
      [Match?](repeating: nil, count: matches[$0].count + near[$0].count)
    }
    var turnedTo: UInt32?
    for (position, list, place) in order {
      if turnedTo != position { scorer.prepare(Int(position)) }
      turnedTo = position
      let first = matches[list].count
      let item = place < first ? matches[list][place] : near[list][place - first]
      let rank = place < first ? place + 1 : place - first + 1
      told[list][place] = match(rows[list], item, rank: rank, &scorer)
    }
    return rows.enumerated().map { list, candidate in
      let all = told[list].compactMap { $0 }
      return CandidateList(
        candidate: snapshot.text(snapshot.candidates.facts[candidate].id),
        matches: Array(all.prefix(matches[list].count)),
        near: Array(all.dropFirst(matches[list].count)), matchCount: counts[list].matches,
        nearCount: counts[list].near)
    }
  }

  func ranked(
    _ position: Int, _ candidate: Int, _ score: Millionths, row: Int
  ) -> Ranked {
    Ranked(
      score: Int32(score), exposures: snapshot.candidates.facts[candidate].exposures,
      tie: snapshot.tie(position: position, candidate: candidate), row: UInt32(row),
      positionSide: 0, candidateSide: 0)
  }

  /// Tells a pair in full, of the position the scorer is turned to.
  func match(
    _ candidate: Int, _ item: Ranked, rank: Int, _ scorer: inout Scorer
  ) -> Match {
    let position = scorer.position
    let met = scorer.weigh(candidate)
    let mask = snapshot.gates(position: position, candidate: candidate)
    let missing = scorer.missing(candidate)
    var away: Away?
    if let gate = mask.firstFailure {
      away = .gate(gate)
    } else if let skill = missing.first(where: \.isRequired) {
      away = .skill(skill.skill)
    }
    return Match(
      rank: rank, candidate: snapshot.text(snapshot.candidates.facts[candidate].id),
      position: snapshot.text(snapshot.positions.facts[position].id), score: Int(item.score),
      sidePosition: scorer.positionSide(candidate).value,
      sideCandidate: scorer.candidateSide(candidate).value, requiredMet: met.required,
      requiredOf: scorer.requiredCount, desiredMet: met.desired,
      desiredOf: scorer.askedCount - scorer.requiredCount, missing: missing,
      unknown: Gate.allCases.filter { mask[$0] == .unknown }, away: away,
      exposures: Int(item.exposures), tie: item.tie)
  }
}

extension Snapshot {
  /// Whether the workplace lies outside every area the candidate declared.
  func isOutside(position: Int, candidate: Int) -> Bool {
    reason(.area, position: position, candidate: candidate).result == .fail
  }

  /// The keyed hash of a pair, over the version of the method, the week and both ids.
  func tie(position: Int, candidate: Int) -> UInt64 {
    PairTies(key: key).tie(positions.facts[position].tie, candidates.facts[candidate].tie)
  }
}

extension Scorer {
  /// The asked skills the candidate weighed last does not meet, required ones first.
  func missing(_ candidate: Int) -> [MissingSkill] {
    let asked = snapshot.positions.asked[position]
    var result: [MissingSkill] = []
    for (index, skill) in asked.enumerated() where !isMet(index) {
      result.append(
        MissingSkill(
          skill: snapshot.vocabulary.skillKeys[Int(skill.skill)], isRequired: skill.isRequired,
          near: told(candidate, near: index)))
    }
    return result
  }

  /// Up to three skills the candidate told that answer in part, by credit, then by key.
  private func told(_ candidate: Int, near asked: Int) -> [String] {
    var found: [(credit: Int64, key: String)] = []
    for held in snapshot.candidates.held[candidate] {
      guard let answer = answer(of: held.skill, for: asked) else { continue }
      let key = snapshot.vocabulary.skillKeys[Int(held.skill)]
      let credit = Int64(answer.base) * Int64(strength(of: held))
      if let known = found.firstIndex(where: { $0.key == key }) {
        found[known].credit = max(found[known].credit, credit)
      } else {
        found.append((credit, key))
      }
    }
    found.sort { ($1.credit, $0.key) < ($0.credit, $1.key) }
    return found.prefix(3).map(\.key)
  }
}
