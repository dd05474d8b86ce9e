/// The occupations of candidates beside each occupation of a position, by falling credit.
///
/// Credits are told apart in steps of about a sixtieth; the occupations of a step are a level.
struct CreditLevels: Sendable {
  /// The occupations of a row whose credits lie in one step.
  struct Level: Sendable {
    /// Where the level ends in ``order``, counted from the beginning of its row.
    var end: UInt32
    /// A credit no occupation of the level exceeds.
    var most: Int32
  }

  /// For each row of the credits, the occupations by falling step, within it by number.
  private(set) var order: [UInt32] = []
  /// The levels of each row.
  private var levels = Ragged<Level>()
  private var rowLength: Int

  init(_ credits: OccupationCredits) {
    rowLength = credits.rowLength
    order = [UInt32](repeating: 0, count: credits.values.count)
    let steps = Score.unit >> CreditLevels.shift + 1
    for start in stride(from: 0, to: credits.values.count, by: max(1, rowLength)) {
      var next = [Int](repeating: 0, count: steps + 1)
      func place(_ index: Int) -> Int {
        steps - 1 - Int(credits.values[index]) >> CreditLevels.shift
      }
      for index in start..<start + rowLength { next[place(index) + 1] += 1 }
      var found: [Level] = []
      for step in 1...steps where next[step] > 0 {
        let most = (steps - step + 1) << CreditLevels.shift - 1
        found.append(Level(end: 0, most: Int32(min(most, Score.unit))))
      }
      for step in 1...steps { next[step] += next[step - 1] }
      var level = 0
      for step in 1...steps where next[step] > next[step - 1] {
        found[level].end = UInt32(next[step])
        level += 1
      }
      levels.append(found)
      for index in start..<start + rowLength {
        let step = place(index)
        order[start + next[step]] = UInt32(index - start)
        next[step] += 1
      }
    }
  }

  /// The levels of the row that begins at a place in the credits.
  func row(_ start: Int) -> ArraySlice<Level> { levels[start / max(1, rowLength)] }

  /// The width of a step of credit, as a power of two.
  private static var shift: Int { 14 }
}
