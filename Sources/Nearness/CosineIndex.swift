/// Documents as bags of terms, found by the cosine of what they have in common with a query.
///
/// A term weighs `(1 + ln(times)) · ln((N + 1) / (n + 1))` where `n` of `N` documents have it (Salton
/// and Buckley 1988), and each document has the length one. All in integers: the same documents
/// give the same numbers on every machine.
package struct CosineIndex<Key: Hashable & Sendable>: Sendable {
  /// How many documents there are.
  package let count: Int

  private var numbers: [Key: Int] = [:]
  /// The rarity of each term, in 1/65,536.
  private var rarity: [Int] = []
  private var postings: [[Posting]] = []
  /// The rarity of a term that no document has.
  private let unseen: Int

  private struct Posting: Sendable {
    let document: Int32
    let value: Int32
  }

  /// The length of a document or query, a power of two.
  private static var length: Int { 1 << 20 }

  /// Indexes documents, each given as its terms, repeated as often as they occur.
  package init(_ documents: some Collection<[Key]>) {
    count = documents.count
    unseen = logarithm(documents.count + 1)
    var bags: [[(term: Int, times: Int)]] = []
    bags.reserveCapacity(documents.count)
    var spread: [Int] = []
    for document in documents {
      var bag: [Int: Int] = [:]
      for key in document {
        let number = numbers[key] ?? spread.count
        if number == spread.count {
          numbers[key] = number
          spread.append(0)
        }
        bag[number, default: 0] += 1
      }
      for term in bag.keys { spread[term] += 1 }
      bags.append(bag.map { (term: $0.key, times: $0.value) })
    }
    let whole = unseen
    rarity = spread.map { whole - logarithm($0 + 1) }
    postings = spread.map { _ in [] }
    for (document, bag) in bags.enumerated() {
      let weights = bag.map { CosineIndex.weight(times: $0.times, rarity: rarity[$0.term]) }
      for (item, value) in zip(bag, CosineIndex.normalised(weights)) where value > 0 {
        postings[item.term].append(Posting(document: Int32(document), value: Int32(value)))
      }
    }
  }

  /// The cosine of each document with a query, in millionths.
  ///
  /// A term that no document has makes the query longer, so that it lowers every cosine alike.
  package func similarities(to query: [Key]) -> [Int] {
    var times: [Key: Int] = [:]
    for key in query { times[key, default: 0] += 1 }
    let items = times.map { (number: numbers[$0.key], times: $0.value) }
    let weights = items.map {
      CosineIndex.weight(times: $0.times, rarity: $0.number.map { rarity[$0] } ?? unseen)
    }
    var sums = [Int](repeating: 0, count: count)
    for (item, value) in zip(items, CosineIndex.normalised(weights)) {
      guard let number = item.number, value > 0 else { continue }
      for posting in postings[number] { sums[Int(posting.document)] += Int(posting.value) * value }
    }
    return sums.map { $0 / CosineIndex.length * unit / CosineIndex.length }
  }

  private static func weight(times: Int, rarity: Int) -> Int {
    ((65_536 + logarithm(times)) * rarity) >> 16
  }

  private static func normalised(_ weights: [Int]) -> [Int] {
    let norm = floorSquareRoot(weights.reduce(0) { $0 + $1 * $1 })
    return norm == 0 ? weights : weights.map { $0 * length / norm }
  }
}
