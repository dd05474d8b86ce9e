/// The candidates of a snapshot, arranged so that a position meets few of them.
///
/// A candidate has an entry for each place searched and each occupation wished. Entries stand by
/// place, then by class: the occupation wished or, where none is, the missions wished; then by the
/// occupation studied. They are cut into chunks, and a bitmap tells which chunks hold a skill at all:
/// a chunk whose best member could not enter a list is passed by whole. Of the others a word each is
/// read, which says whether the gates can be passed, and only then the entry itself.
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

  /// The centres of a cell: their box and the widest search.
  struct Box: Sendable {
    var low = Point(x: .max, y: .max, z: .max)
    var high = Point(x: .min, y: .min, z: .min)
    var limit: Int64 = 0
  }

  /// What an entry says of the wishes of a candidate: enough to bound `side_candidate`.
  struct Wishes: Sendable {
    /// The least pay accepted, or -1.
    var minimumPay: Int32 = -1
    /// One of 32 bits for each sector wished.
    var sectors: UInt32 = 0
    /// The occupation wished that the entry stands for, or ``none``.
    var wished = none
    /// The occupation studied, ``none`` where none is or it is the one wished, or ``several``.
    var studied = none
    /// One of 8 bits for each mission wished.
    var missions: UInt8 = 0

    /// No occupation.
    static var none: UInt16 { .max }
    /// Several occupations are studied, or some are concluded.
    static var several: UInt16 { .max - 1 }
  }

  /// Who an entry stands for and where they search.
  struct Entry: Sendable {
    /// The squared chord of the search, or -1 where the place says it all.
    var limit: Int64 = -1
    var x: Int32 = 0
    var y: Int32 = 0
    var z: Int32 = 0
    var row: UInt32 = 0
    /// Where the skills held begin.
    var heldStart: UInt32 = 0
    /// How many they are.
    var heldCount: UInt16 = 0
    /// Whether the word and the area leave something to look at in the gates.
    var needsGates = false
    /// Whether the candidate has other entries.
    var isRepeated = false
    /// Whether the entry, its wishes and its skills are all that a score is made of.
    var isWhole = true
  }

  /// One of 512 bits for each skill held.
  struct Signature: Sendable {
    var words = InlineArray<8, UInt64>(repeating: 0)

    /// The bit of a skill.
    static func bit(_ skill: UInt32) -> Int { Int((skill &* 0x9e37_79b1) >> 23) }

    mutating func insert(_ skill: UInt32) {
      let bit = Signature.bit(skill)
      words[bit >> 6] |= 1 << UInt64(bit & 63)
    }
  }

  /// What the entries of a chunk span.
  struct Chunk: Sendable {
    var firstClass: UInt32
    var lastClass: UInt32
    /// The lowest occupation studied and the highest; the highest is `several` where that is said.
    var lowStudied: UInt16 = .max
    var highStudied: UInt16 = 0
  }

  /// Classes for each place: by occupation wished with nothing else studied, by occupation wished,
  /// and by missions where no occupation is wished.
  let classCount: Int
  let occupationCount: Int
  let places: [Place]
  /// The boxes of the places that are cells; empty ones for the others.
  let boxes: [Box]
  /// Where the entries of each class of each place begin.
  let starts: [UInt32]
  let words: [UInt64]
  let wishes: [Wishes]
  let entries: [Entry]
  let signatures: [Signature]
  /// The skills of the entries, in their order.
  let held: [CandidateColumns.Held]
  /// Rows of bits, one bit per chunk: in which chunks some skills are held.
  let bitmap: [UInt64]
  /// How many words a row of the bitmap has.
  let rowLength: Int
  /// The missions wished by anybody, numbered.
  let missions: WishNumbers
  /// The sectors wished by anybody, numbered.
  let sectors: WishNumbers
  /// What the entries of each chunk span.
  let chunks: [Chunk]
  /// For each row of the credits of occupations, the occupations by falling credit.
  let order: [UInt32]

  /// How many classes there are of candidates who wish no occupation.
  static var missionClasses: Int { 256 }

  /// How many entries a chunk has, as a power of two.
  static var chunkShift: Int { 4 }
  /// How many rows the bitmap has for skills; one more tells where nobody told a skill.
  static var bitmapRows: Int { 4_096 }

  /// The row of a skill in the bitmap.
  static func bitmapRow(_ skill: UInt32) -> Int { Int(skill) % bitmapRows }

  /// The share of the credits that is told apart in ``order``.
  static func step(_ credit: Int32) -> Int { Int(credit) >> 14 }
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
}

extension Index.Entry {
  /// Whether a point lies in the circle searched.
  func reaches(_ point: Point) -> Bool {
    Point(x: x, y: y, z: z).chordSquared(to: point) <= limit
  }
}
