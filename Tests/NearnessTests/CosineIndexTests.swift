import Glibc
import Testing

@testable import Nearness

@Suite struct `A cosine index` {
  @Test(arguments: Dice.seeds) func `agrees with the formula in floating point`(seed: UInt64) {
    var dice = Dice(seed)
    let documents = (0..<40).map { _ in dice.letters(upTo: 12) }
    let query = dice.letters(upTo: 12)
    func weights(_ document: [String]) -> [String: Double] {
      var weights: [String: Double] = [:]
      for term in Set(document) {
        let times = document.count { $0 == term }
        let spread = documents.count { $0.contains(term) }
        weights[term] = (1 + log(Double(times))) * log(41 / Double(spread + 1))
      }
      let norm = weights.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return norm == 0 ? weights : weights.mapValues { $0 / norm }
    }
    let wanted = weights(query)
    let found = CosineIndex(documents).similarities(to: query)
    for (document, similarity) in zip(documents, found) {
      let exact = weights(document).reduce(0) { $0 + $1.value * (wanted[$1.key] ?? 0) }
      #expect(abs(Double(similarity) / 1_000_000 - exact) < 0.000_1, "seed \(seed)")
    }
  }

  @Test(arguments: Dice.seeds) func `does not mind the order of documents and terms`(seed: UInt64) {
    var dice = Dice(seed)
    let documents = (0..<30).map { _ in dice.letters(upTo: 8) }
    let order = documents.indices.shuffled(using: &dice)
    let query = dice.letters(upTo: 8)
    let first = CosineIndex(documents).similarities(to: query)
    let second = CosineIndex(order.map { documents[$0].shuffled(using: &dice) })
      .similarities(to: query.shuffled(using: &dice))
    #expect(second == order.map { first[$0] }, "seed \(seed)")
  }

  @Test func `finds nothing where nothing is shared, and itself nearly whole`() {
    let index = CosineIndex([["a", "b"], ["c"], []])
    let similarities = index.similarities(to: ["c"])
    #expect(similarities[0] == 0 && similarities[2] == 0)
    #expect(similarities[1] > 999_990)
    #expect(index.similarities(to: []) == [0, 0, 0])
    #expect(CosineIndex<String>([]).similarities(to: ["a"]).isEmpty)
  }

  @Test func `lowers every cosine alike by a term that no document has`() {
    let index = CosineIndex([["a"], ["a", "b"], ["c"]])
    let known = index.similarities(to: ["a", "c"])
    let unknown = index.similarities(to: ["a", "c", "z"])
    #expect(zip(known, unknown).allSatisfy { $0 > $1 })
    let order = known.indices.sorted { known[$0] > known[$1] }
    #expect(order == unknown.indices.sorted { unknown[$0] > unknown[$1] })
  }
}
