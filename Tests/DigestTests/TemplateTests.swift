import Testing

@testable import Digest

@Suite struct `A template` {
  @Test func `that is broken is named in the error`() {
    let result = Templates.parse([("good.mustache", "a"), ("bad.mustache", "{{#open}}")])
    #expect(throws: TemplateError.self) { try result.get() }
    guard case .failure(let error) = result else { return }
    #expect(error.path == "bad.mustache")
  }

  @Test func `names only what a page has, and shows all of it`() {
    let names = fields(of: Page.marked)
    for (path, text) in embeddedText {
      let tags = Set(
        text.matches(of: /\{\{[#^\/]?(?:uppercased\()?([A-Za-z]+)\)?\}\}/).map { String($0.1) })
      #expect(tags.subtracting(names).isEmpty, "\(path) asks for what is not there")
    }
  }

  @Test func `leaves no hole when every field is filled`() throws {
    let mail = try Templates.render(.marked)
    for text in [mail.html, mail.text] {
      for mark in Page.marks {
        #expect(text.containsInAnyCase(mark), "\(mark) is not shown")
      }
      #expect(!text.contains("{{") && !text.contains("Optional("))
    }
    #expect(mail.html.contains("page-subject") && mail.html.contains("page-preheader"))
  }

  @Test func `cannot find a missing value further out`() {
    // Mustache looks outwards for a name, so a name at two depths would show the wrong value.
    var seen: Set<String> = []
    for level in [fields(ofOne: Page.marked), fields(ofOne: Page.marked.sections[0])]
      + [fields(ofOne: Page.marked.sections[0].cards[0])]
      + [fields(ofOne: Page.marked.sections[0].cards[0].groups[0])]
      + [fields(ofOne: Page.marked.sections[0].cards[0].groups[0].lines[0])]
    {
      #expect(seen.isDisjoint(with: level))
      seen.formUnion(level)
    }
  }

  private func fields(ofOne value: Any) -> Set<String> {
    Set(Mirror(reflecting: value).children.compactMap(\.label))
  }

  private func fields(of value: Any) -> Set<String> {
    Mirror(reflecting: value).children.reduce(into: []) { names, child in
      if let label = child.label { names.insert(label) }
      names.formUnion(fields(of: child.value))
    }
  }
}

extension Page {
  /// Every field with a mark of its own.
  static let marked = Page(
    subject: "page-subject", preheader: "page-preheader", demoNotice: "page-demo",
    origin: "page-origin", headline: "page-headline", greeting: "page-greeting",
    introduction: ["page-introduction"],
    sections: [
      Section(
        sectionTitle: "section-title", sectionFacts: ["section-facts"],
        cards: [
          Card(
            number: 4711, cardTitle: "card-title", tag: "card-tag", isNear: true, fit: "card-fit",
            facts: ["card-fact"],
            groups: [
              Group(
                groupTitle: "group-title", lines: [Line("line-words", details: ["line-detail"])])
            ], code: "card-code", why: "card-why",
            button: Link(linkAddress: "button-address", linkText: "button-text"),
            quietLinks: [Link(linkAddress: "quiet-address", linkText: "quiet-text")])
        ], remarks: ["section-remark"], partTitle: "part-title",
        links: [Link(linkAddress: "section-address", linkText: "section-link")])
    ], closing: ["page-closing"], footer: ["page-footer"],
    footerLinks: [Link(linkAddress: "footer-address", linkText: "footer-link")])

  /// The marks both parts must show.
  static let marks = [
    "page-demo", "page-origin", "page-headline", "page-greeting", "page-introduction",
    "section-title", "section-facts", "4711", "card-title", "card-tag", "card-fit", "card-fact",
    "group-title", "part-title", "line-words", "line-detail", "card-code", "card-why",
    "section-remark", "button-address", "button-text", "quiet-address", "quiet-text",
    "section-address", "section-link", "footer-address", "footer-link", "page-closing",
    "page-footer",
  ]
}

extension String {
  fileprivate func containsInAnyCase(_ other: String) -> Bool {
    lowercased().contains(other)
  }
}
