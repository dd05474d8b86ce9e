/// A market as flat arrays by dense number, without a text in it: what a ``Snapshot`` of millions of
/// candidates is made of when there are no rows to build it from.
///
/// Skills, occupations, missions and sectors are numbers from zero. The id of a position or a
/// candidate is its row as a decimal number, and its identity, which ties are drawn with, the row.
/// Everybody is open and consents, has no language and hides from nobody. What is not told is
/// ``notTold`` in arrays of days and numbers and an empty list in lists.
package struct FlatWorld: Sendable {
  /// Nothing told, of a day, an occupation, a mission, a sector or a pay.
  package static let notTold = Int32.min
  /// The limit of a search in the whole country.
  package static let wholeCountry: Int64 = -1

  /// The idf of each skill, times 65,536.
  package var idf: [Int32] = []
  /// For each skill asked, the skills that answer for it with what they count, each once.
  package var near = Ragged<NearSkill>()
  /// How many occupations there are.
  package var occupationCount = 0
  /// What an occupation of a candidate is worth beside one of a position, in millionths.
  ///
  /// One row of ``occupationCount`` per occupation of a position; the same occupation counts at least
  /// what the method says.
  package var nearness: [Int32] = []
  /// What asks.
  package var positions = Positions()
  /// Who answers.
  package var candidates = Candidates()

  /// A world without anything in it.
  package init() {}

  /// A skill that answers for another, with what it counts.
  package struct NearSkill: Hashable, Sendable {
    /// The skill held.
    package var skill: UInt32
    /// The share credited, in millionths.
    package var credit: Int32

    /// A skill held and the share it is credited.
    package init(skill: UInt32, credit: Int32) {
      self.skill = skill
      self.credit = credit
    }
  }

  /// A skill a position asks.
  package struct AskedSkill: Hashable, Sendable {
    /// Its number.
    package var skill: UInt32
    /// How much it counts, 1...5.
    package var importance: UInt8
    /// Whether the work cannot be done without it.
    package var isRequired: Bool

    /// A skill asked with an importance of 1...5.
    package init(skill: UInt32, importance: UInt8, isRequired: Bool) {
      self.skill = skill
      self.importance = importance
      self.isRequired = isRequired
    }
  }

  /// A skill held, in four bytes: its number in 20 bits, proficiency less one in 2, evidence in 3.
  package struct HeldSkill: Hashable, BitwiseCopyable, Sendable {
    /// Number, proficiency and evidence in one word, from the lowest bit.
    package let bits: UInt32

    /// A skill below 2²⁰ with a proficiency of 1...4.
    package init(skill: UInt32, proficiency: UInt8, evidence: Evidence) {
      bits =
        skill & 0xf_ffff | UInt32((proficiency &- 1) & 3) << 20 | UInt32(evidence.rawValue) << 22
    }

    /// Its number.
    package var skill: UInt32 { bits & 0xf_ffff }
    /// How well, 1...4.
    package var proficiency: UInt8 { UInt8(truncatingIfNeeded: bits >> 20 & 3) + 1 }
    /// What stands behind it.
    package var evidence: Evidence {
      Evidence(rawValue: UInt8(truncatingIfNeeded: bits >> 22)) ?? .declared
    }
    /// Proficiency and evidence as one number below 32.
    var claim: Int { Int(bits >> 20) }
  }

  /// The positions, one element per row in every array.
  package struct Positions: Sendable {
    /// The occupation.
    package var occupation: [Int32] = []
    /// The least level held; 0 where none is asked.
    package var minimumLevel: [UInt8] = []
    /// The contracts offered, as bits; 0 where not told.
    package var contracts: [UInt8] = []
    /// The first day, in days since 1970-01-01.
    package var startDay: [Int32] = []
    /// The workplace: a vector of length one times 2³⁰, towards latitude 0, longitude 0.
    package var x: [Int32] = []
    /// Towards latitude 0, longitude 90° east.
    package var y: [Int32] = []
    /// Towards the north pole.
    package var z: [Int32] = []
    /// The mission category.
    package var mission: [Int32] = []
    /// The sector.
    package var sector: [Int32] = []
    /// The least pay, in € a year.
    package var payMin: [Int32] = []
    /// The highest pay, in € a year.
    package var payMax: [Int32] = []
    /// The skills asked, the required ones of a row first, each once.
    package var asked = Ragged<AskedSkill>()

    /// No positions.
    package init() {}
  }

  /// The candidates, one element per row in every array.
  package struct Candidates: Sendable {
    /// The level held; 0 where not told.
    package var levelHeld: [UInt8] = []
    /// The contracts accepted, as bits; 0 where not told.
    package var contracts: [UInt8] = []
    /// The first free day, in days since 1970-01-01.
    package var availableDay: [Int32] = []
    /// The day of the last diploma, in days since 1970-01-01.
    package var diplomaDay: [Int32] = []
    /// The centre of the search, as ``Positions/x`` is measured.
    package var x: [Int32] = []
    /// Towards latitude 0, longitude 90° east.
    package var y: [Int32] = []
    /// Towards the north pole.
    package var z: [Int32] = []
    /// The largest square of the chord to the workplace, in units of 2⁻⁶⁰, or ``wholeCountry``.
    package var chordSquaredLimit: [Int64] = []
    /// The least pay accepted, in € a year.
    package var minimumPay: [Int32] = []
    /// In how many lists they stood recently.
    package var exposures: [Int32] = []
    /// Occupations wished, best first, each once.
    package var wished = Ragged<UInt32>()
    /// Occupations of the diploma, each once.
    package var studied = Ragged<UInt32>()
    /// Mission categories wished, ascending.
    package var missions = Ragged<UInt32>()
    /// Sectors wished, ascending.
    package var sectors = Ragged<UInt32>()
    /// Skills held.
    package var held = Ragged<HeldSkill>()

    /// No candidates.
    package init() {}
  }
}
