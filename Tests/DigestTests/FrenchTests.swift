import Programme
import Testing

@testable import Digest

@Suite struct `The French of a digest` {
  /// The words of every fixture, as a reader gets them.
  static let texts: [String] = `A rendered digest`.mails.flatMap {
    [$0.mail.text, $0.mail.subject, $0.mail.preheader]
  }

  @Test(arguments: texts) func `has the spaces its punctuation asks for`(_ text: String) {
    let characters = Array(text.unicodeScalars)
    for (index, scalar) in characters.enumerated() {
      let before = index > 0 ? characters[index - 1].value : 0
      let after = index + 1 < characters.count ? characters[index + 1].value : 0
      let context = String(
        String.UnicodeScalarView(characters[max(0, index - 20)...min(index, characters.count - 1)]))
      switch scalar {
      case ";", "!", "?", "%": #expect(before == 0x202F, "\(context)")
      case ":", "»": #expect(before == 0xA0, "\(context)")
      case "«": #expect(after == 0xA0, "\(context)")
      case "\"", "\u{2028}": Issue.record("\(context)")
      default: break
      }
    }
    #expect(!text.contains(/\d{4,} €|\d\d\/\d\d/))
  }

  @Test(arguments: texts) func `keeps to the words of the service`(_ text: String) {
    let lower = text.lowercased()
    for forbidden in ["offre", "il vous manque", "http", "niveau 7", "87 %", "mobilité", "·e"] {
      #expect(!lower.contains(forbidden))
    }
  }

  @Test func `is in sentences of at most twenty words`() {
    let pages =
      Fixtures.company.map(\.digest.page) + Fixtures.candidate.map(\.digest.page)
      + Fixtures.lead.map(\.digest.page)
    for page in pages {
      let paragraphs =
        page.introduction + page.closing + page.footer + page.sections.flatMap(\.remarks)
        + page.sections.flatMap(\.cards).flatMap(\.groups).flatMap(\.lines).flatMap(\.details)
      for sentence in paragraphs.flatMap({ $0.split { ".?!".contains($0) } }) {
        #expect(sentence.split { " \u{A0}\u{202F}".contains($0) }.count <= 20, "\(sentence)")
      }
    }
  }

  @Test func `writes dates in words, with the year when it is another`() {
    let today = Fixtures.today
    #expect(French.date(today, today: today) == "lundi 23\u{A0}novembre")
    #expect(
      French.date(Fixtures.day(2027, 1, 1), today: today) == "vendredi 1er\u{A0}janvier\u{A0}2027")
    #expect(French.shortDate(Fixtures.day(2026, 8, 2), today: today) == "2\u{A0}août")
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (38_000, "38\u{202F}000"), (-1_234_567, "-1\u{202F}234\u{202F}567"),
  ])
  func `writes numbers in groups of three`(_ value: Int, _ text: String) {
    #expect(French.number(value) == text)
  }

  @Test func `has no plural below two`() {
    #expect(French.count(0, "profil", "profils") == "0\u{A0}profil")
    #expect(French.count(1, "profil", "profils") == "1\u{A0}profil")
    #expect(French.count(2, "profil", "profils") == "2\u{A0}profils")
  }

  @Test(arguments: [
    (870_000, "0,87"), (1_000_000, "1,00"), (49_999, "0,04"), (-1, "0,00"), (2_000_000, "1,00"),
  ])
  func `writes a score with two decimals, rounded down`(_ score: Int, _ text: String) {
    #expect(French.score(score) == text)
  }

  @Test(arguments: 3...8) func `names a level by the diploma people know`(_ level: Int) {
    #expect(
      Words.level(level) == ["CAP", "Bac", "Bac+2", "Bac+3 ou Bac+4", "Bac+5", "Bac+8"][level - 3])
  }

  @Test func `lists with commas and a last word`() {
    #expect(French.list([]) == "")
    #expect(French.list(["a"]) == "a")
    #expect(French.list(["a", "b", "c"]) == "a, b et c")
    #expect(
      Words.contracts([.cdi, .apprentissage, .professionnalisation])
        == "CDI, contrat d'apprentissage ou de professionnalisation")
  }

  @Test func `makes one tidy line of whatever comes in`() {
    #expect(French.tidy(" a\r\n b\u{2028}c\u{0}d \u{202E}e") == "a b c d e")
    #expect(
      French.tidy("Qualité : contrôle ; suivi ?")
        == "Qualité\u{A0}: contrôle\u{202F}; suivi\u{202F}?")
    #expect(French.tidy("« Lean »") == "«\u{A0}Lean\u{A0}»")
    #expect(French.tidy(String(repeating: "mot ", count: 100), limit: 20) == "mot mot mot mot mot…")
    #expect(French.tidy(String(repeating: "x", count: 100), limit: 20).count == 20)
    #expect(French.tidy("\u{0}\n\t") == "")
  }
}
