/// The gates of a candidate in one word, to be compared with a position's at once.
///
/// From the lowest bit: the first free day (12 bits), the age of the diploma (12), the level missing
/// to the highest (4), each followed by a bit that a subtraction borrows from where the position
/// allows less; then one bit for each contract (8), mission (8) and sector (17) accepted.
/// The word is never stricter than the gates.
struct GateWord {
  /// How many days before the business date days are counted from.
  static var daysBefore: Int { 1_024 }
  /// The last day counted.
  static var dayLimit: Int { 4_095 }
  /// The bits that must not be borrowed from.
  static var guards: UInt32 { 1 << 12 | 1 << 25 | 1 << 30 }

  var availability = 0
  var diploma = 0
  var level = 0
  var contracts: UInt8 = .max
  /// The bits of the missions wished; none where not told.
  var missions: UInt8 = 0
  /// The bits of the sectors wished; none where not told.
  var sectors: UInt32 = 0
  /// Whether the word says all of these gates.
  var isExact = true

  init() {}

  /// What is compared by subtraction.
  var fields: UInt32 {
    UInt32(availability) | UInt32(diploma) << 13 | UInt32(level) << 26
  }

  /// The word of a candidate.
  var candidate: UInt64 {
    let missions = missions == 0 ? .max : missions
    let sectors = sectors == 0 ? 0x1_ffff : sectors >> 17 | sectors & 0x1_ffff
    return UInt64(fields) | UInt64(contracts) << 31 | UInt64(missions) << 39 | UInt64(sectors) << 47
  }

  /// The gates in the word of a candidate.
  @inline(__always)
  init(_ word: UInt64) {
    availability = Int(word & 0xfff)
    diploma = Int(word >> 13 & 0xfff)
    level = Int(word >> 26 & 0xf)
    contracts = UInt8(truncatingIfNeeded: word >> 31)
  }

  /// What a candidate's word is subtracted from.
  var minuend: UInt32 { fields | GateWord.guards }
}

extension GateWord {
  /// The word of a position.
  init(_ facts: PositionColumns.Facts, date: Int32, method: Method) {
    self.init()
    let base = Int(date) - GateWord.daysBefore
    func field(_ day: Int) -> Int {
      if day > GateWord.dayLimit { isExact = false }
      return min(max(day, 0), GateWord.dayLimit)
    }
    availability = field(Int(facts.hireDay) + method.availabilityDays - base)
    diploma = GateWord.dayLimit - field(Int(facts.hireDay) - base)
    level = 15 - Int(facts.minimumLevel ?? 0)
    contracts = facts.contracts.isEmpty ? .max : facts.contracts.rawValue
  }

  /// The bits one of which a word must share: a contract.
  var contractBits: UInt64 { UInt64(contracts) << 31 }

  /// A mission's bit of eight, in a word.
  static func missions(_ bit: UInt8) -> UInt64 { UInt64(bit) << 39 }

  /// A sector's bit of 32, in a word.
  static func sectors(_ bit: UInt32) -> UInt64 { UInt64(bit >> 17 | bit & 0x1_ffff) << 47 }
}

extension GateWord {
  /// The word of a candidate.
  init(_ facts: CandidateColumns.Facts, date: Int32) {
    self.init()
    let base = Int(date) - GateWord.daysBefore
    var isExact = facts.levelPrepared == nil
    func field(_ day: Int) -> Int {
      if day > GateWord.dayLimit { isExact = false }
      return min(max(day, 0), GateWord.dayLimit)
    }
    if let day = facts.availableDay { availability = field(Int(day) - base) }
    if facts.levelPrepared == nil, let end = facts.diplomaEnd {
      diploma = GateWord.dayLimit - field(Int(end) - base)
    }
    if let held = facts.levelHeld {
      level = 15 - Int(max(held, facts.levelPrepared ?? 0))
    }
    contracts = facts.contracts.isEmpty ? .max : facts.contracts.rawValue
    self.isExact = isExact
  }
}
