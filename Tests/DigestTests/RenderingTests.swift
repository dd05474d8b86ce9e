import Foundation
import Programme
import Testing

@testable import Digest

@Suite struct `A rendered digest` {
  static let mails: [(name: String, mail: Rendered)] = {
    do {
      var mails = try Fixtures.company.map { ($0.name, try $0.digest.rendered()) }
      mails += try Fixtures.candidate.map { ($0.name, try $0.digest.rendered()) }
      mails += try Fixtures.lead.map { ($0.name, try $0.digest.rendered()) }
      mails += try Fixtures.cfa.map { ($0.name, try $0.digest.rendered()) }
      mails += try Fixtures.closures.map { ($0.name, try $0.notice.rendered()) }
      return mails
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

  @Test(arguments: mails.indices) func `has a subject and a preheader that fit a list of mails`(
    _ index: Int
  ) {
    let mail = Self.mails[index].mail
    #expect(mail.subject.count <= 60)
    #expect(mail.subject.first?.isNumber == true)
    #expect((40...100).contains(mail.preheader.count), "\(mail.preheader)")
  }

  @Test(arguments: mails.indices) func `has a text part of at most 72 columns`(_ index: Int) {
    let lines = Self.mails[index].mail.text.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 72 && $0.last != " " })
  }

  @Test(arguments: mails.indices) func `has HTML without links, images, forms or scripts`(
    _ index: Int
  ) {
    let html = Self.mails[index].mail.html
    for forbidden in ["<a ", "href", "http:", "https:", "<img", "<svg", "<form", "<script", "url("]
    {
      #expect(!html.contains(forbidden))
    }
    for needed in ["<html lang=\"fr\">", "<title>", "role=\"main\"", "charset=\"utf-8\""] {
      #expect(html.contains(needed))
    }
    #expect(html.ranges(of: "<h1").count == 1)
    #expect(html.ranges(of: "<table").count == html.ranges(of: "<table ").count)
    for table in html.split(separator: "<table").dropFirst() {
      #expect(table.prefix { $0 != ">" }.contains("role=\"presentation\""))
    }
    #expect(html.utf8.count <= 30_000)
  }

  @Test(arguments: mails.indices) func `says the same in both parts`(_ index: Int) {
    let mail = Self.mails[index].mail
    func letters(_ text: String) -> Set<Substring> {
      Set(text.lowercased().split { !$0.isLetter && !$0.isNumber })
    }
    let body = mail.html.replacing(/<style>(?s).*<\/style>/, with: " ")
      .replacing(/<[^>]*>/, with: " ").replacing("&nbsp;", with: " ")
      .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
    #expect(letters(mail.text).subtracting(letters(body)).isEmpty)
    #expect(
      letters(body).subtracting(letters(mail.text))
        .isSubset(of: letters(mail.subject + " " + mail.preheader)))
  }

  @Test(arguments: mails.indices) func `never shows an id of the database`(_ index: Int) {
    let mail = Self.mails[index].mail
    for text in [mail.html, mail.text, mail.subject, mail.preheader] {
      #expect(!text.contains(/\b[PCH]-[0-9T]/))
    }
  }

  @Test func `prints every text in colours of enough contrast`() throws {
    let html = try Fixtures.companyDemo.rendered().html
    let ink = /(?:[^-]color:|\.card \.[a-z]+ \{[^}]*[^-]color: )#([0-9a-f]{6})/
    let colours = html.matches(of: ink).map { String($0.1) }
    #expect(Set(colours).count >= 5)
    for colour in Set(colours) {
      for paper in colour == "ffffff" ? ["5b3a00"] : ["ffffff", "f7f9f8", "eef1ef"] {
        #expect(contrast(colour, paper) >= 4.5, "\(colour) on \(paper)")
      }
    }
  }

  /// WCAG 2.2, "contrast ratio" and "relative luminance".
  private func contrast(_ first: String, _ second: String) -> Double {
    func luminance(_ colour: String) -> Double {
      let value = Int(colour, radix: 16) ?? 0
      let channels = [16, 8, 0].map { shift -> Double in
        let part = Double(value >> shift & 255) / 255
        return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }
    let pair = [luminance(first), luminance(second)].sorted()
    return (pair[1] + 0.05) / (pair[0] + 0.05)
  }

  @Test func `says first that a demo is fictitious`() throws {
    for mail in [try Fixtures.companyDemo.rendered(), try Fixtures.candidateDemo.rendered()] {
      #expect(mail.text.hasPrefix("Données fictives (démonstration)"))
      #expect(mail.html.contains("Données fictives (démonstration)"))
    }
    #expect(!(try Fixtures.companyOne.rendered().text.contains("fictives")))
  }

  @Test func `shows neither session nor places of an unconfirmed catalogue`() throws {
    var digest = Fixtures.candidateOne
    digest.items[0].missing = [
      MissingLine(label: "Soudage", isRequired: true, trainings: [Fixtures.catalogueTraining])
    ]
    let text = try digest.rendered().text.replacing(/\s+/, with: " ")
    #expect(text.contains("catalogue de novembre 2020, à vérifier auprès du CFA"))
    #expect(!text.contains("Session"))
    #expect(!text.contains("places"))
    #expect(text.contains("CFA : centre de formation d'apprentis"))
  }

  @Test func `never calls a label or an aid certain, and names two points to confirm at most`() {
    #expect(LabelLine(.vteTI).words == "VTE\u{A0}TI\u{A0}: possible")
    let line = LabelLine(.vte, open: [.contract, .companySector])
    #expect(line.words == "VTE\u{A0}: à confirmer (contrat et durée, lien avec l'industrie)")
    #expect(line.otherCount == 0)
    let more = line.confirming(.talentLevel)
    #expect(more.toConfirm == [.talentLevel, .contract] && more.otherCount == 1)
    #expect(
      more.words == "VTE\u{A0}: à confirmer (niveau de diplôme, contrat et durée, entre autres)")
    #expect(LabelLine(.vte).confirming(.talentStudent).otherCount == 0)
  }

  @Test func `says of the aid only who confirms it, where a position may carry the label`() throws {
    var digest = Fixtures.companyOne
    digest.aidCheckedDay = Fixtures.day(2026, 11, 1)
    func text() throws -> String {
      try digest.rendered().text.replacing(/\s+/, with: " ")
    }
    #expect(
      try text().contains(
        "Aide VTE TI : à confirmer auprès de Bpifrance (vérifié le 1er novembre)."))
    digest.positions[0].label = LabelLine(.vte)
    let general = try text()
    #expect(!general.contains("Aide") && !general.contains("VTE TI"))
    digest.positions[0].label = nil
    let none = try text()
    #expect(!none.contains("VTE"))
  }

  @Test(arguments: mails.indices) func `says of hires and labels no sentence above 20 words`(
    _ index: Int
  ) throws {
    let digests = Fixtures.company.map(\.digest)
    guard digests.indices.contains(index), let deadlines = digests[index].deadlines else { return }
    for item in deadlines.items {
      for sentence in item.words(today: Fixtures.today).split(separator: ". ") {
        #expect(sentence.split { $0 == " " || $0 == "\u{A0}" }.count <= 20, "\(sentence)")
      }
    }
  }

  @Test func `never proposes a past date`() throws {
    var company = Fixtures.companyOne
    company.positions[0].items[0].tell { $0.availableDay = Fixtures.today }
    #expect(try company.rendered().text.contains("Disponible dès maintenant"))
    company.positions[0].items[0].tell { $0.availableDay = Fixtures.day(2027, 1, 4) }
    #expect(try company.rendered().text.contains("Disponible en janvier"))

    var training = Fixtures.training
    training.sessionDay = Fixtures.today.adding(days: -1)
    #expect(!Words.training(training, today: Fixtures.today).contains("Session"))
    training.sessionDay = Fixtures.today
    #expect(Words.training(training, today: Fixtures.today).contains("Session le lundi 23"))
  }

  @Test func `stays under 30 kB when it is as full as it can be`() throws {
    var digest = Fixtures.companyFull
    func check() throws {
      let size = try digest.rendered().html.utf8.count
      #expect(size > 15_000 && size <= 30_000, "\(size)")
    }
    try check()
    digest.deadlines = Fixtures.companyDeadlines.deadlines
    digest.positions[0].items = []
    try check()
  }
}
