extension Snapshot {
  /// The same snapshot with nothing told of a candidate, who is closed and gave no consent; nil where
  /// it does not hold them.
  ///
  /// What ties are decided by stays, their number and how often they were shown, so that nothing moves
  /// between others.
  package func blanking(candidate id: String) throws(SnapshotError) -> Snapshot? {
    guard let blanked = candidateRow(id) else { return nil }
    var builder = Builder(reference: reference)
    for row in 0..<positionCount { builder.add(position(at: row)) }
    for row in 0..<candidateCount {
      let candidate = candidate(at: row)
      builder.add(
        row == blanked
          ? Candidate(
            id: id, isOpen: false, hasConsent: false, exposures: candidate.exposures,
            identity: candidate.identity)
          : candidate)
    }
    return try builder.build(
      date: date, week: week, key: key, method: method, programme: programme)
  }
}
