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
  /// The place in the list, from 1, where the pair is listed after all.
  package let rank: Int?
  /// The score of the last listed match, where the list is full; from there on a pair may enter.
  package let lastListedScore: Millionths?

  /// How much score is missing to the last listed match: zero where only the tie break decided, nil
  /// where the list has room or the pair does not come short.
  package var scoreMissing: Millionths? {
    guard rank == nil, let last = lastListedScore, explanation.score <= last else { return nil }
    return last - explanation.score
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
    let list = try list(position: position, limit: limit, near: 0)
    let failures = explanation.failures
    return WhyNot(
      explanation: explanation, firstFailure: failures.first,
      otherFailures: Array(failures.dropFirst()),
      missingRequired: explanation.missing.filter(\.isRequired),
      rank: list.matches.first { $0.candidate == candidate }?.rank,
      lastListedScore: list.matches.count == limit ? list.matches.last?.score : nil)
  }
}
