import Programme
import Testing

@testable import Digest

@Suite struct `Answers that are waited for` {
  private func digest(_ waiting: [WaitingAnswer], profiles: Int = 1) -> CompanyDigest {
    CompanyDigest(
      date: Fixtures.today, sites: [Site(siret: "1", companyName: "Plastiform")],
      waiting: waiting,
      positions: [
        PositionBlock(
          position: "P-8", siret: "1", title: "Poste",
          items: (0..<profiles).map { Fixtures.profile("T-\($0)", position: "P-8") })
      ])
  }

  private func recalled(_ waiting: [WaitingAnswer]) throws -> [String] {
    (try #require(digest(waiting).planned(after: [])).waiting ?? []).map(\.name)
  }

  private func waiting(
    _ state: WaitingAnswer.State, _ name: String, days: Int32
  ) -> WaitingAnswer {
    Fixtures.waiting(state, "Poste", name, days: days)
  }

  @Test func `never make a mail of their own`() {
    #expect(
      digest([waiting(.otherSaidYes, "T-9", days: 30)], profiles: 0).planned(after: []) == nil)
  }

  @Test func `are recalled after a week, a yes of the other side at once`() throws {
    for state in [WaitingAnswer.State.shown, .readerSaidYes] {
      #expect(try recalled([waiting(state, "T-9", days: 6)]).isEmpty)
      #expect(try recalled([waiting(state, "T-9", days: 7)]) == ["T-9"])
    }
    #expect(try recalled([waiting(.otherSaidYes, "T-9", days: 0)]) == ["T-9"])
  }

  @Test func `are three at most, who said yes first, then who waits longest`() throws {
    let many = (10..<16).map { waiting(.shown, "T-\($0)", days: Int32($0)) }
    #expect(
      try recalled(many + [waiting(.otherSaidYes, "T-99", days: 1)])
        == ["T-99", "T-15", "T-14"])
  }

  @Test func `are not recalled beside the same profile as news`() throws {
    #expect(try recalled([waiting(.otherSaidYes, "T-0", days: 9)]).isEmpty)
  }

  @Test func `leave the mail with the pair they are about`() throws {
    let planned = try #require(
      digest([waiting(.shown, "T-8", days: 9), waiting(.shown, "T-9", days: 9)])
        .planned(after: []))
    let rest = try #require(planned.without([("P-8", "C-T-8")]))
    #expect(rest.waiting?.map(\.name) == ["T-9"])
    #expect(rest.without([("P-8", "C-T-9")])?.waiting == nil)
    #expect(planned.without([("P-8", "C-T-0")]) == nil)
  }

  @Test func `are told neither as news nor to the store`() throws {
    let planned = try #require(digest([waiting(.shown, "T-9", days: 9)]).planned(after: []))
    #expect(planned.toldItems.map(\.candidate) == ["C-T-0"])
    #expect(try planned.rendered().subject.hasPrefix("1\u{A0}profil pour"))
  }
}
