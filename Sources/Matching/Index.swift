/// The candidates of a snapshot, arranged so that a position meets few of them.
///
/// A candidate has an entry for each place searched and each occupation wished. Entries stand by
/// place, then by class: the occupation wished or, where none is, the one studied. Rows of bits tell
/// whose gates a position can pass, sixty-four entries at a time (``GateBits``); postings tell who
/// holds a skill (``Postings``). Only who is left of both is read one by one.
struct Index: Sendable {
  /// Where the candidates of some entries search.
  enum Place: Hashable, Sendable {
    /// Everywhere, or not told.
    case anywhere
    /// Around centres within the same cube of a grid over the globe.
    case cell(Int32)
    case territory(Symbol)
    case department(Symbol)
    case region(Symbol)
  }

  /// What an entry says of the wishes of a candidate: enough to bound `side_candidate`.
  ///
  /// Few bytes, as most of those who are looked at are passed by for what these say.
  struct Wishes: BitwiseCopyable, Sendable {
    /// One of 32 bits for each sector wished.
    var sectors: UInt32 = 0
    /// The occupation wished that the entry stands for, or ``none``.
    var wished = none
    /// The occupation studied, ``none`` where none is or it is the one wished, or ``several``.
    var studied = none
    /// One of 8 bits for each mission wished.
    var missions: UInt8 = 0
    /// The step of ``Index/paySteps`` the least pay lies in, 0 where none is told.
    var payStep: UInt8 = 0

    /// No occupation.
    static var none: UInt16 { .max }
    /// Several occupations are studied, or some are concluded.
    static var several: UInt16 { .max - 1 }
  }

  /// Who an entry stands for and where they search: all that a score takes but wishes and skills, in one
  /// line of the cache.
  struct Entry: BitwiseCopyable, Sendable {
    /// The squared chord of the search, or -1 where the place says it all.
    var limit: Int64 = -1
    var x: Int32 = 0
    var y: Int32 = 0
    var z: Int32 = 0
    /// The days and the level of the gates (``GateWord/fields``).
    var word: UInt32 = 0
    var row: UInt32 = 0
    /// Where the skills held begin.
    var heldStart: UInt32 = 0
    /// The least pay accepted, or -1.
    var minimumPay: Int32 = -1
    /// What ties are drawn with, as the candidate's facts have it.
    var tie: UInt64 = 0
    /// In how many lists the candidate stood recently.
    var exposures: Int32 = 0
    /// How many skills are held.
    var heldCount: UInt16 = 0
    /// Whether the word and the area leave something to look at in the gates.
    var needsGates = false
    /// Whether the candidate has other entries.
    var isRepeated = false
    /// Whether the entry, its wishes and its skills are all that a score is made of.
    var isWhole = true
    // Up to the end of the line.
    private let rest: UInt64 = 0
  }

  /// The classes of a place, by what an entry wishes and what is studied.
  enum Kind: Int, CaseIterable {
    /// By the occupation wished; nothing else is studied.
    case wished
    /// By the one occupation studied; none is wished.
    case studied
    /// By the occupation wished; another is studied.
    case both
    /// One class: nothing is wished nor studied.
    case neither
    /// One class: nothing is wished, several occupations are studied or some concluded.
    case several

    /// The first class of the kind, of so many occupations.
    func firstClass(of occupationCount: Int) -> Int {
      self == .several ? 3 * occupationCount + 1 : rawValue * occupationCount
    }
  }

  let occupationCount: Int
  /// How many classes a place has.
  var classCount: Int { 3 * occupationCount + 2 }

  /// Those who search everywhere first, then cells from one end of the country to the other.
  let places: [Place]
  /// The boxes of the places that are cells; empty ones for the others.
  let boxes: [Box]
  /// Where the entries of each class of each place begin.
  let starts: [UInt32]
  /// Where those of each kind of each place begin: the same, of few numbers.
  let kindStarts: [UInt32]
  let wishes: [Wishes]
  let entries: Lines<Entry>
  /// The skills of the entries, in their order.
  let held: [CandidateColumns.Held]
  /// Whose gates pass, by what a position asks.
  let gates: GateBits
  /// Who holds each skill.
  let postings: Postings
  /// The missions wished by anybody, numbered.
  let missions: WishNumbers
  /// The sectors wished by anybody, numbered.
  let sectors: WishNumbers
  /// The lowest pay of each step; the first stands for none told.
  let paySteps: [Int32]
  /// How many entries each kind has.
  let kindCounts: [Int]
  /// The occupations of each row of credits, in levels of about the same credit.
  let levels: CreditLevels
}

extension Index {
  /// Whether somebody who searches in a place may search where a position is.
  func mayReach(_ place: Int, _ facts: PositionColumns.Facts) -> Bool {
    switch places[place] {
    case .anywhere: true
    case .cell: facts.point.map { boxes[place].mayReach($0) } ?? true
    case .territory(let id): !facts.hasPlace || facts.territory == id
    case .department(let code): facts.department == .none || facts.department == code
    case .region(let code): facts.region == .none || facts.region == code
    }
  }

  /// The entries of a kind of a place.
  @inline(__always)
  func range(_ place: Int, _ kind: Kind) -> Range<Int> {
    let key = place * Kind.allCases.count + kind.rawValue
    return Int(kindStarts[key])..<Int(kindStarts[key + 1])
  }

  /// Whether anybody wishes no occupation and studied none or several.
  var hasOthers: Bool {
    kindCounts[Kind.neither.rawValue] + kindCounts[Kind.several.rawValue] > 0
  }

  /// The entries of a place.
  func range(_ place: Int) -> Range<Int> {
    range(place, .wished).lowerBound..<range(place, .several).upperBound
  }
}

extension Index.Entry {
  /// Whether a point lies in the circle searched, if there is one.
  @inline(__always)
  func reaches(_ point: Point) -> Bool {
    // Beyond everything where there is none.
    let limit = UInt64(bitPattern: limit)
    let x = Int64(x) &- Int64(point.x)
    let y = Int64(y) &- Int64(point.y)
    let z = Int64(z) &- Int64(point.z)
    return UInt64(bitPattern: x &* x &+ y &* y &+ z &* z) <= limit
  }
}
