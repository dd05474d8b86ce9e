import Exchange
import Testing

@testable import vivier

@Suite struct `A table` {
  private func sheet() -> Sheet {
    var sheet = Sheet(("id", .left), ("pay_min", .right), ("title", .left))
    sheet.add("P-117eec214882", 38_500, "Chargé·e d'études électriques")
    sheet.add("P-2db27c261669", .null, "Opérateur")
    return sheet
  }

  @Test func `stands in columns, accents counting once`() {
    #expect(
      sheet().table(width: 100) == """
        ID              PAY MIN  TITLE
        P-117eec214882    38500  Chargé·e d'études électriques
        P-2db27c261669           Opérateur

        """)
  }

  @Test(arguments: 40...120) func `fits the width, and its ids stay whole`(width: Int) {
    let lines = sheet().table(width: width).split(separator: "\n")
    for line in lines { #expect(line.count <= width) }
    #expect(lines.last?.hasPrefix("P-2db27c261669 ") == true)
  }

  @Test func `shows where a text was cut`() {
    #expect(sheet().table(width: 45).contains("Chargé·e d'études é…\n"))
  }

  @Test func `counts a letter with a combining accent as one`() {
    var sheet = Sheet(("a", .left), ("b", .left))
    sheet.add("e\u{301}te\u{301}", "x")
    sheet.add("ete", "y")
    #expect(sheet.table(width: 80) == "A    B\n" + "e\u{301}te\u{301}  x\n" + "ete  y\n")
  }
}

@Suite struct `A sheet` {
  private func sheet() -> Sheet {
    var sheet = Sheet(("id", .left), ("free", .left), ("contracts", .left), ("all", .right))
    sheet.add("C-1", .null, ["cdi", "cdd"], true)
    sheet.add("C-2", "now", [], 7)
    return sheet
  }

  @Test func `is tab-separated without a header when piped`() {
    #expect(sheet().tsv == "C-1\t\tcdi, cdd\tyes\nC-2\tnow\t\t7\n")
  }

  @Test func `is an array of objects under the names of its columns`() {
    #expect(
      sheet().json.compact == #"[{"id":"C-1","free":null,"contracts":["cdi","cdd"],"all":true},"#
        + #"{"id":"C-2","free":"now","contracts":[],"all":7}]"#)
  }

  @Test func `keeps columns for programs out of the table and in everything else`() {
    var sheet = Sheet(("id", .left), ("naf", .left), ("name", .left), programsOnly: ["naf"])
    sheet.add("1", "2562B", "x")
    #expect(sheet.table(width: 80) == "ID  NAME\n1   x\n")
    #expect(sheet.tsv == "1\t2562B\tx\n")
    #expect(sheet.prefix(1).json.compact == #"[{"id":"1","naf":"2562B","name":"x"}]"#)
    #expect(sheet.prefix(1).table(width: 80) == sheet.table(width: 80))
  }

  @Test func `gives its first rows`() {
    #expect(sheet().prefix(1).tsv == "C-1\t\tcdi, cdd\tyes\n")
    #expect(sheet().prefix(5).count == 2)
  }
}

@Suite struct `A card` {
  private func card() -> Card {
    var card = Card()
    card.add("id", "P-1")
    card.add("pay_min", .null)
    card.add("skills", [["skill": "rome4:1", "label": "Souder"]], as: ["Souder (rome4:1)", "b"])
    card.add("languages", [])
    card.add("open", true)
    card.tell("secret_of_programs", 3)
    card.say("for people", "yes")
    return card
  }

  @Test func `is an aligned page for people`() {
    #expect(
      card().page == """
        id          P-1
        pay min     not told
        skills      Souder (rome4:1)
                    b
        languages   none
        open        yes
        for people  yes

        """)
  }

  @Test func `is one object for programs`() {
    #expect(
      card().json.compact == #"{"id":"P-1","pay_min":null,"skills":[{"skill":"rome4:1","#
        + #""label":"Souder"}],"languages":[],"open":true,"secret_of_programs":3}"#)
  }
}
