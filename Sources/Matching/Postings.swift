/// Who holds each skill: the way from a skill to the entries of an index.
struct Postings: Sendable {
  /// An entry and how it holds a skill, in four bytes: fewer than 2²⁷ entries, and
  /// ``FlatWorld/HeldSkill/claim``.
  struct Posting: BitwiseCopyable, Sendable {
    private let bits: UInt32

    init(entry: Int, claim: Int) { bits = UInt32(entry) << 5 | UInt32(claim) }

    @inline(__always) var entry: Int { Int(bits >> 5) }
    @inline(__always) var claim: Int { Int(bits & 31) }
  }

  /// Where the postings of each skill begin in ``values``; after the skills, of who told none.
  private let starts: [UInt32]
  /// The postings, by entry within a skill.
  let values: [Posting]

  /// Turns the skills of some entries round.
  init(
    _ entries: Lines<Index.Entry>, _ held: [CandidateColumns.Held], skillCount: Int
  ) {
    var starts = [UInt32](repeating: 0, count: skillCount + 2)
    for number in 0..<entries.count {
      let entry = entries[number]
      let first = Int(entry.heldStart)
      if entry.heldCount == 0 { starts[skillCount + 1] += 1 }
      for place in first..<first + Int(entry.heldCount) { starts[Int(held[place].skill) + 1] += 1 }
    }
    for skill in 1...skillCount + 1 { starts[skill] += starts[skill - 1] }
    var next = starts
    var values = [Posting](largePages: Int(starts[skillCount + 1]))
    values.append(
      contentsOf: repeatElement(Posting(entry: 0, claim: 0), count: Int(starts[skillCount + 1])))
    for number in 0..<entries.count {
      let entry = entries[number]
      let first = Int(entry.heldStart)
      func add(_ skill: Int, _ claim: Int) {
        values[Int(next[skill])] = Posting(entry: number, claim: claim)
        next[skill] += 1
      }
      if entry.heldCount == 0 { add(skillCount, 0) }
      for place in first..<first + Int(entry.heldCount) {
        add(Int(held[place].skill), held[place].claim)
      }
    }
    self.starts = starts
    self.values = values
  }

  /// The row of those who told no skill.
  var rowOfNone: Int { starts.count - 2 }

  /// The postings of a skill.
  func range(_ row: Int) -> Range<Int> { Int(starts[row])..<Int(starts[row + 1]) }

  /// The first posting of a range whose entry is not before another: looked for from where it would
  /// stand if the holders were evenly spread over so many entries.
  @inline(__always)
  static func first(
    _ postings: borrowing Shelf<Posting>, in range: Range<Int>, of holders: Range<Int>,
    from entry: Int, of count: Int
  ) -> Int {
    guard !range.isEmpty, entry > 0 else { return range.lowerBound }
    let guess = holders.lowerBound + holders.count * entry / count
    let place = min(max(guess, range.lowerBound), range.upperBound - 1)
    var step = 8
    if postings[place].entry < entry {
      var low = place + 1
      var high = min(low + step, range.upperBound)
      while high < range.upperBound, postings[high].entry < entry {
        low = high + 1
        step *= 2
        high = min(low + step, range.upperBound)
      }
      return first(postings, between: low, high, entry)
    }
    var high = place
    var low = max(range.lowerBound, high - step)
    while low > range.lowerBound, postings[low].entry >= entry {
      high = low
      step *= 2
      low = max(range.lowerBound, high - step)
    }
    return first(postings, between: low, high, entry)
  }

  @inline(__always)
  private static func first(
    _ postings: borrowing Shelf<Posting>, between low: Int, _ high: Int, _ entry: Int
  ) -> Int {
    var low = low
    var count = high - low
    while count > 0 {
      let half = count >> 1
      let isBefore = postings[low + half].entry < entry
      low += isBefore ? half + 1 : 0
      count = isBefore ? count - half - 1 : half
    }
    return low
  }
}
