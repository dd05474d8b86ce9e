import Evaluation
import Testing

@Suite struct `A ranking` {
  typealias Row = LabelledSet.Row

  func order(_ ranking: Ranking, _ set: LabelledSet) -> [String] {
    ranking.hits(for: set.queries[0], count: 100).map { set.documents[$0.document].id }
  }

  @Test func `asks for queries, documents and taxonomy, and for no label`() throws {
    var asked: [String] = []
    _ = try LabelledSet { file in
      asked.append(file)
      return file.hasSuffix(".jsonl") ? Array("{\"id\":\"a\"}\n".utf8) : nil
    }
    #expect(
      asked.sorted() == ["docs.jsonl", "occ_skills.tsv", "queries.jsonl", "skill_broader.tsv"])
  }

  @Test func `puts the nearest label of each thing before all second labels, and groups last`() {
    let set = LabelledSet(
      queries: [Row(id: "q", title: "Soudeur / Soudeuse")],
      documents: [
        Row(id: "a1", title: "soudeur", concept: "x/occupation/a"),
        Row(id: "a2", title: "soudeuse", concept: "x/occupation/a"),
        Row(id: "b", title: "chef soudeur de chantier", concept: "x/occupation/b"),
        Row(id: "g", title: "Soudeurs", concept: "x/isco/C7212"),
      ])
    let order = order(Ranking(set), set)
    #expect(order.first?.first == "a")
    #expect(order[1] == "b")
    #expect(Set(order.dropFirst(2).map(\.first)) == ["a", "g"])
  }

  @Test func `leaves the query itself out and breaks ties by the higher id`() {
    let set = LabelledSet(
      queries: [Row(id: "b", skills: ["s"])],
      documents: ["a", "b", "c"].map { Row(id: $0, skills: ["s"]) })
    #expect(order(Ranking(set), set) == ["c", "a"])
  }

  let diplomas = [
    KnownDiploma(code: "RNCP1", title: "Soudage industriel", level: 5, occupations: ["H2913"]),
    KnownDiploma(code: "RNCP2", title: "Soudage industriel", level: 5, occupations: ["A1101"]),
  ]

  var diplomaSet: LabelledSet {
    LabelledSet(
      queries: [Row(id: "RNCP2", title: "Soudage industriel", level: 5)],
      documents: [
        Row(id: "A1101", title: "Engins agricoles", text: ""), Row(id: "H2913", text: ""),
      ])
  }

  @Test func `of diplomas never reads the links of the set's own queries`() {
    let ranking = Ranking(diplomaSet, diplomas: diplomas)
    #expect(ranking.diplomaCount == 1)
    #expect(order(ranking, diplomaSet).first == "H2913")
  }

  @Test(arguments: [
    "RNCP1\n", "# the other half\nRNCP1 H2913\n", "RNCP1 0 H2913 1\n", "{\"id\":\"RNCP1\"}\n",
    "RNCP1;H2913", "H2913,RNCP1,2\r\n",
  ])
  func `of diplomas never reads what is forbidden`(file: String) {
    var forbidden = Forbidden()
    forbidden.add(Array(file.utf8))
    let ranking = Ranking(diplomaSet, diplomas: diplomas, forbidden: forbidden)
    #expect(ranking.diplomaCount == 0)
    #expect(ranking.hits(for: diplomaSet.queries[0], count: 2).map(\.score) == [0, 0])
  }

  @Test func `is written as TREC lines, ranks from 1`() {
    let set = LabelledSet(
      queries: [Row(id: "q", skills: ["s"])],
      documents: [
        Row(id: "a", skills: ["s"]), Row(id: "b", skills: ["t"]), Row(id: "c", skills: ["u"]),
      ])
    let lines = Ranking(set).run(count: 2).split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix("q Q0 a 1 "))
    #expect(lines[1].hasPrefix("q Q0 c 2 0 "))
  }

  @Test(arguments: [
    ("{\"id\":\"a\"}\n{\"id\":", 2, "byte 7"), ("{\"title\":\"t\"}", 1, "no id"),
    ("\n{\"id\":\"a\"}\n{\"id\":\"a\"}\n", 3, "same id"),
  ])
  func `says where a set is broken`(file: String, line: Int, reason: String) {
    let error = #expect(throws: LabelledSet.Broken.self) {
      try LabelledSet { $0.hasSuffix(".jsonl") ? Array(file.utf8) : nil }
    }
    #expect(error?.line == line)
    #expect(error?.reason.contains(reason) == true)
  }
}
