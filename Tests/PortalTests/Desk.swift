import Digest
import Exchange
import Foundation
import Postgres
import Programme
import Store
import TestSupport
import Testing

@testable import Portal

/// A company with a position, a candidate who fits it, and links put to both, as a night makes them.
struct Desk {
  let database: TestDatabase
  let site: Portal.Site
  let pool: Pool
  /// The contact, the candidate, the position.
  let contact, candidate, position: String
  /// The CFA the contact represents, too, and its training.
  let provider = World.siret(90)
  let training: String
  private let messageID = "digest@test.example"
  private let messageToCFA = "cfa-digest@test.example"

  /// Makes the world; the portal connects under its own role.
  init(limits: Portal.Site.Limits = Portal.Site.Limits()) async throws {
    database = try TestDatabase.current
    try await database.take(.companies, [World.company(1), World.company(2)])
    try await database.take(
      .positions,
      [
        World.position(
          "A", of: 1,
          ["required_skills": "rome3:121044:3", "wished_skills": ""].filter { !$0.value.isEmpty })
      ])
    try await database.take(.candidates, [World.candidate("A", ["skills": ""])])
    try await database.take(
      .trainings,
      [World.training("F", of: 90, ["sessions": "2030-01-11/2030-12-18:12:4:2026-10-02"])])
    pool = Pool(database.options(as: .portal), limit: 4)
    site = Portal.Site(Answers(pool), limits: limits)
    let connection = try await database.open(as: .superuser)
    contact = try await connection.one(
      "select id from app.contact where email = 'contact-1@atelier-1.example'", as: String.self)
    candidate = try await connection.one("select id from app.candidate", as: String.self)
    position = try await connection.one("select id from app.position", as: String.self)
    training = try await connection.one("select id from app.training", as: String.self)
    try await connection.run(
      """
      insert into match.run (kind, business_date, territories, method, week, tie_key, editions, started_at)
      values ('nightly', \(PostgresDate(World.today)), '{}', 'm', 'w', '', '{}', now())
      """)
    try await connection.run(
      """
      insert into mail.outbox (run, kind, business_date, recipient_kind, recipient, message_id,
        template_version, view, items, dated_at)
      select id, 'company_digest', business_date, 'contact', \(contact), \(messageID), 2, '{}'::jsonb, '[]'::jsonb, now()
      from match.run
      union all
      select id, 'cfa_digest', business_date, 'contact', \(contact), \(messageToCFA), 2, '{}'::jsonb, '[]'::jsonb, now()
      from match.run
      """)
  }

  /// A link for a reader, good for a day unless told otherwise; gives its token.
  func link(
    _ purpose: Purpose, for party: Party, expiresIn seconds: Double = 86_400
  ) async throws -> String {
    let token = try #require(Token(Self.fresh())).text
    let asksPosition: Set<Purpose> = [
      .meet, .later, .decline, .extend, .close, .amend, .declareSkill, .contest,
    ]
    let asksPair: Set<Purpose> = [.meet, .later, .decline]
    let about = party == .candidate || asksPair.contains(purpose) ? candidate : nil
    try await database.open().run(
      """
      insert into mail.link
        (token_digest, expires_at, message_id, purpose, contact, candidate, position, provider, skill)
      values (sha256(convert_to(\(token), 'UTF8')), now() + make_interval(secs => \(seconds)),
        \(party == .cfa ? messageToCFA : messageID), \(purpose.rawValue),
        \(party == .candidate ? nil : contact), \(about),
        \(asksPosition.contains(purpose) ? position : nil),
        \(purpose == .sessions || purpose == .teach ? provider : nil),
        \(purpose == .teach ? "rome3:121044" : nil))
      """)
    return token
  }

  /// 22 letters as a token has them.
  static func fresh() -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    return String((0..<22).map { _ in letters[Int.random(in: 0..<64)] })
  }

  /// The answer to a request of one client.
  func ask(
    _ method: String, _ target: String, _ body: String = "", from client: String = "192.0.2.7"
  ) async -> PageResponse {
    await site.respond(
      to: PageRequest(method: method, target: target, body: Array(body.utf8), client: client)
    ) { Issue.record($0) }
  }

  /// A row of counts and contents that changes with anything a link could change.
  func state() async throws -> String {
    try await database.open(as: .superuser).one(
      """
      select concat_ws('|',
        (select string_agg(a::text, ';' order by a.id) from mail.answer a),
        (select string_agg(l::text, ';' order by l.token_digest) from mail.link l),
        (select string_agg(r::text, ';' order by r.candidate, r.party) from match.refusal r),
        (select string_agg(k::text, ';' order by k.id) from app.contact k),
        (select string_agg(c::text, ';' order by c.id) from app.candidate c),
        (select string_agg(p::text, ';' order by p.id) from app.position p),
        (select string_agg(e::text, ';' order by e.starts_on) from app.training_session e),
        (select string_agg(t::text, ';' order by t.skill) from app.training_content t),
        (select string_agg(o::text, ';' order by o.id) from mail.outbox o))
      """, as: String.self)
  }

  /// What was answered, the oldest first, as purpose and choice.
  func answers() async throws -> [String] {
    try await database.open().rows(
      "select purpose || ' ' || party || ' ' || choice from mail.answer order by id"
    ).decode(as: String.self)
  }
}

extension PageResponse {
  /// The body as text.
  var text: String { String(decoding: body, as: UTF8.self) }

  /// The value of a header.
  subscript(name: String) -> String? { headers.first { $0.name == name }?.value }
}

extension Party {
  /// What a reader of this kind can be asked.
  var purposes: [Purpose] {
    switch self {
    case .company:
      [
        .meet, .later, .decline, .extend, .close, .amend, .propose, .frequency, .pause,
        .unsubscribe, .myData,
      ]
    case .cfa: [.sessions, .teach, .frequency, .pause, .unsubscribe, .myData]
    case .candidate:
      [
        .meet, .decline, .declareSkill, .stay, .found, .contest, .frequency, .pause, .unsubscribe,
        .myData,
      ]
    }
  }
}
