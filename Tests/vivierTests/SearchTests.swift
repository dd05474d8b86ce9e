import Store
import Testing

@Suite struct `A search` {
  @Test(arguments: [
    ("qualité", true), ("QUALITE", true), ("securite qualite", true), ("industrie sécu", true),
    ("h1523", true), ("soudage", false), ("qualité soudage", false),
  ])
  func `finds every word, whatever its case and accents`(words: String, due: Bool) {
    let search = Search(words)
    #expect(search.matches("Responsable Qualité Sécurité en industrie", nil, "H1523") == due)
  }

  @Test func `without words finds everything`() {
    #expect(Search(nil).matches())
    #expect(Search(" – ").matches("x"))
  }

  @Test func `never joins the end of one text with the beginning of the next`() {
    #expect(!Search("ab").matches("a", "b"))
  }
}
