import Testing

@testable import Digest

@Suite struct `Folded text` {
  @Test func `hangs below its first word`() {
    #expect(Columns.wrap("- aa bb cc", width: 7) == "- aa bb\n  cc\n")
    #expect(Columns.wrap("   12. aa bb", width: 9) == "   12. aa\n       bb\n")
    #expect(Columns.wrap("  aa bb", width: 5) == "  aa\n  bb\n")
  }

  @Test func `cuts a word that is longer than a line`() {
    #expect(Columns.wrap("- abcdefgh", width: 5) == "- abc\n  def\n  gh\n")
  }

  @Test func `never has two empty lines in a row, nor one at its ends`() {
    #expect(Columns.wrap("\n\na\n \n\n\nb\n\n", width: 9) == "a\n\nb\n")
  }

  @Test func `does not break at a space that must not break`() {
    #expect(Columns.wrap("aaa bb\u{A0}cc", width: 7) == "aaa\nbb\u{A0}cc\n")
  }

  @Test func `loses nothing and fits, whatever the words`() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = `A planned digest`.Seeded(state: seed)
    for _ in 0..<300 {
      let words = (0..<Int.random(in: 1...30, using: &generator)).map { _ in
        String(repeating: "é", count: Int.random(in: 1...25, using: &generator))
      }
      let text =
        String(repeating: " ", count: Int.random(in: 0...4, using: &generator))
        + words.joined(separator: " ")
      let folded = Columns.wrap(text, width: 30)
      #expect(folded.split(separator: "\n").allSatisfy { $0.count <= 30 }, "seed \(seed)")
      #expect(folded.split { " \n".contains($0) }.map(String.init) == words, "seed \(seed)")
    }
  }
}
