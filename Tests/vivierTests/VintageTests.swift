import Programme
import Store
import Testing

@Suite struct `A vintage` {
  let vintages: [Vintage]

  init() throws {
    vintages = [
      Vintage(
        name: "2018-2022", validFrom: try Day("2018-11-22"), validTo: try Day("2023-11-08")),
      Vintage(
        name: "2023-2027", validFrom: try Day("2023-11-09"), validTo: try Day("2027-12-31")),
    ]
  }

  @Test(arguments: [
    ("2018-11-21", nil), ("2018-11-22", "2018-2022"), ("2023-11-08", "2018-2022"),
    ("2023-11-09", "2023-2027"), ("2027-12-31", "2023-2027"), ("2030-01-01", "2023-2027"),
  ])
  func `is in force from its first day, and the last one beyond its end`(
    day: String, due: String?
  ) throws {
    #expect(Vintage.inForce(on: try Day(day), in: vintages)?.name == due)
  }

  @Test func `of an unknown name is refused with the names there are`() throws {
    let error = try #require(
      #expect(throws: StoreError.self) { _ = try Vintage.named("2018", in: vintages) })
    #expect(error.hint == "vintages: 2018-2022, 2023-2027")
    #expect(try Vintage.named("2018-2022", in: vintages) == vintages[0])
  }
}
