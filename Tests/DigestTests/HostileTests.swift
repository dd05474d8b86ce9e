import Programme
import Testing

@testable import Digest

@Suite struct `Hostile data` {
  static let payloads = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{subject}}{{{headline}}}",
    "{{#sections}}{{/sections}}", "a\r\nBcc: victime@exemple.example\r\n\r\n<b>",
    "a\nb\u{2028}c\u{0}d",
    "<!--[if mso]><table>", "</td></table></body>", "&lt;b&gt;&#x3C;", "\u{202E}txt.exe",
    String(repeating: "x", count: 5000), String(repeating: "<", count: 500), "", "'\"`", "😀🇫🇷é̂̃̄",
  ]

  @Test(arguments: payloads) func `changes neither structure nor size of a company's mail`(
    _ payload: String
  ) throws {
    var item = Fixtures.profile(payload, away: .skill(label: payload))
    item.shown.diplomaTitle = payload
    item.shown.field = payload
    item.shown.areas = [
      .circle(communeName: payload, kilometres: 5), .territory(name: payload),
      .department(name: payload), .region(name: payload),
    ]
    item.matched = [SkillLine(label: payload, isRequired: true, through: payload)]
    item.toCheck = [
      .skillInferred(label: payload), .skillNotTold(label: payload),
      .languageNotTold(code: payload, asked: 99),
    ]
    item.closingTraining = TrainingLine(
      title: payload, providerName: payload, communeName: payload, isFromCatalogue2020: true)
    let digest = CompanyDigest(
      date: Fixtures.today, reader: Reader(civility: .madame, name: payload),
      sites: [
        Site(
          siret: "1", companyName: payload, establishmentName: payload, communeName: payload,
          territoryNames: [payload])
      ], leadName: payload,
      positions: [
        PositionBlock(
          position: payload, siret: "1", title: payload, communeName: payload, items: [item])
      ])
    try check(digest.rendered(), like: payload.isEmpty ? nil : withoutTags(digest).rendered())
  }

  @Test(arguments: payloads) func `changes neither structure nor size of a candidate's mail`(
    _ payload: String
  ) throws {
    let training = TrainingLine(
      title: payload, providerName: payload, communeName: payload, isFromCatalogue2020: false)
    var item = Fixtures.position(
      payload, missing: [MissingLine(label: payload, isRequired: true, trainings: [training])])
    item.title = payload
    item.companyName = payload
    item.communeName = payload
    item.territoryName = payload
    let digest = CandidateDigest(
      date: Fixtures.today, areas: [.territory(name: payload)], leadName: payload, items: [item])
    try check(digest.rendered(), like: nil)
  }

  @Test(arguments: payloads) func `changes neither structure nor size of a lead's mail`(
    _ payload: String
  ) throws {
    let name = PositionName(id: payload, title: payload, companyName: payload, communeName: payload)
    let profile = ProposedPosition.Profile(position: payload, candidate: payload, code: payload)
    let digest = LeadDigest(
      date: Fixtures.today, reader: Reader(civility: .madame, name: payload),
      territories: ["a", payload].map { _ in
        TerritoryBlock(
          territory: "2023-2027:ti-0000", name: payload,
          unreachable: [UnreachablePosition(name, reason: .none, matchCount: 1, nearCount: 0)],
          starving: [StarvingPosition(name, remedy: .skillWished(label: payload), gain: 1)],
          proposed: [ProposedPosition(name, profiles: [profile])])
      })
    try check(digest.rendered(), like: nil)
  }

  @Test(arguments: payloads) func `changes neither structure nor size of a CFA's mails`(
    _ payload: String
  ) throws {
    func digest(_ word: String) -> CFADigest {
      CFADigest(
        date: Fixtures.today, reader: Reader(civility: .madame, name: word), notice: word,
        schools: (0..<2).map { _ in
          SchoolBlock(
            provider: word, name: word, kilometres: 50,
            sentences: Array(repeating: word, count: 3), positionCount: 9, openingCount: 9,
            openedCount: 9,
            asked: [Fixtures.untaught(word, of: word, positions: 3, communes: [word, "a", "b"])],
            gaps: [
              GapLine(
                provider: word, item: word, label: word, kind: .taughtNotAsked(trainings: 1))
            ],
            sessions: [
              SessionLine(
                title: word, startsOn: Fixtures.today, capacity: 9, remaining: 9,
                toldOn: Fixtures.today)
            ])
        })
    }
    try check(
      digest(payload).rendered(), like: payload.isEmpty ? nil : digest("mot").rendered())
    let question = SessionQuestion(
      date: Fixtures.today, schools: [.init(provider: payload, name: payload, sessions: [])])
    try check(question.rendered(), like: nil)
  }

  /// The same mail with a harmless word in place of each payload.
  private func withoutTags(_ digest: CompanyDigest) -> CompanyDigest {
    var digest = digest
    digest.reader?.name = "mot"
    digest.sites[0].companyName = "mot"
    digest.sites[0].establishmentName = "mot"
    digest.sites[0].territoryNames = ["mot"]
    digest.leadName = "mot"
    digest.positions[0].title = "mot"
    digest.positions[0].communeName = "mot"
    let line = SkillLine(label: "mot", isRequired: true, through: "mot")
    digest.positions[0].items[0].code = "mot"
    digest.positions[0].items[0].matched = [line]
    digest.positions[0].items[0].shown.diplomaTitle = "mot"
    digest.positions[0].items[0].away = .skill(label: "mot")
    digest.positions[0].items[0].closingTraining?.title = "mot"
    digest.positions[0].items[0].closingTraining?.providerName = "mot"
    digest.positions[0].items[0].closingTraining?.communeName = "mot"
    digest.positions[0].items[0].toCheck = [
      .skillInferred(label: "mot"), .skillNotTold(label: "mot"),
      .languageNotTold(code: "mot", asked: 6),
    ]
    digest.positions[0].items[0].shown.areas = [.territory(name: "mot")]
    return digest
  }

  private func check(_ mail: Rendered, like harmless: Rendered?) throws {
    let style = try #require(mail.html.firstRange(of: "</style>"))
    let body = mail.html[style.upperBound...]
    for forbidden in ["<script", "<img", "<b>", "onerror=alert(1)>", "\u{202E}", "\u{0}"] {
      #expect(!body.contains(forbidden))
    }
    if let harmless { #expect(tags(mail.html) == tags(harmless.html)) }
    #expect(mail.html.utf8.count <= 30_000)
    #expect(mail.text.split(separator: "\n").allSatisfy { $0.count <= 72 })
    #expect(!mail.text.split(separator: "\n").contains { $0.hasPrefix("Bcc:") })
    for line in [mail.subject, mail.preheader] {
      #expect(!line.contains { $0.isNewline } && line.count <= 100)
    }
    #expect(mail.subject.count <= 60)
  }

  private func tags(_ html: String) -> [Substring] {
    html.matches(of: /<[\/!a-z][^>]*>/).map(\.output)
  }
}
