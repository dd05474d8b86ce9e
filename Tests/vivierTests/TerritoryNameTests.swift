import Programme
import Store
import Testing

@testable import vivier

@Suite struct `A territory's name` {
  let territories = [
    (id: "ti-5202", name: "Anjou Bleu"), (id: "ti-5204", name: "Choletais-Mauges"),
    (id: "ti-7510", name: "Lacq – Pau – Tarbes"), (id: "ti-9305", name: "Nice Côte d’Azur"),
    (id: "ti-9306", name: "Nice"), (id: "ti-4401", name: "Vallée de l'Ondaine"),
    (id: "ti-4402", name: "Vallée de la Bruche"),
  ]

  private func id(_ name: String) throws -> String {
    try TerritoryName.id(of: name, among: territories, vintage: "2023-2027")
  }

  private func refusal(_ name: String) throws -> StoreError {
    try #require(#expect(throws: StoreError.self) { _ = try id(name) })
  }

  @Test(arguments: [
    ("ti-5202", "ti-5202"), ("TI-5202", "ti-5202"), ("5202", "ti-5202"),
    ("Anjou Bleu", "ti-5202"), ("anjou-bleu", "ti-5202"), ("ANJOU", "ti-5202"),
    ("lacq-pau-tarbes", "ti-7510"), ("nice-cote-d-azur", "ti-9305"), ("ondaine", "ti-4401"),
  ])
  func `is an id, a whole name or a part that one name has`(name: String, due: String) throws {
    #expect(try id(name) == due)
  }

  @Test func `that is whole wins over names it is a part of`() throws {
    #expect(try id("nice") == "ti-9306")
  }

  @Test func `that several have is refused with their ids`() throws {
    let error = try refusal("vallee")
    #expect(error.what == "\"vallee\" names 2 territories")
    #expect(
      error.hint
        == "use an id: ti-4401 (Vallée de l'Ondaine), ti-4402 (Vallée de la Bruche)")
  }

  @Test func `that none has is refused with the nearest one`() throws {
    let error = try refusal("choltais")
    #expect(error.kind == .notFound)
    #expect(error.what == "territory \"choltais\" not found in the vintage 2023-2027")
    #expect(
      error.hint
        == "closest: ti-5204 (Choletais-Mauges) · run: vivier territory list --search chol")
  }

  @Test func `that is an unknown id or empty is refused, too`() throws {
    #expect(try refusal("ti-9999").hint == "run: vivier territory list --search WORD")
    #expect(try refusal("").kind == .notFound)
    #expect(try refusal(" - ").kind == .notFound)
  }
}
