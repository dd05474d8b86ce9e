import Programme
import Testing

@testable import Digest

@Suite struct `A mail about an agreement` {
  static let confirmation = Confirmation(
    date: Fixtures.today, notice: "talent-2026-11-28.fr",
    controller: "Communauté de communes du Haut-Bugey", contact: "donnees@haut-bugey.example",
    source: "CFA fictif de Bourg")

  static let company = IntroductionMail(
    date: Fixtures.today, reader: .company,
    introductions: [
      IntroductionMail.Item(
        introduction: "I-1", title: "Responsable qualité", companyName: "Mécanique du Lac",
        communeName: "Mourenx", code: "T-7K3F", given: ["name", "mail"]),
      IntroductionMail.Item(
        introduction: "I-2", title: "Chargé ou chargée de maintenance",
        companyName: "Mécanique du Lac", code: "T-2M9C", given: ["name"]),
    ])

  static let candidate = IntroductionMail(
    date: Fixtures.today, isDemo: true, reader: .candidate,
    introductions: [
      IntroductionMail.Item(
        introduction: "I-1", title: "Responsable qualité", companyName: "Mécanique du Lac",
        communeName: "Mourenx", given: ["mail"])
    ])

  static let people = [
    IntroductionMail.Person(
      introduction: "I-1", name: "Camille Exemple", role: nil, email: "camille@exemple.example"),
    IntroductionMail.Person(introduction: "I-2", email: "autre@exemple.example"),
  ]
  static let contact = [
    IntroductionMail.Person(
      introduction: "I-1", name: "Mme Perrin", role: "Responsable RH", email: nil)
  ]

  static let mails: [(name: String, mail: Rendered)] = {
    do {
      return [
        ("confirmation", try confirmation.rendered()),
        ("introduction-company", try company.rendered(revealing: people)),
        ("introduction-candidate", try candidate.rendered(revealing: contact)),
      ]
    } catch {
      preconditionFailure("\(error)")
    }
  }()

  @Test(arguments: mails.indices) func `reads as recorded`(_ index: Int) throws {
    let (name, mail) = Self.mails[index]
    let head = "Subject: \(mail.subject)\nPreheader: \(mail.preheader)\n\n"
    try Golden.check(head + mail.text, "\(name).txt")
    try Golden.check(mail.html, "\(name).html")
  }

  @Test(arguments: mails.indices) func `fits a list of mails, 72 columns and no link`(_ index: Int)
  {
    let mail = Self.mails[index].mail
    #expect(mail.subject.count <= 60)
    #expect((40...100).contains(mail.preheader.count), "\(mail.preheader.count)")
    #expect(mail.text.split(separator: "\n").allSatisfy { $0.count <= 72 })
    for forbidden in ["<a ", "href", "http", "<img", "<form", "<script"] {
      #expect(!mail.html.contains(forbidden))
    }
    #expect(mail.html.utf8.count <= 30_000)
  }

  @Test(arguments: mails.indices) func `has sentences of twenty words at most`(_ index: Int) {
    let html = Self.mails[index].mail.html
    for line in html.replacing("<br>", with: "\n").replacing(/<[^>]*>/, with: "\n").split(
      separator: "\n")
    where line.contains(" ") && !line.contains("{") {
      for sentence in line.split(separator: ". ") {
        let words = sentence.split { !$0.isLetter && !$0.isNumber && $0 != "'" && $0 != "-" }
        #expect(words.count <= 20, "\(sentence)")
      }
    }
  }

  @Test func `of confirmation says who holds the data, from whom, what for and how to leave`() {
    let text = Self.mails[0].mail.text.replacing(/\s+/, with: " ")
    for needed in [
      "Communauté de communes du Haut-Bugey", "donnees@haut-bugey.example", "CFA fictif de Bourg",
      "Rapprocher votre profil", "Un calcul fixe", "effacez", "23 décembre", "talent-2026-11-28.fr",
      "une seule fois", "CNIL",
    ] {
      #expect(text.contains(needed), "\(needed)")
    }
  }

  @Test func `of introduction shows what was agreed to, and is stored without it`() throws {
    let text = Self.mails[1].mail.text
    #expect(text.contains("Camille Exemple") && text.contains("camille@exemple.example"))
    #expect(text.contains("autre@exemple.example"))
    #expect(Self.mails[2].mail.text.contains("Mme Perrin"))
    #expect(!Self.mails[2].mail.text.contains("T-7K3F"))
    for stored in [try Self.company.json(), try Self.company.rendered().text] {
      #expect(!stored.contains("Camille") && !stored.contains("@"))
    }
  }

  @Test func `of introduction goes out without what was taken back, or not at all`() throws {
    #expect(Self.company.without(["I-1"])?.introductions.map(\.introduction) == ["I-2"])
    #expect(Self.company.without(["I-1", "I-2"]) == nil)
  }

  @Test(arguments: `Hostile data`.payloads) func `keeps its shape whatever is revealed`(
    _ payload: String
  ) throws {
    let person = IntroductionMail.Person(
      introduction: "I-1", name: payload, role: payload, email: payload)
    let mail = try Self.company.rendered(revealing: [person])
    let body = mail.html.split(separator: "</style>").last ?? ""
    for forbidden in ["<script", "<img", "<b>", "\u{202E}", "\u{0}"] {
      #expect(!body.contains(forbidden))
    }
    #expect(mail.text.split(separator: "\n").allSatisfy { $0.count <= 72 })
    #expect(!mail.text.split(separator: "\n").contains { $0.hasPrefix("Bcc:") })
  }
}
