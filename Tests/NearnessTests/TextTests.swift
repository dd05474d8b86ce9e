import Glibc
import Testing

@testable import Nearness

@Suite struct `Words of a title` {
  @Test(arguments: [
    ("Électricien / Électricienne", "electricien electricienne"),
    ("Chef d'équipe (H/F)", "chef equipe"), ("Conduite de ligne", "CONDUITE LIGNE"),
    ("Main-d’œuvre", "main oeuvre"),
  ])
  func `without accents, case and the commonest words are the same terms`(
    text: String, other: String
  ) {
    #expect(Words.terms(of: text) == Words.terms(of: other))
    #expect(!Words.terms(of: text).isEmpty)
  }

  @Test func `share their stem and their pieces with their feminine and plural`() {
    let masculine = Set(Words.terms(of: "mécanicien"))
    for other in ["mécanicienne", "mécaniciens"] {
      let shared = masculine.intersection(Words.terms(of: other))
      #expect(shared.count >= masculine.count - 1, "\(other)")
    }
    #expect(masculine.isDisjoint(with: Words.terms(of: "boulanger")))
  }

  @Test func `of one or two letters count whole`() {
    #expect(Words.terms(of: "C").count == 2)
    #expect(Set(Words.terms(of: "C")).isDisjoint(with: Words.terms(of: "C++")))
  }

  @Test(arguments: ["", " ", "de la", "(H/F)"])
  func `that say nothing give no term`(text: String) {
    #expect(Words.terms(of: text).isEmpty)
  }
}

@Suite struct `Arithmetic in integers` {
  @Test func `takes logarithms as floating point does, to 1/65536`() {
    for number in Array(1...300) + [1_000, 65_535, 65_536, 33_164, 1 << 40] {
      let exact = log(Double(number)) * 65_536
      #expect(abs(Double(logarithm(number)) - exact) <= 1.01, "\(number)")
    }
  }

  @Test func `takes the root below`() {
    for number in Array(0...200) + [999_999, 1_000_000, 1 << 62] {
      let root = floorSquareRoot(number)
      #expect(root * root <= number)
      #expect(UInt(root + 1) * UInt(root + 1) > UInt(number))
    }
  }

  @Test(arguments: Dice.seeds) func `finds the best as sorting does`(seed: UInt64) {
    var dice = Dice(seed)
    let values = (0..<200).map { _ in Int.random(in: 0...20, using: &dice) }
    let sorted = values.indices.filter { values[$0] > 0 }
      .sorted { (values[$1], $0) < (values[$0], $1) }
    for count in [0, 1, 5, 150, 500] {
      #expect(best(values, count: count) == Array(sorted.prefix(count)), "seed \(seed)")
    }
  }
}
