import Testing

@testable import vivier

@Suite struct `A completion of territories` {
  let file = """
    vintage,id,name,valid_from
    2018-2022,ti-5202,Ancien Anjou,2018-11-22
    2023-2027,ti-5202,Anjou Bleu,2023-11-09
    2023-2027,ti-4401,"Saint-Dié, Gérardmer",2023-11-09
    2023-2027,ti-9305,Nice Côte d’Azur,2023-11-09

    """

  @Test(arguments: [
    ("anj", ["anjou-bleu"]), ("ti-5", ["ti-5202"]), ("sa", ["saint-die-gerardmer"]),
    ("NICE", ["nice-cote-d-azur"]), ("xyz", []),
  ])
  func `begins as what was typed, in the last vintage`(prefix: String, due: [String]) {
    #expect(Completion.territories(in: file, beginningWith: prefix) == due)
  }

  @Test func `of a file that is none is empty`() {
    #expect(Completion.territories(in: "", beginningWith: "a") == [])
    #expect(Completion.territories(in: "a\nb", beginningWith: "b") == [])
  }
}
