extension Snapshot {
  /// Collects rows in any order and freezes them.
  package struct Builder {
    private var positions: [Position] = []
    private var candidates: [Candidate] = []
    /// The reference data to match with.
    package var reference: Reference

    /// A builder without rows.
    package init(reference: Reference = Reference()) {
      self.reference = reference
    }

    /// Adds a position.
    package mutating func add(_ position: Position) { positions.append(position) }

    /// Adds a candidate.
    package mutating func add(_ candidate: Candidate) { candidates.append(candidate) }

    /// Freezes the rows; refuses doubled keys and numbers out of range.
    ///
    /// - Parameters:
    ///   - date: the business date, in days since 1970-01-01; no date before it is ever proposed.
    ///   - week: the ISO week of the date, such as `2026-W47`.
    ///   - key: sixteen bytes, kept with the run, that ties are drawn with.
    ///   - method: the numbers of the formula.
    ///   - programme: the programme's rules as the date reads them.
    /// - Returns: the snapshot, the same for the same rows in any order.
    /// - Throws: ``SnapshotError``, naming table, row and field.
    package consuming func build(
      date: Int32, week: String, key: [UInt8], method: Method = .current,
      programme: ProgrammeRules
    ) throws(SnapshotError) -> Snapshot {
      guard key.count == 16 else { throw .keyLength(key.count) }
      try method.check()
      try programme.check()
      let reference = try reference.canonical()
      positions.sort { $0.id < $1.id }
      candidates.sort { $0.id < $1.id }

      var freezer = Freezer(
        date: date, week: week, key: key, method: method, programme: programme)
      for skill in reference.skills { freezer.meet(skill: skill.key) }
      for row in positions.indices {
        if row > 0, positions[row].id == positions[row - 1].id {
          throw .repeated(table: "position", id: positions[row].id)
        }
        try freezer.add(positions[row])
      }
      for row in candidates.indices {
        if row > 0, candidates[row].id == candidates[row - 1].id {
          throw .repeated(table: "candidate", id: candidates[row].id)
        }
        try freezer.add(candidates[row])
      }
      let vocabulary = try freezer.finish(reference)
      return Snapshot(
        date: date, week: week, key: key, method: method, programme: programme,
        reference: reference, symbols: .told(freezer.symbols.texts), vocabulary: vocabulary,
        positions: freezer.positions, candidates: freezer.candidates)
    }
  }
}

extension ProgrammeRules {
  /// Refuses levels and spans that do not exist.
  func check() throws(SnapshotError) {
    for (field, value) in [
      ("lowest level", minimumLevelHeld.lowerBound), ("highest level", minimumLevelHeld.upperBound),
    ] {
      try requireRange(value, 1...8, table: "programme", id: "rules", field: field)
    }
    try requireRange(
      graduateWithinMonths, 0...Limit.months, table: "programme", id: "rules",
      field: "graduate within months")
    try requireRange(
      graduateDisputedMonths, 0...graduateWithinMonths, table: "programme", id: "rules",
      field: "graduate disputed months")
  }
}

/// Throws unless a number is within a range.
func requireRange(
  _ value: Int, _ allowed: ClosedRange<Int>, table: String, id: String, field: String
) throws(SnapshotError) {
  guard allowed.contains(value) else {
    throw .outOfRange(table: table, id: id, field: field, value: value, allowed: allowed)
  }
}
