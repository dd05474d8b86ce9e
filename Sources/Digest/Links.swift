import Programme

/// What one link of a mail asks.
package struct AskedLink: Sendable, Hashable {
  /// What is asked.
  package var purpose: Purpose
  /// The position it is about, by its id.
  package var position: String?
  /// The candidate it is about, by their id; nil where that is the reader alone.
  package var candidate: String?
  /// The CFA it is about, by its SIRET, and the skill, by its key.
  package var provider, skill: String?

  /// A question about a pair, a position, a CFA or the reader.
  package init(
    _ purpose: Purpose, position: String? = nil, candidate: String? = nil, provider: String? = nil,
    skill: String? = nil
  ) {
    self.purpose = purpose
    self.position = position
    self.candidate = candidate
    self.provider = provider
    self.skill = skill
  }
}

/// Where the links of one mail lead.
package struct Links: Sendable {
  private let addresses: [AskedLink: String]
  private let home: String

  /// The addresses of questions, and where anything else leads.
  package init(_ addresses: [AskedLink: String], home: String) {
    self.addresses = addresses
    self.home = home
  }

  /// The address of a question.
  func address(of link: AskedLink) -> String { addresses[link] ?? home }
}

/// A digest whose reader can answer by links, where the installation has a public address.
///
/// Whether it can stands in the stored value; the addresses do not: they are made when the mail is.
package protocol LinkedDigest: StoredDigest {
  /// Whether its links were made when it was composed; nil means no.
  var isLinked: Bool? { get set }
  /// Lays out the links on the page of this digest, asking `address` once for each.
  func linked(_ page: Page, address: (AskedLink) -> String) -> Page
  /// What the mail says.
  var page: Page { get }
}

extension LinkedDigest {
  /// Every link that the mail would have, in their order.
  package var askedLinks: [AskedLink] {
    guard isLinked == true else { return [] }
    var asked: [AskedLink] = []
    _ = linked(page) { link in
      asked.append(link)
      return ""
    }
    return asked
  }

  /// The mail with links, where it was composed with them and there is an address; else it asks for a
  /// reply.
  ///
  /// - Throws: `TemplateError` when a template of this program is broken.
  package func rendered(_ links: Links?) throws(TemplateError) -> Rendered {
    guard isLinked == true, let links else {
      var plain = self
      plain.isLinked = nil
      return try Templates.render(plain.page)
    }
    var unsubscribe: String?
    let page = linked(page) { link in
      let address = links.address(of: link)
      if link.purpose == .unsubscribe { unsubscribe = address }
      return address
    }
    var mail = try Templates.render(page)
    mail.unsubscribe = unsubscribe
    return mail
  }
}

extension CompanyDigest: LinkedDigest {
  package func linked(_ page: Page, address: (AskedLink) -> String) -> Page {
    var page = page
    if let waiting {
      page.sections[0] = waiting.linked(
        page.sections[0], to: .company, today: date, address: address)
    }
    for index in page.sections.indices {
      for place in page.sections[index].cards.indices {
        guard let (position, candidate) = page.sections[index].cards[place].pair else { continue }
        func link(_ purpose: Purpose, _ words: String) -> Page.Link {
          let asked = AskedLink(purpose, position: position, candidate: candidate)
          return Page.Link(linkAddress: address(asked), linkText: words)
        }
        page.sections[index].cards[place].code = nil
        page.sections[index].cards[place].button = link(
          .meet, "Je souhaite rencontrer cette personne")
        page.sections[index].cards[place].quietLinks = [
          link(.later, "Plus tard"), link(.decline, "Pas pour ce poste (dire pourquoi)"),
        ]
      }
      if let position = page.sections[index].position {
        page.sections[index].sectionLinks = [
          Page.Link(
            linkAddress: address(AskedLink(.amend, position: position)),
            linkText: "Corriger ce poste"),
          Page.Link(
            linkAddress: address(AskedLink(.close, position: position)), linkText: "Clore ce poste"),
        ]
      }
    }
    page.setFooter(
      [(.propose, "Proposer un autre poste")] + Page.everyFooter, address: address)
    return page
  }
}

extension CandidateDigest: LinkedDigest {
  package func linked(_ page: Page, address: (AskedLink) -> String) -> Page {
    var page = page
    if let waiting {
      page.sections[0] = waiting.linked(
        page.sections[0], to: .candidate, today: date, address: address)
    }
    for index in page.sections.indices {
      for place in page.sections[index].cards.indices {
        let card = page.sections[index].cards[place]
        guard let (position, candidate) = card.pair else { continue }
        func link(_ purpose: Purpose, _ words: String) -> Page.Link {
          let asked = AskedLink(purpose, position: position, candidate: candidate)
          return Page.Link(linkAddress: address(asked), linkText: words)
        }
        page.sections[index].cards[place].button = link(.meet, "Ce poste m'intéresse")
        var quiet = [link(.decline, "Pas pour moi (dire pourquoi)")]
        if card.asksSkill { quiet.append(link(.declareSkill, "J'ai cette compétence")) }
        quiet.append(link(.contest, "Contester ce classement"))
        page.sections[index].cards[place].quietLinks = quiet
      }
    }
    page.setFooter([(.found, "J'ai trouvé un poste")] + Page.everyFooter, address: address)
    return page
  }
}

extension CFADigest: LinkedDigest {
  package func linked(_ page: Page, address: (AskedLink) -> String) -> Page {
    var page = page
    page.linkSchools(address: address)
    for index in page.sections.indices {
      for place in page.sections[index].cards.indices {
        guard let (provider, skill) = page.sections[index].cards[place].taught else { continue }
        let asked = AskedLink(.teach, provider: provider, skill: skill)
        page.sections[index].cards[place].quietLinks = [
          Page.Link(linkAddress: address(asked), linkText: "Nous l'enseignons déjà")
        ]
      }
    }
    page.setFooter(Page.everyFooter, address: address)
    return page
  }
}

extension SessionQuestion: LinkedDigest {
  package func linked(_ page: Page, address: (AskedLink) -> String) -> Page {
    var page = page
    page.linkSchools(address: address)
    page.setFooter(Page.everyFooter, address: address)
    return page
  }
}

extension StillCurrent {
  package func linked(_ page: Page, address: (AskedLink) -> String) -> Page {
    var page = page
    guard let last = page.sections.indices.last else { return page }
    switch subject {
    case .positions(let positions):
      page.sections[last].sectionLinks = positions.flatMap { position in
        let title = French.quote(French.tidy(position.title, limit: 80))
        let asked: [(Purpose, String)] = [(.extend, "Garder"), (.close, "Clore")]
        return asked.map { purpose, verb in
          Page.Link(
            linkAddress: address(AskedLink(purpose, position: position.position)),
            linkText: "\(verb) \(title)")
        }
      }
    case .search:
      page.sections[last].sectionLinks = [
        Page.Link(
          linkAddress: address(AskedLink(.stay)), linkText: "Je cherche toujours un poste"),
        Page.Link(linkAddress: address(AskedLink(.found)), linkText: "J'ai trouvé un poste"),
      ]
    }
    return page
  }
}

extension RetentionWarning {
  package func linked(_ page: Page, address: (AskedLink) -> String) -> Page {
    var page = page
    guard let last = page.sections.indices.last else { return page }
    page.sections[last].sectionLinks = [
      Page.Link(linkAddress: address(AskedLink(.stay)), linkText: "Garder mes données"),
      Page.Link(linkAddress: address(AskedLink(.myData)), linkText: "Voir mes données"),
    ]
    return page
  }
}

extension Page {
  /// What a reader can do about the messages themselves.
  fileprivate static let everyFooter: [(Purpose, String)] = [
    (.frequency, "Changer la fréquence"), (.pause, "Faire une pause"),
    (.unsubscribe, "Ne plus recevoir ces messages"), (.myData, "Mes données"),
  ]

  /// Leads from the sessions of a CFA to the page that keeps them.
  fileprivate mutating func linkSchools(address: (AskedLink) -> String) {
    for index in sections.indices {
      guard let provider = sections[index].provider else { continue }
      let asked = AskedLink(.sessions, provider: provider)
      sections[index].sectionLinks = [
        Link(linkAddress: address(asked), linkText: "Mettre à jour vos sessions et vos places")
      ]
    }
  }

  /// Puts links in the place of the word to reply.
  fileprivate mutating func setFooter(
    _ lines: [(Purpose, String)], address: (AskedLink) -> String
  ) {
    footer.removeAll { $0 == Words.stop }
    footerLinks = lines.map {
      Link(linkAddress: address(AskedLink($0.0)), linkText: $0.1)
    }
  }
}
