import Digest
import Foundation
import Programme
import TestSupport
import Testing

@testable import Portal

/// A question with every field told, each with a mark of its own.
private func marked(_ purpose: Purpose, _ party: Party, canary: String = "zz") -> Question {
  Question(
    purpose: purpose, party: party, isDemo: true, today: World.today,
    code: party == .cfa ? nil : "T-\(canary)", title: party == .cfa ? nil : "Titre \(canary)",
    company: party == .cfa ? nil : "Entreprise \(canary)", commune: "Commune \(canary)",
    isOpen: true, canMeet: true, frequency: "weekly",
    pausedUntil: Day(number: World.today.number + 9),
    skills: [.init(skill: "rome4:1", label: "Compétence \(canary)")],
    provider: party == .cfa ? "CFA \(canary)" : nil,
    skill: purpose == .teach ? "Compétence \(canary)" : nil,
    sessions: purpose == .sessions
      ? [
        .init(
          training: "F-1", title: "Formation \(canary)", startsOn: "2027-01-11",
          endsOn: "2027-12-18", capacity: 12, remaining: 4, toldOn: "2026-10-02"),
        .init(training: "F-2", title: "Formation \(canary)"),
      ] : [],
    trainings: purpose == .teach
      ? [
        .init(training: "F-1", title: "Formation \(canary)"),
        .init(training: "F-2", title: "Autre \(canary)"),
      ] : [])
}

/// Every page there is, of a question with these texts.
private func pages(canary: String = "zz") throws -> [(name: String, html: String)] {
  var pages: [(String, Portal.Page)] = [
    ("unknown", ReplyPage.unknown), ("too many", ReplyPage.tooMany), ("home", ReplyPage.home),
    ("unavailable", ReplyPage.unavailable), ("refused", ReplyPage.refused),
  ]
  for party in Party.allCases {
    for purpose in party.purposes {
      let question = marked(purpose, party, canary: canary)
      for view in purpose == .myData ? MyDataView.allCases : [.overview] {
        pages.append(("\(purpose) \(party) \(view)", QuestionPage.page(question, view: view)))
        pages.append(
          ("\(purpose) \(party) \(view) again", ReplyPage.incomplete(question, view: view)))
      }
      let choices = Choice.all(purpose, party).map(\.code)
      for choice in choices.isEmpty ? ["yes", "correct"] : choices {
        pages.append(
          ("\(purpose) \(party) \(choice) noted", ReplyPage.noted(question, choice: choice)))
      }
      var closed = question
      closed.isOpen = false
      pages.append(("\(purpose) \(party) closed", QuestionPage.page(closed)))
      closed.isOpen = true
      closed.canMeet = false
      pages.append(("\(purpose) \(party) gone", QuestionPage.page(closed)))
    }
  }
  let line = ["label": "Nom", "value": canary]
  let json = try JSONSerialization.data(withJSONObject: ["lines": [line]])
  let record = try Record(json: String(decoding: json, as: UTF8.self)).facts
  let question = marked(.myData, .candidate, canary: canary)
  pages.append(("record", MyDataPage.page(question, record: record, token: "t")))
  return try pages.map { ($0.0, try Templates.html($0.1)) }
}

@Suite struct `Every page` {
  @Test func `is whole, light, in French and without script, style or holes`() throws {
    for (name, html) in try pages() {
      #expect(html.utf8.count < 20_000, "\(name)")
      #expect(html.contains("<html lang=\"fr\">") && html.hasSuffix("</html>\n"), "\(name)")
      for hole in [
        "{{", "}}", "<script", "style=", "<style", "onclick", "nil", "Optional", "<li></li>",
        "<p></p>", "<h1></h1>",
      ] {
        #expect(!html.contains(hole), "\(name): \(hole)")
      }
      #expect(html.components(separatedBy: "<h1>").count == 2, "\(name)")
      #expect(html.components(separatedBy: "<button").count <= 2, "\(name): one button")
    }
  }

  @Test func `reads as recorded`() throws {
    for (name, html) in try pages()
    where !name.hasSuffix("again") && !name.hasSuffix("gone") && !name.hasSuffix("closed")
      && (!name.hasSuffix("noted") || name.hasPrefix("meet"))
    {
      try Golden.check(html, name.replacing(" ", with: "-") + ".html")
    }
  }

  @Test func `shows every field that was told`() throws {
    let html = try Templates.html(QuestionPage.page(marked(.declareSkill, .candidate)))
    for mark in ["T-zz", "Titre zz", "Entreprise zz", "Commune zz", "Compétence zz", "rome4:1"] {
      #expect(html.contains(mark), "\(mark)")
    }
    let frequency = try Templates.html(QuestionPage.page(marked(.frequency, .company)))
    #expect(frequency.contains("value=\"weekly\" id=\"choice-weekly\" required checked>"))
    let sessions = try Templates.html(QuestionPage.page(marked(.sessions, .cfa)))
    for mark in [
      "CFA zz", "1. Formation zz", "Places indiquées le 2\u{A0}octobre",
      "name=\"starts.F-1.2027-01-11\"", "value=\"2027-01-11\"", "value=\"2027-12-18\"",
      "value=\"12\" min=\"0\"", "value=\"4\" min=\"0\"", "2. Formation zz",
      "Aucune session à venir n&#39;est connue.", "name=\"left.F-2.new\"",
    ] {
      #expect(sessions.contains(mark), "\(mark)")
    }
    let teach = try Templates.html(QuestionPage.page(marked(.teach, .cfa)))
    for mark in ["Compétence zz", "value=\"F-1\" id=\"training-0\">", "Autre zz"] {
      #expect(teach.contains(mark), "\(mark)")
    }
    let quarter = try Templates.html(QuestionPage.page(marked(.frequency, .cfa)))
    #expect(quarter.contains("id=\"choice-quarterly\" required checked>"))
    let pause = try Templates.html(QuestionPage.page(marked(.pause, .company)))
    #expect(pause.contains("jusqu&#39;au lundi 30\u{A0}novembre"))
  }

  @Test func `of the most sessions it shows stays light`() throws {
    var question = marked(.sessions, .cfa)
    question.sessions = (0..<12).map {
      .init(
        training: "F-0123456789\($0)", title: String(repeating: "Formation ", count: 20),
        startsOn: "2027-01-11", endsOn: "2027-12-18", capacity: 10_000, remaining: 10_000,
        toldOn: "2026-10-02")
    }
    #expect(try Templates.html(QuestionPage.page(question)).utf8.count < 20_000)
  }

  @Test func `tells what its button transmits, to whom and when, in sentences of twenty words`() {
    for party in Party.allCases {
      for purpose in party.purposes {
        let views = purpose == .myData ? [MyDataView.correct, .erase] : [.overview]
        for view in views {
          let page = QuestionPage.page(marked(purpose, party), view: view)
          #expect(page.form != nil && !page.consequences.isEmpty, "\(purpose) \(party)")
          for line in page.paragraphs + page.consequences {
            for sentence in line.split(separator: ".") {
              let words = sentence.split { $0 == " " || $0 == "'" }
              #expect(words.count <= 20, "\(sentence)")
            }
          }
        }
      }
    }
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onfocus='alert(1)",
    "{{7*7}}{{{title}}}", "&lt;b&gt;", "</title><h1>", "<\u{301}b>", "\u{202E}gnihton",
    "]]>--><svg/onload=1>", "javascript:alert(1)", "a\u{0}b\r\nSet-Cookie: x",
  ])
  func `shows hostile text as text`(attack: String) throws {
    let plain = try pages()
    let hostile = try pages(canary: attack)
    for (before, after) in zip(plain, hostile) {
      // The same elements, whatever the text says.
      func tags(_ html: String) -> [Substring] {
        html.matches(of: /<[a-zA-Z\/!][^>]*>/).map(\.output)
      }
      #expect(tags(before.html) == tags(after.html), "\(before.name)")
      #expect(!after.html.contains("\u{202E}") && !after.html.contains("\u{0}"))
    }
  }

  @Test func `is sent with headers that let nothing run and nobody look on`() {
    let response = PageResponse(200, "text/html; charset=utf-8", "x")
    #expect(
      response["content-security-policy"]
        == "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'")
    #expect(response["referrer-policy"] == "no-referrer")
    #expect(response["cache-control"] == "no-store")
    #expect(response["x-content-type-options"] == "nosniff")
    #expect(response["set-cookie"] == nil)
  }

  @Test func `has a style sheet under 8 kB`() {
    #expect(!Templates.style.isEmpty && Templates.style.utf8.count < 8_192)
  }
}

@Suite struct `A form` {
  @Test func `gives back what a browser encodes, whatever the bytes`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      let bytes = (0..<Int.random(in: 0...40)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      // Any bytes at all: no trap, and nothing that cannot be stored.
      let fields = FormFields(bytes)
      #expect(fields.value("choice")?.contains("\u{0}") != true)
      let text = String(
        (0..<12).map { _ in "aé&=+%é€ 😀<\"'".randomElement(using: &generator) ?? "a" })
      let encoded = text.utf8.map { "%" + String(format: "%02x", $0) }.joined()
      let expected = text.trimmingCharacters(in: .whitespaces)
      #expect(
        FormFields(Array("x=1&note=\(encoded)".utf8)).value("note")
          == (expected.isEmpty ? nil : expected))
    }
  }

  @Test func `longer than a note may be is cut, and no field beyond the hundredth is read`() {
    let question = marked(.propose, .company)
    let note = String(repeating: "é", count: 3_000)
    let given = GivenAnswer(
      FormFields(Array("choice=yes&note=\(note)".utf8)), to: question, view: .overview)
    #expect(given?.note?.unicodeScalars.count == 1_000)
    let many = String(repeating: "a=b&", count: 150) + "choice=yes"
    #expect(FormFields(Array(many.utf8)).value("choice") == nil)
  }
}
