extension Matcher {
  /// The explanations of many pairs, in the order given; pairs of one position side by side are quickest.
  ///
  /// - Parameters:
  ///   - pairs: ids of positions and candidates.
  ///   - threads: how many tasks share the work; it changes nothing but the time.
  /// - Returns: one explanation a pair, the same as ``explain(position:candidate:)`` gives.
  /// - Throws: ``MatchingError`` where the snapshot does not hold one of them.
  package func explanations(
    of pairs: [(position: String, candidate: String)], threads: Int = 1
  ) async throws(MatchingError) -> [Explanation] {
    var rows: [(position: Int, candidate: Int)] = []
    rows.reserveCapacity(pairs.count)
    var known: (id: String, row: Int)?
    for (position, candidate) in pairs {
      let row = if let known, known.id == position { known.row } else { try positionRow(position) }
      known = (position, row)
      rows.append((row, try candidateRow(candidate)))
    }
    return await inParts(of: rows, threads: threads, largest: 1_024) { part in
      var scorer = Scorer(snapshot)
      var turnedTo: Int?
      return part.map { position, candidate in
        if turnedTo != position { scorer.prepare(position) }
        turnedTo = position
        return explain(candidate, &scorer)
      }
    }
  }
}
