package import Programme

/// Asks a contact of CFA whether sessions and places still stand, before they are too old to count.
package struct SessionQuestion: Codable, Sendable, Hashable {
  /// The version of templates and words this value was composed for.
  package var templateVersion: Int
  /// The business date of the run.
  package var date: Day
  /// The reader, when civility and name are known.
  package var reader: Reader?
  /// Whether all data is fictitious, which the mail then says first.
  package var isDemo: Bool
  /// The CFA that are asked.
  package var schools: [School]
  /// Whether its links were made when it was composed; nil means no, and the mail asks for a reply.
  package var isLinked: Bool?

  /// A CFA with its sessions to come.
  package struct School: Codable, Sendable, Hashable {
    /// Its SIRET; never shown.
    package var provider: String
    /// Its name.
    package var name: String
    /// The sessions, the next first.
    package var sessions: [SessionLine]

    /// A CFA from its fields.
    package init(provider: String, name: String, sessions: [SessionLine]) {
      self.provider = provider
      self.name = name
      self.sessions = sessions
    }
  }

  /// A question from its fields.
  package init(date: Day, reader: Reader? = nil, isDemo: Bool = false, schools: [School]) {
    templateVersion = Templates.version
    self.date = date
    self.reader = reader
    self.isDemo = isDemo
    self.schools = schools
  }

  /// A question tells nothing that must be remembered: that it was asked stands with the CFA.
  package var toldItems: [ToldItem] { [] }

  /// What the mail says.
  package var page: Page {
    Page(
      subject: "Vos places sont-elles toujours à jour ?",
      preheader: "Elles seront bientôt trop anciennes pour compter. Répondre prend une minute.",
      demoNotice: isDemo ? Words.demo : nil, origin: Notice.origin(date),
      headline: "Vos places sont-elles toujours à jour\(French.thin)?",
      greeting: Words.greeting(reader),
      introduction: [
        "Les places que vous avez indiquées comptent pendant 60\(French.hard)jours.",
        "Passé ce délai, elles ne sont plus proposées comme places libres.",
      ],
      sections: schools.map {
        SessionLine.section(
          $0.sessions, of: $0.provider, title: French.tidy($0.name, limit: 60), today: date,
          isLinked: isLinked == true)
      },
      closing: ["Cette question vient une fois tous les deux mois au plus.", Notice.answered],
      footer: [
        "Vous recevez ce message, car vous représentez un CFA dans Vivier.", Words.stop, Words.cfa,
      ])
  }
}
