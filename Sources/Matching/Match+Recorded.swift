extension Match {
  /// A pair as a run recorded it; what was not recorded is left empty, and its tie is the last.
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

extension PositionList {
  /// The list with recorded pairs put back at their ranks, as long as it was allowed to be.
  ///
  /// Lists that were made without some candidates hold the others in the same order, so that this
  /// gives the list that was made with them.
  package func restoring(_ recorded: [Match], limit: Int, near nearLimit: Int) -> PositionList {
    PositionList(
      position: position,
      matches: PositionList.restored(matches, recorded.filter { $0.away == nil }, limit),
      near: PositionList.restored(near, recorded.filter { $0.away != nil }, nearLimit),
      matchCount: matchCount + recorded.count { $0.away == nil },
      nearCount: nearCount + recorded.count { $0.away != nil })
  }

  private static func restored(_ matches: [Match], _ recorded: [Match], _ limit: Int) -> [Match] {
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
