extension Freezer {
  /// Refuses a position the formula is not defined for.
  func check(_ position: Position) throws(SnapshotError) {
    func range(_ value: Int?, _ allowed: ClosedRange<Int>, _ field: String) throws(SnapshotError) {
      guard let value else { return }
      try requireRange(value, allowed, table: "position", id: position.id, field: field)
    }
    for (field, list) in [
      ("required skills", position.required), ("desired skills", position.desired),
    ] {
      try range(list.count, 0...(Limit.askedSkills / 2), field)
      for skill in list { try range(skill.importance, 1...5, "importance") }
    }
    for language in position.languages { try range(language.level, 1...6, "language level") }
    try range(position.minimumLevel, 1...8, "minimum level")
    try range(Int(position.contracts.rawValue), 0...Int(ContractSet.all.rawValue), "contracts")
    try range(position.durationMonths, 0...Limit.months, "duration in months")
    try range(position.payMin, 0...Limit.pay, "least pay")
    try range(position.payMax, 0...Limit.pay, "highest pay")
    if let point = position.point {
      try check(point, table: "position", id: position.id)
    }
  }

  /// Refuses a candidate the formula is not defined for.
  func check(_ candidate: Candidate) throws(SnapshotError) {
    func range(_ value: Int?, _ allowed: ClosedRange<Int>, _ field: String) throws(SnapshotError) {
      guard let value else { return }
      try requireRange(value, allowed, table: "candidate", id: candidate.id, field: field)
    }
    try range(candidate.levelHeld, 1...8, "level held")
    try range(candidate.levelPrepared, 1...8, "level prepared")
    try range(Int(candidate.contracts.rawValue), 0...Int(ContractSet.all.rawValue), "contracts")
    try range(candidate.minimumPay, 0...Limit.pay, "least pay")
    try range(candidate.exposures, 0...Int(Int32.max), "exposures")
    for language in candidate.languages { try range(language.level, 1...6, "language level") }
    for skill in candidate.skills {
      try range(skill.proficiency, 1...4, "proficiency")
      guard !skill.evidence.isInferred else {
        throw .malformed(
          table: "candidate", id: candidate.id, field: "evidence",
          hint: "inferred skills are made by the matching")
      }
    }
    for case .circle(let centre, let limit) in candidate.areas {
      try check(centre, table: "candidate", id: candidate.id)
      guard limit >= 0 else {
        throw .malformed(
          table: "candidate", id: candidate.id, field: "area", hint: "the limit is below zero")
      }
    }
  }

  private func check(_ point: Point, table: String, id: String) throws(SnapshotError) {
    guard point.isOnTheGlobe else {
      throw .malformed(
        table: table, id: id, field: "point", hint: "its length is not one (2³⁰ in its unit)")
    }
  }
}
