/// Everything the matching reads, as columns, frozen at one moment.
///
/// The same rows make the same snapshot, whatever the order they were added in.
package struct Snapshot: Sendable {
  /// The business date, in days since 1970-01-01.
  package let date: Int32
  /// The ISO week of the date, such as `2026-W47`; ties are drawn anew each week.
  package let week: String
  /// The sixteen bytes that ties are drawn with.
  package let key: [UInt8]
  /// The numbers of the formula.
  package let method: Method
  /// The programme's rules as the date reads them.
  package let programme: ProgrammeRules
  /// The reference data, in canonical order.
  package let reference: Reference

  let symbols: SymbolTexts
  let vocabulary: Vocabulary
  let positions: PositionColumns
  let candidates: CandidateColumns

  /// How many positions there are.
  package var positionCount: Int { positions.facts.count }
  /// How many candidates there are.
  package var candidateCount: Int { candidates.facts.count }

  /// The ids of the positions, ascending.
  package var positionIDs: [String] { positions.facts.map { text($0.id) } }
  /// The ids of the candidates, ascending.
  package var candidateIDs: [String] { candidates.facts.map { text($0.id) } }

  /// The text of a symbol that is told.
  func text(_ symbol: Symbol) -> String { symbols[symbol] }

  /// The text of a symbol, or nil where nothing was told.
  func optionalText(_ symbol: Symbol) -> String? { symbol == .none ? nil : text(symbol) }

  /// The row of a position, or nil where the snapshot does not hold it.
  func positionRow(_ id: String) -> Int? {
    row(of: id, count: positionCount) { text(positions.facts[$0].id) }
  }

  /// The row of a candidate, or nil where the snapshot does not hold it.
  func candidateRow(_ id: String) -> Int? {
    row(of: id, count: candidateCount) { text(candidates.facts[$0].id) }
  }

  private func row(of id: String, count: Int, at text: (Int) -> String) -> Int? {
    if case .numbers = symbols {
      guard let row = Int(id), (0..<count).contains(row), text(row) == id else { return nil }
      return row
    }
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if text(middle) < id { low = middle + 1 } else { high = middle }
    }
    return low < count && text(low) == id ? low : nil
  }
}

extension Snapshot {
  /// The version of the stored form this program reads and writes.
  package static let formatVersion = 3
}
