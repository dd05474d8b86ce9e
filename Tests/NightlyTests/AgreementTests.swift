import Digest
import Exchange
import Foundation
import Postgres
import Programme
import Store
import TestSupport
import Testing

@testable import Nightly

private func days(_ number: Int32) -> Day { Day(number: World.today.number + number) }

private let areas = "territory:ti-9305|territory:ti-2402"
private let unagreed = ["consent_purposes": "", "consent_on": "", "consent_source": ""]

extension Nights {
  /// The pages of the mails of one kind, by path.
  fileprivate func pages(_ kind: String = "") -> [String: String] {
    files.filter { $0.key.hasSuffix(".html") && $0.key.contains("/\(kind)") }
      .mapValues { String(decoding: $0, as: UTF8.self) }
  }

  /// The id of a candidate of the ``World``.
  fileprivate func candidate(_ reference: String) async throws -> String {
    try await database.open().one(
      "select id from app.candidate where reference = \(reference)", as: String.self)
  }

  /// The id of a position of the ``World``.
  fileprivate func position(_ reference: String) async throws -> String {
    try await database.open().one(
      "select id from app.position where reference = \(reference)", as: String.self)
  }

  /// The codes under which companies know a candidate.
  fileprivate func codes(_ candidate: String) async throws -> [String] {
    try await database.open().rows(
      """
      select app.reader_code(i.secret, x.siren, \(candidate)) from app.company x, app.installation i
      """
    ).decode(as: String.self)
  }

  /// Noon on the day of the world.
  fileprivate static let author = Author(
    name: "test", at: Timestamp(microsecondsSince1970: 1_795_262_400_000_000))

  fileprivate func withdraw(
    _ purpose: ConsentPurpose, _ candidate: String
  ) async throws {
    let count = try await Consent.withdraw(
      [purpose], candidate: candidate, channel: "mail", by: Self.author, database.open())
    #expect(count == 1)
  }

  /// A notice in use since the beginning of the month, and somebody who answers for the data.
  fileprivate func tellNotices() async throws {
    let folder = try TemporaryFolder()
    for audience in ["talent", "company"] {
      let name = "\(audience)-2026-11-01.fr.md"
      let path = try folder.write(Array("# Vos données\n".utf8), to: name)
      #expect(try await PrivacyNotice(file: path).load(database.open()))
    }
    try await Installation.name(
      controller: "Communauté de communes fictive", contact: "donnees@fictif.example",
      database.open())
  }
}

@Suite(.database) struct `A class entered without its agreement` {
  @Test func `is kept, never ranked, counted or shown, and asked once`() async throws {
    let nights = try Nights(TestDatabase.current)
    let database = nights.database
    try await database.takeWorld()
    try await nights.tellNotices()
    let report = try await database.take(
      .candidates,
      (1...30).map {
        World.candidate(
          "K\($0)",
          unagreed.merging([
            "source": World.siret(9), "areas": areas, "min_pay": "\(27_000 + $0 * 10)",
          ]) { $1 })
      })
    #expect(report.new == 30 && report.withoutConsent == 30)

    let run = try #require(try await nights.run().runs.first)
    let figures = Dictionary(uniqueKeysWithValues: run.figures.map { ($0.name, $0.value) })
    #expect(figures["candidates"] == 4 && figures["confirmations"] == 30)
    let listed = try await database.open().one(
      """
      select count(*) from match.listing l join app.candidate c on c.id = l.candidate
      where starts_with(c.reference, 'K')
      """, as: Int64.self)
    #expect(listed == 0)

    try await nights.deliver()
    let asked = nights.pages("confirmation")
    #expect(asked.count == 30)
    for (name, page) in asked {
      #expect(page.contains(World.siret(9)) && page.contains("Communauté de communes fictive"))
      #expect(!page.contains("Secret") && !page.contains("Prénom"), "\(name)")
    }
    var known: [String] = []
    for number in 1...30 { known += try await nights.codes(nights.candidate("K\(number)")) }
    let companies = nights.pages("company-digest").values.joined()
    #expect(!companies.isEmpty && known.allSatisfy { !companies.contains($0) })
    let noted = try await database.open().one(
      """
      select count(*) from app.notice_shown
      where channel = 'mail' and notice = 'talent-2026-11-01.fr'
      """, as: Int64.self)
    #expect(noted == 30)

    // Nobody is asked a second time; who answered is ranked the next night, and no other.
    let answering = try await nights.candidate("K7")
    try await Consent.give(
      Consent.Given(to: [.matching], on: World.today, channel: "mail"), candidate: answering,
      on: days(1), by: Nights.author, database.open())
    let second = try #require(try await nights.run(on: days(1)).runs.first)
    let after = Dictionary(uniqueKeysWithValues: second.figures.map { ($0.name, $0.value) })
    #expect(after["candidates"] == 5 && after["confirmations"] == 0)
    let ranked = try await database.open().rows(
      """
      select distinct c.reference from match.listing l join app.candidate c on c.id = l.candidate
      where starts_with(c.reference, 'K')
      """
    ).decode(as: String.self)
    #expect(ranked == ["K7"])
  }

  @Test func `is asked and erased on time where no position is open and nobody agreed`()
    async throws
  {
    let nights = try Nights(TestDatabase.current)
    try await nights.tellNotices()
    try await nights.database.take(
      .candidates, ["Q", "R"].map { World.candidate($0, unagreed) })
    let run = try #require(try await nights.run().runs.first)
    #expect(run.figures.first { $0.name == "confirmations" }?.value == 2)
    try await nights.deliver()
    try await nights.run(on: days(60))
    let left = try await nights.database.open().one(
      "select count(*) from app.candidate", as: Int64.self)
    #expect(left == 0)
  }

  @Test func `is not asked before a notice and who answers for the data are told`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    try await nights.database.take(.candidates, [World.candidate("K1", unagreed)])
    let run = try #require(try await nights.run().runs.first)
    #expect(run.figures.first { $0.name == "confirmations" }?.value == 0)
  }

  @Test func `is not asked where somebody took an agreement back`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    try await nights.tellNotices()
    try await nights.database.take(
      .candidates, [World.candidate("Q1", unagreed.merging(["areas": areas]) { $1 })])
    let run = try #require(try await nights.run().runs.first)
    #expect(run.figures.first { $0.name == "confirmations" }?.value == 0)
    #expect(run.figures.first { $0.name == "candidates" }?.value == 3)
  }
}

@Suite(.database) struct `An agreement` {
  @Test(arguments: [
    (["consent_on": "2026-11-22"], false), (["consent_on": "2026-11-21"], true),
    (["consent_until": "2026-11-20"], false), (["consent_until": "2026-11-21"], true),
    (["consent_purposes": "digest"], false), (["consent_purposes": "introduction"], false),
    (["consent_purposes": "matching"], true), (["status": "closed"], false),
  ])
  func `lets a candidate be ranked on the days it holds, and no other`(
    _ change: World.Row, _ isRanked: Bool
  ) async throws {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    try await nights.database.take(
      .candidates, [World.candidate("X", change.merging(["areas": areas]) { $1 })])
    let run = try #require(try await nights.run().runs.first)
    #expect(run.figures.first { $0.name == "candidates" }?.value == (isRanked ? 5 : 4))
    let id = try await nights.candidate("X")
    let lacking = try await Consent.lacking(
      .matching, among: [id], on: World.today, nights.database.open())
    #expect(lacking.isEmpty == isRanked || change["status"] != nil)
  }

  @Test func `withdrawn between composing and delivery leaves the others in the digest`()
    async throws
  {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    try await nights.run()
    let gone = try await nights.candidate("Q1")
    let stays = try await nights.candidate("Q2")
    let before = try await nights.count("pending")
    try await nights.withdraw(.matching, gone)
    let report = try await nights.deliver()
    // What would tell that person of positions is not sent; all else is.
    #expect(report.sent == before - 1 && report.suppressed == 1)
    let companies = nights.pages("company-digest").values.joined()
    for code in try await nights.codes(gone) { #expect(!companies.contains(code)) }
    let kept = try await nights.codes(stays).contains { companies.contains($0) }
    #expect(kept)
    let (told, stored) = try await nights.database.open().one(
      """
      select (select count(*) from mail.told where candidate = \(gone) and recipient_kind = 'contact'),
        (select count(*) from mail.outbox where recipient_kind = 'contact'
          and strpos(view::text, \(gone)) > 0)
      """, as: (Int64, Int64).self)
    #expect(told == 0 && stored == 0)
  }

  @Test func `withdrawn between composing and delivery takes the person from leads as well`()
    async throws
  {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    try await nights.database.take(.contacts, [World.contact("lead@ti.example", "ti-9305")])
    try await nights.run()
    let gone = try await nights.candidate("Q1")
    let isNamed = try await nights.database.open().one(
      "select strpos(view::text, \(gone)) > 0 from mail.outbox where kind = 'lead_digest'",
      as: Bool.self)
    #expect(isNamed)
    try await nights.withdraw(.matching, gone)
    try await nights.deliver()
    #expect(nights.pages("lead-digest").isEmpty)
    // The others come the next night.
    try await nights.run(on: days(1))
    try await nights.deliver()
    #expect(nights.pages("lead-digest").count == 1)
  }

  @Test func `withdrawn while a message is under way keeps it from going out as it was`()
    async throws
  {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    try await nights.run()
    let gone = try await nights.candidate("Q1")
    let database = nights.database
    // The moment just before the last act of the first message: everything was read and rendered.
    try await nights.deliver { arrow in
      if arrow == "sending" {
        _ = try await Consent.withdraw(
          [.matching, .digest], candidate: gone, channel: "mail", by: Nights.author,
          database.open())
      }
    }
    let all = nights.files.values.map { String(decoding: $0, as: UTF8.self) }.joined()
    #expect(!all.isEmpty)
    for code in try await nights.codes(gone) { #expect(!all.contains(code)) }
    #expect(nights.files.keys.allSatisfy { !$0.contains(gone) })
    #expect(try await nights.count("suppressed") == 1)
    #expect(try await nights.count("pending") == 0)
  }

  @Test func `withdrawn by everybody in a digest leaves nothing to send`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    try await nights.run()
    for number in 1...4 { try await nights.withdraw(.matching, nights.candidate("Q\(number)")) }
    try await nights.deliver()
    #expect(nights.pages("company-digest").isEmpty)
    let reasons = try await nights.database.open().rows(
      "select distinct reason from mail.outbox where recipient_kind = 'contact'"
    ).decode(as: String?.self)
    #expect(reasons == ["nothing in it may be shown any more"])
  }

  @Test func `withdrawn between the snapshot and composing keeps the person out of it`()
    async throws
  {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    let gone = try await nights.candidate("Q1")
    let database = nights.database
    try await nights.run { step, isCommitted in
      guard step == .record, isCommitted else { return }
      _ = try await Consent.withdraw(
        [.matching], candidate: gone, channel: "mail", by: Nights.author, database.open())
    }
    let stored = try await nights.database.open().one(
      "select count(*) from mail.outbox where strpos(view::text, \(gone)) > 0", as: Int64.self)
    #expect(stored == 0)
    #expect(try await nights.count("pending") > 0)
  }
}

@Suite(.database) struct `A present employer` {
  /// The SIRET of a second establishment of a company of the ``World``.
  private func secondSite(_ number: Int) throws -> String {
    let siren = World.siret(number).prefix(9)
    return try #require((0...9).map { "\(siren)0002\($0)" }.first { (try? SIRET($0)) != nil })
  }

  /// One company with two sites and one with another, each with a position that the candidate fits.
  private func world(_ nights: borrowing Nights, _ change: World.Row) async throws -> String {
    let database = nights.database
    let second = try secondSite(1)
    try await database.take(
      .companies,
      [
        World.company(1),
        World.company(1, ["siret": second, "contact_email": "b@atelier.example"]),
        World.company(2),
      ])
    try await database.take(
      .positions,
      [
        World.position("A", of: 1), World.position("B", of: 1, ["siret": second]),
        World.position("C", of: 2),
      ])
    try await database.take(.candidates, [World.candidate("Q1", change)])
    return try await nights.candidate("Q1")
  }

  private func seenFor(_ nights: borrowing Nights) async throws -> [String] {
    try await nights.database.open().rows(
      """
      select p.reference from match.listing l join app.position p on p.id = l.position
      where l.run = (select max(id) from match.run) order by 1
      """
    ).decode(as: String.self)
  }

  @Test func `told by one of its sites sees the candidate at none, until the talent lifts it`()
    async throws
  {
    let nights = try Nights(TestDatabase.current)
    let id = try await world(nights, ["present_employer": secondSite(1)])
    try await nights.run()
    #expect(try await seenFor(nights) == ["C"])
    try await nights.deliver()
    let codes = try await nights.codes(id)
    let pages = nights.pages("company-digest").values
    #expect(pages.count == 1 && pages.allSatisfy { page in codes.contains { page.contains($0) } })

    try await HiddenFrom.lift(
      id, for: [SIREN(String(World.siret(1).prefix(9)))], by: Nights.author,
      nights.database.open())
    try await nights.run(on: days(1))
    #expect(try await seenFor(nights) == ["A", "B", "C"])
  }

  @Test func `hidden from after composing sees nothing of what was composed`() async throws {
    let nights = try Nights(TestDatabase.current)
    let id = try await world(nights, [:])
    try await nights.run()
    #expect(try await seenFor(nights) == ["A", "B", "C"])
    try await HiddenFrom.hide(
      id, from: [SIREN(String(World.siret(1).prefix(9)))], as: .asked, by: Nights.author,
      nights.database.open())
    try await nights.deliver()
    #expect(nights.pages("company-digest").count == 1)
    #expect(try await nights.count("suppressed") == 2)
    // Neither is the talent told of its positions.
    let own = try #require(nights.pages("candidate-digest").values.first)
    #expect(own.contains("Gestionnaire de flux C") && !own.contains("Gestionnaire de flux A"))
  }
}

@Suite(.database) struct `Mutual interest` {
  private func say(
    _ party: Interest.Party, _ fields: [Interest.Field], tellsLead: Bool = false,
    _ nights: borrowing Nights
  ) async throws -> Introduction? {
    var new = Interest.New(
      position: try await nights.position("A"), candidate: try await nights.candidate("Q1"),
      party: party, reveals: fields, channel: "mail")
    new.tellsLead = tellsLead
    return try await Interest.record(
      new, on: World.today, by: Nights.author, nights.database.open())
  }

  private func world() async throws -> Nights {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeWorld()
    try await nights.tellNotices()
    try await nights.database.take(
      .companies,
      [
        World.company(
          1,
          [
            "contact_name": "Contactsecret", "contact_civility": "Mme", "contact_role": "RH",
          ])
      ])
    return nights
  }

  @Test func `of one side reveals nothing`() async throws {
    let nights = try await world()
    #expect(try await say(.company, [.name, .mail], nights) == nil)
    try await nights.run()
    try await nights.deliver()
    #expect(nights.pages("introduction").isEmpty && !nights.pages().isEmpty)
  }

  @Test func `of both sides reveals to each exactly what the other agreed to, once`() async throws {
    let nights = try await world()
    #expect(try await say(.candidate, [.name], nights) == nil)
    let made = try #require(try await say(.company, [.mail], nights))
    #expect(made.candidateReveals == ["name"] && made.companyReveals == ["mail"])
    #expect(made.companyNotice == "company-2026-11-01.fr")
    #expect(made.candidateNotice == "talent-2026-11-01.fr")
    try await nights.run()
    let stored = try await nights.database.open().rows(
      "select view::text from mail.outbox where kind = 'introduction'"
    ).decode(as: String.self)
    #expect(stored.count == 2)
    #expect(stored.allSatisfy { !$0.contains("Secret") && !$0.contains("Contactsecret") })
    try await nights.deliver()

    let pages = nights.pages("introduction")
    #expect(pages.count == 2)
    let company = try #require(pages.first { $0.key.contains("K-") }?.value)
    #expect(company.contains("PrénomQ1 SecretQ1") && !company.contains("privee.example"))
    let candidate = try #require(pages.first { $0.key.contains("C-") }?.value)
    #expect(candidate.contains("contact-1@atelier-1.example"))
    #expect(!candidate.contains("Contactsecret") && !candidate.contains("RH<"))
    // Nobody else's name, and no name in any other mail.
    for (name, page) in nights.pages() where pages[name] == nil {
      #expect(!page.contains("Secret") && !page.contains("privee.example"), "\(name)")
    }
    // Everybody can see who read their name.
    let reads = try await NameRead.list(of: nights.candidate("Q1"), nights.database.open())
    #expect(reads.count == 1 && reads[0].reader.hasPrefix("contact K-"))
    #expect(reads[0].purpose == "introduction \(made.id)")

    try await nights.run(on: days(1))
    try await nights.deliver()
    #expect(nights.pages("introduction").count == 2)
  }

  @Test func `tells the lead by name only where both agreed to it, and never an address`()
    async throws
  {
    let nights = try await world()
    _ = try await say(.candidate, [.name, .mail], tellsLead: true, nights)
    let made = try #require(try await say(.company, [.name, .mail], nights))
    #expect(!made.tellsLead)
    let connection = try await nights.database.open()
    func told() async throws -> [Introduction.Revealed] {
      try await Introduction.reveal(
        [made.id], to: "lead", "K-lead", on: World.today, at: Nights.author.at, connection)
    }
    #expect(try await told().isEmpty)
    try await Interest.withdraw(
      position: nights.position("A"), candidate: nights.candidate("Q1"), party: .company,
      by: Nights.author, connection)
    let again = try #require(try await say(.company, [.name, .mail], tellsLead: true, nights))
    #expect(again.tellsLead && again.id != made.id)
    let revealed = try await Introduction.reveal(
      [again.id], to: "lead", "K-lead", on: World.today, at: Nights.author.at, connection)
    #expect(revealed.map(\.familyName) == ["SecretQ1", "Contactsecret"])
    #expect(revealed.allSatisfy { $0.email == nil })
  }

  @Test func `does not let a third person read what it reveals`() async throws {
    let nights = try await world()
    _ = try await say(.candidate, [.name, .mail], nights)
    let made = try #require(try await say(.company, [.name, .mail], nights))
    let other = try await nights.database.open().one(
      "select contact from app.contact_scope where siren <> \(made.siren)", as: String.self)
    for (kind, reader) in [
      ("contact", other), ("candidate", try await nights.candidate("Q2")), ("nobody", other),
      ("candidate", other),
    ] {
      let revealed = try await Introduction.reveal(
        [made.id], to: kind, reader, on: World.today, at: Nights.author.at,
        nights.database.open())
      #expect(revealed.isEmpty, "\(kind) \(reader)")
    }
  }

  @Test(arguments: ["interest", "introduction", "matching", "hidden", "closed"])
  func `that ended after composing is not told`(_ end: String) async throws {
    let nights = try await world()
    _ = try await say(.candidate, [.name], nights)
    let made = try #require(try await say(.company, [.name], nights))
    try await nights.run()
    let composed = try await nights.database.open().one(
      "select count(*) from mail.outbox where kind = 'introduction'", as: Int64.self)
    #expect(composed == 2)
    let candidate = try await nights.candidate("Q1")
    switch end {
    case "interest":
      try await Interest.withdraw(
        position: nights.position("A"), candidate: candidate, party: .candidate,
        by: Nights.author, nights.database.open())
    case "introduction": try await nights.withdraw(.introduction, candidate)
    case "matching": try await nights.withdraw(.matching, candidate)
    case "hidden":
      try await HiddenFrom.hide(
        candidate, from: [SIREN(made.siren)], as: .asked, by: Nights.author,
        nights.database.open())
    default:
      try await nights.database.take(
        .candidates,
        [World.candidate("Q1", ["areas": areas, "min_pay": "28500", "status": "closed"])])
    }
    try await nights.deliver()
    #expect(nights.pages("introduction").isEmpty)
    let reads = try await NameRead.list(of: candidate, nights.database.open())
    #expect(reads.isEmpty)
  }

  @Test func `is refused where the pair may not meet`() async throws {
    let nights = try await world()
    let candidate = try await nights.candidate("Q1")
    let position = try await nights.position("A")
    let connection = try await nights.database.open()
    func refused() async throws -> Bool {
      do {
        _ = try await say(.company, [.name], nights)
        return false
      } catch let error as StoreError {
        #expect(error.kind == .data && error.hint != nil)
        return true
      }
    }
    try await connection.run(
      """
      insert into match.refusal (position, candidate, party, reason, refused_on)
      values (\(position), \(candidate), 'candidate', 'lieu', '2026-11-20')
      """)
    #expect(try await refused())
    try await connection.run("delete from match.refusal")
    let siren = try SIREN(String(World.siret(1).prefix(9)))
    try await HiddenFrom.hide(
      candidate, from: [siren], as: .employer, by: Nights.author, connection)
    #expect(try await refused())
    try await HiddenFrom.lift(candidate, for: [siren], by: Nights.author, connection)
    #expect(try await say(.company, [.name], nights) == nil)
    #expect(try await refused(), "said already")
    try await nights.withdraw(.matching, candidate)
    try await Interest.withdraw(
      position: position, candidate: candidate, party: .company, by: Nights.author, connection)
    #expect(try await refused())
  }
}

@Suite(.database) struct `What companies read of the demo` {
  @Test func `names nobody, and one company's codes are in no other's mail`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeDemo()
    try await nights.run()
    try await nights.deliver()
    let connection = try await nights.database.open()
    let sirenOf = Dictionary(
      try await connection.rows(
        "select contact, siren from app.contact_scope where siren is not null"
      ).decode(as: (String, String).self), uniquingKeysWith: { first, _ in first })
    let names = try await connection.rows(
      "select family_name from app.candidate_identity union select email from app.candidate_identity"
    ).decode(as: String?.self).compactMap(\.self)
    #expect(names.count > 200)
    var readers: [Substring: Set<String>] = [:]
    var mails = 0
    for (name, page) in nights.pages("company-digest") {
      let id = try #require(name.firstMatch(of: /K-[0-9a-f]{12}/)?.output)
      let siren = try #require(sirenOf[String(id)])
      mails += 1
      for code in page.matches(of: /T-[0-9A-HJKMNP-TV-Z]{6}/).map(\.output) {
        readers[code, default: []].insert(siren)
      }
      for secret in names { #expect(!page.contains(secret), "\(name)") }
      // Neither an id of the database, nor a day of availability.
      #expect(!page.contains(/[CPH]-[0-9a-f]{12}/) && !page.contains("Disponible le"), "\(name)")
    }
    #expect(mails > 5 && readers.count > 10)
    #expect(readers.values.allSatisfy { $0.count == 1 })
  }

  @Test func `reads the same for at least five profiles, or tells skills alone`() async throws {
    let nights = try Nights(TestDatabase.current)
    try await nights.database.takeDemo()
    try await nights.run()
    let views = try await nights.database.open().rows(
      "select view::text from mail.outbox where kind = 'company_digest'"
    ).decode(as: String.self)
    var people: [ShownTraits: Set<String>] = [:]
    for item in try views.flatMap({ try CompanyDigest(json: $0).positions.flatMap(\.items) }) {
      people[item.shown, default: []].insert(item.candidate)
    }
    let pool = try await nights.database.open().one(
      """
      select count(*) from app.candidate c join app.agreeing('matching', '2026-11-21') a
        on a.candidate = c.id where c.state = 'open'
      """, as: Int64.self)
    #expect(pool > 80 && people.count > 5)
    // Among 120 profiles nobody is told by commune, title and month.
    #expect(people.keys.allSatisfy { $0.rung > .declared }, "\(people.keys.map(\.rung))")
  }
}
