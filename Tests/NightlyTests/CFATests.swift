import Alignment
import Digest
import Exchange
import Postgres
import Programme
import Store
import TestSupport
import Testing
import Vault

@testable import Nightly

private let author = Author(
  name: "Camille", at: Timestamp(microsecondsSince1970: 1_795_864_602_000_000))

private func day(_ text: String) throws -> Day { try Day(text) }

/// Noon of a day in Paris, in winter.
private func noon(_ day: Day) -> Timestamp {
  Timestamp(microsecondsSince1970: (Int64(day.number) * 86_400 + 39_600) * 1_000_000)
}

private let school = World.siret(90)
private let asked = "rome3:121044"

extension TestDatabase {
  /// The world of nights, a CFA in Carros that does not teach what is asked there, and who speaks for it.
  fileprivate func takeSchool(
    sessions: String = "", contacts: [World.Row] = [World.contact("a@cfa.example", "cfa:\(school)")]
  ) async throws {
    try await takeWorld()
    try await take(.trainings, [World.training("F1", of: 90, ["sessions": sessions])])
    try await take(.contacts, contacts)
  }

  /// Says that every position stands, so that none expires in a test over months.
  fileprivate func confirmPositions(on day: Day) async throws {
    try await open().run(
      "select app.confirm_positions((select array_agg(id) from app.position), \(PostgresDate(day)))"
    )
  }
}

extension Nights {
  /// The messages of a kind that are stored for a day, by address.
  fileprivate func stored(
    _ kind: Outbox.Kind, on day: Day = World.today
  ) async throws -> [(email: String, state: String, view: String)] {
    try await database.open().rows(
      """
      select coalesce(k.email, ''), o.state, o.view::text
      from mail.outbox o left join app.contact k on k.id = o.recipient
      where o.kind = \(kind) and o.business_date = \(PostgresDate(day)) order by 1
      """
    ).decode(as: (String, String, String).self).map { (email: $0.0, state: $0.1, view: $0.2) }
  }

  fileprivate func digests(on day: Day = World.today) async throws -> [CFADigest] {
    try await stored(.cfaDigest, on: day).map { try CFADigest(json: $0.view) }
  }

  fileprivate func edit(_ email: String, _ change: (inout ContactEdit) -> Void) async throws {
    let connection = try await database.open()
    var edit = ContactEdit()
    change(&edit)
    _ = try await edit.apply(to: Contact.find(email, connection).id, by: author, connection)
  }
}

@Suite(.database) struct `A quarter` {
  @Test func `tells a CFA once what is asked and not taught, and then only what is new`()
    async throws
  {
    let database = try TestDatabase.current
    try await database.takeSchool()
    let nights = try Nights(database)
    try await nights.run()
    let first = try #require(try await nights.digests().first)
    let block = try #require(first.schools.first)
    #expect(block.provider == school && block.name == "CFA 90 (fictif)" && block.kilometres == 50)
    #expect(block.asked.map(\.skill) == [asked] && block.positionCount == 1)
    #expect(block.asked.map(\.positionCount) == [1] && block.sentences.count == 3)
    #expect(block.asked[0].communeNames == ["Carros"])
    try await nights.deliver(keepsFrequency: true)
    #expect(try await nights.stored(.cfaDigest).map(\.state) == ["sent"])

    // The same quarter, and the first night of the next, in which nothing is new.
    for text in ["2026-11-22", "2026-12-31", "2027-01-01"] {
      try await database.confirmPositions(on: day(text))
      try await nights.run(on: day(text))
      #expect(try await nights.digests(on: day(text)).isEmpty, "\(text)")
    }
    // What is new afterwards is told in the quarter after, though its first nights are missed.
    try await database.take(
      .positions,
      [World.position("D", of: 1, ["required_skills": "rome3:114647:3", "wished_skills": ""])])
    try await nights.run(on: day("2027-01-02"))
    #expect(try await nights.digests(on: day("2027-01-02")).isEmpty)
    let late = try day("2027-04-05")
    try await database.confirmPositions(on: late)
    try await nights.run(on: late)
    let second = try #require(try await nights.digests(on: late).first)
    #expect(second.schools[0].asked.map(\.skill) == ["rome3:114647", asked])
    #expect(second.schools[0].asked.map(\.standing) == [.new, .stillOpen])
    #expect(second.toldItems.count == 1)
  }

  @Test func `counts for a CFA what the report on its surroundings counts`() async throws {
    let database = try TestDatabase.current
    try await database.takeDemo()
    let nights = try Nights(database)
    try await nights.run()
    let digests = try await nights.digests()
    #expect(digests.count >= 4)
    let read = try await Read(database)
    for block in digests.flatMap(\.schools) {
      let zone = try #require(
        read.landscape.zone(provider: block.provider, TravelRange(kilometres: 50)))
      let alignment = read.landscape.alignment(of: zone)
      #expect(block.sentences == alignment.sentences(.skill))
      #expect(block.positionCount == alignment.totals.positions)
      let rows = alignment.rows(.askedNotTaught, .skill).prefix(5)
      #expect(block.asked.map(\.skill) == rows.map(\.item.code))
      #expect(block.asked.map(\.positionCount) == rows.map(\.positions.count))
      #expect(block.asked.map(\.starvingCount) == rows.map(\.starving))
      for gap in block.gaps {
        guard case .talentsLack(_, _, let talents?) = gap.kind else { continue }
        #expect(talents >= 5 && talents % 5 == 0)
      }
    }
  }

  @Test func `is told by a night of the whole country, not of a part`() async throws {
    let database = try TestDatabase.current
    try await database.takeSchool()
    let nights = try Nights(database)
    try await nights.run(territories: ["ti-9305"])
    try await nights.run()
    #expect(try await nights.digests().isEmpty)
    let next = World.today.adding(days: 1)
    try await nights.run(on: next)
    #expect(try await nights.digests(on: next).count == 1)
  }

  @Test func `is told to nobody who pauses, wants no mail, or whose CFA gives nothing`()
    async throws
  {
    let database = try TestDatabase.current
    try await database.takeSchool(
      contacts: [
        World.contact("a@cfa.example", "cfa:\(school)"),
        World.contact("b@cfa.example", "cfa:\(school)", ["frequency": "never"]),
        World.contact("c@cfa.example", "cfa:\(school)", ["paused_until": "2027-01-15"]),
        World.contact("d@cfa.example", "cfa:\(school)"),
        World.contact("e@cfa.example", "cfa:\(school)"),
      ])
    let connection = try await database.open()
    let nights = try Nights(database)
    try await nights.run()
    #expect(
      try await nights.stored(.cfaDigest).map(\.email)
        == ["a@cfa.example", "d@cfa.example", "e@cfa.example"])
    // Between composing and sending one wants no more mail, and one speaks for another CFA.
    try await nights.edit("d@cfa.example") { $0.frequency = .never }
    try await database.take(.trainings, [World.training("F2", of: 91)])
    try await connection.run(
      """
      update app.contact_scope s set provider = \(World.siret(91))
      from app.contact k where k.id = s.contact and k.email = 'e@cfa.example'
      """)
    try await nights.deliver()
    #expect(
      try await nights.stored(.cfaDigest).map(\.state) == ["sent", "suppressed", "suppressed"])
    // Who paused over the first night of a quarter is told once the pause is over.
    let after = try day("2027-01-15")
    try await database.confirmPositions(on: after)
    try await nights.run(on: after)
    #expect(try await nights.stored(.cfaDigest, on: after).first?.email == "c@cfa.example")
    _ = try await OwnerChange.cfa.change(.close, school, because: nil, by: author, connection)
    try await nights.deliver()
    #expect(try await nights.stored(.cfaDigest, on: after).first?.state == "suppressed")
    let spring = try day("2027-04-01")
    try await nights.run(on: spring)
    #expect(
      try await nights.stored(.cfaDigest, on: spring).allSatisfy { $0.email == "e@cfa.example" })
  }

  @Test func `is told once and alike when its night was killed`() async throws {
    let database = try TestDatabase.current
    try await database.takeSchool()
    let undisturbed = try Nights(database)
    try await undisturbed.run()
    let expected = try await undisturbed.stored(.cfaDigest).map(\.view)
    #expect(expected.count == 1)
    for isCommitted in [false, true] {
      try await TestDatabase.withAnother { other in
        try await other.takeSchool()
        let nights = try Nights(other)
        await #expect(throws: Killed.self) {
          try await nights.run { step, committed in
            if step == .compose, committed == isCommitted { throw Killed() }
          }
        }
        try await nights.run()
        #expect(try await nights.stored(.cfaDigest).map(\.view) == expected)
        #expect(try await nights.run().runs.isEmpty)
      }
    }
  }
}

@Suite(.database) struct `Places that grow old` {
  private static let maker: LinkMaker? = LinkKey(Array(repeating: 7, count: 32)).map {
    LinkMaker(address: "https://vivier.example", key: $0)
  }
  /// Told the day before the first night.
  private static let sessions = "2027-09-01/2028-06-30:12:4:2026-11-20"

  @Test func `are asked for by a link before they count no more, once in sixty days`() async throws
  {
    let database = try TestDatabase.current
    try await database.takeSchool(sessions: Self.sessions)
    let nights = try Nights(database)
    try await nights.run(links: Self.maker)
    #expect(try await nights.digests().first?.schools[0].sessions.map(\.remaining) == [4])
    try await nights.deliver(links: Self.maker)
    let connection = try await database.open()
    func questions(_ text: String) async throws -> [SessionQuestion] {
      try await nights.run(on: day(text), links: Self.maker)
      return try await nights.stored(.sessionQuestion, on: day(text)).map {
        try SessionQuestion(json: $0.view)
      }
    }
    #expect(try await questions("2027-01-08").isEmpty)
    let question = try #require(try await questions("2027-01-09").first)
    #expect(question.schools.map(\.provider) == [school])
    #expect(question.schools[0].sessions.map(\.isStale) == [false])
    #expect(try await questions("2027-01-10").isEmpty)
    try await nights.deliver(links: Self.maker)
    #expect(
      try await nights.stored(.sessionQuestion, on: day("2027-01-09")).map(\.state) == ["sent"])
    let mail = try #require(
      nights.messages.values.first { $0.contains("Message-ID: <session-question") })
    #expect(mail.contains("\r\nList-Unsubscribe: <https://vivier.example/r/"))
    let link = try await connection.one(
      """
      select provider, position is null, expires_at - interval '60 days' < '2027-01-10'
      from mail.link where purpose = 'sessions' and message_id like 'session-question%'
      """, as: (String, Bool, Bool).self)
    #expect(link == (school, true, true))
    #expect(try await questions("2027-03-09").isEmpty)
    #expect(try await questions("2027-03-10").count == 1)
  }

  @Test func `are asked for in the digest of a night that has one`() async throws {
    let database = try TestDatabase.current
    try await database.takeSchool(
      sessions: "2027-09-01/2028-06-30:12:4:2026-09-01",
      contacts: [
        World.contact("a@cfa.example", "cfa:\(school)"),
        World.contact("b@cfa.example", "cfa:\(school)", ["paused_until": "2026-11-22"]),
      ])
    let nights = try Nights(database)
    try await nights.run(links: Self.maker)
    #expect(try await nights.digests().first?.schools[0].sessions.map(\.isStale) == [true])
    #expect(try await nights.stored(.sessionQuestion).isEmpty)
    // The CFA was asked, so that nobody else there is within sixty days.
    let next = World.today.adding(days: 1)
    try await nights.run(on: next, links: Self.maker)
    #expect(try await nights.stored(.sessionQuestion, on: next).isEmpty)
    #expect(try await nights.stored(.cfaDigest, on: next).map(\.email) == ["b@cfa.example"])
    let purposes = try await database.open().rows(
      "select distinct purpose from mail.link where provider is not null order by 1"
    ).decode(as: String.self)
    #expect(purposes == ["sessions", "teach"])
  }

  @Test func `are not asked for once they were told, or by a mail nobody wants`() async throws {
    for change in ["told", "never", "paused", "left"] {
      try await TestDatabase.withAnother { database in
        try await database.takeSchool(sessions: Self.sessions)
        let nights = try Nights(database)
        try await nights.run(links: Self.maker)
        try await nights.deliver(links: Self.maker)
        let asked = try day("2027-01-09")
        try await nights.run(on: asked, links: Self.maker)
        #expect(try await nights.stored(.sessionQuestion, on: asked).count == 1)
        let connection = try await database.open()
        switch change {
        case "told":
          try await TrainingTold.find("F1", connection).set(
            TrainingTold.Session(
              startsOn: day("2027-09-01"), endsOn: nil, capacity: 12, remaining: 3, toldOn: asked),
            connection)
        case "never": try await nights.edit("a@cfa.example") { $0.frequency = .never }
        case "paused":
          try await nights.edit("a@cfa.example") { $0.pausedUntil = .some(asked.adding(days: 9)) }
        default:
          _ = try await OwnerChange.cfa.change(
            .close, school, because: nil, by: author, connection)
        }
        try await nights.deliver(links: Self.maker, at: noon(asked))
        #expect(
          try await nights.stored(.sessionQuestion, on: asked).map(\.state) == ["suppressed"],
          "\(change)")
      }
    }
  }
}

@Suite(.database) struct `What a CFA answers` {
  private func note(
    _ purpose: String, _ details: String, skill: String? = nil, note: String? = nil,
    _ connection: Connection
  ) async throws {
    try await connection.run(
      """
      insert into mail.answer
        (given_at, purpose, party, choice, contact, provider, skill, message_id, details, note)
      select '2026-12-01 23:30+01', \(purpose), 'cfa', 'yes', k.id, \(school), \(skill), 'm',
        \(JSONText(details)), \(note)
      from app.contact k where k.email = 'a@cfa.example'
      """)
  }

  private func apply(_ connection: Connection) async throws -> ReaderAnswer.Report {
    try await ReaderAnswer.applyAll(
      on: day("2026-12-03"), at: noon(day("2026-12-03")), erase: { _, _ in }, connection)
  }

  @Test
  func `of its sessions is kept as of the day it was given, and what it left empty is unknown`()
    async throws
  {
    let database = try TestDatabase.current
    try await database.takeSchool(
      sessions: "2027-09-01/2028-06-30:12:4:2026-10-01|2027-10-01/2028-06-30:8:2:2026-10-01")
    let connection = try await database.open()
    let training = try await connection.one("select id from app.training", as: String.self)
    // The two change places, and a third comes.
    try await note(
      "sessions",
      """
      {"sessions": [
        {"training": "\(training)", "was": "2027-09-01", "starts_on": "2027-10-01", "capacity": 15, "remaining": 3},
        {"training": "\(training)", "was": "2027-10-01", "starts_on": "2027-09-01", "ends_on": "2028-05-31"},
        {"training": "\(training)", "starts_on": "2028-01-10", "remaining": 7},
        {"training": "F-nobody", "starts_on": "2028-01-10", "remaining": 7}]}
      """, connection)
    #expect(try await apply(connection).done == 1)
    let kept = try await connection.rows(
      """
      select concat_ws(' ', starts_on, coalesce(ends_on::text, '-'), coalesce(capacity::text, '-'),
        coalesce(remaining::text, '-'), told_on)
      from app.training_session order by starts_on
      """
    ).decode(as: String.self)
    #expect(
      kept == [
        "2027-09-01 2028-05-31 - - 2026-12-01", "2027-10-01 - 15 3 2026-12-01",
        "2028-01-10 - - 7 2026-12-01",
      ])
    try await note(
      "sessions", #"{"sessions": []}"#, note: "La session de mars est annulée", connection)
    #expect(try await apply(connection).waiting == 1)
  }

  @Test func `of what it teaches already lasts, and is asked and not taught no more`() async throws
  {
    let database = try TestDatabase.current
    try await database.takeSchool()
    let nights = try Nights(database)
    try await nights.run()
    #expect(try await nights.digests().first?.schools[0].asked.map(\.skill) == [asked])
    let connection = try await database.open()
    let training = try await connection.one("select id from app.training", as: String.self)
    try await note(
      "teach", #"{"trainings": ["\#(training)", "F-nobody"]}"#, skill: asked, connection)
    #expect(try await apply(connection).done == 1)
    let told = try await connection.one(
      "select training, skill, is_taught, told_on::text from app.training_content",
      as: (String, String, Bool, String).self)
    #expect(told == (training, asked, true, "2026-12-01"))
    // The next file of its trainings does not know of it.
    try await database.take(.trainings, [World.training("F1", of: 90, ["level": "7"])])
    let next = try day("2027-01-01")
    try await database.confirmPositions(on: next)
    try await nights.run(on: next)
    #expect(try await nights.digests(on: next).first?.schools[0].asked ?? [] == [])
  }

  @Test func `of what it teaches decides which training closes a gap`() async throws {
    let database = try TestDatabase.current
    try await database.takeSchool(sessions: "2027-09-01/2028-06-30:12:4:2026-11-20")
    let connection = try await database.open()
    let gazetteer = try await Gazetteer.read(on: World.today, connection)
    let training = try await TrainingTold.find("F1", connection)
    let declared = "rome3:124843"
    func closes(_ skill: String) async throws -> Bool {
      let gap = ClosingTraining.Gap(skill: skill, commune: "06033")
      return try await ClosingTraining.nearest(
        to: [gap], on: World.today, limit: 20, gazetteer: gazetteer, connection)[gap]?
        .contains { $0.title == "Formation F1" } ?? false
    }
    let before = try await [closes(asked), closes(declared)]
    #expect(before == [false, true])
    for (skill, isTaught) in [(asked, true), (declared, false)] {
      try await training.set(
        skill: skill, isTaught: isTaught, on: World.today, by: author, connection)
    }
    let after = try await [closes(asked), closes(declared)]
    #expect(after == [true, false])
  }

  @Test func `of how often it wants mail lets the quarterly one come again`() async throws {
    let database = try TestDatabase.current
    try await database.takeSchool(
      contacts: [World.contact("a@cfa.example", "cfa:\(school)", ["frequency": "never"])])
    let connection = try await database.open()
    try await connection.run(
      """
      insert into mail.answer (given_at, purpose, party, choice, contact, message_id)
      select now(), 'frequency', 'cfa', 'quarterly', id, 'm' from app.contact
      where email = 'a@cfa.example'
      """)
    #expect(try await apply(connection).done == 1)
    let nights = try Nights(database)
    try await nights.run()
    #expect(try await nights.digests().count == 1)
  }
}
