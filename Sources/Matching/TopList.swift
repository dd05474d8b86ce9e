/// A pair in the order of a list.
struct Ranked: Sendable {
  var score: Int32
  var exposures: Int32
  var tie: UInt64
  var row: UInt32
  var positionSide: Int32
  var candidateSide: Int32

  /// Highest score first, then fewest recent exposures, then the keyed hash.
  ///
  /// The row decides only between equal hashes, which two pairs in 2⁶⁴ have.
  static func precedes(_ left: Ranked, _ right: Ranked) -> Bool {
    if left.score != right.score { return left.score > right.score }
    if left.exposures != right.exposures { return left.exposures < right.exposures }
    if left.tie != right.tie { return left.tie < right.tie }
    return left.row < right.row
  }
}

/// The best of a stream, kept in order.
struct TopList {
  let limit: Int
  /// The best in order.
  private(set) var items: [Ranked] = []
  /// No pair below this score can enter any more.
  private(set) var floor: Int32
  /// How many pairs were offered.
  private(set) var count = 0

  init(limit: Int) {
    self.limit = limit
    floor = limit > 0 ? 0 : Int32.max
    items.reserveCapacity(limit)
  }

  /// Begins anew.
  mutating func reset() {
    items.removeAll(keepingCapacity: true)
    floor = limit > 0 ? 0 : Int32.max
    count = 0
  }

  /// Counts a pair; whether its score could enter, so that its tie is worth drawing.
  mutating func admits(_ score: Millionths) -> Bool {
    count += 1
    return Int32(score) >= floor
  }

  /// Takes a pair in where it belongs.
  mutating func insert(_ item: Ranked) {
    if items.count == limit {
      guard let last = items.last, Ranked.precedes(item, last) else { return }
      items.removeLast()
    }
    items.append(item)
    var place = items.count - 1
    while place > 0, Ranked.precedes(item, items[place - 1]) {
      items[place] = items[place - 1]
      place -= 1
    }
    items[place] = item
    if items.count == limit, let last = items.last { floor = last.score }
  }

  /// The best in order.
  func sorted() -> [Ranked] { items }
}

/// The best near matches of a stream: those whose declared area holds the workplace first.
///
/// Where somebody searches is their own filter, and nearly everyone in the country misses only
/// that: without this order they would fill every list.
struct NearList {
  private let limit: Int
  private var inside: TopList
  private var outside: TopList

  init(limit: Int) {
    self.limit = limit
    inside = TopList(limit: limit)
    outside = TopList(limit: limit)
  }

  /// How many pairs inside a declared area were offered; beyond it nearly everybody is near.
  var count: Int { inside.count }

  /// Counts a pair; whether its score could enter.
  mutating func admits(_ score: Millionths, isOutside: Bool) -> Bool {
    isOutside ? outside.admits(score) : inside.admits(score)
  }

  /// Takes a pair in.
  mutating func insert(_ item: Ranked, isOutside: Bool) {
    if isOutside { outside.insert(item) } else { inside.insert(item) }
  }

  /// The best in order.
  consuming func sorted() -> [Ranked] {
    Array((inside.sorted() + outside.sorted()).prefix(limit))
  }
}
