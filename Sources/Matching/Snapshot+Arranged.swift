extension Snapshot {
  /// The same snapshot with its candidates by where they search, then by the first occupation they
  /// wish: those a position meets stand side by side in memory.
  ///
  /// For making lists only, as rows are not in the order of ids, by which they are looked up.
  var arranged: Snapshot {
    let keys = (0..<candidateCount).map { row in
      UInt64(candidates.firstPlace(row)) << 24
        | UInt64(candidates.wished[row].first.map { $0 + 1 } ?? 0)
    }
    let order = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    var arranged = CandidateColumns()
    arranged.facts = order.map { candidates.facts[$0] }
    arranged.held = candidates.held.rows(order)
    arranged.languages = candidates.languages.rows(order)
    arranged.areas = candidates.areas.rows(order)
    arranged.wished = candidates.wished.rows(order)
    arranged.diplomaOccupations = candidates.diplomaOccupations.rows(order)
    arranged.inferredOccupations = candidates.inferredOccupations.rows(order)
    arranged.missions = candidates.missions.rows(order)
    arranged.sectors = candidates.sectors.rows(order)
    arranged.invisibleTo = candidates.invisibleTo.rows(order)
    arranged.refused = candidates.refused.rows(order)
    arranged.inferredFromDiploma = candidates.inferredFromDiploma.rows(order)
    arranged.inferredFromOccupations = candidates.inferredFromOccupations.rows(order)
    return Snapshot(
      date: date, week: week, key: key, method: method, programme: programme,
      reference: reference, symbols: symbols, vocabulary: vocabulary, positions: positions,
      candidates: arranged)
  }
}

extension CandidateColumns {
  /// A number for the first place where somebody searches, the same for the same place.
  fileprivate func firstPlace(_ row: Int) -> Int {
    guard let area = areas[row].first else { return 0 }
    return switch area {
    case .country: 0
    case .circle(let centre, _): 1 << 32 | Int(UInt32(bitPattern: centre.cell))
    case .territory(let id): 2 << 32 | Int(id.number)
    case .department(let code): 3 << 32 | Int(code.number)
    case .region(let code): 4 << 32 | Int(code.number)
    }
  }
}

extension Ragged {
  /// The lists of some rows, in that order.
  fileprivate func rows(_ order: [Int]) -> Ragged {
    var rows = Ragged()
    for row in order { rows.append(self[row]) }
    return rows
  }
}
