import Exchange
import Postgres
import Programme
import TestSupport
import Testing

@testable import Store

private let author = Author(
  name: "Camille", at: Timestamp(microsecondsSince1970: 1_795_864_602_000_000))

@Suite(.database) struct `An establishment` {
  private func siret(_ number: Int) throws -> SIRET { try SIRET(World.siret(number)) }

  @Test func `is industry by its own activity, else by the last decision`() async throws {
    let database = try TestDatabase.current
    try await database.take(
      .companies,
      [
        World.company(1, ["naf": "25.62B"]), World.company(2, ["naf": "7112B"]), World.company(3),
      ])
    let connection = try await database.open()
    func answer(_ number: Int) async throws -> Answer? {
      try await CompanyIndustry.find(siret(number), connection)?.industry.answer
    }
    #expect(try await answer(1) == .yes)
    #expect(try await answer(2) == .unknown)
    #expect(try await answer(3) == .unknown)
    #expect(try await answer(4) == nil)
    for (decision, due) in [(true, Answer.yes), (false, .no), (nil, .unknown)] as [(Bool?, Answer)]
    {
      try await CompanyIndustry.decide(
        decision, on: siret(2), because: "visite", by: author, connection)
      #expect(try await answer(2) == due)
    }
    let found = try #require(try await CompanyIndustry.find(siret(2), connection))
    #expect(found.decisions.map(\.isIndustry) == [nil, false, true])
    #expect(found.decisions.allSatisfy { $0.by == "Camille" && $0.reason == "visite" })
    await #expect(throws: StoreError.self) {
      try await CompanyIndustry.decide(
        true, on: siret(4), because: "visite", by: author, connection)
    }
    // A new import of the establishment takes no decision away.
    try await CompanyIndustry.decide(true, on: siret(2), because: "visite", by: author, connection)
    try await database.take(.companies, [World.company(2, ["naf": "7112B", "staff": "12"])])
    #expect(try await answer(2) == .yes)
  }

  @Test func `has several places, each with its activity and territory`() async throws {
    let database = try TestDatabase.current
    let first = try siret(1)
    // Another establishment of the same company: the NIC 00020 with its check digit.
    let second = try #require(
      (0...9).lazy.compactMap { try? SIRET("\(first.siren)0002\($0)") }.first)
    try await database.take(
      .companies,
      [
        World.company(1, ["naf": "2562B"]),
        World.company(1, ["siret": second.text, "commune": "28085", "naf": "7010Z"]),
      ])
    let connection = try await database.open()
    let all = try await CompanyIndustry.all(of: first.siren, connection)
    #expect(all.map(\.industry.answer) == [.yes, .unknown])
    for (vintage, due) in [
      ("2018-2022", ["ti-9303", nil]), ("2023-2027", ["ti-9305", "ti-2402"]),
    ] {
      let found = try await CompanyCard.find(
        first.siren.text, vintage: try Vintage.named(vintage, in: Vintage.all(connection)),
        connection)
      #expect(found.establishments.map(\.territory) == due)
    }
  }

  @Test func `keeps the version of its activity when the nomenclature changes`() async throws {
    let database = try TestDatabase.current
    let connection = try await database.open()
    func version() async throws -> String? {
      try await connection.one("select naf_version from app.establishment", as: String?.self)
    }
    let before = try Day("2026-12-31")
    let after = try Day("2027-01-04")
    try await database.take(.companies, [World.company(1, ["naf": "2562B"])], on: before)
    #expect(try await version() == "NAFRev2")
    // The same old code in a file of the new year is the same old activity.
    try await database.take(
      .companies, [World.company(1, ["naf": "2562B", "staff": "9"])], on: after)
    #expect(try await version() == "NAFRev2")
    try await database.take(
      .companies, [World.company(1, ["naf": "2562B", "naf_version": "NAF2025"])], on: after)
    #expect(try await version() == "NAF2025")
    try await database.take(.companies, [World.company(1, ["naf": "2511Z"])], on: after)
    #expect(try await version() == "NAFRev2")
    try await database.take(.companies, [World.company(1, ["naf": "2562G"])], on: after)
    #expect(try await version() == "NAF2025")
    #expect(
      try await connection.one("select naf_version from app.company", as: String?.self) == "NAF2025"
    )
  }

  @Test func `hires, and the same twice only when told so`() async throws {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1), World.company(2, ["commune": "28085"])])
    try await database.take(.positions, [World.position("A", of: 1)])
    let connection = try await database.open()
    let position = try await connection.one("select id from app.position", as: String.self)
    var hire = RecordedHire.New(
      siret: try siret(1), contract: .apprentissage, hiredOn: try Day("2026-08-31"))
    hire.position = position
    let id = try await RecordedHire.record(hire, by: author, connection).id
    let twin = await #expect(throws: StoreError.self) {
      try await RecordedHire.record(hire, by: author, connection)
    }
    #expect(twin?.what.contains(id) == true)
    hire.isAnother = true
    let second = try await RecordedHire.record(hire, by: author, connection).id
    #expect(id != second)

    let listed = try await RecordedHire.list(connection)
    #expect(Set(listed.map(\.id)) == [id, second])
    #expect(listed[0].commune.code == "06033" && listed[0].position?.code == position)
    #expect(listed[0].hiredOn == hire.hiredOn && listed[0].contract == .apprentissage)
    #expect(try await RecordedHire.list(communes: ["28085"], connection).isEmpty)
    #expect(try await RecordedHire.list(communes: ["06033"], connection).count == 2)

    try await RecordedHire.undo(id, by: author, connection)
    await #expect(throws: StoreError.self) {
      try await RecordedHire.undo(id, by: author, connection)
    }
    #expect(try await RecordedHire.list(connection).map(\.id) == [second])
    // The place in the day of what was taken back is not given to another.
    hire.isAnother = true
    let third = try await RecordedHire.record(hire, by: author, connection).id
    #expect(![id, second].contains(third))
  }

  @Test func `refuses a hire that cannot be`() async throws {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1), World.company(2)])
    try await database.take(.positions, [World.position("A", of: 1)])
    let connection = try await database.open()
    let position = try await connection.one("select id from app.position", as: String.self)
    func hire(
      _ number: Int, _ contract: Contract = .cdi, _ change: (inout RecordedHire.New) throws -> Void
    ) throws -> RecordedHire.New {
      var hire = RecordedHire.New(
        siret: try siret(number), contract: contract, hiredOn: World.today)
      try change(&hire)
      return hire
    }
    for wrong in [
      try hire(1) { $0.durationInMonths = 12 }, try hire(1) { $0.hiredOn = try Day("2006-10-01") },
      try hire(1, .cdd) { $0.durationInMonths = 0 },
      try hire(1, .cdd) { $0.trainingStartsOn = World.today }, try hire(3) { _ in },
      try hire(2) { $0.position = position }, try hire(1) { $0.commune = try CommuneCode("99999") },
    ] {
      let error = await #expect(throws: StoreError.self) {
        try await RecordedHire.record(wrong, by: author, connection)
      }
      #expect(error?.hint != nil)
    }
    #expect(try await RecordedHire.list(connection).isEmpty)
  }

  @Test func `tells its company's aids of three years, or that none was recorded`() async throws {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1)])
    let connection = try await database.open()
    let siren = try siret(1).siren
    #expect(try await DeMinimisAid.sum(of: siren, on: World.today, connection) == nil)
    for (day, amount) in [("2022-05-02", 8000), ("2024-02-29", 4000)] {
      try await DeMinimisAid.record(
        .init(grantedOn: Day(day), amount: amount), label: "VTE TI", of: siren, by: author,
        connection)
    }
    #expect(try await DeMinimisAid.sum(of: siren, on: World.today, connection) == 4000)
    #expect(try await DeMinimisAid.sum(of: siren, on: Day("2025-05-01"), connection) == 12_000)
    let last = try #require(try await DeMinimisAid.all(of: siren, connection).first)
    #expect(last.label == "VTE TI" && last.recordedBy == "Camille")
    try await DeMinimisAid.undo(last.number, of: siren, by: author, connection)
    #expect(try await DeMinimisAid.sum(of: siren, on: World.today, connection) == 0)
    await #expect(throws: StoreError.self) {
      try await DeMinimisAid.record(
        .init(grantedOn: World.today, amount: 1), label: "x", of: siret(2).siren, by: author,
        connection)
    }
  }

  @Test func `knows of a candidate whether they may be an apprentice, and no birth date`()
    async throws
  {
    let database = try TestDatabase.current
    for (reference, cell) in [("A", "oui"), ("B", "non"), ("C", "")] {
      try await database.take(
        .candidates, [World.candidate(reference, ["apprenticeship_eligible": cell])])
    }
    let connection = try await database.open()
    for (reference, due) in [("A", true), ("B", false), ("C", nil)] as [(String, Bool?)] {
      let card = try await CandidateCard.find(reference, on: World.today, connection)
      #expect(card.isEligibleToApprenticeship == due)
    }
    let columns = try await connection.rows(
      """
      select table_name || '.' || column_name from information_schema.columns
      where column_name ~ 'birth|naissance|\\mage\\M'
      """
    ).decode(as: String.self)
    #expect(columns.isEmpty)
    let report = try await database.take(
      .candidates, [World.candidate("A", ["apprenticeship_eligible": "non"])])
    #expect(report.updated == 1)
  }

  @Test func `is told to the rules with what a person decided and which aids it had`() async throws
  {
    let database = try TestDatabase.current
    try await database.take(.companies, [World.company(1, ["naf": "7112B"])])
    try await database.take(.positions, [World.position("A", of: 1)])
    try await database.take(.candidates, [World.candidate("A", ["apprenticeship_eligible": "non"])])
    let connection = try await database.open()
    let workplaces = try await Workplaces.read(connection)
    let id = try await connection.one("select id from app.position", as: String.self)
    let book = try await RuleBook.read(connection)
    let candidate = try await connection.one("select id from app.candidate", as: String.self)
    func facts() async throws -> HireFacts {
      HireFacts(
        try await PositionKnowledge.read(id, workplaces, connection),
        try await CandidateKnowledge.read(candidate, on: World.today, connection), on: World.today)
    }
    func told(_ rule: Rule) async throws -> Eligibility.Result? {
      book.judge(try await facts()).outcomes.first { $0.rule == rule && $0.scheme == .vteTI }?
        .result
    }
    #expect(try await told(.companySector) == .unknown)
    for (decision, due) in [(true, Eligibility.Result.yes), (false, .no), (nil, .unknown)]
      as [(Bool?, Eligibility.Result)]
    {
      try await CompanyIndustry.decide(
        decision, on: siret(1), because: "visite", by: author, connection)
      #expect(try await told(.companySector) == due)
    }
    // A decision holds against an industrial activity, too.
    try await database.take(.companies, [World.company(1, ["naf": "2562B"])])
    #expect(try await told(.companySector) == .yes)
    try await CompanyIndustry.decide(
      false, on: siret(1), because: "visite", by: author, connection)
    #expect(try await told(.companySector) == .no)

    #expect(try await facts().company.deMinimis == nil)
    try await DeMinimisAid.record(
      .init(grantedOn: World.today.adding(months: -12), amount: 250_000), label: "Région",
      of: siret(1).siren, by: author, connection)
    #expect(try await facts().company.deMinimis == 250_000)
    #expect(try await facts().talent.isEligibleToApprenticeship == false)
  }
}
