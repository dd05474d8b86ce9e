extension FlatWorld {
  /// Refuses arrays of different lengths and numbers that do not exist.
  func check() throws(SnapshotError) {
    let positions = positions
    let candidates = candidates
    let asking = positions.occupation.count
    let answering = candidates.levelHeld.count
    let skills = UInt32(idf.count)
    let occupations = UInt32(occupationCount)
    try requireRange(idf.count, 0...Limit.skills, table: "world", id: "flat", field: "skills")
    try requireRange(
      occupationCount, 0...Limit.occupations, table: "world", id: "flat", field: "occupations")
    guard nearness.count == occupationCount * occupationCount else {
      throw lengths("nearness of occupations")
    }
    let counts = [
      positions.minimumLevel.count, positions.contracts.count, positions.startDay.count,
      positions.x.count, positions.y.count, positions.z.count, positions.mission.count,
      positions.sector.count, positions.payMin.count, positions.payMax.count,
    ]
    guard counts.allSatisfy({ $0 == asking }) else { throw lengths("positions") }
    let others = [
      candidates.contracts.count, candidates.availableDay.count, candidates.diplomaDay.count,
      candidates.x.count, candidates.y.count, candidates.z.count,
      candidates.chordSquaredLimit.count, candidates.minimumPay.count,
      candidates.exposures.count,
    ]
    guard others.allSatisfy({ $0 == answering }) else { throw lengths("candidates") }
    try check(near, rows: idf.count, "near skills") { $0.skill < skills }
    try check(positions.asked, rows: asking, "skills asked") {
      $0.skill < skills && (1...5).contains($0.importance)
    }
    try check(candidates.held, rows: answering, "skills held") { $0.skill < skills }
    try check(candidates.wished, rows: answering, "occupations wished") { $0 < occupations }
    try check(candidates.studied, rows: answering, "occupations studied") { $0 < occupations }
    try check(candidates.missions, rows: answering, "missions") { $0 < UInt32(Int32.max) }
    try check(candidates.sectors, rows: answering, "sectors") { $0 < UInt32(Int32.max) }
    for row in 0..<asking {
      let asked = positions.asked[row]
      guard asked.count <= Limit.askedSkills else { throw wrong("skills asked", row) }
      let wishes = asked.drop { $0.isRequired }
      guard !wishes.contains(where: \.isRequired) else { throw wrong("order of skills asked", row) }
      guard occupation(positions.occupation[row]) else { throw wrong("occupation", row) }
    }
  }

  private func occupation(_ number: Int32) -> Bool {
    number == FlatWorld.notTold || (0..<occupationCount).contains(Int(number))
  }

  private func check<Element>(
    _ lists: Ragged<Element>, rows: Int, _ field: String, _ isValid: (Element) -> Bool
  ) throws(SnapshotError) {
    guard lists.starts.count == rows + 1, lists.starts.first == 0,
      lists.starts.last.map({ Int($0) }) == lists.values.count
    else { throw lengths(field) }
    for row in 0..<rows where lists.starts[row] > lists.starts[row + 1] { throw wrong(field, row) }
    for index in lists.values.indices where !isValid(lists.values[index]) {
      throw wrong(field, index)
    }
  }

  private func lengths(_ field: String) -> SnapshotError {
    .malformed(table: "world", id: "flat", field: field, hint: "its arrays differ in length")
  }

  private func wrong(_ field: String, _ index: Int) -> SnapshotError {
    .malformed(
      table: "world", id: "flat", field: field, hint: "element \(index) is out of range")
  }
}
