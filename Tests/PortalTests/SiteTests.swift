import Digest
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Portal

@Suite(.database) struct `A scanner` {
  @Test func `that gets every link ten times changes nothing, and the person can still answer`()
    async throws
  {
    var limits = Portal.Site.Limits()
    limits.requests = 10_000
    let desk = try await Desk(limits: limits)
    var links: [(token: String, purpose: Purpose)] = []
    for party in Party.allCases {
      for purpose in party.purposes {
        links.append((try await desk.link(purpose, for: party), purpose))
      }
    }
    let before = try await desk.state()
    for link in links {
      let views = link.purpose == .myData ? ["", "/corriger", "/effacer", "/donnees.json"] : [""]
      for view in views {
        for method in ["GET", "HEAD"] {
          for _ in 0..<10 {
            let response = await desk.ask(method, "/r/\(link.token)\(view)?utm_source=scanner")
            #expect(response.status == 200, "\(link.purpose) \(view)")
            #expect(response.body.isEmpty == (method == "HEAD"))
            #expect(response.body.count < 20_000)
          }
        }
      }
    }
    #expect(try await desk.state() == before)
    let meeting = try #require(links.first)
    #expect(await desk.ask("POST", "/r/\(meeting.token)", "choice=yes").status == 200)
    #expect(try await desk.answers() == ["meet company yes"])
  }

  @Test func `that asks with other methods is refused`() async throws {
    let desk = try await Desk()
    let token = try await desk.link(.unsubscribe, for: .company)
    let before = try await desk.state()
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "post", "GETX", ""] {
      let response = await desk.ask(method, "/r/\(token)", "choice=yes")
      #expect(response.status == 405)
      #expect(response["allow"] == "GET, HEAD, POST")
    }
    #expect(try await desk.state() == before)
  }
}

@Suite(.database) struct `An answer` {
  @Test func `counts once however often it is sent, and keeps who, what and from which message`()
    async throws
  {
    let desk = try await Desk()
    let token = try await desk.link(.decline, for: .company)
    let body = "choice=skill&note=Il+manque+l%27anglais%0D%0Atechnique"
    let first = await desk.ask("POST", "/r/\(token)", body)
    #expect(first.status == 200)
    #expect(await desk.ask("POST", "/r/\(token)", body) == first)
    let row = try await desk.database.open().one(
      """
      select purpose, choice, contact, candidate, position, message_id, note, details::text,
        applied_at is null
      from mail.answer
      """, as: (String, String, String, String, String, String, String, String, Bool).self)
    #expect(row.0 == "decline" && row.1 == "skill" && row.2 == desk.contact)
    #expect(row.3 == desk.candidate && row.4 == desk.position && row.5 == "digest@test.example")
    #expect(row.6 == "Il manque l'anglais\ntechnique" && row.7 == "{}" && row.8)
  }

  @Test func `uses a link up, but for another press of the same button within ten minutes`()
    async throws
  {
    let desk = try await Desk()
    let token = try await desk.link(.meet, for: .candidate)
    #expect(await desk.ask("POST", "/r/\(token)", "choice=yes").status == 200)
    #expect(await desk.ask("POST", "/r/\(token)", "choice=yes").status == 200)
    #expect(await desk.ask("POST", "/r/\(token)", "choice=yes&lead=yes").status == 404)
    try await desk.database.open(as: .superuser).run(
      "update mail.link set used_at = used_at - interval '11 minutes'")
    let unknown = await desk.ask("GET", "/r/\(Desk.fresh())")
    #expect(await desk.ask("GET", "/r/\(token)") == unknown)
    #expect(await desk.ask("POST", "/r/\(token)", "choice=yes") == unknown)
    #expect(try await desk.answers() == ["meet candidate yes"])
  }

  @Test func `that lacks what is due is asked for again and not kept`() async throws {
    let desk = try await Desk()
    for (purpose, party, body) in [
      (Purpose.decline, Party.company, ""), (.decline, .company, "choice=yes"),
      (.decline, .candidate, "choice=known"), (.meet, .company, "choice=no"),
      (.declareSkill, .candidate, "choice=yes"),
      (.declareSkill, .candidate, "choice=yes&skill=rome3:999999"),
      (.contest, .candidate, "choice=yes&note=+%0A+"), (.amend, .company, "choice=yes"),
      (.propose, .company, "choice=yes&note="), (.frequency, .company, "choice=hourly"),
      (.myData, .candidate, "choice=erase"), (.meet, .company, "%%%&=&&choice"),
    ] {
      let token = try await desk.link(purpose, for: party)
      let response = await desk.ask("POST", "/r/\(token)", body)
      #expect(response.status == 422, "\(purpose) \(body)")
    }
    #expect(try await desk.answers().isEmpty)
  }

  @Test func `of every kind is noted`() async throws {
    let desk = try await Desk()
    var expected: [String] = []
    for party in Party.allCases {
      for purpose in party.purposes {
        for choice in Choice.all(purpose, party).map(\.code).first.map({ [$0] }) ?? ["yes"] {
          let isData = purpose == .myData
          let token = try await desk.link(purpose, for: party)
          let body =
            "choice=\(isData ? "erase" : choice)&note=un+mot&skill=rome3:121044&pay_min=30000&training=\(desk.training)"
          let response = await desk.ask("POST", "/r/\(token)\(isData ? "/effacer" : "")", body)
          #expect(response.status == 200, "\(purpose) of \(party)")
          expected.append("\(purpose.rawValue) \(party.rawValue) \(isData ? "erase" : choice)")
        }
      }
    }
    #expect(try await desk.answers() == expected)
  }

  @Test func `is one of the closed list that the database keeps`() async throws {
    let rows = try await TestDatabase.current.open().rows(
      "select purpose || ' ' || party || ' ' || choice from mail.choice"
    ).decode(as: String.self)
    let ours = Party.allCases.flatMap { party in
      party.purposes.flatMap { purpose in
        let listed = Choice.all(purpose, party).map(\.code)
        let codes = purpose == .myData ? ["correct", "erase"] : listed.isEmpty ? ["yes"] : listed
        return codes.map { "\(purpose.rawValue) \(party.rawValue) \($0)" }
      }
    }
    #expect(rows.sorted() == ours.sorted())
  }
}

@Suite(.database) struct `To stop the messages` {
  @Test(arguments: [
    "List-Unsubscribe=One-Click", "",
    "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n",
  ])
  func `a mail program posts once, without a cookie or a page before`(body: String) async throws {
    let desk = try await Desk()
    for party in Party.allCases {
      let token = try await desk.link(.unsubscribe, for: party)
      let response = await desk.ask("POST", "/r/\(token)", body)
      #expect(response.status == 200)
      #expect(response["location"] == nil && response["set-cookie"] == nil)
      // A year later the same mail is found again.
      #expect(await desk.ask("POST", "/r/\(token)", body).status == 200)
    }
    #expect(
      try await desk.answers() == [
        "unsubscribe company yes", "unsubscribe candidate yes", "unsubscribe cfa yes",
      ])
  }
}

@Suite(.database) struct `A token` {
  @Test
  func `that is unknown, expired, used up, malformed or for something else gives the same bytes`()
    async throws
  {
    let desk = try await Desk()
    let expired = try await desk.link(.meet, for: .company, expiresIn: -1)
    let used = try await desk.link(.later, for: .company)
    _ = await desk.ask("POST", "/r/\(used)", "choice=yes")
    try await desk.database.open(as: .superuser).run(
      "update mail.link set used_at = now() - interval '1 hour' where used_at is not null")
    let good = try await desk.link(.decline, for: .company)
    let expected = await desk.ask("GET", "/r/\(Desk.fresh())", from: "0")
    #expect(expected.status == 404)
    let targets = [
      expired, used, "", "x", String(repeating: "A", count: 21), String(repeating: "A", count: 23),
      "\(good)/effacer", "\(good)/donnees.json", "\(good)/", "\(good)/../\(good)",
      "%2e%2e%2fadmin", "'%20or%201=1--aaaaaaaaa", "\(good.dropLast())%00",
    ]
    for (number, target) in targets.enumerated() {
      for method in ["GET", "POST"] {
        let response = await desk.ask(method, "/r/\(target)", "choice=yes", from: "\(number)")
        #expect(response == expected, "\(target)")
      }
    }
    for target in [
      "/r", "/r/", "/admin", "//r/\(good)", "/R/\(good)", "r/\(good)", "*", "/.git/config",
    ] {
      #expect(await desk.ask("GET", target, from: target) == expected, "\(target)")
    }
  }

  @Test func `shows its reader and nobody else`() async throws {
    let desk = try await Desk()
    let names = ["PrénomA", "SecretA", "personne-a@privee.example", desk.candidate]
    for purpose in Party.company.purposes {
      let token = try await desk.link(purpose, for: .company)
      let page = await desk.ask("GET", "/r/\(token)").text
      let data = await desk.ask("GET", "/r/\(token)/donnees.json").text
      for name in names { #expect(!page.contains(name) && !data.contains(name), "\(purpose)") }
    }
    for purpose in Party.candidate.purposes {
      let token = try await desk.link(purpose, for: .candidate)
      let page = await desk.ask("GET", "/r/\(token)").text
      let data = await desk.ask("GET", "/r/\(token)/donnees.json").text
      #expect(!page.contains("contact-1@") && !data.contains("contact-1@"), "\(purpose)")
      #expect(page.contains("SecretA") == (purpose == .myData), "\(purpose)")
    }
    let own = try await desk.link(.myData, for: .candidate)
    let file = await desk.ask("GET", "/r/\(own)/donnees.json")
    #expect(file["content-disposition"]?.hasPrefix("attachment") == true)
    let json = try #require(
      JSONSerialization.jsonObject(with: Data(file.body)) as? [String: Any])
    #expect((json["identity"] as? [String: Any])?["family_name"] as? String == "SecretA")
  }

  @Test func `asks nothing any more once the position is closed or the candidate has left`()
    async throws
  {
    let desk = try await Desk()
    let meet = try await desk.link(.meet, for: .company)
    let superuser = try await desk.database.open(as: .superuser)
    try await superuser.run("update app.candidate set state = 'closed'")
    #expect(await !desk.ask("GET", "/r/\(meet)").text.contains("<form"))
    #expect(await desk.ask("POST", "/r/\(meet)", "choice=yes").status == 422)
    try await superuser.run("update app.candidate set state = 'open'")
    #expect(await desk.ask("GET", "/r/\(meet)").text.contains("<form"))
    try await superuser.run("update app.position set state = 'closed'")
    #expect(await !desk.ask("GET", "/r/\(meet)").text.contains("<form"))
    #expect(try await desk.answers().isEmpty)
  }

  @Test func `is nowhere in the database`() async throws {
    let desk = try await Desk()
    let token = try await desk.link(.decline, for: .company)
    _ = await desk.ask("POST", "/r/\(token)", "choice=pay&note=rien")
    #expect(try await !desk.state().contains(token))
  }
}

@Suite(.database) struct `The role of the portal` {
  @Test func `reads and writes no table and calls only what answers tokens`() async throws {
    let desk = try await Desk()
    let connection = try await desk.database.open(as: .portal)
    let tables = try await connection.rows(
      """
      select c.oid::regclass::text from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('mail', 'portal') and c.relkind in ('r', 'v', 'm', 'p')
        and has_table_privilege('vivier_portal', c.oid, 'select, insert, update, delete, truncate')
      """
    ).decode(as: String.self)
    #expect(tables.isEmpty)
    let functions = try await connection.rows(
      """
      select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ('mail', 'portal') and has_function_privilege('vivier_portal', p.oid, 'execute')
      order by 1
      """
    ).decode(as: String.self)
    #expect(functions == ["admits", "answer", "question", "record"])
    for text in [
      "select * from mail.link", "select * from mail.answer",
      "insert into mail.answer default values",
      "select portal.record_of_candidate('\(desk.candidate)')", "select * from portal.link('x')",
      "select app.hmac_sha256('', '')", "set role vivier_nightly",
    ] {
      await #expect(throws: PostgresError.self, "\(text)") { try await connection.script(text) }
    }
  }
}

@Suite(.database) struct `A client` {
  @Test func `that guesses is held up, and others are not`() async throws {
    var limits = Portal.Site.Limits()
    limits.misses = 3
    let desk = try await Desk(limits: limits)
    for _ in 0..<3 { #expect(await desk.ask("GET", "/r/\(Desk.fresh())").status == 404) }
    let refused = await desk.ask("GET", "/r/\(Desk.fresh())")
    #expect(refused.status == 429)
    #expect(refused["retry-after"] == "900")
    #expect(await desk.ask("GET", "/r/\(Desk.fresh())", from: "192.0.2.8").status == 404)
    // Whoever has a link gets on from the same address.
    let token = try await desk.link(.meet, for: .company)
    #expect(await desk.ask("GET", "/r/\(token)").status == 200)
    // Counted by the database: another process of the portal knows as much.
    let other = Portal.Site(
      Answers(Pool(desk.database.options(as: .portal), limit: 1)), limits: limits)
    let again = await other.respond(
      to: PageRequest(method: "GET", target: "/r/\(Desk.fresh())", client: "192.0.2.7"))
    #expect(again.status == 429)
    let kept = try await desk.database.open().rows("select client from mail.attempt")
      .decode(as: [UInt8].self)
    #expect(kept.allSatisfy { $0.count == 32 })
  }

  @Test func `that comes too often is held up`() async throws {
    var limits = Portal.Site.Limits()
    limits.requests = 5
    let desk = try await Desk(limits: limits)
    let token = try await desk.link(.meet, for: .company)
    for _ in 0..<5 { #expect(await desk.ask("GET", "/r/\(token)").status == 200) }
    #expect(await desk.ask("GET", "/r/\(token)").status == 429)
    #expect(await desk.ask("POST", "/r/\(token)", "choice=yes").status == 429)
    #expect(try await desk.answers().isEmpty)
  }
}

@Suite(.database) struct `The portal` {
  @Test func `is ready when the database has its schema, and alive without`() async throws {
    let desk = try await Desk()
    #expect(await desk.ask("GET", "/readyz").status == 200)
    #expect(await desk.ask("GET", "/healthz").status == 200)
    var options = desk.database.options(as: .portal)
    options.database = "nowhere"
    let site = Portal.Site(Answers(Pool(options, limit: 1, patience: .seconds(1))))
    func status(_ target: String) async -> Int {
      await site.respond(to: PageRequest(method: "GET", target: target, client: "1")).status
    }
    #expect(await status("/readyz") == 503)
    #expect(await status("/healthz") == 200)
    let page = await site.respond(
      to: PageRequest(method: "GET", target: "/r/\(Desk.fresh())", client: "1"))
    #expect(page.status == 503)
    #expect(page.text.contains("Rien n'a été enregistré") || page.text.contains("Rien n&#39;a été"))
  }
}
