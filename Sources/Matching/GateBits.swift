/// Whose gates pass and whose wishes are met, by what a position asks: a bit for each entry of an
/// index, a row of bits for each answer.
///
/// Days are told apart in steps, so that a row lets pass a few too many and never one too few; the
/// word of an entry decides.
struct GateBits: Sendable {
  /// How many words a row has.
  private let length: Int
  /// The rows, one after the other.
  private(set) var rows: [UInt64]
  /// Where the rows of each field begin.
  private var contracts = 0
  private var levels = 0
  private var missions = 0
  private var sectors = 0
  private var availability = Days()
  private var diploma = Days()

  /// The rows of a day: for each step who is in time by then, each of the earlier ones included.
  private struct Days: Sendable {
    var first = 0
    var low = 0
    var shift = 0
    var count = 0

    /// The row of a day, counted from ``first``: -1 before everybody.
    func row(_ day: Int) -> Int { day < low ? -1 : min(count - 1, (day - low) >> shift) }

    init() {}

    /// Steps for days of a range, 32 at most.
    init(_ range: ClosedRange<Int>, first: Int) {
      self.first = first
      low = range.lowerBound
      while (range.upperBound - low) >> shift >= 32 { shift += 1 }
      count = (range.upperBound - low) >> shift + 1
    }
  }

  /// The bits of the entries with some words and wishes.
  init(_ words: [UInt64], _ wishes: [Index.Wishes]) {
    length = (words.count + 63) / 64
    levels = 8
    missions = levels + 16
    sectors = missions + 9
    var least = (available: GateWord.dayLimit, diploma: GateWord.dayLimit)
    var most = (available: 0, diploma: 0)
    for word in words {
      let word = GateWord(word)
      least = (min(least.available, word.availability), min(least.diploma, word.diploma))
      most = (max(most.available, word.availability), max(most.diploma, word.diploma))
    }
    availability = Days(
      min(least.available, most.available)...most.available, first: sectors + 33)
    diploma = Days(
      min(least.diploma, most.diploma)...most.diploma,
      first: availability.first + availability.count)
    let count = (diploma.first + diploma.count) * length
    rows = [UInt64](largePages: count)
    rows.append(contentsOf: repeatElement(0, count: count))
    for (entry, word) in words.enumerated() {
      let word = GateWord(word)
      set(bits: UInt64(word.contracts), contracts, entry)
      set(levels + word.level, entry)
      set(availability.first + availability.row(word.availability), entry)
      set(diploma.first + diploma.row(word.diploma), entry)
      // Who wishes nothing is met by everything.
      let wish = wishes[entry]
      set(bits: wish.missions == 0 ? 0x1ff : UInt64(wish.missions), missions, entry)
      set(bits: wish.sectors == 0 ? 0x1_ffff_ffff : UInt64(wish.sectors), sectors, entry)
    }
    accumulate(levels, 16)
    accumulate(availability.first, availability.count)
    accumulate(diploma.first, diploma.count)
  }

  private mutating func set(_ row: Int, _ entry: Int) {
    rows[row * length + entry >> 6] |= 1 << UInt64(entry & 63)
  }

  private mutating func set(bits: UInt64, _ first: Int, _ entry: Int) {
    var bits = bits
    while bits != 0 {
      set(first + bits.trailingZeroBitCount, entry)
      bits &= bits &- 1
    }
  }

  /// Adds to each row the one before.
  private mutating func accumulate(_ first: Int, _ count: Int) {
    for place in (first + 1) * length..<max(first + 1, first + count) * length {
      rows[place] |= rows[place - length]
    }
  }

  /// Where the rows begin that a position asks for.
  struct Asked {
    /// One of these has to be set.
    var contracts: [Int] = []
    /// All of these have to be set.
    var gates: [Int] = []
    /// This is set where the mission is met or none is wished; nil where everybody's is.
    var mission: Int?
    /// This is set where the sector is met or none is wished; nil where everybody's is.
    var sector: Int?
    /// Whether nobody passes.
    var isNobody = false
  }

  /// The rows of a position.
  ///
  /// - Parameters:
  ///   - word: its gates.
  ///   - mission: the bit of its mission; 0 where nobody wishes it, nil where none is told.
  ///   - sector: the bit of its sector, likewise.
  ///   - asked: set to the rows.
  func find(_ word: GateWord, mission: UInt8?, sector: UInt32?, _ asked: inout Asked) {
    asked.contracts.removeAll(keepingCapacity: true)
    asked.gates.removeAll(keepingCapacity: true)
    for kind in 0..<8 where word.contracts != .max && word.contracts >> UInt8(kind) & 1 == 1 {
      asked.contracts.append((contracts + kind) * length)
    }
    if word.level < 15 { asked.gates.append((levels + word.level) * length) }
    asked.isNobody = false
    for (days, day) in [(availability, word.availability), (diploma, word.diploma)] {
      let row = days.row(day)
      if row < 0 {
        asked.isNobody = true
      } else if row < days.count - 1 {
        asked.gates.append((days.first + row) * length)
      }
    }
    asked.mission = mission.map {
      (missions + ($0 == 0 ? 8 : $0.trailingZeroBitCount)) * length
    }
    asked.sector = sector.map { (sectors + ($0 == 0 ? 32 : $0.trailingZeroBitCount)) * length }
  }
}
