/// Where a pair stands before it is ranked.
enum Standing {
  /// Neither a match nor a near match.
  case out
  /// No gate fails and every required skill is met.
  case match
  /// Exactly one gate that allows it fails, or exactly one required skill is missing.
  case near
}

extension Scorer {
  /// Whether a candidate belongs into the position's list, the near list or neither.
  ///
  /// Leaves the credits of the candidate behind unless the gates alone say no.
  mutating func standing(_ candidate: Int) -> Standing {
    var failures = 0
    for gate in [Gate.consent, .open, .refusedBefore, .invisibleTo]
    where snapshot.reason(gate, position: position, candidate: candidate).result == .fail {
      return .out
    }
    for gate in [Gate.contract, .level, .availability, .area, .language, .programme]
    where snapshot.reason(gate, position: position, candidate: candidate).result == .fail {
      failures += 1
      if failures > 1 { return .out }
    }
    let missing = requiredCount - weigh(candidate).required
    switch (failures, missing) {
    case (0, 0): return .match
    case (1, 0), (0, 1): return .near
    default: return .out
    }
  }

  /// The score of the candidate weighed last.
  func score(_ candidate: Int) -> Millionths {
    Score.combine(positionSide(candidate).value, candidateSide(candidate).value)
  }
}
