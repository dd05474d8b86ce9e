/// What keeps a candidate off a position's list.
package struct WhyNot: Hashable, Sendable {
  /// The whole explanation of the pair.
  package let explanation: Explanation
  /// The first gate that fails; it leads the answer.
  package let firstFailure: GateOutcome?
  /// The other gates that fail.
  package let otherFailures: [GateOutcome]
  /// Required skills that are missing.
  package let missingRequired: [MissingSkill]
  /// Where the pair stands beside the list.
  package let place: ListPlace

  /// How much score is missing to the last listed match: zero where only the tie break decided, nil
  /// where the pair is listed, the list has room or the pair does not come short.
  package var scoreMissing: Millionths? {
    guard place.rank == nil, place.isFull, let distance = place.distance, distance <= 0 else {
      return nil
    }
    return -distance
  }
}

extension Matcher {
  /// Why a candidate does not stand in the list of a position.
  ///
  /// - Parameters:
  ///   - position: the id of the position.
  ///   - candidate: the id of the candidate.
  ///   - limit: how many matches the list holds at most.
  /// - Returns: gates first, then missing skills, then the distance to the last listed match.
  /// - Throws: ``MatchingError`` where the snapshot does not hold one of them.
  package func whyNot(
    position: String, candidate: String, limit: Int = 20
  ) throws(MatchingError) -> WhyNot {
    let explanation = try explain(position: position, candidate: candidate)
    let failures = explanation.failures
    return WhyNot(
      explanation: explanation, firstFailure: failures.first,
      otherFailures: Array(failures.dropFirst()),
      missingRequired: explanation.missing.filter(\.isRequired),
      place: try place(of: explanation, limit: limit))
  }
}
