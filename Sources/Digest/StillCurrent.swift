package import Programme

/// Asks a contact whether positions stand, or a candidate whether they still search, before either
/// expires.
///
/// One question, asked once; the answer is a reply.
package struct StillCurrent: LinkedDigest, Hashable {
  /// The version of templates and words this value was composed for.
  package var templateVersion: Int
  /// The business date of the run.
  package var date: Day
  /// The reader, when civility and name are known.
  package var reader: Reader?
  /// Whether all data is fictitious, which the mail then says first.
  package var isDemo: Bool
  /// What is asked about.
  package var subject: Subject
  /// Whether its links were made when it was composed; nil means no, and the mail asks for a reply.
  package var isLinked: Bool?

  /// What is asked about.
  package enum Subject: Codable, Sendable, Hashable {
    /// Positions of the reader's company.
    case positions([Position])
    /// The reader's own search.
    case search(lastContactOn: Day, expiresOn: Day)
  }

  /// A position that nobody confirmed for a while.
  package struct Position: Codable, Sendable, Hashable {
    /// Its id; never shown.
    package var position: String
    /// The title as the company wrote it.
    package var title: String
    /// The commune of the workplace, when known.
    package var communeName: String?
    /// When it was confirmed last, and when it expires without an answer.
    package var confirmedOn, expiresOn: Day

    /// A position from its fields.
    package init(
      position: String, title: String, communeName: String?, confirmedOn: Day, expiresOn: Day
    ) {
      self.position = position
      self.title = title
      self.communeName = communeName
      self.confirmedOn = confirmedOn
      self.expiresOn = expiresOn
    }
  }

  /// A question from its fields.
  package init(date: Day, reader: Reader? = nil, isDemo: Bool = false, subject: Subject) {
    templateVersion = Templates.version
    self.date = date
    self.reader = reader
    self.isDemo = isDemo
    self.subject = subject
  }

  /// A question tells nothing that must be remembered: that it was asked stands with its subject.
  package var toldItems: [ToldItem] { [] }

  /// What the mail says.
  package var page: Page {
    switch subject {
    case .positions(let positions): page(positions)
    case .search(let lastContactOn, let expiresOn): page(lastContactOn, expiresOn)
    }
  }

  private func page(_ positions: [Position]) -> Page {
    let isOne = positions.count < 2
    let lines = positions.map { position in
      var line = French.quote(French.tidy(position.title, limit: 80))
      if let name = position.communeName { line += ", \(French.tidy(name, limit: 60))" }
      return line
        + "\(French.hard): confirmé le \(French.shortDate(position.confirmedOn, today: date))"
        + ", retiré le \(French.shortDate(position.expiresOn, today: date)) sans réponse."
    }
    return Page(
      subject: isOne
        ? "Votre poste est-il toujours à pourvoir ?" : "Vos postes sont-ils toujours à pourvoir ?",
      preheader:
        "Répondez \(French.quote("oui")) ou \(French.quote("non")) à ce message, en un mot.",
      demoNotice: isDemo ? Words.demo : nil, origin: Notice.origin(date),
      headline: isOne
        ? "Ce poste est-il toujours à pourvoir\(French.thin)?"
        : "Ces postes sont-ils toujours à pourvoir\(French.thin)?",
      greeting: Words.greeting(reader),
      introduction: [
        isOne
          ? "Ce poste n'a pas été confirmé depuis un moment."
          : "Ces postes n'ont pas été confirmés depuis un moment.",
        isLinked == true
          ? "Répondez en deux clics, sans compte."
          : isOne
            ? "Répondez à ce message\(French.hard): \(French.quote("oui")) pour le garder, \(French.quote("non")) pour le retirer."
            : "Pour chaque poste, répondez \(French.quote("oui")) pour le garder, \(French.quote("non")) pour le retirer.",
      ],
      sections: [
        Page.Section(
          sectionTitle: isOne ? "Le poste" : "Les postes", sectionFacts: [], cards: [],
          remarks: lines)
      ],
      closing: ["Cette question ne vous sera posée qu'une fois.", Notice.answered],
      footer: [
        "Vous recevez ce message, car un poste de votre entreprise est ouvert dans Vivier."
      ])
  }

  private func page(_ lastContactOn: Day, _ expiresOn: Day) -> Page {
    Page(
      subject: "Cherchez-vous toujours un poste ?",
      preheader:
        "Répondez \(French.quote("oui")) ou \(French.quote("non")) à ce message, en un mot.",
      demoNotice: isDemo ? Words.demo : nil, origin: Notice.origin(date),
      headline: "Cherchez-vous toujours un poste\(French.thin)?", greeting: "Bonjour,",
      introduction: [
        "Nous n'avons pas de nouvelles de vous depuis le \(French.shortDate(lastContactOn, today: date)).",
        isLinked == true
          ? "Répondez en deux clics, sans compte."
          : "Répondez à ce message\(French.hard): \(French.quote("oui")) pour continuer, \(French.quote("non")) pour arrêter.",
      ],
      sections: [
        Page.Section(
          sectionTitle: "Sans réponse", sectionFacts: [], cards: [],
          remarks: [
            "Votre profil ne sera plus proposé après le \(French.shortDate(expiresOn, today: date)).",
            "Vous pourrez reprendre votre recherche en répondant plus tard.",
          ])
      ],
      closing: ["Cette question ne vous sera posée qu'une fois.", Notice.answered],
      footer: ["Vous recevez ce message, car votre recherche est ouverte dans Vivier."])
  }
}

/// What the short messages of the service have in common.
enum Notice {
  /// The service and the date.
  static func origin(_ date: Day) -> String {
    ["Vivier", French.date(date, today: date)].joined(separator: Words.dot)
  }

  /// Who reads the answer.
  static let answered = "Votre réponse est lue par une personne."
}
