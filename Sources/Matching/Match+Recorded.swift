extension Match {
  /// A pair as a run recorded it; what was not recorded is left empty.
  package init(
    position: String, candidate: String, rank: Int, score: Millionths, sidePosition: Millionths,
    sideCandidate: Millionths, requiredMet: Int, requiredOf: Int, desiredMet: Int, desiredOf: Int,
    away: Away?
  ) {
    self.init(
      rank: rank, candidate: candidate, position: position, score: score,
      sidePosition: sidePosition, sideCandidate: sideCandidate, requiredMet: requiredMet,
      requiredOf: requiredOf, desiredMet: desiredMet, desiredOf: desiredOf, missing: [],
      unknown: [], away: away, exposures: 0, tie: .max)
  }
}

extension Away {
  /// From the words it is recorded in; nil where they name no kind or gate.
  package init?(kind: String, id: String) {
    switch kind {
    case "gate":
      guard let gate = Gate.allCases.first(where: { $0.name == id }) else { return nil }
      self = .gate(gate)
    case "skill": self = .skill(id)
    default: return nil
    }
  }
}

extension Matcher {
  /// Lists with recorded pairs put back at their ranks, as long as they were allowed to be.
  ///
  /// Lists that were made without some candidates hold the others in the same order, so that this
  /// gives the lists that were made with them.
  ///
  /// - Parameters:
  ///   - recorded: what a run recorded of candidates whose rows were emptied since.
  ///   - lists: the lists made without them.
  ///   - limit: how many matches a list holds at most.
  ///   - near: how many near matches a list holds at most.
  /// - Returns: the lists in the same order.
  /// - Throws: ``MatchingError`` where the snapshot does not hold one of the pairs.
  package func restoring(
    _ recorded: [Match], in lists: [PositionList], limit: Int, near: Int
  ) throws(MatchingError) -> [PositionList] {
    var own: [String: [Match]] = [:]
    for match in recorded {
      own[match.position, default: []].append(
        match.drawn(
          try positionRow(match.position), try candidateRow(match.candidate), snapshot))
    }
    return lists.map { list in
      let pairs = own[list.position] ?? []
      return PositionList(
        position: list.position,
        matches: restored(list.matches, pairs.filter { $0.away == nil }, limit),
        near: restored(list.near, pairs.filter { $0.away != nil }, near),
        matchCount: list.matchCount + pairs.count { $0.away == nil },
        nearCount: list.nearCount + pairs.count { $0.away != nil })
    }
  }

  private func restored(_ matches: [Match], _ recorded: [Match], _ limit: Int) -> [Match] {
    var list = matches
    for match in recorded.sorted(by: { $0.rank < $1.rank }) {
      list.insert(match, at: min(match.rank - 1, list.count))
    }
    return list.prefix(limit).enumerated().map { index, match in
      var match = match
      match.rank = index + 1
      return match
    }
  }
}

extension Match {
  /// The pair with what decides between equal scores.
  fileprivate func drawn(_ position: Int, _ candidate: Int, _ snapshot: Snapshot) -> Match {
    Match(
      rank: rank, candidate: self.candidate, position: self.position, score: score,
      sidePosition: sidePosition, sideCandidate: sideCandidate, requiredMet: requiredMet,
      requiredOf: requiredOf, desiredMet: desiredMet, desiredOf: desiredOf, missing: missing,
      unknown: unknown, away: away,
      exposures: Int(snapshot.candidates.facts[candidate].exposures),
      tie: snapshot.tie(position: position, candidate: candidate))
  }
}
