import Digest
import Exchange
import Matching
import Nightly
import Postgres
import Programme
import Store
import TestSupport
import Testing

private let author = Author(
  name: "Camille", at: Timestamp(microsecondsSince1970: 1_795_864_602_000_000))

private func days(_ number: Int) -> Day { World.today.adding(days: number) }

/// Noon of a day in Paris, in winter.
private func noon(_ day: Day) -> Timestamp {
  Timestamp(microsecondsSince1970: (Int64(day.number) * 86_400 + 39_600) * 1_000_000)
}

/// A message as it is stored.
private struct Stored {
  let email: String
  let state: String
  let view: String
}

extension Nights {
  /// The messages of a kind that are stored for a day, with the address they go to.
  fileprivate func stored(_ kind: String, on day: Day = World.today) async throws -> [Stored] {
    try await database.open().rows(
      """
      select coalesce(k.email, ''), o.state, o.view::text
      from mail.outbox o left join app.contact k on k.id = o.recipient
      where o.kind = \(kind) and o.business_date = \(PostgresDate(day)) order by 1
      """
    ).decode(as: (String, String, String).self).map {
      Stored(email: $0.0, state: $0.1, view: $0.2)
    }
  }

  fileprivate func companies(on day: Day = World.today) async throws -> [String: CompanyDigest] {
    Dictionary(
      uniqueKeysWithValues: try await stored("company_digest", on: day).map {
        ($0.email, try CompanyDigest(json: $0.view))
      })
  }

  fileprivate func leads(on day: Day = World.today) async throws -> [String: LeadDigest] {
    Dictionary(
      uniqueKeysWithValues: try await stored("lead_digest", on: day).map {
        ($0.email, try LeadDigest(json: $0.view))
      })
  }

  /// Changes the contact with an address.
  fileprivate func edit(_ email: String, _ change: (inout ContactEdit) -> Void) async throws {
    let connection = try await database.open()
    var edit = ContactEdit()
    change(&edit)
    _ = try await edit.apply(
      to: Contact.find(email, connection).id, by: author, connection)
  }
}

extension TestDatabase {
  /// A company with a site in Carros and one in Chartres, each with a position, and nobody to write to;
  /// four candidates who fit both.
  fileprivate func takeSites(contacts: [World.Row]) async throws {
    let second = World.siret(1, establishment: 2)
    let noContact = ["contact_email": ""]
    try await take(
      .companies,
      [
        World.company(1, noContact),
        World.company(1, ["siret": second, "commune": "28085"].merging(noContact) { $1 }),
      ])
    try await take(
      .positions,
      [
        World.position("A", of: 1),
        World.position("B", of: 1, ["siret": second, "commune": "28085"]),
      ])
    try await takeCandidates("territory:ti-9305|territory:ti-2402")
    try await take(.contacts, contacts)
  }

  fileprivate func takeCandidates(_ areas: String) async throws {
    try await take(
      .candidates,
      (1...4).map {
        World.candidate("Q\($0)", ["areas": areas, "min_pay": "\(28_000 + $0 * 500)"])
      })
  }
}

private func titles(_ digest: CompanyDigest?) -> [String] {
  (digest?.positions ?? []).map { String($0.title.suffix(1)) }
}

@Suite(.database) struct `A contact` {
  @Test func `of a company with sites in two territories gets one mail, site by site`() async throws
  {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeSites(contacts: [
      World.contact("drh@eti.example", World.siren(1), ["civility": "Mme", "name": "Exemple"])
    ])
    try await nights.run()
    let digests = try await nights.companies()
    #expect(Array(digests.keys) == ["drh@eti.example"])
    let digest = try #require(digests["drh@eti.example"])
    #expect(Set(digest.sites.map(\.territoryNames)).count == 2)
    let text = try digest.rendered().text
    for name in digest.sites.flatMap(\.territoryNames) {
      #expect(text.contains("\(name.uppercased())\n"), "\(text)")
    }
    #expect(Set(titles(digest)) == ["A", "B"] && digest.sites.count == 2)
    #expect(digest.positions.map(\.siret) == digest.sites.map(\.siret))
    try await nights.deliver()
    #expect(nights.messages.count { $0.key.contains("company-digest") } == 1)
    // The same again tells nobody anything.
    try await nights.run(on: days(1))
    #expect(try await nights.companies(on: days(1)).isEmpty)
  }

  @Test func `and another of the same company each get what is in their scope`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeSites(contacts: [
      World.contact("drh@eti.example", "entreprise:\(World.siren(1))"),
      World.contact("chartres@eti.example", World.siret(1, establishment: 2)),
      World.contact("atelier@eti.example", "poste:A"),
    ])
    try await nights.run()
    let digests = try await nights.companies()
    #expect(digests.count == 3)
    #expect(Set(titles(digests["drh@eti.example"])) == ["A", "B"])
    #expect(titles(digests["chartres@eti.example"]) == ["B"])
    #expect(titles(digests["atelier@eti.example"]) == ["A"])
    // Colleagues know a candidate by the same code.
    func codes(_ email: String) -> Set<String> {
      Set((digests[email]?.positions ?? []).flatMap(\.items).map(\.code))
    }
    #expect(codes("chartres@eti.example").isSubset(of: codes("drh@eti.example")))
    try await nights.deliver()
    #expect(nights.messages.count { $0.key.contains("company-digest") } == 3)
  }

  @Test func `with one address and several scopes is told nothing twice`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeSites(contacts: [
      World.contact("drh@eti.example", "\(World.siren(1))|\(World.siret(1))|position:A"),
      World.contact("DRH@eti.example", World.siret(1, establishment: 2)),
    ])
    try await nights.run()
    let digest = try #require(try await nights.companies()["drh@eti.example"])
    #expect(titles(digest).sorted() == ["A", "B"])
    let pairs = digest.positions.flatMap(\.items).map { $0.position + $0.candidate }
    #expect(Set(pairs).count == pairs.count && !pairs.isEmpty)
  }

  @Test func `is written to once a date, whatever runs and is killed in between`() async throws {
    let contacts = [
      World.contact("drh@eti.example", World.siren(1)),
      World.contact("lead@ti.example", "ti-9305|ti-2402"),
    ]
    let database = try TestDatabase.current
    try await database.takeSites(contacts: contacts)
    try await database.take(.companies, [World.company(3, ["contact_email": ""])])
    try await database.take(.positions, [World.position("C", of: 3)])
    let nights = try Nights(database)
    try await nights.run()
    try await nights.deliver()
    let fingerprint = try await nights.fingerprint()
    #expect(nights.messages.keys.count { $0.contains("lead-digest") } == 1)
    try await nights.run()
    #expect(try await nights.deliver().sent == 0)
    for step in [Step.record, .compose] {
      for isCommitted in [false, true] {
        try await TestDatabase.withAnother { other in
          try await other.takeSites(contacts: contacts)
          try await other.take(.companies, [World.company(3, ["contact_email": ""])])
          try await other.take(.positions, [World.position("C", of: 3)])
          let again = try Nights(other)
          await #expect(throws: Killed.self) {
            try await again.run { now, committed in
              if now == step, committed == isCommitted { throw Killed() }
            }
          }
          try await again.run()
          await #expect(throws: Killed.self) {
            try await again.deliver { arrow in if arrow == "committing" { throw Killed() } }
          }
          try await again.deliver()
          #expect(try await again.fingerprint() == fingerprint, "\(step) \(isCommitted)")
          #expect(again.files == nights.files)
        }
      }
    }
    // By territory, each contact hears on this date of the first only.
    try await TestDatabase.withAnother { other in
      try await other.takeSites(contacts: contacts)
      let parts = try Nights(other)
      for territories in [["ti-9305"], ["ti-2402"], []] {
        try await parts.run(territories: territories)
      }
      try await parts.deliver()
      #expect(try await parts.companies().count == 1)
      #expect(try await parts.leads().values.map { $0.territories.count } == [1])
      try await parts.run(on: days(1))
      let next = try #require(try await parts.companies(on: days(1))["drh@eti.example"])
      #expect(next.positions.filter { $0.items.contains { $0.standing == .new } }.count == 1)
    }
  }

  @Test func `who pauses, stops or leaves after it was composed is not written to`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeSites(contacts: [
      World.contact("pause@eti.example", World.siren(1)),
      World.contact("stop@eti.example", World.siren(1)),
      World.contact("leaves@eti.example", "\(World.siret(1))|cfa:\(World.siret(90))"),
      World.contact("bounces@eti.example", World.siren(1)),
      World.contact("stays@eti.example", World.siren(1)),
    ])
    // The scope of a CFA that is not known was refused with its line.
    #expect(try await Contact.list(nights.database.open()).count == 4)
    try await nights.database.take(
      .contacts, [World.contact("leaves@eti.example", "\(World.siret(1))|ti-9305")])
    try await nights.run()
    #expect(try await nights.companies().count == 5)
    try await nights.edit("pause@eti.example") { $0.pausedUntil = days(3) }
    try await nights.edit("stop@eti.example") { $0.frequency = .never }
    try await nights.edit("bounces@eti.example") { $0.suppression = "bounced" }
    let connection = try await nights.database.open()
    let directory = try await ScopeDirectory.read(
      Gazetteer.read(on: World.today, connection), connection)
    let scope = try directory.scope(scopeReference(World.siret(1)))
    try await nights.edit("leaves@eti.example") { $0.goingScopes = [scope] }
    try await nights.deliver()
    let sent = try await nights.stored("company_digest").filter { $0.state == "sent" }
    #expect(sent.map(\.email) == ["stays@eti.example"])
    // The pause over, all of it comes.
    try await nights.run(on: days(2))
    #expect(try await nights.companies(on: days(2)).isEmpty)
    try await nights.run(on: days(3))
    let back = try await nights.companies(on: days(3))
    #expect(Array(back.keys) == ["pause@eti.example"])
    #expect(Set(titles(back["pause@eti.example"])) == ["A", "B"])
  }

  @Test func `gets digests as often as they chose, nothing lost, and at once into a folder`()
    async throws
  {
    let nights = try Nights(TestDatabase.current)
    let all = World.siren(1)
    try await nights.database.takeSites(contacts: [
      World.contact("daily@eti.example", all, ["frequency": "quotidien"]),
      World.contact("weekly@eti.example", all),
      World.contact("monthly@eti.example", all, ["frequency": "mensuel"]),
      World.contact("never@eti.example", all, ["frequency": "jamais"]),
    ])
    var told: [Int: [String]] = [:]
    for day in [0, 1, 7, 8, 30, 31] {
      // Something new each time: another pay tells nobody, another position does.
      try await nights.database.take(
        .positions, [World.position("N\(day)", of: 1, ["openings": "2"])])
      try await nights.run(on: days(day))
      try await nights.deliver(keepsFrequency: true, at: noon(days(day)))
      let sent = try await nights.stored("company_digest", on: days(day))
        .filter { $0.state == "sent" }.map(\.email)
      told[day] = sent.map { String($0.prefix { $0 != "@" }) }
    }
    #expect(told[0] == ["daily", "monthly", "weekly"])
    #expect(told[1] == ["daily"] && told[8] == ["daily"])
    #expect(told[7] == ["daily", "weekly"])
    #expect(told[30]?.contains("monthly") == true || told[31]?.contains("monthly") == true)
    let monthly = try await nights.database.open().one(
      """
      select count(*) from mail.told t join app.contact k on k.id = t.recipient
      where k.email = 'monthly@eti.example'
      """, as: Int64.self)
    let daily = try await nights.database.open().one(
      """
      select count(*) from mail.told t join app.contact k on k.id = t.recipient
      where k.email = 'daily@eti.example'
      """, as: Int64.self)
    #expect(monthly > 0 && daily >= monthly)
    // Into a folder, nothing waits.
    try await nights.database.take(.positions, [World.position("Z", of: 1)])
    try await nights.run(on: days(32))
    let waiting = try await nights.stored("company_digest", on: days(32)).count
    #expect(waiting > 1)
    try await nights.deliver()
    #expect(
      try await nights.stored("company_digest", on: days(32)).allSatisfy { $0.state == "sent" })
  }
}

@Suite(.database) struct `An organisation nobody can write to` {
  /// Three companies with a position each in Carros: without contact, with one who wants no mail, and
  /// with one whose address bounced; a fourth that is told; and a lead.
  private func world(_ nights: borrowing Nights) async throws {
    let database = nights.database
    try await database.take(
      .companies,
      [
        World.company(1, ["contact_email": ""]), World.company(2), World.company(3),
        World.company(4),
      ])
    try await database.take(
      .positions, (1...4).map { World.position("P\($0)", of: $0, ["openings": "1"]) })
    try await database.takeCandidates("territory:ti-9305")
    try await database.take(.contacts, [World.contact("lead@ti.example", "ti-9305")])
    try await nights.edit("contact-2@atelier-2.example") { $0.frequency = .never }
    try await nights.edit("contact-3@atelier-3.example") { $0.suppression = "bounced" }
  }

  @Test func `is named in the report, heads the list of the lead, and is proposed to no talent`()
    async throws
  {
    let nights = try Nights(TestDatabase.current)
    try await world(nights)
    let report = try await nights.run()
    let run = try #require(report.runs.first)
    #expect(run.unreachable.map(\.siret) == (1...3).map { World.siret($0) })
    #expect(run.unreachable.map(\.reason) == ["none", "never", "suppressed"])
    #expect(run.figures.first { $0.name == "unreachable" }?.value == 3)
    let stored = try #require(try await Run.latest(1, nights.database.open()).first)
    #expect(try await Unreachable.read(of: stored, nights.database.open()) == run.unreachable)

    let told = try await nights.companies()
    #expect(Array(told.keys) == ["contact-4@atelier-4.example"])
    for message in try await nights.stored("candidate_digest") {
      let items = try CandidateDigest(json: message.view).items
      #expect(items.map { String($0.title.suffix(2)) } == ["P4"])
    }
    let lead = try #require(try await nights.leads()["lead@ti.example"])
    let block = try #require(lead.territories.first)
    #expect(Set(block.unreachable.map(\.reason)) == [.none, .never, .suppressed])
    #expect(block.unreachable.allSatisfy { $0.matchCount + $0.nearCount > 0 })
    #expect(block.proposed.map(\.name.companyName) == ["Atelier 4 (fictif)"])
    let text = try lead.rendered().text
    #expect(text.contains("DES POSTES SANS CONTACT"))
    // The lead knows candidates by codes of their own.
    let codes = Set(block.proposed.flatMap(\.profiles).map(\.code))
    let theirs = Set(told.values.flatMap(\.positions).flatMap(\.items).map(\.code))
    #expect(!codes.isEmpty && codes.isDisjoint(with: theirs))
    #expect(!text.contains("Secret"))
  }

  @Test func `is told, and proposed, once somebody can be written to`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await world(nights)
    try await nights.run()
    try await nights.deliver()
    try await nights.database.take(
      .contacts, [World.contact("rh@atelier-1.example", World.siret(1))])
    let report = try await nights.run(on: days(1))
    #expect(report.runs.first?.unreachable.map(\.reason) == ["never", "suppressed"])
    #expect(Array(try await nights.companies(on: days(1)).keys) == ["rh@atelier-1.example"])
    let proposed = try await nights.stored("candidate_digest", on: days(1)).flatMap {
      try CandidateDigest(json: $0.view).items.filter { $0.standing == .new }
    }
    #expect(proposed.allSatisfy { $0.title.hasSuffix("P1") } && !proposed.isEmpty)
    let lead = try #require(try await nights.leads(on: days(1))["lead@ti.example"])
    #expect(lead.territories[0].unreachable.map(\.standing) == [.stillOpen, .stillOpen])
    #expect(lead.territories[0].proposed.map(\.name.companyName) == ["Atelier 1 (fictif)"])
  }

  @Test func `with a hire that something is due for is named as well`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await world(nights)
    try await nights.database.take(.companies, [World.company(5, ["contact_email": ""])])
    let id = try await RecordedHire.record(
      RecordedHire.New(
        siret: try SIRET(World.siret(5)), contract: .cdi, hiredOn: days(20).adding(months: -6)),
      by: author, nights.database.open()
    ).id
    let report = try await nights.run()
    #expect(report.runs.first?.unreachable.last?.subject == id)
    let lead = try #require(try await nights.leads()["lead@ti.example"])
    #expect(lead.territories[0].deadlines.map(\.companyName) == ["Atelier 5 (fictif)"])
    let text = try lead.rendered().text.replacing(/\s+/, with: " ")
    #expect(text.contains("Label VTE : à demander au plus tard"))
    // Undone after it was composed: the lead is not told of it.
    try await RecordedHire.undo(id, by: author, nights.database.open())
    try await nights.deliver()
    #expect(try await nights.stored("lead_digest").map(\.state) == ["suppressed"])
  }
}

@Suite(.database) struct `A lead` {
  @Test func `of two territories gets one mail with both`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    try await nights.database.take(
      .contacts, [World.contact("lead@ti.example", "ti-9305|territoire:ti-2402")])
    try await nights.run()
    let leads = try await nights.leads()
    #expect(Array(leads.keys) == ["lead@ti.example"])
    let digest = try #require(leads["lead@ti.example"])
    #expect(digest.territories.map(\.proposed.isEmpty) == [false, false])
    #expect(Set(digest.territories.map(\.name)).count == 2)
    try await nights.deliver()
    #expect(nights.messages.count { $0.key.contains("lead-digest") } == 1)
    // What was told is not told again, so nothing comes.
    try await nights.run(on: days(1))
    let next = try await nights.leads(on: days(1))
    let texts = try next.values.map { try $0.rendered().text }
    #expect(texts.isEmpty)
  }

  /// A company in Pau and one in Andrest, the two regions of Lacq-Pau-Tarbes.
  private func twoRegions(_ nights: borrowing Nights, _ contacts: [World.Row]) async throws {
    let database = nights.database
    try await database.take(
      .companies,
      [World.company(1, ["commune": "64445"]), World.company(2, ["commune": "65007"])])
    try await database.take(
      .positions,
      [
        World.position("A", of: 1, ["commune": "64445"]),
        World.position("B", of: 2, ["commune": "65007"]),
      ])
    try await database.takeCandidates("territory:ti-7510")
    try await database.take(.contacts, contacts)
  }

  private func companies(_ digest: LeadDigest?) -> Set<String> {
    Set(
      (digest?.territories ?? []).flatMap(\.proposed).map { String($0.name.companyName.prefix(9)) })
  }

  @Test func `and another of one territory in two regions each get theirs`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await twoRegions(
      nights,
      [
        World.contact("pau@ti.example", "territory:ti-7510:75"),
        World.contact("tarbes@ti.example", "territory:ti-7510:76"),
        World.contact("tout@ti.example", "ti-7510"),
      ])
    try await nights.run()
    let leads = try await nights.leads()
    #expect(companies(leads["pau@ti.example"]) == ["Atelier 1"])
    #expect(companies(leads["tarbes@ti.example"]) == ["Atelier 2"])
    #expect(companies(leads["tout@ti.example"]) == ["Atelier 1", "Atelier 2"])
  }

  @Test func `of one region gets what lies in another that nobody speaks for`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await twoRegions(
      nights,
      [
        World.contact("pau@ti.example", "territory:ti-7510:75"),
        World.contact("tarbes@ti.example", "territory:ti-7510:76", ["frequency": "never"]),
      ])
    try await nights.run()
    let leads = try await nights.leads()
    #expect(Array(leads.keys) == ["pau@ti.example"])
    #expect(companies(leads["pau@ti.example"]) == ["Atelier 1", "Atelier 2"])
  }

  @Test func `is told of the positions nobody fits, with what would help each most`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    try await nights.database.take(
      .positions, [World.position("X", of: 1, ["contracts": "apprentissage"])])
    try await nights.database.take(.contacts, [World.contact("lead@ti.example", "ti-9305")])
    let report = try await nights.run()
    let starving = try #require(report.runs.first?.starving.first)
    let lead = try #require(try await nights.leads()["lead@ti.example"])
    let item = try #require(lead.territories[0].starving.first)
    #expect(item.name.id == starving.position && item.name.title.hasSuffix("X"))
    #expect(item.remedy == .contract && item.gain == starving.gain && item.gain > 0)
    #expect(try lead.rendered().text.contains("Accepter tous les contrats"))
  }

  @Test func `who leaves one of two territories after it was composed is not written to`()
    async throws
  {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    try await nights.database.take(
      .contacts, [World.contact("lead@ti.example", "ti-9305|ti-2402")])
    try await nights.run()
    let connection = try await nights.database.open()
    let directory = try await ScopeDirectory.read(
      Gazetteer.read(on: World.today, connection), connection)
    let scope = try directory.scope(scopeReference("ti-2402"))
    try await nights.edit("lead@ti.example") { $0.goingScopes = [scope] }
    try await nights.deliver()
    #expect(try await nights.stored("lead_digest").map(\.state) == ["suppressed"])
    // What concerns the other one comes next.
    try await nights.run(on: days(1))
    let next = try #require(try await nights.leads(on: days(1))["lead@ti.example"])
    #expect(next.territories.map(\.territory) == ["2023-2027:ti-9305"])
  }

  @Test func `who also answers for a company gets each mail once`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    try await nights.database.take(
      .contacts, [World.contact("contact-1@atelier-1.example", "ti-9305")])
    try await nights.run()
    try await nights.deliver()
    let names = nights.messages.keys.map { $0.split(separator: "/").last ?? "" }
    #expect(Set(names).count == names.count)
    #expect(names.count { $0.hasPrefix("lead-digest") } == 1)
    #expect(names.count { $0.hasPrefix("company-digest") } == 2)
    try await nights.run(on: days(1))
    #expect(try await nights.deliver().sent == 0)
  }
}
