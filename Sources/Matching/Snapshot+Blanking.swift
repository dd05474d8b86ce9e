extension Snapshot {
  /// The same snapshot with nothing told of these candidates, who are closed and gave no consent, and
  /// those of them it holds; nil where it holds none.
  ///
  /// What ties are decided by stays, their number and how often they were shown, so that nothing moves
  /// between others.
  package func blanking(
    candidates: [String]
  ) throws(SnapshotError) -> (snapshot: Snapshot, held: [String])? {
    let held = candidates.filter { candidateRow($0) != nil }
    guard !held.isEmpty else { return nil }
    let blanked = Set(held)
    var builder = Builder(reference: reference)
    for row in 0..<positionCount { builder.add(position(at: row)) }
    for row in 0..<candidateCount {
      let candidate = candidate(at: row)
      builder.add(
        blanked.contains(candidate.id)
          ? Candidate(
            id: candidate.id, isOpen: false, hasConsent: false, exposures: candidate.exposures,
            identity: candidate.identity)
          : candidate)
    }
    let snapshot = try builder.build(
      date: date, week: week, key: key, method: method, programme: programme)
    return (snapshot, held)
  }
}
