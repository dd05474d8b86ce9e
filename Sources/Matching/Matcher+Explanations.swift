extension Matcher {
  /// The explanations of many pairs, in the order given; pairs of one position side by side are quickest.
  ///
  /// - Parameter pairs: ids of positions and candidates.
  /// - Returns: one explanation a pair, the same as ``explain(position:candidate:)`` gives.
  /// - Throws: ``MatchingError`` where the snapshot does not hold one of them.
  package func explanations(
    of pairs: [(position: String, candidate: String)]
  ) throws(MatchingError) -> [Explanation] {
    var scorer = Scorer(snapshot)
    var turnedTo: String?
    var explanations: [Explanation] = []
    explanations.reserveCapacity(pairs.count)
    for (position, candidate) in pairs {
      if turnedTo != position { scorer.prepare(try positionRow(position)) }
      turnedTo = position
      explanations.append(explain(try candidateRow(candidate), &scorer))
    }
    return explanations
  }
}
