extension Matcher {
  /// The best candidates whom no gate keeps off and who lack two required skills or more.
  ///
  /// They are neither matches nor near matches; where a position has neither, they are who comes
  /// closest.
  ///
  /// - Parameters:
  ///   - id: the id of the position.
  ///   - limit: how many are told at most.
  /// - Returns: the pairs in the order of every list.
  /// - Throws: ``MatchingError`` where the snapshot does not hold the position.
  package func closest(position id: String, limit: Int) throws(MatchingError) -> [Match] {
    let position = try positionRow(id)
    guard snapshot.positions.facts[position].isOpen else { return [] }
    var scorer = Scorer(snapshot)
    scorer.prepare(position)
    guard scorer.requiredCount > 1 else { return [] }
    var best = TopList(limit: limit)
    for candidate in 0..<snapshot.candidateCount {
      guard snapshot.gates(position: position, candidate: candidate).firstFailure == nil,
        scorer.requiredCount - scorer.weigh(candidate).required > 1
      else { continue }
      let score = scorer.score(candidate)
      if best.admits(score) { best.insert(ranked(position, candidate, score, row: candidate)) }
    }
    return best.sorted().enumerated().map { index, item in
      match(Int(item.row), item, rank: index + 1, &scorer)
    }
  }
}
