package import Programme

/// What one side of a pair is told once both said yes: what the other side agreed to reveal.
///
/// It is stored without any name: names are read in the transaction that sends, and stay in the mail.
package struct IntroductionMail: Codable, Sendable, Hashable {
  /// The version of templates and words this value was composed for.
  package var templateVersion: Int
  /// The business date.
  package var date: Day
  /// Whether all data is fictitious, which the mail then says first.
  package var isDemo: Bool
  /// Who reads it.
  package var reader: Side
  /// What is told, the oldest first.
  package var introductions: [Item]

  /// A side of an introduction.
  package enum Side: String, Codable, Sendable {
    case company
    case candidate
  }

  /// One introduction.
  package struct Item: Codable, Sendable, Hashable {
    /// Its id; never shown.
    package var introduction: String
    /// The title of the position, the company, and the commune of the workplace.
    package var title, companyName: String
    package var communeName: String?
    /// The code by which a company knows the candidate; nil for the candidate.
    package var code: String?
    /// What the reader agreed to reveal of themselves: `name`, `mail`.
    package var given: [String]

    /// Makes an item from its fields.
    package init(
      introduction: String, title: String, companyName: String, communeName: String? = nil,
      code: String? = nil, given: [String]
    ) {
      self.introduction = introduction
      self.title = title
      self.companyName = companyName
      self.communeName = communeName
      self.code = code
      self.given = given
    }
  }

  /// What is revealed of the other side (personal data); nil where it was not agreed to.
  package struct Person: Sendable, Hashable {
    /// The introduction it belongs to.
    package var introduction: String
    /// Civility and name, as they are written; the role of a contact; the mail address.
    package var name, role, email: String?

    /// Makes a person from what was agreed to.
    package init(
      introduction: String, name: String? = nil, role: String? = nil, email: String? = nil
    ) {
      self.introduction = introduction
      self.name = name
      self.role = role
      self.email = email
    }
  }

  /// Makes a mail from its fields.
  package init(date: Day, isDemo: Bool = false, reader: Side, introductions: [Item]) {
    templateVersion = Templates.version
    self.date = date
    self.isDemo = isDemo
    self.reader = reader
    self.introductions = introductions
  }

  /// The same mail without these introductions, or nil when none is left.
  package func without(_ ended: [String]) -> IntroductionMail? {
    var mail = self
    mail.introductions.removeAll { ended.contains($0.introduction) }
    return mail.introductions.isEmpty ? nil : mail
  }
}

extension IntroductionMail: StoredDigest {
  /// Each introduction is told once.
  package var toldItems: [ToldItem] {
    introductions.map {
      ToldItem(position: $0.introduction, candidate: "introduction", content: "told")
    }
  }

  /// The mail as it is stored: what is revealed is not in it.
  package func rendered() throws(TemplateError) -> Rendered { try rendered(revealing: []) }

  /// The mail with what the other sides agreed to reveal.
  package func rendered(revealing people: [Person]) throws(TemplateError) -> Rendered {
    try Templates.render(page(people))
  }

  private func page(_ people: [Person]) -> Page {
    Page(
      subject: subject,
      preheader: reader == .company
        ? "Vous avez dit oui tous les deux. Voici ce que cette personne veut bien montrer."
        : "Vous avez dit oui tous les deux. Voici qui peut vous répondre.",
      demoNotice: isDemo ? Words.demo : nil,
      origin: ["Vivier", French.date(date, today: date)].joined(separator: Words.dot),
      headline: introductions.count < 2 ? "Une mise en relation" : "Des mises en relation",
      greeting: "Bonjour,",
      introduction: ["L'intérêt est réciproque. Vous pouvez maintenant vous écrire."],
      sections: introductions.map { item in
        section(item, people.first { $0.introduction == item.introduction })
      },
      closing: closing,
      footer: [
        "Vous recevez ce message, car vous avez dit oui à cette rencontre.",
        "Chaque côté voit ce que l'autre a accepté de montrer, et rien de plus.",
      ])
  }

  private var subject: String {
    let count = French.count(introductions.count, "mise en relation", "mises en relation")
    guard let first = introductions.first else { return count }
    let room = 60 - count.count - "\(French.hard): «  »".count
    return "\(count)\(French.hard): "
      + French.quote(French.clip(French.tidy(first.title), to: room))
  }

  private func section(_ item: Item, _ person: Person?) -> Page.Section {
    var place = French.tidy(item.companyName, limit: 80)
    if let communeName = item.communeName { place += ", \(French.tidy(communeName, limit: 60))" }
    var lines = [place]
    if let code = item.code { lines.append("Profil \(French.tidy(code, limit: 20))") }
    if let name = person?.name { lines.append("Nom\(French.hard): \(French.tidy(name))") }
    if let role = person?.role { lines.append("Fonction\(French.hard): \(French.tidy(role))") }
    if let email = person?.email {
      lines.append("Adresse électronique\(French.hard): \(French.tidy(email, limit: 254))")
    }
    let given = item.given.compactMap { ["name": "votre nom", "mail": "votre adresse"][$0] }
    return Page.Section(
      sectionTitle: French.tidy(item.title), sectionFacts: lines, cards: [],
      remarks: given.isEmpty
        ? [] : ["Ce qui a été transmis de votre côté\(French.hard): \(French.list(given))."])
  }

  private var closing: [String] {
    let law =
      reader == .company
      ? [
        "Ces données servent à ce recrutement seulement.",
        "Effacez-les trois mois après sa fin, sauf accord de la personne.",
      ]
      : ["Vous restez libre de ne pas donner suite."]
    return [Words.answerReader(nil)] + law
  }
}
